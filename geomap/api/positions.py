"""Positions of a user's file: taken to another datum, or given to the district that they lie in.

What was done is marked in the file that is written: a layer says its datum in a member ``geomap``,
a table in a column ``datum``. So nothing is shifted twice.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Finding, Location
from geomap.model.tables import Row, Table
from geomap.sources import validity
from geomap.sources.crs import to_wgs84
from geomap.sources.layer import Layer
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import is_table, read_table
from geomap.sources.refusals import refuse
from geomap.tables import coordinates, values
from geomap.tables.spreadsheets import inert
from geomap.text import Text
from geomap.writers.files import write_text

_DECIMALS = 9  # of a degree: 0.1 mm, so that there and back again differs by nothing seen
_LON = ("lon", "lng", "longitude", "x", "经度")
_LAT = ("lat", "latitude", "y", "纬度")
_DATUM, _UNKNOWN = "datum", "unknown"


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """How many positions or features were written, how many have no district, what was changed."""

    written: int
    unplaced: int = 0
    findings: tuple[Finding, ...] = ()


def convert(
    source: Path,
    target: Path,
    from_datum: Datum,
    to_datum: Datum,
    choice: ReadOptions | None = None,
) -> ConversionResult:
    """Convert a layer (to GeoJSON) or a table with longitude and latitude (to CSV).

    Polygons that are not valid are repaired; what that changes is told.

    Args:
        source: The file; it is not changed.
        target: The file to write, ``.geojson`` or ``.csv``.
        from_datum: Datum of the source.
        to_datum: Datum wanted.
        choice: What the source leaves open.

    Raises:
        DataError: The source cannot be read, declares another datum, or has no positions.
        RenderError: The target cannot be written.
    """
    choice = choice or ReadOptions()
    if is_table(source, source.as_posix(), choice.limits):
        table = _read(source, choice)
        return _convert_table(table, target, from_datum, to_datum)
    _check_suffix(target, ".geojson")
    layer = read_layer(source, None, choice)
    located, told = validity.repaired(to_wgs84(layer, from_datum), layer.file)
    document = _converted(layer, located, from_datum, to_datum)
    write_text(target, json.dumps(document, ensure_ascii=False) + "\n")
    return ConversionResult(len(layer.frame), findings=(*layer.notes, *told))


def _converted(
    layer: Layer, located: gpd.GeoDataFrame, from_datum: Datum, to_datum: Datum
) -> dict[str, object]:
    """A layer in another datum as GeoJSON, which says in ``geomap`` what it is."""
    shapes = shapely.transform(
        np.asarray(located.geometry.to_numpy(), dtype=object),
        lambda points: np.column_stack(
            convert_datum(points[:, 0], points[:, 1], Datum.WGS84, to_datum)
        ),
    )
    features = [
        {
            "type": "Feature",
            "properties": {field: row[field] for field in layer.fields},
            "geometry": _member(shape),
        }
        for row, shape in zip(layer.frame.to_dict("records"), shapes, strict=True)
    ]
    about = {"datum": str(to_datum), "converted_from": str(from_datum)}
    return {"type": "FeatureCollection", "geomap": about, "features": features}


def locate(
    source: Path,
    target: Path,
    districts: gpd.GeoDataFrame,
    datum: Datum,
    choice: ReadOptions | None = None,
) -> ConversionResult:
    """Add to a table of positions the district that each lies in, as CSV.

    Args:
        source: A table with longitude and latitude.
        target: The file to write, ``.csv``; columns ``adcode`` and ``district`` are added, empty
            where the position lies in none.
        districts: Index ``adcode``, column ``name``; degrees, WGS84.
        datum: Datum of the positions; a column ``datum`` must not say otherwise.
        choice: What the source leaves open.

    Raises:
        DataError: The source cannot be read, or a position is none.
        RenderError: The target cannot be written.
    """
    table = _read(source, choice or ReadOptions())
    placed = _positions(table, datum, Datum.WGS84)
    tree = shapely.STRtree(np.asarray(districts.geometry.to_numpy(), dtype=object))
    point, area = tree.query(shapely.points(list(placed.values())), predicate="intersects")
    known = [(str(code), str(name)) for code, name in districts["name"].items()]
    numbers = list(placed)
    found = {numbers[p]: known[a] for p, a in zip(point.tolist(), area.tolist(), strict=True)}
    added = [found.get(row.number, ("", "")) for row in table.rows]
    rows = [
        {**row.cells, "adcode": code, "district": name}
        for row, (code, name) in zip(table.rows, added, strict=True)
    ]
    _write_table(target, [*dict.fromkeys([*table.columns, "adcode", "district"])], rows)
    return ConversionResult(len(rows), sum(1 for code, _ in added if not code))


def _convert_table(
    table: Table, target: Path, from_datum: Datum, to_datum: Datum
) -> ConversionResult:
    placed = _positions(table, from_datum, to_datum)
    lon_column, lat_column = _columns(table)
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        if row.number in placed:
            lon, lat = placed[row.number]
            cells |= {lon_column: f"{lon:.{_DECIMALS}f}", lat_column: f"{lat:.{_DECIMALS}f}"}
            cells[_DATUM] = str(to_datum)
        rows.append({_DATUM: ""} | cells)
    _write_table(target, [*dict.fromkeys([*table.columns, _DATUM])], rows)
    return ConversionResult(len(placed))


def _read(source: Path, choice: ReadOptions) -> Table:
    return read_table(source, encoding=choice.encoding, sheet=choice.layer, limits=choice.limits)


def _columns(table: Table) -> tuple[str, str]:
    """The columns of longitude and latitude, by their usual names."""
    by_name = {column.casefold(): column for column in table.columns}
    found = [
        next((by_name[name] for name in names if name in by_name), None) for names in (_LON, _LAT)
    ]
    if found[0] is None or found[1] is None:
        refuse(
            Location(table.file, table.header),
            Text("没有经度和纬度列", "no columns of longitude and latitude"),
            Text("请命名为 lon 和 lat", "call them lon and lat"),
        )
    return found[0], found[1]


def _positions(table: Table, from_datum: Datum, to_datum: Datum) -> dict[int, tuple[float, float]]:
    """Degrees in the datum wanted of every row that has a position, by the row's number.

    A row that says another datum is refused.
    """
    lon_column, lat_column = _columns(table)
    placed = [row for row in table.rows if row.cells[lon_column] or row.cells[lat_column]]
    for row in placed:
        _check_datum(table, row, from_datum)
    lon, lat = convert_datum(
        [_degrees(table, row, lon_column, "lon") for row in placed],
        [_degrees(table, row, lat_column, "lat") for row in placed],
        from_datum,
        to_datum,
    )
    pairs = zip(lon.tolist(), lat.tolist(), strict=True)
    return {row.number: pair for row, pair in zip(placed, pairs, strict=True)}


def _degrees(table: Table, row: Row, column: str, axis: coordinates.Axis) -> float:
    found = coordinates.coordinate(row.cells[column], axis)
    if isinstance(found, values.Invalid):
        words = row.cells[column]
        what = Text(f"“{words}”不是{found.expected.zh}", f"{words!r} is not {found.expected.en}")
        refuse(table.location(row, column), what, found.remedy)
    return found


def _check_datum(table: Table, row: Row, datum: Datum) -> None:
    words = row.cells.get(_DATUM, "")
    if words in {"", _UNKNOWN}:
        return
    place = table.location(row, _DATUM)
    try:
        said = Datum.parse(words)
    except DatumError as error:
        refuse(place, error.message, Text("请核对该列", "check that column"), error)
    if said is not datum and {said, datum} != {Datum.WGS84, Datum.CGCS2000}:
        refuse(
            place,
            Text(f"该行注明为 {said}，不是 {datum}", f"the row says {said}, not {datum}"),
            Text("不会转换两次；请更正其中之一", "it is not converted twice: put one right"),
        )


def _member(shape: BaseGeometry | None) -> object:
    """A geometry as GeoJSON has it, rounded once."""
    if shape is None:
        return None
    rounded = shapely.transform(shape, lambda points: np.round(points, _DECIMALS))
    return json.loads(shapely.to_geojson(rounded))


def _write_table(target: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    _check_suffix(target, ".csv")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(inert(column) for column in columns)
    writer.writerows([inert(row[column]) for column in columns] for row in rows)
    # With a mark, so that Excel opens it as UTF-8.
    write_text(target, "\ufeff" + text.getvalue())


def _check_suffix(target: Path, suffix: str) -> None:
    if target.suffix.lower() != suffix:
        refuse(
            Location(target.as_posix()),
            Text(f"输出应为 {suffix}", f"the output must be {suffix}"),
            Text("请改扩展名", "change its extension"),
        )
