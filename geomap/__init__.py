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
from geomap.errors import (
    AtlasError,
    BusyError,
    DataError,
    DatumError,
    GeomapError,
    RenderError,
)

if TYPE_CHECKING:
    from geomap.api.atlas import (
        Atlas,
        FindingsError,
        Map,
        ThemeError,
        check,
        open,  # noqa: A004 # as the readers of other libraries are called
    )
    from geomap.api.files import convert, inspect, locate, match
    from geomap.api.inspection import Report
    from geomap.api.positions import ConversionResult
    from geomap.builder.build import BuildOptions, build
    from geomap.checks.matching import Match
    from geomap.geo.datum import Datum
    from geomap.geo.detect import Detection, detect_datum
    from geomap.geo.shift import convert_datum
    from geomap.model.findings import Finding, Location
    from geomap.model.tables import Table
    from geomap.sources.layers import ReadOptions
    from geomap.sources.limits import Limits
    from geomap.sources.readers import read_boundaries, read_table

__all__ = [
    "Atlas",
    "AtlasError",
    "BuildOptions",
    "BusyError",
    "ConversionResult",
    "DataError",
    "Datum",
    "DatumError",
    "Detection",
    "Finding",
    "FindingsError",
    "GeomapError",
    "Limits",
    "Location",
    "Map",
    "Match",
    "ReadOptions",
    "RenderError",
    "Report",
    "Table",
    "ThemeError",
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

# Before anything loads GDAL, which reads once which drivers it may not use.
gdal.limit()

# Where the names live that pull in GeoPandas: they are imported when first asked for, so that
# `geomap --help` answers at once.
_HOMES = {
    "geomap.api.atlas": (
        "Atlas",
        "FindingsError",
        "Map",
        "ThemeError",
        "check",
        "open",
    ),
    "geomap.api.files": ("convert", "inspect", "locate", "match"),
    "geomap.api.inspection": ("Report",),
    "geomap.checks.matching": ("Match",),
    "geomap.api.positions": ("ConversionResult",),
    "geomap.builder.build": ("BuildOptions", "build"),
    "geomap.geo.datum": ("Datum",),
    "geomap.geo.detect": ("Detection", "detect_datum"),
    "geomap.geo.shift": ("convert_datum",),
    "geomap.model.findings": ("Finding", "Location"),
    "geomap.model.tables": ("Table",),
    "geomap.sources.layers": ("ReadOptions",),
    "geomap.sources.limits": ("Limits",),
    "geomap.sources.readers": ("read_boundaries", "read_table"),
}
_LAZY = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return import_module("importlib.metadata").version("geomap")
    if name not in _LAZY:
        message = f"module 'geomap' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    """What a user may want: the public face, and not what this package is made of."""
    return [*__all__, "__version__"]
