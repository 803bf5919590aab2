"""One cell of a table → a value, or a finding that says where and what. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from geomap.model import Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables import coordinates, dates, ordinals, values
from geomap.text import Text

T = TypeVar("T")
SEPARATORS = (";", "；", "、", "，", "|")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table, its cells taken by role; what is wrong goes to ``findings``."""

    table: Table
    row: Row
    findings: Findings

    def location(self, column: str | None = None) -> Location:
        """The place of the row or of one of its cells."""
        return self.table.location(self.row, column)

    def words(self, column: str) -> str:
        """The cell as it is; empty where the table has no such column."""
        return self.table.cell(self.row, column)

    def required(self, column: str) -> str | None:
        """Words that must be there."""
        words = self.words(column)
        if words:
            return words
        self.findings.tell(
            "GM-T001",
            self.location(column),
            Text("此格为空", "the cell is empty"),
            Text("请填写", "fill it in"),
        )
        return None

    def text(self, column: str) -> Text:
        """Words with their English form in ``<column>_en``; Chinese stands in where it is empty."""
        words = self.words(column)
        return Text(words, self.words(f"{column}_en") or words)

    def several(self, column: str) -> tuple[str, ...]:
        """Words parted by semicolons, 、 or the like, blanks and repeats left out."""
        return parts_of(self.words(column))

    def number(self, column: str) -> float | None:
        """A finite number; None where the cell is empty or wrong."""
        return self._parse(column, values.number, "GM-T002")

    def percent(self, column: str) -> float | None:
        """A percentage, with or without its sign; None where the cell is empty or wrong."""
        return self._parse(column, values.percent, "GM-T002")

    def integer(self, column: str) -> int | None:
        """A whole number; None where the cell is empty or wrong."""
        return self._parse(column, values.integer, "GM-T003")

    def year(self, column: str) -> int | None:
        """A year; None where the cell is empty or wrong."""
        return self._parse(column, dates.year, "GM-T003")

    def coordinate(self, column: str, axis: coordinates.Axis) -> float | None:
        """Degrees, decimal or with minutes; None where the cell is empty or wrong.

        Whether a decimal number is in the range of degrees is left to who knows its datum.
        """

        def parse(words: str) -> float | values.Invalid:
            plain = values.number(words)
            return (
                coordinates.coordinate(words, axis) if isinstance(plain, values.Invalid) else plain
            )

        return self._parse(column, parse, "GM-T002")

    def ordinal(self, column: str) -> int | None:
        """The number of an article or chapter, 19 or 第十九条; None where it is empty or wrong."""
        return self._parse(column, ordinals.ordinal, "GM-T003")

    def ordinals(self, column: str) -> tuple[int, ...]:
        """Numbers of articles parted by semicolons; wrong ones are found and left out."""
        found = (
            self._value(column, words, ordinals.ordinal, "GM-T003")
            for words in self.several(column)
        )
        return tuple(value for value in found if value is not None)

    def choice(self, column: str, allowed: tuple[str, ...]) -> str | None:
        """One of the allowed words."""
        words = self.required(column)
        if words is None or words in allowed:
            return words
        self.findings.tell(
            "GM-T004",
            self.location(column),
            Text(f"“{words}”不是允许的取值", f"{words!r} is not an allowed value"),
            Text(f"可用：{'、'.join(allowed)}", f"use one of: {', '.join(allowed)}"),
        )
        return None

    def _parse(
        self, column: str, parse: Callable[[str], T | values.Invalid], code: str
    ) -> T | None:
        words = self.words(column)
        return self._value(column, words, parse, code) if words else None

    def _value(
        self, column: str, words: str, parse: Callable[[str], T | values.Invalid], code: str
    ) -> T | None:
        value = parse(words)
        if not isinstance(value, values.Invalid):
            return value
        expected = value.expected
        self.findings.tell(
            code,
            self.location(column),
            Text(f"“{words}”不是{expected.zh}", f"{words!r} is not {expected.en}"),
            value.remedy,
        )
        return None


def parts_of(words: str) -> tuple[str, ...]:
    """Words parted by semicolons (or 、), blanks and repeats left out."""
    for separator in SEPARATORS[1:]:
        words = words.replace(separator, SEPARATORS[0])
    parts = (part.strip() for part in words.split(SEPARATORS[0]))
    return tuple(dict.fromkeys(part for part in parts if part))


def has_columns(table: Table, columns: tuple[str, ...], findings: Findings) -> bool:
    """Whether the table has all these columns; each missing one is found."""
    missing = [column for column in columns if not table.has(column)]
    for column in missing:
        findings.tell(
            "GM-T005",
            Location(table.file, table.header, column),
            Text(f"缺少列“{column}”", f"the column {column!r} is missing"),
            Text(
                f'请在表头中添加，或在 geomap.toml 中写明：columns = {{ {column} = "列名" }}',
                f'add it to the header, or say in geomap.toml: columns = {{ {column} = "…" }}',
            ),
        )
    return not missing
