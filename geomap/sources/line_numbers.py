"""Where a cell stands in a text file: its line and its character, as editors count them."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from geomap.model import Location
from geomap.sources.delimited import columns_of, delimiter_of, set_apart

_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})


def line_numbers_in(text: str, places: Iterable[Location]) -> Mapping[Location, tuple[int, int]]:
    """Line and character, both from 1, of cells of a delimited text.

    Args:
        text: The file.
        places: Places in it; one without a row has no spot, one without a column (or with one
            that the header lacks) that of its row.
    """
    delimiter = delimiter_of(text)
    lines = list(io.StringIO(text, newline=""))
    # Between words that only blanks part, columns have no place of their own: their row must do.
    columns = columns_of(text) if set_apart(text) == text else []
    return {
        place: _spot(lines, delimiter, columns, place.row, place.column)
        for place in places
        if place.row is not None and place.row <= len(lines)
    }


def has_lines(file: str) -> bool:
    """Whether the rows of a file are lines of text, by its name."""
    return PurePath(file).suffix.lower() in _SUFFIXES


def _spot(
    lines: Sequence[str], delimiter: str, columns: Sequence[str], row: int, column: str | None
) -> tuple[int, int]:
    if column is None or column not in columns:
        return row, 1
    starts = list(_starts(lines, delimiter, row))
    index = columns.index(column)
    return starts[index] if index < len(starts) else starts[-1]  # a short row ends before


def _starts(lines: Sequence[str], delimiter: str, row: int) -> Iterator[tuple[int, int]]:
    """Where the cells of the record that begins in a line begin."""
    yield row, 1
    quoted = False
    for number in range(row, len(lines) + 1):
        for at, char in enumerate(lines[number - 1], 1):
            if char == '"':
                quoted = not quoted
            elif char == delimiter and not quoted:
                yield number, at + 1
            elif char in "\r\n" and not quoted:
                return
