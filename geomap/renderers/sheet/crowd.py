"""More points than a reader could tell apart: dots on a grid, and names left out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.model import Mark, Symbol
from geomap.model.coded import Coded, joined
from geomap.model.dots import DEPTHS, Dots, rarities
from geomap.renderers.sheet.outlines import main_color
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Path, fill

MOST_NAMES = 220  # marks on a map that can have a name each
_ROOM = 34.0  # mm² of a district that a name fits into
_MIX = 2654435761  # Knuth's multiplier: numbers in a row come out in no order
_DOT = 0.42  # mm of a dot's side; what falls into the same dot is drawn once

Floats = NDArray[np.float64]


def nameable(marks: Sequence[Mark]) -> tuple[list[Mark], int]:
    """The marks that get a name, and how many are left without: sites first give up theirs."""
    if len(marks) <= MOST_NAMES:
        return list(marks), 0
    projects = [mark for mark in marks if not mark.id.startswith("site:")]
    kept = projects if len(projects) <= MOST_NAMES else []
    return kept, len(marks) - len(kept)


def roomy(adcodes: Sequence[str], shapes: Mapping[str, BaseGeometry]) -> tuple[list[str], int]:
    """Of more districts than can be named, those that have room for it; how many have none."""
    if len(adcodes) <= MOST_NAMES:
        return list(adcodes), 0
    kept = [c for c in adcodes if c in shapes and shapes[c].area > _ROOM]
    kept = sorted(kept, key=lambda code: (-shapes[code].area, code))[:MOST_NAMES]
    return kept, len(adcodes) - len(kept)


def dots(
    many: Sequence[Dots],
    place: Callable[[Floats], Floats],
    box: Box,
    symbol: Callable[[str], Symbol],
    factor: float,
) -> Iterator[Path]:
    """Dots on the page's own grid: one of a cell's rarest class, deeper the more points it holds.

    Args:
        many: What to draw.
        place: Degrees, n x 2, to millimetres on the page.
        box: Dots outside of it are not drawn.
        symbol: Legend item → how it looks.
        factor: Of symbols.
    """
    if not many:
        return
    side = _DOT * factor
    cells, items = _cells(many, place, box, side)
    if not len(cells):
        return
    counts = _counted(many)
    order, rarity = sorted(counts), rarities(counts)
    ranks = np.array([order.index(item) for item in items.distinct])[items.codes]
    rare = np.array([rarity[item] for item in items.distinct])[items.codes]
    # In each cell the last one is shown: one of the rarest, any of those.
    any_of_them = np.arange(len(cells), dtype=np.uint32) * np.uint32(_MIX)
    sorting = np.lexsort((any_of_them, rare, cells[:, 0], cells[:, 1]))
    cells, ranks = cells[sorting], ranks[sorting]
    last = np.append((np.diff(cells, axis=0) != 0).any(axis=1), True)
    held = np.diff(np.flatnonzero(last), prepend=-1)
    cells, ranks = cells[last], ranks[last]
    levels = np.digitize(held, [depth.least for depth in DEPTHS[1:]])
    for rank, item in enumerate(order):
        color = main_color(symbol(item))
        for level, depth in enumerate(DEPTHS):
            chosen = cells[(ranks == rank) & (levels == level)]
            if len(chosen):
                yield fill(_rows_of(chosen, side), depth.color(color), depth.opacity)


def _cells(
    many: Sequence[Dots], place: Callable[[Floats], Floats], box: Box, side: float
) -> tuple[NDArray[np.int64], Coded[str]]:
    """Column and line of the grid for each dot within the box, and its legend item."""
    left, top, right, bottom = box.grown(side).bounds
    found, items = [], []
    for dots in many:
        spots = place(np.column_stack((dots.lon, dots.lat)))
        inside = np.all((spots > (left, top)) & (spots < (right, bottom)), axis=1)
        found.append(np.round(spots[inside] / side).astype(np.int64))
        items.append(dots.items.take(inside))
    return np.concatenate(found), joined(items)


def _counted(many: Sequence[Dots]) -> Mapping[str, int]:
    """How many dots each legend item has."""
    counts: Counter[str] = Counter()
    for dots in many:
        counts.update(dots.items.counts())
    return {item: count for item, count in counts.items() if count}


def _rows_of(cells: NDArray[np.int64], side: float) -> tuple[NDArray[np.float64], ...]:
    """Cells as rectangles, those beside each other in a line as one; cells are sorted by line."""
    new = np.append(True, (np.diff(cells[:, 1]) != 0) | (np.diff(cells[:, 0]) != 1))
    first = cells[new]
    last = cells[np.append(np.flatnonzero(new)[1:] - 1, len(cells) - 1)]
    low, high = first - 0.5, last + 0.5
    corners = np.stack(
        [
            np.column_stack((low[:, 0], low[:, 1])),
            np.column_stack((high[:, 0], low[:, 1])),
            np.column_stack((high[:, 0], high[:, 1])),
            np.column_stack((low[:, 0], high[:, 1])),
        ],
        axis=1,
    )
    return tuple(corners * side)
