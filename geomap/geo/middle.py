"""The roomiest place inside an area: where a name or a sign belongs. Pure."""

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

_MANY = 512  # places that are kept for the next map of the same districts


@lru_cache(maxsize=_MANY)
def roomiest(area: BaseGeometry, tolerance: float) -> tuple[float, float, float]:
    """The largest circle that fits into the largest part of an area.

    Args:
        area: A polygon or several, in any plane.
        tolerance: How much better a place may be than the one found, in units of the plane.

    Returns:
        Its centre and its radius.
    """
    spoke = shapely.maximum_inscribed_circle(largest_part(area), tolerance=tolerance)
    x, y = spoke.coords[0]
    return float(x), float(y), float(spoke.length)


def largest_part(area: BaseGeometry) -> shapely.Polygon:
    """The polygon of an area that covers most; other kinds of geometry beside it do not count."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    largest: shapely.Polygon = max(parts, key=lambda part: part.area)
    return largest
