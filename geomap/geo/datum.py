"""The datums that Chinese positions come in, and the way from one to another.

Four of them are met in practice:

========  =====================================================================
WGS84     what GPS and the rest of the world use (EPSG:4326).
CGCS2000  China's official frame (EPSG:4490).  It is treated as WGS84 here: the
          two differ by centimetres, and no grid between them is published.
GCJ-02    WGS84 with the obligatory offset, about 0.5 km.  Amap, Tencent.
BD-09     GCJ-02 with a further offset of about 1 km.  Baidu.
========  =====================================================================

The way from one to another: `geomap.geo.shift`.
"""

from __future__ import annotations

import enum
import unicodedata
from typing import Final

from geomap.errors import DatumError
from geomap.text import Text

__all__ = ["WGS84_CRS", "Datum"]

WGS84_CRS = "EPSG:4326"  # what every frame inside geomap is in


class Datum(enum.StrEnum):
    """A geodetic datum, named as it is written in the tables."""

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"

    @classmethod
    def parse(cls, text: str) -> Datum:
        """Return the datum that a usual spelling means.

        Case, width, blanks and hyphens do not matter: ``gcj02``, ``GCJ-02``,
        ``EPSG:4490``, ``火星坐标`` and ``百度`` are all understood.

        Raises:
            DatumError: the spelling is not known; the message names the datums.
        """
        found = _SPELLINGS.get(_spelling_key(text))
        if found is None:
            allowed = ", ".join(cls)
            raise DatumError(
                Text(
                    f"坐标基准 “{text}” 无法识别；可用的有 {allowed}",
                    f"datum “{text}” is not known; the known ones are {allowed}",
                )
            )
        return found


def _spelling_key(text: str) -> str:
    """Reduce a spelling to its letters and digits, so that ``GCJ-02`` equals ``gcj02``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


_SPELLINGS: Final[dict[str, Datum]] = {
    _spelling_key(spelling): datum
    for datum, spellings in {
        Datum.WGS84: "WGS84|WGS1984|EPSG:4326|4326|OGC:CRS84|CRS84|GPS",
        Datum.CGCS2000: "CGCS2000|EPSG:4490|4490|国家2000|2000国家大地坐标系|国家大地坐标系",
        Datum.GCJ02: "GCJ-02|GCJ|火星|火星坐标|火星坐标系|国测局|国测局坐标系|高德|Amap|腾讯",
        Datum.BD09: "BD-09|BD09LL|百度|百度坐标|百度坐标系|Baidu",
    }.items()
    for spelling in spellings.split("|")
}
