"""Layers of a map taken to where files are to have them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.geo.target import Target
from geomap.model import Field, MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text

_DATUM = "datum"
_CIRCLE = ("circle_lon", "circle_lat")

Frames = Mapping[LayerName, gpd.GeoDataFrame]


def moved(spec: MapSpec, frames: Frames, target: Target) -> tuple[MapSpec, Frames]:
    """A map and its layers with coordinates where they are wanted.

    Args:
        spec: The map.
        frames: Its layers, degrees, EPSG:4326.
        target: Where they are to be.

    Returns:
        New frames in the CRS of the target. Of a shifted datum they have no CRS, a column
        ``datum`` in every row, and a note of the map says so, so that no file is taken for what
        it is not.

    Raises:
        DatumError: The CRS is made for another part of the world, or a place is none in it.
    """
    if target.is_wgs84:
        return spec, frames
    target.check(spec.extent)
    there = {name: _moved(frame, target) for name, frame in frames.items()}
    return (spec if target.datum is None else _warned(spec, target)), there


def named(path: Path, target: Target) -> Path:
    """The file's name, with the shifted datum in it where it does not say so already."""
    if target.datum is None:
        return path
    mark = target.datum.replace("-", "").lower()
    if mark in path.name.replace("-", "").lower():
        return path
    stem, dot, ending = path.name.partition(".")
    return path.with_name(f"{stem}-{mark}{dot}{ending}")


def _moved(frame: gpd.GeoDataFrame, target: Target) -> gpd.GeoDataFrame:
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    # In the same column; as a plain table it forgets the CRS that it had.
    table = pd.DataFrame(frame).assign(geometry=shapely.transform(shapes, target.way()))
    there = gpd.GeoDataFrame(table, geometry="geometry", crs=target.crs)
    if target.datum is None:
        return there
    return _with_circles(there, target).assign(**{_DATUM: str(target.datum)})


def _with_circles(frame: gpd.GeoDataFrame, target: Target) -> gpd.GeoDataFrame:
    """Degrees in columns are those of the geometry."""
    if _CIRCLE[0] not in frame.columns:
        return frame
    places = frame[list(_CIRCLE)].to_numpy(dtype=float, copy=True)
    known = np.isfinite(places).all(axis=1)
    places[known] = target.way()(places[known])
    return frame.assign(**{name: places[:, n] for n, name in enumerate(_CIRCLE)})


def _warned(spec: MapSpec, target: Target) -> MapSpec:
    note = Text(
        f"坐标基准为 {target.datum}，不是 WGS84：与实地偏移数百米，只供在同一基准的底图上显示",
        f"The coordinates are on {target.datum}, not on WGS84: they are off by hundreds of metres "
        "and fit only maps on the same datum",
    )
    field = Field(_DATUM, Text("坐标基准", "Datum of the coordinates"))
    return replace(spec, notes=(*spec.notes, note), fields=(*spec.fields, field))
