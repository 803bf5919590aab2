"""Names of districts and regions, and positions: what measures, projects and sites share."""

import re

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geomap.checks.districts import CHINA
from geomap.errors import DatumError
from geomap.gazetteer.gazetteer import CITYWIDE, Found, Gazetteer, Refusal, RefusalReason
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Position, Precision
from geomap.tables.cells import Cells
from geomap.text import Text

# The datum of a position that nobody declares: drawn as WGS84, and its uncertainty must be large
# enough to hold the GCJ-02 offset (0.46 to 0.57 km in the region) that it may carry.
UNKNOWN = "unknown"
_LEAST_UNKNOWN_UNCERTAINTY = 600.0

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PAIR = 2


_CODES: dict[RefusalReason, str] = {
    "unknown": "GM-T006",
    "ambiguous": "GM-T007",
    "later": "GM-T008",
    "elsewhere": "GM-T009",
}


def one_district(
    cells: Cells,
    column: str,
    gazetteer: Gazetteer,
    year: int | None = None,
    *,
    mixed: bool = False,
) -> str | None:
    """Return the adcode of the district a cell names; report a finding and None if there is none.

    Args:
        cells: The row.
        column: Column of the code or name.
        gazetteer: The districts.
        year: Year of the row, where codes of several years are mixed.
        mixed: The column has codes that were given up.
    """
    words = cells.required(column)
    return None if words is None else _one(cells, column, gazetteer.find(words, year, mixed=mixed))


def _one(cells: Cells, column: str, found: Found | Refusal) -> str | None:
    if isinstance(found, Refusal):
        code = _CODES[found.trouble]
        cells.findings.tell(code, cells.location(column), found.message, found.remedy)
        return None
    if found.former is not None:
        _tell_former(cells, column, found, found.former)
    return found.adcode


def _tell_former(cells: Cells, column: str, found: Found, former: Text) -> None:
    part = Text("，只是其中一部分", ", only a part of it") if found.part else Text("", "")
    cells.findings.tell(
        "GM-T010",
        cells.location(column),
        Text(
            f"{former.zh}已撤销，算入 {found.adcode}{part.zh}",
            f"{former.en} is no more; it counts for {found.adcode}{part.en}",
        ),
        Text("请核对，并改用现行代码或名称", "check it, and use the present code or name"),
    )


