"""How far places are from the borders of areas."""

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geomap.geo.datum import WGS84_CRS
from geomap.geo.extent import Extent
from geomap.geo.zones import plane_for


def border_distances(
    places: NDArray[np.object_], areas: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Metres from each place to the nearest border of any area, from within as from without.

    Measured on a plane about the areas: right to some tenths of a per cent of the distance.

    Args:
        places: n points, degrees, WGS84; None for what has no place.
        areas: Polygons, degrees, WGS84.

    Returns:
        n distances; NaN for what has no place.
    """
    found = np.full(len(places), np.nan)
    there = ~(shapely.is_missing(places) | shapely.is_empty(places))
    if not there.any():
        return found
    plane = plane_for(Extent(*map(float, shapely.total_bounds(areas))))
    transformer = pyproj.Transformer.from_crs(WGS84_CRS, plane, always_xy=True)

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    tree = shapely.STRtree(_edges(shapely.transform(shapely.boundary(areas), project)))
    points = shapely.transform(places[there], project)
    numbers, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    nearest = np.full(len(points), np.nan)
    nearest[numbers[0]] = metres
    found[there] = nearest
    return found


def _edges(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """The lines cut into their single edges, so that a tree finds the near ones."""
    points, owners = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    follows = owners[1:] == owners[:-1]
    edges = np.stack([points[:-1][follows], points[1:][follows]], axis=1)
    return np.asarray(shapely.linestrings(edges), dtype=object)
