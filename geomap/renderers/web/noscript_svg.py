"""A map as a small SVG, for browsers that run no script.

Coarser than the page's own map by design: it has to fit into a page beside everything else.
"""

import math
from collections.abc import Iterable
from html import escape
from itertools import pairwise

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geomap.geo.geodesy import METRES_PER_DEGREE
from geomap.geo.middle import roomiest
from geomap.geo.shared import as_array, simpler
from geomap.model import LegendItem, MapSpec, Mark, Symbol
from geomap.model.symbols import OUTLINES
from geomap.text import Lang

_WIDTH = 1000
_MARGIN = 8
_BEND = 9  # smaller bends are left out
_SIGN = 7
_SEEN = 1  # a circle with a smaller radius is none
_PIXELS_A_POINT = 4 / 3
_LETTER = 13  # size of a name on the map
_WIDE = 0x2E80  # from here on, characters are about as wide as they are high
_FIT = 0.62  # share of a name's width that must fit within its district
_MANY = 500  # marks; more of them cover the districts of a drawing that cannot be zoomed
_HALO = 'stroke="#fff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
_PATTERNS = {
    "diagonal": '<path d="M-2,10L10,-2M-2,2L2,-2M6,10L10,6" stroke="{ink}" fill="none"/>',
    "cross": '<path d="M0,4H8M4,0V8" stroke="{ink}" fill="none"/>',
    "dots": '<circle cx="2" cy="2" r="1" fill="{ink}"/><circle cx="6" cy="6" r="1" fill="{ink}"/>',
}


