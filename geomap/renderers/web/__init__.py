"""What a page carries besides Leaflet: geomap's own script and style, and the data they read."""
