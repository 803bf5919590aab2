"""The square of a legend of two indicators: nine colours, their counts, and the edges beside it."""

import numpy as np

from geomap.model import Grid, LegendItem
from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.primitives import Path, TextRun, edge, fill
from geomap.renderers.sheet.typesetting import leading, wrap
from geomap.text import Lang

_CELL = 9.0  # mm
_TITLE, _EDGE, _COUNT = 7.0, 6.5, 7.0  # points
_LINE = "#9a9a9a"
_INK, _GREY, _ON_DARK = "#1a1a1a", "#555555", "#ffffff"
_DARK = 0.45  # of the light that a colour throws back
_BESIDE = 13.0  # mm left of the square, for the edges of its rows


def square(
    grid: Grid, items: tuple[LegendItem, ...], face: Face, lang: Lang, width: float, factor: float
) -> tuple[float, tuple[Path | TextRun, ...]]:
    """A square with its two titles.

    Args:
        grid: Titles and edges.
        items: Row by row, the lowest row first.
        face: Font.
        lang: Language.
        width: Of the column, for the titles.
        factor: On every size.

    Returns:
        The height that it takes, and the ink from (0, 0) down.
    """
    top, ink = _words(f"↑ {grid.up.get(lang)}", 0.0, face, width, factor)
    steps, cell, left = len(grid.columns), _CELL * factor, _BESIDE * factor
    top += 0.8 * factor
    bottom = top + steps * cell
    for place, item in enumerate(items):
        x, y = left + place % steps * cell, bottom - (place // steps + 1) * cell
        ink += _cell(item, (x, y), cell, face, factor)
    size = _EDGE * factor
    cap = face.cap_height * size * MM_PER_POINT
    across, up = grid.edges
    for n, words in enumerate(up, 1):
        ink.append(TextRun(words, left - 1.0, bottom - n * cell + cap / 2, size, _GREY, "right"))
    base = bottom + 1.0 + cap
    for n, words in enumerate(across, 1):
        ink.append(TextRun(words, left + n * cell, base, size, _GREY, "center"))
    height, below = _words(f"{grid.across.get(lang)} →", base + 1.2, face, width, factor)
    return height, (*ink, *below)


def _words(
    words: str, top: float, face: Face, width: float, factor: float
) -> tuple[float, list[Path | TextRun]]:
    size = _TITLE * factor
    pitch = leading(size, 1.25)
    base = top + face.ascent * size * MM_PER_POINT
    lines = wrap(face, words, size, width)
    ink: list[Path | TextRun] = [
        TextRun(line, 0, base + n * pitch, size, _INK) for n, line in enumerate(lines)
    ]
    return top + pitch * len(lines), ink


def _cell(
    item: LegendItem, at: tuple[float, float], side: float, face: Face, factor: float
) -> list[Path | TextRun]:
    x, y = at
    ring = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    size = _COUNT * factor
    cap = face.cap_height * size * MM_PER_POINT
    color = _ON_DARK if _light(item.symbol.fill or "#ffffff") < _DARK else _INK
    count = TextRun(f"{item.count}", x + side / 2, y + side / 2 + cap / 2, size, color, "center")
    return [fill((ring,), item.symbol.fill), edge((ring,), _LINE, 0.35 * factor), count]


def _light(color: str) -> float:
    """Relative lightness, roughly: which of black and white reads better on it."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2) + 0.15
