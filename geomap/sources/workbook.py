"""Excel workbooks (XLSX): cells as people see them, as text."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from defusedxml.common import DefusedXmlException

from geomap.errors import DataError
from geomap.model import Finding, Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.archive import Archive
from geomap.sources.delimited import make_table
from geomap.sources.limits import DEFAULT_LIMITS, Limits, or_raise
from geomap.sources.merged import Area, NumberedRow, areas_of, expanded, header_bottom, joined
from geomap.sources.refusals import AGAIN, DAMAGED, refuse
from geomap.text import Text, clean

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_COLUMNS = 2000
_EXACT = 1e15  # beyond it a spreadsheet's numbers are not whole for sure
_QUOTED = re.compile(r'"[^"]*"|\\.')


def read_workbook(
    data: bytes, name: str, sheet: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Table:
    """Read one sheet of a workbook.

    A number shown as a percentage arrives with its sign (12.5%), a date as ISO 8601, a whole
    number without decimals; formulas give the value last computed. The value of a merged area
    stands in each of its cells; a header of several merged rows gives names such as
    ``2020年/常住人口``.

    Args:
        data: The file's bytes.
        name: How messages call it.
        sheet: Name of the sheet; the first one with cells otherwise.
        limits: How large it may be.

    Returns:
        The table; its file is called ``book.xlsx:Sheet``. Title rows above the header are left.

    Raises:
        DataError: It is no sound workbook, is too large, has entities or macros, or no header.
    """
    archive = Archive(data, name, limits)
    if "xl/vbaProject.bin" in archive.members:
        refuse(
            Location(name),
            Text("工作簿含宏", "the workbook has macros"),
            Text("请另存为 .xlsx", "save it as .xlsx"),
        )
    book = _open(data, name)
    chosen = _sheet(book, name, sheet)
    told = []
    others = [] if sheet else [s.title for s in book.worksheets if s is not chosen and _filled(s)]
    if others:
        told.append(notes.other_sheets(name, others))
    file = f"{name}:{clean(chosen.title)}"
    try:
        return _table(file, chosen, _areas(archive, chosen), limits, told)
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 # openpyxl raises anything on broken files
        _refuse(name, error)


def _open(data: bytes, name: str) -> "Workbook":
    # It uses defusedxml, which geomap depends on: entities are refused.
    import openpyxl  # noqa: PLC0415 # slow to import

    try:
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    except Exception as error:  # noqa: BLE001 # openpyxl raises anything on broken files
        _refuse(name, error)


def _refuse(name: str, error: Exception) -> NoReturn:
    entities = any(isinstance(e, DefusedXmlException) for e in (error, error.__cause__))
    what = Text("XML 含实体或 DTD", "the XML has entities or a DTD") if entities else DAMAGED
    refuse(Location(name), what, AGAIN, error)


def _sheet(book: "Workbook", name: str, wanted: str | None) -> "Worksheet":
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if wanted is not None and wanted not in sheets:
        refuse(
            Location(name),
            Text(f"没有工作表“{wanted}”", f"no sheet {wanted!r}"),
            Text(f"可用：{'、'.join(sheets)}", f"there are: {', '.join(sheets)}"),
        )
    if wanted is not None:
        return sheets[wanted]
    filled = (sheet for sheet in sheets.values() if _filled(sheet))
    first = next(filled, None)
    if first is None:
        refuse(
            Location(name),
            Text("工作簿是空的", "the workbook is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    return first


def _filled(sheet: "Worksheet") -> bool:
    """Whether any of the first rows has a cell: enough to tell a table from a blank sheet."""
    rows = sheet.iter_rows(max_row=100, max_col=100, values_only=True)
    return any(value is not None for row in rows for value in row)


def _areas(archive: Archive, sheet: "Worksheet") -> tuple[Area, ...]:
    """The merged areas of a sheet, which openpyxl does not tell where it reads row by row."""
    member = str(sheet._worksheet_path)  # type: ignore[attr-defined] # noqa: SLF001 # its only name
    return areas_of(archive.read(member.removeprefix("/")))


def _table(
    file: str, sheet: "Worksheet", areas: tuple[Area, ...], limits: Limits, told: list[Finding]
) -> Table:
    every = _rows(file, sheet, limits)
    rows = [(number, cells) for number, cells in every if any(cells) or number == 1]
    header = _header(rows)
    if header:
        told.append(notes.header_below(file, rows[header][0]))
    body = rows[header:]
    width = max((i + 1 for _, cells in body for i, cell in enumerate(cells) if cell), default=0)
    cut = [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in body]
    if areas:
        cut, filled, high = _unmerged(cut, areas, width)
        told.append(notes.merged_cells(file, len(areas), filled, high))
    if cut and not all(cut[0][1]) and any(cut[0][1]):
        told.append(notes.unnamed_columns(file, cut[0][0]))
        cut[0] = cut[0][0], [cell or _letters(i) for i, cell in enumerate(cut[0][1], 1)]
    return make_table(file, iter(cut), limits, told)


def _unmerged(
    rows: list[NumberedRow], areas: tuple[Area, ...], width: int
) -> tuple[list[NumberedRow], int, int]:
    """Header and body, the header in one row; cells filled in the body; rows the header had."""
    top = rows[0][0]
    bottom = header_bottom(areas, top, rows)
    header = [row for row in rows if row[0] <= bottom]
    named = rows[0][1]
    if bottom > top:
        names = joined(expanded(header, areas, width)[0])
        own = [any(cells[i] for _, cells in header) for i in range(width)]
        # A column that only a merged cell names, as it does the one before, has no name of its own.
        named = [n if own[i] or n not in names[:i] else "" for i, n in enumerate(names)]
    body, filled = expanded(rows[len(header) :], areas, width)
    return [(top, named), *body], filled, bottom - top + 1


def _letters(number: int) -> str:
    """The letters of a column in a spreadsheet: 1 is A, 27 is AA."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 # slow to import

    return get_column_letter(number)


def _header(rows: list[tuple[int, list[str]]]) -> int:
    """Index of the header: below blank rows and titles, which fill one cell of a wider table."""
    widths = [sum(1 for cell in cells if cell) for _, cells in rows]
    widest = max(widths, default=0)
    return next((i for i, width in enumerate(widths) if width > 1 or width == widest), 0)


def _rows(file: str, sheet: "Worksheet", limits: Limits) -> Iterator[NumberedRow]:
    most = limits.sheet_rows
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > most or len(cells) > _MOST_COLUMNS:
            remedy = Text(
                "请删去远处的单元格，或另存为 CSV",
                "delete cells far away, or save the sheet as CSV",
            )
            refuse(
                Location(file, number),
                Text(
                    f"工作表的范围过大（超过 {most} 行或 {_MOST_COLUMNS} 列）",
                    f"the sheet is too large (over {most} rows or {_MOST_COLUMNS} columns)",
                ),
                remedy if number <= most else or_raise(remedy, 2 * limits.file),
            )
        yield number, [_text(cell.value, cell.number_format or "") for cell in cells]


def _text(value: Any, shown_as: str) -> str:  # noqa: ANN401 # a cell holds anything
    """A cell's value as people see it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if "%" in _QUOTED.sub("", shown_as):
            return f"{value * 100:.15g}%"
        whole = abs(value) < _EXACT and value == int(value)
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return str(value)
