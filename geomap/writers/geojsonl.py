"""GeoJSON a line a feature, for tools that read as they go (GDAL calls it GeoJSONSeq)."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers.geojson import features


def write(
    spec: MapSpec,  # noqa: ARG001 # what every format of data is handed
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
) -> tuple[str, ...]:
    """Write the features of all layers, told apart by the property ``layer``, a line each.

    Args:
        spec: The map.
        frames: Layers in degrees, EPSG:4326.
        path: File to make.

    Returns:
        The name of the file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for name, frame in frames.items():
            file.writelines(f"{feature}\n" for feature in features(name, frame))
    return (path.name,)
