"""Scale bar and north arrow."""

from dataclasses import dataclass

import numpy as np

from geomap.geo.geodesy import GEOD
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Bar, Layer, Path, TextRun
from geomap.renderers.sheet.projection import View, round_down
from geomap.text import Lang

_INK = "#2b2b2b"
_TYPE = 6.5  # points
_THICK = 1.1  # mm
_WISHED = 0.24  # of the map's width
_KM = 1000.0
_ROOM = 7.5  # mm of half a bar, below which the figure in its middle would touch that at its end


@dataclass(frozen=True, slots=True)
class Furniture:
    """Scale bar, numeric scale and north arrow, side by side.

    Attributes:
        box: Paper they take.
        bar: What the scale bar claims.
        layer: The ink.
    """

    box: Box
    bar: Bar
    layer: Layer


def size_of(view: View, factor: float) -> tuple[float, float]:
    """Paper that the furniture of a view takes."""
    return _bar_length(view) + 17.0 * factor, 11.5 * factor


def _bar_metres(view: View) -> float:
    return round_down(view.box.width * _WISHED * view.scale / 1000)


def _bar_length(view: View) -> float:
    """Millimetres of the bar, measured on the ellipsoid about the middle of the map."""
    metres = _bar_metres(view)
    middle = np.array([view.box.middle])
    ((lon, lat),) = view.to_ground(middle)
    half = metres / 2
    ends = [GEOD.fwd(lon, lat, azimuth, half)[:2] for azimuth in (270, 90)]
    left, right = view.to_paper(view.projection.forward(np.array(ends)))
    return float(np.hypot(*(right - left)))


def draw(view: View, box: Box, lang: Lang, factor: float, *, paper: bool) -> Furniture:
    """Scale bar on the left, arrow on the right of ``box``."""
    length, metres = _bar_length(view), _bar_metres(view)
    left, top = box.left + 2.0 * factor, box.bottom - 3.6 * factor
    bar = Bar((left, top), (left + length, top), metres)
    arrow = _arrow(view, (box.right - 4.5 * factor, box.top + box.height / 2), factor)
    words = _figures(bar, lang, factor)
    if paper:
        words.append(
            TextRun(
                scale_words(view.scale),
                left,
                top - 4.6 * factor,
                _TYPE * factor,
                _INK,
                halo=1.5,
            )
        )
    items = (*_blocks(bar, factor), *words, *arrow)
    return Furniture(box, bar, Layer("furniture", items))


def scale_words(scale: float) -> str:
    """``1:2 900 000``, with thin gaps that no font lacks."""
    return f"1:{scale:,.0f}".replace(",", " ")


def _blocks(bar: Bar, factor: float) -> list[Path]:
    """Four fields, dark and white by turns, and an edge around them."""
    thick = _THICK * factor
    xs = np.linspace(bar.left[0], bar.right[0], 5)
    y = bar.left[1]

    def field(x0: float, x1: float, fill: str, stroke: str | None) -> Path:
        run = np.array(Box(x0, y, x1 - x0, thick).corners())
        return Path((run,), closed=True, fill=fill, stroke=stroke, width=0.5)

    white = field(xs[0], xs[-1], "#ffffff", _INK)
    return [white, field(xs[0], xs[1], _INK, None), field(xs[2], xs[3], _INK, None)]


def _figures(bar: Bar, lang: Lang, factor: float) -> list[TextRun]:
    y = bar.left[1] - 1.0 * factor
    unit = {"zh": "千米", "en": "km"}[lang]
    marks = [
        (0.0, "0"),
        (0.5, f"{bar.metres / 2 / _KM:g}"),
        (1.0, f"{bar.metres / _KM:g} {unit}"),
    ]
    length = bar.right[0] - bar.left[0]
    if length / 2 < _ROOM * factor:
        del marks[1]
    return [
        TextRun(words, bar.left[0] + part * length, y, _TYPE * factor, _INK, "center", 1.5)
        for part, words in marks
    ]


def _arrow(view: View, at: tuple[float, float], factor: float) -> list[Path | TextRun]:
    """A needle to true north: the meridian at that very place, not the edge of the page."""
    turn = np.radians(view.north(at))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])

    def shape(points: list[tuple[float, float]], fill: str) -> Path:
        run = np.array(points) * factor @ spin.T + at + (0, 1.6 * factor)
        return Path((run,), closed=True, fill=fill, stroke=_INK, width=0.4)

    dark = shape([(0, -4.6), (-1.7, 2.6), (0, 1.2)], _INK)
    light = shape([(0, -4.6), (1.7, 2.6), (0, 1.2)], "#ffffff")
    top = np.array((0, -5.3)) * factor @ spin.T + at + (0, 1.6 * factor)
    size = 7.5 * factor
    return [
        dark,
        light,
        TextRun("N", float(top[0]), float(top[1]), size, _INK, "center", 1.5),
    ]
