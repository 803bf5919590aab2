"""The only reader: a path in, plain values out, each with its place in the file.

Nothing here judges what the words mean; that is the work of `geomap.checks`.
"""

import csv
import io
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.datum import Datum, convert_datum
from geomap.errors import AtlasError, DataError
from geomap.model import AtlasConfig, Place
from geomap.tables import Inputs, Row, Table
from geomap.text import Text, clean

if TYPE_CHECKING:
    from _csv import Reader

WGS84 = "EPSG:4326"
_MAX_BYTES = 200 * 1024 * 1024


def display_name(path: Path, root: Path) -> str:
    """The path as messages show it: relative to the atlas where it lies inside, with ``/``."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def read_table(path: Path, name: str | None = None) -> Table:
    """Read a CSV table in UTF-8, with or without a byte order mark.

    Args:
        path: The file.
        name: How messages call it; its path otherwise.

    Returns:
        The table; a blank row is passed over, a short row is filled with empty cells.

    Raises:
        DataError: The file is missing, empty, too large, not UTF-8, or its header repeats a
            column, or a row has more cells than the header.
    """
    name = name or path.as_posix()
    text = _decode(_read_bytes(path, name), name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns, rows = _rows(reader, name)
    except csv.Error as error:
        _refuse(
            Place(name, reader.line_num),
            Text(f"CSV 格式有误（{error}）", f"not well-formed CSV ({error})"),
            Text("请检查引号是否成对", "check that quotes come in pairs"),
        )
    return Table(name, columns, rows)


def _rows(reader: "Reader", name: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    header = next(reader, None)
    if not header:
        _refuse(
            Place(name),
            Text("文件是空的", "the file is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    columns = tuple(clean(cell) for cell in header)
    _check_header(columns, name)
    rows = []
    # A quoted cell may span lines; the row's number is that of its first line, as editors count.
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append(_row(cells, columns, Place(name, line)))
        line = reader.line_num + 1
    return columns, tuple(rows)


def _check_header(columns: tuple[str, ...], name: str) -> None:
    for column in columns:
        if columns.count(column) > 1 or not column:
            shown = column or "（空）"
            _refuse(
                Place(name, 1),
                Text(f"列名“{shown}”重复或为空", f"column name {column!r} is repeated or empty"),
                Text("请为每列取一个名字", "give each column a name of its own"),
            )


def _row(cells: Sequence[str], columns: tuple[str, ...], place: Place) -> Row:
    if len(cells) > len(columns):
        _refuse(
            place,
            Text(
                f"有 {len(cells)} 格，表头只有 {len(columns)} 列",
                f"{len(cells)} cells, but the header has {len(columns)} columns",
            ),
            Text("含逗号的文字请加双引号", "put text that has a comma in double quotes"),
        )
    filled = [*cells, *[""] * (len(columns) - len(cells))]
    number = place.row
    assert number is not None  # noqa: S101 # made three lines up
    return Row(number, {c: clean(cell) for c, cell in zip(columns, filled, strict=True)})


def _read_bytes(path: Path, name: str) -> bytes:
    if not path.is_file():
        _refuse(
            Place(name),
            Text("找不到该文件", "no such file"),
            Text("请检查 geomap.toml 中的路径", "check the path in geomap.toml, or add the file"),
        )
    if path.stat().st_size > _MAX_BYTES:
        _refuse(
            Place(name),
            Text("文件超过 200 MB", "the file is larger than 200 MB"),
            Text("请先拆分或简化", "split or simplify it first"),
        )
    return path.read_bytes()


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        _refuse(
            Place(name, row),
            Text(f"第 {error.start} 字节不是 UTF-8", f"byte {error.start} is not UTF-8"),
            Text(
                "请另存为“CSV UTF-8（逗号分隔）”", "save the file as “CSV UTF-8 (comma delimited)”"
            ),
        )


def read_toml(path: Path, name: str | None = None) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        AtlasError: The file is missing, not UTF-8 or not TOML; the message has the line.
    """
    name = name or path.as_posix()
    try:
        return tomllib.loads(_decode(_read_bytes(path, name), name))
    except DataError as error:
        raise AtlasError(error.message) from error
    except tomllib.TOMLDecodeError as error:
        raise AtlasError(
            Text(f"{name}：不是合格的 TOML（{error}）", f"{name}: not valid TOML ({error})")
        ) from error


