"""Rivers, roads and neighbours as they are drawn: quiet, in the style of their role. Pure."""

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.check import Checked
from geomap.geo.shared import united
from geomap.model import ContextFeature, ContextMark, Role, Symbol, Theme
from geomap.text import Text

TITLES: dict[Role, Text] = {
    "water": Text("水域", "Water"),
    "river": Text("河流", "River"),
    "road": Text("道路", "Road"),
    "rail": Text("铁路", "Railway"),
    "neighbour": Text("相邻地区", "Neighbouring area"),
    "sea": Text("海域", "Sea"),
}
_STROKES: dict[Role, tuple[str, float]] = {
    "water": ("#7fb2cc", 0.5),
    "river": ("#4d94b8", 1.1),
    "road": ("#b08d57", 0.8),
    "rail": ("#6b6b6b", 0.7),
    "neighbour": ("#8f8f88", 0.6),
    "sea": ("#b5d0de", 0.4),
}
_FILLS: dict[Role, str] = {"water": "#cfe4ee", "sea": "#e3eff5"}
_DASHED: frozenset[Role] = frozenset({"rail", "neighbour"})
_BELOW: frozenset[Role] = frozenset({"neighbour", "sea"})
# Degrees within which a neighbour's border is taken for that of the districts, which they draw.
_OWN = 0.03
_CUT = 1e-3  # degrees; an edge on the very box of a layer is where the layer was cut


def context_marks(theme: Theme, checked: Checked) -> tuple[ContextMark, ...]:
    """The context of a map: what lies below the districts first; nothing if the theme says so."""
    if not theme.context or not checked.context:
        return ()
    drawn = sorted(checked.context, key=lambda feature: feature.role not in _BELOW)
    beside = tuple(f.geometry for f in drawn if f.role == "neighbour")
    outlines = iter(_outlines(beside, tuple(checked.districts.geometry)) if beside else ())
    return tuple(
        ContextMark(
            id=f"context:{number}",
            name=feature.name,
            role=feature.role,
            title=TITLES[feature.role],
            symbol=_symbol(feature),
            below=feature.role in _BELOW,
            geometry=feature.geometry,
            outline=next(outlines) if feature.role == "neighbour" else None,
        )
        for number, feature in enumerate(drawn, 1)
    )


def _symbol(feature: ContextFeature) -> Symbol:
    color, width = _STROKES[feature.role]
    area = shapely.get_dimensions(feature.geometry) > 1
    return Symbol(
        "area" if area else "line",
        fill=_FILLS.get(feature.role) if area else None,
        stroke=color,
        width=width,
        dashed=feature.role in _DASHED,
    )


@lru_cache(maxsize=1)
def _outlines(
    shapes: tuple[BaseGeometry, ...], districts: tuple[BaseGeometry, ...]
) -> tuple[BaseGeometry, ...]:
    """The borders of neighbours, each line once, and none that the districts draw themselves.

    All maps of an atlas have the same. An edge on the very box around the neighbours is no border:
    there the layer was cut.
    """
    own = united(districts).boundary
    drawn = shapely.union(
        shapely.buffer(shapely.simplify(own, _OWN / 3), _OWN),
        shapely.buffer(shapely.box(*shapely.total_bounds(shapes)).exterior, _CUT),
    )
    found: list[BaseGeometry] = []
    for shape in shapes:
        lines = shape.boundary if shapely.get_dimensions(shape) > 1 else shape
        found.append(shapely.difference(lines, drawn))
        drawn = shapely.union(drawn, shapely.buffer(lines, _CUT))
    return tuple(found)
