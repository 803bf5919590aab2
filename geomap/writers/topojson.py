"""TopoJSON: an object a table, each border between districts once, on a grid of a ten-centimetre.

The grid is told in ``transform``; arcs are steps of it. Degrees on WGS84, as GeoJSON has them.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo import topology
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers.by_geometry import tables
from geomap.writers.geojson import about
from geomap.writers.values import plain_column

_STEP = 1e-6  # degrees: 0.1 m

Vertices = Sequence[tuple[int, int]]


class _Arcs:
    """All arcs of a file, numbered as they come."""

    def __init__(self) -> None:
        self.all: list[Vertices] = []

    def add(self, points: BaseGeometry) -> int:
        """Enter a line or ring of its own."""
        grid = np.round(shapely.get_coordinates(points) / _STEP).astype(int).tolist()
        vertices = [tuple(v) for n, v in enumerate(grid) if n == 0 or v != grid[n - 1]]
        self.all.append(vertices if len(vertices) > 1 else [vertices[0], vertices[0]])
        return len(self.all) - 1

    def geometry(self, shape: BaseGeometry | None) -> dict[str, Any]:
        """A geometry whose lines are arcs of its own."""
        if shape is None or shape.is_empty:
            return {"type": None}
        kind, parts = shape.geom_type, shapely.get_parts(shape)
        if kind.endswith("Point"):
            places = np.round(shapely.get_coordinates(shape) / _STEP).astype(int).tolist()
            return {"type": kind, "coordinates": places if kind == "MultiPoint" else places[0]}
        found = [self._part(part) for part in parts]
        return {"type": kind, "arcs": found if kind.startswith("Multi") else found[0]}

    def _part(self, part: BaseGeometry) -> list[Any]:
        if isinstance(part, shapely.Polygon):
            return [[self.add(ring)] for ring in (part.exterior, *part.interiors)]
        return [self.add(part)]

    def coverage(self, shapes: Sequence[BaseGeometry]) -> list[dict[str, Any]]:
        """Polygons that share borders: each border is one arc."""
        cut = topology.build(shapes, tolerance=0.0, step=_STEP)
        first = len(self.all)
        self.all += cut.arcs

        def moved(ring: topology.Ring) -> list[int]:
            return [n + first if n >= 0 else n - first for n in ring]

        return [
            {"type": "MultiPolygon", "arcs": [[moved(ring) for ring in part] for part in shape]}
            for shape in cut.shapes
        ]


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one topology.

    Args:
        spec: The map.
        frames: Its layers in degrees, EPSG:4326. Only districts share borders for sure.
        path: File to make.

    Returns:
        The name of the file.
    """
    arcs = _Arcs()
    objects = {name: _object(layer, rows, arcs) for name, layer, rows in tables(frames)}
    document = {
        "type": "Topology",
        "geomap": about(spec),
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "objects": objects,
        "arcs": [_steps(arc) for arc in arcs.all],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return (path.name,)


def _object(layer: str, rows: pd.DataFrame, arcs: _Arcs) -> dict[str, Any]:
    if isinstance(rows, gpd.GeoDataFrame):
        shapes = list(rows.geometry)
        shared = layer == "districts"
        drawn = arcs.coverage(shapes) if shared else [arcs.geometry(shape) for shape in shapes]
    else:
        drawn = [arcs.geometry(None) for _ in range(len(rows))]
    columns = {str(name): plain_column(rows[name]) for name in rows.columns if name != "geometry"}
    cells = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {
        "type": "GeometryCollection",
        "geometries": [
            geometry | {"properties": row} for geometry, row in zip(drawn, cells, strict=True)
        ],
    }


def _steps(arc: Vertices) -> list[list[int]]:
    """An arc's first vertex, then the step from each to the next."""
    points = np.asarray(arc)
    steps: list[list[int]] = np.concatenate([points[:1], np.diff(points, axis=0)]).tolist()
    return steps
