"""Rows of a table, each on its own or kept as columns. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import overload

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: Its number in the file (1 is the header).
        cells: By column.
        names: Where the row was made from one cell of a wider row: role → heading of that cell.
    """

    number: int
    cells: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


class ColumnRows(Sequence[Row]):
    """Rows by columns: a fifth of the memory that a mapping a row takes.

    A row is made when it is asked for.

    Attributes:
        columns: Column → its n cells.
        numbers: Number of each row in the file.
    """

    __slots__ = ("columns", "numbers")

    def __init__(self, columns: Mapping[str, list[str]], numbers: Sequence[int]) -> None:
        self.columns = columns
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "ColumnRows": ...
    def __getitem__(self, place: int | slice) -> "Row | ColumnRows":
        """A row, or some of them."""
        if isinstance(place, slice):
            cut = {name: cells[place] for name, cells in self.columns.items()}
            return ColumnRows(cut, self.numbers[place])
        return Row(
            self.numbers[place], {name: cells[place] for name, cells in self.columns.items()}
        )

    def __iter__(self) -> Iterator[Row]:
        names = tuple(self.columns)
        if not names:
            return (Row(number, {}) for number in self.numbers)
        across = zip(*self.columns.values(), strict=True)
        return (
            Row(number, dict(zip(names, cells, strict=True)))
            for number, cells in zip(self.numbers, across, strict=True)
        )

    def __eq__(self, other: object) -> bool:
        """Rows are equal to any other sequence of the same rows."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment] # lists can change
