"""Theme + joined data → `geomap.model.MapSpec`: all that outputs must agree on."""
