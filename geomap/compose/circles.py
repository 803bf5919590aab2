"""Proportional circles: how large each district's is, and the legend to measure them by. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.compose import words
from geomap.compose.scales import numbers, title
from geomap.errors import DataError
from geomap.geo.middle import largest_part, roomiest
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Circle,
    Circles,
    Indicator,
    Legend,
    LegendItem,
    Scaling,
    Symbol,
    Theme,
)
from geomap.text import Text

# Radius over value: people see less of a larger circle than there is (J. J. Flannery 1971).
_EXPONENTS: dict[Scaling, float] = {"perceptual": 0.5716, "area": 0.5}
_PAPER = 16_000.0  # square points that all circles together may take
_LARGEST = (6.0, 17.0)  # points
_LEAST = 1.0  # points; smaller ones are not seen
_EXAMPLES = (1.0, 0.3, 0.06)  # of the largest value
_ROUGH = 0.002  # of a district's extent, that its middle need not be known better than


@dataclass(frozen=True, slots=True)
class CircleScale:
    """The circles of a theme.

    Attributes:
        legend: Sizes to measure by.
        circles: Adcode → its circle; not for districts whose number is 0 or unknown.
        values: Adcode → its number.
        indicator: What the numbers are of, or None for counts.
    """

    legend: Legend
    circles: Mapping[str, Circle]
    values: Mapping[str, float | None]
    indicator: Indicator | None


def circle_scale(theme: Theme, config: AtlasConfig, joined: Joined) -> CircleScale | None:
    """The circles of a theme, or None if it has none.

    Raises:
        DataError: A number is negative, or there is none above 0.
    """
    if theme.circles is None:
        return None
    asking = theme.circles
    values, indicator = numbers(asking, config, joined)
    known = {code: value for code, value in values.items() if value}
    _check(known, joined, title(asking, indicator))
    radius = _Radius.of(tuple(known.values()), asking.scaling)
    shapes = joined.districts.geometry
    circles = {
        code: Circle(value, radius.of_value(value), _middle(shapes[code]))
        for code, value in known.items()
    }
    missing = sum(1 for value in values.values() if value is None)
    legend = _legend(asking, indicator, radius, missing)
    return CircleScale(legend, circles, values, indicator)


def _check(known: Mapping[str, float], joined: Joined, what: Text) -> None:
    negative = next((code for code, value in known.items() if value < 0), None)
    if negative is not None:
        name = str(joined.districts["name"][negative])
        number = known[negative]
        raise DataError(
            Text(
                f"{what.zh}：{name} 为 {number:g}，圆不能表示负数；请改用填色，"
                '如 palette = "orange-blue"',
                f"{what.en}: {name} has {number:g}, and no circle can be negative; "
                'use a fill, such as palette = "orange-blue"',
            )
        )
    if not known:
        raise DataError(
            Text(
                f"{what.zh}：没有大于 0 的数，画不出圆；请检查数据表",
                f"{what.en}: no number above 0, so there is no circle; check the table",
            )
        )


@dataclass(frozen=True, slots=True)
class _Radius:
    """How radii grow with numbers.

    Attributes:
        most: The largest number.
        largest: Its radius in points.
        exponent: Of the share that a number has of the largest.
    """

    most: float
    largest: float
    exponent: float

    @classmethod
    def of(cls, known: Sequence[float], scaling: Scaling) -> "_Radius":
        """As large as leaves the map readable: many alike are smaller than a few."""
        most, exponent = max(known), _EXPONENTS[scaling]
        shares = sum((value / most) ** (2 * exponent) for value in known)
        low, high = _LARGEST
        return cls(most, min(max(math.sqrt(_PAPER / math.pi / shares), low), high), exponent)

    def of_value(self, value: float) -> float:
        """Radius in points."""
        share = float((value / self.most) ** self.exponent)
        return round(max(self.largest * share, _LEAST), 2)


def _legend(asking: Circles, indicator: Indicator | None, radius: _Radius, missing: int) -> Legend:
    items = [
        LegendItem(
            f"circle:{value:g}",
            words.value(value, indicator),
            Symbol("point", asking.color, "#ffffff", 0.6, radius=radius.of_value(value)),
            0,
        )
        for value in examples(radius.most, whole=indicator is None)
    ]
    note = None if not missing else words.without_circle(missing)
    return Legend(title(asking, indicator), tuple(items), note, nested=True)


def examples(most: float, *, whole: bool) -> tuple[float, ...]:
    """Round numbers up to the largest one, descending: 1, 2 or 5 times a power of ten."""
    found = [_round_below(most * share) for share in _EXAMPLES]
    return tuple(sorted({v for v in found if not whole or v >= 1}, reverse=True)) or (most,)


def _round_below(value: float) -> float:
    power = math.floor(math.log10(value))
    lead = max(step for step in (1, 2, 5) if step * 10.0**power <= value * (1 + 1e-12))
    return float(f"{lead}e{power}")


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """The roomiest place inside a district."""
    largest = largest_part(shape)
    west, south, east, north = largest.bounds
    rough = _ROUGH * math.hypot(east - west, north - south)
    longitude, latitude, _ = roomiest(shapely.simplify(largest, rough), rough)
    return round(longitude, 5), round(latitude, 5)