def drawing(spec: MapSpec) -> str:
    """Draw a map.

    Args:
        spec: The map.

    Returns:
        An ``<svg>`` element; equal maps give equal text.
    """
    plane = _Plane(spec)
    lang = spec.language
    borders = (plane.union(border.members, "") for border in spec.borders)
    parts = [
        *(_pattern(item.symbol) for legend in spec.legends for item in legend.items),
        _signs(spec),
        *plane.districts(spec),
        _group('fill="none" stroke="#59636a"', borders),
        *plane.circles(spec),
        *(plane.mark(mark, spec.item(mark.item)) for mark in spec.marks if keeps(spec, mark)),
        _group(_HALO, plane.names(spec, lang)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {plane.height}" '
        f'role="img" aria-label="{escape(spec.alt.get(lang))}" font-family="sans-serif" '
        f'font-size="{_LETTER}" text-anchor="middle">' + "".join(dict.fromkeys(parts)) + "</svg>"
    )


def keeps(spec: MapSpec, mark: Mark) -> bool:
    """Whether the drawing shows a mark: a crowd of points is left to those with a script."""
    is_point = mark.geometry is not None and mark.geometry.geom_type == "Point"
    return not is_point or len(spec.marks) <= _MANY


class _Plane:
    """Where degrees lie on the drawing."""

    def __init__(self, spec: MapSpec) -> None:
        shapes = [district.geometry for district in spec.districts]
        west, south, east, north = spec.extent
        self._shrink = math.cos(math.radians((south + north) / 2))
        self._scale = (_WIDTH - 2 * _MARGIN) / ((east - west) * self._shrink)
        self._west, self._north = west, north
        self.height = round((north - south) * self._scale + 2 * _MARGIN)
        self._numbers = {d.adcode: number for number, d in enumerate(spec.districts)}
        tolerance = _BEND / (self._scale * self._shrink)
        self._simple = as_array(simpler(tuple(shapes), tolerance))

    def _point(self, lng: float, lat: float) -> tuple[int, int]:
        return (
            round((lng - self._west) * self._shrink * self._scale + _MARGIN),
            round((self._north - lat) * self._scale + _MARGIN),
        )

    def _line(self, points: Iterable[tuple[float, ...]], end: str = "") -> str:
        """A line as a path: its first point, then steps, which take fewer digits.

        A line that shrank to a point is nothing.
        """
        places = [self._point(*point[:2]) for point in points]
        steps = [n for at, to in pairwise(places) if at != to for n in _step(at, to)]
        return f"M{_joined(places[0])}l{_joined(steps)}{end}" if steps else ""

    def path(self, shape: BaseGeometry, look: str) -> str:
        """A shape as a path."""
        return f'<path d="{self._outline(shape)}"{look and " " + look}/>'

    def union(self, members: Iterable[str], look: str) -> str:
        """An area of whole districts as a path that follows their simplified borders."""
        numbers = [self._numbers[code] for code in members]
        return self.path(shapely.coverage_union_all(self._simple[numbers]), look)

    def _outline(self, shape: BaseGeometry) -> str:
        parts = shapely.get_parts(shape)
        if parts[0].geom_type != "Polygon":
            return "".join(self._line(part.coords) for part in parts)
        rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
        return "".join(self._line(ring.coords, "Z") for ring in rings)

    def districts(self, spec: MapSpec) -> Iterable[str]:
        """The districts by their colours: a coverage looks the same in any order."""
        paths: dict[str, list[str]] = {}
        for district, shape in zip(spec.districts, self._simple, strict=True):
            symbol = spec.item(district.item).symbol
            look = f'fill="{_fill(symbol)}" stroke="{symbol.stroke}"'
            paths.setdefault(look, []).append(self.path(shape, ""))
        return (_group(look, members) for look, members in paths.items())

    def circles(self, spec: MapSpec) -> Iterable[str]:
        """The districts' circles, the largest first."""
        found = [each.circle for each in spec.districts if each.circle is not None]
        for circle in sorted(found, key=lambda each: -each.radius):
            symbol = spec.circles.items[0].symbol if spec.circles else Symbol("point")
            x, y = self._point(*circle.at)
            yield (
                f'<circle cx="{x}" cy="{y}" r="{circle.radius * _PIXELS_A_POINT:.1f}" '
                f'fill="{symbol.fill}" fill-opacity=".72" stroke="#fff"/>'
            )

    def mark(self, mark: Mark, item: LegendItem) -> str:
        """A mark as sure as its place is; nothing for a mark without one."""
        symbol, shape = item.symbol, mark.geometry
        if shape is None:
            return ""
        if isinstance(shape, Point):
            return self._sign(mark, symbol, shape)
        dash = ' stroke-dasharray="6 4"' if symbol.dashed else ""
        width = f'stroke-width="{symbol.width * _PIXELS_A_POINT:g}"'
        fill = _fill(symbol) if shape.area else "none"
        look = f'fill="{fill}" stroke="{symbol.stroke}" {width}{dash}'
        return self.union(mark.members, look) if mark.members else self.path(shape, look)

    def _sign(self, mark: Mark, symbol: Symbol, point: Point) -> str:
        """A sign at its place, and around it the circle that it may lie in, if one can see that."""
        x, y = self._point(point.x, point.y)
        radius = (mark.uncertainty or 0) / METRES_PER_DEGREE * self._scale
        ink = symbol.fill or symbol.stroke
        around = (
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{ink}" fill-opacity="0.08" '
            f'stroke="{ink}" stroke-dasharray="2 3"/>'
        )
        sign = f'<use href="#{_sign_id(symbol)}" x="{x}" y="{y}"/>'
        return (around if radius >= _SEEN else "") + sign

    def names(self, spec: MapSpec, lang: Lang) -> Iterable[str]:
        """The names of districts that have room for them."""
        for district, shape in zip(spec.districts, self._simple, strict=True):
            longitude, latitude, room = roomiest(shape, 1 / self._scale)
            name = district.label.get(lang)
            width = sum(1 if ord(char) >= _WIDE else 0.55 for char in name) * _LETTER
            if 2 * room * self._scale >= width * _FIT:
                x, y = self._point(longitude, latitude)
                yield f'<text x="{x}" y="{y + 5}">{escape(name)}</text>'


def _group(look: str, members: Iterable[str]) -> str:
    return f"<g {look}>{''.join(members)}</g>"


def _step(at: tuple[int, int], to: tuple[int, int]) -> tuple[int, int]:
    return (to[0] - at[0], to[1] - at[1])


def _joined(numbers: Iterable[int]) -> str:
    """Numbers as a path has them: a minus parts two of them as well as a blank does."""
    return " ".join(str(number) for number in numbers).replace(" -", "-")


def _pattern_id(symbol: Symbol) -> str:
    return f"still-{symbol.pattern}-{_ink(symbol)[1:]}-{(symbol.fill or '#none')[1:]}"


def _ink(symbol: Symbol) -> str:
    return "#9aa3a8" if symbol.stroke[1] in "efEF" else symbol.stroke


def _fill(symbol: Symbol) -> str:
    if symbol.pattern != "none":
        return f"url(#{_pattern_id(symbol)})"
    return symbol.fill or "none"


def _sign_id(symbol: Symbol) -> str:
    return f"still-{symbol.shape}-{symbol.stroke[1:]}-{(symbol.fill or '#none')[1:]}"


def _signs(spec: MapSpec) -> str:
    """The signs of points, each once: a thousand marks only name theirs."""
    looks = {
        spec.item(mark.item).symbol
        for mark in spec.marks
        if isinstance(mark.geometry, Point) and keeps(spec, mark)
    }
    drawn = {_sign_id(symbol): _sign(symbol) for symbol in looks}
    return f"<defs>{''.join(drawn[key] for key in sorted(drawn))}</defs>" if drawn else ""


def _sign(symbol: Symbol) -> str:
    outline = OUTLINES[symbol.shape]
    corners = "L".join(f"{px * _SIGN:.1f},{0.0 - py * _SIGN:.1f}" for px, py in outline)
    return (
        f'<path id="{_sign_id(symbol)}" d="M{corners}Z" fill="{symbol.fill or "#ffffff"}" '
        f'stroke="{symbol.stroke}"/>'
    )


def _pattern(symbol: Symbol) -> str:
    if symbol.pattern == "none":
        return ""
    ground = f'<rect width="8" height="8" fill="{symbol.fill}"/>' if symbol.fill else ""
    return (
        f'<pattern id="{_pattern_id(symbol)}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{ground}{_PATTERNS[symbol.pattern].format(ink=_ink(symbol))}</pattern>"
    )
