"""GeoJSON as RFC 7946 wants it: WGS84, seven decimals, right-handed rings, ``bbox``, no ``crs``.

All layers of a map go into one FeatureCollection, told apart by the property ``layer``.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.geo.datum import Datum
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers import about as whole
from geomap.writers.values import plain_column

_DECIMALS = 7
PIECE = 8192  # rows of a layer whose text is made before the next ones
_SEVERAL = {"source", "note"}  # lines that a map may have several of


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write layers as one FeatureCollection, a feature a line.

    Args:
        spec: The map; its theme names the collection.
        frames: Layers in degrees, EPSG:4326; the index becomes a property and the feature's id.
        path: File to make.

    Returns:
        The name of the file.
    """
    head = {"type": "FeatureCollection", "name": spec.theme, "geomap": about(spec)} | _bbox(frames)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_dump(head)[:-1]},"features":[\n')
        between = ""
        for name, frame in frames.items():
            for feature in features(name, frame):
                file.write(f"{between}{feature}")
                between = ",\n"
        file.write("\n]}\n")
    return (path.name,)


def about(spec: MapSpec) -> dict[str, object]:
    """Where the data comes from, for a member that RFC 7946 leaves to its writers."""
    told: dict[str, object] = {"datum": str(Datum.WGS84)}
    several: dict[str, list[dict[str, str]]] = {}
    for key, words in whole.lines(spec):
        both = {"zh": words.zh, "en": words.en}
        if key in _SEVERAL:
            several.setdefault(f"{key}s", []).append(both)
        elif words.zh:
            told[key] = both
    return told | several


# One encoder for all features: `json.dumps` would make a new one for each.
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _bbox(frames: Mapping[LayerName, gpd.GeoDataFrame]) -> dict[str, list[float]]:
    """The member ``bbox``; none where nothing has a place."""
    bounds = np.array([frame.total_bounds for frame in frames.values()])
    placed = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(placed):
        return {}
    edges = [*placed[:, :2].min(axis=0), *placed[:, 2:].max(axis=0)]
    return {"bbox": [round(float(edge), _DECIMALS) for edge in edges]}


def features(layer: str, frame: gpd.GeoDataFrame) -> Iterator[str]:
    """Each row as the JSON of a feature; few of them are in memory at a time."""
    for at in range(0, len(frame), PIECE):
        yield from _features(layer, frame.iloc[at : at + PIECE])


def _features(layer: str, frame: gpd.GeoDataFrame) -> Iterator[str]:
    columns = {
        str(name): plain_column(frame[name])
        for name in frame.columns
        if name != frame.geometry.name
    }
    own = () if frame.index.name is None else ("layer", str(frame.index.name))
    names = (*own, *columns)
    shapes = _geometries(np.asarray(frame.geometry.to_numpy(), dtype=object))
    for key, shape, *row in zip(frame.index.tolist(), shapes, *columns.values(), strict=True):
        told = (layer, key, *row) if own else row
        properties = dict(zip(names, told, strict=True))
        name = {"id": f"{layer}:{key}"} if own else {}
        head = {"type": "Feature", **name, "properties": properties}
        yield f'{_dump(head)[:-1]},"geometry":{shape}}}'


def _geometries(shapes: NDArray[np.object_]) -> list[str]:
    """Geometries as JSON, exterior rings counter-clockwise, rounded once."""
    oriented = shapely.orient_polygons(shapes)
    rounded = shapely.transform(oriented, lambda points: np.round(points, _DECIMALS))
    written = shapely.to_geojson(rounded)
    nowhere = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    return ["null" if no else str(one) for no, one in zip(nowhere, written, strict=True)]
