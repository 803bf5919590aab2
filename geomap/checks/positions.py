"""Positions of projects and sites: a shape in its columns, and the word for how sure it is.

``lon`` and ``lat`` give a point, and so does ``point`` with both in one cell; ``route`` a line of
“lon lat” pairs, ``geometry`` a point, lines or polygons as WKT; ``route`` takes WKT too. Each may
be surveyed, approximate or schematic. Where the table has a CRS, numbers are in its units.
"""

import re
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.ground import IN_CHINA, Ground
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.geo.projected import to_degrees
from geomap.geo.shift import convert_datum
from geomap.model import Certainty, Position
from geomap.tables import coordinates
from geomap.tables.cells import Cells
from geomap.text import Text

# The datum of a position that nobody declares: drawn as WGS84, and its uncertainty must be large
# enough to hold the GCJ-02 offset (0.46 to 0.57 km in the region) that it may carry.
UNKNOWN = "unknown"
_LEAST_UNKNOWN_UNCERTAINTY = 600.0

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PAIR = 2
_BETWEEN = re.compile(r"\s*[,，;；]\s*|\s+")
_SHAPES = ("lon", "point", "route", "geometry")
Points = np.ndarray[Any, Any]
_DRAWN = (Certainty.SURVEYED, Certainty.APPROXIMATE, Certainty.SCHEMATIC)

# What people write, besides the words themselves.
_WORDS = {
    **dict.fromkeys(("实测", "测量", "测绘", "精确"), Certainty.SURVEYED),
    **dict.fromkeys(("近似", "约略", "大致", "大概"), Certainty.APPROXIMATE),
    **dict.fromkeys(("示意", "示意走向"), Certainty.SCHEMATIC),
    **dict.fromkeys(("整区县", "整区", "整县", "全域"), Certainty.WHOLE_UNIT),
    **dict.fromkeys(("无", "无位置", "未上图"), Certainty.NONE),
}
_FORMER = "exact"


def position(cells: Cells, ground: Ground = IN_CHINA) -> Position | None:
    """The position in the columns that say one, and how sure it is.

    Args:
        cells: The row; see the roles above, ``datum``, ``certainty`` and ``uncertainty_m``.
        ground: Where places may lie.

    Returns:
        The position in WGS84, or None when something about it is wrong (and found).
    """
    given = [column for column in _SHAPES if cells.words(column)]
    if not given and cells.words("lat"):
        given = ["lon"]
    certainty = _certainty(cells, given)
    if certainty is None:
        return None
    if certainty not in _DRAWN:
        return None if _contradicts(cells, certainty, given) else Position(certainty)
    if len(given) > 1:
        _tell_two_places(cells, given)
        return None
    return _drawn(cells, certainty, given[0] if given else None, ground)


def _certainty(cells: Cells, given: list[str]) -> Certainty | None:
    """The word for how sure the place is; nothing said about no place is no place."""
    own = cells.row.cells.get(cells.table.heading("certainty"), "")
    words = (own or cells.words("certainty")).lower()
    if not given and not own:  # what is meant for all places says nothing where there is none
        return Certainty.NONE
    if words == _FORMER:
        _tell_former(cells, given)
        return None
    found = surely(words)
    if found is None:
        cells.choice("certainty", tuple(Certainty))
    return found


def surely(words: str) -> Certainty | None:
    """What a word for how sure a place is means; None where it is none of them."""
    words = words.lower()
    if words in _WORDS:
        return _WORDS[words]
    return Certainty(words) if words in tuple(Certainty) else None


def _tell_former(cells: Cells, given: list[str]) -> None:
    new = Certainty.SURVEYED if given else Certainty.WHOLE_UNIT
    cells.findings.tell(
        "GM-P011",
        cells.location("certainty"),
        Text(f"“{_FORMER}”是旧的写法", f"{_FORMER!r} is the former word"),
        Text(f"请改为 {new}", f"write {new}"),
    )


