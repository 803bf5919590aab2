"""Dot density: so many dots in each district as its number has steps. Pure.

Dots stand by a rule and not where anything is: points of a low-discrepancy sequence over the
district's bounds (M. Roberts' R2, 2018), in an equal-area plane, begun at a place that its adcode
gives; those that fall outside are left out. The same map has the same dots.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.compose import words
from geomap.compose.scales import numbers, title
from geomap.errors import DataError
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, DotDensity, Indicator, Legend, LegendItem, Scatter, Symbol
from geomap.text import Text

Floats = NDArray[np.float64]

ITEM = "density:dot"
_MOST = 20_000  # dots that a page and a sheet bear
_WISHED = 2_000
_PLASTIC = 1.32471795724474602596  # root of x³ = x + 1
_STEP = np.array([1 / _PLASTIC, 1 / _PLASTIC**2])
_BATCH = 256
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class DensityScale:
    """The dots of a theme.

    Attributes:
        legend: What one dot is.
        scatter: Where they stand.
    """

    legend: Legend
    scatter: Scatter


def density_scale(
    asking: DotDensity | None, config: AtlasConfig, joined: Joined
) -> DensityScale | None:
    """The dots of a theme, or None if it has none.

    Raises:
        DataError: A number is negative, there is none above 0, or there would be too many dots.
    """
    if asking is None:
        return None
    values, indicator = numbers(asking, config, joined)
    found = {code: value for code, value in values.items() if value}
    heading = title(asking, indicator)
    per = asking.per or _round_up(sum(found.values()) / _WISHED)
    _check(found, per, heading)
    counts = {code: math.floor(value / per + 0.5) for code, value in found.items()}
    shapes = joined.districts.geometry
    places = [spread(shapes[code], count, int(code)) for code, count in counts.items() if count]
    missing = sum(1 for value in values.values() if value is None)
    scatter = Scatter(
        ITEM,
        per,
        tuple((code, count) for code, count in counts.items() if count),
        np.concatenate(places) if places else np.empty((0, 2)),
    )
    legend = _legend(asking, indicator, heading, scatter, missing)
    return DensityScale(legend, scatter)


def _legend(
    asking: DotDensity, indicator: Indicator | None, heading: Text, scatter: Scatter, missing: int
) -> Legend:
    one = words.value(scatter.per, indicator)
    label = Text(f"1 点 = {one.zh}", f"1 dot = {one.en}")
    look = Symbol("point", asking.color, asking.color, 0.0)
    item = LegendItem(ITEM, label, look, len(scatter.places))
    return Legend(heading, (item,), words.spread_dots(missing))


def _check(found: Mapping[str, float], per: float, what: Text) -> None:
    if not found or min(found.values()) < 0:
        raise DataError(
            Text(
                f"{what.zh}：点值图须有大于 0 的数，且不能有负数；请检查数据表或改用填色",
                f"{what.en}: dots need numbers above 0 and none below; check the table, or use a "
                "fill",
            )
        )
    dots = sum(found.values()) / per
    if dots > _MOST:
        least = _round_up(sum(found.values()) / _MOST)
        raise DataError(
            Text(
                f"{what.zh}：每点 {per:g} 有 {dots:,.0f} 个点，过多；per 须不小于 {least:g}",
                f"{what.en}: at {per:g} a dot there would be {dots:,.0f} dots; "
                f"make per {least:g} or more",
            )
        )


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = math.floor(math.log10(value))
    return next(
        float(f"{step}e{power}") for step in (1, 2, 5, 10) if step * 10.0**power >= value * 0.999999
    )


def spread(shape: BaseGeometry, count: int, seed: int) -> Floats:
    """So many places inside an area, evenly and by rule: degrees, ``count`` x 2.

    Args:
        shape: Degrees, WGS84, with an area.
        count: Dots.
        seed: Begins the sequence; the same seed, the same places.
    """
    west, south, east, north = shape.bounds
    # Sines of latitude: equal steps have equal areas on the sphere, so that dots are as dense in
    # the north of a district as in its south.
    low, high = (math.sin(math.radians(edge)) for edge in (south, north))
    shapely.prepare(shape)
    found: list[Floats] = []
    held = 0
    for numbers_ in _batches(seed):
        parts = (numbers_[:, None] * _STEP) % 1
        lon = west + parts[:, 0] * (east - west)
        lat = np.degrees(np.arcsin(low + parts[:, 1] * (high - low)))
        places = np.column_stack((lon, lat)).round(_DIGITS)
        inside = places[shapely.contains_xy(shape, places[:, 0], places[:, 1])]
        found.append(inside)
        held += len(inside)
        if held >= count:
            break
    return np.concatenate(found)[:count]


def _batches(seed: int) -> Iterator[NDArray[np.int64]]:
    """Numbers of the sequence; it ends, as an area without inside would never be full."""
    start = seed * 7919 % 1_000_003
    for batch in range(100_000):
        yield np.arange(start + batch * _BATCH, start + (batch + 1) * _BATCH)
