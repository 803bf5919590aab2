"""The placement engine: each label its best free place, the same way every time.

Labels are placed greedily, the hardest first; then labels left over push aside one neighbour that
has somewhere else to go. What still finds no room is handed back by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.sheet.candidates import Candidate, Request, candidates
from geomap.sheet.page import Box

_GAP = 0.35  # mm of white between two labels
_CROSSING = 1.2  # discomfort for each line that runs through a label
_NEAR = 0.4  # mm; a line this close counts as running through
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What a label must or should keep clear of.

    Attributes:
        frame: Labels stay inside.
        solid: Nothing may overlap these: symbols, furniture, the inset.
        lines: Better not across these: borders of regions, routes.
    """

    frame: Box
    solid: tuple[Box, ...] = ()
    lines: tuple[BaseGeometry, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """The engine's answer: requests with their place, and requests without one."""

    placed: tuple[tuple[Request, Candidate], ...]
    unplaced: tuple[Request, ...]


def place(requests: Sequence[Request], ground: Ground) -> Placing:
    """Give each label a place without overlaps, or say that there is none."""
    options = {request.key: _options(request, ground) for request in requests}
    order = sorted(requests, key=lambda r: (r.rank, len(options[r.key]), r.key))
    chosen: dict[str, Candidate] = {}
    for request in order:
        _settle(request.key, options, chosen)
    for _ in range(_ROUNDS):
        for request in order:
            if request.key not in chosen:
                _push_aside(request.key, options, chosen)
        _improve([request.key for request in order], options, chosen)
    return Placing(
        tuple(
            (request, chosen[request.key])
            for request in requests
            if request.key in chosen
        ),
        tuple(request for request in requests if request.key not in chosen),
    )


def _options(request: Request, ground: Ground) -> list[Candidate]:
    """The candidates that keep clear of everything solid, the best first."""
    every = candidates(request)
    free = [
        option for option, ok in zip(every, _free(every, ground), strict=True) if ok
    ]
    crossings = _crossings([option.box for option in free], ground.lines)
    costs = [
        option.cost + _CROSSING * n for option, n in zip(free, crossings, strict=True)
    ]
    dear = [
        Candidate(option.box, cost, option.leader)
        for option, cost in zip(free, costs, strict=True)
    ]
    return sorted(dear, key=lambda option: (round(option.cost, 6), option.box.bounds))


def _free(options: Sequence[Candidate], ground: Ground) -> NDArray[np.bool_]:
    """Which options lie inside the frame and clear of everything solid; all at once, for speed."""
    left, top, right, bottom = np.array([option.box.bounds for option in options]).T[
        :, :, None
    ]
    frame = ground.frame
    inside = (left >= frame.left) & (top >= frame.top)
    inside &= (right <= frame.right) & (bottom <= frame.bottom)
    solid = np.array([box.bounds for box in ground.solid]).reshape(-1, 4).T[:, None, :]
    hit = (
        (left < solid[2]) & (solid[0] < right) & (top < solid[3]) & (solid[1] < bottom)
    )
    return np.asarray(inside[:, 0] & ~hit.any(axis=1))


def _crossings(boxes: Sequence[Box], lines: tuple[BaseGeometry, ...]) -> list[int]:
    if not boxes or not lines:
        return [0] * len(boxes)
    tree = shapely.STRtree(lines)
    shapes = shapely.box(*np.array([box.grown(_NEAR).bounds for box in boxes]).T)
    hit, _ = tree.query(shapes, predicate="intersects")
    return np.bincount(hit, minlength=len(boxes)).tolist()


def _settle(
    key: str, options: dict[str, list[Candidate]], chosen: dict[str, Candidate]
) -> bool:
    """Take the best option that is free; False if none is."""
    others = [place for name, place in chosen.items() if name != key]
    for option in options[key]:
        if not any(_clash(option, other) for other in others):
            chosen[key] = option
            return True
    return False


def _push_aside(
    key: str, options: dict[str, list[Candidate]], chosen: dict[str, Candidate]
) -> None:
    """Take an option that one neighbour blocks, if that neighbour can settle elsewhere."""
    for option in options[key]:
        blocking = [name for name, place in chosen.items() if _clash(option, place)]
        if len(blocking) != 1:
            continue
        neighbour, before = blocking[0], chosen[blocking[0]]
        chosen[key] = option
        del chosen[neighbour]
        if _settle(neighbour, options, chosen):
            return
        del chosen[key]
        chosen[neighbour] = before


def _improve(
    keys: list[str], options: dict[str, list[Candidate]], chosen: dict[str, Candidate]
) -> None:
    """Let each label move to a better place that became free."""
    for key in keys:
        if key in chosen:
            _settle(key, options, chosen)


def _clash(one: Candidate, other: Candidate) -> bool:
    """Whether two placed labels, or the leader of one and the other, run into each other."""
    if one.box.grown(_GAP).overlaps(other.box):
        return True
    return _struck(one, other) or _struck(other, one) or _crossed(one, other)


def _struck(leading: Candidate, label: Candidate) -> bool:
    """Whether a leader line runs through another label."""
    if leading.leader is None:
        return False
    box = shapely.box(*label.box.grown(_GAP).bounds)
    return bool(box.intersects(shapely.LineString(leading.leader)))


def _crossed(one: Candidate, other: Candidate) -> bool:
    if one.leader is None or other.leader is None:
        return False
    return bool(
        shapely.LineString(one.leader).intersects(shapely.LineString(other.leader))
    )
