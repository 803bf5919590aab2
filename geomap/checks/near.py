"""Positions of a stranger's table that lie far from the districts its rows name. Pure."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.checks.ground import ground_of
from geomap.checks.places import districts as districts_of
from geomap.checks.table_positions import number
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import Finding, Location
from geomap.model.catalogue import Findings, finding
from geomap.model.tables import Table
from geomap.tables import coordinates
from geomap.tables.cells import Cells
from geomap.text import Text, counted

SHIFT = 0.02  # degrees: more than GCJ-02 and BD-09 lie off together
_SHOWN = 5
_LARGEST = (180.0, 90.0)
_AXES: tuple[coordinates.Axis, coordinates.Axis] = ("lon", "lat")


def far_from_named(
    table: Table,
    columns: tuple[str, str],
    column: str,
    gazetteer: Gazetteer,
    boundaries: gpd.GeoDataFrame,
) -> list[Finding]:
    """The rows whose position lies farther from the districts they name than any datum shifts.

    What lies where no place of the atlas may (0, 0, abroad) is told otherwise.

    Args:
        table: The table, in degrees of a datum that nobody says.
        columns: Of longitude and latitude.
        column: Of the districts.
        gazetteer: The districts.
        boundaries: Degrees, WGS84; index ``adcode``.
    """
    points = [_degrees(table, heading, axis) for heading, axis in zip(columns, _AXES, strict=True)]
    known = shapely.intersects_xy(ground_of(boundaries).area, points[0], points[1])
    words = np.array(table.words(column), dtype=object)
    far: list[int] = []
    for said in dict.fromkeys(words[known].tolist()):
        ours = np.flatnonzero(known & (words == said))
        codes = districts_of(Cells(table, table.rows[int(ours[0])], Findings()), column, gazetteer)
        if codes:
            area = shapely.union_all(boundaries.loc[list(codes)].geometry.to_numpy())
            shapely.prepare(area)
            lie = shapely.points(points[0][ours], points[1][ours])
            far += ours[~shapely.dwithin(area, lie, SHIFT)].tolist()
    return _told(table, columns[0], [table.numbers[row] for row in sorted(far)])


def _degrees(table: Table, heading: str, axis: coordinates.Axis) -> NDArray[np.float64]:
    """A column as degrees, NaN where a cell says none."""
    said = {words: number(words, axis) for words in set(table.words(heading))}
    most = _LARGEST[_AXES.index(axis)]
    values = [said[words] for words in table.words(heading)]
    return np.array([np.nan if v is None or abs(v) > most else v for v in values], dtype=float)


def _told(table: Table, column: str, rows: list[int]) -> list[Finding]:
    if not rows:
        return []
    shown, more = [str(row) for row in rows[:_SHOWN]], len(rows) - _SHOWN
    return [
        finding(
            "GM-P010",
            Location(table.file, rows[0], column),
            Text(
                f"{len(rows)} 行的位置远离所列区县：第 {'、'.join(shown)} 行"
                f"{'等' if more > 0 else ''}",
                f"{counted(len(rows), 'position lies', 'positions lie')} far from the districts "
                f"of the row: {', '.join(shown)}{f' and {more:,} more' if more > 0 else ''}",
            ),
            Text("请核对位置、基准或区县", "check the position, its datum or the districts"),
        )
    ]
