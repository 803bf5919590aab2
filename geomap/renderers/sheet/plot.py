"""The map itself: districts, borders and marks of a spec, seen through a view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.geo.extent import Bounds
from geomap.model import Certainty, DistrictMark, MapSpec, Mark, Symbol
from geomap.model.sheet import NO_CHOICES, SheetChoices
from geomap.renderers.sheet import crowd
from geomap.renderers.sheet.candidates import heart
from geomap.renderers.sheet.outlines import (
    AREA,
    DASH,
    FINE_DASH,
    LINE,
    POINT,
    SYMBOL_RADIUS,
    hatch,
    main_color,
    point_symbol,
    runs,
)
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Layer, Path, edge, fill, line
from geomap.renderers.sheet.projection import Geometries, Projection, View, simplified
from geomap.text import Lang

BORDER = "#3c3c3c"
HATCH = "#8a8a86"
_BORDER_WIDTH = 0.75  # points
ROUGH = 0.3  # mm; neither labels nor furniture need to know an outline better
_GLASS = 0.07  # opacity of the ground that a place may lie in


@dataclass(frozen=True)
class Scene:
    """A spec with its districts projected, once for every view.

    Attributes:
        spec: The map.
        lang: Language of its words.
        projection: For its extent.
        choices: What the maker of the sheet wants.
    """

    spec: MapSpec
    lang: Lang
    projection: Projection
    choices: SheetChoices = NO_CHOICES

    @classmethod
    def of(cls, spec: MapSpec, lang: Lang, choices: SheetChoices = NO_CHOICES) -> "Scene":
        """The scene in the projection for the spec's extent."""
        return cls(spec, lang, Projection.for_extent(spec.extent), choices)

    @cached_property
    def districts(self) -> Geometries:
        """Projected districts, in metres, in the order of the spec."""
        return self.projection.project([district.geometry for district in self.spec.districts])

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """Adcodes of the districts that the map is about: those within the spec's extent."""
        hold = shapely.box(*self.spec.extent).buffer(1e-6)
        return tuple(
            district.adcode
            for district in self.spec.districts
            if hold.covers(shapely.envelope(district.geometry))
        )

    @cached_property
    def bounds(self) -> Bounds:
        """What the map must show, in metres: its districts, or the extent if it has none."""
        codes = set(self.focus)
        inside = np.array([district.adcode in codes for district in self.spec.districts])
        chosen = self.districts[inside] if inside.any() else self._extent()
        return Bounds(*(float(edge) for edge in shapely.total_bounds(chosen)))

    def _extent(self) -> Geometries:
        edge = shapely.segmentize(shapely.box(*self.spec.extent), 0.05)
        return self.projection.project([edge])

    def symbol(self, item: str) -> Symbol:
        """How a legend item looks."""
        return self.spec.item(item).symbol


@dataclass(frozen=True)
class VisibleDistricts:
    """The districts that a view reaches, in metres, as simple as its scale allows.

    Attributes:
        shapes: By adcode; shared borders are shared still.
        rough: Metres that a label need not know.
    """

    shapes: Mapping[str, BaseGeometry] = field(repr=False)
    rough: float

    @classmethod
    def of(cls, scene: Scene, view: View, factor: float) -> "VisibleDistricts":
        """All districts made simple at once."""
        seen = np.flatnonzero(shapely.intersects(scene.districts, shapely.box(*view.reach())))
        simple = simplified(scene.districts[seen], view.detail * factor)
        codes = [scene.spec.districts[n].adcode for n in seen]
        return cls(dict(zip(codes, simple, strict=True)), ROUGH * view.scale / 1000)

    @cached_property
    def homes(self) -> dict[str, BaseGeometry]:
        """The districts as labels need to know them, each on its own."""
        shapes = np.array(list(self.shapes.values()), dtype=object)
        return dict(zip(self.shapes, shapely.simplify(shapes, self.rough), strict=True))

    @cached_property
    def _seamless(self) -> bool:
        """Whether the districts neither overlap nor miss each other's corners."""
        return bool(shapely.coverage_is_valid(list(self.shapes.values())))

    def united(self, adcodes: Iterable[str]) -> BaseGeometry:
        """The union of these districts."""
        parts = [self.shapes[code] for code in adcodes if code in self.shapes]
        if not parts:
            return shapely.Polygon()
        # Dropping shared borders takes a tenth of the time, but needs borders that are shared.
        return (shapely.coverage_union_all if self._seamless else shapely.union_all)(parts)


