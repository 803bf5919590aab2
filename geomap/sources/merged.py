"""Cells of a sheet that do not stand for themselves: merged, or without their formula's value."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_AREA = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
# A cell whose formula no program has worked out yet: no value stands beside it.
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'])[^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: its first and last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


def areas_of(sheet: bytes) -> tuple[Area, ...]:
    """The merged areas that the XML of a sheet names, from the top."""
    found = [
        Area(int(top), _number(left), int(bottom), _number(right))
        for left, top, right, bottom in _AREA.findall(sheet)
    ]
    return in_order(found)


def uncomputed_of(sheet: bytes) -> list[tuple[int, str]]:
    """Row and letters of the cells of a sheet that have a formula and no value."""
    return [(int(row), letters.decode()) for letters, row in _UNCOMPUTED.findall(sheet)]


def in_order(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Areas from the top."""
    return tuple(sorted(areas, key=lambda area: (area.top, area.left)))


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def expanded(
    rows: Sequence[NumberedRow], areas: Sequence[Area], width: int
) -> tuple[list[NumberedRow], int]:
    """Rows with the value of each merged area in all of its cells.

    Args:
        rows: In ascending order, each of ``width`` cells; a row that is not there is not made.
        areas: From the top.
        width: Columns that the table has; beyond it nothing is filled.

    Returns:
        The rows, and how many cells were filled.
    """
    waiting = list(reversed(areas))
    filling: list[tuple[Area, str]] = []
    result = []
    filled = 0
    for number, cells in rows:
        filling = [(area, value) for area, value in filling if number <= area.bottom]
        while waiting and waiting[-1].top <= number:
            area = waiting.pop()
            if area.top == number and area.left <= width:  # else its first cell is not here
                filling.append((area, cells[area.left - 1]))
        row = [*cells]
        for at, value in _fillings(filling, width):
            if value and not row[at]:
                row[at] = value
                filled += 1
        result.append((number, row))
    return result, filled


def _fillings(filling: Sequence[tuple[Area, str]], width: int) -> Iterator[tuple[int, str]]:
    for area, value in filling:
        for at in range(area.left - 1, min(area.right, width)):
            yield at, value


def header_bottom(areas: Sequence[Area], top: int, rows: Sequence[NumberedRow]) -> int:
    """The last row of a header that begins in row ``top``.

    It has more than one row where a cell of it is merged downwards, and where below each cell that
    is merged across stand words of their own, as below 2020年 over 常住人口 and 城镇化率.
    """
    inside = [area for area in areas if area.top == top]
    bottom = max([top, *(area.bottom for area in inside)])
    if bottom > top:
        return bottom
    below = next((cells for number, cells in rows if number == top + 1), [])
    across = [below[area.left - 1 : area.right] for area in inside if area.right > area.left]
    return top + 1 if across and all(_are_names(cells) for cells in across) else top


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells could be names of columns: filled, different, and no numbers."""
    distinct = len({*cells}) == len(cells) > 1
    return distinct and all(cell and not cell[:1].isdigit() for cell in cells)


def joined(rows: Sequence[NumberedRow]) -> list[str]:
    """One name a column of the rows of a header: ``2020年/常住人口``; repeats are written once."""
    columns = zip(*(cells for _, cells in rows), strict=True)
    return ["/".join(dict.fromkeys(cell for cell in column if cell)) for column in columns]
