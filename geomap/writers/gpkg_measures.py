"""The measures of the plan in a GeoPackage: a table, and which districts each one names.

Related by the GeoPackage extension for related tables, and by columns that people can read: a
measure's id and a district's code.
"""

import sqlite3
from collections.abc import Mapping

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName

MEASURES, LINKS = "measures", "measure_districts"
# Column → SQL type, in order; ``fid`` comes first in both tables.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    MEASURES: (
        *("id", "article", "article_en", "chapter", "chapter_en", "title", "title_en"),
        *("departments", "scope", "scope_en", "target", "target_en", "summary", "summary_en"),
        "citywide",
    ),
    LINKS: ("base_id", "related_id", "adcode", "measure"),
}
_TYPES = {"citywide": "BOOLEAN", "base_id": "INTEGER NOT NULL", "related_id": "INTEGER NOT NULL"}
_RELATIONS = """
CREATE TABLE gpkgext_relations (id INTEGER PRIMARY KEY AUTOINCREMENT,
  base_table_name TEXT NOT NULL, base_primary_column TEXT NOT NULL DEFAULT 'id',
  related_table_name TEXT NOT NULL, related_primary_column TEXT NOT NULL DEFAULT 'id',
  relation_name TEXT NOT NULL, mapping_table_name TEXT NOT NULL UNIQUE)
"""
_EXTENSIONS = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT,
  extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))
"""
_DEFINED = "http://www.geopackage.org/18-000.html"


def has_measures(spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame]) -> bool:
    """Whether there is something to relate: measures, and districts."""
    return bool(spec.measures) and "districts" in frames


def add(database: sqlite3.Connection, spec: MapSpec, register: str, date: str) -> None:
    """Add the measures to a GeoPackage that has its districts.

    Args:
        database: The GeoPackage.
        spec: The map.
        register: SQL that lists a table of attributes, given its name twice and the date.
        date: What the tables say they were changed on.
    """
    for table, columns in COLUMNS.items():
        typed = ", ".join(f"{name} {_TYPES.get(name, 'TEXT')}" for name in columns)
        database.execute(
            f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {typed})"
        )
        database.execute(register, (table, table, date))
    _fill(database, MEASURES, _measures(spec))
    _fill(database, LINKS, _links(database, spec))
    database.execute(_EXTENSIONS)
    database.execute(_RELATIONS)
    database.execute(
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
        "related_primary_column, relation_name, mapping_table_name) "
        "VALUES ('districts', 'fid', ?, 'fid', 'attributes', ?)",
        (MEASURES, LINKS),
    )
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_related_tables', ?, 'read-write')",
        [("gpkgext_relations", _DEFINED), (LINKS, _DEFINED)],
    )


def _fill(database: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    columns = COLUMNS[table]
    marks = ", ".join("?" * len(columns))
    database.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 # our own names
        rows,
    )


def _measures(spec: MapSpec) -> list[tuple[object, ...]]:
    rows = []
    for each in spec.measures:
        target = (None, None) if each.target is None else (each.target.zh, each.target.en)
        two = (each.article, each.chapter, each.title)
        rows.append(
            (
                each.id,
                *(words for text in two for words in (text.zh, text.en)),
                ";".join(each.departments),
                *(each.scope.zh, each.scope.en),
                *target,
                *(each.summary.zh, each.summary.en),
                each.citywide,
            )
        )
    return rows


def _links(database: sqlite3.Connection, spec: MapSpec) -> list[tuple[object, ...]]:
    """Each naming of a district by a measure of this map."""
    number = {each.id: n for n, each in enumerate(spec.measures, 1)}
    named = database.execute("SELECT fid, adcode, measures FROM districts ORDER BY fid")
    return [
        (fid, number[measure], adcode, measure)
        for fid, adcode, listed in named.fetchall()
        for measure in (listed or "").split(";")
        if measure in number
    ]
