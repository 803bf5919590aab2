"""A stranger's table of numbers, held against an atlas as its own would be. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from geomap.checks.indicators import check_indicators
from geomap.checks.turned import is_turned
from geomap.checks.undeclared import indicators_of
from geomap.checks.wide import ROLES, by_words, folded
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Finding
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.headings import with_roles

# Of values; what speaks of districts is told by the one who matches the rows.
_OF_VALUES = {
    f"GM-{code}" for code in ["T002", "I003", "I004", "I005", "I006", "I009", "I010", "I011"]
}


def odd_values(
    table: Table, column: str, gazetteer: Gazetteer, config: AtlasConfig, told: Iterable[Finding]
) -> list[Finding]:
    """What is wrong with the values of a table that the atlas does not have.

    Args:
        table: As it was read, a row a district or a value.
        column: Its column of codes or names.
        gazetteer: The districts.
        config: Which indicators there are; others are taken from the table.
        told: What is told of its cells already.
    """
    known = with_roles(table, ROLES, Findings())
    said = dict(table.columns_declared)
    if not is_turned(known, gazetteer) and not (known.has("adcode") or known.has("name")):
        said["name"] = column
        known = with_roles(table, ROLES, Findings(), said)
    declared = by_words(config.indicators)
    more = [one for one in indicators_of((known,)) if folded(one.key) not in declared]
    # Values whose year nobody says are of the atlas's.
    year = config.vintage[:4] or str(config.reference_date.year if config.reference_date else 2020)
    asked = replace(table, columns_declared=said, defaults={"year": year} | dict(table.defaults))
    whole = replace(config, indicators=(*config.indicators, *more))
    findings = Findings()
    check_indicators((asked,), gazetteer, whole, findings)
    places = {(found.location.row, found.location.column) for found in told}
    return [
        found
        for found in findings.all()
        if found.code in _OF_VALUES and (found.location.row, found.location.column) not in places
    ]
