"""GeoPackage: one file with all layers of a map, drawn in QGIS as the map is.

Each layer is a table of one kind of geometry in degrees, EPSG:4326. The table ``layer_styles``
holds the theme's classes and colours where QGIS looks for them; ``geomap_about`` says what the map
is.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geomap.model import LegendItem, MapSpec
from geomap.model.layers import LayerName
from geomap.writers.by_geometry import tables
from geomap.writers.qml import class_style

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
_REGISTER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES (?, 'attributes', ?, '', ?)
"""


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one GeoPackage.

    Args:
        spec: The map.
        frames: Its layers in degrees, EPSG:4326.
        path: File to make.

    Returns:
        The name of the file.
    """
    styles: list[tuple[str, str, str]] = []
    with _fixed_date():
        for name, layer, rows in tables(frames):
            spatial = isinstance(rows, gpd.GeoDataFrame)
            options = {"GEOMETRY_NAME": _GEOMETRY} if spatial else {}
            is_new = not path.exists()
            pyogrio.write_dataframe(
                rows,
                path,
                layer=name,
                driver="GPKG",
                append=not is_new,
                layer_options=options,
                dataset_options={"VERSION": _VERSION} if is_new else None,
            )
            if spatial:
                styles.append((name, *_style(spec, layer, rows)))
    with closing(sqlite3.connect(path)) as database, database:
        _add_styles(database, styles)
        _add_about(database, spec)
    return (path.name,)


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


def _style(spec: MapSpec, layer: LayerName, rows: pd.DataFrame) -> tuple[str, str]:
    """Name and QML of a table's style."""
    fields = [str(column) for column in rows.columns if column != rows.geometry.name]
    if layer == "districts":
        items = [item for item in spec.legends[0].items if item.count]
        return spec.theme, class_style(items, fields, "short_name", spec.circles)
    if layer == "context":
        roles = {
            mark.title.zh: mark for mark in spec.context if mark.title.zh in set(rows["class"])
        }
        items = [LegendItem(m.role, m.title, m.symbol, 0) for m in roles.values()]
        return spec.theme, class_style(items, fields, "name")
    ids = {f"{layer.removesuffix('s')}:{key}" for key in rows["id"]}
    looks = {mark.item for mark in spec.marks if mark.id in ids}
    looks |= {key for dots in spec.dots if f"{dots.of}s" == layer for key in dots.items.distinct}
    items = [item for legend in spec.legends for item in legend.items if item.key in looks]
    return spec.theme, class_style(items, fields, "name")


def _add_styles(database: sqlite3.Connection, styles: list[tuple[str, str, str]]) -> None:
    database.execute(_STYLES)
    database.execute(_REGISTER, ("layer_styles", "layer_styles", _DATE))
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, '', 'geomap', NULL, ?)",
        [(table, _GEOMETRY, name[:30], qml, _DATE) for table, name, qml in styles],
    )


def _add_about(database: sqlite3.Connection, spec: MapSpec) -> None:
    """Title, day, approval, sources and notes, as every other output has them."""
    lines = [
        ("title", spec.title),
        ("subtitle", spec.subtitle),
        ("atlas", spec.atlas),
        ("reference_date", spec.reference_date),
        ("approval", spec.approval),
        *(("source", words) for words in spec.sources),
        *(("note", words) for words in spec.notes),
    ]
    database.execute(_ABOUT)
    database.execute(_REGISTER, ("geomap_about", "geomap_about", _DATE))
    database.executemany(
        "INSERT INTO geomap_about (key, zh, en) VALUES (?, ?, ?)",
        [(key, words.zh, words.en) for key, words in lines],
    )
