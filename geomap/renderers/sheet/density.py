"""Dots that stand for so many each: the dot density of a map, on paper."""

import numpy as np
import shapely

from geomap.renderers.fonts import MM_PER_POINT
from geomap.renderers.sheet.plot import Plot
from geomap.renderers.sheet.primitives import Layer, Path

_RADIUS = 0.85  # points
_CORNERS = 8
_OPACITY = 0.85


def map_density(plot: Plot, prefix: str) -> tuple[Layer, ...]:
    """The dots of a map, a path a district; no layer for a map without them."""
    scatter = plot.scene.spec.scatter
    if scatter is None:
        return ()
    symbol = plot.scene.symbol(scatter.item)
    places = plot.view.to_paper(plot.scene.projection.forward(scatter.places))
    turns = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    radius = _RADIUS * MM_PER_POINT * plot.factor
    ring = np.column_stack((np.cos(turns), np.sin(turns))) * radius
    paths, start = [], 0
    frame = shapely.box(*plot.view.box.grown(1.0).bounds)
    for adcode, count in scatter.counts:
        own = places[start : start + count]
        start += count
        seen = own[shapely.contains_xy(frame, own[:, 0], own[:, 1])]
        if len(seen):
            runs = tuple(ring + at for at in seen)
            data = (("data-dots", adcode),)
            paths.append(Path(runs, closed=True, fill=symbol.fill, opacity=_OPACITY, data=data))
    return (Layer(f"{prefix}density", tuple(paths), plot.view.box),)
