"""Rivers, roads and neighbours on the page: lines, areas and their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import ContextMark
from geomap.renderers.sheet.circles import map_circles
from geomap.renderers.sheet.density import map_density
from geomap.renderers.sheet.outlines import DASH, runs
from geomap.renderers.sheet.plot import ROUGH, Plot
from geomap.renderers.sheet.primitives import Layer, Path, edge, fill, line

_AREA = 2
_COARSER = 3  # than the districts: it is there to find the way by
_RIM = 0.8  # points of white around a line, so that it reads on a dark colour
_LEAST = 18.0  # mm of a line, or square mm of an area, that earn it a name
_MARGIN = 2.0  # mm between the name of a neighbour and the districts


@dataclass(frozen=True)
class Ground:
    """The context of a map, seen through a view.

    Attributes:
        plot: The map.
    """

    plot: Plot

    @cached_property
    def drawn(self) -> list[tuple[ContextMark, BaseGeometry]]:
        """What is to be drawn, on the page: lines, and areas that have a fill."""
        marks = self.plot.scene.spec.context
        return self._placed(marks, [mark.outline or mark.geometry for mark in marks])

    @cached_property
    def homes(self) -> list[tuple[ContextMark, BaseGeometry]]:
        """Where names may stand: along a line, within an area but clear of the districts."""
        marks = [mark for mark in self.plot.scene.spec.context if mark.name.zh]
        if not marks:
            return []
        taken = shapely.union_all(list(self.plot.shapes.values())).buffer(_MARGIN)
        homes = []
        for mark, shape in self._placed(marks, [mark.geometry for mark in marks]):
            area = shapely.get_dimensions(shape) == _AREA
            free = shapely.difference(shape, taken) if mark.below else shape
            home = _largest(free) if area else _longest(free)
            if home is not None:
                homes.append((mark, home))
        return homes

    def _placed(
        self, marks: Iterable[ContextMark], shapes: list[BaseGeometry]
    ) -> list[tuple[ContextMark, BaseGeometry]]:
        view = self.plot.view
        if not shapes:
            return []
        ground = self.plot.scene.projection.project(shapes)
        simple = shapely.simplify(ground, _COARSER * view.detail * self.plot.factor)
        placed = view.place(np.asarray(simple, dtype=object))
        return [(m, s) for m, s in zip(marks, placed, strict=True) if not s.is_empty]

    def layer(self, name: str, *, below: bool) -> tuple[Layer, ...]:
        """What lies below the districts, or above their colours; no layer where there is none."""
        items = tuple(self._ink(below=below))
        return (Layer(name, items, self.plot.view.box),) if items else ()

    def _ink(self, *, below: bool) -> Iterable[Path]:
        for mark, shape in self.drawn:
            if mark.below is not below:
                continue
            symbol = mark.symbol
            width = symbol.width * self.plot.factor
            dash = DASH if symbol.dashed else ()
            rim = 0.0 if below else width + _RIM * self.plot.factor
            if shapely.get_dimensions(shape) == _AREA:
                yield fill(runs(shape), symbol.fill)
                yield edge(runs(shape), symbol.stroke, width, dash)
            else:
                yield line(runs(shape), symbol.stroke, width, dash, rim)


def map_layers(plot: Plot, prefix: str) -> tuple[Layer, ...]:
    """A map without words: the ground around, districts, rivers, then what lies on them."""
    ground = Ground(plot)
    return (
        *ground.layer(f"{prefix}around", below=True),
        *plot.districts(prefix),
        *ground.layer(f"{prefix}rivers", below=False),
        *map_density(plot, prefix),
        *plot.layers(prefix, map_circles(plot, prefix)),
    )


def _longest(lines: BaseGeometry) -> BaseGeometry | None:
    parts = shapely.get_parts(shapely.line_merge(lines))
    longest = max(parts, key=lambda part: part.length, default=None)
    if longest is None or longest.length < _LEAST:
        return None
    simple: BaseGeometry = shapely.simplify(longest, ROUGH)
    return simple


def _largest(area: BaseGeometry) -> BaseGeometry | None:
    parts = [p for p in shapely.get_parts(area) if shapely.get_dimensions(p) == _AREA]
    largest = max(parts, key=lambda part: part.area, default=None)
    if largest is None or largest.area < _LEAST:
        return None
    simple: BaseGeometry = shapely.simplify(largest, ROUGH)
    return simple
