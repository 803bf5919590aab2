"""XLSX of several maps: a sheet a map with its tables, and the map as a picture beside them.

Numbers are numbers, codes are text, and nothing from data can be a formula, a link or a name.
"""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.renderers import png
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES, Page
from geomap.reports.tables import Cell, Table, tables
from geomap.reports.told import without_room
from geomap.tables.spreadsheets import inert
from geomap.text import Lang, Text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_DAY = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # the same file each time
_CONTENTS = Text("目录", "Contents")
_DPI = 110
_LONGEST_NAME = 31  # characters of a sheet's name, by the format
_LONGEST_CELL = 32_767  # characters, as well
_NARROWEST, _WIDEST = 8, 34  # letters
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_MOST_DECIMALS = 6


def write(
    specs: Sequence[MapSpec], lang: Lang, path: Path, *, page: Page | None = None
) -> tuple[Text, ...]:
    """Write maps as a workbook.

    Args:
        specs: The maps, at least one.
        lang: Language of every word.
        path: File to make.
        page: What the pictures show; A4 landscape otherwise.

    Returns:
        Which names found no room on the pictures, for who made it.

    Raises:
        RenderError: XlsxWriter is not installed, or a map cannot be laid out.
    """
    if find_spec("xlsxwriter") is None:
        raise RenderError(
            Text(
                '报告 xlsx 需要 XlsxWriter；请安装：pip install "geomap[report]"',
                'a report as xlsx needs XlsxWriter; install it: pip install "geomap[report]"',
            )
        )
    from xlsxwriter import Workbook  # noqa: PLC0415 # an extra

    packed = io.BytesIO()
    remarks: list[Text] = []
    with Workbook(packed, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": _plain(specs[0].atlas.get(lang)),
                "subject": _plain(specs[0].reference_date.get(lang)),
                "author": "geomap",
                "created": _DAY,
            }
        )
        writer = _Writer(book, lang, _Looks.of(book), page or PAGES["A4-landscape"])
        names = list(_names([spec.name.get(lang) for spec in specs], _CONTENTS.get(lang)))
        writer.contents(specs, names)
        for spec, name in zip(specs, names, strict=True):
            remarks += writer.sheet(spec, name)
    path.write_bytes(packed.getvalue())
    return tuple(remarks)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells look."""

    title: "Format"
    head: "Format"
    words: "Format"
    cell: "Format"
    link: "Format"

    @classmethod
    def of(cls, book: "Workbook") -> "_Looks":
        """The looks, made in a book."""
        edge = {"border": 1, "border_color": "#B0B0B0", "valign": "top", "text_wrap": True}
        return cls(
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({**edge, "bold": True, "bg_color": "#F0F0F0"}),
            book.add_format({"font_color": "#444444"}),
            book.add_format({**edge, "num_format": "@"}),
            book.add_format({"font_color": "#0563C1", "underline": 1}),
        )

    def number(self, book: "Workbook", decimals: int) -> "Format":
        """A number with so many decimals, as all of its column have."""
        form = "#,##0" + ("." + "0" * decimals if decimals else "")
        return book.add_format(
            {"border": 1, "border_color": "#B0B0B0", "valign": "top", "num_format": form}
        )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sheets of one book."""

    book: "Workbook"
    lang: Lang
    looks: _Looks
    page: Page

    def contents(self, specs: Sequence[MapSpec], names: Sequence[str]) -> None:
        """The first sheet: what the book holds; each entry leads to its sheet."""
        sheet, lang = self.book.add_worksheet(_CONTENTS.get(self.lang)), self.lang
        _print(sheet)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 80)
        _say(sheet, (0, 0), specs[0].atlas.get(lang), self.looks.title)
        for row, words in enumerate((specs[0].reference_date, specs[0].approval), 1):
            _say(sheet, (row, 0), words.get(lang), self.looks.words)
        for row, (spec, name) in enumerate(zip(specs, names, strict=True), 4):
            place = "'{}'".format(name.replace("'", "''"))
            sheet.write_url(row, 0, f"internal:{place}!A1", self.looks.link, name)
            _say(sheet, (row, 1), spec.title.get(lang), self.looks.words)

    def sheet(self, spec: MapSpec, name: str) -> Iterator[Text]:
        """One map: what the data say, its tables below each other, its picture beside them."""
        sheet, lang, found = self.book.add_worksheet(name), self.lang, tables(spec, self.lang)
        sheet.hide_gridlines(2)
        said = (spec.subtitle, *spec.summary, spec.reference_date, spec.approval)
        _say(sheet, (0, 0), spec.title.get(lang), self.looks.title)
        row = 1
        for words in (each.get(lang) for each in said if each.get(lang)):
            _say(sheet, (row, 0), words, self.looks.words)
            row += 1
        top = row + 1
        widths = list(_widths(found))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = top
        for number, table in enumerate(found):
            row = self._table(sheet, table, row, is_first=number == 0) + 1
        for remark in (*spec.notes, *spec.sources):
            _say(sheet, (row, 0), remark.get(lang), self.looks.words)
            row += 1
        laid = lay_out(spec, self.page, lang)
        look = {
            "image_data": io.BytesIO(png.write(laid, dpi=_DPI)),
            "description": _plain(laid.alt),
            "object_position": 1,
        }
        sheet.insert_image(top, len(widths) + 1, f"{spec.theme}.png", look)
        _print(sheet)
        yield from without_room(spec, laid)

    def _table(self, sheet: "Worksheet", table: Table, row: int, *, is_first: bool) -> int:
        """A table under its title; the row behind it."""
        _say(sheet, (row, 0), table.title.get(self.lang), self.looks.title)
        for column, words in enumerate(table.head):
            _say(sheet, (row + 1, column), words, self.looks.head)
        columns = list(zip(*table.rows, strict=True))
        forms = [self.looks.number(self.book, _decimals(cells)) for cells in columns]
        end = row + 1
        for end, cells in enumerate(table.rows, row + 2):
            for column, cell in enumerate(cells):
                if isinstance(cell, int | float):
                    sheet.write_number(end, column, cell, forms[column])
                else:
                    _say(sheet, (end, column), cell or "", self.looks.cell)
        if is_first:  # a sheet has one
            sheet.autofilter(row + 1, 0, end, len(table.head) - 1)
        return end + 1


