"""Extents, with their edges named: four bare numbers can stand in three orders."""

from typing import NamedTuple


class Extent(NamedTuple):
    """A box of degrees, WGS84, in the order of GeoJSON's ``bbox``."""

    west: float
    south: float
    east: float
    north: float


class Bounds(NamedTuple):
    """A box of metres on a projection, or of any plane whose second axis points up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Its area, in the square of its unit."""
        return (self.right - self.left) * (self.top - self.bottom)

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2
