"""Where a label could stand, and how well it would stand there.

A candidate is a box with a cost; costs are in "discomforts": below 1 the place is good, about 3 a
reader notices, from 6 on a leader line has to help.
"""

from dataclasses import dataclass, replace
from itertools import product
from math import cos, hypot, pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.geo.middle import largest_part, roomiest
from geomap.renderers.sheet.page import Box

Point = tuple[float, float]
Floats = NDArray[np.float64]

_SPILL = 3.0
LEAD = 6.0
_MOST_SPILL = 0.45
_ON_OTHERS = 2.5  # for words at the end of a leader line that cover other areas
FOREIGN = 0.02  # share of a label that may lie on a neighbour unseen
TRESPASS = 9.0  # dearer than a leader line: the words would name the neighbour
_GRID = 9
_RING = 24
_STEPS, _STEP = (
    8,
    2.2,
)  # rings of places at the end of a leader line, and mm between them
_TOUCH = 1e-9  # share of a box that is no spill yet


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place on the page.

    Attributes:
        key: Of what it names.
        lines: Its words.
        width: Of the paper it takes, millimetres.
        height: The same.
        rank: Lower comes first when not all find room.
        home: What it names, on the page: a polygon (a rough one will do), line or point.
        reach: Radius of the symbol it must stay clear of, for a point.
        around: Areas beside the one it names: words that stand on them seem to name them.
    """

    key: str
    lines: tuple[str, ...]
    width: float
    height: float
    rank: int
    home: BaseGeometry
    reach: float = 0.0
    around: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place for one label.

    Attributes:
        box: The paper it takes.
        cost: Discomfort.
        leader: Line from the label to what it names, where it stands away from it.
    """

    box: Box
    cost: float
    leader: tuple[Point, Point] | None = None


def candidates(request: Request) -> list[Candidate]:
    """Places on an area, along a line or around a point."""
    home = request.home
    if isinstance(home, shapely.Point):
        return _round_point(request, (home.x, home.y))
    if isinstance(home, shapely.Polygon | shapely.MultiPolygon):
        area = largest_part(home)
        return _over(request, area, heart(area))
    return _along_line(request)


def led(request: Request) -> list[Candidate]:
    """Places further away, that a leader line joins to what they name."""
    home = request.home
    if isinstance(home, shapely.Point):
        return _led(request, (home.x, home.y), request.reach + 2.0)
    if isinstance(home, shapely.Polygon | shapely.MultiPolygon):
        area = largest_part(home)
        found = _led(request, heart(area), 1.2 * request.height, near=area)
        return _away_from_others(request, found)
    middle = _longest(home).interpolate(0.5, normalized=True)
    return _led(request, (middle.x, middle.y), 1.2 * request.height)


def _away_from_others(request: Request, places: list[Candidate]) -> list[Candidate]:
    """The places, dearer by what they cover of other areas: free paper is the best for words."""
    boxes = shapely.box(*np.array([place.box.bounds for place in places]).reshape(-1, 4).T)
    covered = _on(request.around, boxes, request.width * request.height)
    return [
        replace(place, cost=place.cost + _ON_OTHERS * share)
        for place, share in zip(places, covered.tolist(), strict=True)
    ]


def heart(area: BaseGeometry) -> Point:
    """The middle of the largest circle inside an area: its most inward point."""
    x, y, _ = roomiest(area, 0.05)
    return x, y


def fits_inside(request: Request) -> bool:
    """Whether a label has a place wholly within the area that it names."""
    area = largest_part(request.home)
    points = _grid(area, heart(area))
    return bool(shapely.contains(area, _boxes(request, points)).any())


def _longest(lines: BaseGeometry) -> shapely.LineString:
    longest: shapely.LineString = max(shapely.get_parts(lines), key=lambda part: part.length)
    return longest


def _over(request: Request, area: shapely.Polygon, middle: Point) -> list[Candidate]:
    """Places on the area itself; some spill over its edge a little."""
    points = _grid(area, middle)
    boxes, size = _boxes(request, points), request.width * request.height
    spill = _spill(boxes, area, size)
    fits = spill <= _MOST_SPILL
    boxes, points, spill = boxes[fits], points[fits], spill[fits]
    foreign = _on(request.around, boxes, size)
    left, top, right, bottom = area.bounds
    room = shapely.distance(shapely.points(points), area.boundary)
    best = max(float(room.max(initial=0.0)), 1e-9)
    centre = np.array([area.centroid.x, area.centroid.y])
    away = np.hypot(*(points - centre).T) / hypot(right - left, bottom - top)
    cost = 1.2 * away + 0.5 * (1 - room / best)
    cost += np.where(spill > _TOUCH, _SPILL + 4 * spill, 0.0)
    cost += np.where(foreign > FOREIGN, TRESPASS + 10 * foreign, 0.0)
    return [
        Candidate(_around(request, x, y), discomfort)
        for (x, y), discomfort in zip(points.tolist(), cost.tolist(), strict=True)
    ]


