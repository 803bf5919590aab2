"""The way from one datum to another, point by point.

GCJ-02 and BD-09 have no EPSG code and no PROJ operation, so the published
formulas stand below.  They lead *away* from WGS84 only.  The way back is found
by iteration; the one-step inverse in common use is off by up to 6 m.

Whether a point is shifted is decided by where it lies on the ground (its WGS84
position): within China's outline, see `geomap.geo.china`, not in a box as in the
published implementations, which also shift Ulan Bator, Hanoi and Seoul.  So the
shift and its inverse agree up to the outline.

Nothing here remembers what has been shifted: that a layer is converted once and
not twice is the caller's matter, who knows the layer's datum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from geomap.errors import DatumError
from geomap.geo.china import in_china
from geomap.geo.datum import Datum
from geomap.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    FloatArray: TypeAlias = npt.NDArray[np.float64]
    BoolArray: TypeAlias = npt.NDArray[np.bool_]
    Pair: TypeAlias = tuple[FloatArray, FloatArray]
    Shift: TypeAlias = Callable[[FloatArray, FloatArray], Pair]

__all__ = ["convert_datum"]

# The ellipsoid of Krasovsky (1940), as the GCJ-02 algorithm states it.
_KRASOVSKY_A: Final = 6378245.0  # semi-major axis, metres
_KRASOVSKY_E2: Final = 0.00669342162296594323  # first eccentricity squared

# GCJ-02's polynomial is written around this point, in degrees.
_GCJ_ORIGIN: Final = (105.0, 35.0)

# BD-09: a slight wobble in polar coordinates, then a constant step, in degrees.
_BD_WAVE: Final = np.pi * 3000.0 / 180.0
_BD_STEP: Final = (0.0065, 0.0060)

# How far the search for a shifted point looks beyond the outline: more than the largest shift
# (about 0.02 degrees).
_MARGIN: Final = 0.1

# Each step of the iteration shrinks the error some forty-fold, so ten do for
# nearly all points.  Within 1e-12 degrees of the 105th meridian GCJ-02's square
# root is so steep that full steps swing to and fro; half steps settle there.
_TOLERANCE: Final = 1e-12  # degrees, 0.1 micrometres
_FULL_STEPS: Final = 10
_MAX_STEPS: Final = 50


def convert_datum(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    source: Datum,
    target: Datum,
) -> Pair:
    """Convert positions from one datum to another.

    Args:
        lon: Longitudes in degrees in *source*, a number or an array of any shape.
        lat: Latitudes in degrees in *source*, of the same shape.
        source: The datum the positions are in.
        target: The datum they are wanted in.

    Returns:
        Longitudes and latitudes in degrees in *target*: new arrays of the shape
        given (of no dimension for two numbers).  There and back again differs
        by less than 1e-9 degrees.  Points outside China are returned unchanged,
        and so is everything between WGS84 and CGCS2000 (see the module).

    Raises:
        DatumError: the shapes differ; a value is not a finite number of degrees
            with |lon| <= 180 and |lat| <= 90; or the inverse did not converge.
    """
    x, y = _as_degrees(lon, lat)
    leave, enter = _SHIFTS[source], _SHIFTS[target]
    if leave is enter:
        return x, y
    if leave is not None:
        x, y = _unshift(leave, x, y)
    if enter is not None:
        x, y = _shift(enter, x, y)
    return x, y


def _as_degrees(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """Return copies as float arrays, or refuse what is not a position."""
    try:
        x = np.array(lon, dtype=np.float64)
        y = np.array(lat, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DatumError(
            Text(
                "坐标不是数字；应为以度为单位的经度与纬度",
                "coordinates are not numbers; expected longitude and latitude in degrees",
            )
        ) from error
    if x.shape != y.shape:
        raise DatumError(
            Text(
                f"经度与纬度的个数不同：{x.shape} 与 {y.shape}",
                f"longitudes and latitudes differ in shape: {x.shape} and {y.shape}",
            )
        )
    # Written so that NaN fails too: every comparison with it is false.
    bad = ~((np.abs(x) <= 180.0) & (np.abs(y) <= 90.0))  # noqa: PLR2004 - the globe
    if bad.any():
        raise _out_of_range(x, y, bad)
    return x, y


def _out_of_range(x: FloatArray, y: FloatArray, bad: BoolArray) -> DatumError:
    """Describe the first bad position and how many there are."""
    first = int(np.flatnonzero(bad)[0])
    point = f"({x.flat[first]}, {y.flat[first]})"
    count = int(bad.sum())
    return DatumError(
        Text(
            f"第 {first + 1} 个坐标 {point} 超出范围（共 {count} 个）；"
            "应为经度 −180 至 180、纬度 −90 至 90 度，请检查经纬度是否颠倒或单位是否为米",
            f"position {first + 1} {point} is out of range ({count} in all); expected "
            "longitude -180 to 180 and latitude -90 to 90 degrees: are they swapped, or in metres?",
        )
    )


def _shift(shift: Shift, lon: FloatArray, lat: FloatArray) -> Pair:
    """Apply *shift* to the WGS84 positions that lie in China."""
    inside = in_china(lon, lat)
    x, y = lon.copy(), lat.copy()
    x[inside], y[inside] = shift(lon[inside], lat[inside])
    return x, y


def _unshift(shift: Shift, lon: FloatArray, lat: FloatArray) -> Pair:
    """Return the WGS84 positions in China that *shift* takes to the given ones."""
    near = in_china(lon, lat, _MARGIN)
    x, y = lon.copy(), lat.copy()
    x[near], y[near] = _solve(shift, lon[near], lat[near])
    # What would have come from outside China was never shifted.
    inside = near & in_china(x, y)
    return np.where(inside, x, lon), np.where(inside, y, lat)


def _solve(shift: Shift, lon: FloatArray, lat: FloatArray) -> Pair:
    """Invert *shift* by fixed-point iteration: step back by what it overshoots."""
    x, y = lon.copy(), lat.copy()
    for step in range(_MAX_STEPS):
        gain = 1.0 if step < _FULL_STEPS else 0.5
        there_x, there_y = shift(x, y)
        step_x, step_y = gain * (lon - there_x), gain * (lat - there_y)
        x, y = x + step_x, y + step_y
        if max(_largest(step_x), _largest(step_y)) < _TOLERANCE:
            return x, y
    raise DatumError(
        Text(
            f"坐标反算在 {_MAX_STEPS} 次迭代内未收敛；请检查坐标是否确为所述基准",
            f"the inverse did not converge in {_MAX_STEPS} steps; "
            "check that the positions are in the datum stated",
        )
    )


def _largest(values: FloatArray) -> float:
    """Return the largest magnitude, 0 for no values."""
    return float(np.abs(values).max(initial=0.0))


def _wgs84_to_gcj02(lon: FloatArray, lat: FloatArray) -> Pair:
    """Shift WGS84 degrees to GCJ-02: an offset in metres, laid on the ellipsoid."""
    east, north = _gcj02_offset(lon - _GCJ_ORIGIN[0], lat - _GCJ_ORIGIN[1])
    phi = np.radians(lat)
    w2 = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian_radius = _KRASOVSKY_A * (1.0 - _KRASOVSKY_E2) / (w2 * np.sqrt(w2))
    parallel_radius = _KRASOVSKY_A / np.sqrt(w2) * np.cos(phi)
    return lon + np.degrees(east / parallel_radius), lat + np.degrees(north / meridian_radius)


def _gcj02_offset(x: FloatArray, y: FloatArray) -> Pair:
    """Return GCJ-02's offset east and north in metres; *x*, *y* are degrees from its origin."""
    ripple = 20.0 * (_wave(x, 6.0) + _wave(x, 2.0))
    root = np.sqrt(np.abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    waves_east = (
        ripple
        + 20.0 * _wave(x, 1.0)
        + 40.0 * _wave(x, 1.0 / 3.0)
        + 150.0 * _wave(x, 1.0 / 12.0)
        + 300.0 * _wave(x, 1.0 / 30.0)
    )
    waves_north = (
        ripple
        + 20.0 * _wave(y, 1.0)
        + 40.0 * _wave(y, 1.0 / 3.0)
        + 160.0 * _wave(y, 1.0 / 12.0)
        + 320.0 * _wave(y, 1.0 / 30.0)
    )
    return east + waves_east * 2.0 / 3.0, north + waves_north * 2.0 / 3.0


def _wave(degrees: FloatArray, half_turns: float) -> FloatArray:
    """Return a sine that makes *half_turns* half turns a degree."""
    wave: FloatArray = np.sin(np.pi * half_turns * degrees)
    return wave


def _wgs84_to_bd09(lon: FloatArray, lat: FloatArray) -> Pair:
    """Shift WGS84 degrees to BD-09, which is defined on GCJ-02."""
    return _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))


def _gcj02_to_bd09(lon: FloatArray, lat: FloatArray) -> Pair:
    """Shift GCJ-02 degrees to BD-09 degrees."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_WAVE)
    return radius * np.cos(angle) + _BD_STEP[0], radius * np.sin(angle) + _BD_STEP[1]


# From WGS84 to each datum; None where nothing is to be done.
_SHIFTS: Final[dict[Datum, Shift | None]] = {
    Datum.WGS84: None,
    Datum.CGCS2000: None,
    Datum.GCJ02: _wgs84_to_gcj02,
    Datum.BD09: _wgs84_to_bd09,
}