def _contradicts(cells: Cells, certainty: Certainty, given: list[str]) -> bool:
    if not given:
        return False
    cells.findings.tell(
        "GM-P001",
        cells.location("certainty"),
        Text(
            f"位置可靠性为 {certainty}，却填了坐标",
            f"the certainty is {certainty}, but coordinates are given",
        ),
        Text(
            f"请改为 {'、'.join(_DRAWN)} 之一，或删去坐标",
            f"write one of {', '.join(_DRAWN)}, or remove the coordinates",
        ),
    )
    return True


def _tell_two_places(cells: Cells, given: list[str]) -> None:
    cells.findings.tell(
        "GM-P001",
        cells.location(given[1]),
        Text(
            f"同时填了 {'、'.join(given)}，位置有两处",
            f"{' and '.join(given)} are both filled in, so there are two places",
        ),
        Text("请只留一处", "leave one of them"),
    )


def _drawn(
    cells: Cells, certainty: Certainty, column: str | None, ground: Ground
) -> Position | None:
    shape = _shape(cells, certainty, column)
    declared = cells.required("datum")
    uncertainty = _uncertainty(cells, certainty)
    if shape is None or declared is None or isinstance(uncertainty, Text):
        return None
    if declared == UNKNOWN and not _is_wide(cells, uncertainty):
        return None
    geometry = _wgs84(cells, shape, declared, column or "lon", ground)
    return None if geometry is None else Position(certainty, geometry, declared, uncertainty)


def _shape(cells: Cells, certainty: Certainty, column: str | None) -> BaseGeometry | None:
    """What the columns say, in degrees of the datum that the row declares."""
    if column is None and certainty is Certainty.SCHEMATIC and "route" in cells.table.columns:
        cells.required("route")
        return None
    if column in {None, "lon"}:
        return _point(cells)
    words = cells.words(str(column))
    if column == "point" and (pair := _pair(words)) is not None:
        return pair
    shape = _line(words) or _wkt(words)
    if shape is None:
        cells.findings.tell(
            "GM-P002",
            cells.location(column),
            Text(f"“{words}”不是路线或 WKT 几何", f"{words!r} is neither a route nor WKT"),
            Text(
                "应为“经度 纬度, 经度 纬度, …”（至少两点），或 WKT 的点、线、面；多个点请分行写",
                "write “lon lat, lon lat, …” with at least two points, or a point, lines or "
                "polygons as WKT; several points take a row each",
            ),
        )
    return shape


def _point(cells: Cells) -> BaseGeometry | None:
    lon, lat = cells.coordinate("lon", "lon"), cells.coordinate("lat", "lat")
    for column, value in (("lon", lon), ("lat", lat)):
        if value is None and not cells.words(column):
            cells.required(column)
    return None if lon is None or lat is None else shapely.Point(lon, lat)


def _pair(words: str) -> BaseGeometry | None:
    """Two coordinates in one cell: ``106.55, 29.56``, also with degree signs."""
    halves = _BETWEEN.split(words.strip())
    if len(halves) != _PAIR:
        return None
    lon, lat = coordinates.coordinate(halves[0], "lon"), coordinates.coordinate(halves[1], "lat")
    if isinstance(lon, float) and isinstance(lat, float):
        return shapely.Point(lon, lat)
    return None


def _line(words: str) -> BaseGeometry | None:
    pairs = [part.split() for part in words.replace("，", ",").split(",")]
    good = all(
        len(pair) == _PAIR and all(_NUMBER.fullmatch(number) for number in pair) for pair in pairs
    )
    if len(pairs) < _PAIR or not good:
        return None
    return shapely.LineString([(float(lon), float(lat)) for lon, lat in pairs])


def _wkt(words: str) -> BaseGeometry | None:
    """A point, lines or polygons, in the plane; None for all else."""
    try:
        shape: BaseGeometry = shapely.force_2d(shapely.from_wkt(words))
    except shapely.errors.GEOSException:
        return None
    if shape.is_empty or shape.geom_type in {"GeometryCollection", "LinearRing", "MultiPoint"}:
        return None
    return shape if shape.is_valid else None


