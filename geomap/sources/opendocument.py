"""OpenDocument spreadsheets (.ods): cells as people see them, as text.

Read from its XML, not by calamine: that gives neither percentages nor merged cells, takes an error
for 0 where an old program wrote one, and makes every repeated cell before anyone can count them.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from geomap.model import Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.archive import Archive
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.merged import Area, NumberedRow, in_order
from geomap.sources.refusals import AGAIN, DAMAGED, ENTITIES, refuse, refuse_encrypted
from geomap.sources.sheets import check_size, chosen_sheet, table_of, text_of
from geomap.sources.tabular import letters
from geomap.text import clean

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MACROS = ("Basic/", "Scripts/")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEETS = f"{_OFFICE}spreadsheet"
# What may stand between a table and its rows.
_AROUND = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")}
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_BREAKS = {f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}s"}
# Where a cell of a kind has its value; numbers have it in "value".
_SAID = {
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
    "string": "string-value",
}
_CLOCK = re.compile(r"PT([01]\d|2[0-3])H(\d\d)M(\d\d)")
# What a repeated cell or row may make; a program repeats what is alike, a bomb what is not there.
_MOST_REPEATED = 1_000_000


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read."""

    title: str
    file: str
    limits: Limits
    rows: list[NumberedRow] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    uncomputed: list[tuple[int, str]] = field(default_factory=list)
    at: int = 0
    repeated: int = 0

    def add(self, row: Element) -> None:
        """Take a row over; blank ones count and are not kept."""
        times = _count(row, "number-rows-repeated")
        cells = self._cells(row)
        if cells:
            self.repeated += (times - 1) * len(cells)
            bomb = self.limits.sheet_rows + 1 if self.repeated > _MOST_REPEATED else 0
            check_size(self.file, max(self.at + times, bomb), len(cells), self.limits)
            self.rows += [(self.at + i, cells) for i in range(1, times + 1)]
        self.at += times

    def _cells(self, row: Element) -> list[str]:
        """The words of its cells, without the blank ones at the end."""
        words: list[str] = []
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = _count(cell, "number-columns-repeated")
            self._note_area(cell, column)
            text = "" if cell.tag.endswith("}covered-table-cell") else _words(cell)
            if not text and cell.get(f"{_TABLE}formula"):
                self.uncomputed.append((self.at + 1, letters(column + 1)))
            if text:
                check_size(self.file, self.at + 1, column + times, self.limits)
                words += [""] * (column - len(words)) + [text] * times
                self.repeated += times - 1
            column += times
        return words

    def _note_area(self, cell: Element, column: int) -> None:
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            top, left = self.at + 1, column + 1
            self.areas.append(Area(top, left, top + down - 1, left + across - 1))


def read_opendocument(
    data: bytes,
    name: str,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    header: bool = True,
) -> Table:
    """Read one sheet of an .ods, as `workbook.read_workbook` does of an .xlsx.

    Raises:
        DataError: It is no sound workbook, is encrypted, too large or has entities, or has no
            header.
    """
    archive, sheets = _opened(data, name, limits)
    told = [notes.macros(name)] if any(m.startswith(_MACROS) for m in archive.members) else []
    every = [each.title for each in sheets]
    index, others = chosen_sheet(name, every, lambda i: bool(sheets[i].rows), sheet)
    chosen = sheets[index]
    told += others
    if chosen.uncomputed:
        told.append(notes.uncomputed_cells(chosen.file, chosen.uncomputed))
    return table_of(chosen.file, chosen.rows, in_order(chosen.areas), told, header=header)


def titles(data: bytes, name: str, limits: Limits) -> tuple[str, ...]:
    """The titles of a spreadsheet's sheets.

    Raises:
        DataError: It is no sound spreadsheet.
    """
    return tuple(sheet.title for sheet in _opened(data, name, limits)[1])


def _opened(data: bytes, name: str, limits: Limits) -> tuple[Archive, list[_Sheet]]:
    archive = Archive(data, name, limits)
    if _CONTENT not in archive.members:
        refuse(Location(name), DAMAGED, AGAIN)
    if _MANIFEST in archive.members and b"encryption-data" in archive.read(_MANIFEST):
        refuse_encrypted(name)
    content = archive.read(_CONTENT)
    try:
        return archive, [*_sheets(content, name, limits)]
    except DefusedXmlException as error:
        refuse(Location(name), ENTITIES, AGAIN, error)
    except (ParseError, ValueError, LookupError) as error:
        refuse(Location(name), DAMAGED, AGAIN, error)


def _sheets(content: bytes, name: str, limits: Limits) -> Iterator[_Sheet]:
    """The sheets, row by row; rows of tables inside of other things, as charts, are passed over."""
    path: list[str] = []
    sheet: _Sheet | None = None
    events = defusedxml.ElementTree.iterparse(
        io.BytesIO(content), events=("start", "end"), forbid_dtd=True
    )
    for event, element in events:
        if event == "start":
            path.append(element.tag)
            if path[-2:] == [_SHEETS, f"{_TABLE}table"]:
                title = element.get(f"{_TABLE}name", "")
                sheet = _Sheet(title, f"{name}:{clean(title)}", limits)
            continue
        if sheet is not None and element.tag == f"{_TABLE}table-row" and _is_of_sheet(path):
            sheet.add(element)
            element.clear()
        elif sheet is not None and path[-2:] == [_SHEETS, f"{_TABLE}table"]:
            yield sheet
            sheet = None
            element.clear()
        path.pop()


def _is_of_sheet(path: Sequence[str]) -> bool:
    """Whether a row belongs to a sheet itself."""
    if _SHEETS not in path:
        return False
    table, *between = path[path.index(_SHEETS) + 1 : -1]
    return table == f"{_TABLE}table" and all(tag in _AROUND for tag in between)


def _count(element: Element, attribute: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{attribute}", "1")))


def _words(cell: Element) -> str:
    """A cell as people see it."""
    if cell.get(_CALC_TYPE) == "error":
        return _shown(cell)  # its value may be 0
    kind = cell.get(f"{_OFFICE}value-type", "")
    said = cell.get(f"{_OFFICE}{_SAID.get(kind, 'value')}")
    if said is None:
        return _shown(cell)
    if kind == "date":
        return said.removesuffix("T00:00:00").replace("T", " ")
    if kind == "time":
        clock = _CLOCK.match(said)
        return _shown(cell) if clock is None else ":".join(clock.groups())
    if kind == "boolean":
        return said.upper()
    return said if kind == "string" else text_of(float(said), percent=kind == "percentage")


def _shown(cell: Element) -> str:
    """The paragraphs of a cell; its comments are none of them."""
    return "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{_TEXT}p").strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        if inner.tag in _BREAKS:
            yield " "
        elif not inner.tag.startswith(_OFFICE):  # a comment
            yield from _pieces(inner)
        yield inner.tail or ""
