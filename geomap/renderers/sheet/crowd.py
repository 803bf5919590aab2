"""More points than a reader could tell apart: dots on a grid, one path a class, names left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import MapSpec, Mark, Symbol
from geomap.renderers.sheet.outlines import main_color
from geomap.renderers.sheet.primitives import Path, fill

MANY = 1500  # points; beyond it symbols of their own only cover each other
MOST_NAMES = 220  # marks on a map that can have a name each
_ROOM = 34.0  # mm² of a district that a name fits into
_DOT = 0.42  # mm of a dot's side; what falls into the same dot is drawn once


def is_crowd(spec: MapSpec) -> bool:
    """Whether a map's points are drawn as dots."""
    points = sum(
        1 for m in spec.marks if m.geometry is not None and m.geometry.geom_type == "Point"
    )
    return points > MANY


def nameable(marks: Sequence[Mark]) -> tuple[list[Mark], int]:
    """The marks that get a name, and how many are left without: sites first give up theirs."""
    if len(marks) <= MOST_NAMES:
        return list(marks), 0
    projects = [mark for mark in marks if not mark.id.startswith("site:")]
    kept = projects if len(projects) <= MOST_NAMES else []
    return kept, len(marks) - len(kept)


def roomy(adcodes: Sequence[str], shapes: Mapping[str, BaseGeometry]) -> tuple[list[str], int]:
    """Of more districts than can be named, those that have room for it; how many have none."""
    if len(adcodes) <= MOST_NAMES:
        return list(adcodes), 0
    kept = [c for c in adcodes if c in shapes and shapes[c].area > _ROOM]
    kept = sorted(kept, key=lambda code: (-shapes[code].area, code))[:MOST_NAMES]
    return kept, len(adcodes) - len(kept)


def dots(
    visible: Iterable[tuple[Mark, BaseGeometry]], symbol: Callable[[str], Symbol], factor: float
) -> Iterator[Path]:
    """Points as dots, a path a class, the rarer class on top.

    Args:
        visible: Marks with their place on the page; only points count.
        symbol: Legend item → how it looks.
        factor: Of symbols.
    """
    groups: dict[str, list[BaseGeometry]] = {}
    for mark, shape in visible:
        if shape.geom_type == "Point":
            groups.setdefault(mark.item, []).append(shape)
    for item in sorted(groups, key=lambda key: -len(groups[key])):
        yield _dotted(groups[item], main_color(symbol(item)), _DOT * factor)


def _dotted(points: list[BaseGeometry], color: str, side: float) -> Path:
    spots = shapely.get_coordinates(points)
    cells = np.unique(np.round(spots / side).astype(np.int64), axis=0)
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
    return fill(tuple((cells[:, None, :] + corners[None]) * side), color)
