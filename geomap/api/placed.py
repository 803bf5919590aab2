"""Rows and features of a user's file with their places, in degrees on WGS84."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.checks.table_positions import at_origin, odd_positions, position_columns
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.projected import to_degrees
from geomap.geo.shift import convert_datum
from geomap.model import Finding, Location
from geomap.model.tables import Row, Table
from geomap.sources import validity
from geomap.sources.crs import parse_crs, to_wgs84
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import is_table, read_table
from geomap.sources.refusals import refuse
from geomap.tables import coordinates, values
from geomap.text import Text

DATUM, _UNKNOWN = "datum", "unknown"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a user's file holds, row by row.

    Attributes:
        file: Name of the file.
        columns: Names of the columns, in order.
        rows: Their cells, as text.
        numbers: The number of each row, or feature, in the file.
        shapes: n geometries, degrees, WGS84; None where a row has no place.
        lon_lat: Columns of longitude and latitude of a table; None of a layer.
        findings: What is to be told about the file.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    numbers: tuple[int, ...]
    shapes: NDArray[np.object_]
    lon_lat: tuple[str, str] | None
    findings: tuple[Finding, ...]


def read_placed(source: Path, datum: Datum, choice: ReadOptions) -> Placed:
    """Read a table with longitude and latitude, or a layer.

    Polygons that are not valid are repaired; what that changes is told.

    Args:
        source: The file.
        datum: Datum of its positions.
        choice: What it leaves open.

    Raises:
        DataError: It cannot be read, declares another datum, or has no positions.
    """
    if is_table(source, source.as_posix(), choice.limits):
        return _of_table(read(source, choice), datum, choice)
    layer = read_layer(source, None, choice)
    located, told = validity.repaired(to_wgs84(layer, datum), layer.file)
    shapes: NDArray[np.object_] = np.asarray(located.geometry.to_numpy(), dtype=object)
    rows = layer.frame[[*layer.fields]].to_dict("records")
    odd = [*at_origin(located, layer.file), *validity.abroad(layer, located)]
    cells: Any = tuple(rows)
    numbers = tuple(int(row) for row in located["row"])
    findings = (*layer.notes, *told, *odd)
    return Placed(layer.file, layer.fields, cells, numbers, shapes, None, findings)


def _of_table(table: Table, datum: Datum, choice: ReadOptions) -> Placed:
    found = positions(table, datum, Datum.WGS84, choice)
    columns = columns_of(table)
    shapes = np.full(len(table.rows), None, dtype=object)
    there = [number for number, row in enumerate(table.rows) if row.number in found]
    if there:
        shapes[there] = shapely.points([found[table.rows[number].number] for number in there])
    told = odd_positions(table, columns, abroad=choice.crs is None)
    cells = tuple(row.cells for row in table.rows)
    numbers = tuple(row.number for row in table.rows)
    findings = (*table.notes, *told)
    return Placed(table.file, tuple(table.columns), cells, numbers, shapes, columns, findings)


def read(source: Path, choice: ReadOptions) -> Table:
    """The table of a file."""
    return read_table(source, encoding=choice.encoding, sheet=choice.layer, limits=choice.limits)


def columns_of(table: Table) -> tuple[str, str]:
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


def positions(
    table: Table, from_datum: Datum, to_datum: Datum, choice: ReadOptions
) -> dict[int, tuple[float, float]]:
    """Degrees in the datum wanted of every row that has a position, by the row's number.

    A row that says another datum is refused.
    """
    lon_column, lat_column = columns_of(table)
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
    words = row.cells.get(DATUM, "")
    if words in {"", _UNKNOWN}:
        return
    place = table.location(row, DATUM)
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
