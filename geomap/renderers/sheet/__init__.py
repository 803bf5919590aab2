"""The sheet: a map laid out on a page in millimetres, before it is any file format.

``layout.lay_out`` turns a `geomap.model.MapSpec` into an `ink.Sheet`; `geomap.renderers` writes
sheets as PNG, SVG and PDF. Pure: reads no file but the font, knows no drawing library.
"""
