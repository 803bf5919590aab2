"""The layers of data that GIS staff get."""

from typing import Literal, get_args

# ``features`` are a user's own rows, which no map draws.
LayerName = Literal["districts", "projects", "sites", "context", "features"]
LAYERS: tuple[LayerName, ...] = get_args(LayerName)
