"""Numbered rows of raw cells → a table: where its header is, and what its columns are called."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NoReturn
from unicodedata import normalize

from geomap.model import Finding, Location
from geomap.model.tables import Row, Table
from geomap.sources import notes
from geomap.sources.limits import Limits, or_raise
from geomap.sources.merged import NumberedRow
from geomap.sources.refusals import refuse
from geomap.text import Text, clean, counted

MOST_COLUMNS = 2000
FIRST_ROWS = 100  # among which the header is sought
# A number as people write it, a full date, or degrees; but what names a column of a time is none.
_NUMBER = re.compile(r"[-+−]?(\d+|\d{1,3}([,，]\d{3})+)(\.\d+)?(e[-+]?\d+)?\s*%?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d.*)?|\d{4}年\d{1,2}月\d{1,2}日")
_DEGREES = re.compile(r"[NSEW东西南北]?\s*\d{1,3}(\.\d+)?\s*[°度].*", re.IGNORECASE)
_TIME = re.compile(r"(1[89]|20|21)\d\d\s*(年度?)?|\d{4}([-/.]\d{1,2}([-/.]0?1)?|年\d{1,2}月)")


def looks_like_data(cells: Iterable[str]) -> bool:
    """Whether a row that should name columns has numbers, dates or coordinates in most cells.

    Years and months may be either, so they do not count.
    """
    words = [cell.strip() for cell in cells if cell.strip()]
    telling = [word for word in words if not _TIME.fullmatch(word)]
    data = [word for word in telling if any(p.fullmatch(word) for p in (_NUMBER, _DATE, _DEGREES))]
    return bool(data) and 2 * len(data) >= len(telling)


def letters(number: int) -> str:
    """The letters of a column in a spreadsheet: 1 is A, 27 is AA."""
    more, last = divmod(number - 1, 26)
    return (letters(more) if more else "") + chr(ord("A") + last)


def gathered(
    file: str, rows: Iterable[NumberedRow], limits: Limits
) -> tuple[list[NumberedRow], Counter[int]]:
    """The rows that are not blank; and how many blank ones stand after how many of the first.

    Raises:
        DataError: There are too many.
    """
    kept: list[NumberedRow] = []
    blank: Counter[int] = Counter()
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            kept.append((number, cells))
            if len(kept) > limits.rows + 1:  # the header is one of them
                _refuse_many(file, limits)
        elif cells:
            blank[min(len(kept), FIRST_ROWS)] += 1
    return kept, blank


def _refuse_many(file: str, limits: Limits) -> NoReturn:
    refuse(
        Location(file, limits.rows),
        Text(f"超过 {limits.rows} 行", f"more than {limits.rows:,} rows"),
        or_raise(Text("请先拆分", "split it first"), 2 * limits.file),
    )


def make_table(
    file: str,
    rows: Sequence[NumberedRow],
    told: Sequence[Finding] = (),
    *,
    blank: int = 0,
    header: bool = True,
) -> Table:
    """Make a table of numbered rows of raw cells.

    Args:
        file: How messages call it.
        rows: Those that are not blank; the first is the header, if there is one.
        told: What was found before.
        blank: How many blank rows were passed over.
        header: Whether there is a header; without one, columns are called A, B, C.

    Raises:
        DataError: No header, a repeated column, or a row longer than the header.
    """
    if not rows or not any(cell.strip() for cell in rows[0][1]):
        refuse(
            Location(file),
            Text("文件是空的", "the file is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    found = [*told]
    body = rows[1:] if header else rows
    if header:
        columns = _named(rows[0], Location(file, rows[0][0]), found)
    else:
        columns = [letters(i + 1) for i in range(max(_width(cells) for _, cells in rows))]
    kept = tuple(_row(cells, columns, file, number) for number, cells in body)
    touched = sum(1 for _, cells in body for cell in cells if _hides(cell))
    found += [notes.blank_rows(file, blank)] if blank else []
    found += [] if kept else [notes.no_rows(file)]
    found += [notes.cleaned_cells(Location(file), touched)] if touched else []
    return Table(file, tuple(columns), kept, tuple(found))


def _width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)


def _hides(cell: str) -> bool:
    """Whether cleaning takes out more of a cell than blanks and line breaks."""
    if cell.isprintable():  # private characters are not
        return False
    return "".join(clean(cell).split()) != "".join(normalize("NFC", cell).split())


def _named(head: NumberedRow, place: Location, found: list[Finding]) -> list[str]:
    """The names of the columns; what is to be told about them is added to what was found."""
    columns = [clean(cell) for cell in head[1]]
    check_columns(len(columns), place)
    if looks_like_data(columns):
        found.append(notes.first_row_is_data(place))
    for column in columns:
        if columns.count(column) > 1 or not column:
            shown = column or "（空）"
            refuse(
                place,
                Text(f"列名“{shown}”重复或为空", f"column name {column!r} is repeated or empty"),
                Text("请为每列取一个名字", "give each column a name of its own"),
            )
    return columns


def check_columns(count: int, place: Location) -> None:
    """Refuse a table of too many columns.

    Raises:
        DataError: It has.
    """
    if count > MOST_COLUMNS:
        refuse(
            place,
            Text(f"有 {count} 列", counted(count, "column")),
            Text(f"至多 {MOST_COLUMNS} 列", f"keep to {MOST_COLUMNS}"),
        )


def _row(cells: Sequence[str], columns: Sequence[str], file: str, number: int) -> Row:
    if _width(cells) > len(columns):
        refuse(
            Location(file, number),
            Text(
                f"有 {len(cells)} 格，表头只有 {len(columns)} 列",
                f"{counted(len(cells), 'cell')}, "
                f"but the header has {counted(len(columns), 'column')}",
            ),
            Text("含逗号的文字请加双引号", "put text that has a comma in double quotes"),
        )
    filled = [*cells, *[""] * (len(columns) - len(cells))]
    return Row(number, {c: clean(cell) for c, cell in zip(columns, filled, strict=False)})
