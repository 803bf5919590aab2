"""KMZ: a KML document, packed."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers import kml
from geomap.writers.archives import write_zip


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one KMZ.

    Args:
        spec: The map.
        frames: Its layers in degrees, EPSG:4326.
        path: File to make.

    Returns:
        The name of the file.
    """
    write_zip(path, {"doc.kml": kml.document(spec, frames).encode("utf-8")})
    return (path.name,)
