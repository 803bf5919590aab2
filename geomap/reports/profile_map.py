"""The map of a profile: a district in the middle of a frame, and what lies around it."""

from dataclasses import replace

import shapely

from geomap.model import Legend, MapSpec
from geomap.model.profile import OWN
from geomap.renderers.fonts import Face
from geomap.renderers.sheet import labels, naming, scale_bar
from geomap.renderers.sheet.ground import Ground, map_layers
from geomap.renderers.sheet.labels import Obstacles
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.plot import Plot, Scene
from geomap.renderers.sheet.primitives import Layer, Path, fill
from geomap.renderers.sheet.projection import View, fitting_scale
from geomap.renderers.sheet.rectangle import rectangle
from geomap.text import Lang

_SHARE = 0.62  # of the frame that the district takes
_SEEN = 60.0  # mm² of a neighbour that earn it a name
_THERE = 0.5  # mm² of a neighbour that are seen at all
_EDGE, _BEYOND = "#4a4a4a", "#f7f7f4"
_NAME_EDGE = 0.6  # mm


def view_of(scene: Scene, box: Box) -> View:
    """How a profile's map is seen: the district in the middle of a box of millimetres."""
    scale = fitting_scale(scene.bounds, box.width * _SHARE, box.height * _SHARE)
    return View(box, scene.projection, scene.bounds.middle, scale)


def framed(spec: MapSpec, box: Box) -> MapSpec:
    """A profile's map without the districts that its frame cuts off, which no legend may count.

    Args:
        spec: Its extent is the district's.
        box: Its frame, millimetres; only the sides matter.
    """
    scene = Scene.of(spec, spec.language)
    placed = view_of(scene, box).place(scene.districts)
    seen = shapely.area(shapely.clip_by_rect(placed, *box.bounds)) > _THERE
    districts = tuple(
        district
        for district, there in zip(spec.districts, seen, strict=True)
        if there or district.item == OWN
    )
    around = sum(1 for district in districts if district.item != OWN)
    first, *others = spec.legends
    return replace(spec, districts=districts, legends=(_counted(first, around), *others))


def _counted(legend: Legend, around: int) -> Legend:
    """The legend of the ground with so many districts around; none, and it does not list them."""
    items = (i if i.key == OWN else replace(i, count=around) for i in legend.items)
    return replace(legend, items=tuple(item for item in items if item.count))


def map_in(spec: MapSpec, box: Box, lang: Lang, face: Face) -> tuple[Layer, ...]:
    """Draw a profile's map.

    Args:
        spec: Its extent is the district's.
        box: Where on the page, millimetres.
        lang: Language of the names.
        face: Font.
    """
    scene = Scene.of(spec, lang)
    plot = Plot.of(scene, view_of(scene, box), 1.0)
    width, height = scale_bar.size_of(plot.view, 1.0)
    corner = Box(box.left + 1.5, box.bottom - height - 1.5, width, height)
    furniture = scale_bar.draw(plot.view, corner, lang, 1.0, paper=True)
    own = {d.adcode for d in spec.districts if d.item == OWN}
    frame = shapely.box(*box.bounds)
    seen = [
        code
        for code, shape in plot.shapes.items()
        if code in own or shape.intersection(frame).area > _SEEN
    ]
    requests = [
        *naming.district_requests(plot, face, seen),
        *naming.mark_requests(plot, face, [mark.id for mark in spec.marks]),
        *naming.ground_requests(plot, Ground(plot), face),
    ]
    solid = (*plot.solid(), corner)
    placing = labels.place(requests, Obstacles(box.grown(-_NAME_EDGE), solid, plot.lines()))
    return (
        Layer("map", (rectangle(box, _BEYOND),)),
        *map_layers(plot, ""),
        Layer("labels", tuple(naming.ink(plot, face, placing)), box),
        Layer("furniture-ground", (_panel(corner),), box),
        furniture.layer,
        Layer("map-edge", (rectangle(box, None, _EDGE, 0.7),)),
    )


def _panel(box: Box) -> Path:
    return fill(rectangle(box, None).runs, "#ffffff", 0.85)
