"""From degrees on the ground to millimetres on paper: projection, scale, and what a page can show.

Why equal-area: most sheets colour districts by a number, and an eye weighs colour by area.
Lambert's azimuthal projection about the middle of the map keeps areas true, and lengths to 0.06 %
within 450 km, so that one scale bar holds for the whole sheet (docs/decisions/0005).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import atan2, ceil, degrees, floor, log10

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geomap.geo.extent import Bounds, Extent
from geomap.geo.geodesy import GEOD
from geomap.geo.shared import as_array, simpler
from geomap.renderers.sheet.page import Box
from geomap.text import Text

_SIDES_OF_A_CIRCLE = 72
# Detail below this is finer than a printed hairline.
_FINEST_DETAIL = 0.14  # mm
_STEP = 0.5  # degrees; a round centre reads better in the fine print

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Projection:
    """Lambert's azimuthal equal-area projection of the CGCS2000 ellipsoid.

    WGS84 degrees are taken for CGCS2000 degrees; the two differ by centimetres.

    Attributes:
        lon: Centre, degrees.
        lat: Centre, degrees.
    """

    lon: float
    lat: float

    @classmethod
    def for_extent(cls, extent: Extent) -> "Projection":
        """The projection about the middle of an extent."""
        return cls(
            round((extent.west + extent.east) / 2 / _STEP) * _STEP,
            round((extent.south + extent.north) / 2 / _STEP) * _STEP,
        )

    @property
    def name(self) -> Text:
        """How the fine print names it."""
        ns, ew = "NS"[self.lat < 0], "EW"[self.lon < 0]
        centre = f"{abs(self.lat):g}°{ns}, {abs(self.lon):g}°{ew}"
        return Text(
            f"投影：Lambert 等积方位投影（中心 {centre}），CGCS2000 椭球",
            f"Projection: Lambert azimuthal equal-area about {centre}, CGCS2000 ellipsoid",
        )

    @cached_property
    def _transformer(self) -> Transformer:
        # PROJ's GRS80 is the ellipsoid of CGCS2000 to 0.1 mm.
        definition = f"+proj=laea +lat_0={self.lat} +lon_0={self.lon} +ellps=GRS80 +units=m"
        return Transformer.from_crs("+proj=longlat +ellps=GRS80", definition, always_xy=True)

    def forward(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees to metres, n x 2."""
        return np.column_stack(self._transformer.transform(lonlat[:, 0], lonlat[:, 1]))

    def inverse(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres to degrees, n x 2."""
        x, y = self._transformer.transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        return np.column_stack((x, y))

    def project(self, geometries: Sequence[BaseGeometry]) -> Geometries:
        """Geometries in degrees to metres."""
        return np.asarray(
            shapely.transform(np.asarray(geometries, dtype=object), self.forward),
            dtype=object,
        )

    def circle(self, lon: float, lat: float, radius: float) -> shapely.Polygon:
        """All points ``radius`` metres of ground from a place: true on the sheet, too."""
        turn = np.linspace(0, 360, _SIDES_OF_A_CIRCLE, endpoint=False)
        ones = np.ones_like(turn)
        x, y, _ = GEOD.fwd(lon * ones, lat * ones, turn, radius * ones)
        return shapely.Polygon(self.forward(np.column_stack((x, y))))


@dataclass(frozen=True)
class View:
    """A box on the page that shows a part of the ground at one scale.

    Attributes:
        box: On the page.
        projection: From degrees to metres.
        middle: Metres shown in the middle of the box.
        scale: 1:n.
    """

    box: Box
    projection: Projection
    middle: tuple[float, float]
    scale: float
    _offset: NDArray[np.float64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_offset", np.array(self.box.middle))

    def to_paper(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres to millimetres on the page."""
        factor = 1000 / self.scale
        flipped = (metres - np.array(self.middle)) * np.array([factor, -factor])
        return np.asarray(flipped + self._offset, dtype=np.float64)

    def to_ground(self, paper: NDArray[np.float64]) -> NDArray[np.float64]:
        """Millimetres on the page to degrees."""
        factor = self.scale / 1000
        metres = (paper - self._offset) * np.array([factor, -factor]) + np.array(self.middle)
        return self.projection.inverse(metres)

    def place(self, geometries: Geometries) -> Geometries:
        """Projected geometries to the page, cut to a little more than the box."""
        on_paper = shapely.transform(geometries, self.to_paper)
        left, top, right, bottom = self.box.grown(1.0).bounds
        return np.asarray(shapely.clip_by_rect(on_paper, left, top, right, bottom), dtype=object)

    def reach(self) -> Bounds:
        """Metres of all ground that could be moved into the box."""
        half = max(self.box.width, self.box.height) * self.scale / 1000
        x, y = self.middle
        return Bounds(x - half, y - half, x + half, y + half)

    @property
    def detail(self) -> float:
        """Metres that are as small on paper as a hairline."""
        return _FINEST_DETAIL * self.scale / 1000

    def north(self, at: tuple[float, float]) -> float:
        """Direction of true north at a point of the page, in degrees clockwise from up."""
        ((lon, lat),) = self.to_ground(np.array([at]))
        here, there = self.to_paper(
            self.projection.forward(np.array([[lon, lat], [lon, lat + 0.1]]))
        )
        return degrees(atan2(there[0] - here[0], here[1] - there[1]))


def simplified(coverage: Geometries, detail: float) -> Geometries:
    """Districts without bends smaller than ``detail`` metres; shared borders stay shared."""
    return as_array(simpler(tuple(coverage), detail))


def fitting_scale(bounds: Bounds, width: float, height: float) -> float:
    """The largest round scale 1:n at which the ground fits into a box of millimetres."""
    wide, high = bounds.right - bounds.left, bounds.top - bounds.bottom
    return round_up(max(wide / width, high / height) * 1000)


def round_up(number: float) -> float:
    """The next number of two digits and zeros, e.g. 2 900 000."""
    unit = 10.0 ** (floor(log10(number)) - 1)
    return ceil(number / unit - 1e-9) * unit


def round_down(number: float) -> float:
    """The next smaller of 1, 2, 5 and their tens: a length for a scale bar."""
    unit = 10.0 ** floor(log10(number))
    return max(step for step in (1, 2, 5) if step * unit <= number * (1 + 1e-9)) * unit
