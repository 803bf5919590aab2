"""The layers of data that GIS staff get."""

from typing import Literal, get_args

# ``measures`` are tables of a GeoPackage; ``features`` are a user's own rows, which no map draws.
LayerName = Literal["districts", "projects", "sites", "context", "measures", "features"]
LAYERS: tuple[LayerName, ...] = get_args(LayerName)
