"""Points in areas, by a grid of cells: most points need no look at a border.

A cell that no border comes near lies within one area, or outside of all, and so does each of its
points. Only points in the other cells are handed to GEOS. The answers are those of GEOS, for
the grid is careful in one direction: a cell is marked as one of the border if an edge comes within
some hundredths of a cell of it, far more than rounding moves a point.

The idea is old (Žalik and Kolingerová, "A cell-based point-in-polygon algorithm", Computers &
Geosciences 27, 2001).
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

NOWHERE = -1
_BORDER = -2
# An edge is walked in steps below twice the pad, so that a mark at each step covers all between.
_STEP, _PAD = 0.45, 0.23 + 1e-6
_FEWEST = 150_000  # points that are worth a grid
_LEAST, _MOST = 512, 2048  # cells in each direction; more take longer to make than they save
_AT_ONCE = 1 << 18  # marks or points that are worked on at a time, to bound the memory


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid of equal cells over some areas.

    Attributes:
        west: Degrees.
        south: Degrees.
        across: Cells a degree, west to east.
        up: Cells a degree, south to north.
        labels: side x side, by line and column: number of the area that holds the cell, `NOWHERE`
            where it lies outside of all, another number where a border may cross it.
    """

    west: float
    south: float
    across: float
    up: float
    labels: NDArray[np.int32]


def holding(x: Floats, y: Floats, areas: Shapes) -> Numbers:
    """The area that strictly holds each point, as ``shapely.contains_xy`` says.

    Args:
        x: n longitudes, degrees, WGS84; NaN lies nowhere.
        y: n latitudes.
        areas: Polygons that do not overlap.

    Returns:
        n numbers of areas, `NOWHERE` for a point on a border or outside of all.
    """
    if len(x) < _FEWEST:
        return one_by_one(x, y, areas)
    side = min(_MOST, max(_LEAST, math.isqrt(len(x)) // 2))
    return by_cells(x, y, areas, cells_of(areas, side))


def one_by_one(x: Floats, y: Floats, areas: Shapes) -> Numbers:
    """Area by area, each prepared once: its box first, then the exact test."""
    found = np.full(len(x), NOWHERE, dtype=np.int64)
    by_x = np.argsort(x, kind="stable")
    ordered = x[by_x]
    for number, area in enumerate(areas):
        west, south, east, north = area.bounds
        near = by_x[np.searchsorted(ordered, west) : np.searchsorted(ordered, east, side="right")]
        near = near[(y[near] >= south) & (y[near] <= north)]
        if len(near):
            shapely.prepare(area)
            found[near[shapely.contains_xy(area, x[near], y[near])]] = number
    return found


def by_cells(x: Floats, y: Floats, areas: Shapes, cells: Cells) -> Numbers:
    """The same by the label of each point's cell, and one by one where that is a border's."""
    found = np.full(len(x), NOWHERE, dtype=np.int64)
    for start in range(0, len(x), _AT_ONCE):
        piece = slice(start, start + _AT_ONCE)
        found[piece] = _labels_at(x[piece], y[piece], cells)
    unsure = np.flatnonzero(found == _BORDER)
    found[unsure] = one_by_one(x[unsure], y[unsure], areas)
    return found


def _labels_at(x: Floats, y: Floats, cells: Cells) -> NDArray[np.int32]:
    side = len(cells.labels)
    line = _numbers(y, cells.south, cells.up, side)
    line *= side
    line += _numbers(x, cells.west, cells.across, side)
    return cells.labels.ravel().take(line)


def _numbers(degrees: Floats, start: float, scale: float, side: int) -> Numbers:
    """Column or line of points. The outermost ones are free, and get all from beyond, and NaN."""
    place = degrees - start
    place *= scale
    np.fmin(np.fmax(place, 0, out=place), side - 1, out=place)
    return place.astype(np.int64)


def cells_of(areas: Shapes, side: int) -> Cells:
    """The grid of some areas.

    Args:
        areas: Polygons, degrees, WGS84, that do not overlap.
        side: Cells in each direction.
    """
    if not len(areas) or not np.isfinite(shapely.total_bounds(areas)).all():
        return Cells(0.0, 0.0, 1.0, 1.0, np.full((1, 1), NOWHERE, dtype=np.int32))
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(areas))
    # Two cells on each side: so no border comes near the outermost.
    wide, high = (east - west) / (side - 4), (north - south) / (side - 4)
    west, south = west - 2 * wide, south - 2 * high
    grid = Cells(west, south, 1 / wide, 1 / high, np.full((side, side), NOWHERE, dtype=np.int32))
    is_border = np.zeros((side, side), dtype=bool)
    _mark(is_border, areas, grid)
    grid.labels[is_border] = _BORDER
    _fill(grid, is_border, areas)
    return grid


def _mark(is_border: NDArray[np.bool_], areas: Shapes, grid: Cells) -> None:
    """Mark the cells that an edge touches or comes near."""
    side = len(is_border)
    lines = shapely.get_parts(shapely.boundary(shapely.get_parts(areas)))
    spots, ring = shapely.get_coordinates(lines, return_index=True)
    places = (spots - (grid.west, grid.south)) * (grid.across, grid.up)
    first = np.flatnonzero(ring[1:] == ring[:-1])
    reach = np.abs(places[first + 1] - places[first]).max(axis=1)
    steps = np.maximum(1, np.ceil(reach / _STEP)).astype(np.int64)
    # Edges are taken in runs of about as many marks as fit into the memory set aside.
    runs = np.searchsorted(np.cumsum(steps), np.arange(_AT_ONCE, steps.sum(), _AT_ONCE))
    for edges in np.split(np.arange(len(first)), runs):
        at = _walked(places[first[edges]], places[first[edges] + 1], steps[edges])
        for pad in ((-_PAD, -_PAD), (-_PAD, _PAD), (_PAD, -_PAD), (_PAD, _PAD)):
            cell = np.clip(np.floor(at + pad), 0, side - 1).astype(np.int64)
            is_border[cell[:, 1], cell[:, 0]] = True


def _walked(start: Floats, end: Floats, steps: Numbers) -> Floats:
    """Points along edges, both ends among them, at most `_STEP` apart in each direction."""
    edge = np.repeat(np.arange(len(steps)), steps + 1)
    begin = np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
    share = (np.arange(len(edge)) - begin) / steps[edge]
    return start[edge] + (end - start)[edge] * share[:, None]


def _fill(grid: Cells, is_border: NDArray[np.bool_], areas: Shapes) -> None:
    """Label the other cells: those beside each other in a line lie in one area, if in any."""
    side = len(is_border)
    begins = ~is_border
    begins[:, 1:] &= is_border[:, :-1]
    middles = np.argwhere(begins).astype(np.float64) + 0.5
    x = grid.west + middles[:, 1] / grid.across
    y = grid.south + middles[:, 0] / grid.up
    labels = one_by_one(x, y, areas).astype(np.int32)
    run = np.cumsum(begins.ravel()) - 1
    free = np.flatnonzero(~is_border.ravel())
    grid.labels.reshape(side * side)[free] = labels[run[free]]