def read_boundaries(path: Path, datum: Datum, name: str | None = None) -> gpd.GeoDataFrame:
    """Read district boundaries from GeoJSON.

    Args:
        path: A FeatureCollection of Polygons and MultiPolygons.
        datum: Datum of the coordinates; anything but WGS84 is converted.
        name: How messages call the file.

    Returns:
        One row a feature, degrees, EPSG:4326; all properties as columns of cleaned text, and
        ``row``, the number of the feature in the file, counted from 1.

    Raises:
        DataError: The file cannot be read as such.
    """
    name = name or path.as_posix()
    features = _features(_json(_decode(_read_bytes(path, name), name), name), name)
    records = [_record(feature, Place(name, i)) for i, feature in enumerate(features, 1)]
    frame = gpd.GeoDataFrame(records, geometry="geometry", crs=WGS84)
    if datum is not Datum.WGS84:
        converted = [_to_wgs84(geometry, datum) for geometry in frame.geometry]
        frame = frame.set_geometry(gpd.GeoSeries(converted, index=frame.index, crs=WGS84))
    return frame


def _json(text: str, name: str) -> Any:  # noqa: ANN401 # JSON is anything
    def refuse_constant(word: str) -> NoReturn:
        raise ValueError(word)

    try:
        return json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        _refuse(
            Place(name),
            Text(f"不是合格的 JSON（{error}）", f"not valid JSON ({error})"),
            Text("请重新导出为 GeoJSON", "export it again as GeoJSON"),
        )


def _features(document: object, name: str) -> list[Any]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        _refuse(
            Place(name),
            Text("不是含要素的 FeatureCollection", "not a FeatureCollection with features"),
            Text("请重新导出为 GeoJSON", "export it again as GeoJSON"),
        )
    return features


def _record(feature: object, place: Place) -> dict[str, object]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        _refuse(
            place,
            Text("要素没有属性", "the feature has no properties"),
            Text("请重新导出为 GeoJSON", "export it again as GeoJSON"),
        )
    cells = {
        clean(str(key)): "" if value is None else clean(str(value))
        for key, value in properties.items()
    }
    return {**cells, "row": place.row, "geometry": _polygon(feature.get("geometry"), place)}


def _polygon(member: object, place: Place) -> BaseGeometry:
    try:
        geometry = shapely.from_geojson(json.dumps(member))
    except shapely.errors.GEOSException as error:
        _refuse_geometry(place, str(error), error)
    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        _refuse_geometry(place, "not a polygon", None)
    return geometry


def _refuse_geometry(place: Place, reason: str, cause: Exception | None) -> NoReturn:
    message = Text(
        f"{place}：几何不是多边形（{reason}）；请修复或删除该要素",
        f"{place}: the geometry is no polygon ({reason}); repair or remove the feature",
    )
    raise DataError(message) from cause


def _to_wgs84(geometry: BaseGeometry, datum: Datum) -> BaseGeometry:
    def convert(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(convert_datum(points[:, 0], points[:, 1], datum, Datum.WGS84))

    return shapely.transform(geometry, convert)


def _refuse(place: Place, what: Text, remedy: Text) -> NoReturn:
    raise DataError(Text(f"{place}：{what.zh}；{remedy.zh}", f"{place}: {what.en}; {remedy.en}"))


def read_inputs(config: AtlasConfig) -> Inputs:
    """Read the boundaries and all tables of an atlas.

    Raises:
        DataError: One of the files cannot be read.
    """
    boundary_file = display_name(config.files.districts, config.root)
    paths = {
        "indicators": config.files.indicators,
        "measures": config.files.measures,
        "projects": config.files.projects,
        "sites": config.files.sites,
    }
    return Inputs(
        districts=read_boundaries(config.files.districts, config.boundary_datum, boundary_file),
        boundary_file=boundary_file,
        tables={
            key: read_table(path, display_name(path, config.root))
            for key, path in paths.items()
            if path is not None
        },
    )
