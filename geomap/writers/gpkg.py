"""GeoPackage: one file with all layers of a map, drawn in QGIS as the map is.

Each layer is a table of one kind of geometry. The table ``layer_styles``
holds the theme's classes and colours where QGIS looks for them, ``qgis_projects`` a project of all
layers; ``geomap_about`` says what the map is.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers import about, gpkg_measures, qgis_project, sld
from geomap.writers.about import code_of
from geomap.writers.by_geometry import tables
from geomap.writers.looks import look_of, looks_of_measures
from geomap.writers.ogr import write_table
from geomap.writers.qgis_project import Geometry, TableLook

# The same file each time: nothing in it tells when it was made.
_DATE = "2000-01-01T00:00:00.000Z"
_GEOMETRY = "geom"
_VERSION = "1.2"  # what programs of the last years read without a warning
# QGIS takes a style only where catalogue and schema are empty text, and the names are exact.
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME)
"""
_ABOUT = "CREATE TABLE geomap_about (id INTEGER PRIMARY KEY, key TEXT, zh TEXT, en TEXT)"
_PROJECTS = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_REGISTER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES (?, 'attributes', ?, '', ?)
"""


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one GeoPackage, a QGIS project of them beside it and in it.

    Args:
        spec: The map.
        frames: Its layers, in any CRS.
        path: File to make.

    Returns:
        The names of the files: the GeoPackage, and the project ``STEM.qgz`` of what is drawn.
    """
    looks: list[TableLook] = []
    with _fixed_date():
        for name, layer, rows in tables(frames):
            _add_table(path, name, rows)
            crs = code_of(rows.crs) if isinstance(rows, gpd.GeoDataFrame) else ""
            look = look_of(spec, layer, rows)
            if look is not None:
                looks.append(TableLook(name, layer, _geometry(rows), look, crs))
    related = gpkg_measures.has_measures(spec, frames)
    if related:
        looks += [
            TableLook(name, "measures", "No geometry", look)
            for name, look in looks_of_measures(spec)
        ]
    beside = path.with_suffix(".qgz")
    with closing(sqlite3.connect(path)) as database, database:
        _add_about(database, spec)
        if related:
            gpkg_measures.add(database, spec, _REGISTER, _DATE)
        if looks:
            qgis_project.write(qgis_project.project(spec, looks, path.name), beside)
            _add_styles(database, spec, looks)
            _add_project(database, spec, beside.read_bytes())
    return (path.name, beside.name) if looks else (path.name,)


def _add_table(path: Path, name: str, rows: pd.DataFrame) -> None:
    is_new = not path.exists()
    spatial = isinstance(rows, gpd.GeoDataFrame)
    options = {
        "layer": name,
        "append": not is_new,
        "layer_options": {"GEOMETRY_NAME": _GEOMETRY} if spatial else {},
        "dataset_options": {"VERSION": _VERSION} if is_new else None,
    }
    write_table(rows, path, "GPKG", options)


def _geometry(rows: pd.DataFrame) -> Geometry:
    if not isinstance(rows, gpd.GeoDataFrame):
        return "No geometry"
    dimensions = int(shapely.get_dimensions(rows.geometry.iloc[0]))
    kinds: tuple[Geometry, ...] = ("Point", "Line", "Polygon")
    return kinds[dimensions]


@contextmanager
def _fixed_date() -> Iterator[None]:
    """GDAL stamps tables with the time, unless it is told one."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: _DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


def _add_styles(database: sqlite3.Connection, spec: MapSpec, looks: Iterable[TableLook]) -> None:
    database.execute(_STYLES)
    database.execute(_REGISTER, ("layer_styles", "layer_styles", _DATE))
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, ?, 1, '', 'geomap', NULL, ?)",
        [
            (
                each.name,
                _GEOMETRY,
                spec.theme[:30],
                each.look.document(),
                sld.document(each.name, each.look),
                _DATE,
            )
            for each in looks
            if each.geometry != "No geometry"
        ],
    )


def _add_about(database: sqlite3.Connection, spec: MapSpec) -> None:
    """What the map is, as every other output has it."""
    database.execute(_ABOUT)
    database.execute(_REGISTER, ("geomap_about", "geomap_about", _DATE))
    database.executemany(
        "INSERT INTO geomap_about (key, zh, en) VALUES (?, ?, ?)",
        [(key, words.zh, words.en) for key, words in about.lines(spec)],
    )


def _add_project(database: sqlite3.Connection, spec: MapSpec, packed: bytes) -> None:
    """The project where QGIS looks for one inside a GeoPackage: packed, in hexadecimal digits."""
    saved = {"last_modified_time": _DATE, "last_modified_user": "geomap"}
    database.execute(_PROJECTS)
    database.execute(
        "INSERT INTO qgis_projects VALUES (?, ?, ?)",
        (spec.theme, json.dumps(saved).encode(), packed.hex().encode()),
    )
