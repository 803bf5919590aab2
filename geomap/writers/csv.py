"""CSV for a spreadsheet: the districts, a row each, numbers as numbers, no formula that runs."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.tables.spreadsheets import inert
from geomap.writers.by_geometry import columns, tables
from geomap.writers.values import plain


def write(
    spec: MapSpec,  # noqa: ARG001 # what every format of data is handed
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
) -> tuple[str, ...]:
    """Write a map's layers as CSV, UTF-8 with a mark so that Excel reads it, a table a file.

    Args:
        spec: The map.
        frames: Its layers. Points get columns of their coordinates: `by_geometry.columns`; other
            geometry is left to the formats of a GIS.
        path: File for the districts, or for the only layer there is.

    Returns:
        The names of the files: ``path`` itself, then ``THEME-projects_points.csv`` and so on.
    """
    names: list[str] = []
    for name, _, rows in tables(frames):
        file = path if not names else path.with_name(f"{path.stem}-{name}.csv")
        table = columns(rows)
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(inert(column) for column in table)
        writer.writerows(map(_cell, row) for row in zip(*table.values(), strict=True))
        file.write_text("\ufeff" + text.getvalue(), encoding="utf-8", newline="")
        names.append(file.name)
    return tuple(names)


def _cell(value: object) -> object:
    """A number as it is, whole where it is whole; nothing for what is missing; text inert."""
    found = plain(value)
    return "" if found is None else inert(found) if isinstance(found, str) else found
