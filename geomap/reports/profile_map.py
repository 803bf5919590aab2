"""The map of a profile: a district in the middle of a frame, and what lies around it."""

import shapely

from geomap.model import MapSpec
from geomap.renderers.fonts import Face
from geomap.renderers.sheet import labels, naming, scale_bar
from geomap.renderers.sheet.ground import Ground, map_layers
from geomap.renderers.sheet.labels import Obstacles
from geomap.renderers.sheet.maps import rectangle
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.plot import Plot, Scene
from geomap.renderers.sheet.primitives import Layer, Path, fill
from geomap.renderers.sheet.projection import View, fitting_scale
from geomap.text import Lang

_SHARE = 0.62  # of the frame that the district takes
_SEEN = 60.0  # mm² of a neighbour that earn it a name
_EDGE, _BEYOND = "#4a4a4a", "#f7f7f4"
_NAME_EDGE = 0.6  # mm


def map_in(spec: MapSpec, box: Box, lang: Lang, face: Face) -> tuple[Layer, ...]:
    """Draw a profile's map.

    Args:
        spec: Its extent is the district's.
        box: Where on the page, millimetres.
        lang: Language of the names.
        face: Font.
    """
    scene = Scene.of(spec, lang)
    scale = fitting_scale(scene.bounds, box.width * _SHARE, box.height * _SHARE)
    plot = Plot.of(scene, View(box, scene.projection, scene.bounds.middle, scale), 1.0)
    width, height = scale_bar.size_of(plot.view, 1.0)
    corner = Box(box.left + 1.5, box.bottom - height - 1.5, width, height)
    furniture = scale_bar.draw(plot.view, corner, lang, 1.0, paper=True)
    own = {d.adcode for d in spec.districts if d.item == "own"}
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
