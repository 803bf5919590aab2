"""MapSpecs as the one block of JSON that a page's script reads. Pure.

Words, measures and marks that several maps share are stored once and referred to by number, and
so are the borders of districts. ``types.d.ts`` beside this file describes the result.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo import topology
from geomap.geo.datum import Datum
from geomap.geo.middle import roomiest
from geomap.model import (
    Basemap,
    Border,
    ContextMark,
    DistrictMark,
    Fact,
    MapSpec,
    Mark,
    MeasureEntry,
    symbols,
)
from geomap.model.dots import Dots
from geomap.model.profile import ProfileLinks
from geomap.renderers.web import dots as many
from geomap.renderers.web import ground, legends, parts, places
from geomap.renderers.web.inert import Pool
from geomap.renderers.web.initials import initials
from geomap.text import Text

Json = dict[str, Any]

# The page offers four doublings of scale beyond the whole map on a screen 800 pixels wide; a bend
# smaller than one pixel there is not worth its bytes.
_PIXELS_AT_LARGEST_ZOOM = 800 * 2**4
_GRID_CELLS_A_BEND = 2
_TILE_PIXELS = 256
_DIGITS = 5  # of degrees, about a metre
_WATER = {"river", "water", "sea"}


@dataclass(frozen=True, slots=True)
class Payload:
    """What a page's script needs to draw its maps.

    Attributes:
        content: A value for ``encoded``.
        blocks: By name, columns of many rows: see `geomap.renderers.web.blocks`.
    """

    content: Json
    blocks: Mapping[str, str] = field(repr=False)


def payload(
    specs: Sequence[MapSpec],
    basemap: Basemap | None = None,
    profiles: ProfileLinks | None = None,
) -> Payload:
    """What the page's script needs to draw the maps.

    Args:
        specs: At least one map; maps of one atlas share their districts.
        basemap: Online map below the districts.
        profiles: Where the cards of districts lead to.

    Returns:
        Equal maps give equal values.

    Raises:
        RenderError: Two maps draw the same district differently, or a mark has a geometry that
            is neither area, line nor point.
    """
    made = _Content(specs, basemap, profiles)
    content = made.content()
    return Payload(content, made.blocks)


class _Content:
    """The content of a payload in the making."""

    def __init__(
        self, specs: Sequence[MapSpec], basemap: Basemap | None, profiles: ProfileLinks | None
    ) -> None:
        self._specs = specs
        self._basemap = basemap
        self._profiles = profiles
        self._texts = Pool[Text]()
        self._measures = Pool[MeasureEntry]()
        self._marks = Pool[Mark]()
        self._context = Pool[ContextMark]()
        self._dots: list[Dots] = []
        self.blocks: dict[str, str] = {}
        self._districts = parts.shared_districts(specs)
        self._index = {adcode: number for number, adcode in enumerate(self._districts)}

    def _shapes(self) -> list[BaseGeometry]:
        return [district.geometry for district in self._districts.values()]

    def content(self) -> Json:
        themes = [self._theme(spec) for spec in self._specs]
        # The pools grow while themes, measures and marks are written: texts come last.
        districts, scale = self._geometry()
        context = ground.lines(self._context, scale["step"])
        marks = [self._mark(mark) for mark in self._marks]
        dots = [self._many(number, each) for number, each in enumerate(self._dots)]
        measures = [self._measure(measure) for measure in self._measures]
        return {
            "language": self._specs[0].language,
            "bilingual": all(spec.bilingual for spec in self._specs),
            "atlas": self._text(self._specs[0].atlas),
            **scale,
            **self._tiles(),
            **parts.links(self._profiles, self._index),
            "outlines": self._outlines(),
            "districts": districts,
            "context": context,
            "themes": themes,
            "marks": marks,
            **({"dots": dots} if dots else {}),
            "measures": measures,
            "texts": [parts.both_ways(words) for words in self._texts],
        }

    def _text(self, words: Text) -> int:
        return self._texts.number(words)

    def _words(self, words: Iterable[Text]) -> list[int]:
        return [self._text(each) for each in words]

    def _facts(self, facts: Iterable[Fact]) -> list[int]:
        return [self._text(words) for fact in facts for words in (fact.label, fact.value)]

    def _outlines(self) -> Json:
        used = {
            item.symbol.shape
            for spec in self._specs
            for legend in spec.legends
            for item in legend.items
        }
        return {shape: symbols.OUTLINES[shape] for shape in sorted(used)}

    def _tiles(self) -> Json:
        """The base map; a page without one does not mention it."""
        tiles = self._basemap
        if tiles is None:
            return {}
        return {
            "basemap": {
                "title": self._text(tiles.title),
                "url": tiles.url,
                "subdomains": tiles.subdomains,
                "gcj02": tiles.datum is Datum.GCJ02,
                "zoom": tiles.max_zoom,
                "credit": tiles.attribution,
            }
        }

    # --- places

    def _geometry(self) -> tuple[list[Json], Json]:
        """The districts, and what it takes to read their geometry."""
        outlines = self._shapes()
        west, _, east, _ = shapely.total_bounds(np.asarray(outlines, dtype=object))
        tolerance = float(east - west) / _PIXELS_AT_LARGEST_ZOOM
        step = round(tolerance / _GRID_CELLS_A_BEND, 7)
        shared = topology.build(outlines, tolerance=tolerance, step=step)
        simple = topology.decode(shared)
        districts = [
            self._district(district, rings, shape, step)
            for district, rings, shape in zip(
                self._districts.values(), shared.shapes, simple, strict=True
            )
        ]
        zoom = math.ceil(math.log2(360 / (_TILE_PIXELS * tolerance)))
        return districts, {"step": step, "zoom": zoom, "arcs": topology.arcs(shared)}

    def _district(
        self, district: DistrictMark, rings: topology.Shape, shape: BaseGeometry, step: float
    ) -> Json:
        longitude, latitude, room = roomiest(shape, step * 10)
        return {
            "code": district.adcode,
            "name": self._text(district.name),
            "label": self._text(district.label),
            "region": self._text(district.region),
            "province": self._text(district.province),
            "find": " ".join(
                (*initials(district.name.zh), *initials(district.label.zh), *district.former)
            ),
            "at": [round(longitude, _DIGITS), round(latitude, _DIGITS)],
            "room": round(room, _DIGITS),
            "rings": rings,
        }

    def _place(self, mark: Mark) -> Json:
        return self._of(mark.members) if mark.members else places.of(mark)

    def _of(self, members: Iterable[str]) -> Json:
        """An area made of whole districts, by their numbers."""
        return {"of": sorted(self._index[code] for code in members)}

    # --- parts of a map

    def _theme(self, spec: MapSpec) -> Json:
        numbers = {mark.id: self._marks.number(mark) for mark in spec.marks}
        rows = {measure.id: self._measures.number(measure) for measure in spec.measures}
        return {
            "theme": spec.theme,
            "title": self._text(spec.title),
            "name": self._text(spec.name),
            "subtitle": self._text(spec.subtitle),
            "alt": self._text(spec.alt),
            "date": self._text(spec.reference_date),
            "approval": self._text(spec.approval),
            "sources": self._words(spec.sources),
            "notes": self._words(spec.notes),
            "extent": [round(degrees, _DIGITS) for degrees in spec.extent],
            "districts": [self._drawn(district, rows, numbers) for district in spec.districts],
            "borders": [self._border(border) for border in spec.borders],
            "marks": [numbers[mark.id] for mark in spec.marks],
            **({"dots": [self._number(each) for each in spec.dots]} if spec.dots else {}),
            **parts.scattered(spec.scatter),
            "measures": [rows[measure.id] for measure in spec.measures],
            "legends": [legends.as_json(legend, self._text) for legend in spec.legends],
            "context": [self._context.number(mark) for mark in spec.context],
            "names": [
                {"name": self._text(mark.name), "water": mark.role in _WATER, "at": spots}
                for mark, spots in ground.spots(spec)
            ],
        }

    def _drawn(
        self, district: DistrictMark, rows: dict[str, int], numbers: dict[str, int]
    ) -> list[Any]:
        return [
            self._index[district.adcode],
            district.item,
            district.value,
            self._facts(district.facts),
            [rows[measure] for measure in district.measures],
            [numbers[mark] for mark in district.marks],
            *parts.circled(district.circle),
        ]

    def _border(self, border: Border) -> Json:
        return {"title": self._text(border.title), **self._of(border.members)}

    def _mark(self, mark: Mark) -> Json:
        return {
            "id": mark.id,
            "name": self._text(mark.name),
            "kind": self._text(mark.kind),
            "status": self._text(mark.status),
            "item": mark.item,
            "certainty": mark.certainty.value,
            "facts": self._facts(mark.facts),
            "articles": mark.articles,
            "chapters": mark.chapters,
            "districts": [self._index[code] for code in mark.districts if code in self._index],
            "find": " ".join(initials(mark.name.zh)),
            **self._place(mark),
        }

    def _number(self, dots: Dots) -> int:
        """The number of dots among those of the page; maps that show the same ones share them."""
        for number, known in enumerate(self._dots):
            if known.shows_as(dots):
                return number
        self._dots.append(dots)
        return len(self._dots) - 1

    def _many(self, number: int, dots: Dots) -> Json:
        packed = many.pack(dots, self._text, self._index)
        self.blocks |= {f"{number}-{name}": block for name, block in packed.blocks.items()}
        return packed.content

    def _measure(self, measure: MeasureEntry) -> Json:
        return {
            "id": measure.id,
            "article": self._text(measure.article),
            "article_number": measure.article_number,
            "chapter_number": measure.chapter_number,
            "chapter": self._text(measure.chapter),
            "title": self._text(measure.title),
            "departments": self._words(Text.same(name) for name in measure.departments),
            "scope": self._text(measure.scope),
            "target": None if measure.target is None else self._text(measure.target),
            "summary": self._text(measure.summary),
            "citywide": measure.citywide,
        }
