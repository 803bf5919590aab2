"""CSV and its kin: text in rows, parted by comma, semicolon, tab or bar; lists also by blanks."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from geomap.model import Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.encodings import AS_CSV, decode
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.merged import NumberedRow
from geomap.sources.refusals import refuse
from geomap.sources.tabular import (
    FIRST_ROWS,
    gathered,
    header_at,
    is_number,
    make_table,
    named,
    usual_width,
)
from geomap.text import Text

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT, _MOST_TITLES, _MOSTLY = 40, 10, 0.8
_POSITION = 2  # numbers of a position


def read_delimited(
    data: bytes,
    name: str,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    remedy: Text = AS_CSV,
    *,
    header: bool = True,
) -> Table:
    """Read a table of text.

    Args:
        data: The file's bytes.
        name: How messages call it.
        encoding: Its encoding; None finds out.
        limits: How many rows it may have.
        remedy: What to do where the encoding is not certain.
        header: Whether its first row names the columns.

    Returns:
        The table; a blank row is passed over, a short row is filled with empty cells.

    Raises:
        DataError: No text, no header, or a row longer than the header.
    """
    decoded = decode(data, name, encoding, remedy)
    text = set_apart(decoded.text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    # A cell may be as long as the file is; the file is limited. The limit is the whole process's.
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        rows, blank = gathered(name, _numbered(reader), limits)
    except csv.Error as error:
        refuse(
            Location(name, reader.line_num),
            Text("CSV 格式有误：引号未闭合，或引号后还有字符", f"not well-formed CSV ({error})"),
            Text("请检查引号是否成对", "check that quotes come in pairs"),
            error,
        )
    finally:
        csv.field_size_limit(before)
    told = [notes.guessed_encoding(name, decoded.encoding)] if decoded.guessed else []
    top = _header(rows) if header else 0
    if header and rows and rows[top][0] > 1:
        told.append(notes.header_below(name, rows[top][0]))
    below = sum(count for after, count in blank.items() if after > top or not header)
    return make_table(name, rows[top:], told, blank=below, header=header)


def _header(rows: Sequence[NumberedRow]) -> int:
    """Index of the header among rows that are not blank."""
    first = rows[:FIRST_ROWS]
    return header_at(first, usual_width(first))


def columns_of(text: str) -> list[str]:
    """The names of the columns of a text, also of those that its table lacks as they are blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    first = [*islice((row for row in _numbered(reader) if any(map(str.strip, row[1]))), FIRST_ROWS)]
    return named(first[_header(first)][1]) if first else []


def _numbered(reader: "Reader") -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their first line, as editors count: a quoted cell may span lines."""
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def set_apart(text: str) -> str:
    """The text with tabs between its cells where only blanks part them, as in lists of points.

    Blanks are part of names too, and of positions in one cell: so each of the first records must
    have as many words as the others, two of them numbers in all but the first (in the first as well
    where there are no more than two), and none may have a quote or another sign.
    """
    lines = [*islice((line for line in io.StringIO(text) if line.strip()), _LOOKED_AT)]
    first = [line.split() for line in lines]
    signs = {'"', *_DELIMITERS}
    if not lines or any(sign in line for line in lines for sign in signs):
        return text
    header = min(map(len, first)) > _POSITION and len(first) > 1
    data = first[1:] if header else first
    if len({*map(len, first)}) > 1 or any(sum(map(is_number, r)) < _POSITION for r in data):
        return text
    return re.sub(r"[^\S\r\n]+", "\t", re.sub(r"(?m)^[^\S\r\n]+|[^\S\r\n]+$", "", text))


def delimiter_of(text: str) -> str:
    """The sign that parts the header most often outside of quotes; a comma if none does.

    As a title may stand above, the header is the first record whose sign parts most of the records
    below as often; if there is none, it is the first record.
    """
    records = _signs(text) or [dict.fromkeys(_DELIMITERS, 0)]
    for index, counts in enumerate(records[:_MOST_TITLES]):
        sign = _most_frequent(counts)
        alike = sum(1 for below in records[index + 1 :] if below[sign] == counts[sign])
        if counts[sign] and alike and alike >= _MOSTLY * (len(records) - index - 1):
            return sign
    return _most_frequent(records[0])


def _most_frequent(counts: Mapping[str, int]) -> str:
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


def _signs(text: str) -> list[dict[str, int]]:
    """How often each sign stands outside of quotes, in each of the first records not blank."""
    quoted = blank = False
    found: list[dict[str, int]] = []
    for char in text:
        if char in "\r\n" and not quoted:
            blank = True
            if len(found) == _LOOKED_AT:
                break
            continue
        if blank or not found:
            found.append(dict.fromkeys(_DELIMITERS, 0))
            blank = False
        if char == '"':
            quoted = not quoted
        elif char in found[-1] and not quoted:
            found[-1][char] += 1
    return found
