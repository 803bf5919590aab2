"""The only reader: a path in, plain values out, each with its place in the file.

Nothing here judges what the words mean; that is the work of `geomap.checks`. What a file may be
and how it is kept from reaching beyond itself: `kinds`, `archive`, `disk` and `geomap.gdal`.
"""

import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geomap.datum import Datum
from geomap.errors import AtlasError, DataError
from geomap.model import AtlasConfig, Place
from geomap.sources.delimited import read_delimited
from geomap.sources.disk import check_inside, display_name, read_bytes
from geomap.sources.encodings import decode
from geomap.sources.kinds import Kind, kind_of
from geomap.sources.layer import FORMATS, Layer
from geomap.sources.layers import WGS84, Choice, read_layer, to_wgs84
from geomap.sources.refusals import refuse
from geomap.sources.workbook import read_workbook
from geomap.tables import Inputs, Row, Table
from geomap.text import Text

__all__ = [
    "WGS84",
    "Choice",
    "Layer",
    "display_name",
    "is_table",
    "read_boundaries",
    "read_inputs",
    "read_layer",
    "read_table",
    "read_toml",
    "to_wgs84",
]

_AREAS = {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}
_TABLES = {Kind.DELIMITED, Kind.WORKBOOK, Kind.DBF}


def read_table(
    path: Path,
    name: str | None = None,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read a table: CSV, TSV or other delimited text, an Excel workbook (.xlsx), or a .dbf.

    Args:
        path: The file.
        name: How messages call it; its path otherwise.
        encoding: Encoding of its text; found out otherwise: by mark, by strict UTF-8, then by
            what makes plausible Chinese.
        sheet: Sheet of a workbook; the first one with cells otherwise.

    Returns:
        The table, every cell as cleaned text; a blank row is passed over, a short row is filled
        with empty cells. What is to be told about the file stands in its ``notes``.

    Raises:
        DataError: The file is missing, empty, too large, damaged or of another format; its
            encoding is not certain; its header repeats a column; or a row has more cells than the
            header.
    """
    name = name or path.as_posix()
    data = read_bytes(path, name)
    kind = kind_of(data, name) if data else Kind.DELIMITED
    if kind is Kind.WORKBOOK:
        return read_workbook(data, name, sheet)
    if kind is Kind.DBF:
        return _as_table(read_layer(path, name, Choice(encoding)))
    if kind is not Kind.DELIMITED:
        refuse(Place(name), Text(f"{kind} 不是表格", f"{kind} is no table"), FORMATS)
    return read_delimited(data, name, encoding)


def is_table(path: Path, name: str) -> bool:
    """Whether a file is read as a table rather than as a layer.

    Raises:
        DataError: It is of no known format.
    """
    return kind_of(read_bytes(path, name), name) in _TABLES


def _as_table(layer: Layer) -> Table:
    cells = layer.frame[list(layer.fields)].to_dict("records")
    rows = [Row(i, {str(k): str(v) for k, v in row.items()}) for i, row in enumerate(cells, 2)]
    told = tuple(note for note in layer.notes if note.code != "GM-F009")  # a table has no geometry
    return Table(layer.file, layer.fields, tuple(rows), told)


def read_toml(path: Path, name: str | None = None) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        AtlasError: The file is missing, not UTF-8 or not TOML; the message has the line.
    """
    name = name or path.as_posix()
    try:
        return tomllib.loads(decode(read_bytes(path, name), name, "utf-8-sig").text)
    except DataError as error:
        raise AtlasError(error.message) from error
    except tomllib.TOMLDecodeError as error:
        raise AtlasError(
            Text(f"{name}：不是合格的 TOML（{error}）", f"{name}: not valid TOML ({error})")
        ) from error


def read_boundaries(path: Path, datum: Datum, name: str | None = None) -> gpd.GeoDataFrame:
    """Read district boundaries from a layer of any known format.

    Args:
        path: A layer of polygons.
        datum: Datum of the coordinates; anything but WGS84 is converted.
        name: How messages call the file.

    Returns:
        One row a feature, degrees, EPSG:4326; all properties as columns of cleaned text, and
        ``row``, the number of the feature in the file, counted from 1.

    Raises:
        DataError: The file cannot be read as such.
    """
    layer = read_layer(path, name)
    kinds = shapely.get_type_id(np.asarray(layer.frame.geometry.to_numpy(), dtype=object))
    for row, kind in zip(layer.frame["row"], kinds, strict=True):
        if kind not in _AREAS:
            refuse(
                Place(layer.file, int(row)),
                Text("几何不是多边形", "the geometry is no polygon"),
                Text("请修复或删除该要素", "repair or remove the feature"),
            )
    return to_wgs84(layer, datum)


def read_inputs(config: AtlasConfig) -> Inputs:
    """Read the boundaries and all tables of an atlas.

    Raises:
        DataError: One of the files cannot be read, or lies outside the atlas's folder.
    """
    boundary_file = display_name(config.files.districts, config.root)
    paths = {
        "indicators": config.files.indicators,
        "measures": config.files.measures,
        "projects": config.files.projects,
        "sites": config.files.sites,
    }
    for path in (config.files.districts, *paths.values()):
        if path is not None:
            check_inside(path, config.root, display_name(path, config.root))
    return Inputs(
        districts=read_boundaries(config.files.districts, config.boundary_datum, boundary_file),
        boundary_file=boundary_file,
        tables={
            key: read_table(path, display_name(path, config.root))
            for key, path in paths.items()
            if path is not None
        },
    )
