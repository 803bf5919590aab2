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

from geomap.checks.table_positions import odd_positions, position_columns
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.inside import NOWHERE, district_of
from geomap.geo.projected import to_degrees
from geomap.geo.shift import convert_datum
from geomap.model import Finding, Location
from geomap.model.catalogue import finding
from geomap.model.tables import Row, Table
from geomap.sources import validity
from geomap.sources.crs import parse_crs, to_wgs84
from geomap.sources.layer import Layer
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import is_table, read_table
from geomap.sources.refusals import refuse
from geomap.tables import coordinates, values
from geomap.tables.spreadsheets import inert
from geomap.text import Text
from geomap.writers.files import write_text

_DECIMALS = 9  # of a degree: 0.1 mm, so that there and back again differs by nothing seen
_NOWHERE = 1e-6  # degrees around 0,0
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
        return _convert_table(table, target, from_datum, to_datum, choice)
    _check_suffix(target, ".geojson")
    layer = read_layer(source, None, choice)
    located, told = validity.repaired(to_wgs84(layer, from_datum), layer.file)
    document = _converted(layer, located, from_datum, to_datum)
    write_text(target, json.dumps(document, ensure_ascii=False) + "\n")
    odd = _at_origin(located, layer.file)
    return ConversionResult(len(layer.frame), findings=(*layer.notes, *told, *odd))


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
    choice = choice or ReadOptions()
    table = _read(source, choice)
    placed = _positions(table, datum, Datum.WGS84, choice)
    areas = np.asarray(districts.geometry.to_numpy(), dtype=object)
    points = np.asarray(shapely.points(list(placed.values())), dtype=object)
    inside = district_of(points, areas, np.zeros(len(points))).tolist()
    known = [(str(code), str(name)) for code, name in districts["name"].items()]
    pairs = zip(placed, inside, strict=True)
    found = {number: known[area] for number, area in pairs if area != NOWHERE}
    added = [found.get(row.number, ("", "")) for row in table.rows]
    rows = [
        {**row.cells, "adcode": code, "district": name}
        for row, (code, name) in zip(table.rows, added, strict=True)
    ]
    _write_table(target, [*dict.fromkeys([*table.columns, "adcode", "district"])], rows)
    outside = sum(1 for code, _ in added if not code)
    told = odd_positions(table, _columns(table), abroad=choice.crs is None)
    if placed and not found:
        told.append(_all_outside(table, len(placed)))
    return ConversionResult(len(rows), outside, (*table.notes, *told))


def _all_outside(table: Table, count: int) -> Finding:
    return finding(
        "GM-P012",
        Location(table.file),
        Text(
            f"{count} 个位置全部在所有区县之外",
            f"all {count:,} positions lie outside every district",
        ),
        Text("请核对坐标、基准与图集", "check coordinates, datum and the atlas"),
    )


def _at_origin(located: gpd.GeoDataFrame, file: str) -> list[Finding]:
    """Points at 0,0, which nobody meant."""
    shapes = np.asarray(located.geometry.to_numpy(), dtype=object)
    near = np.flatnonzero(shapely.dwithin(shapes, shapely.Point(0, 0), _NOWHERE))
    rows = [int(row) for row in located["row"].iloc[near]]
    if not rows:
        return []
    shown = ", ".join(map(str, rows[:5]))
    return [
        finding(
            "GM-P013",
            Location(file, rows[0]),
            Text(f"{len(rows)} 个要素位于 0, 0：第 {shown} 个", f"features at 0, 0: {shown}"),
            Text("请填写真实坐标", "give their real places"),
        )
    ]


def _convert_table(
    table: Table, target: Path, from_datum: Datum, to_datum: Datum, choice: ReadOptions
) -> ConversionResult:
    placed = _positions(table, from_datum, to_datum, choice)
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
    told = odd_positions(table, (lon_column, lat_column), abroad=choice.crs is None)
    return ConversionResult(len(placed), findings=(*table.notes, *told))


def _read(source: Path, choice: ReadOptions) -> Table:
    return read_table(source, encoding=choice.encoding, sheet=choice.layer, limits=choice.limits)


def _columns(table: Table) -> tuple[str, str]:
    """The columns of longitude and latitude, by their headings."""
    by_name = {column.casefold(): column for column in table.columns}
    plain = (by_name.get("x"), by_name.get("y"))
    found = position_columns(table) or plain
    if found[0] is None or found[1] is None:
        refuse(
            Location(table.file, table.header),
            Text("没有经度和纬度列", "no columns of longitude and latitude"),
            Text("请命名为 lon 和 lat", "call them lon and lat"),
        )
    return found[0], found[1]


def _positions(
    table: Table, from_datum: Datum, to_datum: Datum, choice: ReadOptions
) -> dict[int, tuple[float, float]]:
    """Degrees in the datum wanted of every row that has a position, by the row's number.

    A row that says another datum is refused.
    """
    lon_column, lat_column = _columns(table)
    placed = [row for row in table.rows if row.cells[lon_column] or row.cells[lat_column]]
    for row in placed:
        _check_datum(table, row, from_datum)
    if choice.crs is None:
        east = [_degrees(table, row, lon_column, "lon") for row in placed]
        north = [_degrees(table, row, lat_column, "lat") for row in placed]
    else:
        east, north = _unprojected(table, placed, (lon_column, lat_column), choice.crs)
    lon, lat = convert_datum(east, north, from_datum, to_datum)
    pairs = zip(lon.tolist(), lat.tolist(), strict=True)
    return {row.number: pair for row, pair in zip(placed, pairs, strict=True)}


def _unprojected(
    table: Table, placed: Sequence[Row], columns: tuple[str, str], crs: str
) -> tuple[list[float], list[float]]:
    """Degrees of rows whose numbers are in a CRS, in either order."""
    known = parse_crs(crs, table.file)
    east: list[float] = []
    north: list[float] = []
    for row in placed:
        pair = [values.number(row.cells[column]) for column in columns]
        if any(isinstance(each, values.Invalid) for each in pair):
            what = Text("不是坐标数", "not two numbers")
            refuse(table.location(row, columns[0]), what, Text("请核对", "check them"))
        degrees = to_degrees(np.array([pair], dtype=float), known)
        if degrees is None:
            refuse(
                table.location(row, columns[0]),
                Text(f"坐标不在 {crs} 的适用范围内", f"the position is not where {crs} is in use"),
                Text("请核对坐标与 --crs", "check the position and --crs"),
            )
        east.append(float(degrees[0, 0]))
        north.append(float(degrees[0, 1]))
    return east, north


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
