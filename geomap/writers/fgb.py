"""FlatGeobuf: a file a table of one kind of geometry, quick to open and to read in parts."""

import io
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers.by_geometry import files
from geomap.writers.ogr import write_table


def write(
    spec: MapSpec,  # noqa: ARG001 # what every format of data is handed
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
) -> tuple[str, ...]:
    """Write a map's layers; what has no place has none in this format and is left out.

    Args:
        spec: The map.
        frames: Its layers, in any CRS.
        path: File for the districts, or for the only layer there is.

    Returns:
        The names of the files: ``path`` itself, then ``THEME-projects_points.fgb`` and so on.
    """
    return files(frames, path, ".fgb", _one)


def _one(rows: gpd.GeoDataFrame, path: Path) -> None:
    # By way of memory: on a full disk GDAL leaves the end of the file away and says nothing.
    made = io.BytesIO()
    write_table(rows, made, "FlatGeobuf", {"layer": path.stem})
    path.write_bytes(made.getvalue())
