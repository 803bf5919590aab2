"""Finding room on the map for the inset and for the scale bar, where no district lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geomap.model.sheet import InsetPlace
from geomap.renderers.sheet.page import Box

Size = tuple[float, float]
_CLEAR = 2.0  # mm between a box and the ground it must not cover
_EDGE = 2.0  # mm between a box and the frame
Place = tuple[int, int]
_NAMED: dict[InsetPlace, Place] = {
    "lower-left": (0, 1),
    "lower-right": (1, 1),
    "upper-left": (0, 0),
    "upper-right": (1, 0),
}
_PLACES = tuple(_NAMED.values())
_SHIFTS = (0.0, -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where things stand in a map frame.

    Attributes:
        shift: How far the ground moves from the middle of the frame, right and down, in mm.
        inset: Box of the inset, if one was asked for and found room.
        furniture: Box of the scale bar and arrow.
        covered: Square millimetres of ground below the furniture.
    """

    shift: Size
    inset: Box | None
    furniture: Box
    covered: float


def corners(asked: InsetPlace | None) -> tuple[Place, ...]:
    """Where an inset may stand: the corner asked for, or any."""
    return (_NAMED[asked],) if asked in _NAMED else _PLACES


def arrange(
    frame: Box,
    ground: BaseGeometry,
    furniture: Size,
    inset: Size | None = None,
    places: Sequence[Place] = _PLACES,
) -> Arrangement | None:
    """The best arrangement; None if an inset finds no room.

    Args:
        frame: Of the map.
        ground: What must stay visible, on the page, in the middle of the frame.
        furniture: Width and height of scale bar and arrow.
        inset: Width and height of the inset.
        places: Corners where it may stand.
    """
    best: Arrangement | None = None
    for found in _arrangements(frame, ground, furniture, inset, places):
        if best is None or _worse(best, found):
            best = found
    return best


def _worse(best: Arrangement, found: Arrangement) -> bool:
    """Less ground covered is better; all else equal the first is, and the middle comes first."""
    return found.covered < best.covered - 1e-6


def _arrangements(
    frame: Box,
    ground: BaseGeometry,
    furniture: Size,
    inset: Size | None,
    places: Sequence[Place],
) -> Iterator[Arrangement]:
    for shift in _shifts(frame, ground):
        moved = translate(ground, *shift)
        shapely.prepare(moved)
        for box in _inset_boxes(frame, moved, inset, places):
            for place in _PLACES:
                bar = _in_corner(frame, furniture, place, 0.0)
                if box is not None and bar.overlaps(box.grown(_EDGE)):
                    continue
                yield Arrangement(shift, box, bar, _covered(bar, moved))


def _shifts(frame: Box, ground: BaseGeometry) -> list[Size]:
    """The middle, then the sides, as far as the ground leaves room."""
    left, top, right, bottom = ground.bounds
    slack_x = max(0.0, (frame.width - (right - left)) / 2 - _CLEAR)
    slack_y = max(0.0, (frame.height - (bottom - top)) / 2 - _CLEAR)
    found = [(x * slack_x, y * slack_y) for y, x in product(_SHIFTS, _SHIFTS)]
    return list(dict.fromkeys(found))


def _inset_boxes(
    frame: Box, ground: BaseGeometry, size: Size | None, places: Sequence[Place]
) -> list[Box | None]:
    if size is None:
        return [None]
    boxes = [_in_corner(frame, size, place, _EDGE) for place in places]
    return [box for box in boxes if _covered(box.grown(_CLEAR), ground) <= 0]


def _in_corner(frame: Box, size: Size, place: tuple[int, int], edge: float) -> Box:
    right, low = place
    x = frame.right - edge - size[0] if right else frame.left + edge
    y = frame.bottom - edge - size[1] if low else frame.top + edge
    return Box(x, y, *size)


def _covered(box: Box, ground: BaseGeometry) -> float:
    area = shapely.box(*box.bounds)
    if not ground.intersects(area):
        return 0.0
    return float(ground.intersection(area).area)
