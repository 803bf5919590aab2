"""The legend, made from the very items that coloured the map: rows that flow into columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely

from geomap.model import Certainty, Legend, LegendItem, MapSpec, Symbol
from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.circles import sizes
from geomap.renderers.sheet.outlines import (
    DASH,
    FINE_DASH,
    SYMBOL_RADIUS,
    hatch,
    main_color,
    point_symbol,
    runs,
)
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.plot import HATCH
from geomap.renderers.sheet.primitives import Path, TextRun, edge, fill, line
from geomap.renderers.sheet.square import square
from geomap.renderers.sheet.typesetting import leading, wrap
from geomap.text import Lang, Text

_TITLE, _LABEL, _NOTE = 8.2, 7.5, 6.5  # points
_SWATCH = (6.4, 3.4)  # mm
_BESIDE = 8.4  # mm from the left edge to the label
_COUNT = 7.0  # mm kept for the count
_GREY = "#666666"
_EDGE = "#9a9a9a"
_DENSE = 0.6  # a swatch is small: its hatch stands closer, so that it can be told

OFF_MAP = Text("不上图，仅列于此：{n} 项", "Not on the map, in this list only: {n}")
_OFF_PAGE = Text(
    "不上图：{n} 项，名称见网页和数据表",
    "Not on the map: {n}; their names are in the web page and the tables",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend, drawn from (0, 0) down.

    Attributes:
        height: Paper it takes.
        items: What stands on it.
        tied: Must not be the last of its column.
        gap: White between two legends; goes at the top of a column.
    """

    height: float
    items: tuple[Path | TextRun, ...] = ()
    tied: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets legend rows in one width and one type size.

    Attributes:
        face: Font.
        lang: Language.
        width: Of a column.
        factor: On every size.
        names: List by name what is not on the map; else by number only.
        scale: On the circles, as on the map's, whatever the type.
        counts: Entries tell how many districts they stand for.
    """

    face: Face
    lang: Lang
    width: float
    factor: float
    names: bool = True
    scale: float = 1.0
    counts: bool = True

    def rows(self, spec: MapSpec) -> list[Row]:
        """Every legend of a spec, then what is not on the map."""
        routes_unsure = {
            item.key
            for legend in spec.legends
            for item in legend.items
            if _all_schematic(spec, item)
        }
        blocks = [self._block(legend, routes_unsure) for legend in spec.legends if legend.items]
        off_map = self._off_map(spec)
        if off_map:
            blocks.append(off_map)
        parted = [block if i == 0 else [self._gap(), *block] for i, block in enumerate(blocks)]
        return [row for block in parted for row in block]

    def _gap(self) -> Row:
        return Row(3.0 * self.factor, gap=True)

    def _block(self, legend: Legend, dashed: set[str]) -> list[Row]:
        rows = self._lines(legend.title.get(self.lang), _TITLE, "#1a1a1a", tied=True)
        rows += [Row(0.8 * self.factor, tied=True)]
        if legend.nested:
            height, ink = sizes(legend, self.face, self.lang, self.factor, self.scale)
            rows += [Row(height, ink)]
        else:
            rows += self._square(legend)
            listed_ = legend.items[len(legend.in_square) :]
            rows += [self._item(item, dashed) for item in listed_]
        if legend.note is not None:
            rows[-1] = replace(rows[-1], tied=True)
            rows += [Row(0.5 * self.factor, tied=True)]
            rows += self._lines(legend.note.get(self.lang), _NOTE, _GREY)
        return rows

    def _square(self, legend: Legend) -> list[Row]:
        """The square of two indicators, if the legend has one."""
        if legend.grid is None:
            return []
        height, ink = square(
            legend.grid, legend.in_square, self.face, self.lang, self.width, self.factor
        )
        return [Row(height, ink), Row(1.2 * self.factor, tied=True)]

    def _lines(self, words: str, size: float, color: str, *, tied: bool = False) -> list[Row]:
        size *= self.factor
        base = self.face.ascent * size * MM_PER_POINT
        lines = wrap(self.face, words, size, self.width)
        return [
            Row(
                leading(size, 1.3),
                (TextRun(line, 0, base, size, color),),
                tied or n + 1 < len(lines),
            )
            for n, line in enumerate(lines)
        ]

    def _item(self, item: LegendItem, dashed: set[str]) -> Row:
        size = _LABEL * self.factor
        left = _BESIDE * self.factor
        room = self.width - left - _COUNT * self.factor
        lines = wrap(self.face, item.label.get(self.lang), size, room)
        pitch = leading(size, 1.25)
        height = max(_SWATCH[1] * self.factor + 0.9, pitch * len(lines) + 0.5)
        middle = height / 2
        first = (
            middle - pitch * (len(lines) - 1) / 2 + self.face.cap_height * size * MM_PER_POINT / 2
        )
        words = [TextRun(line, left, first + n * pitch, size) for n, line in enumerate(lines)]
        # A legend of several years has no count that holds for all of them.
        shown = f"{item.count:,}" if self.counts else ""
        count = TextRun(shown, self.width, first, size * 0.92, _GREY, "right")
        symbol = replace(item.symbol, dashed=item.symbol.dashed or item.key in dashed)
        return Row(height, (*sample(symbol, middle, self.factor), *words, count))

    def _off_map(self, spec: MapSpec) -> list[Row]:
        names = [mark.name.get(self.lang) for mark in spec.marks if mark.geometry is None]
        if not names:
            return []
        if not self.names:
            words = _OFF_PAGE.get(self.lang).format(n=len(names))
            return self._lines(words, _LABEL, "#1a1a1a")
        title = OFF_MAP.get(self.lang).format(n=len(names))
        listing = listed(names, self.lang)
        return [
            *self._lines(title, _LABEL, "#1a1a1a", tied=True),
            *self._lines(listing, _NOTE, _GREY),
        ]


def listed(names: Sequence[str], lang: Lang) -> str:
    """Names in one line; they may have commas of their own."""
    return ("；" if lang == "zh" else "; ").join(names)


def _all_schematic(spec: MapSpec, item: LegendItem) -> bool:
    """Whether every line of a kind is drawn dashed, so that its sample has to be dashed too."""
    certainties = {mark.certainty for mark in spec.marks if mark.item == item.key and mark.geometry}
    return item.symbol.geometry == "line" and certainties == {Certainty.SCHEMATIC}


def sample(symbol: Symbol, middle: float, factor: float) -> list[Path]:
    """A symbol as the legend shows it, centred on ``middle``."""
    width, height = _SWATCH[0] * factor, _SWATCH[1] * factor
    if symbol.geometry == "point":
        return [point_symbol(symbol.shape, (width / 2, middle), SYMBOL_RADIUS * factor, symbol)]
    if symbol.geometry == "line":
        run = np.array([(0.0, middle), (width, middle)])
        dash = DASH if symbol.dashed else ()
        return [line((run,), symbol.stroke, max(symbol.width, 0.8) * factor, dash)]
    return _swatch(symbol, shapely.box(0, middle - height / 2, width, middle + height / 2), factor)


def _swatch(symbol: Symbol, box: shapely.Polygon, factor: float) -> list[Path]:
    if symbol.fill is None:
        color, hatching, pen = symbol.stroke, main_color(symbol), max(symbol.width, 0.8)
    else:
        # A white border would leave the swatch without an edge on white paper.
        color, hatching, pen = _EDGE, HATCH, 0.35
    return [
        fill(runs(box), symbol.fill),
        *hatch(box, symbol.pattern, hatching, _DENSE * factor),
        edge(runs(box), color, pen * factor, FINE_DASH if symbol.dashed else ()),
    ]


def flow(
    rows: Sequence[Row], columns: Sequence[Box], *, whole: bool = False
) -> list[Path | TextRun] | None:
    """Set rows into columns from left to right; None if they do not fit.

    Args:
        rows: Of all legends.
        columns: Where they may stand.
        whole: No legend is parted.
    """
    drawn: list[Path | TextRun] = []
    pending = _legends(rows) if whole else _groups(rows)
    for column in columns:
        y = column.top
        while pending:
            group = [row for row in pending[0] if not (row.gap and y == column.top)]
            if y + height_of(group) > column.bottom + 1e-6:
                break
            for row in group:
                drawn += [moved(item, column.left, y) for item in row.items]
                y += row.height
            pending.pop(0)
    return None if pending else drawn


def _legends(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows legend by legend, each with the gap before it."""
    groups: list[list[Row]] = [[]]
    for row in rows:
        if row.gap:
            groups.append([])
        groups[-1].append(row)
    return groups


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that stay together: those tied to their follower, and a gap with what it parts."""
    groups: list[list[Row]] = [[rows[0]]] if rows else []
    for before, row in pairwise(rows):
        if before.tied or before.gap:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def height_of(rows: Sequence[Row]) -> float:
    """Paper that rows take in one column."""
    return sum(row.height for row in rows)


def moved(item: Path | TextRun, right: float, down: float) -> Path | TextRun:
    """The item elsewhere on the page."""
    if isinstance(item, TextRun):
        return replace(item, x=item.x + right, y=item.y + down)
    return replace(item, runs=tuple(run + np.array((right, down)) for run in item.runs))
