"""The tables of projects."""

from collections.abc import Iterable
from functools import partial

import geopandas as gpd

from geomap.checks.items import POSITION_ROLES, Item, Items, needed_columns, readable
from geomap.checks.plain_places import plain_points
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Project
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells

PROJECT_ROLES = (
    *("id", "name", "name_en", "kind", "status", "status_en", "article", "districts"),
    *POSITION_ROLES,
)


def check_projects(
    tables: Iterable[Table],
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> tuple[Project, ...]:
    """Parse and check every row of the tables of projects; their order is kept."""
    items = Items("kind", gazetteer, config, boundaries)
    good = []
    for table in readable(tables, PROJECT_ROLES, needed_columns("kind", config), findings):
        plain = plain_points(table, items.ground).by_row(table)
        for row in table.rows:
            cells = Cells(table, row, findings)
            project = items.good(cells, partial(_project, cells), plain.get(row.number))
            if project is not None:
                good.append(project)
    return tuple(good)


def _project(cells: Cells, item: Item) -> Project:
    return Project(
        id=item.key,
        name=cells.text("name"),
        kind=item.kind,
        status=cells.text("status"),
        articles=cells.ordinals("article"),
        districts=item.districts,
        position=item.where,
        source=cells.words("source"),
        note=cells.text("note"),
        location=cells.location(),
    )
