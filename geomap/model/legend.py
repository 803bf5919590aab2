"""Legends: what signs look like and what they mean."""

from dataclasses import dataclass
from typing import Literal

from geomap.model.atlas import Pattern, Shape
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one entry of a legend looks, on the page as on the sheet.

    Attributes:
        geometry: What it draws.
        fill: Fill colour ``#rrggbb``, or None for no fill.
        stroke: Line colour ``#rrggbb``.
        width: Line width in points (1/72 inch; a page draws a point as 4/3 pixel).
        shape: Outline of a point symbol; see `geomap.model.symbols`.
        pattern: Hatch inside an area, so that it reads in black and white.
        dashed: A dashed line or outline; around a point, that it is not sure.
        fine: Its dashes are short.
        radius: Of a circle whose size tells a number, in points; None for signs of one size.
    """

    geometry: Literal["area", "point", "line"]
    fill: str | None = None
    stroke: str = "#444444"
    width: float = 0.6
    shape: Shape = "circle"
    pattern: Pattern = "none"
    dashed: bool = False
    fine: bool = False
    radius: float | None = None


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of a legend.

    Attributes:
        key: Unique in the map; marks and districts name it.
        label: Final words.
        symbol: How it looks.
        count: How many districts or marks it stands for; 0 for an example of a size.
        low: Lower edge of a class of numbers, which belongs to it; None where it has none.
        high: Upper edge, which belongs to the next class, or to this one if it is the last.
    """

    key: str
    label: Text
    symbol: Symbol
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The square of a legend of two indicators.

    Attributes:
        across: Title of the one that grows to the right.
        up: Title of the one that grows upwards.
        columns: Ranges of the one, from the left.
        rows: Ranges of the other, from below.
        edges: Inner edges of the one and of the other, in words that all languages share.
    """

    across: Text
    up: Text
    columns: tuple[Text, ...]
    rows: tuple[Text, ...]
    edges: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Legend:
    """A titled list of entries. ``note`` is a line below it.

    The entries of a ``nested`` one are sizes of circles, the largest first: examples to measure by,
    which stand for no districts and are drawn one inside the other. The first entries of one with
    a ``grid`` fill its square row by row, the lowest row first.
    """

    title: Text
    items: tuple[LegendItem, ...]
    note: Text | None = None
    nested: bool = False
    grid: Grid | None = None

    @property
    def in_square(self) -> tuple[LegendItem, ...]:
        """The entries that fill its square; none where it has none."""
        if self.grid is None:
            return ()
        return self.items[: len(self.grid.columns) * len(self.grid.rows)]
