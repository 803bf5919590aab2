"""Frames → files for a GIS; one module a format."""
