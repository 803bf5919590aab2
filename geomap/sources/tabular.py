"""Numbered rows of raw cells → a table: where its header is, and what its columns are called."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NoReturn
from unicodedata import normalize

from geomap.model import Finding, Location
from geomap.model.table_rows import ColumnRows
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.limits import Limits, or_raise
from geomap.sources.merged import NumberedRow
from geomap.sources.refusals import refuse
from geomap.text import Text, clean, counted

MOST_COLUMNS = 2000
# A unit alone in a cell, and what may stand before a row of them.
_UNIT = re.compile(
    r"[（(]?\s*(([十百千万亿]*(人|户|个|家|元|美元|吨|亩|公顷|公里|千米|米|平方公里|平方千米|平方米|辆|张|座"
    r"|所|台|件|处|条|套|小时|天|年|岁)(/(人|年|户|平方公里|平方千米|公顷|天|日))?)|[%％‰]|km2?|km²|m2|m²"
    r"|people|persons?|yuan|ha)\s*[)）]?",
    re.IGNORECASE,
)
_UNIT_LABELS = {"", "单位", "计量单位", "unit", "units"}
FIRST_ROWS = 100  # among which the header is sought
# A number as people write it, a full date, or degrees; but what names a column of a time is none.
_NUMBER = re.compile(r"[-+−]?(\d+|\d{1,3}([,，]\d{3})+)(\.\d+)?(e[-+]?\d+)?\s*%?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d.*)?|\d{4}年\d{1,2}月\d{1,2}日")
_DEGREES = re.compile(r"[NSEW东西南北]?\s*\d{1,3}(\.\d+)?\s*[°度].*", re.IGNORECASE)
# What a row begins with that is no header though commas part it.
_TITLE = re.compile(
    r"附?[表图]\s*[\d一二三四五六七八九十]|单位\s*[:：]|注\s*[:：]|table\s*\d", re.IGNORECASE
)
_TIME = re.compile(r"(1[89]|20|21)\d\d\s*(年度?)?|\d{4}([-/.]\d{1,2}([-/.]0?1)?|年\d{1,2}月)")


def looks_like_data(cells: Iterable[str]) -> bool:
    """Whether a row that should name columns has numbers, dates or coordinates in most cells.

    Years and months may be either, so they do not count.
    """
    words = [cell.strip() for cell in cells if cell.strip()]
    telling = [word for word in words if not _TIME.fullmatch(word)]
    data = [word for word in telling if any(p.fullmatch(word) for p in (_NUMBER, _DATE, _DEGREES))]
    return bool(data) and 2 * len(data) >= len(telling)


def is_number(word: str) -> bool:
    """Whether a cell is a number as people write it, perhaps with ``%``."""
    return _NUMBER.fullmatch(word) is not None


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
        DataError: No header, or a row longer than the header.
    """
    if not rows or not any(cell.strip() for cell in rows[0][1]):
        refuse(
            Location(file),
            Text("文件是空的", "the file is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    found = [*told]
    body = rows[1:] if header else rows
    columns: Sequence[str | None]
    if header:
        columns = _columns(rows[0], body, Location(file, rows[0][0]), found)
    else:
        columns = named([""] * max(_width(cells) for _, cells in rows))
    if header and body and (units := _units_in(body[0][1], len(columns))):
        found.append(notes.unit_row(Location(file, body[0][0])))
        columns = [_with_unit(name, unit) for name, unit in zip(columns, units, strict=True)]
        body = body[1:]
    _refuse_longer(body, len(columns), file)
    kept = _by_columns(body, columns)
    touched = sum(1 for _, cells in body for cell in cells if _hides(cell))
    found += [notes.blank_rows(file, blank)] if blank else []
    found += [] if kept else [notes.no_rows(file)]
    found += [notes.cleaned_cells(Location(file), touched)] if touched else []
    names = tuple(name for name in columns if name is not None)
    return Table(file, names, kept, tuple(found), header=rows[0][0] if header else 1)


def _units_in(cells: Sequence[str], width: int) -> list[str]:
    """The units that a row below the header has, one a column, some blank; none for other rows."""
    words = [clean(cell) for cell in cells[:width]]
    said = ["" if word.casefold() in _UNIT_LABELS else word for word in words]
    if not any(said) or words[0].casefold() not in _UNIT_LABELS:
        return []
    if not all(_UNIT.fullmatch(word) for word in said if word):
        return []
    return [*said, *[""] * (width - len(said))]


def _with_unit(name: str | None, unit: str) -> str | None:
    bare = unit.strip("（）() ")
    return name if name is None or not unit or bare in name else f"{name}（{bare}）"


def _width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)


def _hides(cell: str) -> bool:
    """Whether cleaning takes out more of a cell than blanks and line breaks."""
    if cell.isprintable():  # private characters are not
        return False
    return "".join(clean(cell).split()) != "".join(normalize("NFC", cell).split())


def header_at(rows: Sequence[NumberedRow], width: int) -> int:
    """Index of the header: below blank rows, titles and comments.

    Args:
        rows: The first rows of a table.
        width: How many cells its rows usually have; a title fills one of them.
    """
    for index, (_, cells) in enumerate(rows):
        filled = sum(1 for cell in cells if cell.strip())
        below = rows[index + 1][1] if index + 1 < len(rows) else []
        if filled > (width > 1) and not _is_remark(cells, below, few=filled < width):
            return index
    return 0


def _is_remark(cells: Sequence[str], below: Sequence[str], *, few: bool) -> bool:
    """Whether a row is a title or a comment, though it has several cells, as ``# 2024, draft``.

    ``#`` and ``#id`` may well be names of columns; ``# id`` is one above data.
    """
    words = next((cell.strip() for cell in cells if cell.strip()), "")
    if not below or looks_like_data(below):
        return False
    if words[:1] == "#" and words != "#":
        return few or words[1].isspace()
    return few and _TITLE.match(words) is not None


def usual_width(rows: Sequence[NumberedRow]) -> int:
    """The number of cells that most rows have; the larger where two are as frequent."""
    widths = Counter(len(cells) for _, cells in rows)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def named(cells: Sequence[str]) -> list[str]:
    """A name for each column of a header: its own, or its letters; repeats get a number."""
    words = [clean(cell) or letters(i) for i, cell in enumerate(cells, 1)]
    taken = {*words}
    seen: Counter[str] = Counter()
    names = []
    for word in words:
        seen[word] += 1
        name = word
        while seen[word] > 1 and name in taken:
            name = f"{word} ({seen[word]})"
            seen[word] += name in taken
        taken.add(name)
        names.append(name)
    return names


def _columns(
    head: NumberedRow, body: Sequence[NumberedRow], place: Location, found: list[Finding]
) -> list[str | None]:
    """A name for each column, None for one that has neither a name nor a cell.

    What is to be told about them is added to what was found.
    """
    width = _width(head[1])
    if width < len(head[1]):  # cells below may be further to the right
        width = max(width, *(_width(cells) for _, cells in body), 0)
    cells = head[1][:width]
    check_columns(len(cells), place)
    if looks_like_data(cells):
        found.append(notes.first_row_is_data(place))
    names = named(cells)
    nameless = [i for i, cell in enumerate(cells) if not clean(cell)]
    used = {i for i in nameless if any(i < len(row) and row[i].strip() for _, row in body)}
    if used:
        found.append(notes.unnamed_columns(place))
    repeated = [name for i, name in enumerate(names) if name != (clean(cells[i]) or letters(i + 1))]
    if repeated:
        found.append(notes.repeated_columns(place, repeated))
    return [None if i in nameless and i not in used else name for i, name in enumerate(names)]


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


def _refuse_longer(body: Sequence[NumberedRow], width: int, file: str) -> None:
    """Refuse a row that has cells beyond the last column.

    Raises:
        DataError: There is one.
    """
    for number, cells in body:
        if len(cells) > width and _width(cells) > width:
            refuse(
                Location(file, number),
                Text(
                    f"有 {len(cells)} 格，表头只有 {width} 列",
                    f"{counted(len(cells), 'cell')}, but the header has {counted(width, 'column')}",
                ),
                Text("含逗号的文字请加双引号", "put text that has a comma in double quotes"),
            )


def _by_columns(body: Sequence[NumberedRow], columns: Sequence[str | None]) -> ColumnRows:
    """The cleaned cells of each column that has a name; a short row is filled with empty cells."""
    made = {
        name: _cleaned(cells[place] if place < len(cells) else "" for _, cells in body)
        for place, name in enumerate(columns)
        if name is not None
    }
    return ColumnRows(made, [number for number, _ in body])


def _cleaned(column: Iterable[str]) -> list[str]:
    """Clean cells; what many rows say is cleaned, and kept, once."""
    known: dict[str, str] = {}
    found = []
    for cell in column:
        words = known.get(cell)
        if words is None:
            words = known[cell] = clean(cell)
        found.append(words)
    return found
