"""The layers of data that GIS staff get."""

from typing import Literal, get_args

LayerName = Literal["districts", "projects", "sites", "context"]
LAYERS: tuple[LayerName, ...] = get_args(LayerName)
