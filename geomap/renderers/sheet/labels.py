"""The placement engine: each label its best free place, the same way every time.

Labels are placed greedily, the hardest first; then labels left over push aside one neighbour that
has somewhere else to go. What still finds no room is handed back by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.renderers.sheet.candidates import LEAD, TRESPASS, Candidate, Request, candidates, led
from geomap.renderers.sheet.page import Box

_GAP = 0.35  # mm of white between two labels
_CROSSING = 1.2  # discomfort for each line that runs through a label
_NEAR = 0.4  # mm; a line this close counts as running through
_PLENTY = 8  # with this many candidates near by, leader lines are not tried
_ROUNDS = 2
_PUSHES = 24  # candidates that an unplaced label tries to free; bounds the time in a crowd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Obstacles:
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


def place(requests: Sequence[Request], ground: Obstacles) -> Placing:
    """Give each label a place without overlaps, or say that there is none."""
    options = {request.key: _options(request, ground) for request in requests}
    order = [
        request.key
        for request in sorted(requests, key=lambda r: (r.rank, len(options[r.key].places), r.key))
    ]
    board = _Board(options)
    for key in order:
        board.settle(key)
    for _ in range(_ROUNDS):
        for key in order:
            if key not in board.chosen:
                board.push_aside(key)
            elif board.place_of(key).cost >= TRESPASS:
                board.come_home(key)
        for key in order:
            if key in board.chosen:
                board.settle(key)
    return Placing(
        tuple((r, board.place_of(r.key)) for r in requests if r.key in board.chosen),
        tuple(request for request in requests if request.key not in board.chosen),
    )


# ---------------------------------------------------------------------------------------------
# What is possible at all


@dataclass(frozen=True, slots=True)
class _Options:
    """The possible places of one label, the best first, also as arrays to compare at once.

    Attributes:
        places: Candidates.
        boxes: Their boxes, n x (left, top, right, bottom).
        leaders: Their leader lines, n x (x, y, x, y); not a number where there is none.
    """

    places: list[Candidate]
    boxes: Floats
    leaders: Floats

    @classmethod
    def of(cls, places: list[Candidate]) -> "_Options":
        none = ((np.nan, np.nan), (np.nan, np.nan))
        leaders = [place.leader or none for place in places]
        return cls(
            places,
            np.array([place.box.bounds for place in places]).reshape(-1, 4),
            np.array(leaders, dtype=np.float64).reshape(-1, 4),
        )


def _options(request: Request, ground: Obstacles) -> _Options:
    """The candidates that keep clear of everything solid, the best first."""
    free = _free(candidates(request), ground)
    # A place on a neighbour's ground is none while a leader line can reach a better one.
    if sum(place.cost < LEAD for place in free) < _PLENTY:
        free += _free(led(request), ground)
    crossings = _crossings([option.box for option in free], ground.lines)
    dear = [
        Candidate(option.box, option.cost + _CROSSING * n, option.leader)
        for option, n in zip(free, crossings, strict=True)
    ]
    return _Options.of(sorted(dear, key=lambda o: (round(o.cost, 6), o.box.bounds)))


def _free(places: list[Candidate], ground: Obstacles) -> list[Candidate]:
    """The places that lie inside the frame and clear of everything solid."""
    boxes, frame = _Options.of(places).boxes, ground.frame
    inside = (boxes[:, 0] >= frame.left) & (boxes[:, 1] >= frame.top)
    inside &= (boxes[:, 2] <= frame.right) & (boxes[:, 3] <= frame.bottom)
    solid = np.array([box.bounds for box in ground.solid]).reshape(-1, 4)
    clear = inside & ~_overlap(boxes, solid).any(axis=1)
    return [places[n] for n in np.flatnonzero(clear)]


def _crossings(boxes: Sequence[Box], lines: tuple[BaseGeometry, ...]) -> list[int]:
    """How many lines run through each box."""
    if not boxes or not lines:
        return [0] * len(boxes)
    tree = shapely.STRtree(lines)
    shapes = shapely.box(*np.array([box.grown(_NEAR).bounds for box in boxes]).T)
    hit, _ = tree.query(shapes, predicate="intersects")
    return [int(count) for count in np.bincount(hit, minlength=len(boxes))]


# ---------------------------------------------------------------------------------------------
# What is free


@dataclass(slots=True)
class _Board:
    """Labels as they are placed so far.

    Attributes:
        options: Of every label.
        chosen: Number of the option that a placed label took.
    """

    options: dict[str, _Options]
    chosen: dict[str, int] = field(default_factory=dict)

    def place_of(self, key: str) -> Candidate:
        """Where a placed label stands."""
        return self.options[key].places[self.chosen[key]]

    def settle(self, key: str) -> bool:
        """Take the best option that is free; False if none is."""
        others = [other for other in self.chosen if other != key]
        free = np.flatnonzero(~self._clashes(key, others).any(axis=1))
        if len(free):
            self.chosen[key] = int(free[0])
        return bool(len(free))

    def come_home(self, key: str) -> None:
        """Leave a place on foreign ground, if one neighbour makes room for a better one."""
        before = self.chosen.pop(key)
        self.push_aside(key, below=TRESPASS)
        self.chosen.setdefault(key, before)

    def push_aside(self, key: str, below: float = inf) -> None:
        """Take an option that one neighbour blocks, if that neighbour can settle elsewhere.

        Args:
            key: Of the label.
            below: What the option may cost at most.
        """
        others = list(self.chosen)
        clashes = self._clashes(key, others)
        cheap = [place.cost < below for place in self.options[key].places]
        blocked_once = (clashes.sum(axis=1) == 1) & np.array(cheap, dtype=np.bool_)
        for option in np.flatnonzero(blocked_once)[:_PUSHES]:
            neighbour = others[int(np.argmax(clashes[option]))]
            before = self.chosen.pop(neighbour)
            self.chosen[key] = int(option)
            if self.settle(neighbour):
                return
            del self.chosen[key]
            self.chosen[neighbour] = before

    def _clashes(self, key: str, others: list[str]) -> Bools:
        """For each option of a label (rows): which placed labels (columns) it runs into."""
        mine = self.options[key]
        boxes = self._taken("boxes", others)
        leaders = self._taken("leaders", others)
        found = _overlap(_grown(mine.boxes), boxes)
        found |= _struck(mine.leaders, _grown(boxes))
        found |= _struck(leaders, _grown(mine.boxes)).T
        return np.asarray(found | _crossed(mine.leaders, leaders))

    def _taken(self, what: Literal["boxes", "leaders"], keys: list[str]) -> Floats:
        """Boxes or leader lines of placed labels, n x 4."""
        rows = [getattr(self.options[key], what)[self.chosen[key]] for key in keys]
        return np.array(rows).reshape(-1, 4)


def _grown(boxes: Floats) -> Floats:
    return np.asarray(boxes + np.array((-_GAP, -_GAP, _GAP, _GAP)))


def _overlap(ones: Floats, others: Floats) -> Bools:
    """Which boxes (rows) overlap which others (columns)."""
    left, top, right, bottom = ones.T[:, :, None]
    return np.asarray(
        (left < others[:, 2])
        & (others[:, 0] < right)
        & (top < others[:, 3])
        & (others[:, 1] < bottom)
    )


def _struck(lines: Floats, boxes: Floats) -> Bools:
    """Which lines (rows) run through which boxes (columns): Liang and Barsky's clipping."""
    struck = np.zeros((len(lines), len(boxes)), dtype=np.bool_)
    there = ~np.isnan(lines[:, 0])
    if there.any():
        struck[there] = _clipped(lines[there], boxes)
    return struck


def _clipped(lines: Floats, boxes: Floats) -> Bools:
    start, step = lines[:, None, :2], lines[:, None, 2:] - lines[:, None, :2]
    step = np.where(step == 0, 1e-12, step)
    near, far = (boxes[:, :2] - start) / step, (boxes[:, 2:] - start) / step
    enter = np.minimum(near, far).max(axis=2)
    leave = np.maximum(near, far).min(axis=2)
    return np.asarray((enter <= leave) & (leave >= 0) & (enter <= 1))


def _crossed(ones: Floats, others: Floats) -> Bools:
    """Which lines (rows) cross which others (columns); one that is not there crosses none."""
    if np.isnan(ones[:, 0]).all() or np.isnan(others[:, 0]).all():
        return np.zeros((len(ones), len(others)), dtype=np.bool_)
    a, b = ones[:, None, :2], ones[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]
    apart = _side(a, b, c) * _side(a, b, d) < 0
    return np.asarray(apart & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """On which side of a line a point lies, as the sign of twice a triangle's area."""
    along, aside = end - start, point - start
    return np.asarray(along[..., 0] * aside[..., 1] - along[..., 1] * aside[..., 0])
