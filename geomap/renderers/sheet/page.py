"""Pages and boxes, in millimetres; x runs right, y runs down from the top left corner."""

import re
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from geomap.errors import RenderError
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom: the order of shapely."""
        return self.left, self.top, self.right, self.bottom

    def grown(self, by: float) -> "Box":
        """The box with a margin of ``by`` all around; negative shrinks."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: "Box") -> bool:
        """Whether the insides share a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, other: "Box") -> bool:
        """Whether ``other`` lies inside, edges included."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners, clockwise from the top left."""
        return (
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A paper or slide.

    Attributes:
        name: As it is asked for.
        width: Millimetres.
        height: Millimetres.
        margin: White edge, millimetres.
        type_scale: Factor on every type size; a larger page is read from further away.
        paper: A numeric scale (1:n) makes sense on it; on a slide it does not.
    """

    name: str
    width: float
    height: float
    margin: float
    type_scale: float
    paper: bool = True

    @property
    def wide(self) -> bool:
        """The legend stands beside the map; else below it."""
        return self.width > self.height


_A4, _A3 = (297.0, 210.0), (420.0, 297.0)
_PAGES: Final = (
    Page("A4-landscape", *_A4, margin=10, type_scale=1.0),
    Page("A4-portrait", *_A4[::-1], margin=10, type_scale=1.0),
    Page("A3-landscape", *_A3, margin=13, type_scale=1.3),
    Page("A3-portrait", *_A3[::-1], margin=13, type_scale=1.3),
    Page("16x9", 338.667, 190.5, margin=9, type_scale=1.15, paper=False),
    Page("4x3", 254.0, 190.5, margin=8, type_scale=1.0, paper=False),
)
DEFAULT_PAGE: Final = "A4-landscape"
PAGES: Final[dict[str, Page]] = {page.name: page for page in _PAGES}


_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)(?:[x×](\d+(?:\.\d+)?))?\s*mm")
_SERIES: Final = re.compile(r"A([0-5])(?:-(landscape|portrait))?")
_ENDS: Final = (60.0, 2000.0)  # mm of a side
_LEAST_TYPE: Final = 0.93  # the fine print is 6 points then, and smaller is not read
_GROWTH: Final = 0.757  # of type with a page's diagonal: an A3 has 1.3
_WIDER: Final = 2**0.5


def find_page(name: str, margin: float | None = None) -> Page:
    """The page of that name or size.

    Args:
        name: One of `PAGES`, ``A0`` to ``A5`` (landscape, or with ``-portrait``), ``16:9``,
            ``160x120mm``, or ``160mm`` for that width and the height that a landscape page has.
        margin: White edge, millimetres; None takes what suits the page.

    Raises:
        RenderError: There is no such page, or its margins leave no room.
    """
    page = PAGES.get(name.replace(":", "x")) or _of_series(name) or _of_size(name)
    if page is None:
        known = ", ".join(PAGES)
        raise RenderError(
            Text(
                f"页面：没有 “{name}”；可用的有 {known}，A0 至 A5，或尺寸如 160mm、160x120mm",
                f"page: there is no “{name}”; use one of {known}, A0 to A5, or a size such as "
                "160mm or 160x120mm",
            )
        )
    if margin is None:
        return page
    if 2 * margin > _MOST_MARGIN * min(page.width, page.height):
        raise RenderError(
            Text(
                f"页边 {margin:g} 毫米在 {name} 上太宽；请减小",
                f"margins of {margin:g} mm are too wide for {name}; take smaller ones",
            )
        )
    return replace(page, margin=margin)


_MOST_MARGIN: Final = 0.5  # of the shorter side


def _of_series(name: str) -> Page | None:
    found = _SERIES.fullmatch(name)
    if found is None:
        return None
    known = PAGES.get(f"A{found[1]}-{found[2] or 'landscape'}")
    if known is not None:
        return known
    long, short = 1189.0, 841.0
    for _ in range(int(found[1])):
        long, short = short, float(long // 2)
    return _page(name, *((short, long) if found[2] == "portrait" else (long, short)))


def _of_size(name: str) -> Page | None:
    found = _SIZE.fullmatch(name)
    if found is None:
        return None
    width = float(found[1])
    height = float(found[2]) if found[2] else round(width / _WIDER, 1)
    low, high = _ENDS
    if not (low <= width <= high and low <= height <= high):
        raise RenderError(
            Text(
                f"页面 {name}：边长应在 {low:g} 与 {high:g} 毫米之间",
                f"page {name}: its sides must be between {low:g} and {high:g} mm",
            )
        )
    return _page(name, width, height)


def _page(name: str, width: float, height: float) -> Page:
    """A page whose type grows with its diagonal, but less: it is read from further away."""
    size = hypot(width, height) / hypot(*_A4)
    return Page(
        name,
        width,
        height,
        round(10 * min(size, size**_GROWTH), 1),
        max(size**_GROWTH, _LEAST_TYPE),
    )
