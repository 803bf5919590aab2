"""CSV and its kin: text in rows, parted by comma, semicolon, tab or bar."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.model import Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.encodings import AS_CSV, decode
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.refusals import refuse
from geomap.sources.tabular import gathered, make_table
from geomap.text import Text

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t", "|")


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
        DataError: No text, no header, a repeated column, or a row longer than the header.
    """
    decoded = decode(data, name, encoding, remedy)
    delimiter = delimiter_of(decoded.text)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    # A cell may be as long as the file is; the file is limited. The limit is the whole process's.
    before = csv.field_size_limit(max(csv.field_size_limit(), len(decoded.text)))
    try:
        rows, blank = gathered(name, _numbered(reader), limits)
    except csv.Error as error:
        refuse(
            Location(name, reader.line_num),
            Text(f"CSV 格式有误（{error}）", f"not well-formed CSV ({error})"),
            Text("请检查引号是否成对", "check that quotes come in pairs"),
            error,
        )
    finally:
        csv.field_size_limit(before)
    told = [notes.guessed_encoding(name, decoded.encoding)] if decoded.guessed else []
    return make_table(name, rows, told, blank=blank.total(), header=header)


def _numbered(reader: "Reader") -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their first line, as editors count: a quoted cell may span lines."""
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def delimiter_of(text: str) -> str:
    """The sign that parts the header most often outside of quotes; a comma if none does."""
    quoted = False
    counts = dict.fromkeys(_DELIMITERS, 0)
    for char in text:
        if char == '"':
            quoted = not quoted
        elif char in "\r\n" and not quoted:
            break
        elif char in counts and not quoted:
            counts[char] += 1
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])
