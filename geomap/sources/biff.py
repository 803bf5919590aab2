"""Records of an .xls (BIFF): what a library that gives values does not tell.

That is: which sheets there are, how far each reaches, which cells are shown as a percentage, and
which are merged. Words, numbers and dates are left to the library. `xlsb` does the same for .xlsb.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from geomap.sources.merged import Area, in_order
from geomap.sources.ole import Ole
from geomap.sources.sheets import is_percent

_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
_PERCENT_BUILT_IN = frozenset({9, 10})


class Cell(NamedTuple):
    """A cell that is not blank.

    Attributes:
        row: From 0.
        column: From 0.
        style: What it is shown in.
        error: What stands there because it could not be computed; empty otherwise.
    """

    row: int
    column: int
    style: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a workbook, its cells not yet looked at.

    Attributes:
        title: Its name.
        index: Which of the workbook's sheets it is, from 0.
        cells: Goes through its cells.
        areas: Gives its merged areas.
    """

    title: str
    index: int
    cells: Callable[[], Iterator[Cell]]
    areas: Callable[[], tuple[Area, ...]]


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets, and which styles show a percentage."""

    sheets: tuple[Part, ...]
    percent: frozenset[int]


def error_of(code: int) -> str:
    """What Excel writes for an error."""
    return _ERRORS.get(code, "#VALUE!")


def percent_styles(styles: Sequence[int], formats: Mapping[int, str]) -> frozenset[int]:
    """The styles whose number format shows a percentage; 9 and 10 do so where nothing is said."""
    built_in = dict.fromkeys(_PERCENT_BUILT_IN, "%")
    percent = {number for number, words in (built_in | dict(formats)).items() if is_percent(words)}
    return frozenset(index for index, number in enumerate(styles) if number in percent)


_BOF, _EOF, _SHEET, _FORMAT, _STYLE, _CODE_PAGE = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x42
_MERGED = 0xE5
_SEVERAL = 0xBD
_FORMULA, _TRUTH = 0x06, 0x205  # the last holds errors too
# These, text in three ways, number in two.
_SINGLE = frozenset({_FORMULA, _TRUTH, 0xFD, 0x204, 0xD6, 0x203, 0x27E})
_WIDE_VERSION = 0x600


def read_xls(data: bytes) -> Book:
    """The sheets of an .xls.

    Raises:
        ValueError: It is damaged; also `struct.error`, IndexError or KeyError.
    """
    ole = Ole(data)
    stream = ole.stream("Workbook" if "Workbook" in ole.entries else "Book")
    wide = struct.unpack_from("<H", stream, 4)[0] == _WIDE_VERSION
    page, styles = "cp1252", []
    formats: dict[int, str] = {}
    sheets: list[tuple[int, int, bytes]] = []
    for kind, body in _records(stream, 0):
        if kind == _CODE_PAGE:
            page = f"cp{struct.unpack_from('<H', body)[0]}"
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _format(body[2:], wide=wide)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET:
            at, _, of_kind = struct.unpack_from("<IBB", body)
            sheets.append((at, of_kind, body[6:]))
    parts = [
        Part(
            _title(words, page, wide=wide),
            index,
            partial(_cells, stream, at),
            partial(_areas, stream, at),
        )
        for index, (at, of_kind, words) in enumerate(sheets)
        if of_kind == 0  # else a chart or macros
    ]
    return Book(tuple(parts), percent_styles(styles, formats))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of what begins there; charts inside are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _cells(stream: bytes, at: int) -> Iterator[Cell]:
    for kind, body in _records(stream, at):
        if kind in _SINGLE:
            row, column, style = struct.unpack_from("<HHH", body)
            yield Cell(row, column, style, _error(kind, body))
        elif kind == _SEVERAL:
            row, first = struct.unpack_from("<HH", body)
            for i, place in enumerate(range(4, len(body) - 2, 6)):
                yield Cell(row, first + i, struct.unpack_from("<H", body, place)[0])


def _error(kind: int, body: bytes) -> str:
    if kind == _TRUTH and body[7]:
        return error_of(body[6])
    # The result of a formula: a number, or a sign in its last two bytes and 2 for an error.
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:  # noqa: PLR2004 # as it says
        return error_of(body[8])
    return ""


def _areas(stream: bytes, at: int) -> tuple[Area, ...]:
    return in_order(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for kind, body in _records(stream, at)
        if kind == _MERGED
        for top, bottom, left, right in struct.iter_unpack("<HHHH", _whole(body[2:], 8))
    )


def _whole(body: bytes, size: int) -> bytes:
    return body[: len(body) // size * size]


def _format(body: bytes, *, wide: bool) -> str:
    if not wide:
        return body[1:].decode("latin-1")
    return body[3:].decode("utf-16-le" if body[2] & 1 else "latin-1", "replace")


def _title(body: bytes, page: str, *, wide: bool) -> str:
    if wide:
        size, code = body[0], "utf-16-le" if body[1] & 1 else "latin-1"
        return body[2 : 2 + size * (1 + (body[1] & 1))].decode(code, "replace")
    try:
        return body[1 : 1 + body[0]].decode(page, "replace")
    except LookupError:
        return body[1 : 1 + body[0]].decode("latin-1")
