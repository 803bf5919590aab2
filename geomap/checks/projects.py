"""The tables of projects and of sites: named things with a place, or honestly without one."""

import re
from collections.abc import Callable
from typing import TypeVar

import geopandas as gpd
import shapely

from geomap.checks import places, positions
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.geo.geodesy import distance
from geomap.model import AtlasConfig, Certainty, Location, Position, Project, Site
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells, has_columns
from geomap.text import Text

_POSITION = ("lon", "lat", "datum", "certainty", "uncertainty_m")
_FORMER_COLUMN = "precision"
PROJECT_COLUMNS = ("id", "name", "kind", "article", "districts", *_POSITION)
SITE_COLUMNS = ("id", "name", "network", "districts", *_POSITION)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

Item = TypeVar("Item", Project, Site)


def check_projects(
    table: Table,
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> tuple[Project, ...]:
    """Parse and check every row of ``projects.csv``; the order of the table is kept."""

    def make(cells: Cells, codes: tuple[str, ...], where: Position) -> Project:
        return Project(
            id=cells.words("id"),
            name=cells.text("name"),
            kind=cells.words("kind"),
            status=cells.text("status"),
            articles=cells.integers("article"),
            districts=codes,
            position=where,
            source=cells.words("source"),
            note=cells.text("note"),
            location=cells.location(),
        )

    if not _is_readable(table, PROJECT_COLUMNS, findings):
        return ()
    rows = [Cells(table, row, findings) for row in table.rows]
    return _items(rows, "kind", gazetteer, config, boundaries, make)


def check_sites(
    table: Table,
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> tuple[Site, ...]:
    """Parse and check every row of ``sites.csv``; the order of the table is kept."""

    def make(cells: Cells, codes: tuple[str, ...], where: Position) -> Site:
        return Site(
            id=cells.words("id"),
            name=cells.text("name"),
            network=cells.words("network"),
            road=cells.words("road"),
            districts=codes,
            position=where,
            source=cells.words("source"),
            note=cells.text("note"),
            location=cells.location(),
        )

    if not _is_readable(table, SITE_COLUMNS, findings):
        return ()
    rows = [Cells(table, row, findings) for row in table.rows]
    return _items(rows, "network", gazetteer, config, boundaries, make)


def _is_readable(table: Table, columns: tuple[str, ...], findings: Findings) -> bool:
    """Whether a table is there and has its columns; one of former times is told the new words."""
    if not table.columns:
        return False
    if _FORMER_COLUMN in table.columns and "certainty" not in table.columns:
        findings.tell(
            "GM-P011",
            Location(table.file, 1, _FORMER_COLUMN),
            Text(
                f"列“{_FORMER_COLUMN}”是旧的写法",
                f"the column {_FORMER_COLUMN!r} has a new name and new words",
            ),
            Text(
                "请改为 certainty；exact 改为 whole-unit（整区县）或 surveyed（实测），其余不变",
                "call it certainty; for exact write whole-unit (whole districts) or surveyed "
                "(measured); the other words stay",
            ),
        )
        return False
    return has_columns(table, columns, findings)


def _items(
    rows: list[Cells],
    kind_column: str,
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    make: Callable[[Cells, tuple[str, ...], Position], Item],
) -> tuple[Item, ...]:
    kinds = tuple(kind.key for kind in config.kinds)
    seen: dict[str, int] = {}
    good = []
    for cells in rows:
        before = cells.findings.errors()
        _check_id(cells, seen)
        cells.required("name")
        cells.choice(kind_column, kinds)
        codes = places.districts(cells, "districts", gazetteer)
        where = positions.position(cells)
        if codes is None or where is None or not _has_a_place(cells, where, codes):
            continue
        item = make(cells, codes, where)
        if cells.findings.errors() == before:
            _check_near(cells, where, codes, boundaries)
            good.append(item)
    return tuple(good)


def _check_id(cells: Cells, seen: dict[str, int]) -> None:
    words = cells.required("id")
    if words is None:
        return
    if not _ID.fullmatch(words):
        cells.findings.tell(
            "GM-P007",
            cells.location("id"),
            Text(f"标识“{words}”不合格", f"the id {words!r} is malformed"),
            Text("只用小写字母、数字和 -", "use lower-case letters, digits and -"),
        )
    elif words in seen:
        cells.findings.tell(
            "GM-P008",
            cells.location("id"),
            Text(
                f"标识“{words}”已用于第 {seen[words]} 行",
                f"the id {words!r} is used in row {seen[words]}",
            ),
            Text("请另取一个", "choose another"),
        )
    seen.setdefault(words, cells.row.number)


def _has_a_place(cells: Cells, where: Position, codes: tuple[str, ...]) -> bool:
    if where.certainty is not Certainty.WHOLE_UNIT or codes:
        return True
    cells.findings.tell(
        "GM-P009",
        cells.location("districts"),
        Text(
            "整区县（whole-unit）须列出所覆盖的区县",
            "the certainty whole-unit needs the districts that the place covers",
        ),
        Text(
            "请填写 districts，或改用其他可靠性",
            "fill in districts, or choose another certainty",
        ),
    )
    return False


def _check_near(
    cells: Cells, where: Position, codes: tuple[str, ...], boundaries: gpd.GeoDataFrame
) -> None:
    """Tell when a position lies farther from its districts than its uncertainty allows."""
    if where.geometry is None or not codes:
        return
    area = shapely.union_all(boundaries.loc[list(codes)].geometry.to_numpy())
    away = distance(area, where.geometry)
    if away <= (where.uncertainty or 0):
        return
    names = "、".join(boundaries.loc[list(codes), "name"])
    cells.findings.tell(
        "GM-P010",
        cells.location("lon"),
        Text(
            f"位置距{names} {away / 1000:.1f} 公里，超出不确定度",
            f"the position is {away / 1000:.1f} km from {names}, more than its uncertainty",
        ),
        Text("请核对位置、基准或区县", "check the position, its datum or the districts"),
    )
