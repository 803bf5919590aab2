"""What is wrong with the cells of any table, whatever it is to be used for. Pure.

`inspect` tells it of a stranger's table, and `check` of a table of the atlas that lacks a column
it needs, so that both tell the same of the same file.
"""

from dataclasses import dataclass

import geopandas as gpd

from geomap.checks import positions
from geomap.checks.ground import ground_of
from geomap.checks.matching import district_column, match_own
from geomap.checks.near import far_from_named
from geomap.checks.odd_cells import odd_cells
from geomap.checks.table_positions import odd_positions, outside, position_columns
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import Finding
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells

_GEOMETRY = "geometry"
_NOT_SAID = {"datum": "WGS84", "certainty": "surveyed"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a table found.

    Attributes:
        column: Its column of districts; None where it has none, or there is nothing to hold it to.
        matched: How many rows are of districts that are known; None without such a column.
        findings: What is wrong with its cells.
    """

    column: str | None
    matched: int | None
    findings: tuple[Finding, ...]


def look(table: Table, gazetteer: Gazetteer | None, boundaries: gpd.GeoDataFrame | None) -> Look:
    """Look at a table's numbers and positions, and hold it against districts if there are any.

    Args:
        table: As it was read.
        gazetteer: Finds a district by name or code.
        boundaries: Degrees, WGS84; index ``adcode``.
    """
    columns = position_columns(table)
    found = odd_cells(table)
    if columns is not None:
        found += odd_positions(table, columns, abroad=True)
    if gazetteer is None or boundaries is None:
        return Look(None, None, tuple(found))
    out = [] if columns is None else outside(table, columns, boundaries)
    column = district_column(table, gazetteer)
    if column is None:
        return Look(None, None, (*found, *out))
    if columns is not None and not out:
        out = far_from_named(table, columns, column, gazetteer, boundaries)
    match = match_own(table, column, gazetteer)
    matched = len({row.number for rows in match.matched.values() for row in rows})
    return Look(column, matched, (*found, *out, *match.findings))


def look_unused(
    table: Table, gazetteer: Gazetteer, boundaries: gpd.GeoDataFrame
) -> tuple[Finding, ...]:
    """What is wrong with a table of the atlas that cannot be used as a whole."""
    found = look(table, gazetteer, boundaries).findings
    if _GEOMETRY not in table.columns:
        return found
    findings, ground = Findings(), ground_of(boundaries)
    placed = Table(table.file, table.columns, table.rows, defaults={**_NOT_SAID, **table.defaults})
    for row in placed.rows:
        positions.position(Cells(placed, row, findings), ground)
    return (*found, *findings.all())
