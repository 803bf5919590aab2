"""Points as most tables have them, many rows at a time.

What is anything else is left to a look at its own row (`geomap.checks.positions`). A row is
plain where longitude and latitude are decimal degrees, the words for datum and certainty are among
those known, and the point lies where points may lie. Then nothing is to be found about it, and its
position is the one that its own look would give.
"""

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.checks.ground import Ground
from geomap.checks.positions import UNKNOWN, surely
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Certainty, Position
from geomap.model.tables import Row, Table
from geomap.tables import values

_DECIMAL = re.compile(r"[+-]?\d{1,3}(\.\d+)?")
_OTHER_SHAPES = ("point", "route", "geometry")
_GLOBE = (180.0, 90.0)

Floats = NDArray[np.float64]


def plain_positions(table: Table, ground: Ground) -> Mapping[int, Position]:
    """The positions of the rows that are plain points.

    Args:
        table: With its columns known by role.
        ground: Where places may lie.

    Returns:
        Number of the row → its position in WGS84; a row that is not there is not plain.
    """
    if table.crs is not None:
        return {}
    rows = _decimal(table)
    lon, lat = (np.array([float(table.cell(row, c)) for row in rows]) for c in ("lon", "lat"))
    on_globe = (np.abs(lon) <= _GLOBE[0]) & (np.abs(lat) <= _GLOBE[1])
    alike: dict[tuple[str, str, str], list[int]] = {}
    for at in np.flatnonzero(on_globe).tolist():
        alike.setdefault(_said(table, rows[at]), []).append(at)
    found: dict[int, Position] = {}
    for words, ours in alike.items():
        meaning = _known(words)
        if meaning is None:
            continue
        certainty, datum, uncertainty = meaning
        points, there = _wgs84(lon[ours], lat[ours], datum, ground)
        found |= {
            rows[at].number: Position(certainty, point, words[0], uncertainty)
            for at, point, is_there in zip(ours, points, there, strict=True)
            if is_there
        }
    return found


def _decimal(table: Table) -> Sequence[Row]:
    """The rows with a longitude and a latitude in decimal degrees and no other shape."""
    others = [role for role in _OTHER_SHAPES if table.has(role)]
    return [
        row
        for row in table.rows
        if _DECIMAL.fullmatch(table.cell(row, "lon"))
        and _DECIMAL.fullmatch(table.cell(row, "lat"))
        and not any(table.cell(row, role) for role in others)
    ]


def _said(table: Table, row: Row) -> tuple[str, str, str]:
    """What a row says of its datum, its certainty and its uncertainty."""
    return (
        table.cell(row, "datum"),
        table.cell(row, "certainty"),
        table.cell(row, "uncertainty_m"),
    )


def _known(said: tuple[str, str, str]) -> tuple[Certainty, Datum, float | None] | None:
    """What these words mean; None where a row's own look has something to say about them."""
    datum, certainty = _datum(said[0]), surely(said[1])
    if datum is None or certainty not in {Certainty.SURVEYED, Certainty.APPROXIMATE}:
        return None
    metres = values.number(said[2]) if said[2] else math.nan
    if isinstance(metres, values.Invalid) or metres <= 0:
        return None
    if math.isnan(metres):
        return None if certainty is Certainty.APPROXIMATE else (certainty, datum, None)
    return certainty, datum, metres


def _datum(words: str) -> Datum | None:
    if words == UNKNOWN:
        return None
    try:
        return Datum.parse(words)
    except DatumError:
        return None


def _wgs84(
    lon: Floats, lat: Floats, datum: Datum, ground: Ground
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """The points, and which of them lie where points may lie."""
    x, y = convert_datum(lon, lat, datum, Datum.WGS84)
    shapely.prepare(ground.area)
    points = np.asarray(shapely.points(x, y), dtype=object)
    return points, shapely.contains_xy(ground.area, x, y)
