"""GeoParquet 1.1: a file a table of one kind of geometry, for databases and data frames."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd

from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text
from geomap.writers.by_geometry import files

_VERSION = "1.1.0"


def write(
    spec: MapSpec,  # noqa: ARG001 # what every format of data is handed
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
) -> tuple[str, ...]:
    """Write a map's layers with their bounding boxes; what has no place is left out.

    Args:
        spec: The map.
        frames: Its layers, in any CRS.
        path: File for the districts, or for the only layer there is.

    Returns:
        The names of the files: ``path`` itself, then ``THEME-projects_points.parquet`` and so on.

    Raises:
        RenderError: The extra ``parquet`` is not installed.
    """
    if find_spec("pyarrow") is None:
        raise RenderError(
            Text(
                '写 GeoParquet 需要 pyarrow；请运行 pip install "geomap[parquet]"',
                'GeoParquet needs pyarrow: run pip install "geomap[parquet]"',
            )
        )
    return files(frames, path, ".parquet", _one)


def _one(rows: gpd.GeoDataFrame, path: Path) -> None:
    rows.to_parquet(path, index=False, schema_version=_VERSION, write_covering_bbox=True)
