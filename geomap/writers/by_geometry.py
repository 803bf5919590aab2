"""Layers taken apart as files of other programs want them: one kind of geometry each."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import RenderError
from geomap.model.layers import LayerName
from geomap.text import Text

# Dimensions of a geometry → the end of its table's name.
_KINDS = {0: "points", 1: "lines", 2: "areas"}
_LISTED = "listed"
_DEGREES, _PLANE = 7, 3  # decimals: a centimetre, a millimetre


def tables(
    frames: Mapping[LayerName, gpd.GeoDataFrame],
) -> Iterator[tuple[str, LayerName, pd.DataFrame]]:
    """Each layer as tables of one kind of geometry; what has no place is a plain table.

    A layer with a single kind keeps its name; the parts of another are ``projects_points``,
    ``projects_areas``, ``projects_listed`` …

    Yields:
        Name of the table, name of its layer, and the rows: a GeoDataFrame in the CRS of its layer,
        or a DataFrame without geometry. The index is a column.
    """
    for layer, frame in frames.items():
        rows = frame if frame.index.name is None else frame.reset_index()
        kinds = [
            _LISTED if dimensions < 0 else _KINDS[dimensions] for dimensions in _dimensions(rows)
        ]
        found = sorted(set(kinds))
        for kind in found:
            part = rows[[each == kind for each in kinds]]
            name = layer if len(found) == 1 else f"{layer}_{kind}"
            if kind == _LISTED:
                yield name, layer, pd.DataFrame(part.drop(columns=part.geometry.name))
            else:
                yield name, layer, _alike(part)


def files(
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
    suffix: str,
    write: Callable[[gpd.GeoDataFrame, Path], None],
) -> tuple[str, ...]:
    """Write each table that has places to a file of its own.

    Args:
        frames: Layers.
        path: File of the first table.
        suffix: End of the files' names.
        write: Writes one table.

    Returns:
        The names of the files: ``path`` itself, then ``STEM-projects_points`` and so on beside it.

    Raises:
        RenderError: Nothing of the layers has a place, so there would be no file.
    """
    names: list[str] = []
    for name, _, rows in tables(frames):
        if not isinstance(rows, gpd.GeoDataFrame):
            continue
        file = path if not names else path.with_name(f"{path.stem}-{name}{suffix}")
        write(rows, file)
        names.append(file.name)
    if not names:
        raise RenderError(
            Text(
                f"{path.name}：{'、'.join(frames)} 没有可写的几何；请改用 csv、xlsx 或 geojson",
                f"{path.name}: nothing in {', '.join(frames)} has a place; "
                "use csv, xlsx or geojson",
            )
        )
    return tuple(names)


def columns(rows: pd.DataFrame) -> dict[str, list[object]]:
    """A table's columns for a format without geometry.

    Returns:
        Columns by name. Of points also ``lon`` and ``lat`` in degrees, or ``x`` (easting) and
        ``y`` in the unit of their plane; other geometry has none.
    """
    table = {str(c): list(rows[c]) for c in rows.columns if c != "geometry"}
    if isinstance(rows, gpd.GeoDataFrame) and (rows.geom_type == "Point").all():
        plane = rows.crs is not None and rows.crs.is_projected
        (x, y), digits = (("x", "y"), _PLANE) if plane else (("lon", "lat"), _DEGREES)
        table |= {x: list(rows.geometry.x.round(digits)), y: list(rows.geometry.y.round(digits))}
    return table


def _dimensions(rows: gpd.GeoDataFrame) -> list[int]:
    """0 for points, 1 for lines, 2 for areas; -1 where there is nothing to draw."""
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
    found = np.where(shapely.is_empty(shapes), -1, shapely.get_dimensions(shapes))
    return [int(dimensions) for dimensions in found]


def _alike(part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows with single geometries made multiple, if there are both: a table has one type."""
    if len(set(part.geom_type)) == 1:
        return part
    shapes = np.asarray(part.geometry.to_numpy(), dtype=object)
    pieces, owners = shapely.get_parts(shapes, return_index=True)
    gather: dict[int, Callable[..., Any]] = {
        0: shapely.multipoints,
        1: shapely.multilinestrings,
        2: shapely.multipolygons,
    }
    whole = gather[_dimensions(part)[0]](pieces, indices=owners)
    return part.set_geometry(gpd.GeoSeries(whole, index=part.index, crs=part.crs))
