"""Rows of any table → districts, with every row accounted for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from geomap.cells import Cells, Findings
from geomap.checks.places import one_district
from geomap.gazetteer import Found, Gazetteer
from geomap.model import Finding
from geomap.tables import Row, Table
from geomap.text import Text
from geomap.values import Reason, year

# A column is one of districts if at least this share of its filled cells names one.
_LEAST_SHARE = 0.25
_YEARS = ("year", "年", "年份")
# Columns of tables whose rows are not districts: values of several years, places, measures.
_KEYS = {*_YEARS, "id", "indicator", "指标", "lon", "lat", "经度", "纬度", "article"}


@dataclass(frozen=True, slots=True)
class Match:
    """Where the rows of a table went: each stands in ``matched`` or in a finding, never in both.

    Attributes:
        column: The column that was matched.
        matched: Rows of each district, by adcode.
        unmatched: Numbers of the rows that are no one district's.
        without: Adcodes of districts that no row names.
        findings: Why rows are unmatched, and what is to be told of those that are.
    """

    column: str
    matched: Mapping[str, tuple[Row, ...]]
    unmatched: tuple[int, ...]
    without: tuple[str, ...]
    findings: tuple[Finding, ...]


def match(table: Table, column: str, gazetteer: Gazetteer, *, unique: bool = True) -> Match:
    """Give each row of a table to the district that one of its columns names.

    Where several rows name one district, none of them is taken: that would be a guess.

    Args:
        table: The table; a column ``year`` (年, 年份) tells the years of codes.
        column: Column of codes or names.
        gazetteer: The districts.
        unique: Rows are districts. Else a district may have several rows, as in a table of places
            or of several years, and all of them are taken.
    """
    findings = Findings()
    mixed = gazetteer.has_former_codes(row.cells[column] for row in table.rows)
    rows: dict[str, tuple[Row, ...]] = {}
    unmatched = []
    for row in table.rows:
        cells = Cells(table, row, findings)
        adcode = one_district(cells, column, gazetteer, _year(row) if mixed else None, mixed=mixed)
        if adcode is None:
            unmatched.append(row.number)
        else:
            rows[adcode] = (*rows.get(adcode, ()), row)
    repeated = [code for code, several in rows.items() if unique and len(several) > 1]
    for adcode in repeated:
        unmatched += [row.number for row in rows[adcode]]
        _tell_several(table, column, gazetteer.entries[adcode].name, rows[adcode], findings)
    matched = {code: several for code, several in rows.items() if code not in repeated}
    without = tuple(code for code in gazetteer.entries if code not in rows)
    return Match(column, matched, tuple(sorted(unmatched)), without, findings.all())


def rows_are_districts(table: Table) -> bool:
    """Whether a table seems to have one row a district: no column tells rows apart otherwise."""
    return not {column.casefold() for column in table.columns} & _KEYS


def district_column(table: Table, gazetteer: Gazetteer) -> str | None:
    """The column whose cells name districts most often; None if none does so often enough."""
    shares = {column: _share(table, column, gazetteer) for column in table.columns}
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= _LEAST_SHARE else None


def _share(table: Table, column: str, gazetteer: Gazetteer) -> float:
    words = [row.cells[column] for row in table.rows if row.cells[column]]
    named = sum(1 for word in words if isinstance(gazetteer.find(word), Found))
    return named / len(words) if words else 0.0


def _year(row: Row) -> int | None:
    """The row's year, if it has one."""
    words = next((row.cells[column] for column in _YEARS if row.cells.get(column)), "")
    found = year(words)
    return None if isinstance(found, Reason) else found


def _tell_several(
    table: Table, column: str, name: str, rows: tuple[Row, ...], findings: Findings
) -> None:
    numbers = [str(row.number) for row in rows]
    for row in rows:
        findings.error(
            "GM-T011",
            table.place(row, column),
            Text(
                f"第 {'、'.join(numbers)} 行都是“{name}”",
                f"rows {', '.join(numbers)} are all {name!r}",
            ),
            Text("每个区县只保留一行", "keep one row a district"),
        )
