"""Boxes as ink, and the colours of a map's frame."""

import numpy as np

from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Path

EDGE = "#4a4a4a"
BEYOND = "#f7f7f4"  # the map's paper, where no district lies


def rectangle(
    box: Box,
    fill: str | None,
    stroke: str | None = None,
    width: float = 0.5,
    opacity: float = 1.0,
) -> Path:
    """A box as ink."""
    outline = np.array(box.corners())
    return Path((outline,), closed=True, fill=fill, stroke=stroke, width=width, opacity=opacity)
