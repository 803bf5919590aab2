"""What stands on a sheet, down to lines and words: the list that each picture format writes out.

Three kinds of things are enough for a map, so a new format is one short module. Everything is in
millimetres (type and line widths in points), y down, final: a format decides nothing.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geomap.renderers.sheet.page import Box, Page
from geomap.text import Lang

Run = NDArray[np.float64]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Path:
    """Lines or areas with one look.

    Attributes:
        runs: Each an n x 2 array of points.
        closed: Join the ends of each run. Areas are filled by the even-odd rule.
        fill: ``#rrggbb`` or None.
        stroke: ``#rrggbb`` or None.
        width: Line width in points.
        dash: Lengths on and off in points; empty for a solid line.
        rim: Width in points of a white line below the line, so that it reads on colour; 0 for
            none.
        opacity: Of the fill.
        title: What it shows, for a reader that can ask.
        data: Attributes that a format with named shapes carries (``data-adcode``).
    """

    runs: tuple[Run, ...]
    closed: bool
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.5
    dash: tuple[float, ...] = ()
    rim: float = 0.0
    opacity: float = 1.0
    title: str | None = None
    data: tuple[tuple[str, str], ...] = ()


def fill(runs: tuple[Run, ...], color: str | None, opacity: float = 1.0) -> Path:
    """An area without an edge."""
    return Path(runs, closed=True, fill=color, opacity=opacity)


def edge(
    runs: tuple[Run, ...],
    color: str,
    width: float,
    dash: tuple[float, ...] = (),
    rim: float = 0.0,
) -> Path:
    """The edge of an area."""
    return Path(runs, closed=True, stroke=color, width=width, dash=dash, rim=rim)


def line(
    runs: tuple[Run, ...],
    color: str,
    width: float,
    dash: tuple[float, ...] = (),
    rim: float = 0.0,
) -> Path:
    """Lines with two ends."""
    return Path(runs, closed=False, stroke=color, width=width, dash=dash, rim=rim)


def parted(path: Path) -> tuple[Path, ...]:
    """A path with a rim as two plain ones, for formats that have to draw it twice."""
    if not path.rim:
        return (path,)
    below = Path(path.runs, closed=path.closed, stroke="#ffffff", width=path.rim)
    return below, replace(path, rim=0.0)


@dataclass(frozen=True, slots=True)
class TextRun:
    """One line of text.

    Attributes:
        text: Literal; a format must escape what means something to it.
        x: Where the line begins, is centred or ends, by ``align``.
        y: Its baseline.
        size: Type size in points.
        color: ``#rrggbb``.
        align: Which part of the line ``x`` is.
        halo: Width in points of a white rim, so that it reads on colour; 0 for none.
    """

    text: str
    x: float
    y: float
    size: float
    color: str = "#1a1a1a"
    align: Align = "left"
    halo: float = 0.0


@dataclass(frozen=True, slots=True)
class Layer:
    """Things that belong together.

    Attributes:
        name: Stable id, e.g. ``districts``.
        items: In drawing order.
        clip: What lies outside is not drawn.
    """

    name: str
    items: tuple[Path | TextRun, ...]
    clip: Box | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label that found its place: its words, how much paper they take, where they point."""

    key: str
    text: str
    box: Box
    leader: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A map on the sheet, with what is needed to measure on it.

    Attributes:
        box: Its edge.
        scale: 1:n.
        labels: Placed in it.
    """

    box: Box
    scale: float
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The scale bar: where it is and what it claims, so that a test can measure it."""

    left: tuple[float, float]
    right: tuple[float, float]
    metres: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A page of any kind, ready to be written in any picture format.

    Attributes:
        page: Paper.
        lang: Language of its words.
        title: Title.
        alt: What the picture shows.
        author: Atlas that it belongs to.
        subject: Sources and reference date, for the file's metadata.
        layers: In drawing order.
    """

    page: Page
    lang: Lang
    title: str
    alt: str
    author: str
    subject: str
    layers: tuple[Layer, ...]

    def words(self) -> tuple[str, ...]:
        """Every line of text on it."""
        return tuple(
            item.text for layer in self.layers for item in layer.items if isinstance(item, TextRun)
        )


@dataclass(frozen=True, slots=True)
class Sheet(Printed):
    """A map on a page.

    Attributes:
        main: The map.
        inset: The enlarged part, if there is one.
        bar: The scale bar.
        unplaced: Names that found no room, for the build report; never dropped in silence.
        dpi: Dots to the inch that a picture is to have; None leaves it to the format.
        is_clear: Its paper is not painted.
    """

    main: Frame
    inset: Frame | None
    bar: Bar
    unplaced: tuple[str, ...]
    dpi: int | None = None
    is_clear: bool = False
