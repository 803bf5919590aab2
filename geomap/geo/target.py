"""Where the coordinates of written files are to be: a CRS, or one of China's shifted datums."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyproj

from geomap.errors import DatumError
from geomap.geo.datum import WGS84_CRS, Datum
from geomap.geo.extent import Extent
from geomap.geo.shift import convert_datum
from geomap.geo.zones import gauss_kruger
from geomap.text import Text, clean

__all__ = ["Target"]

_CODE = re.compile(r"(?:EPSG:)?(\d{4,5})", re.IGNORECASE)
_ZONE = re.compile(r"gk(3|6)?(-zone)?", re.IGNORECASE)
_NEAR = 3.0  # degrees beyond its area that a CRS may be used in: the next zone's
_SHIFTED = frozenset({Datum.GCJ02, Datum.BD09})
_CRS_OF: Final = {Datum.WGS84: WGS84_CRS, Datum.CGCS2000: "EPSG:4490"}

Points = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Target:
    """Where coordinates are to be.

    Attributes:
        code: ``EPSG:…`` of their CRS; None for degrees of a shifted datum, which no CRS names.
        datum: GCJ-02 or BD-09 where ``code`` is None; None else.
    """

    code: str | None = WGS84_CRS
    datum: Datum | None = None

    @classmethod
    def chosen(cls, crs: str | None, datum: str | Datum | None, lon: float) -> "Target":
        """What someone asked for, who may have said a CRS or a datum: `parse`, `shifted`.

        Raises:
            DatumError: No such CRS or datum, or both were given.
        """
        if crs is not None and datum is not None:
            raise DatumError(
                Text(
                    "坐标系与坐标基准只能给一个；请去掉其中之一",
                    "a CRS and a datum were given: leave one of them out",
                )
            )
        if datum is not None:
            return cls.shifted(datum)
        return cls() if crs is None else cls.parse(crs, lon)

    @classmethod
    def parse(cls, words: str, lon: float) -> "Target":
        """The CRS that words mean.

        Args:
            words: ``EPSG:4545``, ``4490``, ``WGS84``, ``CGCS2000``; ``gk`` or ``gk6`` for the
                CGCS2000 Gauss-Krueger zone, of 3 or 6 degrees, that ``lon`` lies in; with
                ``-zone`` its number begins the eastings.
            lon: Middle of what is written, degrees.

        Raises:
            DatumError: No such CRS, one that no plane map can be in, or a shifted datum, which
                must be asked for as such.
        """
        zone = _ZONE.fullmatch(words.strip())
        if zone is not None:
            width: Any = int(zone[1] or 3)
            return cls(f"EPSG:{gauss_kruger(lon, width, numbered=zone[2] is not None)}")
        code = _CODE.fullmatch(words.strip())
        if code is None:
            return cls._named(words)
        return cls(_known(f"EPSG:{code[1]}"))

    @classmethod
    def shifted(cls, words: str | Datum) -> "Target":
        """Degrees of a datum; of WGS84 and CGCS2000 the CRS says which.

        Raises:
            DatumError: No such datum.
        """
        datum = Datum.parse(words)
        return cls(None, datum) if datum in _SHIFTED else cls(_CRS_OF[datum])

    @classmethod
    def _named(cls, words: str) -> "Target":
        try:
            datum = Datum.parse(words)
        except DatumError as error:
            raise _unknown(words) from error
        if datum in _SHIFTED:
            raise DatumError(
                Text(
                    f"{datum} 是偏移坐标，不是坐标系；确需输出时请用 --datum {datum}",
                    f"{datum} is a shifted datum and no CRS; if you really want it: "
                    f"--datum {datum}",
                )
            )
        return cls(_CRS_OF[datum])

    @cached_property
    def crs(self) -> pyproj.CRS | None:
        """Its CRS; None where none names it."""
        return None if self.code is None else pyproj.CRS.from_user_input(self.code)

    @property
    def is_wgs84(self) -> bool:
        """Whether coordinates are degrees on WGS84, as everything inside geomap is."""
        return self.code == WGS84_CRS

    @property
    def is_plane(self) -> bool:
        """Whether they are metres or the like, not degrees."""
        return self.crs is not None and self.crs.is_projected

    def check(self, extent: Extent) -> None:
        """Refuse a CRS that is made for another part of the world.

        Args:
            extent: What is to be written.

        Raises:
            DatumError: The extent lies more than a zone's width beyond the area of the CRS.
        """
        area = None if self.crs is None else self.crs.area_of_use
        if area is None:
            return
        west, east = area.west - _NEAR, area.east + _NEAR
        if area.west > area.east:  # about the 180th meridian
            apart = east < extent.west and extent.east < west
        else:
            apart = extent.east < west or east < extent.west
        if apart or extent.north < area.south - _NEAR or area.north + _NEAR < extent.south:
            raise DatumError(
                Text(
                    f"{self.code} 适用于“{clean(area.name)}”，不含所写数据；"
                    "请换用合适的坐标系，如 gk",
                    f"{self.code} is made for {clean(area.name)!r}, which holds nothing of what "
                    "is to be written; take a CRS for this area, such as gk",
                )
            )

    def way(self) -> Callable[[Points], Points]:
        """From degrees on WGS84, (n, 2), longitude first, to coordinates there, easting first.

        Degrees on CGCS2000 are taken for those on WGS84, as everywhere in geomap.

        Raises:
            DatumError: When called: a place is none in this CRS.
        """
        if self.code is None:
            datum = self.datum or Datum.WGS84
            return lambda points: np.column_stack(
                convert_datum(points[:, 0], points[:, 1], Datum.WGS84, datum)
            )
        there = pyproj.Transformer.from_crs(WGS84_CRS, self.crs, always_xy=True)

        def project(points: Points) -> Points:
            placed = np.column_stack(there.transform(points[:, 0], points[:, 1]))
            if not np.isfinite(placed).all():
                raise DatumError(
                    Text(
                        f"有坐标超出 {self.code} 的适用范围；请换用合适的坐标系，如 gk",
                        f"positions lie where {self.code} has no coordinates; "
                        "take a CRS for this area, such as gk",
                    )
                )
            return placed

        return project


def _known(code: str) -> str:
    try:
        crs = pyproj.CRS.from_user_input(code)
    except pyproj.exceptions.CRSError as error:
        raise _unknown(code) from error
    if len(crs.axis_info) != 2 or not (crs.is_projected or crs.is_geographic):  # noqa: PLR2004 # a plane
        raise DatumError(
            Text(
                f"{code}（{clean(crs.name)}）不是二维坐标系；请换用二维的，如 EPSG:4490",
                f"{code} ({clean(crs.name)}) is no CRS of a plane or of degrees; "
                "take one of two axes, such as EPSG:4490",
            )
        )
    return code


def _unknown(words: str) -> DatumError:
    return DatumError(
        Text(
            f"未知坐标系“{clean(words)}”；请写 EPSG 编号（如 EPSG:4545），"
            "或 gk、gk6、gk-zone、gk6-zone",
            f"unknown coordinate system {clean(words)!r}; write its EPSG number (EPSG:4545), gk, "
            "gk6, gk-zone or gk6-zone",
        )
    )
