"""Polygons that share borders, as arcs that are stored once.

A coverage (districts without gaps or overlaps) is simplified as one, so that no border opens, then
snapped to a grid of integers and cut into arcs at the points where borders meet. A border between
two districts is one arc that both refer to. Pure: numbers in, numbers out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geomap.geo.shared import simpler

Vertex = tuple[int, int]
Arc = tuple[Vertex, ...]
# A ring is a row of arc numbers; ~n (that is, -n - 1) is arc n walked backwards.
Ring = tuple[int, ...]
Shape = tuple[tuple[Ring, ...], ...]
_FEW = 2  # topologies that are kept for the next map of the same districts


@dataclass(frozen=True, slots=True)
class Topology:
    """Shapes made of shared arcs.

    Attributes:
        step: Size of the grid, in degrees.
        arcs: Each border once, as vertices of the grid.
        shapes: For each polygon handed in: its polygons, each a shell and its holes.
    """

    step: float
    arcs: tuple[Arc, ...]
    shapes: tuple[Shape, ...]


def build(polygons: Sequence[BaseGeometry], *, tolerance: float, step: float) -> Topology:
    """Cut a coverage into shared arcs.

    Args:
        polygons: Polygons or MultiPolygons whose shared borders are equal vertex for vertex.
        tolerance: Bends smaller than a square of this side go, in degrees; 0 keeps every vertex.
        step: Grid that vertices snap to, in degrees; well below ``tolerance``.

    Returns:
        The topology; ``decode`` gives the polygons back.
    """
    return _build(tuple(polygons), tolerance, step)


@lru_cache(maxsize=_FEW)
def _build(polygons: tuple[BaseGeometry, ...], tolerance: float, step: float) -> Topology:
    snapped = [_snapped(shape, step) for shape in simpler(polygons, tolerance)]
    rings = [ring for shape in snapped for polygon in shape for ring in polygon]
    junctions = _junctions(rings)
    numbers: dict[Arc, int] = {}
    shapes = tuple(
        tuple(tuple(_cut(ring, junctions, numbers) for ring in polygon) for polygon in shape)
        for shape in snapped
    )
    return Topology(step, tuple(numbers), shapes)


@lru_cache(maxsize=_FEW)
def decode(topology: Topology) -> tuple[MultiPolygon, ...]:
    """The polygons of a topology, in degrees, in the order they were handed to ``build``."""
    return tuple(
        MultiPolygon(
            [
                Polygon(shell, holes)
                for shell, *holes in (
                    [_points(ring, topology) for ring in polygon] for polygon in shape
                )
            ]
        )
        for shape in topology.shapes
    )


def _points(ring: Ring, topology: Topology) -> list[tuple[float, float]]:
    vertices: list[Vertex] = []
    for number in ring:
        arc = topology.arcs[number] if number >= 0 else topology.arcs[~number][::-1]
        vertices.extend(arc[1:] if vertices else arc)
    return [(x * topology.step, y * topology.step) for x, y in vertices]


@lru_cache(maxsize=_FEW)
def arcs(topology: Topology) -> tuple[str, ...]:
    """The arcs of a topology, `packed`."""
    return tuple(packed(arc) for arc in topology.arcs)


_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LONG = 11  # ones that say: the number follows in full
_FULL = 32  # bits of such a number
_SHORTEST, _LONGEST = 1, 9  # bits of the part of a number that is written as it is


def packed(arc: Arc) -> str:
    """An arc as text: x, y of its first vertex, then steps, in a Rice code as base64 digits.

    The first digit is the number of low bits *k*. Of each number, its sign as the lowest bit, what
    is above *k* bits stands as so many ones and a zero, then the *k* bits. Ones fill the last
    digit. Less than a third of the bytes of a JSON list, and no character that JSON or HTML
    would escape.
    """
    flat = np.asarray(arc, dtype=np.int64)
    steps = np.concatenate([flat[:1], np.diff(flat, axis=0)]).ravel()
    numbers = np.where(steps < 0, (-steps << 1) | 1, steps << 1)
    low = min(range(_SHORTEST, _LONGEST), key=lambda k: _length(numbers, k))
    bits = "".join(_rice(int(number), low) for number in numbers)
    bits += "1" * (-len(bits) % 6)
    return _DIGITS[low] + "".join(
        _DIGITS[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6)
    )


def _length(numbers: np.ndarray, low: int) -> int:
    ones = numbers >> low
    return int(np.where(ones < _LONG, ones + 1 + low, _LONG + _FULL).sum())


def _rice(number: int, low: int) -> str:
    ones = number >> low
    if ones >= _LONG:
        return "1" * _LONG + f"{number:0{_FULL}b}"
    return "1" * ones + "0" + f"{number & ((1 << low) - 1):0{low}b}"


def _snapped(shape: BaseGeometry, step: float) -> list[list[Arc]]:
    """Rings on the grid, without the closing vertex; rings that shrank to nothing are left out."""
    polygons: list[list[Arc]] = []
    for part in shapely.get_parts(shape):
        shell = _grid_ring(part.exterior.coords, step)
        if shell is None:
            continue
        holes = (_grid_ring(hole.coords, step) for hole in part.interiors)
        polygons.append([shell, *(hole for hole in holes if hole is not None)])
    return polygons


_SMALLEST_RING = 3


def _grid_ring(points: Iterable[tuple[float, ...]], step: float) -> Arc | None:
    ring: list[Vertex] = []
    for point in points:
        vertex = (round(point[0] / step), round(point[1] / step))
        if not ring or vertex != ring[-1]:
            ring.append(vertex)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring) if len(ring) >= _SMALLEST_RING else None


def _steps(ring: Arc) -> Iterator[tuple[Vertex, Vertex, Vertex]]:
    """Each vertex with the one before and the one after."""
    return zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True)


def _junctions(rings: Iterable[Arc]) -> frozenset[Vertex]:
    """Vertices where an arc must end: rings that pass there come from or go to different places."""
    seen: dict[Vertex, frozenset[Vertex]] = {}
    found: set[Vertex] = set()
    for ring in rings:
        for before, vertex, after in _steps(ring):
            neighbours = frozenset((before, after))
            if seen.setdefault(vertex, neighbours) != neighbours:
                found.add(vertex)
    return frozenset(found)


def _cut(ring: Arc, junctions: frozenset[Vertex], numbers: dict[Arc, int]) -> Ring:
    """A ring as numbers of arcs; arcs met for the first time are entered in ``numbers``."""
    ends = [place for place, vertex in enumerate(ring) if vertex in junctions]
    if not ends:  # a ring that no third shape touches: start it at one fixed vertex
        ends = [ring.index(min(ring))]
    turned = ring[ends[0] :] + ring[: ends[0] + 1]
    stops = [end - ends[0] for end in ends] + [len(ring)]
    return tuple(_number(turned[start : stop + 1], numbers) for start, stop in pairwise(stops))


def _number(arc: Arc, numbers: dict[Arc, int]) -> int:
    if arc in numbers:
        return numbers[arc]
    back = arc[::-1]
    if back in numbers:
        return ~numbers[back]
    return numbers.setdefault(arc, len(numbers))
