"""Points as most tables have them, all rows at a time.

What is anything else is left to a look at its own row (`geomap.checks.positions`). A row is
plain where longitude and latitude are decimal degrees, the words for datum and certainty are among
those known, and the point lies where points may lie. Then nothing is to be found about it, and its
position is the one that its own look would give.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.checks.ground import Ground
from geomap.checks.positions import UNKNOWN, surely
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Certainty, Position
from geomap.model.coded import Coded
from geomap.model.tables import Table
from geomap.tables import values

_DECIMAL = re.compile(r"[+-]?\d{1,3}(\.\d+)?")
_OTHER_SHAPES = ("point", "route", "geometry")
_SAID = ("datum", "certainty", "uncertainty_m")
_GLOBE = (180.0, 90.0)

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PlainPoints:
    """The plain points among the n rows of a table; of other rows the columns mean nothing.

    Attributes:
        are_plain: For each row whether it is a plain point.
        lon: Degrees, WGS84.
        lat: Degrees, WGS84.
        certainties: How sure each is.
        datums: What each row declared.
        uncertainties: Metres, or None.
    """

    are_plain: Mask
    lon: Floats
    lat: Floats
    certainties: Coded[Certainty]
    datums: Coded[str | None]
    uncertainties: Coded[float | None]

    def by_row(self, table: Table) -> Mapping[int, Position]:
        """Number of a plain row → its position."""
        rows = np.flatnonzero(self.are_plain)
        points = np.asarray(shapely.points(self.lon[rows], self.lat[rows]), dtype=object)
        return {
            table.numbers[row]: Position(
                self.certainties[row], point, self.datums[row], self.uncertainties[row]
            )
            for row, point in zip(rows.tolist(), points, strict=True)
        }


def plain_points(table: Table, ground: Ground) -> PlainPoints:
    """The rows that are plain points.

    Args:
        table: With its columns known by role.
        ground: Where places may lie.
    """
    said = Coded.of(zip(*(table.column(role) for role in _SAID), strict=True))
    known = said.map(_known)
    lon, lat, decimal = _decimal(table)
    plain = decimal & known.where(lambda meaning: meaning is not None)
    plain &= (np.abs(lon) <= _GLOBE[0]) & (np.abs(lat) <= _GLOBE[1])
    lon, lat = np.where(plain, lon, np.nan), np.where(plain, lat, np.nan)
    for code, meaning in enumerate(known.distinct):
        ours = np.flatnonzero(plain & (known.codes == code))
        if meaning is not None and len(ours):
            lon[ours], lat[ours] = convert_datum(lon[ours], lat[ours], meaning[1], Datum.WGS84)
    shapely.prepare(ground.area)
    plain[plain] = shapely.contains_xy(ground.area, lon[plain], lat[plain])
    return PlainPoints(
        plain,
        lon,
        lat,
        known.map(lambda meaning: Certainty.NONE if meaning is None else meaning[0]),
        said.map(lambda words: words[0]),
        known.map(lambda meaning: None if meaning is None else meaning[2]),
    )


def _decimal(table: Table) -> tuple[Floats, Floats, Mask]:
    """Longitude, latitude, and which rows have both in decimal degrees and no other shape."""
    lon, lat = table.column("lon"), table.column("lat")
    both = [
        _DECIMAL.fullmatch(x) is not None and _DECIMAL.fullmatch(y) is not None
        for x, y in zip(lon, lat, strict=True)
    ]
    decimal = np.array(both, dtype=bool) & (table.crs is None)
    for role in _OTHER_SHAPES:
        if table.has(role):
            decimal &= np.array([not words for words in table.column(role)], dtype=bool)
    return _numbers(lon, decimal), _numbers(lat, decimal), decimal


def _numbers(column: list[str], decimal: Mask) -> Floats:
    pairs = zip(column, decimal.tolist(), strict=True)
    return np.array([float(words) if good else math.nan for words, good in pairs], dtype=float)


def _known(said: tuple[str, ...]) -> tuple[Certainty, Datum, float | None] | None:
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
