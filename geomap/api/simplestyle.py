"""Colours as web maps read them from properties: Mapbox's simplestyle 1.1."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import RenderError
from geomap.model.layers import LayerName
from geomap.text import Text

FORMATS = ("geojson", "geojsonl", "topojson")
_POINT, _LINE, _AREA = range(3)
# By the dimensions of a geometry: properties, and None where its colour goes.
_STYLES: Mapping[int, Mapping[str, object]] = {
    _POINT: {"marker-color": None, "marker-size": "small"},
    _LINE: {"stroke": None, "stroke-width": 2.0},
    _AREA: {"fill": None, "fill-opacity": 0.8, "stroke": "#555555", "stroke-width": 0.7},
}


def check(name: str) -> None:
    """Refuse a format that nobody reads such properties of.

    Raises:
        RenderError: It is none of `FORMATS`.
    """
    if name not in FORMATS:
        listed = ", ".join(FORMATS)
        raise RenderError(
            Text(
                f"{name} 不使用 simplestyle 属性；请去掉该选项，或改用 {listed}",
                f"{name} has no use for simplestyle: leave that option out, or use one of {listed}",
            )
        )


def styled(
    frames: Mapping[LayerName, gpd.GeoDataFrame],
) -> Mapping[LayerName, gpd.GeoDataFrame]:
    """The layers with ``fill``, ``stroke``, ``marker-color`` and the like, from their colours."""
    return {name: _styled(frame) for name, frame in frames.items()}


def _styled(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if "color" not in frame.columns:
        return frame
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    kinds = np.where(shapely.is_empty(shapes), -1, shapely.get_dimensions(shapes)).tolist()
    colors = frame["color"].tolist()
    names = dict.fromkeys(name for kind in kinds if kind >= 0 for name in _STYLES[kind])
    columns = {
        name: pd.Series(
            [_value(kind, name, color) for kind, color in zip(kinds, colors, strict=True)],
            index=frame.index,
            dtype=object,
        )
        for name in names
    }
    return frame.assign(**columns)


def _value(kind: int, name: str, color: str) -> object:
    style = _STYLES.get(kind, {})
    return (style[name] or color) if name in style else None
