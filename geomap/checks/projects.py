"""The tables of projects and of sites: named things with a place, or honestly without one."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks import places, positions
from geomap.checks.ground import ground_of
from geomap.checks.ids import Ids
from geomap.checks.plain_places import plain_positions
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.geo.geodesy import distance
from geomap.model import AtlasConfig, Certainty, Location, Position, Project, Site
from geomap.model.catalogue import Findings
from geomap.model.sites import Sites
from geomap.model.tables import Table
from geomap.tables.cells import Cells, has_columns
from geomap.tables.headings import known_tables
from geomap.text import Text

_POSITION = (
    *("lon", "lat", "point", "route", "geometry", "datum", "certainty", "uncertainty_m"),
    *("source", "note", "note_en"),
)
_DRAWN = ("lon", "lat", "point", "route", "geometry")
_TOLD_ONCE = {"datum": "WGS84", "certainty": "surveyed"}
_FORMER_COLUMN = "precision"
PROJECT_ROLES = (
    *("id", "name", "name_en", "kind", "status", "status_en", "article", "districts"),
    *_POSITION,
)
SITE_ROLES = ("id", "name", "name_en", "network", "road", "districts", *_POSITION)

Item = TypeVar("Item", Project, Site)
Make = Callable[[Cells, str, str, tuple[str, ...], Position], Item]


def check_projects(
    tables: Iterable[Table],
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> tuple[Project, ...]:
    """Parse and check every row of the tables of projects; their order is kept."""

    def make(cells: Cells, key: str, kind: str, codes: tuple[str, ...], where: Position) -> Project:
        return Project(
            id=key,
            name=cells.text("name"),
            kind=kind,
            status=cells.text("status"),
            articles=cells.ordinals("article"),
            districts=codes,
            position=where,
            source=cells.words("source"),
            note=cells.text("note"),
            location=cells.location(),
        )

    rows = _rows(tables, PROJECT_ROLES, _needed("kind", config), findings)
    return _items(rows, "kind", gazetteer, config, boundaries, make)


def check_sites(
    tables: Iterable[Table],
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> Sites:
    """Parse and check every row of the tables of sites; their order is kept."""

    def make(cells: Cells, key: str, kind: str, codes: tuple[str, ...], where: Position) -> Site:
        return Site(
            id=key,
            name=cells.text("name"),
            network=kind,
            road=cells.words("road"),
            districts=codes,
            position=where,
            source=cells.words("source"),
            note=cells.text("note"),
            location=cells.location(),
        )

    rows = _rows(tables, SITE_ROLES, _needed("network", config), findings)
    return Sites.of(_items(rows, "network", gazetteer, config, boundaries, make))


def _needed(kind_column: str, config: AtlasConfig) -> tuple[str, ...]:
    """The columns that a table must have; its kind goes without saying where there is one only."""
    return ("name", kind_column) if len(config.kinds) > 1 else ("name",)


def _rows(
    tables: Iterable[Table], roles: tuple[str, ...], needed: tuple[str, ...], findings: Findings
) -> list[Cells]:
    """The rows of all tables that can be read."""
    return [
        Cells(known, row, findings)
        for table in tables
        if not _is_of_former_times(table, findings)
        for known in known_tables((table,), roles, needed, findings)
        if _says_how_sure(known, findings)
        for row in known.rows
    ]


def _is_of_former_times(table: Table, findings: Findings) -> bool:
    """Whether a table has the column of former times, whose new words are told."""
    if _FORMER_COLUMN not in table.columns or "certainty" in table.columns:
        return False
    findings.tell(
        "GM-P011",
        Location(table.file, table.header, _FORMER_COLUMN),
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
    return True


def _says_how_sure(table: Table, findings: Findings) -> bool:
    """Whether a table with places says their datum and certainty; told once, not a row each."""
    if not any(table.has(role) for role in _DRAWN):
        return True
    if table.has("lon") != table.has("lat"):
        return has_columns(table, ("lon", "lat"), findings)
    missing = [role for role in _TOLD_ONCE if not table.has(role)]
    for role in missing:
        example = f'{{ file = "{table.file}", {role} = "{_TOLD_ONCE[role]}" }}'
        findings.tell(
            "GM-T005",
            Location(table.file, table.header, role),
            Text(f"缺少列“{role}”", f"the column {role!r} is missing"),
            Text(
                f"请添加该列，或在 geomap.toml 的 [files] 中为全表写明，如 {example}",
                f"add it, or say it for the whole table in [files] of geomap.toml, such as "
                f"{example}",
            ),
        )
    return not missing


def _items(
    rows: list[Cells],
    kind_column: str,
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    make: Make[Item],
) -> tuple[Item, ...]:
    kinds = _kinds_by_words(config)
    ground = ground_of(boundaries)
    plain = {id(cells.table): plain_positions(cells.table, ground) for cells in _first(rows)}
    ids = Ids()
    said = _Unions(boundaries)
    good = []
    for cells in rows:
        before = cells.findings.errors()
        key = ids.of(cells)
        cells.required("name")
        kind = _kind(cells, kind_column, kinds, config)
        codes = places.districts(cells, "districts", gazetteer)
        found = plain[id(cells.table)].get(cells.row.number)
        where = found or positions.position(cells, ground)
        if codes is None or where is None or not _has_a_place(cells, where, codes):
            continue
        item = make(cells, key, kind or "", codes, where)
        if cells.findings.errors() == before:
            _check_near(cells, where, codes, said)
            good.append(item)
    return tuple(good)


def _kinds_by_words(config: AtlasConfig) -> Mapping[str, str]:
    """Key, Chinese and English name of each kind → its key; what two kinds share is left out."""
    pairs = [(words.casefold(), k.key) for k in config.kinds for words in (k.title.zh, k.title.en)]
    named = {words: key for words, key in pairs if sum(1 for w, _ in set(pairs) if w == words) == 1}
    return named | {kind.key: kind.key for kind in config.kinds}


def _kind(cells: Cells, column: str, kinds: Mapping[str, str], config: AtlasConfig) -> str | None:
    """The key of the row's kind, by key or name; the only one there is needs no word."""
    words = cells.words(column)
    if not words and len(config.kinds) == 1:
        return config.kinds[0].key
    found = kinds.get(words) or kinds.get(words.casefold())
    return found or cells.choice(column, tuple(kind.key for kind in config.kinds))


