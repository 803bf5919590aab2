"""What is labelled on a map, and the ink of labels that found their place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.candidates import Candidate, Request
from geomap.renderers.sheet.ground import Ground
from geomap.renderers.sheet.labels import Placing
from geomap.renderers.sheet.outlines import SYMBOL_RADIUS
from geomap.renderers.sheet.plot import ROUGH, Plot
from geomap.renderers.sheet.primitives import Label, Path, TextRun, line
from geomap.renderers.sheet.typesetting import balanced, leading

DISTRICT_TYPE, MARK_TYPE = 7.5, 6.3  # points
_INK, _MARK_INK, _LEADER = "#111111", "#4a2a12", "#555555"
_HALO = 1.6
_NEAR = 22.0  # mm that a name may reach beyond its district
_TIGHT = 1.15  # leading of a label, in ems
_LONGEST_LINE = 21.0  # mm of a mark's name
_DISTRICT_RANK, _MARK_RANK, _GROUND_RANK = 0, 1, 2
GROUND_TYPE = 6.8
_GROUND_INK, _WATER_INK = "#5f6f6a", "#1d6388"
_TYPES = (DISTRICT_TYPE, MARK_TYPE, GROUND_TYPE)
_INKS = (_INK, _MARK_INK, _GROUND_INK)


def district_requests(plot: Plot, face: Face, adcodes: Iterable[str]) -> list[Request]:
    """A request for each of these districts that can be seen."""
    wanted = set(adcodes)
    beside = _Beside.of(plot)
    return [
        replace(
            _request(
                district.adcode,
                [district.label.get(plot.scene.lang)],
                DISTRICT_TYPE * plot.factor,
                face,
                rank=_DISTRICT_RANK,
                home=plot.homes[district.adcode],
            ),
            around=beside.of_district(district.adcode),
        )
        for district in plot.scene.spec.districts
        if district.adcode in wanted and district.adcode in plot.homes
    ]


@dataclass(frozen=True)
class _Beside:
    """Which districts lie near which, on the page.

    Attributes:
        codes: Adcodes.
        shapes: Their shapes, in that order.
        tree: Of the shapes.
    """

    codes: tuple[str, ...]
    shapes: NDArray[np.object_]
    tree: shapely.STRtree

    @classmethod
    def of(cls, plot: Plot) -> "_Beside":
        shapes = np.array(list(plot.homes.values()), dtype=object)
        return cls(tuple(plot.homes), shapes, shapely.STRtree(shapes))

    def of_district(self, adcode: str) -> BaseGeometry:
        """The districts that words over a district might stand on."""
        number = self.codes.index(adcode)
        near = self.tree.query(shapely.box(*self.shapes[number].bounds).buffer(_NEAR))
        return shapely.union_all(self.shapes[[n for n in near.tolist() if n != number]])


def mark_requests(plot: Plot, face: Face, ids: Iterable[str]) -> list[Request]:
    """A request for each of these marks that can be seen."""
    wanted, size = set(ids), MARK_TYPE * plot.factor
    found = []
    for mark, shape in plot.visible():
        if mark.id not in wanted:
            continue
        lines = balanced(face, mark.name.get(plot.scene.lang), size, _LONGEST_LINE * plot.factor)
        spots = plot.spots(mark, shape)
        home = shapely.Point(spots[0]) if spots else shapely.simplify(shape, ROUGH)
        reach = SYMBOL_RADIUS * plot.factor if spots else 0.0
        found.append(_request(mark.id, lines, size, face, rank=_MARK_RANK, home=home, reach=reach))
    return found


def ground_requests(plot: Plot, ground: Ground, face: Face) -> list[Request]:
    """A request for each river and neighbour that has room for a name."""
    size = GROUND_TYPE * plot.factor
    return [
        _request(
            mark.id, [mark.name.get(plot.scene.lang)], size, face, rank=_GROUND_RANK, home=home
        )
        for mark, home in ground.homes
    ]


def _request(  # the parts of a request
    key: str,
    lines: list[str],
    size: float,
    face: Face,
    *,
    rank: int,
    home: BaseGeometry,
    reach: float = 0.0,
) -> Request:
    width = max(face.width(words, size) for words in lines)
    height = leading(size, _TIGHT) * (len(lines) - 1) + _body(face) * size * MM_PER_POINT
    return Request(key, tuple(lines), width, height, rank, home, reach)


def _body(face: Face) -> float:
    """Height of a line without its leading, in ems: a Chinese character and a descender."""
    return face.ascent + face.descent


def ink(plot: Plot, face: Face, placing: Placing) -> list[Path | TextRun]:
    """Leader lines below, words above."""
    lines: list[Path | TextRun] = []
    words: list[Path | TextRun] = []
    for request, place in placing.placed:
        if place.leader is not None:
            run = np.array(place.leader)
            lines.append(line((run,), _LEADER, 0.45 * plot.factor))
        words += _set(plot, face, request, place)
    return lines + words


def _set(plot: Plot, face: Face, request: Request, place: Candidate) -> list[TextRun]:
    size = _TYPES[request.rank] * plot.factor
    color = _INKS[request.rank]
    if request.rank == _GROUND_RANK:
        color = _ground_ink(plot, request.key)
    x, _ = place.box.middle
    base = place.box.top + face.ascent * size * MM_PER_POINT
    return [
        TextRun(
            words,
            x,
            base + n * leading(size, _TIGHT),
            size,
            color,
            "center",
            _HALO * plot.factor,
        )
        for n, words in enumerate(request.lines)
    ]


def _ground_ink(plot: Plot, key: str) -> str:
    """Water is named in its own colour, all else in grey."""
    mark = next(mark for mark in plot.scene.spec.context if mark.id == key)
    return _WATER_INK if mark.role in {"river", "water", "sea"} else _GROUND_INK


def labels(placing: Placing) -> tuple[Label, ...]:
    """The placed labels as data."""
    return tuple(
        Label(request.key, "".join(request.lines), place.box, place.leader is not None)
        for request, place in placing.placed
    )
