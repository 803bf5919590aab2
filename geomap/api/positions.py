"""Positions of a user's file, taken to another datum or coordinate system.

What was done is marked in the file that is written: GeoJSON says its datum in a member ``geomap``,
a table in a column ``datum``, other formats by their CRS. So nothing is shifted twice.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.api import plain
from geomap.api.placed import DATUM, Placed, columns_of, positions, read, read_placed
from geomap.api.product import OutputOptions
from geomap.checks.table_positions import odd_positions
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.target import Target
from geomap.model import Finding
from geomap.sources.layers import ReadOptions
from geomap.sources.readers import is_table
from geomap.tables.spreadsheets import inert
from geomap.text import Text
from geomap.writers.encodings import Encoding
from geomap.writers.files import write_text

_DECIMALS = 9  # of a degree: 0.1 mm, so that there and back again differs by nothing seen
_PLANE = 3  # decimals of a metre
_CRS = "crs"


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """What was written.

    Attributes:
        written: How many positions or features.
        unplaced: How many rows have no district (`locate`) or no position (`convert`).
        findings: What was wrong or changed in them.
        paths: The files.
        unsure: How many may lie in another district than they were given.
        where: Coordinates of the files, in words: a datum or a CRS.
    """

    written: int
    unplaced: int = 0
    findings: tuple[Finding, ...] = ()
    paths: tuple[Path, ...] = ()
    unsure: int = 0
    where: str = ""


def convert(
    source: Path,
    target: Path,
    from_datum: Datum,
    to: Datum | str,
    choice: ReadOptions | None = None,
    encoding: Encoding | None = None,
) -> ConversionResult:
    """Convert a layer, or a table with longitude and latitude.

    Polygons that are not valid are repaired; what that changes is told.

    Args:
        source: The file; it is not changed.
        target: The file to write, in any format of data by its end.
        from_datum: Datum of the source.
        to: Datum wanted, or CRS: `Target.parse`.
        choice: What the source leaves open.
        encoding: Of the target's text, where its format leaves a choice.

    Raises:
        DatumError: No such datum or CRS.
        DataError: The source cannot be read, declares another datum, or has no positions.
        RenderError: The target cannot be written, or not in this CRS.
    """
    choice = choice or ReadOptions()
    output = plain.data_output(target)
    output.check_encoding(encoding)
    if output.name == "csv" and is_table(source, source.as_posix(), choice.limits):
        wanted = _wanted(to, None)
        if isinstance(wanted, Datum):
            return _table_to_table(source, target, (from_datum, wanted), choice)
    placed = read_placed(source, from_datum, choice)
    there = _target(to, placed)
    done = _written(placed, target, from_datum, there, encoding)
    count = int(sum(shape is not None for shape in placed.shapes))
    return ConversionResult(
        written=count if placed.lon_lat else len(placed.rows),
        unplaced=len(placed.rows) - count,
        findings=placed.findings,
        paths=done,
        where=there.code or str(there.datum),
    )


def _wanted(to: Datum | str, lon: float | None) -> Datum | Target:
    """The datum or CRS that was asked for; without a longitude a zone cannot be chosen yet."""
    try:
        return Datum.parse(to)
    except DatumError:
        return Target() if lon is None else Target.parse(to, lon)


def _target(to: Datum | str, placed: Placed) -> Target:
    bounds = shapely.total_bounds(placed.shapes)
    lon = float(np.nan_to_num((bounds[0] + bounds[2]) / 2))
    wanted = _wanted(to, lon)
    return Target.shifted(wanted) if isinstance(wanted, Datum) else wanted


def _written(
    placed: Placed, target: Path, from_datum: Datum, there: Target, encoding: Encoding | None
) -> tuple[Path, ...]:
    output = plain.data_output(target)
    if output.name == "geojson" and not there.is_plane:
        document = _geojson(placed, from_datum, there)
        write_text(target, json.dumps(document, ensure_ascii=False) + "\n")
        return (target,)
    columns, rows = _marked(placed, there)
    if output.name == "csv" and placed.lon_lat is not None:
        write_table(target, columns, rows)
        return (target,)
    notes = [] if there.datum is None else [Text.same(str(there.datum))]
    # A table has its positions in its own columns already.
    is_table = output.name == "xlsx" and placed.lon_lat is not None
    shapes = np.full(len(rows), None, dtype=object) if is_table else placed.shapes
    options = OutputOptions(target=there, encoding=encoding)
    return plain.write(target, columns, rows, shapes, options, notes)


def _geojson(placed: Placed, from_datum: Datum, there: Target) -> dict[str, object]:
    """Rows as GeoJSON, which says in ``geomap`` what its datum is."""
    shapes = shapely.transform(placed.shapes, there.way())
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": _member(shape)}
        for row, shape in zip(placed.rows, shapes, strict=True)
    ]
    about = {"datum": str(_datum_of(there)), "converted_from": str(from_datum)}
    return {"type": "FeatureCollection", "geomap": about, "features": features}


def _datum_of(there: Target) -> Datum:
    if there.datum is not None:
        return there.datum
    return Datum.CGCS2000 if there.code == "EPSG:4490" else Datum.WGS84


def _marked(placed: Placed, there: Target) -> tuple[Sequence[str], Sequence[Mapping[str, str]]]:
    """The cells of a table's rows in their new place; a plane's have columns of their own."""
    if placed.lon_lat is None:
        return placed.columns, placed.rows
    added = ("x", "y", _CRS) if there.is_plane else (DATUM,)
    rows = [
        dict.fromkeys(added, "") | dict(row) | (_cells(shape, placed.lon_lat, there))
        for row, shape in zip(placed.rows, placed.shapes, strict=True)
    ]
    return [*dict.fromkeys([*placed.columns, *added])], rows


def _cells(shape: BaseGeometry | None, columns: tuple[str, str], there: Target) -> dict[str, str]:
    if shape is None:
        return {}
    ((x, y),) = there.way()(shapely.get_coordinates(shape))
    if there.is_plane:
        return {"x": f"{x:.{_PLANE}f}", "y": f"{y:.{_PLANE}f}", _CRS: str(there.code)}
    lon, lat = columns
    named = {lon: f"{x:.{_DECIMALS}f}", lat: f"{y:.{_DECIMALS}f}"}
    return named | {DATUM: str(_datum_of(there))}


def _table_to_table(
    source: Path, target: Path, datums: tuple[Datum, Datum], choice: ReadOptions
) -> ConversionResult:
    """A table as a table, straight from one datum to the other."""
    table = read(source, choice)
    placed = positions(table, *datums, choice)
    columns = columns_of(table)
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        if row.number in placed:
            pair = zip(columns, placed[row.number], strict=True)
            cells |= {column: f"{degrees:.{_DECIMALS}f}" for column, degrees in pair}
            cells[DATUM] = str(datums[1])
        rows.append({DATUM: ""} | cells)
    write_table(target, [*dict.fromkeys([*table.columns, DATUM])], rows)
    told = odd_positions(table, columns, abroad=choice.crs is None)
    unplaced = len(rows) - len(placed)
    findings = (*table.notes, *told)
    return ConversionResult(len(placed), unplaced, findings, (target,), where=str(datums[1]))


def _member(shape: BaseGeometry | None) -> object:
    """A geometry as GeoJSON has it, rounded once."""
    if shape is None:
        return None
    rounded = shapely.transform(shape, lambda points: np.round(points, _DECIMALS))
    return json.loads(shapely.to_geojson(rounded))


def write_table(target: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows of text as CSV that a spreadsheet opens and in which nothing runs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(inert(column) for column in columns)
    writer.writerows([inert(row[column]) for column in columns] for row in rows)
    # With a mark, so that Excel opens it as UTF-8.
    write_text(target, "\ufeff" + text.getvalue())
