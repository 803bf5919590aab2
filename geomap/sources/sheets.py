"""What sheets of all workbooks share: which one is meant, words of cells, where the table is."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from geomap.model import Finding, Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.limits import Limits, or_raise
from geomap.sources.merged import Area, NumberedRow, expanded, header_bottom, joined
from geomap.sources.refusals import refuse
from geomap.sources.tabular import FIRST_ROWS, MOST_COLUMNS, header_at, letters, make_table
from geomap.text import Text

Fault = tuple[int, str, str]  # row, letters of the column, what stands there
_QUOTED = re.compile(r'"[^"]*"|\\.')
# What stands in a cell that could not be computed, in Excel and in LibreOffice.
_FAULT = re.compile(
    r"#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|"
    r"UNKNOWN!|GETTING_DATA)|Err:\d{3}"
)
_FIRST = {"#", "E"}
_EXACT = 1e15  # beyond it a spreadsheet's numbers are not whole for sure


def chosen_sheet(
    name: str, titles: Sequence[str], is_filled: Callable[[int], bool], wanted: str | None
) -> tuple[int, list[Finding]]:
    """The sheet to read, and what is to be told about the others.

    Args:
        name: How messages call the workbook.
        titles: Of its sheets, in their order.
        is_filled: Whether the sheet with an index has cells.
        wanted: Title of the sheet that the user asks for; the first one with cells otherwise.

    Raises:
        DataError: There is no such sheet, or none with cells.
    """
    if wanted is not None and wanted not in titles:
        refuse(
            Location(name),
            Text(f"没有工作表“{wanted}”", f"no sheet {wanted!r}"),
            Text(f"可用：{'、'.join(titles)}", f"there are: {', '.join(titles)}"),
        )
    if wanted is not None:
        return titles.index(wanted), []
    filled = [index for index in range(len(titles)) if is_filled(index)]
    if not filled:
        refuse(
            Location(name),
            Text("工作簿是空的", "the workbook is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    others = [titles[index] for index in filled[1:]]
    return filled[0], [notes.other_sheets(name, others)] if others else []


def check_size(file: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that reaches too far; a cell far away makes all before it count.

    Raises:
        DataError: It does.
    """
    if rows > limits.sheet_rows or columns > MOST_COLUMNS:
        _refuse_size(file, rows, limits)


def _refuse_size(file: str, rows: int, limits: Limits) -> NoReturn:
    most = limits.sheet_rows
    remedy = Text(
        "请删去远处的单元格，或另存为 CSV", "delete cells far away, or save the sheet as CSV"
    )
    refuse(
        Location(file, rows),
        Text(
            f"工作表的范围过大（超过 {most} 行或 {MOST_COLUMNS} 列）",
            f"the sheet is too large (over {most} rows or {MOST_COLUMNS} columns)",
        ),
        remedy if rows <= most else or_raise(remedy, 2 * limits.file),
    )


def is_percent(shown_as: str | None) -> bool:
    """Whether a number format shows a percentage."""
    return "%" in _QUOTED.sub("", shown_as or "")


def text_of(value: Any, *, percent: bool) -> str:  # noqa: ANN401 # a cell holds anything
    """A cell's value as people see it.

    Args:
        value: As the library gives it.
        percent: Whether it is shown as a percentage.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if percent:
            return f"{value * 100:.15g}%"
        whole = abs(value) < _EXACT and value == int(value)
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return str(value)


def table_of(
    file: str,
    rows: Iterable[NumberedRow],
    areas: tuple[Area, ...],
    told: Sequence[Finding],
    *,
    header: bool = True,
) -> Table:
    """The table on a sheet: below its titles, with merged cells filled and each column named.

    Args:
        file: How messages call the sheet.
        rows: Words of the cells of each row, with its number in the sheet.
        areas: Merged areas.
        told: What was found before.
        header: Whether a row names the columns; without one all rows are data.

    Raises:
        DataError: There is no table.
    """
    kept, faults = _without_faults(rows)
    found = [*told, *([notes.error_cells(file, faults)] if faults else [])]
    widest = max((sum(1 for cell in cells if cell) for _, cells in kept), default=0)
    top = header_at(kept[:FIRST_ROWS], widest) if header else 0
    if top:
        found.append(notes.header_below(file, kept[top][0]))
    body = kept[top:]
    width = max((i + 1 for _, cells in body for i, cell in enumerate(cells) if cell), default=0)
    cut = [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in body]
    if areas:
        cut, filled, high = _unmerged(cut, areas, width) if header else _filled(cut, areas, width)
        found.append(notes.merged_cells(file, len(areas), filled, high))
    return make_table(file, [row for row in cut if any(row[1])], found, header=header)


def _without_faults(rows: Iterable[NumberedRow]) -> tuple[list[NumberedRow], list[Fault]]:
    """The rows that have cells, errors taken out of them; the first one is kept if blank."""
    kept: list[NumberedRow] = []
    faults: list[Fault] = []
    for number, cells in rows:
        wrong = [i for i, cell in enumerate(cells) if cell[:1] in _FIRST and _FAULT.fullmatch(cell)]
        faults += [(number, letters(i + 1), cells[i]) for i in wrong]
        words = ["" if i in wrong else cell for i, cell in enumerate(cells)] if wrong else cells
        if any(words) or number == 1:
            kept.append((number, words))
    return kept, faults


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


def _filled(
    rows: list[NumberedRow], areas: tuple[Area, ...], width: int
) -> tuple[list[NumberedRow], int, int]:
    """The same of a sheet that has no header."""
    body, filled = expanded(rows, areas, width)
    return body, filled, 1
