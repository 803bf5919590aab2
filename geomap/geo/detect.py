"""Which datum a layer is in, weighed against boundaries whose datum is known.

Each hypothesis (WGS84 or CGCS2000, GCJ-02, BD-09) is tried: the layer is converted by it and
compared with the reference. A vertex of an outline must lie on the border that it draws; a point
must lie in the district that its row claims. What fits far better than the rest is named; all else
is "unsure", never a guess. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geo.datum import Datum
from geomap.geo.geodesy import METRES_PER_DEGREE
from geomap.geo.shift import convert_datum

# How far off a right position may be, in metres: digitising, generalising, rounding.
_SIGMA = 40.0
# Beyond this many sigmas a position tells nothing more: a typing error is not a datum.
_CAP = 4.0
# Neighbouring vertices err together, so no layer counts for more than this many positions.
_MOST_INDEPENDENT = 100.0
_MOST_POSITIONS = 800
_SURE = 0.99
# Even the best hypothesis must leave half of the positions within this, in metres.
_LARGEST_MEDIAN = 120.0
# WGS84 stands for CGCS2000 too: they differ by less than anything seen here.
_HYPOTHESES = (Datum.WGS84, Datum.GCJ02, Datum.BD09)

_Array = npt.NDArray[np.float64]
_Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Detection:
    """What `detect_datum` found.

    Attributes:
        datum: The datum that fits, WGS84 also for CGCS2000; None for "unsure".
        confidence: 0 to 1: how much of the evidence is for the best hypothesis.
        residuals: For each of the four datums the mean distance in metres by which positions
            miss what they should meet, a single one counting for at most 160 m.
        positions: How many positions were weighed; 0 where nothing could be compared.
    """

    datum: Datum | None
    confidence: float
    residuals: Mapping[Datum, float]
    positions: int


def detect_datum(
    layer: gpd.GeoSeries | gpd.GeoDataFrame,
    reference: gpd.GeoDataFrame,
    claimed: Sequence[str | None] | None = None,
) -> Detection:
    """Weigh which datum a layer's degrees are in.

    Args:
        layer: Points, lines or polygons in degrees, longitude first, whatever its CRS says.
        reference: Districts in degrees, WGS84, indexed by adcode.
        claimed: For each feature the adcode of the district it is in (points) or draws
            (polygons, lines), or None. Without it, outlines are compared with all borders, and
            points tell nothing.

    Returns:
        The datum, or "unsure" with what was measured.

    Raises:
        DatumError: A position is out of the range of degrees.
    """
    plane = _Plane.around(reference)
    geometries = np.asarray(layer.geometry.to_numpy(), dtype=object)
    groups = [
        _Group(positions, _Target.of(areas, plane, inside=inside))
        for positions, areas, inside in _evidence(geometries, reference, claimed)
    ]
    if not groups:
        return Detection(None, 0.0, {}, 0)
    step = -(-sum(len(group.positions) for group in groups) // _MOST_POSITIONS)
    misses = {
        datum: np.concatenate([group.misses(datum, plane, step) for group in groups])
        for datum in _HYPOTHESES
    }
    return _judge(misses)


@dataclass(frozen=True, slots=True)
class _Plane:
    """A local plane in metres, right to a few per cent: enough to tell 30 m from 300 m."""

    scale: tuple[float, float]

    @classmethod
    def around(cls, reference: gpd.GeoDataFrame) -> "_Plane":
        _, south, _, north = reference.total_bounds
        east = float(np.cos(np.radians((south + north) / 2))) * METRES_PER_DEGREE
        return cls((east, METRES_PER_DEGREE))


@dataclass(frozen=True, slots=True)
class _Target:
    """What positions must meet: the borders of areas, or the areas themselves; in metres."""

    segments: shapely.STRtree
    area: BaseGeometry | None

    @classmethod
    def of(cls, areas: _Geometries, plane: _Plane, *, inside: bool) -> "_Target":
        scaled = shapely.transform(areas, lambda points: points * plane.scale)
        lines = shapely.get_parts(shapely.boundary(scaled))
        points, owner = shapely.get_coordinates(lines, return_index=True)
        follows = owner[1:] == owner[:-1]
        ends = np.stack([points[:-1][follows], points[1:][follows]], axis=1)
        segments = np.asarray(shapely.linestrings(ends), dtype=object)
        return cls(shapely.STRtree(segments), scaled[0] if inside else None)

    def misses(self, points: _Array) -> _Array:
        """Metres from each point to what it must meet."""
        shapes = shapely.points(points)
        (order, _), away = self.segments.query_nearest(
            shapes, return_distance=True, all_matches=False
        )
        distances = np.empty(len(points))
        distances[order] = away
        if self.area is not None:
            distances[shapely.contains_xy(self.area, points)] = 0.0
        return distances


@dataclass(frozen=True, slots=True)
class _Group:
    """Positions in degrees that must meet one target."""

    positions: _Array
    target: _Target

    def misses(self, datum: Datum, plane: _Plane, step: int) -> _Array:
        """Metres by which every so many positions miss if the layer is in a datum."""
        thinned = self.positions[::step]
        lon, lat = convert_datum(thinned[:, 0], thinned[:, 1], datum, Datum.WGS84)
        return self.target.misses(np.column_stack([lon, lat]) * plane.scale)


def _evidence(
    geometries: _Geometries, reference: gpd.GeoDataFrame, claimed: Sequence[str | None] | None
) -> Iterator[tuple[_Array, _Geometries, bool]]:
    """Positions with the areas that they belong to, and whether they must lie inside.

    A point must lie in the district that it claims, everything else on its border, or on any
    border where it claims none.
    """
    areas = dict(zip(reference.index.astype(str), reference.geometry, strict=True))
    groups: dict[tuple[str, bool], list[BaseGeometry]] = {}
    codes = [None] * len(geometries) if claimed is None else claimed
    for geometry, code in zip(geometries, codes, strict=True):
        if geometry is None or geometry.is_empty:
            continue
        is_point = bool(shapely.get_dimensions(geometry) == 0)
        claim = code if code in areas else None
        if claim or not is_point:
            groups.setdefault((claim or "", is_point), []).append(geometry)
    for (code, is_point), members in groups.items():
        wanted = [areas[code]] if code else list(areas.values())
        yield shapely.get_coordinates(members), np.array(wanted, dtype=object), is_point


def _judge(misses: Mapping[Datum, _Array]) -> Detection:
    capped = {d: np.minimum(m / _SIGMA, _CAP) for d, m in misses.items()}
    count = len(next(iter(misses.values())))
    weight = min(1.0, _MOST_INDEPENDENT / count)
    likelihood = {d: -0.5 * weight * float((c**2).sum()) for d, c in capped.items()}
    best = max(likelihood, key=lambda datum: likelihood[datum])
    total = sum(np.exp(value - likelihood[best]) for value in likelihood.values())
    confidence = float(1.0 / total)
    fits = float(np.median(misses[best])) <= _LARGEST_MEDIAN
    residuals = {datum: float(c.mean()) * _SIGMA for datum, c in capped.items()}
    return Detection(
        datum=best if fits and confidence >= _SURE else None,
        confidence=confidence,
        residuals=residuals | {Datum.CGCS2000: residuals[Datum.WGS84]},
        positions=count,
    )
