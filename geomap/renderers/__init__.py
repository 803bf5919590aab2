"""`geomap.model.MapSpec` → pictures and pages; one module a format."""
