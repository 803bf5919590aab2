"""Values → class edges, counts and labels. Knows neither colour nor geometry. Pure.

A class holds its lower edge and not its upper one; the last class holds both. Edges are chosen as
the roundest numbers that part the values the same way, so that a legend reads "40 – 60" and is
still exactly true.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geomap.errors import DataError
from geomap.model import Scheme
from geomap.text import Text

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a set of values.

    Attributes:
        edges: ``k + 1`` ascending numbers; class i is ``edges[i] <= value < edges[i + 1]``.
        counts: How many values each class holds.
        open_ends: The first class has no lower and the last no upper end, because the edges
            were given and not taken from the values.
        note: What was changed on the way (fewer classes than asked), or None.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    open_ends: bool = False
    note: Text | None = None

    def index(self, value: float) -> int:
        """Number of the class that holds the value.

        Raises:
            DataError: The value is not finite, or lies outside of all classes.
        """
        if not math.isfinite(value) or not self.edges[0] <= value <= self.edges[-1]:
            raise DataError(Text(f"数值 {value} 不在任何级别中", f"value {value} lies in no class"))
        return min(int(np.searchsorted(self.edges, value, side="right")), len(self.counts)) - 1

    def counted(self, values: Sequence[float]) -> "Classes":
        """The same classes with the counts of other values, all of which lie in them."""
        data = np.sort(np.asarray(values, dtype=float))
        return replace(self, counts=_count(data, self.edges))

    def below(self, edge: float) -> int:
        """How many classes lie below an inner edge.

        Raises:
            ValueError: It is no inner edge.
        """
        # The first end may be the same number as the first inner edge, where nothing is below it.
        return self.edges[1:-1].index(edge) + 1

    def ends(self, number: int) -> tuple[float | None, float | None]:
        """Lower and upper edge of a class; None where its end is open."""
        is_first, is_last = number == 0, number == len(self.counts) - 1
        low = None if self.open_ends and is_first else self.edges[number]
        high = None if self.open_ends and is_last else self.edges[number + 1]
        return low, high


def classify(
    values: Sequence[float], scheme: Scheme, k: int = 5, breaks: Sequence[float] = ()
) -> Classes:
    """Cut values into classes.

    Args:
        values: Finite numbers, at least one.
        scheme: ``breaks`` (inner edges given), ``equal`` (equal steps), ``quantile`` (equal
            counts) or ``natural`` (least squared deviation within classes, Fisher's exact
            method).
        k: Number of classes asked for; fewer come back where there are fewer distinct values.
        breaks: Inner edges, ascending, for ``breaks``.

    Returns:
        The classes. With ``breaks`` a class may be empty; with ``equal`` too; never with the
        others.

    Raises:
        DataError: No values, a value that is not finite, ``k`` below 1, or breaks that do not
            ascend.
    """
    data = np.sort(np.asarray(values, dtype=float))
    _check(data, k, breaks)
    if scheme == "breaks":
        return _with_breaks(data, breaks)
    distinct = np.unique(data)
    count = min(k, len(distinct))
    if scheme == "equal":
        inner = _equal_steps(float(data[0]), float(data[-1]), count)
    else:
        starts = _quantile_starts(data, count) if scheme == "quantile" else _fisher(data, count)
        inner = [_edge_below(distinct, value) for value in starts]
    note = None
    if len(inner) + 1 < k:
        note = Text(
            f"不同数值较少，由 {k} 级减为 {len(inner) + 1} 级",
            f"few distinct values: {len(inner) + 1} classes instead of {k}",
        )
    edges = (float(data[0]), *inner, float(data[-1]))
    return Classes(edges, _count(data, edges), note=note)


def around(
    values: Sequence[float],
    middle: float,
    scheme: Scheme,
    k: int = 5,
    breaks: Sequence[float] = (),
) -> Classes:
    """Cut values into classes that part at a middle, each side by itself.

    Args:
        values: Finite numbers, at least one.
        middle: An edge of two classes, whatever the values: what is 0 is not short of 0.
        scheme: As in `classify`; it cuts each side.
        k: Classes of both sides together, shared out by how many values a side has.
        breaks: Inner edges, ascending, for ``breaks``; the middle need not be among them.

    Returns:
        The classes, at least one on each side; a side without values has one empty class.

    Raises:
        DataError: As `classify`.
    """
    data = np.sort(np.asarray(values, dtype=float))
    _check(data, k, breaks)
    if scheme == "breaks":
        return _with_breaks(data, sorted({*breaks, middle}))
    below, above = data[data < middle], data[data >= middle]
    fewer = min(max(round(k * len(below) / len(data)), 1), max(k - 1, 1))
    inner: list[float] = []
    for side, count in ((below, fewer), (above, max(k - fewer, 1))):
        if len(side):
            inner += classify([float(v) for v in side], scheme, count).edges[1:-1]
    return _with_breaks(data, sorted({*inner, middle}))


def _check(data: Floats, k: int, breaks: Sequence[float]) -> None:
    if not len(data) or not np.isfinite(data).all():
        raise DataError(
            Text(
                "没有可分级的有限数值；请检查指标表",
                "no finite values to classify; check the indicator table",
            )
        )
    if k < 1:
        raise DataError(Text(f"级数 k = {k}；应不小于 1", f"k = {k}; must be at least 1"))
    ascending = all(low < high for low, high in pairwise(breaks))
    if not ascending or not all(math.isfinite(edge) for edge in breaks):
        raise DataError(
            Text(f"分级界限 {list(breaks)} 应递增", f"breaks {list(breaks)} must ascend")
        )


def _with_breaks(data: Floats, breaks: Sequence[float]) -> Classes:
    if not breaks:
        raise DataError(Text("未给出分级界限 breaks", "scheme “breaks” needs breaks"))
    edges = (
        min(float(data[0]), breaks[0]),
        *(float(b) for b in breaks),
        max(float(data[-1]), breaks[-1]),
    )
    return Classes(edges, _count(data, edges), open_ends=True)


def _count(data: Floats, edges: tuple[float, ...]) -> tuple[int, ...]:
    inner = np.searchsorted(data, edges[1:-1], side="left")
    bounds = [0, *(int(i) for i in inner), len(data)]
    return tuple(high - low for low, high in pairwise(bounds))


def _equal_steps(low: float, high: float, k: int) -> list[float]:
    """Inner edges in equal steps, each rounded to a hundredth of a step so that it reads well."""
    step = (high - low) / k
    if k == 1 or step == 0:
        return []
    decimals = 2 - math.floor(math.log10(step))
    return [round(low + step * i, decimals) for i in range(1, k)]


def _quantile_starts(data: Floats, k: int) -> list[float]:
    """First value of each class but the first, by rank; equal values stay together."""
    ranks = [math.ceil(len(data) * i / k) for i in range(1, k)]
    return sorted({float(data[rank]) for rank in ranks if rank < len(data)} - {float(data[0])})


def _fisher(data: Floats, k: int) -> list[float]:
    """First value of each class but the first, with the least sum of squares within classes.

    Dynamic programming over the distinct values, weighted by how often they occur:
    O(k n²) for n distinct values.
    """
    values, weights = np.unique(data, return_counts=True)
    n = len(values)
    weight = np.concatenate([[0.0], np.cumsum(weights)])
    total = np.concatenate([[0.0], np.cumsum(weights * values)])
    square = np.concatenate([[0.0], np.cumsum(weights * values**2)])

    best = np.full((k + 1, n + 1), np.inf)
    cut = np.zeros((k + 1, n + 1), dtype=int)
    best[0, 0] = 0.0
    for groups in range(1, k + 1):
        for end in range(groups, n + 1):
            starts = np.arange(groups - 1, end)
            spread = (square[end] - square[starts]) - (total[end] - total[starts]) ** 2 / (
                weight[end] - weight[starts]
            )
            costs = best[groups - 1, starts] + spread
            chosen = int(np.argmin(costs))
            best[groups, end], cut[groups, end] = costs[chosen], starts[chosen]

    firsts, end = [], n
    for groups in range(k, 1, -1):
        end = int(cut[groups, end])
        firsts.append(float(values[end]))
    return firsts[::-1]


def _edge_below(distinct: Floats, value: float) -> float:
    """The roundest edge that leaves ``value`` above it and the next smaller value below it."""
    position = int(np.searchsorted(distinct, value))
    return roundest(float(distinct[position - 1]), value)


def roundest(low: float, high: float) -> float:
    """The roundest number in the half-open interval ``low < number <= high``.

    A multiple of the largest of …, 100, 50, 20, 10, 5, … that has one there; of several, the one
    nearest to the middle.
    """
    middle = (low + high) / 2
    for exponent in range(15, -16, -1):
        for lead in (5, 2, 1):
            step = float(f"{lead}e{exponent}")
            times = round(middle / step)
            for near in (times, times - 1, times + 1):
                # Going through the decimal text keeps 0.1 from becoming 0.1000000000001.
                number = float(f"{near * step:.12g}")
                if low < number <= high:
                    return number
    return high


def sides(
    classes: Classes,
    below: Callable[[float, float | None], Text],
    above: Callable[[float, float | None], Text],
) -> list[Text]:
    """The classes of a scale with a middle at 0, in words.

    Args:
        classes: None of them lies on both sides of 0.
        below: What a class below 0 is called, by its distance from 0: least and most, None where
            it has no end.
        above: The same of one above.
    """
    ends = map(classes.ends, range(len(classes.counts)))
    return [
        below(-high, None if low is None else -low)
        if high is not None and high <= 0
        else above(low or 0.0, high)
        for low, high in ends
    ]


def labels(classes: Classes, digits: int, *, whole: bool = False) -> tuple[str, ...]:
    """The classes in words, alike in all languages.

    Args:
        classes: The classes.
        digits: Decimals shown at least; more are shown where an edge needs them.
        whole: The values are counts, so a class can be told by its first and last number.
    """
    last = len(classes.counts) - 1
    if whole:
        result = [_whole_label(classes, i) for i in range(last + 1)]
        inner = [f"{math.ceil(edge):,}" for edge in classes.edges[1:-1]]
    else:
        digits = max([digits, *(_decimals(edge) for edge in classes.edges[1:-1])])
        inner = [_shown(edge, digits) for edge in classes.edges[1:-1]]
        # Outwards, so that the label holds its least and its greatest value.
        least = _shown(classes.edges[0], digits, ROUND_FLOOR)
        greatest = _shown(classes.edges[-1], digits, ROUND_CEILING)
        result = [f"{low} – {high}" for low, high in pairwise([least, *inner, greatest])]
    if classes.open_ends:
        result[0], result[last] = f"< {inner[0]}", f"≥ {inner[-1]}"
    return tuple(result)


def _shown(edge: float, digits: int, rounding: str = ROUND_HALF_EVEN) -> str:
    place = Decimal(1).scaleb(-digits)
    return f"{Decimal(repr(edge)).quantize(place, rounding, Context(prec=400)):z,f}"


def _decimals(edge: float) -> int:
    """How many decimals the number needs to be told in full."""
    exponent = Decimal(repr(edge)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _whole_label(classes: Classes, i: int) -> str:
    last = i == len(classes.counts) - 1
    low = math.ceil(classes.edges[i])
    high = math.floor(classes.edges[i + 1]) if last else math.ceil(classes.edges[i + 1]) - 1
    return f"{low:,}" if low == high else f"{low:,} – {high:,}"
