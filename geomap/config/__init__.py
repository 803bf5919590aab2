"""``geomap.toml`` and themes, read strictly → `geomap.model.AtlasConfig`."""
