"""Pages and boxes, in millimetres; x runs right, y runs down from the top left corner."""

from dataclasses import dataclass
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
PAGES: Final[dict[str, Page]] = {page.name: page for page in _PAGES}


def find_page(name: str) -> Page:
    """The page of that name.

    Raises:
        RenderError: There is no such page.
    """
    page = PAGES.get(name)
    if page is None:
        known = ", ".join(PAGES)
        raise RenderError(
            Text(
                f"页面：没有 “{name}”；可用的有 {known}",
                f"page: there is no “{name}”; use one of {known}",
            )
        )
    return page
