"""Main map and inset with their names and edges: the middle of a sheet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely

from geomap.model import Mark
from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet import crowd, labels, naming, scale_bar
from geomap.renderers.sheet.frames import STRIP, Frames, inset_on_main
from geomap.renderers.sheet.ground import Ground, map_layers
from geomap.renderers.sheet.labels import Obstacles, Placing
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.plot import Plot
from geomap.renderers.sheet.primitives import Frame, Layer, Path, TextRun
from geomap.renderers.sheet.rectangle import BEYOND, EDGE, rectangle
from geomap.renderers.sheet.scale_bar import Furniture, scale_words
from geomap.text import Text

_INSET_EDGE = "#8c1c13"
_INSET_TYPE = 7.5  # points
_SEEN = 0.5  # share of a district beyond the extent that must be seen to be named
_UNNAMED = Text("{:,} 个标注过密，未注名", "{:,} marks, too many to be named")
_TOO_SMALL = Text("{:,} 个区县太小，未注名", "{:,} districts, too small to be named")
_NAME_EDGE = 0.6  # mm between a label and the frame


@dataclass(frozen=True)
class Maps:
    """Frames with everything in them.

    Attributes:
        page: Paper.
        face: Font.
        frames: Main map and inset.
    """

    page: Page
    face: Face
    frames: Frames

    @cached_property
    def furniture(self) -> Furniture:
        """Scale bar and north arrow."""
        main, box = self.frames.main, self.frames.furniture
        return scale_bar.draw(main.view, box, main.scene.lang, main.factor, paper=self.page.paper)

    # -- names -----------------------------------------------------------------------------------

    @cached_property
    def main_names(self) -> Placing:
        """Names on the main map: those that the inset does not carry."""
        plot = self.frames.main
        elsewhere = self._in_inset
        districts = [code for code in self._named if code not in elsewhere]
        marks = [mark.id for mark in self._nameable if mark.id not in elsewhere]
        boxes = (self.frames.furniture, self.frames.inset_box)
        solid = (*plot.solid(), *(box for box in boxes if box is not None))
        place = inset_on_main(self.frames)
        edges = () if place is None else (shapely.box(*place.bounds).exterior,)
        return self._place(plot, districts, marks, solid, edges)

    @cached_property
    def inset_names(self) -> Placing:
        """Names in the inset."""
        plot = self.frames.inset
        if plot is None:
            return Placing((), ())
        named = self._in_inset & {mark.id for mark in self._nameable}
        chosen = self._in_inset & {*self._named, *(() if self._limited else self._in_inset)}
        return self._place(plot, chosen, named, plot.solid())

    @property
    def _limited(self) -> bool:
        return self.frames.main.scene.choices.districts is not None

    @cached_property
    def _named(self) -> list[str]:
        """Districts that the maker wants named: of those with room the largest."""
        wanted, found = self.frames.main.scene.choices.districts, self._roomy[0]
        if wanted is None or len(found) <= wanted:
            return found
        scene = self.frames.main.scene
        codes = (district.adcode for district in scene.spec.districts)
        areas = dict(zip(codes, shapely.area(scene.districts).tolist(), strict=True))
        return sorted(found, key=lambda code: (-areas[code], code))[:wanted]

    @cached_property
    def _roomy(self) -> tuple[list[str], int]:
        """Districts that are named: all, or of a crowd those with room; how many are left out."""
        return crowd.roomy(self._shown(), self.frames.main.shapes)

    @cached_property
    def _nameable(self) -> list[Mark]:
        """Marks that are few enough to be named."""
        marks = crowd.nameable([mark for mark, _ in self.frames.main.visible()])[0]
        choices = self.frames.main.scene.choices
        left = {"project": choices.projects, "site": choices.sites}
        found = []
        for mark in marks:
            kind = mark.id.partition(":")[0]
            room = left.get(kind)
            if room is not None:
                left[kind] = room - 1
            if room is None or room > 0:
                found.append(mark)
        return found

    @cached_property
    def _in_inset(self) -> frozenset[str]:
        """Adcodes and ids of marks that are named in the inset, and so nowhere else."""
        core, plot = self.frames.core, self.frames.inset
        if core is None or plot is None:
            return frozenset()
        frame = shapely.box(*plot.view.box.bounds)
        marks = [mark.id for mark, shape in plot.visible() if frame.covers(shapely.centroid(shape))]
        # A mark cut by the inset's edge keeps its centre on the main map.
        whole = [key for key in marks if self._mostly_inside(key)]
        return frozenset((*core.adcodes, *whole))

    def _mostly_inside(self, mark: str) -> bool:
        main, inset = self.frames.main.marks.get(mark), inset_on_main(self.frames)
        if main is None or inset is None:
            return True
        return bool(shapely.box(*inset.bounds).covers(shapely.centroid(main)))

    def _shown(self) -> list[str]:
        """Districts that the map is about, and those beyond that are seen well enough."""
        plot = self.frames.main
        focus, inset = set(plot.scene.focus), self.frames.inset_box
        hidden = shapely.box(*inset.bounds) if inset else shapely.Point()
        frame = shapely.box(*plot.view.box.bounds).difference(hidden)
        whole = shapely.area(plot.scene.districts) * (1000 / plot.view.scale) ** 2
        return [
            district.adcode
            for district, area in zip(plot.scene.spec.districts, whole, strict=True)
            if district.adcode in focus
            or (
                district.adcode in plot.shapes
                and plot.shapes[district.adcode].intersection(frame).area >= _SEEN * area
            )
        ]

    def _place(
        self,
        plot: Plot,
        districts: Collection[str],
        marks: Collection[str],
        solid: Sequence[Box],
        edges: tuple[shapely.LinearRing, ...] = (),
    ) -> Placing:
        requests = [
            *naming.district_requests(plot, self.face, districts),
            *naming.mark_requests(plot, self.face, marks),
            *naming.ground_requests(plot, Ground(plot), self.face),
        ]
        frame = plot.view.box.grown(-_NAME_EDGE)
        return labels.place(requests, Obstacles(frame, tuple(solid), (*plot.lines(), *edges)))

    def unplaced(self) -> tuple[str, ...]:
        """Full names of what found no room for its label."""
        spec, lang = self.frames.main.scene.spec, self.frames.main.scene.lang
        names = {d.adcode: d.name for d in spec.districts} | {m.id: m.name for m in spec.marks}
        missing = (*self.main_names.unplaced, *self.inset_names.unplaced)
        # Rivers and neighbours are no data: where there is no room for their names, nobody is told.
        lost = tuple(names[each.key].get(lang) for each in missing if each.key in names)
        _, unnamed = crowd.nameable([mark for mark, _ in self.frames.main.visible()])
        unnamed += sum(map(len, spec.dots))
        crowded = self._roomy[1]
        return (
            *lost,
            *((_UNNAMED.get(lang).format(unnamed),) if unnamed else ()),
            *((_TOO_SMALL.get(lang).format(crowded),) if crowded else ()),
        )

    # -- ink -------------------------------------------------------------------------------------

    def layers(self) -> tuple[Layer, ...]:
        """From the ground up: map, names, scale bar, then the inset on top."""
        main = self.frames.main
        return (
            *self._ground(),
            *map_layers(main, ""),
            *self._inset_mark(),
            Layer(
                "labels",
                tuple(naming.ink(main, self.face, self.main_names)),
                main.view.box,
            ),
            *self._edge(),
            *self._furniture(),
            *self._inset(),
        )

    def _ground(self) -> tuple[Layer, ...]:
        choices, box = self.frames.main.scene.choices, self.frames.main.view.box
        if choices.is_clear or not choices.has("frame"):
            return ()
        return (Layer("map", (rectangle(box, BEYOND),)),)

    def _edge(self) -> tuple[Layer, ...]:
        if not self.frames.main.scene.choices.has("frame"):
            return ()
        return (Layer("map-edge", (rectangle(self.frames.main.view.box, None, EDGE, 0.7),)),)

    def _furniture(self) -> tuple[Layer, ...]:
        if not self.frames.main.scene.choices.has("scale"):
            return ()
        if self.frames.bare:
            return (self.furniture.layer,)
        panel = rectangle(self.frames.furniture, "#ffffff", opacity=0.85)
        return Layer("furniture-ground", (panel,), self.frames.main.view.box), self.furniture.layer

    def _inset_mark(self) -> tuple[Layer, ...]:
        """On the main map: the frame of what the inset shows."""
        box = inset_on_main(self.frames)
        if box is None:
            return ()
        edge = rectangle(box, None, _INSET_EDGE, 0.8)
        return (Layer("inset-place", (edge,), self.frames.main.view.box),)

    def _inset(self) -> tuple[Layer, ...]:
        plot, outer = self.frames.inset, self.frames.inset_box
        if plot is None or outer is None:
            return ()
        box = plot.view.box
        names = naming.ink(plot, self.face, self.inset_names)
        return (
            Layer("inset", (rectangle(box, BEYOND),)),
            *map_layers(plot, "inset-"),
            Layer("inset-labels", tuple(names), box),
            Layer("inset-title", self._inset_title(plot)),
            Layer("inset-edge", (rectangle(outer, None, _INSET_EDGE, 0.8),)),
        )

    def _inset_title(self, plot: Plot) -> tuple[Path | TextRun, ...]:
        core, box = self.frames.core, self.frames.inset_box
        if core is None or box is None:
            return ()
        size = _INSET_TYPE * plot.factor
        strip = Box(box.left, box.top, box.width, STRIP * plot.factor)
        lift = (strip.height - self.face.cap_height * size * MM_PER_POINT) / 2
        y = strip.bottom - lift
        title = TextRun(core.title.get(plot.scene.lang), box.left + 1.2, y, size, _INSET_EDGE)
        ground = rectangle(strip, "#ffffff")
        if not self.page.paper:
            return ground, title
        scale = scale_words(plot.view.scale)
        return (
            ground,
            title,
            TextRun(scale, box.right - 1.2, y, size * 0.87, _INSET_EDGE, "right"),
        )

    def frame(self) -> Frame:
        """The main map as data, to be measured."""
        return self._frame(self.frames.main, self.main_names)

    def inset(self) -> Frame | None:
        """The inset as data, if there is one."""
        plot = self.frames.inset
        return None if plot is None else self._frame(plot, self.inset_names)

    def _frame(self, plot: Plot, names: Placing) -> Frame:
        return Frame(plot.view.box, plot.view.scale, naming.labels(names))
