"""Proportional circles on paper, and the nested legend to measure them by."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geomap.model import Circle, Legend, Symbol
from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.plot import Plot
from geomap.renderers.sheet.primitives import Layer, Path, TextRun
from geomap.renderers.sheet.primitives import line as stroke
from geomap.renderers.sheet.typesetting import leading
from geomap.text import Lang

_OPACITY = 0.72  # what lies below still shows
_RIM = "#ffffff"
_RIM_WIDTH = 0.6  # points
_CORNERS = (16, 40)  # of the smallest and of the largest circle
_FINE = 3.0  # points of radius a corner
_LEADER = "#8a8a8a"
_LEADER_WIDTH = 0.3
_ASIDE = 2.0  # mm from the circles to their numbers
_LABEL = 7.5  # points


def map_circles(plot: Plot, prefix: str) -> tuple[Layer, ...]:
    """The circles of a map, the largest first so that none hides a smaller one.

    No layer for a map without them. They are as large in an inset as on the main map: one legend
    holds for both.
    """
    spec = plot.scene.spec
    if spec.circles is None:
        return ()
    symbol, lang = spec.circles.items[0].symbol, plot.scene.lang
    colon = "：" if lang == "zh" else ": "
    drawn = [(d, d.circle) for d in spec.districts if d.circle is not None]
    drawn.sort(key=lambda pair: (-pair[1].radius, pair[0].adcode))
    places = _places(plot, [circle for _, circle in drawn])
    paths = []
    for (district, circle), at in zip(drawn, places, strict=True):
        words = f"{district.name.get(lang)}{colon}{circle.value:,.12g}"
        path = _disc(at, _millimetres(circle.radius, plot.factor), symbol, plot.factor)
        paths.append(replace(path, title=words, data=(("data-circle", district.adcode),)))
    return (Layer(f"{prefix}amounts", tuple(paths), plot.view.box),)


def _places(plot: Plot, circles: Sequence[Circle]) -> NDArray[np.float64]:
    points = np.array([circle.at for circle in circles], dtype=float)
    return plot.view.to_paper(plot.scene.projection.forward(points))


def _millimetres(radius: float, factor: float) -> float:
    return radius * MM_PER_POINT * factor


def _disc(at: Sequence[float], radius: float, symbol: Symbol, factor: float) -> Path:
    least, most = _CORNERS
    count = int(min(max(radius / MM_PER_POINT / factor * _FINE, least), most))
    turns = np.linspace(0, 2 * math.pi, count, endpoint=False)
    ring = np.column_stack([np.cos(turns), np.sin(turns)]) * radius + np.asarray(at)
    return Path(
        (ring,),
        closed=True,
        fill=symbol.fill,
        stroke=_RIM,
        width=_RIM_WIDTH * factor,
        opacity=_OPACITY,
    )


def sizes(
    legend: Legend, face: Face, lang: Lang, factor: float, scale: float
) -> tuple[float, tuple[Path | TextRun, ...]]:
    """The circles of a legend standing in each other, a line from the top of each to its number.

    Args:
        legend: Nested, its entries from the largest down.
        face: Font.
        lang: Language of the labels.
        factor: On the type.
        scale: On the circles, as on the map's.

    Returns:
        The height that they take, and the ink from (0, 0) down.
    """
    radii = [_millimetres(item.symbol.radius or 0.0, scale) for item in legend.items]
    size = _LABEL * factor
    pitch, cap = leading(size, 1.2), face.cap_height * size * MM_PER_POINT
    largest = radii[0]
    floor = 2 * largest + cap / 2 + 0.4
    ink: list[Path | TextRun] = []
    last = -math.inf
    heights = []
    for radius in radii:
        last = max(floor - 2 * radius, last + pitch)
        heights.append(last)
    for item, radius, level in zip(legend.items, radii, heights, strict=True):
        middle = (largest, floor - radius)
        ink.append(_disc(middle, radius, item.symbol, scale))
        top, right = floor - 2 * radius, 2 * largest + _ASIDE
        run = np.array([(largest, top), (2 * largest, level), (right, level)])
        ink.append(stroke((run,), _LEADER, _LEADER_WIDTH))
        base = level + cap / 2
        ink.append(TextRun(item.label.get(lang), right + 0.8, base, size))
    return max(floor, heights[-1] + pitch / 2) + 0.6, tuple(ink)