def _uncertainty(cells: Cells, certainty: Certainty) -> float | Text | None:
    """Metres; a survey and a scheme need not say any. Words where they are wrong or missing."""
    value = cells.number("uncertainty_m")
    if value is not None and value > 0:
        return value
    wrong = Text("画在图上的位置须有不确定度", "a position on the map needs its uncertainty")
    if value is None and not cells.words("uncertainty_m"):
        if certainty is not Certainty.APPROXIMATE:
            return None
    elif value is None:
        return wrong
    cells.findings.tell(
        "GM-P004",
        cells.location("uncertainty_m"),
        wrong,
        Text("请填写大于 0 的米数", "write metres, more than 0"),
    )
    return wrong


def _is_wide(cells: Cells, uncertainty: float | None) -> bool:
    """Whether a position of unknown datum owns to being as unsure as that makes it."""
    if uncertainty is not None and uncertainty >= _LEAST_UNKNOWN_UNCERTAINTY:
        return True
    said = "0" if uncertainty is None else f"{uncertainty:g}"
    cells.findings.tell(
        "GM-P003",
        cells.location("uncertainty_m"),
        Text(
            f"坐标基准未知，不确定度 {said} 米过小",
            f"the datum is unknown, so an uncertainty of {said} m is too small",
        ),
        Text(
            f"至少写 {_LEAST_UNKNOWN_UNCERTAINTY:g}，或查明基准",
            f"write at least {_LEAST_UNKNOWN_UNCERTAINTY:g}, or find out the datum",
        ),
    )
    return False


def _wgs84(
    cells: Cells, shape: BaseGeometry, declared: str, place: str, ground: Ground
) -> BaseGeometry | None:
    points = _in_degrees(cells, shapely.get_coordinates(shape), place)
    if points is None:
        return None
    column = "datum"
    try:
        datum = Datum.WGS84 if declared == UNKNOWN else Datum.parse(declared)
        column = place
        lon, lat = convert_datum(points[:, 0], points[:, 1], datum, Datum.WGS84)
    except DatumError as error:
        cells.findings.tell(
            "GM-P005",
            cells.location(column),
            error.message,
            Text("请核对坐标与基准", "check the coordinates and their datum"),
        )
        return None
    converted = shapely.set_coordinates(shapely.from_wkb(shape.wkb), np.column_stack([lon, lat]))
    return converted if _is_there(cells, converted, shape, place, ground) else None


def _in_degrees(cells: Cells, points: Points, column: str) -> Points | None:
    """The coordinates as degrees; those of a table with a CRS are in its units."""
    if cells.table.crs is None:
        return points
    degrees = to_degrees(points, cells.table.crs)
    if degrees is None:
        (x, y), crs = points[0], cells.table.crs.name
        cells.findings.tell(
            "GM-P005",
            cells.location(column),
            Text(
                f"坐标 {x:.12g}, {y:.12g} 不在 {crs} 的适用范围内",
                f"{x:.12g}, {y:.12g} does not lie where {crs} is in use",
            ),
            Text("请核对坐标与 crs", "check the coordinates and the crs"),
        )
    return degrees


def _is_there(
    cells: Cells, geometry: BaseGeometry, given: BaseGeometry, column: str, ground: Ground
) -> bool:
    if shapely.contains(ground.area, geometry):
        return True
    points = shapely.get_coordinates(given)
    swapped = shapely.contains(ground.area, shapely.MultiPoint(points[:, ::-1]))
    cells.findings.tell(
        "GM-P006",
        cells.location(column),
        Text(
            f"位置 {points[0][0]:g}, {points[0][1]:g} 不在{ground.name.zh}范围内",
            f"the position {points[0][0]:g}, {points[0][1]:g} lies outside {ground.name.en}",
        ),
        Text("经纬度似乎颠倒，请对调", "longitude and latitude seem swapped: exchange them")
        if swapped
        else Text("请核对坐标（度，经度在前）", "check the coordinates (degrees, longitude first)"),
    )
    return False
