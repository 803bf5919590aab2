"""CSV and its kin: text in rows, parted by comma, semicolon, tab or bar."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn
from unicodedata import normalize

from geomap.model import Finding, Location
from geomap.model.tables import Row, Table
from geomap.sources import notes
from geomap.sources.encodings import AS_CSV, decode
from geomap.sources.limits import DEFAULT_LIMITS, Limits, or_raise
from geomap.sources.refusals import refuse
from geomap.text import Text, clean, counted

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t", "|")
_MOST_COLUMNS = 2000


def read_delimited(
    data: bytes,
    name: str,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    remedy: Text = AS_CSV,
) -> Table:
    """Read a table of text.

    Args:
        data: The file's bytes.
        name: How messages call it.
        encoding: Its encoding; None finds out.
        limits: How many rows it may have.
        remedy: What to do where the encoding is not certain.

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
        table = make_table(name, _numbered(reader), limits)
    except csv.Error as error:
        refuse(
            Location(name, reader.line_num),
            Text(f"CSV 格式有误（{error}）", f"not well-formed CSV ({error})"),
            Text("请检查引号是否成对", "check that quotes come in pairs"),
            error,
        )
    finally:
        csv.field_size_limit(before)
    if not decoded.guessed:
        return table
    told = notes.guessed_encoding(name, decoded.encoding)
    return Table(table.file, table.columns, table.rows, (told, *table.notes))


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


def make_table(
    file: str,
    rows: Iterator[tuple[int, list[str]]],
    limits: Limits,
    told: Sequence[Finding] = (),
) -> Table:
    """Make a table of numbered rows of raw cells, the first of which is the header.

    Raises:
        DataError: No header, a repeated column, too many rows, or one longer than the header.
    """
    number, header = next(rows, (1, []))
    if not any(cell.strip() for cell in header):
        refuse(
            Location(file),
            Text("文件是空的", "the file is empty"),
            Text("第一行应为列名", "the first row must name the columns"),
        )
    columns = tuple(clean(cell) for cell in header)
    _check_header(columns, Location(file, number))
    kept: list[Row] = []
    blank = touched = 0
    for at, cells in rows:
        if not any(cell.strip() for cell in cells):
            blank += bool(cells)
            continue
        row = _row(cells, columns, file, at)
        touched += sum(1 for cell in cells if _hides(cell))
        kept.append(row)
        if len(kept) > limits.rows:
            _too_many(file, limits)
    found = [*told]
    found += [notes.blank_rows(file, blank)] if blank else []
    found += [] if kept else [notes.no_rows(file)]
    found += [notes.cleaned_cells(Location(file), touched)] if touched else []
    return Table(file, columns, tuple(kept), tuple(found))


def _hides(cell: str) -> bool:
    """Whether cleaning takes out more of a cell than blanks and line breaks."""
    if cell.isprintable():  # private characters are not
        return False
    return "".join(clean(cell).split()) != "".join(normalize("NFC", cell).split())


def _too_many(file: str, limits: Limits) -> NoReturn:
    refuse(
        Location(file, limits.rows),
        Text(f"超过 {limits.rows} 行", f"more than {limits.rows:,} rows"),
        or_raise(Text("请先拆分", "split it first"), 2 * limits.file),
    )


def _check_header(columns: tuple[str, ...], place: Location) -> None:
    if len(columns) > _MOST_COLUMNS:
        refuse(
            place,
            Text(f"有 {len(columns)} 列", counted(len(columns), "column")),
            Text(f"至多 {_MOST_COLUMNS} 列", f"keep to {_MOST_COLUMNS}"),
        )
    for column in columns:
        if columns.count(column) > 1 or not column:
            shown = column or "（空）"
            refuse(
                place,
                Text(f"列名“{shown}”重复或为空", f"column name {column!r} is repeated or empty"),
                Text("请为每列取一个名字", "give each column a name of its own"),
            )


def _row(cells: Sequence[str], columns: tuple[str, ...], file: str, number: int) -> Row:
    if len(cells) > len(columns):
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
    return Row(number, {c: clean(cell) for c, cell in zip(columns, filled, strict=True)})