def _grid(area: shapely.Polygon, middle: Point) -> Floats:
    """Points spread over an area, and the lines through its heart."""
    left, top, right, bottom = area.bounds
    xs = np.append(np.linspace(left, right, _GRID + 2)[1:-1], middle[0])
    ys = np.append(np.linspace(top, bottom, _GRID + 2)[1:-1], middle[1])
    points = np.array(list(product(xs, ys)))
    shapely.prepare(area)
    return np.asarray(points[shapely.contains_xy(area, points[:, 0], points[:, 1])])


def _boxes(request: Request, points: Floats) -> NDArray[np.object_]:
    """The paper of a label centred on each point."""
    half = np.array([request.width, request.height]) / 2
    low, high = points - half, points + half
    return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))


def _around(request: Request, x: float, y: float) -> Box:
    """The paper of a label centred on one point."""
    return Box(x - request.width / 2, y - request.height / 2, request.width, request.height)


def _spill(boxes: NDArray[np.object_], area: shapely.Polygon, size: float) -> Floats:
    """Share of each box that lies outside; most lie inside, which is quick to tell."""
    spill = np.zeros(len(boxes))
    over = ~shapely.contains(area, boxes)
    spill[over] = 1 - shapely.area(shapely.intersection(boxes[over], area)) / size
    return spill


def _on(around: BaseGeometry | None, boxes: NDArray[np.object_], size: float) -> Floats:
    """Share of each box that lies on other areas."""
    if around is None:
        return np.zeros(len(boxes))
    return np.asarray(shapely.area(shapely.intersection(boxes, around)) / size)


def _led(
    request: Request, target: Point, start: float, near: shapely.Polygon | None = None
) -> list[Candidate]:
    """Places around a target that a leader line joins to it."""
    found = []
    for step, turn in product(range(_STEPS), range(_RING)):
        far = start + step * _STEP
        angle = 2 * pi * turn / _RING
        x = target[0] + (far + request.width / 2) * cos(angle)
        y = target[1] + (far + request.height / 2) * sin(angle)
        box = _around(request, x, y)
        end = _nearest(box, target)
        length = hypot(end[0] - target[0], end[1] - target[1])
        if length < start / 2:
            continue
        own = near is not None and near.intersects(shapely.box(*box.bounds))
        found.append(Candidate(box, LEAD + 0.25 * length + 0.5 * own, (target, end)))
    return found


def _nearest(box: Box, point: Point) -> Point:
    """Where a leader line meets a label: the middle of a side, or a corner's height."""
    x = min(max(point[0], box.left), box.right)
    y = min(max(point[1], box.top), box.bottom)
    if x in {box.left, box.right}:
        y = box.middle[1]
    elif y in {box.top, box.bottom}:
        x = box.middle[0]
    return x, y


# Right, then above, below and left: the order that map readers expect (Imhof 1975).
_AROUND = (
    (1, 0, 0.0),
    (1, -1, 0.2),
    (1, 1, 0.3),
    (-1, 0, 0.4),
    (-1, -1, 0.5),
    (-1, 1, 0.6),
    (0, -1, 0.5),
    (0, 1, 0.6),
)


def _round_point(request: Request, at: Point) -> list[Candidate]:
    """The eight classical places around a symbol, then places with a leader line."""
    gap = request.reach + 0.5
    found = []
    for right, down, cost in _AROUND:
        side, tilt = (gap, 0.6 * gap) if right and down else (gap, gap)
        x = at[0] + right * (side * (0.8 if down else 1) + request.width / 2)
        y = at[1] + down * (tilt + request.height / 2)
        found.append(Candidate(_around(request, x, y), cost))
    return found


def _along_line(request: Request) -> list[Candidate]:
    """Beside a line: above and below its points, the middle first."""
    line = _longest(request.home)
    found = []
    for part, side in product((0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8), (-1, 1)):
        spot = line.interpolate(part, normalized=True)
        for right in (1, -1, 0):
            x = spot.x + right * (0.9 + request.width / 2)
            y = spot.y + side * (0.9 + request.height / 2) * (0.5 if right else 1.0)
            box = Box(
                x - request.width / 2,
                y - request.height / 2,
                request.width,
                request.height,
            )
            found.append(Candidate(box, 0.2 + 2 * abs(part - 0.5) + 0.2 * (right == 0)))
    return found
