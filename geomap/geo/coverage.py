"""Gaps and overlaps between polygons that should share their borders: each with its place. Pure.

A hole in the union that lies inside one polygon is that polygon's own: an exclave of somebody else,
a lake. A hole between several is a gap, unless it is as large and as wide as a district that an
atlas simply does not hold. A gap that opens to the outside is no hole and is not found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo.geodesy import GEOD
from geomap.text import Text

# Largest mean width of a sliver, in metres: no more than the accuracy of borders.
_SLIVER = 1.0
# A hole between several polygons is told if it is smaller (m²) or narrower (m) than this.
_GAP_AREA, _GAP_WIDTH = 1e6, 250.0
# Degrees, a millimetre: a polygon nearer to a hole than this has a border with it.
_TOUCHING = 1e-8
# Borders that should be one may differ by this much (degrees, about a metre) without a hole.
_GAP = 1e-5

_Shapes = npt.NDArray[np.object_]


class FaultKind(Enum):
    """What a seam is."""

    GAP = Text("缝隙", "a gap")
    OVERLAP = Text("重叠", "an overlap")
    NARROW_GAP = Text("狭长缝隙", "a sliver of a gap")
    NARROW_OVERLAP = Text("狭长重叠", "a sliver of an overlap")


@dataclass(frozen=True, slots=True)
class CoverageFault:
    """A place where polygons do not meet as neighbours should.

    Attributes:
        kind: What it is.
        lon: A position within it, in degrees.
        lat: The same.
        area: In m² on the ellipsoid.
        neighbours: Numbers of the polygons that it lies between, ascending.
    """

    kind: FaultKind
    lon: float
    lat: float
    area: float
    neighbours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Stretches of border near one another that are not shared vertex for vertex.

    Attributes:
        lon: A position on the longest of them, in degrees.
        lat: The same.
        length: Of all of one polygon, the most there is, in metres on the ellipsoid.
        neighbours: Numbers of the polygons that they belong to, ascending.
    """

    lon: float
    lat: float
    length: float
    neighbours: tuple[int, ...]


def unmatched_edges(shapes: _Shapes) -> tuple[Edge, ...]:
    """Find polygons whose borders differ from a neighbour's, if only by a vertex.

    Args:
        shapes: Valid polygons in degrees, longitude first.
    """
    edges = shapely.coverage_invalid_edges(shapes, gap_width=_GAP)
    odd = np.flatnonzero(~shapely.is_missing(edges) & ~shapely.is_empty(edges))
    near = shapely.STRtree(edges[odd]).query(edges[odd], predicate="dwithin", distance=2 * _GAP)
    return tuple(_edge(edges, odd[group]) for group in _groups(len(odd), near))


def _groups(count: int, pairs: npt.NDArray[np.int64]) -> list[list[int]]:
    """Numbers below a count, those together that pairs connect."""
    group = list(range(count))
    for one, other in pairs.T.tolist():
        old, new = max(group[one], group[other]), min(group[one], group[other])
        group = [new if number == old else number for number in group]
    return [[i for i in range(count) if group[i] == first] for first in sorted(set(group))]


def _edge(edges: _Shapes, numbers: npt.NDArray[np.int64]) -> Edge:
    lines = shapely.line_merge(edges[numbers])
    parts = shapely.get_parts(lines)
    longest = parts[int(np.argmax(shapely.length(parts)))]
    middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    length = max(float(GEOD.geometry_length(line)) for line in lines)
    return Edge(float(middle.x), float(middle.y), length, tuple(int(n) for n in numbers))


def coverage_faults(shapes: _Shapes, *, even: bool) -> tuple[CoverageFault, ...]:
    """Find gaps and overlaps.

    Args:
        shapes: Valid polygons in degrees, longitude first.
        even: Whether `uneven` found nothing: then nothing overlaps, and much is faster.

    Returns:
        The seams, the largest first.
    """
    tree = shapely.STRtree(shapes)
    union = shapely.coverage_union_all(shapes) if even else shapely.union_all(shapes)
    found = [*_gaps(union, tree), *([] if even else _overlaps(shapes, tree))]
    return tuple(sorted(found, key=lambda seam: -seam.area))


def _gaps(union: BaseGeometry, tree: shapely.STRtree) -> Iterator[CoverageFault]:
    for part in shapely.get_parts(union):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            near = tree.query(hole, predicate="dwithin", distance=_TOUCHING)
            if len(near) < 2:  # noqa: PLR2004 # its own hole
                continue
            square, width = _measured(hole)
            if square < _GAP_AREA or width < _GAP_WIDTH:
                kind = FaultKind.NARROW_GAP if width < _SLIVER else FaultKind.GAP
                yield _seam(kind, hole, square, near)


def _overlaps(shapes: _Shapes, tree: shapely.STRtree) -> Iterator[CoverageFault]:
    first, second = tree.query(shapes, predicate="intersects")
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if one >= other:
            continue
        for part in shapely.get_parts(shapely.intersection(shapes[one], shapes[other])):
            if part.geom_type == "Polygon" and not part.is_empty:
                square, width = _measured(part)
                kind = FaultKind.NARROW_OVERLAP if width < _SLIVER else FaultKind.OVERLAP
                yield _seam(kind, part, square, np.array([one, other]))


def _measured(polygon: BaseGeometry) -> tuple[float, float]:
    """Area in m² and mean width in metres: that of a strip of the same area and perimeter."""
    square, around = GEOD.geometry_area_perimeter(polygon)
    return abs(square), 2 * abs(square) / around if around else 0.0


def _seam(
    kind: FaultKind, shape: BaseGeometry, square: float, near: npt.NDArray[np.int64]
) -> CoverageFault:
    inside = shapely.point_on_surface(shape)
    neighbours = tuple(sorted(int(number) for number in near))
    return CoverageFault(kind, float(inside.x), float(inside.y), square, neighbours)