def _print(sheet: "Worksheet") -> None:
    """On paper as wide as a page, however long."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _say(sheet: "Worksheet", at: tuple[int, int], words: str, look: "Format") -> None:
    """Words, and nothing but words."""
    shown = inert(_plain(words))
    if len(shown) > _LONGEST_CELL:
        shown = f"{shown[: _LONGEST_CELL - 1]}…"
    sheet.write_string(*at, shown, look)


def _plain(words: str) -> str:
    return _FORBIDDEN.sub("", words)


def _decimals(cells: Iterable[Cell]) -> int:
    """As many as the number of a column that has most of them."""
    numbers = [cell for cell in cells if isinstance(cell, float) and math.isfinite(cell)]
    shown = (f"{number:.{_MOST_DECIMALS}f}".rstrip("0") for number in numbers)
    return max((len(words.partition(".")[2]) for words in shown), default=0)


def _names(titles: Iterable[str], taken: str) -> Iterator[str]:
    """Names of sheets: each its own, as the format asks for it."""
    known = {taken.casefold(), "history"}
    for title in titles:
        clean = _NOT_IN_A_NAME.sub(" ", _plain(title)).strip(" '\t\r\n") or "–"
        name, number = clean[:_LONGEST_NAME].strip(" '"), 1
        while name.casefold() in known:
            number += 1
            tail = f" {number}"
            name = clean[: _LONGEST_NAME - len(tail)] + tail
        known.add(name.casefold())
        yield name


def _widths(found: Sequence[Table]) -> Iterator[float]:
    """How wide the columns are: as the first table needs them, within bounds."""
    most = max((len(table.head) for table in found), default=0)
    for column in range(most):
        lengths = [
            _length(cell)
            for table in found[:1]
            for cells in (table.head, *table.rows)
            for cell in cells[column : column + 1]
        ]
        yield min(max([_NARROWEST, *lengths]) + 2, _WIDEST)


def _length(cell: Cell) -> int:
    """How wide a cell is: a Chinese character takes the room of two letters."""
    words = f"{cell:,g}" if isinstance(cell, float) else cell or ""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in words)  # noqa: PLR2004 # from CJK on
