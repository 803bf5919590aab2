"""China's outline, to tell which positions its datums shift.

A coarse polygon around the land of China with its islands, at least some ten kilometres outside of
it, so that no point of the land is left out. It is no border and must not be drawn as one.
"""

from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry


def in_china(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], margin: float = 0.0
) -> npt.NDArray[np.bool_]:
    """Tell which WGS84 positions lie within the outline.

    Args:
        lon: Longitudes in degrees.
        lat: Latitudes in degrees, of the same shape.
        margin: Degrees by which the outline is widened.
    """
    inside: npt.NDArray[np.bool_] = shapely.intersects_xy(outline(margin), lon, lat)
    return inside


@cache
def outline(margin: float = 0.0) -> BaseGeometry:
    """The outline in degrees, WGS84, widened by *margin* degrees and prepared for many points."""
    text = files("geomap").joinpath("data", "china.geojson").read_text(encoding="utf-8")
    geometry = shapely.from_geojson(text)
    widened: BaseGeometry = geometry.buffer(margin, quad_segs=2) if margin else geometry
    shapely.prepare(widened)
    return widened
