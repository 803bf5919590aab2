"""Tables with a column a district and a row an indicator → a row a value. Pure."""

from collections.abc import Iterator

from geomap.checks.wide import (
    ROLES,
    by_words,
    folded,
    heading_of,
    tell_no_year,
    tell_unused,
    without_remarks,
)
from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Indicator
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables.headings import with_roles
from geomap.tables.values import is_no_value

_LEAST = 2  # districts among the headings


def is_turned(table: Table, gazetteer: Gazetteer) -> bool:
    """Whether districts name the columns of a table, more of them than do not."""
    if any(table.heading(role) in table.columns for role in ("adcode", "value")):
        return False
    found = sum(1 for column in table.columns if isinstance(gazetteer.find(column), Found))
    return found >= _LEAST and 2 * found > len(table.columns) - 2


def turned_form(
    table: Table, gazetteer: Gazetteer, config: AtlasConfig, findings: Findings
) -> Table | None:
    """The table with a row a value; None where districts do not name its columns.

    Args:
        table: As it was read.
        gazetteer: The districts.
        config: Which indicators there are.
        findings: Takes rows that are no indicator, or have no year.
    """
    known = with_roles(table, ROLES, Findings(), table.columns_declared)
    if not is_turned(known, gazetteer):
        return None
    if not known.has("indicator"):
        known = with_roles(table, (), Findings(), {"indicator": table.columns[0]})
    known = without_remarks(known)
    others: list[str] = []
    rows = tuple(_rows(known, config, findings, others))
    if others:
        tell_unused(known, others, config, findings)
    columns = ("name", "indicator", "year", "value", "unit")
    kept = tuple(role for role in ("source",) if role in known.defaults)
    return Table(
        table.file,
        (*columns, *kept),
        rows,
        table.notes,
        defaults=known.defaults,
        header=table.header,
    )


def _rows(
    table: Table, config: AtlasConfig, findings: Findings, others: list[str]
) -> Iterator[Row]:
    indicators = by_words(config.indicators)
    roles = {table.heading(role) for role in ("indicator", "year", "unit", "source")}
    districts = [column for column in table.columns if column not in roles]
    for row in table.rows:
        label = table.cell(row, "indicator")
        indicator = indicators.get(folded(heading_of(label).words))
        if indicator is None:
            others += [label] if label else []
            continue
        year = heading_of(label).year or table.cell(row, "year")
        if not year:
            tell_no_year(table, label, findings)
            continue
        yield from _values(table, row, indicator, year, districts)


def _values(
    table: Table, row: Row, indicator: Indicator, year: str, districts: list[str]
) -> Iterator[Row]:
    label = table.cell(row, "indicator")
    unit = heading_of(label).unit or table.cell(row, "unit")
    for column in districts:
        words = row.cells.get(column, "")
        if not words or is_no_value(words):
            continue
        cells = {"name": column, "indicator": indicator.key, "year": year, "value": words}
        names = dict.fromkeys(("name", "indicator", "year", "value", "unit"), column)
        yield Row(row.number, cells | {"unit": unit}, names)