def districts(cells: Cells, column: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """The adcodes of all districts and regions that a cell names; None if one is unknown."""
    codes: list[str | None] = []
    for words in cells.several(column):
        if words in gazetteer.regions:
            codes.extend(gazetteer.regions[words])
        elif words != CITYWIDE:
            codes.append(_one(cells, column, gazetteer.find(words)))
    good = [code for code in codes if code is not None]
    return tuple(sorted(set(good))) if len(good) == len(codes) else None


def position(cells: Cells) -> Position | None:
    """The position in the columns ``lon, lat, route, datum, precision, uncertainty_m``.

    Returns:
        The position in WGS84, or None when something about it is wrong (and found).
    """
    precision = cells.choice("precision", tuple(Precision))
    if precision is None:
        return None
    if precision == Precision.APPROXIMATE:
        return _drawn(cells, Precision.APPROXIMATE, _point_pairs(cells))
    if precision == Precision.SCHEMATIC:
        return _drawn(cells, Precision.SCHEMATIC, _route_pairs(cells))
    if any(cells.words(column) for column in ("lon", "lat", "route")):
        cells.findings.tell(
            "GM-P001",
            cells.location("precision"),
            Text(
                f"精度为 {precision} 却填了坐标",
                f"precision {precision}, but coordinates are given",
            ),
            Text(
                "请改为 approximate 或 schematic，或删去坐标",
                "make it approximate or schematic, or remove the coordinates",
            ),
        )
        return None
    return Position(Precision(precision))


def _point_pairs(cells: Cells) -> list[tuple[float, float]] | None:
    lon, lat = cells.coordinate("lon", "lon"), cells.coordinate("lat", "lat")
    for column, value in (("lon", lon), ("lat", lat)):
        if value is None and not cells.words(column):
            cells.required(column)
    return None if lon is None or lat is None else [(lon, lat)]


def _route_pairs(cells: Cells) -> list[tuple[float, float]] | None:
    words = cells.required("route")
    if words is None:
        return None
    pairs = [part.split() for part in words.replace("，", ",").split(",")]
    if len(pairs) < _PAIR or not all(
        len(pair) == _PAIR and all(_NUMBER.fullmatch(number) for number in pair) for pair in pairs
    ):
        cells.findings.tell(
            "GM-P002",
            cells.location("route"),
            Text(f"“{words}”不是路线", f"{words!r} is not a route"),
            Text(
                "应为“经度 纬度, 经度 纬度, …”，至少两点",
                "write “lon lat, lon lat, …” with at least two points",
            ),
        )
        return None
    return [(float(lon), float(lat)) for lon, lat in pairs]


def _drawn(
    cells: Cells, precision: Precision, pairs: list[tuple[float, float]] | None
) -> Position | None:
    uncertainty = _uncertainty(cells)
    declared = cells.required("datum")
    if pairs is None or uncertainty is None or declared is None:
        return None
    if declared == UNKNOWN and uncertainty < _LEAST_UNKNOWN_UNCERTAINTY:
        cells.findings.tell(
            "GM-P003",
            cells.location("uncertainty_m"),
            Text(
                f"坐标基准未知，不确定度 {uncertainty:g} 米过小",
                f"the datum is unknown, so an uncertainty of {uncertainty:g} m is too small",
            ),
            Text(
                f"至少写 {_LEAST_UNKNOWN_UNCERTAINTY:g}，或查明基准",
                f"write at least {_LEAST_UNKNOWN_UNCERTAINTY:g}, or find out the datum",
            ),
        )
        return None
    geometry = _wgs84(cells, pairs, declared)
    return None if geometry is None else Position(precision, geometry, declared, uncertainty)


def _uncertainty(cells: Cells) -> float | None:
    value = cells.number("uncertainty_m")
    if value is not None and value > 0:
        return value
    if value is not None or not cells.words("uncertainty_m"):
        cells.findings.tell(
            "GM-P004",
            cells.location("uncertainty_m"),
            Text("画在图上的位置须有不确定度", "a position on the map needs its uncertainty"),
            Text("请填写大于 0 的米数", "write metres, more than 0"),
        )
    return None


def _wgs84(cells: Cells, pairs: list[tuple[float, float]], declared: str) -> BaseGeometry | None:
    points = np.array(pairs)
    column = "datum"
    try:
        datum = Datum.WGS84 if declared == UNKNOWN else Datum.parse(declared)
        column = _column(points)
        lon, lat = convert_datum(points[:, 0], points[:, 1], datum, Datum.WGS84)
    except DatumError as error:
        cells.findings.tell(
            "GM-P005",
            cells.location(column),
            error.message,
            Text("请核对坐标与基准", "check the coordinates and their datum"),
        )
        return None
    converted = np.column_stack([lon, lat])
    geometry: BaseGeometry = (
        shapely.Point(converted[0]) if len(pairs) == 1 else shapely.LineString(converted)
    )
    return geometry if _is_in_china(cells, geometry, points) else None


def _column(points: NDArray[np.float64]) -> str:
    """The column that positions stand in."""
    return "lon" if len(points) == 1 else "route"


def _is_in_china(cells: Cells, geometry: BaseGeometry, points: NDArray[np.float64]) -> bool:
    if shapely.contains(CHINA, geometry):
        return True
    swapped = shapely.contains(CHINA, shapely.MultiPoint(points[:, ::-1]))
    cells.findings.tell(
        "GM-P006",
        cells.location(_column(points)),
        Text(
            f"位置 {points[0][0]:g}, {points[0][1]:g} 不在中国范围内",
            f"the position {points[0][0]:g}, {points[0][1]:g} lies outside China",
        ),
        Text("经纬度似乎颠倒，请对调", "longitude and latitude seem swapped: exchange them")
        if swapped
        else Text("请核对坐标（度，经度在前）", "check the coordinates (degrees, longitude first)"),
    )
    return False
