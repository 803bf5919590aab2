"""Plane coordinates of surveys → degrees: which number is the easting, and whether it has a zone.

Chinese tables call the northing X and the easting Y, other programs the reverse, and an easting may
carry its zone's number in front (36 543210). Only one reading lies where the CRS is in use.
"""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyproj

from geomap.geo.datum import WGS84_CRS

_ZONE = 1_000_000.0  # what a zone's number in front of an easting counts in
_ROUND = 2.0  # degrees that a place may lie beyond the area a CRS is made for

Points = np.ndarray[Any, Any]


def to_degrees(points: Points, crs: pyproj.CRS) -> Points | None:
    """Plane coordinates in degrees on the datum of their CRS, longitude first.

    Args:
        points: (n, 2), in the order of the table, in the units of the CRS.
        crs: A projected CRS, or a geographic one.

    Returns:
        (n, 2) degrees, or None where no order of the two numbers lies in the area of the CRS.
    """
    for reading in _readings(points, crs):
        lon, lat = _transformer(crs.to_wkt()).transform(reading[:, 0], reading[:, 1])
        degrees = np.column_stack([lon, lat])
        if _is_in_use(degrees, crs):
            return degrees
    return None


def _readings(points: Points, crs: pyproj.CRS) -> Iterator[Points]:
    """As given; exchanged; both without a zone's number that the CRS does not have."""
    for ordered in (points, points[:, ::-1]):
        yield ordered
        if crs.is_projected and _false_easting(crs) < _ZONE and np.all(ordered[:, 0] > _ZONE):
            yield np.column_stack([ordered[:, 0] % _ZONE, ordered[:, 1]])


def _false_easting(crs: pyproj.CRS) -> float:
    operation = crs.coordinate_operation
    if operation is None:
        return 0.0
    return float(next((p.value for p in operation.params if p.name == "False easting"), 0.0))


def _is_in_use(degrees: Points, crs: pyproj.CRS) -> bool:
    area = crs.area_of_use
    if area is None or not np.isfinite(degrees).all():
        return bool(np.isfinite(degrees).all())
    low = np.array([area.west, area.south]) - _ROUND
    high = np.array([area.east, area.north]) + _ROUND
    return bool(np.all((degrees >= low) & (degrees <= high)))


@functools.lru_cache(maxsize=8)
def _transformer(wkt: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(pyproj.CRS.from_wkt(wkt), WGS84_CRS, always_xy=True)
