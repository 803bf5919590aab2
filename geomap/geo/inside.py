"""Which district holds a place.

The one rule: a place belongs to the district that it lies wholly and strictly within. On a border
it belongs to none, for nothing says to which side.
"""

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.geo.geodesy import METRES_PER_DEGREE, distance

Shapes = NDArray[np.object_]
NOWHERE = -1
_SLACK = 1.02  # what a degree may be off as a measure of metres, and more


def district_of(places: Shapes, areas: Shapes, radii: NDArray[np.float64]) -> NDArray[np.int64]:
    """The area that holds each place with all its uncertainty.

    Args:
        places: n geometries, degrees, WGS84; None for what has no place.
        areas: Polygons, degrees, WGS84, that do not overlap.
        radii: n radii in metres that each place may be off; 0 for one that is sure, NaN for one
            that nobody knows how sure it is: it is nowhere.

    Returns:
        n numbers of areas, `NOWHERE` where there is none.
    """
    found = np.full(len(places), NOWHERE, dtype=np.int64)
    if len(places) == 0:
        return found
    there = ~(shapely.is_missing(places) | shapely.is_empty(places))
    known = there & ~np.isnan(radii)
    points = known & (shapely.get_type_id(places) == shapely.GeometryType.POINT)
    found[points] = _of_points(places[points], areas)
    for number in np.flatnonzero(known & ~points):
        holding = np.flatnonzero(shapely.contains_properly(areas, places[number]))
        found[number] = holding[0] if len(holding) == 1 else NOWHERE
    for number in np.flatnonzero((found != NOWHERE) & (radii > 0)):
        border = areas[found[number]].boundary
        if distance(border, places[number]) < radii[number]:
            found[number] = NOWHERE
    return found


def beyond(
    area: BaseGeometry,
    places: Shapes,
    radii: NDArray[np.float64],
    asked: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which places lie farther from an area than they may be off.

    Args:
        area: Polygons, degrees, WGS84.
        places: n geometries, degrees, WGS84; None lies nowhere, and so not beyond.
        radii: n radii in metres, 0 for a place that is sure.
        asked: Which of the n places to look at; the others are not beyond.
    """
    found = asked & ~(shapely.is_missing(places) | shapely.is_empty(places))
    shapely.prepare(area)
    found[found] = ~shapely.intersects(area, places[found])
    rows = np.flatnonzero(found & (radii > 0))
    if len(rows):
        rows = rows[shapely.dwithin(area, places[rows], _degrees(places[rows], radii[rows]))]
    for number in rows:  # only these need to be measured on the ellipsoid
        found[number] = distance(area, places[number]) > radii[number]
    return found


def _degrees(places: Shapes, radii: NDArray[np.float64]) -> float:
    """As many degrees as the widest radius surely reaches, where a degree is shortest."""
    farthest = np.abs(shapely.bounds(places)[:, [1, 3]]).max()
    shortest = METRES_PER_DEGREE * math.cos(math.radians(min(farthest + 1.0, 89.0)))
    return float(radii.max() * _SLACK / shortest)


def _of_points(points: Shapes, areas: Shapes) -> NDArray[np.int64]:
    """Area by area, each prepared once: its box first, then the exact test."""
    x, y = shapely.get_x(points), shapely.get_y(points)
    found = np.full(len(points), NOWHERE, dtype=np.int64)
    by_x: NDArray[Any] = np.argsort(x, kind="stable")
    ordered = x[by_x]
    for number, area in enumerate(areas):
        west, south, east, north = area.bounds
        near = by_x[np.searchsorted(ordered, west) : np.searchsorted(ordered, east, side="right")]
        near = near[(y[near] >= south) & (y[near] <= north)]
        if len(near):
            shapely.prepare(area)
            found[near[shapely.contains_xy(area, x[near], y[near])]] = number
    return found
