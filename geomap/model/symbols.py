"""Outlines of point symbols, one definition for the page and the sheet.

Unit polygons around (0, 0) in a y-up plane, scaled so that all look about equally large. Pure.
"""

import math

from geomap.model import Shape

_SIDES_OF_A_CIRCLE = 24

Outline = tuple[tuple[float, float], ...]


def _ring(points: int, radius: float, turn: float = 0.25) -> Outline:
    """A regular polygon; ``turn`` is where its first corner lies, in turns from the east."""
    return tuple(
        (
            round(radius * math.cos(2 * math.pi * (turn + i / points)), 4),
            round(radius * math.sin(2 * math.pi * (turn + i / points)), 4),
        )
        for i in range(points)
    )


def _star(points: int, outer: float, inner: float) -> Outline:
    tips = _ring(points, outer)
    notches = _ring(points, inner, 0.25 + 0.5 / points)
    return tuple(corner for pair in zip(tips, notches, strict=True) for corner in pair)


def _plus(arm: float, half: float) -> Outline:
    quarter = ((half, arm), (half, half), (arm, half), (arm, -half))
    below = tuple((x, -y) for x, y in ((half, half), (half, arm)))
    right = quarter + below
    return right + tuple((-x, -y) for x, y in right)


def _turned(outline: Outline, turn: float) -> Outline:
    cos, sin = math.cos(2 * math.pi * turn), math.sin(2 * math.pi * turn)
    return tuple((round(x * cos - y * sin, 4), round(x * sin + y * cos, 4)) for x, y in outline)


_PLUS = _plus(1.0, 0.34)

OUTLINES: dict[Shape, Outline] = {
    "circle": _ring(_SIDES_OF_A_CIRCLE, 0.9),
    "square": _ring(4, 1.15, 0.125),
    "triangle": _ring(3, 1.2),
    "diamond": _ring(4, 1.15),
    "pentagon": _ring(5, 1.05),
    "star": _star(5, 1.3, 0.55),
    "plus": _PLUS,
    "cross": _turned(_PLUS, 0.125),
}
