"""Shapes as ink: polygons to runs of points, point symbols, and hatches made of plain lines.

Hatches are lines and not a format's pattern fill, so that they look the same in every format.
"""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import Pattern, Shape, Symbol
from geomap.model.symbols import OUTLINES
from geomap.renderers.sheet.primitives import Path, Run, line

SYMBOL_RADIUS = 1.25  # mm
DASH = (3.2, 1.8)  # points
FINE_DASH = (1.8, 1.3)
HALO = "#ffffff"
POINT, LINE, AREA = 0, 1, 2  # what shapely.get_dimensions says

_DASH_OF_A_DOT = 0.02  # mm; drawn with round ends, so short that it is a dot
_SPACING: dict[Pattern, float] = {"diagonal": 1.5, "cross": 1.9, "dots": 1.7}
_PEN: dict[Pattern, float] = {"diagonal": 0.45, "cross": 0.4, "dots": 0.85}


def runs(geometry: BaseGeometry) -> tuple[Run, ...]:
    """The rings of polygons or the lines of a geometry, in order."""
    found: list[Run] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            found += [shapely.get_coordinates(ring)[:-1] for ring in rings if not ring.is_empty]
        elif part.geom_type in {"LineString", "LinearRing"}:
            found.append(shapely.get_coordinates(part))
        elif part.geom_type.startswith(("Multi", "Geometry")):
            found += runs(part)
    return tuple(run for run in found if len(run) > 1)


def main_color(symbol: Symbol) -> str:
    """The colour that a symbol is known by: of a point its fill, else its line."""
    if symbol.geometry == "point" and symbol.fill:
        return symbol.fill
    return symbol.stroke


def point_symbol(shape: Shape, at: tuple[float, float], radius: float, symbol: Symbol) -> Path:
    """The outline of a point symbol, with a thin white rim that parts it from its ground."""
    outline = np.array(OUTLINES[shape]) * (radius, -radius) + at
    return Path((outline,), closed=True, fill=main_color(symbol), stroke=HALO, width=0.5)


def hatch(area: BaseGeometry, pattern: Pattern, color: str, factor: float = 1.0) -> list[Path]:
    """The lines or dots of a pattern inside an area; none for ``none``."""
    if pattern == "none" or area.is_empty:
        return []
    spacing = _SPACING[pattern] * factor
    if pattern == "dots":
        strokes = _dots(area, spacing)
    else:
        strokes = _stripes(area, spacing, falling=False)
        if pattern == "cross":
            strokes += _stripes(area, spacing, falling=True)
    return [line(strokes, color, _PEN[pattern])] if strokes else []


def _stripes(area: BaseGeometry, spacing: float, *, falling: bool) -> tuple[Run, ...]:
    """Lines at 45 degrees, on one grid for the whole page so that neighbours line up."""
    slope = 1.0 if falling else -1.0
    left, top, right, bottom = area.bounds
    lines = [
        ((left, offset + slope * left), (right, offset + slope * right))
        for offset in _offsets(left, top, right, bottom, slope, spacing * 2**0.5)
    ]
    if not lines:
        return ()
    return runs(area.intersection(shapely.MultiLineString(lines)))


def _offsets(
    left: float, top: float, right: float, bottom: float, slope: float, step: float
) -> Iterator[float]:
    ends = [y - slope * x for x in (left, right) for y in (top, bottom)]
    first, last = int(np.ceil(min(ends) / step)), int(np.floor(max(ends) / step))
    return (n * step for n in range(first, last + 1))


def _dots(area: BaseGeometry, spacing: float) -> tuple[Run, ...]:
    """Dots in staggered rows, on one grid for the whole page."""
    left, top, right, bottom = area.bounds
    rows = range(int(top // (spacing / 2)), int(bottom // (spacing / 2)) + 1)
    columns = range(int(left // spacing) - 1, int(right // spacing) + 1)
    dots = np.array(
        [
            ((column + row % 2 / 2) * spacing, row * spacing / 2)
            for row in rows
            for column in columns
        ]
    )
    shapely.prepare(area)
    inside = dots[shapely.contains_xy(area, dots[:, 0], dots[:, 1])]
    step = np.array((_DASH_OF_A_DOT, 0.0))
    return tuple(np.array([dot, dot + step]) for dot in inside)