def _first(rows: list[Cells]) -> Iterable[Cells]:
    """The first row of each table."""
    return {id(cells.table): cells for cells in reversed(rows)}.values()


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


class _Unions:
    """What several districts cover together, made once for all rows that name them."""

    def __init__(self, boundaries: gpd.GeoDataFrame) -> None:
        self.boundaries = boundaries
        self._made: dict[tuple[str, ...], BaseGeometry] = {}

    def of(self, codes: tuple[str, ...]) -> BaseGeometry:
        """Prepared, so that to ask it for many points is quick."""
        if codes not in self._made:
            united = shapely.union_all(self.boundaries.loc[list(codes)].geometry.to_numpy())
            shapely.prepare(united)
            self._made[codes] = united
        return self._made[codes]


def _check_near(cells: Cells, where: Position, codes: tuple[str, ...], said: _Unions) -> None:
    """Tell when a position lies farther from its districts than its uncertainty allows."""
    if where.geometry is None or not codes:
        return
    away = distance(said.of(codes), where.geometry)
    if away <= (where.uncertainty or 0):
        return
    names = "、".join(said.boundaries.loc[list(codes), "name"])
    cells.findings.tell(
        "GM-P010",
        cells.location("lon"),
        Text(
            f"位置距{names} {away / 1000:.1f} 公里，超出不确定度",
            f"the position is {away / 1000:.1f} km from {names}, more than its uncertainty",
        ),
        Text("请核对位置、基准或区县", "check the position, its datum or the districts"),
    )
