"""The strip of a figure: every district a dot on a line, the district itself a larger one."""

import numpy as np

from geomap.model.profile import Strip
from geomap.renderers.sheet.primitives import Path, fill, line

HEIGHT = 3.6  # mm
_SIDES = 20
_DOT, _OWN = 0.62, 1.25  # mm of radius


def strip_ink(strip: Strip, width: float) -> tuple[Path, ...]:
    """The strip in a box of that width, from (0, 0) down."""
    left, room, middle = _OWN, width - 2 * _OWN, HEIGHT / 2
    axis = line((np.array([(left, middle), (left + room, middle)]),), "#b4b4ae", 0.6)
    others = tuple(_disc(left + share * room, middle, _DOT) for share in strip.others)
    own = fill((_disc(left + strip.own * room, middle, _OWN),), "#a3341f")
    # One path a dot: dots that overlap in one path would undo each other.
    return (axis, *(fill((dot,), "#5f6f6a", 0.45) for dot in others), own)


def _disc(x: float, y: float, radius: float) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    turn = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)
    return np.column_stack((x + radius * np.cos(turn), y + radius * np.sin(turn)))
