"""What a map is, as every file with a table of its own says it: a key, and words."""

from collections.abc import Mapping

import geopandas as gpd
import pyproj

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text


def code_of(crs: pyproj.CRS | None) -> str:
    """The code of a CRS; empty where there is none."""
    found = None if crs is None else crs.to_authority()
    return "" if found is None else ":".join(found)


def crs_of(frames: Mapping[LayerName, gpd.GeoDataFrame]) -> str:
    """The CRS of layers in words; empty where none names it."""
    crs = next((frame.crs for frame in frames.values()), None)
    return "" if crs is None else f"{crs.name} ({code_of(crs)})"


def lines(spec: MapSpec) -> tuple[tuple[str, Text], ...]:
    """Title, day, approval, licence, sources and notes; a key may come several times."""
    licence = () if spec.licence is None else (("licence", spec.licence),)
    return (
        ("title", spec.title),
        ("subtitle", spec.subtitle),
        ("atlas", spec.atlas),
        ("reference_date", spec.reference_date),
        ("approval", spec.approval),
        *licence,
        *(("source", words) for words in spec.sources),
        *(("note", words) for words in spec.notes),
    )
