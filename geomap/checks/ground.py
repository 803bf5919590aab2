"""Where the places of an atlas may lie: in China, or around its districts abroad."""

from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.text import Text

# West, south, east, north of China's land and sea, in degrees.
CHINA = shapely.box(73.0, 3.0, 136.0, 54.0)
WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
_AROUND = 5.0  # degrees around districts abroad
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Ground:
    """Where places may lie.

    Attributes:
        area: In degrees, WGS84.
        name: How messages call it.
    """

    area: BaseGeometry
    name: Text


IN_CHINA = Ground(CHINA, Text("中国", "China"))


def ground_of(boundaries: gpd.GeoDataFrame) -> Ground:
    """Where the places of an atlas with these districts may lie."""
    if not is_abroad(boundaries):
        return IN_CHINA
    around = shapely.buffer(shapely.box(*boundaries.total_bounds), _AROUND)
    return Ground(around, Text("区县一带", "the area of the districts"))


def is_abroad(boundaries: gpd.GeoDataFrame) -> bool:
    """Whether most districts lie outside China: its register and its shifts mean nothing there."""
    shapes = boundaries.geometry.to_numpy()
    return len(shapes) > 0 and shapely.intersects(CHINA, shapes).mean() < _MOSTLY
