"""A column of many rows whose values repeat: each value once, and for each row its number. Pure."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)
Codes = NDArray[np.int32]
Rows = NDArray[np.integer] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Generic[Value]):
    """A column by its different values.

    Attributes:
        distinct: Each value once.
        codes: For each of n rows the number of its value.
    """

    distinct: tuple[Value, ...]
    codes: Codes

    @classmethod
    def of(cls, items: Iterable[Value]) -> "Coded[Value]":
        """A column of these items; its values stand in the order in which they first occur."""
        numbers: dict[Value, int] = {}
        codes = [numbers.setdefault(item, len(numbers)) for item in items]
        return cls(tuple(numbers), np.array(codes, dtype=np.int32))

    @classmethod
    def all(cls, value: Value, count: int) -> "Coded[Value]":
        """A column that says the same in each of its rows."""
        return cls((value,), np.zeros(count, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Value:
        return self.distinct[int(self.codes[row])]

    def __iter__(self) -> Iterator[Value]:
        return (self.distinct[code] for code in self.codes.tolist())

    def take(self, rows: Rows) -> "Coded[Value]":
        """Some rows of the column, by number or by mask, with the values that are left."""
        left, codes = np.unique(self.codes[rows], return_inverse=True)
        return Coded(tuple(self.distinct[code] for code in left), codes.astype(np.int32))

    def map(self, act: Callable[[Value], Other]) -> "Coded[Other]":
        """The column with something done to each value, once for all rows that share it."""
        made = Coded.of(act(value) for value in self.distinct)
        return Coded(made.distinct, made.codes[self.codes])

    def where(self, asked: Callable[[Value], bool]) -> NDArray[np.bool_]:
        """For each row whether its value is asked for."""
        return np.array([asked(value) for value in self.distinct], dtype=bool)[self.codes]

    def says_as(self, other: "Coded[Value]") -> bool:
        """Whether another column has the same values in the same rows."""
        return self.distinct == other.distinct and np.array_equal(self.codes, other.codes)

    def counts(self) -> dict[Value, int]:
        """How many rows have each value."""
        found = np.bincount(self.codes, minlength=len(self.distinct))
        return dict(zip(self.distinct, found.tolist(), strict=True))


def joined(columns: Sequence[Coded[Value]]) -> Coded[Value]:
    """Columns one below the other."""
    whole = Coded.of(value for column in columns for value in column.distinct)
    starts = np.cumsum([0, *(len(column.distinct) for column in columns)])
    codes = [whole.codes[start + c.codes] for start, c in zip(starts, columns, strict=False)]
    return Coded(whole.distinct, np.concatenate(codes) if codes else np.zeros(0, dtype=np.int32))


def paired(first: Coded[Value], second: Coded[Other]) -> Coded[tuple[Value, Other]]:
    """The pairs that two columns of the same rows make."""
    both = first.codes.astype(np.int64) * max(len(second.distinct), 1) + second.codes
    found, codes = np.unique(both, return_inverse=True)
    pairs = (divmod(int(pair), max(len(second.distinct), 1)) for pair in found)
    values = tuple((first.distinct[a], second.distinct[b]) for a, b in pairs)
    return Coded(values, codes.astype(np.int32))
