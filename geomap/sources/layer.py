"""A layer as it stands in a file: text and geometry, in whatever coordinates it has."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
from shapely.geometry.base import BaseGeometry

from geomap.geo.datum import Datum
from geomap.model import Finding
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Record:
    """A feature: its number in the file (from 1), its properties as text, its geometry."""

    row: int
    cells: dict[str, str]
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class Layer:
    """What a layer's file holds.

    Attributes:
        file: Name of the file as messages show it.
        format: Name of the format for people, e.g. ``GeoJSON``.
        encoding: Encoding of its text, where the format leaves a choice.
        fields: Names of the properties, in order.
        frame: One row a feature: the properties as cleaned text, ``row``, and the geometry, x
            before y, in the units of ``crs``. The frame itself carries no CRS.
        crs: Its coordinate reference system; None where the file does not say.
        notes: What is to be told about the file.
        datum: Datum that the file itself declares in a member of geomap; None otherwise.
    """

    file: str
    format: str
    encoding: str | None
    fields: tuple[str, ...]
    frame: gpd.GeoDataFrame
    crs: pyproj.CRS | None
    notes: tuple[Finding, ...]
    datum: Datum | None = None


def frame_of(records: tuple[Record, ...]) -> tuple[tuple[str, ...], gpd.GeoDataFrame]:
    """Records as a frame, and the names of their properties."""
    fields = tuple(dict.fromkeys(field for record in records for field in record.cells))
    columns = {
        field: [record.cells.get(field, "") for record in records]
        for field in fields
        if field not in {"row", "geometry"}
    }
    shapes = np.array([record.geometry for record in records], dtype=object)
    return fields, gpd.GeoDataFrame(
        columns | {"row": [record.row for record in records]},
        geometry=gpd.GeoSeries(shapes),
    )


FORMATS = Text(
    "支持 CSV、TSV、XLSX、XLS、XLSB、ODS、GeoJSON、TopoJSON、GeoPackage、Shapefile（可压缩）、"
    "FlatGeobuf、GeoParquet、KML、KMZ",
    "known are CSV, TSV, XLSX, XLS, XLSB, ODS, GeoJSON, TopoJSON, GeoPackage, Shapefile (also "
    "zipped), FlatGeobuf, GeoParquet, KML and KMZ",
)
