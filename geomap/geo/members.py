"""Which whole districts an area is made of. Pure."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

_SAME_AREA = 1e-6


class Members:
    """Answers for one set of districts."""

    def __init__(self, districts: Sequence[BaseGeometry]) -> None:
        self._areas = [float(district.area) for district in districts]
        self._inside = [district.representative_point() for district in districts]

    def of(self, area: BaseGeometry) -> list[int] | None:
        """Numbers of the districts whose union the area is; None if it is not such a union."""
        shapely.prepare(area)
        numbers = [number for number, point in enumerate(self._inside) if area.contains(point)]
        covered = sum(self._areas[number] for number in numbers)
        return numbers if abs(covered - area.area) <= _SAME_AREA * area.area else None
