"""Plane coordinate systems by longitude: CGCS2000 Gauss-Krueger zones, and UTM outside China."""

from typing import Final, Literal

import numpy as np

from geomap.errors import DatumError
from geomap.geo.china import in_china
from geomap.geo.extent import Extent
from geomap.text import Text

__all__ = ["gauss_kruger", "plane_for"]

_FIRST, _LAST = 75, 135  # central meridians in China, of zones of either width
# Width of a zone in degrees → EPSG code of the first one, without and with its number in front of
# eastings.
_CODES: Final = {3: (4534, 4513), 6: (4502, 4491)}
_UTM_NORTH, _UTM_SOUTH, _UTM_WIDTH, _UTM_ZONES = 32600, 32700, 6, 60


def gauss_kruger(lon: float, width: Literal[3, 6] = 3, *, numbered: bool = False) -> int:
    """EPSG code of the CGCS2000 Gauss-Krueger zone that a longitude lies in.

    Args:
        lon: Degrees.
        width: Of the zones, in degrees.
        numbered: Eastings begin with the number of the zone (36 543210).

    Returns:
        For example 4545: the 3-degree zone about 108 degrees east, its eastings of six digits.

    Raises:
        DatumError: None of China's zones holds the longitude.
    """
    plain, with_number = _CODES[width]
    zone = int((lon - _FIRST + width / 2) // width)
    if not 0 <= zone <= (_LAST - _FIRST) // width:
        raise DatumError(
            Text(
                f"经度 {lon:.2f}° 不在中国的高斯-克吕格投影带内；请用 EPSG 代码指明坐标系",
                f"longitude {lon:.2f} is in none of China's Gauss-Krueger zones; "
                "name a CRS by its EPSG code",
            )
        )
    return (with_number if numbered else plain) + zone


def plane_for(extent: Extent) -> int:
    """EPSG code of a plane to look at an extent in: CGCS2000's in China, UTM elsewhere."""
    lon, lat = (extent.west + extent.east) / 2, (extent.south + extent.north) / 2
    if in_china(np.array([lon]), np.array([lat]))[0]:
        return gauss_kruger(lon)
    zone = int((lon + 180) // _UTM_WIDTH) % _UTM_ZONES + 1
    return (_UTM_NORTH if lat >= 0 else _UTM_SOUTH) + zone
