"""Thematic maps of a plan: boundaries, tables and themes in; web maps, sheets and GIS files out.

::

    import geomap

    atlas = geomap.open("geomap.toml")
    atlas["urbanisation"].explore()             # a folium.Map, to go on with
    atlas["urbanisation"].plot()                # a matplotlib Axes
    atlas["urbanisation"].to_file("u.geojson")  # its data
"""

from importlib import import_module
from typing import TYPE_CHECKING

from geomap import gdal
from geomap.errors import AtlasError, DataError, DatumError, GeomapError, JoinError, RenderError

if TYPE_CHECKING:
    from geomap.api import (
        Atlas,
        FindingsError,
        Map,
        check,
        convert,
        inspect,
        locate,
        match,
        open,  # noqa: A004
    )
    from geomap.builder import build
    from geomap.datum import Datum, convert_datum
    from geomap.detect import Detection, detect_datum
    from geomap.sources import Choice, Limits, read_boundaries, read_table

__all__ = [
    "Atlas",
    "AtlasError",
    "Choice",
    "DataError",
    "Datum",
    "DatumError",
    "Detection",
    "FindingsError",
    "GeomapError",
    "JoinError",
    "Limits",
    "Map",
    "RenderError",
    "build",
    "check",
    "convert",
    "convert_datum",
    "detect_datum",
    "inspect",
    "locate",
    "match",
    "open",
    "read_boundaries",
    "read_table",
]

__version__ = "0.1.0"

# Before anything loads GDAL, which reads once which drivers it may not use.
gdal.limit()

# Where the names live that pull in GeoPandas: they are imported when first asked for, so that
# `geomap --help` answers at once.
_LAZY = {
    "Atlas": "geomap.api",
    "Choice": "geomap.sources",
    "Datum": "geomap.datum",
    "Detection": "geomap.detect",
    "FindingsError": "geomap.api",
    "Limits": "geomap.sources",
    "Map": "geomap.api",
    "build": "geomap.builder",
    "check": "geomap.api",
    "convert": "geomap.api",
    "convert_datum": "geomap.datum",
    "detect_datum": "geomap.detect",
    "inspect": "geomap.api",
    "locate": "geomap.api",
    "match": "geomap.api",
    "open": "geomap.api",
    "read_boundaries": "geomap.sources",
    "read_table": "geomap.sources",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        message = f"module 'geomap' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_LAZY[name]), name)
