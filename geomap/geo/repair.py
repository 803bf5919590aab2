"""Polygons that are not valid: where the fault is, and what a repair makes of them. Pure.

A repair keeps what has an area: rings that cross themselves are parted, parts that lie on one
another become one, a hole outside of its shell becomes a part. What encloses nothing is left out,
and is told with its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo.geodesy import GEOD, area
from geomap.text import Text

# CGCS2000's ellipsoid differs by less than a square millimetre in the area of a district.
_REASON = re.compile(r"(.+)\[(\S+) (\S+)\]")
_WORDS = {
    "Self-intersection": "自相交",
    "Ring Self-intersection": "环与自身相接",
    "Hole lies outside shell": "洞在外环之外",
    "Holes are nested": "洞套洞",
    "Nested shells": "外环相套",
    "Duplicate Rings": "环重复",
    "Too few points in geometry component": "点数过少",
    "Interior is disconnected": "内部不连通",
    "Invalid Coordinate": "坐标不是有限数",
}
_TOLD = 0.01  # metres
_LEAST_PERCENT = 0.00005
_SEEN = 1e-9  # degrees, a tenth of a millimetre: nearer than that two lines are one

_Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Repair:
    """A polygon that is not valid, and what would become of it.

    Attributes:
        number: Its number among the shapes, from 0.
        reason: What is wrong with it.
        lon: Where, in degrees; None where the place is no position.
        lat: The same.
        before: Area in m² on the ellipsoid that its rings enclose as they stand: shells less holes.
        after: Area in m² after the repair.
        left_over: Metres of its lines that enclose nothing and are left out.
        shape: The repaired polygon; None where nothing has an area, or what is not valid is no
            polygon.
    """

    number: int
    reason: Text
    lon: float | None
    lat: float | None
    before: float
    after: float
    left_over: float
    shape: BaseGeometry | None

    @property
    def location(self) -> Text:
        """What is wrong and where, in words."""
        if self.lon is None or self.lat is None:
            return self.reason
        at = position(self.lon, self.lat)
        return Text(f"{self.reason.zh}，位于 {at}", f"{self.reason.en} at {at}")

    @property
    def outcome(self) -> Text:
        """What the repair changes, in words."""
        if self.shape is None:
            return Text("没有可保留的面积", "nothing of it has an area")
        by = f"{self.after - self.before:+,.1f} m²{_share(self.before, self.after)}"
        areas = f"{square(self.before)} → {square(self.after)} ({by})"
        if self.left_over < _TOLD:
            return Text(f"面积 {areas}", f"area {areas}")
        lines = f"{self.left_over:,.1f} m"
        return Text(
            f"面积 {areas}，另有 {lines} 的线不围成面积，已舍去",
            f"area {areas}; {lines} of lines that enclose nothing left out",
        )

    @property
    def change(self) -> float:
        """Change in area, as a share of the larger of both areas; 1 where nothing is left."""
        larger = max(self.before, self.after)
        return abs(self.after - self.before) / larger if larger and self.shape else 1.0


def repairs(shapes: _Shapes) -> Iterator[Repair]:
    """Repair what is not valid.

    Args:
        shapes: Geometries in degrees, longitude first, or None.

    Yields:
        A repair for each geometry that is not valid, in their order.
    """
    with np.errstate(all="ignore"):  # coordinates of any size
        invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    for number in np.flatnonzero(invalid):
        yield _repair(int(number), shapes[number])


def _repair(number: int, shape: BaseGeometry) -> Repair:
    reason, lon, lat = fault_of(shape)
    if lon is None or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return Repair(number, reason, lon, lat, 0.0, 0.0, 0.0, None)
    made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(made) if not part.is_empty]
    kept = shapely.multipolygons(parts) if len(parts) > 1 else next(iter(parts), None)
    before, after = _drawn_area(shape), 0.0 if kept is None else area(kept)
    return Repair(number, reason, lon, lat, before, after, _left_over(shape, kept), kept)


def fault_of(shape: BaseGeometry) -> tuple[Text, float | None, float | None]:
    """What is wrong with a geometry, and where: x and y, None where that is no position."""
    with np.errstate(all="ignore"):
        words = str(shapely.is_valid_reason(shape))
    match = _REASON.fullmatch(words)
    reason = match[1] if match else words
    x, y = (float(match[2]), float(match[3])) if match else (np.nan, np.nan)
    text = Text(_WORDS.get(reason, reason), reason)
    return (text, x, y) if np.isfinite([x, y]).all() else (text, None, None)


def square(metres: float) -> str:
    """An area in words: km² from one km² on, else m²."""
    return f"{metres / 1e6:,.3f} km²" if metres >= 1e6 else f"{metres:,.1f} m²"  # noqa: PLR2004 # m² in a km²


def position(lon: float, lat: float) -> str:
    """Degrees in words, to a decimetre."""
    return f"{lon:.6f}, {lat:.6f}"


def _share(before: float, after: float) -> str:
    """The change as a percentage of what was there, if anything was."""
    percent = 100 * (after / before - 1) if before else 0.0
    if abs(percent) < _LEAST_PERCENT:
        return ""
    return f", {percent:+,.4f} %"


def _drawn_area(shape: BaseGeometry) -> float:
    """Shells less holes, as a GIS computes the area of whatever rings it is given."""
    total = 0.0
    for polygon in shapely.get_parts(shape):
        shell, *holes = (_ring_area(ring) for ring in (polygon.exterior, *polygon.interiors))
        total += shell - sum(holes)
    return max(total, 0.0)


def _ring_area(ring: BaseGeometry) -> float:
    lon, lat = shapely.get_coordinates(ring).T
    return abs(float(GEOD.polygon_area_perimeter(lon, lat)[0])) if len(lon) else 0.0


def _left_over(shape: BaseGeometry, kept: BaseGeometry | None) -> float:
    """Metres of lines that lie outside of what is kept."""
    rings = shapely.union_all(shapely.get_rings(shape))
    rest = rings if kept is None else shapely.difference(rings, shapely.buffer(kept, _SEEN))
    return float(GEOD.geometry_length(rest))
