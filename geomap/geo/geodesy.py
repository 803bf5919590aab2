"""Distances on the ground, in metres, between things given in degrees. Pure."""

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

# The one ellipsoid; that of CGCS2000 (GRS80) differs by 0.1 mm in its shorter axis.
GEOD = Geod(ellps="WGS84")
METRES_PER_DEGREE = 111_320.0  # of longitude on the equator; near enough of latitude anywhere


def distance(a: BaseGeometry, b: BaseGeometry) -> float:
    """Metres between two geometries in degrees, WGS84; 0 where they meet.

    The nearest points are sought in degrees and measured on the ellipsoid: right to a few per
    cent of the distance at Chinese latitudes, which is what "is it near" needs.
    """
    if shapely.intersects(a, b):
        return 0.0
    from_point, to_point = nearest_points(a, b)
    _, _, metres = GEOD.inv(from_point.x, from_point.y, to_point.x, to_point.y)
    return float(metres)


def area(shape: BaseGeometry) -> float:
    """Area of valid polygons in degrees, in m² on the ellipsoid."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]))
