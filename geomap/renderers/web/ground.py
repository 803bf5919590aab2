"""Rivers, roads and neighbours for a page: lines shared by all maps, names for each map. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo import topology
from geomap.geo.extent import Extent
from geomap.geo.middle import roomiest
from geomap.geo.shared import united
from geomap.model import ContextMark, MapSpec
from geomap.renderers.web.inert import Pool

Json = dict[str, Any]
Spots = tuple[tuple[float, float], ...]  # degrees, the best place first

_AREA = 2
# Steps within which a line may be straightened: coarser than the districts' borders, and coarser
# still around neighbours.
_CELLS, _CELLS_BELOW = 10, 32
_DIGITS = 3  # of degrees: where a name stands
_SPOTS = (0.5, 0.25, 0.75)  # parts of a line where its name may stand
_LEAST = 0.05  # share of the map's height that earns a name
_FEW = 4  # maps whose places for names are kept for the next map of the same frame
_MANY = 256  # rivers and neighbours whose lines are kept for the next map that shows them


def lines(marks: Pool[ContextMark], step: float) -> list[Json]:
    """The lines of all marks, packed as the borders of districts are.

    Args:
        marks: What the maps of the page show.
        step: Degrees that the numbers count in.
    """
    return [_packed(mark, step, step * (_CELLS_BELOW if mark.below else _CELLS)) for mark in marks]


def _packed(mark: ContextMark, step: float, tolerance: float) -> Json:
    shape = mark.outline or mark.geometry
    filled = mark.symbol.fill is not None and shapely.get_dimensions(shape) == _AREA
    return {
        "lines": _lines(shape, step, tolerance, filled=filled),
        "color": mark.symbol.stroke,
        "width": mark.symbol.width,
        **({"fill": mark.symbol.fill} if filled else {}),
        **({"dashed": True} if mark.symbol.dashed else {}),
        **({"below": True} if mark.below else {}),
    }


@lru_cache(maxsize=_MANY)
def _lines(shape: BaseGeometry, step: float, tolerance: float, *, filled: bool) -> tuple[str, ...]:
    """The lines of a shape, or the edges of one that is filled, each packed."""
    simple = shapely.simplify(shape, tolerance)
    return tuple(
        topology.packed(_on_grid(part, step))
        for part in shapely.get_parts(shapely.boundary(simple) if filled else simple)
    )


def _on_grid(line: BaseGeometry, step: float) -> topology.Arc:
    """A line on the page's grid."""
    return tuple((round(x / step), round(y / step)) for x, y in shapely.get_coordinates(line))


def spots(spec: MapSpec) -> Iterator[tuple[ContextMark, Spots]]:
    """Where the names of a map's context may stand, in degrees, the best place first."""
    named = [mark for mark in spec.context if mark.name.zh]
    shapes = tuple((mark.geometry, mark.below) for mark in named)
    districts = tuple(d.geometry for d in spec.districts) if named else ()
    for mark, found in zip(named, _places(shapes, spec.extent, districts), strict=True):
        if found:
            yield mark, found


@lru_cache(maxsize=_FEW)
def _places(
    shapes: tuple[tuple[BaseGeometry, bool], ...],
    extent: Extent,
    districts: tuple[BaseGeometry, ...],
) -> tuple[Spots, ...]:
    """Places for the name of each shape, of which some lie below the districts."""
    if not shapes:
        return ()
    frame = shapely.box(*extent)
    least = _LEAST * (extent.north - extent.south)
    wide = shapely.buffer(frame, 3 * least, join_style="mitre")
    own = united(districts)
    return tuple(
        _beside(shape, wide, own, least) if below else _along(shape, frame, least)
        for shape, below in shapes
    )


def _beside(
    shape: BaseGeometry, wide: BaseGeometry, districts: BaseGeometry, least: float
) -> Spots:
    free = shapely.difference(shapely.intersection(shape, wide), districts)
    parts = [part for part in shapely.get_parts(free) if part.area > least**2]
    if not parts:
        return ()
    x, y, _ = roomiest(shapely.MultiPolygon(parts), least / 10)
    return (_rounded((x, y)),)


def _along(shape: BaseGeometry, frame: BaseGeometry, least: float) -> Spots:
    seen = shapely.line_merge(shapely.intersection(shapely.boundary(shape), frame))
    if shapely.get_dimensions(shape) != _AREA:
        seen = shapely.line_merge(shapely.intersection(shape, frame))
    longest = max(shapely.get_parts(seen), key=lambda part: part.length, default=None)
    if longest is None or longest.length < least:
        return ()
    return tuple(_rounded(longest.interpolate(part, normalized=True).coords[0]) for part in _SPOTS)


def _rounded(point: Sequence[float]) -> tuple[float, float]:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)
