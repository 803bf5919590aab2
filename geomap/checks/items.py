"""What the tables of projects and of sites share: named things with a place, or without one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks import places, positions
from geomap.checks.ground import Ground, ground_of
from geomap.checks.ids import Ids
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.geo.geodesy import distance
from geomap.model import AtlasConfig, Certainty, Location, Position
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells, has_columns
from geomap.tables.headings import known_tables
from geomap.text import Text

POSITION_ROLES = (
    *("lon", "lat", "point", "route", "geometry", "datum", "certainty", "uncertainty_m"),
    *("source", "note", "note_en"),
)
_DRAWN = ("lon", "lat", "point", "route", "geometry")
_TOLD_ONCE = {"datum": "WGS84", "certainty": "surveyed"}
_FORMER_COLUMN = "precision"


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Item:
    """What a row says that projects and sites share.

    Attributes:
        key: Its id.
        kind: Key of its kind.
        districts: Adcodes that it names.
        where: Its position.
    """

    key: str
    kind: str
    districts: tuple[str, ...]
    where: Position


class Items:
    """The rows of all tables of one sort, looked at one after the other."""

    def __init__(
        self,
        kind_column: str,
        gazetteer: Gazetteer,
        config: AtlasConfig,
        boundaries: gpd.GeoDataFrame,
    ) -> None:
        self.ground: Ground = ground_of(boundaries)
        self.ids = Ids()
        self.gazetteer = gazetteer
        self._kind_column = kind_column
        self._config = config
        self._kinds = _kinds_by_words(config)
        self._said = Unions(boundaries)

    def good(
        self, cells: Cells, make: Callable[[Item], Made], plain: Position | None = None
    ) -> Made | None:
        """What is made of a row; None where something about it is wrong (and found).

        Args:
            cells: The row.
            make: Reads the rest of it.
            plain: Its position, where it is known already.
        """
        before = cells.findings.errors()
        item = self._shared(cells, plain)
        made = None if item is None else make(item)
        if item is None or cells.findings.errors() != before:
            return None
        _check_near(cells, item.where, item.districts, self._said)
        return made

    def _shared(self, cells: Cells, plain: Position | None) -> Item | None:
        key = self.ids.of(cells)
        cells.required("name")
        kind = self._kind(cells)
        codes = places.districts(cells, "districts", self.gazetteer)
        where = plain or positions.position(cells, self.ground)
        if codes is None or where is None or not _has_a_place(cells, where, codes):
            return None
        return Item(key, kind or "", codes, where)

    def kind_of(self, words: str) -> str | None:
        """The key of a kind, by key or name; the only one there is needs no word."""
        if not words and len(self._config.kinds) == 1:
            return self._config.kinds[0].key
        return self._kinds.get(words) or self._kinds.get(words.casefold())

    def united(self, codes: tuple[str, ...]) -> BaseGeometry:
        """What districts cover together, prepared."""
        return self._said.of(codes)

    def _kind(self, cells: Cells) -> str | None:
        words = cells.words(self._kind_column)
        choices = tuple(kind.key for kind in self._config.kinds)
        return self.kind_of(words) or cells.choice(self._kind_column, choices)


def needed_columns(kind_column: str, config: AtlasConfig) -> tuple[str, ...]:
    """The columns that a table must have; its kind goes without saying where there is one only."""
    return ("name", kind_column) if len(config.kinds) > 1 else ("name",)


def readable(
    tables: Iterable[Table], roles: tuple[str, ...], needed: tuple[str, ...], findings: Findings
) -> list[Table]:
    """The tables that can be read, with their columns known by role."""
    return [
        known
        for table in tables
        if not _is_of_former_times(table, findings)
        for known in known_tables((table,), roles, needed, findings)
        if _says_how_sure(known, findings)
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


def _kinds_by_words(config: AtlasConfig) -> Mapping[str, str]:
    """Key, Chinese and English name of each kind → its key; what two kinds share is left out."""
    pairs = [(words.casefold(), k.key) for k in config.kinds for words in (k.title.zh, k.title.en)]
    named = {words: key for words, key in pairs if sum(1 for w, _ in set(pairs) if w == words) == 1}
    return named | {kind.key: kind.key for kind in config.kinds}


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


class Unions:
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


def _check_near(cells: Cells, where: Position, codes: tuple[str, ...], said: Unions) -> None:
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
