"""Rows of any table → districts, with every row accounted for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geomap.checks.places import districts, name_agrees, one_district
from geomap.checks.strays import are_of_today, district_rows
from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import Finding
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables.cells import Cells
from geomap.tables.dates import year
from geomap.tables.headings import with_roles
from geomap.tables.values import Invalid
from geomap.text import Text

# A column is one of districts if at least this share of its filled cells names one.
LEAST_SHARE = 0.25
_TOLD = 5  # rows that a finding names
_ENOUGH = 2000  # cells of a column that are looked at
_YEARS = ("year", "年", "年份")
# Columns of tables whose rows are not districts.
_VALUES = {*_YEARS, "indicator", "指标"}
_PLACES = {"id", "lon", "lat", "经度", "纬度", "article"}

Rows = Literal["districts", "values", "places"]
"""What the rows of a table are: districts, each of them once; values of several years or
indicators, each of one district; or places and measures, of any number of districts or none."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where the rows of a table went: into ``matched``, into ``blank``, or into a finding.

    Attributes:
        column: The column that was matched.
        matched: Rows of each district, by adcode.
        blank: Numbers of rows of places that name no district, as they may.
        unmatched: Numbers of the rows that are no one district's.
        without: Adcodes of districts that no row names.
        findings: Why rows are unmatched, and what is to be told of those that are.
    """

    column: str
    matched: Mapping[str, tuple[Row, ...]]
    blank: tuple[int, ...]
    unmatched: tuple[int, ...]
    without: tuple[str, ...]
    findings: tuple[Finding, ...]


def match(table: Table, column: str, gazetteer: Gazetteer, kind: Rows = "districts") -> Match:
    """Give each row of a table to the district that one of its columns names.

    Where rows are districts and several name the same one, none of them is taken: that would be
    a guess.

    Args:
        table: The table; a column ``year`` (年, 年份) tells the years of codes.
        column: Column of codes or names; of places, several of them, or regions, or 全市.
        gazetteer: The districts.
        kind: What the rows are.
    """
    findings = Findings()
    known, column_of_codes = _with_names(table, column)
    codes = [row.cells[column_of_codes] for row in table.rows]
    mixed = gazetteer.has_former_codes(codes) and not are_of_today(codes, gazetteer.entries)
    rows: dict[str, list[Row]] = {}
    unmatched, blank = [], []
    for row in table.rows:
        cells = Cells(known, row, findings)
        adcodes = _adcodes(cells, column_of_codes, gazetteer, kind, mixed=mixed)
        if adcodes is None:
            unmatched.append(row.number)
        elif not adcodes:
            blank.append(row.number)
        for adcode in adcodes or ():
            rows.setdefault(adcode, []).append(row)
    repeated = [c for c, several in rows.items() if kind == "districts" and len(several) > 1]
    for adcode in repeated:
        unmatched += [row.number for row in rows[adcode]]
        _tell_several(table, column, gazetteer.entries[adcode].name, rows[adcode], findings)
    return Match(
        column=column,
        matched={code: tuple(several) for code, several in rows.items() if code not in repeated},
        blank=tuple(blank),
        unmatched=tuple(sorted(unmatched)),
        without=tuple(code for code in gazetteer.entries if code not in rows),
        findings=findings.all(),
    )


def match_own(table: Table, column: str, gazetteer: Gazetteer) -> Match:
    """The same of a table as offices have it: totals, footnotes and units elsewhere are no rows.

    They are among ``unmatched``; units elsewhere are told once, with their number.
    """
    kind = rows_of(table)
    if kind == "places":
        return match(table, column, gazetteer, kind)
    strays = Findings()
    own = district_rows(table, column, gazetteer, strays)
    found = match(own, column, gazetteer, kind)
    kept = {row.number for row in own.rows}
    others = [row.number for row in table.rows if row.number not in kept]
    return replace(
        found,
        unmatched=tuple(sorted({*found.unmatched, *others})),
        findings=(*strays.all(), *found.findings),
    )


def _with_names(table: Table, column: str) -> tuple[Table, str]:
    """The table with its columns of codes and names known, and the one that tells the district.

    Where a table has both, the code tells, and the name beside it must agree.
    """
    known = with_roles(table, ("adcode", "name"), Findings(), table.columns_declared)
    pair = (known.heading("adcode"), known.heading("name"))
    if column in pair and all(heading in table.columns for heading in pair):
        return known, pair[0]
    return replace(known, names={"name": column, "adcode": column}), column


def _adcodes(
    cells: Cells, column: str, gazetteer: Gazetteer, kind: Rows, *, mixed: bool
) -> tuple[str, ...] | None:
    """The districts of a row; None where its words are wrong, and found."""
    if kind == "places":
        return districts(cells, column, gazetteer)
    named = cells.table.heading("name") != column
    name, year = cells.words("name") if named else "", _year(cells.row)
    adcode = one_district(cells, column, gazetteer, year, mixed=mixed, name=name)
    if adcode is None or (named and not name_agrees(cells, gazetteer, adcode, year)):
        return None
    return (adcode,)


def rows_of(table: Table) -> Rows:
    """What the rows of a table seem to be, by the names of its columns."""
    columns = {column.casefold() for column in table.columns}
    if columns & _VALUES:
        return "values"
    return "places" if columns & _PLACES else "districts"


def district_column(table: Table, gazetteer: Gazetteer) -> str | None:
    """The column whose cells name districts most often; None if none does so often enough."""
    found = shares(table, gazetteer)
    best = max(found, key=lambda column: found[column], default=None)
    return best if best is not None and found[best] >= LEAST_SHARE else None


def shares(table: Table, gazetteer: Gazetteer) -> dict[str, float]:
    """Which part of the filled cells of each column names a district."""
    return {column: _share(table, column, gazetteer) for column in table.columns}


def _share(table: Table, column: str, gazetteer: Gazetteer) -> float:
    words = [word for word in table.words(column) if word]
    # A few thousand cells, spread over the table, tell what a column holds.
    some = words[:: -(-len(words) // _ENOUGH)] if words else []
    named = sum(1 for word in some if isinstance(gazetteer.find(word), Found))
    return named / len(some) if some else 0.0


def _year(row: Row) -> int | None:
    """The row's year, if it has one."""
    words = next((row.cells[column] for column in _YEARS if row.cells.get(column)), "")
    found = year(words)
    return None if isinstance(found, Invalid) else found


def _tell_several(
    table: Table, column: str, name: str, rows: Sequence[Row], findings: Findings
) -> None:
    numbers = [str(row.number) for row in rows[:_TOLD]]
    more = len(rows) - len(numbers)
    others_zh, others_en = (f"等 {len(rows)} ", f" and {more:,} more") if more else ("", "")
    for row in rows:
        findings.tell(
            "GM-T011",
            table.location(row, column),
            Text(
                f"第 {'、'.join(numbers)} {others_zh}行都是“{name}”",
                f"rows {', '.join(numbers)}{others_en} are all {name!r}",
            ),
            Text("每个区县只保留一行", "keep one row a district"),
        )
