"""Which district holds a place.

The one rule: a place belongs to the district that it lies wholly and strictly within. On a border
it belongs to none, for nothing says to which side.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.geo.cells import NOWHERE, holding
from geomap.geo.geodesy import METRES_PER_DEGREE, distance

__all__ = ["NOWHERE", "beyond", "district_of"]

Shapes = NDArray[np.object_]
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
    found[points] = holding(shapely.get_x(places[points]), shapely.get_y(places[points]), areas)
    for number in np.flatnonzero(known & ~points):
        around = np.flatnonzero(shapely.contains_properly(areas, places[number]))
        found[number] = around[0] if len(around) == 1 else NOWHERE
    unsure = np.flatnonzero((found != NOWHERE) & (radii > 0))
    found[unsure[_reach_out(places[unsure], areas, found[unsure], radii[unsure])]] = NOWHERE
    return found


def _reach_out(
    places: Shapes, areas: Shapes, found: NDArray[np.int64], radii: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which places may lie beyond the border of the area that holds them."""
    reach = np.zeros(len(places), dtype=bool)
    for number in np.unique(found):
        ours = np.flatnonzero(found == number)
        border = areas[number].boundary
        shapely.prepare(border)
        near = ours[shapely.dwithin(border, places[ours], _degrees(places[ours], radii[ours]))]
        for row in near:  # only these need to be measured on the ellipsoid
            reach[row] = distance(border, places[row]) < radii[row]
    return reach


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
