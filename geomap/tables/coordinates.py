"""Words of a cell → degrees, or the reason why they are none."""

import re
import unicodedata
from typing import Literal

from geomap.tables.values import MINUS, Invalid
from geomap.text import Text, clean

__all__ = ["Axis", "coordinate"]

Axis = Literal["lon", "lat"]
_LIMIT: dict[Axis, float] = {"lon": 180.0, "lat": 90.0}
_SIDES: dict[str, tuple[Axis, int]] = {
    "E": ("lon", 1),
    "W": ("lon", -1),
    "N": ("lat", 1),
    "S": ("lat", -1),
    "东经": ("lon", 1),
    "西经": ("lon", -1),
    "北纬": ("lat", 1),
    "南纬": ("lat", -1),
}
_SIDE = r"[EWNS]|东经|西经|北纬|南纬"
_ANGLE = re.compile(
    rf"(?P<before>{_SIDE})? ?(?P<sign>[+-]?)(?P<degrees>\d{{1,3}}(?:\.\d+)?) ?[°度]?"
    r"(?: ?(?P<minutes>\d{1,2}(?:\.\d+)?) ?['′’分]"
    r"(?: ?(?P<seconds>\d{1,2}(?:\.\d+)?) ?(?:[\"″”秒]|''|′′|’’))?)?"
    rf" ?(?P<after>{_SIDE})?"
)
_AN_ANGLE: dict[Axis, Text] = {
    "lon": Text("经度", "a longitude"),
    "lat": Text("纬度", "a latitude"),
}
_SIXTY = 60.0


def coordinate(words: str, axis: Axis) -> float | Invalid:
    """A longitude or latitude in decimal degrees, east and north positive.

    Takes ``106.5512``, ``106°33′04.3″E``, ``E106°33.07'``, ``东经106度33分4秒``.

    Args:
        words: The cell.
        axis: Which of the two it must be.

    Returns:
        Degrees within ±180 or ±90; or a reason, which says so where the axes seem exchanged.
    """
    folded = unicodedata.normalize("NFKC", clean(words).replace("º", "°")).translate(MINUS)
    folded = folded.replace("\u2032\u2032", "″").replace("ˊ", "′")
    match = _ANGLE.fullmatch(folded.upper())
    if match is None:
        return Invalid(
            _AN_ANGLE[axis],
            Text("写十进制度，如 106.5512", "write decimal degrees, such as 106.5512"),
        )
    return _angle(match, axis)


def _angle(match: re.Match[str], axis: Axis) -> float | Invalid:
    expected = _AN_ANGLE[axis]
    sides = [side for side in (match["before"], match["after"]) if side]
    if len(sides) > 1 or (sides and match["sign"]):
        return Invalid(expected, Text("方向只写一次", "state the direction once"))
    if sides and _SIDES[sides[0]][0] != axis:
        return Invalid(
            expected, Text("经度与纬度似乎写反了", "longitude and latitude seem exchanged")
        )
    minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return Invalid(expected, Text("分、秒应小于 60", "minutes and seconds must be below 60"))
    if match["minutes"] and "." in match["degrees"]:
        return Invalid(expected, Text("有分秒时度应为整数", "with minutes, degrees must be whole"))
    size = float(match["degrees"]) + minutes / 60 + seconds / 3600
    negative = match["sign"] == "-" or (sides and _SIDES[sides[0]][1] < 0)
    if size > _LIMIT[axis]:
        return Invalid(
            expected,
            Text(
                f"绝对值应不超过 {_LIMIT[axis]:g} 度；经纬度是否写反？",
                f"it must lie within ±{_LIMIT[axis]:g} degrees: are the axes exchanged?",
            ),
        )
    return -size if negative else size
