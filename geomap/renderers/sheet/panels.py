"""Small multiples: a map a year in a grid, one scale, one set of classes, one legend."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet import labels, naming, scale_bar
from geomap.renderers.sheet.ground import map_layers
from geomap.renderers.sheet.labels import Obstacles, Placing
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.plot import Plot, Scene
from geomap.renderers.sheet.primitives import Frame, Layer, TextRun
from geomap.renderers.sheet.projection import View, fitting_scale
from geomap.renderers.sheet.rectangle import BEYOND, EDGE, rectangle
from geomap.renderers.sheet.scale_bar import Furniture

_GAP = 3.0  # mm between two maps
_STRIP = 6.0  # mm above a map, for its year
_PADDING = 1.5  # mm between the ground and a map's edge
_YEAR = 9.5  # points


@dataclass(frozen=True)
class Panels:
    """The maps of a sheet with several years.

    Attributes:
        page: Paper.
        face: Font.
        scene: Of the latest year, with the others in its spec.
        box: What they have together.
    """

    page: Page
    face: Face
    scene: Scene
    box: Box

    @cached_property
    def _grid(self) -> tuple[int, int]:
        """Columns and rows that let the maps be largest."""
        count = len(self.scene.spec.panels)
        shapes = [(columns, ceil(count / columns)) for columns in range(1, count + 1)]
        return min(shapes, key=lambda shape: (self._scale(*shape), shape))

    def _cell(self, columns: int, rows: int) -> tuple[float, float]:
        width = (self.box.width - _GAP * (columns - 1)) / columns
        height = (self.box.height - _GAP * (rows - 1)) / rows - _STRIP * self.page.type_scale
        return width, height

    def _scale(self, columns: int, rows: int) -> float:
        width, height = self._cell(columns, rows)
        room = (max(width - 2 * _PADDING, 1.0), max(height - 2 * _PADDING, 1.0))
        return fitting_scale(self.scene.bounds, *room)

    @cached_property
    def plots(self) -> list[tuple[int, Plot]]:
        """Each year's map, row by row."""
        columns, rows = self._grid
        width, height = self._cell(columns, rows)
        strip = _STRIP * self.page.type_scale
        left, bottom, right, top = self.scene.bounds
        middle, scale = ((left + right) / 2, (bottom + top) / 2), self._scale(columns, rows)
        found = []
        for place, panel in enumerate(self.scene.spec.panels):
            across, down = place % columns, place // columns
            x = self.box.left + across * (width + _GAP)
            y = self.box.top + down * (height + strip + _GAP) + strip
            view = View(Box(x, y, width, height), self.scene.projection, middle, scale)
            scene = Scene(panel.spec, self.scene.lang, self.scene.projection, self.scene.choices)
            found.append((panel.year, Plot.of(scene, view, self.page.type_scale)))
        return found

    @cached_property
    def furniture(self) -> Furniture:
        """Scale bar and arrow for all maps, in the place that none takes or in the first map."""
        _, plot = self.plots[0]
        width, height = scale_bar.size_of(plot.view, plot.factor)
        columns, rows = self._grid
        box = plot.view.box
        place = Box(box.left, box.bottom - height, width, height)
        if len(self.plots) < columns * rows:
            last = self.plots[-1][1].view.box
            place = Box(last.right + _GAP, last.top, width, height)
        return scale_bar.draw(plot.view, place, self.scene.lang, plot.factor, paper=self.page.paper)

    def _names(self, plot: Plot) -> Placing:
        """Names as far as the maker wants any: the maps are small, and the years alike."""
        wanted = self.scene.choices.districts or 0
        codes = [d.adcode for d in plot.scene.spec.districts if d.adcode in plot.shapes]
        codes.sort(key=lambda code: (-plot.shapes[code].area, code))
        requests = naming.district_requests(plot, self.face, codes[:wanted])
        solid = (self.furniture.box,) if plot is self.plots[0][1] else ()
        return labels.place(requests, Obstacles(plot.view.box, solid, plot.lines()))

    def layers(self) -> tuple[Layer, ...]:
        """The ink, year by year."""
        choices, found = self.scene.choices, []
        for year, plot in self.plots:
            box = plot.view.box
            if not choices.is_clear and choices.has("frame"):
                found.append(Layer(f"y{year}-map", (rectangle(box, BEYOND),)))
            found += map_layers(plot, f"y{year}-")
            names = tuple(naming.ink(plot, self.face, self._names(plot)))
            found.append(Layer(f"y{year}-labels", names, box))
            if choices.has("frame"):
                found.append(Layer(f"y{year}-edge", (rectangle(box, None, EDGE, 0.7),)))
            found.append(Layer(f"y{year}-title", (self._title(year, box),)))
        if choices.has("scale"):
            panel = rectangle(self.furniture.box, "#ffffff", opacity=0.85)
            found += [Layer("furniture-ground", (panel,)), self.furniture.layer]
        return tuple(found)

    def _title(self, year: int, box: Box) -> TextRun:
        size = _YEAR * self.page.type_scale
        base = box.top - 1.2 - self.face.descent * size * MM_PER_POINT
        return TextRun(f"{year}", box.left, base, size)

    def frame(self) -> Frame:
        """All maps as data, to be measured."""
        names = [label for _, plot in self.plots for label in naming.labels(self._names(plot))]
        return Frame(self.box, self.plots[0][1].view.scale, tuple(names))

    def unplaced(self) -> tuple[str, ...]:
        """Names that were wanted and found no room."""
        return tuple(
            request.lines[0] for _, plot in self.plots for request in self._names(plot).unplaced
        )
