"""The main map, its inset and its scale bar: what goes where in the map frame."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.renderers.fonts import Face
from geomap.renderers.sheet import scale_bar
from geomap.renderers.sheet.columns import Columns
from geomap.renderers.sheet.corners import Arrangement, arrange, corners
from geomap.renderers.sheet.inset import Core, find_core, worth_it
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.plot import ROUGH, Plot, Scene
from geomap.renderers.sheet.projection import View, fitting_scale, round_up

STRIP = 4.8  # mm, title of the inset
_PADDING = 2.5  # mm between the ground and the map's edge
_INSET_SIZES = (0.44, 0.40, 0.36, 0.32, 0.28, 0.24)  # of the map's shorter side
_LEAST_SPARE = 44.0  # mm that an inset needs beside the map
_AS_GOOD = 1.25  # an inset in the column may be smaller by this factor
_SMALLER = (1.1, 1.22)  # steps of the main map, to make room for the inset


@dataclass(frozen=True)
class Frames:
    """Views that are settled.

    Attributes:
        main: The map.
        furniture: Box of scale bar and arrow.
        bare: No ground lies below the furniture.
        core: What the inset shows.
        inset: The inset.
    """

    main: Plot
    furniture: Box
    bare: bool
    core: Core | None = None
    inset: Plot | None = None

    def with_inset(self, core: Core, view: View) -> "Frames":
        """The same, with an inset."""
        plot = Plot.of(self.main.scene, view, self.main.factor)
        return replace(self, core=core, inset=plot)

    @property
    def inset_box(self) -> Box | None:
        """The inset with its title."""
        if self.inset is None:
            return None
        return _with_strip(self.inset.view.box, self.inset.factor)


def settle(scene: Scene, page: Page, face: Face, columns: Columns) -> Frames:
    """Choose scale, place in the frame, and inset."""
    main = Plot.of(scene, _centred(scene, columns.map_box), page.type_scale)
    wanted = scene.choices.inset or "auto"
    core = None if wanted == "none" else find_core(main, face)
    if core is None:
        return _without_inset(main)
    beside = _beside(main, core, columns.spare) if wanted in {"auto", "beside"} else None
    corner = _in_corner(main, core)
    if beside is not None and (
        wanted == "beside" or corner is None or beside.scale <= _AS_GOOD * corner.inset.scale
    ):
        return _without_inset(main).with_inset(core, beside)
    for plot in _smaller(main):
        if corner is not None:
            break
        corner = _in_corner(plot, core)
    if corner is not None:
        return _arranged(corner.main, corner.found).with_inset(core, corner.inset)
    # No room at any size: every name then has to find its place on the main map.
    return _without_inset(main)


@dataclass(frozen=True, slots=True)
class _Corner:
    """An inset that found a corner of the map.

    Attributes:
        main: The map, perhaps smaller than it could be.
        found: Where things stand in it.
        inset: What the inset shows, and where.
    """

    main: Plot
    found: Arrangement
    inset: View


def _centred(scene: Scene, box: Box) -> View:
    left, bottom, right, top = scene.bounds
    room = box.grown(-_PADDING)
    scale = fitting_scale(scene.bounds, room.width, room.height)
    return View(box, scene.projection, ((left + right) / 2, (bottom + top) / 2), scale)


def _ground(plot: Plot) -> BaseGeometry:
    """The districts that the map is about, on the page, as finely as things keep clear of them."""
    ground: BaseGeometry = plot.view.place(np.array([plot.terrain.united(plot.scene.focus)]))[0]
    if ground.is_empty:
        return shapely.box(*plot.view.box.bounds)
    return shapely.simplify(ground, ROUGH)


def _furniture(plot: Plot) -> tuple[float, float]:
    """Paper that scale bar and arrow take."""
    if not plot.scene.choices.has("scale"):
        return 0.0, 0.0
    return scale_bar.size_of(plot.view, plot.factor)


def _without_inset(plot: Plot) -> Frames:
    size = _furniture(plot)
    found = arrange(plot.view.box, _ground(plot), size)
    if found is None:  # without an inset every arrangement is possible
        raise AssertionError
    return _arranged(plot, found)


def _arranged(plot: Plot, found: Arrangement) -> Frames:
    factor = plot.view.scale / 1000
    x, y = plot.view.middle
    middle = (x - found.shift[0] * factor, y + found.shift[1] * factor)
    moved = replace(plot, view=replace(plot.view, middle=middle))
    corner = shapely.box(*found.furniture.bounds)
    bare = not any(shape.intersects(corner) for shape in moved.shapes.values())
    return Frames(moved, found.furniture, bare)


def _beside(main: Plot, core: Core, spare: Box | None) -> View | None:
    """The inset at the foot of the legend's column, if there is room."""
    if spare is None or spare.height < _LEAST_SPARE * main.factor:
        return None
    strip = STRIP * main.factor
    view = core.view(main.scene, spare.width, spare.height - strip)
    if not worth_it(view, main.view):
        return None
    height = min(view.box.height * spare.width / view.box.width, spare.height - strip)
    # The view keeps its scale and shows as much as the column holds.
    return replace(view, box=Box(spare.left, spare.top + strip, spare.width, height))


def _smaller(main: Plot) -> Iterator[Plot]:
    for step in _SMALLER:
        yield replace(main, view=replace(main.view, scale=round_up(main.view.scale * step)))


def _in_corner(main: Plot, core: Core) -> _Corner | None:
    """The largest inset that fits into a corner of the map where no district lies."""
    frame, ground = main.view.box, _ground(main)
    bar, places = _furniture(main), corners(main.scene.choices.inset)
    for share in _INSET_SIZES:
        side = share * min(frame.width, frame.height)
        view = core.view(main.scene, side, side)
        if not worth_it(view, main.view):
            return None
        outer = _with_strip(view.box, main.factor)
        found = arrange(frame, ground, bar, (outer.width, outer.height), places)
        if found is not None and found.inset is not None:
            box = found.inset
            strip = STRIP * main.factor
            inner = Box(box.left, box.top + strip, box.width, box.height - strip)
            return _Corner(main, found, replace(view, box=inner))
    return None


def _with_strip(box: Box, factor: float) -> Box:
    strip = STRIP * factor
    return Box(box.left, box.top - strip, box.width, box.height + strip)


def inset_on_main(frames: Frames) -> Box | None:
    """What the inset shows, as a box on the main map."""
    if frames.inset is None:
        return None
    view = frames.inset.view
    width, height = (
        side * view.scale / frames.main.view.scale for side in (view.box.width, view.box.height)
    )
    ((x, y),) = frames.main.view.to_paper(np.array([view.middle]))
    return Box(float(x) - width / 2, float(y) - height / 2, width, height)