@dataclass(frozen=True)
class Plot:
    """A scene through a view: what stands where on the page.

    Attributes:
        scene: What is shown.
        view: How.
        factor: Of symbols and hatches, as of type.
        terrain: The districts; the same for a view that is moved a little.
    """

    scene: Scene
    view: View
    factor: float
    terrain: VisibleDistricts

    @classmethod
    def of(cls, scene: Scene, view: View, factor: float) -> "Plot":
        """The plot, with the terrain for its scale."""
        return cls(scene, view, factor, VisibleDistricts.of(scene, view, factor))

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """Visible districts on the page, by adcode; shared borders are shared still."""
        return self._on_page(self.terrain.shapes)

    @cached_property
    def homes(self) -> dict[str, BaseGeometry]:
        """Visible districts on the page, by adcode, as labels need to know them."""
        return self._on_page(self.terrain.homes)

    def _on_page(self, ground: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
        placed = self.view.place(np.array(list(ground.values()), dtype=object))
        return {key: shape for key, shape in zip(ground, placed, strict=True) if not shape.is_empty}

    @cached_property
    def marks(self) -> dict[str, BaseGeometry]:
        """Visible marks on the page, by id."""
        drawn = [(m, m.geometry) for m in self.scene.spec.marks if m.geometry is not None]
        places = self.scene.projection.project([geometry for _, geometry in drawn])
        areas = shapely.get_dimensions(places) == AREA
        places[areas] = shapely.simplify(places[areas], self.view.detail * self.factor)
        for number, (mark, _) in enumerate(drawn):
            if mark.members:  # along the very borders that the map shows
                places[number] = self.terrain.united(mark.members)
        placed = self.view.place(places)
        pairs = zip(drawn, placed, strict=True)
        return {mark.id: shape for (mark, _), shape in pairs if not shape.is_empty}

    def visible(self) -> Iterable[tuple[Mark, BaseGeometry]]:
        """Marks with their place on the page, in drawing order."""
        for mark in self.scene.spec.marks:
            if mark.id in self.marks:
                yield mark, self.marks[mark.id]

    def circle(self, mark: Mark) -> BaseGeometry | None:
        """The ground that an approximate point may lie in, on the page."""
        point = mark.geometry
        if mark.uncertainty is None or not isinstance(point, shapely.Point):
            return None
        ring = self.scene.projection.circle(point.x, point.y, mark.uncertainty)
        placed: BaseGeometry = self.view.place(np.array([ring], dtype=object))[0]
        return None if placed.is_empty else placed

    def districts(self, prefix: str) -> tuple[Layer, ...]:
        """The districts in their colours."""
        return (Layer(f"{prefix}districts", tuple(self._districts()), self.view.box),)

    def layers(self, prefix: str, amounts: tuple[Layer, ...] = ()) -> tuple[Layer, ...]:
        """What lies on the districts, but for words; ``amounts`` are the districts' own circles."""
        clip = self.view.box
        return (
            Layer(f"{prefix}areas", tuple(self._areas()), clip),
            Layer(f"{prefix}borders", tuple(self._borders()), clip),
            *amounts,
            Layer(f"{prefix}circles", tuple(self._circles()), clip),
            Layer(f"{prefix}routes", tuple(self._routes()), clip),
            Layer(f"{prefix}points", tuple(self._points()), clip),
        )

    def _districts(self) -> Iterable[Path]:
        hatches: list[Path] = []
        for district in self.scene.spec.districts:
            shape = self.shapes.get(district.adcode)
            if shape is None:
                continue
            symbol = self.scene.symbol(district.item)
            yield Path(
                runs(shape),
                closed=True,
                fill=symbol.fill,
                stroke=symbol.stroke,
                width=symbol.width,
                title=self._caption(district),
                data=(("data-adcode", district.adcode),),
            )
            hatches += hatch(shape, symbol.pattern, HATCH, self.factor)
        yield from hatches

    def _caption(self, district: DistrictMark) -> str:
        lang = self.scene.lang
        label = self.scene.spec.item(district.item).label.get(lang)
        return f"{district.name.get(lang)}{'：' if lang == 'zh' else ': '}{label}"

    def _borders(self) -> Iterable[Path]:
        for outline in self.border_lines:
            yield line(runs(outline), BORDER, _BORDER_WIDTH * self.factor)

    @cached_property
    def border_lines(self) -> list[BaseGeometry]:
        """Outlines of regions, made of the very borders of the districts shown."""
        regions = [self.terrain.united(border.members) for border in self.scene.spec.borders]
        outlines = np.array([region.boundary for region in regions], dtype=object)
        return [shape for shape in self.view.place(outlines) if not shape.is_empty]

    def _areas(self) -> Iterable[Path]:
        for mark, shape in self.visible():
            if shapely.get_dimensions(shape) != AREA:
                continue
            symbol, rings = self.scene.symbol(mark.item), runs(shape)
            color = main_color(symbol)
            pattern = symbol.pattern if symbol.geometry == "area" else "diagonal"
            yield from hatch(shape, pattern, color, self.factor)
            width = max(symbol.width, 1.0) * self.factor
            yield edge(rings, color, width, _dash(mark, symbol), width + 1.2 * self.factor)

    def _circles(self) -> Iterable[Path]:
        for mark, _ in self.visible():
            circle = self.circle(mark)
            if circle is not None:
                color, rings = main_color(self.scene.symbol(mark.item)), runs(circle)
                yield fill(rings, color, _GLASS)
                yield edge(rings, color, 0.55 * self.factor, FINE_DASH)

    def _routes(self) -> Iterable[Path]:
        for mark, shape in self.visible():
            if shapely.get_dimensions(shape) == LINE:
                symbol = self.scene.symbol(mark.item)
                width = max(symbol.width, 0.8) * self.factor
                color, rim = main_color(symbol), width + 1.2 * self.factor
                yield line(runs(shape), color, width, _dash(mark, symbol), rim)

    def spots(self, mark: Mark, shape: BaseGeometry) -> list[tuple[float, float]]:
        """Where a mark's point symbol stands; an area whose kind is a point has one inside."""
        dimensions = shapely.get_dimensions(shape)
        if dimensions == POINT:
            return [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]
        if dimensions == AREA and self.scene.symbol(mark.item).geometry == "point":
            return [heart(shape)]
        return []

    def _points(self) -> Iterable[Path]:
        yield from crowd.dots(
            self.scene.spec.dots, self._at, self.view.box, self.scene.symbol, self.factor
        )
        for mark, shape in self.visible():
            symbol = self.scene.symbol(mark.item)
            for spot in self.spots(mark, shape):
                yield point_symbol(symbol.shape, spot, SYMBOL_RADIUS * self.factor, symbol)

    def _at(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees to millimetres on the page."""
        return self.view.to_paper(self.scene.projection.forward(degrees))

    def solid(self) -> tuple[Box, ...]:
        """Boxes of the point symbols, which no label may cover; dots may be covered."""
        radius = SYMBOL_RADIUS * self.factor
        return tuple(
            Box(x - radius, y - radius, 2 * radius, 2 * radius)
            for mark, shape in self.visible()
            for x, y in self.spots(mark, shape)
        )

    def lines(self) -> tuple[BaseGeometry, ...]:
        """Lines that a label had better not cross."""
        routes = [shape for _, shape in self.visible() if shapely.get_dimensions(shape) == LINE]
        areas = [s.boundary for _, s in self.visible() if shapely.get_dimensions(s) == AREA]
        # A label need not know a line better than its own white rim.
        rough = shapely.simplify(np.array([*routes, *areas, *self.border_lines]), ROUGH)
        return tuple(rough)


def _dash(mark: Mark, symbol: Symbol) -> tuple[float, ...]:
    """Only what is known exactly has an unbroken line."""
    is_exact = mark.certainty in {Certainty.WHOLE_UNIT, Certainty.SURVEYED}
    return DASH if symbol.dashed or not is_exact else ()
