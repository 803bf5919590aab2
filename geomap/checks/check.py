"""Tables and boundaries → checked values and every finding at once. Reads no file of the user's.

A row that is wrong is left out of the values and stands in the findings with its place; so rows in
= values + rows with an error, for every table; of indicators, rows that say there is no value and
what `strays` counts (totals, units elsewhere) are neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from geomap.checks.categories import check_categories
from geomap.checks.context import check_context
from geomap.checks.derived import with_derived
from geomap.checks.districts import check_districts
from geomap.checks.extents import check_extents
from geomap.checks.indicators import check_indicators
from geomap.checks.looked import look_unused
from geomap.checks.measures import check_measures
from geomap.checks.odd_cells import odd_cells, odd_cells_besides
from geomap.checks.projects import check_projects
from geomap.checks.sites import check_sites
from geomap.checks.table_positions import without_position
from geomap.checks.themes import check_themes
from geomap.checks.unseen import check_outside, check_unseen
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import (
    AtlasConfig,
    ContextFeature,
    Finding,
    Level,
    Measure,
    Observation,
    Project,
)
from geomap.model.catalogue import Findings
from geomap.model.sites import Sites
from geomap.model.tables import Inputs, Table

__all__ = ["Checked", "check"]

_NO_COLUMN, _NO_INDICATOR = "GM-T005", "GM-I008"


@dataclass(frozen=True, slots=True)
class Checked:
    """An atlas's data, parsed, with all that was found on the way.

    Attributes:
        districts: Index ``adcode``; columns ``name, name_en, short_name, region, province,
            geometry``; degrees, EPSG:4326; sorted by adcode.
        gazetteer: Finds a district or region by name.
    """

    districts: gpd.GeoDataFrame
    gazetteer: Gazetteer
    observations: tuple[Observation, ...]
    measures: tuple[Measure, ...]
    projects: tuple[Project, ...]
    sites: Sites
    findings: tuple[Finding, ...]
    context: tuple[ContextFeature, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return tuple(f for f in self.findings if f.level is Level.ERROR)


def check(inputs: Inputs, config: AtlasConfig) -> Checked:
    """Check a whole atlas.

    Args:
        inputs: What was read.
        config: What the atlas declares.

    Returns:
        The values that can be used, and every finding. Never raises for bad data.
    """
    findings = Findings()
    districts, gazetteer = check_districts(inputs.districts, inputs.boundary_file, config, findings)

    def tables(key: str) -> tuple[Table, ...]:
        return inputs.tables.get(key, ())

    observations = check_indicators(tables("indicators"), gazetteer, config, findings)
    observations = with_derived(observations, districts, config, findings)
    measures = check_measures(tables("measures"), gazetteer, config, findings)
    projects = check_projects(tables("projects"), gazetteer, config, districts, findings)
    sites = check_sites(tables("sites"), gazetteer, config, districts, findings)
    context = check_context(inputs.context, findings)
    check_themes(config, observations, findings)
    check_categories(config, gazetteer, projects, findings)
    check_extents(config, gazetteer, findings)
    if not findings.errors():  # what an error hides would be told as its consequence
        check_unseen(config, measures, projects, sites, findings)
    unplaced = [found for table in tables("sites") for found in without_position(table)]
    check_outside(sites, districts, findings)
    odd = [
        found
        for key in ("projects", "sites")
        for table in tables(key)
        for found in odd_cells_besides(table)
    ]
    odd += _of_unused(inputs, gazetteer, districts, (*findings.all(), *odd))
    read_notes = [note for _, table in inputs.context for note in table.notes]
    told = [note for read in inputs.tables.values() for table in read for note in table.notes]
    found = (*inputs.boundary_notes, *told, *read_notes, *findings.all(), *unplaced, *odd)
    return Checked(districts, gazetteer, observations, measures, projects, sites, found, context)


def _of_unused(
    inputs: Inputs, gazetteer: Gazetteer, districts: gpd.GeoDataFrame, told: Sequence[Finding]
) -> list[Finding]:
    """What else is wrong with tables that cannot be used, besides what is told of their rows."""
    of_rows = [found for found in told if found.code not in {_NO_COLUMN, _NO_INDICATOR}]
    places = {(found.location.file, found.location.row) for found in of_rows}
    codes = {(found.location.file, found.code) for found in told}
    found: list[Finding] = []
    for table in (table for read in inputs.tables.values() for table in read):
        if (table.file, _NO_COLUMN) in codes:
            found += look_unused(table, gazetteer, districts)
        elif (table.file, _NO_INDICATOR) in codes:
            found += odd_cells(table)
    return [one for one in found if (one.location.file, one.location.row) not in places]
