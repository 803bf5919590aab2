"""Positions in a table that cannot be right: empty, halved, at 0,0, exchanged, in metres. Pure."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geomap.checks.ground import CHINA
from geomap.model import Finding, Location
from geomap.model.catalogue import Findings, finding
from geomap.model.tables import Row, Table
from geomap.tables import coordinates, values
from geomap.tables.headings import with_roles
from geomap.text import Text, counted

_SHOWN = 5
_NOWHERE = 1e-6  # degrees around 0,0
_SHIFT = 0.02  # degrees: more than GCJ-02 and BD-09 lie off together
_LARGEST_LON, _LARGEST_LAT = 180.0, 90.0
_FEW = 0.5  # of the rows that may lie abroad before the table is taken for one from abroad

# Columns that say a place in another way, or that there is none.
_ELSEWHERE = ("certainty", "route", "geometry", "point")

Pair = tuple[float, float]


def position_columns(table: Table) -> tuple[str, str] | None:
    """The columns of longitude and latitude, by their headings; None where there are none."""
    known = with_roles(table, ("lon", "lat"), Findings(), table.columns_declared)
    lon, lat = known.heading("lon"), known.heading("lat")
    return (lon, lat) if lon in table.columns and lat in table.columns else None


def odd_positions(table: Table, columns: tuple[str, str], *, abroad: bool) -> list[Finding]:
    """What is wrong with a table's positions, each kind once with its rows.

    Args:
        table: The table.
        columns: Of longitude and latitude.
        abroad: Rows are told that lie outside China, unless most of them do.
    """
    pairs = {row.number: pair for row in table.rows if (pair := _pair(row, columns)) is not None}
    empty = _empty(table, columns)
    metres = [n for n, p in pairs.items() if _is_metric(p)]
    rest = {n: p for n, p in pairs.items() if n not in set(metres) and p != (0.0, 0.0)}
    swapped = [n for n, p in rest.items() if not _in_china(p) and _in_china(p[::-1])]
    out = [n for n, p in rest.items() if not _in_china(p) and n not in set(swapped)]
    if not abroad or len(out) > _FEW * max(len(rest), 1):
        out = []
    kinds = (
        (empty, _EMPTY),
        (_half(table, columns), _HALF),
        ([n for n, p in pairs.items() if p == (0.0, 0.0)], _ZERO),
        (swapped, _EXCHANGED),
        (metres, _METRES),
        (out, _OUT),
    )
    return [_told(table, columns[0], numbers, *words) for numbers, words in kinds if numbers]


def without_position(table: Table) -> list[Finding]:
    """The rows of a table of positions that have none, told once."""
    columns = position_columns(table)
    rows = [] if columns is None else _empty(table, columns)
    return [_told(table, columns[0], rows, *_EMPTY)] if columns and rows else []


def _empty(table: Table, columns: tuple[str, str]) -> list[int]:
    """Rows without a position, in a table where each row should have one."""
    known = with_roles(table, _ELSEWHERE, Findings(), table.columns_declared)
    if any(known.heading(role) in table.columns for role in _ELSEWHERE):
        return []
    pairs = zip(table.numbers, *map(table.words, columns), strict=True)
    return [number for number, lon, lat in pairs if not (_says(lon) or _says(lat))]


def _given(row: Row, columns: tuple[str, str]) -> list[bool]:
    """Whether a row says its longitude, and whether its latitude; a word for no value does not."""
    return [_says(row.cells[column]) for column in columns]


def _says(words: str) -> bool:
    return bool(words) and not values.is_no_value(words)


def outside(table: Table, columns: tuple[str, str], districts: gpd.GeoDataFrame) -> list[Finding]:
    """The rows clearly outside all districts of an atlas: farther than any datum shifts.

    Args:
        table: The table, in degrees of a datum that nobody says.
        columns: Of longitude and latitude.
        districts: Degrees, WGS84.
    """
    pairs = {row.number: pair for row in table.rows if (pair := _pair(row, columns)) is not None}
    numbers = [n for n, p in pairs.items() if _in_china(p) and not _is_metric(p)]
    if not numbers or districts.empty:
        return []
    united = shapely.union_all(shapely.envelope(districts.geometry.to_numpy()))
    points = np.asarray(shapely.points(np.array([pairs[n] for n in numbers])), dtype=object)
    shapely.prepare(united)
    far = ~shapely.dwithin(united, points, _SHIFT)
    return told_outside(
        table.file,
        columns[0],
        [n for n, is_far in zip(numbers, far, strict=True) if is_far],
        len(pairs),
    )


def told_outside(file: str, column: str | None, rows: Sequence[int], count: int) -> list[Finding]:
    """Tell of the rows of a file whose places lie outside every district."""
    if not rows:
        return []
    shown, more = ", ".join(map(str, rows[:_SHOWN])), len(rows) - _SHOWN
    what = Text(
        f"{len(rows)} 个位置（共 {count} 个）在所有区县之外：第 {'、'.join(shown.split(', '))} 行"
        f"{'等' if more > 0 else ''}",
        f"{counted(len(rows), 'position lies', 'positions lie')} outside every district "
        f"(of {count:,}): {shown}{f' and {more:,} more' if more > 0 else ''}",
    )
    if len(rows) == count:
        what = Text(
            f"{count} 个位置全部在所有区县之外",
            f"all {counted(count, 'position lies', 'positions lie')} outside every district",
        )
    return [
        finding(
            "GM-P012",
            Location(file, rows[0], column),
            what,
            Text("请核对坐标、基准与图集", "check coordinates, datum and the atlas"),
        )
    ]


def at_origin(located: gpd.GeoDataFrame, file: str) -> list[Finding]:
    """Features at 0,0, which nobody meant.

    Args:
        located: A layer in degrees, with the column ``row``.
        file: How messages call it.
    """
    shapes = np.asarray(located.geometry.to_numpy(), dtype=object)
    # One of its vertices: the sea around 0,0 may well be meant.
    vertices, owners = shapely.get_coordinates(shapes, return_index=True)
    near = np.unique(owners[(np.abs(vertices) < _NOWHERE).all(axis=1)])
    rows = [int(row) for row in located["row"].iloc[near]]
    if not rows:
        return []
    shown = ", ".join(map(str, rows[:_SHOWN]))
    return [
        finding(
            "GM-P013",
            Location(file, rows[0]),
            Text(f"{len(rows)} 个要素位于 0, 0：第 {shown} 个", f"features at 0, 0: {shown}"),
            Text("请填写真实坐标", "give their real places"),
        )
    ]


def _half(table: Table, columns: tuple[str, str]) -> list[int]:
    """Rows that give one of longitude and latitude."""
    return [row.number for row in table.rows if len({*_given(row, columns)}) > 1]


_EMPTY = (
    Text("没有位置", "without a position"),
    Text("请补上或删去", "fill them in or remove them"),
)
_HALF = (
    Text("只有经度或只有纬度", "with only one of longitude and latitude"),
    Text("请补上另一个", "fill in the other"),
)
_ZERO = (
    Text("位于 0, 0", "at 0, 0"),
    Text("请填写真实坐标，或留空", "give the real place, or none"),
)
_EXCHANGED = (
    Text("经纬度似乎颠倒", "with longitude and latitude exchanged, it seems"),
    Text("请对调两列", "exchange the two columns"),
)
_METRES = (
    Text("坐标不是度数", "with coordinates that are no degrees"),
    Text("请用 --crs 指明坐标系，如 EPSG:4545", "say their CRS with --crs, such as EPSG:4545"),
)
_OUT = (
    Text("不在中国范围内", "outside China"),
    Text("请核对坐标", "check the coordinates"),
)


def _pair(row: Row, columns: tuple[str, str]) -> Pair | None:
    lon, lat = number(row.cells[columns[0]], "lon"), number(row.cells[columns[1]], "lat")
    return None if lon is None or lat is None else (lon, lat)


def number(words: str, axis: coordinates.Axis) -> float | None:
    """A coordinate as it stands: degrees in any form, or a plain number of any size."""
    plain = values.number(words)
    if not isinstance(plain, values.Invalid):
        return plain
    found = coordinates.coordinate(words, axis)
    return None if isinstance(found, values.Invalid) else found


def _is_metric(pair: Pair) -> bool:
    return abs(pair[0]) > _LARGEST_LON or abs(pair[1]) > _LARGEST_LON


def _in_china(pair: Sequence[float]) -> bool:
    west, south, east, north = CHINA.bounds
    return west <= pair[0] <= east and south <= pair[1] <= north


def _told(table: Table, column: str, numbers: list[int], what: Text, remedy: Text) -> Finding:
    shown = [str(number) for number in numbers[:_SHOWN]]
    more = len(numbers) - len(shown)
    return finding(
        "GM-P013",
        Location(table.file, numbers[0], column),
        Text(
            f"{len(numbers)} 行{what.zh}：第 {'、'.join(shown)} 行{'等' if more else ''}",
            f"{len(numbers):,} row{'s' if len(numbers) > 1 else ''} {what.en}: "
            f"{', '.join(shown)}{f' and {more:,} more' if more else ''}",
        ),
        remedy,
    )
