"""What the maps of an atlas make of the same shapes, worked out once. Pure.

Eight themes draw the same districts: each would simplify them and look for the same places anew.
A result is known again by the very coordinates that it came from; the last few of each kind are
kept, so that no more than those stay in memory.
"""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_FEW = 4  # coverages: the page's, its drawing's, and those of a sheet and its inset


@lru_cache(maxsize=_FEW)
def simpler(coverage: tuple[BaseGeometry, ...], tolerance: float) -> tuple[BaseGeometry, ...]:
    """Simplify polygons so that shared borders stay shared.

    Args:
        coverage: Polygons whose shared borders are equal vertex for vertex, in any plane.
        tolerance: Bends smaller than a square of this side go, in units of the plane.
    """
    return tuple(shapely.coverage_simplify(as_array(coverage), tolerance))


@lru_cache(maxsize=_FEW)
def united(shapes: tuple[BaseGeometry, ...]) -> BaseGeometry:
    """The union of shapes, whether or not they share their borders."""
    union: BaseGeometry = shapely.union_all(as_array(shapes))
    return union


def as_array(shapes: tuple[BaseGeometry, ...]) -> NDArray[np.object_]:
    """Shapes as the array that Shapely works on at once."""
    return np.array(shapes, dtype=object)
