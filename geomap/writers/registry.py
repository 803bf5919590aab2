"""Data formats, one module each: frames → a file at the path that is handed over.

A new format is one module with a ``write`` of the same shape, and one line here.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

import geopandas as gpd

from geomap.errors import RenderError
from geomap.model.layers import LayerName
from geomap.text import Text

WRITERS: dict[str, str] = {
    "geojson": "geomap.writers.geojson",
}


class Writer(Protocol):
    """What a module in this package offers."""

    def write(self, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path, title: str) -> None:
        """Write the frames as layers of one file. The caller moves it into place."""


def writer(data_format: str) -> Writer:
    """The writer of a format.

    Raises:
        RenderError: There is none; the message lists those there are.
    """
    if data_format not in WRITERS:
        known = ", ".join(f".{name}" for name in WRITERS)
        raise RenderError(
            Text(
                f"不支持的数据格式“{data_format}”；可用：{known}",
                f"unknown data format {data_format!r}; known: {known}",
            )
        )
    module: Writer = import_module(WRITERS[data_format])
    return module
