"""Projects and sites as marks, with the legend entries they need. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.check import Checked
from geomap.checks.selection import chapters_of, shows_project
from geomap.compose import words
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Certainty,
    Fact,
    Kind,
    Legend,
    LegendItem,
    Mark,
    Project,
    Site,
    Symbol,
    Theme,
)
from geomap.text import Text

Form = Literal["area", "line", "point"]
# Drawing order: what covers much lies below; what is only listed comes last.
_LAYERS: tuple[Form, ...] = ("area", "line", "point")
_ORDER = (
    *(Certainty.WHOLE_UNIT, Certainty.SCHEMATIC, Certainty.APPROXIMATE),
    *(Certainty.SURVEYED, Certainty.NONE),
)
# How a place of each certainty mostly looks; another form is told in the key of its legend entry.
_USUAL: dict[Certainty, Form] = {
    Certainty.WHOLE_UNIT: "area",
    Certainty.SCHEMATIC: "line",
    Certainty.APPROXIMATE: "point",
    Certainty.SURVEYED: "point",
}
# What is not on the map needs no symbol of its own: one legend entry counts it all.
LISTED = "listed"
_AREA_WIDTH, _LINE_WIDTH, _POINT_WIDTH = 1.4, 1.8, 0.8


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a theme and their legends (one for projects, one for sites)."""

    marks: tuple[Mark, ...]
    legends: tuple[Legend, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of districts by adcode."""

    zh: Mapping[str, str]
    en: Mapping[str, str]

    @classmethod
    def of(cls, checked: Checked) -> "_Names":
        rows = checked.districts
        codes = [str(code) for code in rows.index]
        return cls(
            dict(zip(codes, rows["name"], strict=True)),
            dict(zip(codes, rows["name_en"], strict=True)),
        )

    def several(self, codes: tuple[str, ...]) -> Text:
        """The names of some districts, as a list in words."""
        if not codes:
            return words.NOT_STATED
        return Text(
            "、".join(self.zh[code] for code in codes), ", ".join(self.en[code] for code in codes)
        )


def _shapes(frame: gpd.GeoDataFrame) -> dict[str, BaseGeometry | None]:
    """Where each item is drawn, by id."""
    return dict(zip(frame.index, frame.geometry, strict=True))


def compose_marks(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> Marks:
    """The marks that a theme shows."""
    kinds = {kind.key: kind for kind in config.kinds}
    chapters = chapters_of(checked.measures)
    names = _Names.of(checked)
    drawn, sited = _shapes(joined.projects), _shapes(joined.sites)
    inside = dict(zip(joined.sites.index, joined.sites["districts"], strict=True))
    projects = [
        _project_mark(project, kinds[project.kind], drawn[project.id], names, chapters)
        for project in checked.projects
        if shows_project(theme.projects, project, chapters)
    ]
    sites = [
        _site_mark(site, kinds[site.network], sited[site.id], inside[site.id], names)
        for site in checked.sites
        if site.network in theme.sites
    ]
    legends = [
        _legend(title, marks, kinds)
        for title, marks in ((words.PROJECTS, projects), (words.SITES, sites))
        if marks
    ]
    return Marks(_sorted([*projects, *sites]), tuple(legends))


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=_layer))


def _layer(mark: Mark) -> tuple[int, int]:
    """Areas lie below lines, those below points; what is only listed comes last."""
    if mark.geometry is None:
        return len(_LAYERS), 0
    return _LAYERS.index(_form(mark.geometry)), _ORDER.index(mark.certainty)


def _form(geometry: BaseGeometry) -> Form:
    return ("point", "line", "area")[shapely.get_dimensions(geometry)]


def _item_key(kind: Kind, certainty: Certainty, geometry: BaseGeometry | None) -> str:
    if geometry is None:
        return LISTED
    form = _form(geometry)
    tail = "" if form == _USUAL[certainty] else f":{form}"
    return f"kind:{kind.key}:{certainty}{tail}"


def _project_mark(
    project: Project,
    kind: Kind,
    geometry: BaseGeometry | None,
    names: _Names,
    chapters: Mapping[int, int],
) -> Mark:
    facts = [
        Fact(words.KIND, kind.title),
        Fact(words.STATUS, project.status),
        Fact(words.ARTICLES, words.articles(project.articles)),
        Fact(words.DISTRICTS, names.several(project.districts)),
        *_how_sure(project),
    ]
    return Mark(
        id=f"project:{project.id}",
        name=project.name,
        kind=kind.title,
        status=project.status,
        item=_item_key(kind, project.position.certainty, geometry),
        certainty=project.position.certainty,
        geometry=geometry,
        uncertainty=_radius(project),
        facts=tuple(fact for fact in facts if fact.value.zh),
        articles=project.articles,
        chapters=tuple(sorted({chapters[a] for a in project.articles if a in chapters})),
        districts=project.districts,
        members=_members(project, project.districts),
    )


def _site_mark(
    site: Site,
    kind: Kind,
    geometry: BaseGeometry | None,
    districts: tuple[str, ...],
    names: _Names,
) -> Mark:
    facts = [
        Fact(words.KIND, kind.title),
        Fact(words.ROAD, Text.same(site.road)),
        Fact(words.DISTRICTS, names.several(districts)),
        *_how_sure(site),
    ]
    return Mark(
        id=f"site:{site.id}",
        name=site.name,
        kind=kind.title,
        status=Text("", ""),
        item=_item_key(kind, site.position.certainty, geometry),
        certainty=site.position.certainty,
        geometry=geometry,
        uncertainty=_radius(site),
        facts=tuple(fact for fact in facts if fact.value.zh),
        articles=(),
        chapters=(),
        districts=districts,
        members=_members(site, districts),
    )


def _members(item: Project | Site, districts: tuple[str, ...]) -> tuple[str, ...]:
    """The districts that an item's area is the union of."""
    return districts if item.position.certainty is Certainty.WHOLE_UNIT else ()


def _radius(item: Project | Site) -> float | None:
    drawn_round = item.position.certainty is Certainty.APPROXIMATE
    return item.position.uncertainty if drawn_round else None


def _how_sure(item: Project | Site) -> tuple[Fact, ...]:
    position = item.position
    said = words.certainty(position.certainty, position.uncertainty, position.datum)
    return (
        Fact(words.PLACE, said),
        Fact(words.NOTE, item.note),
        Fact(words.SOURCE, Text.same(item.source)),
    )


def _legend(title: Text, marks: list[Mark], kinds: Mapping[str, Kind]) -> Legend:
    counts = Counter(mark.item for mark in marks)
    looks = {m.item: (m.certainty, _form(m.geometry)) for m in marks if m.geometry is not None}
    order = {key: number for number, key in enumerate(kinds)}

    def place(key: str) -> tuple[int, int, int]:
        certainty, form = looks[key]
        return _LAYERS.index(form), _ORDER.index(certainty), order[_kind_of(key)]

    entries = []
    for key in sorted(looks, key=place):
        kind, look = kinds[_kind_of(key)], looks[key]
        entries.append(LegendItem(key, _label(kind, *look), _symbol(kind, *look), counts[key]))
    if counts[LISTED]:
        symbol = Symbol("point", stroke="#8a8a85", width=_POINT_WIDTH)
        label = words.FORM[Certainty.NONE]
        entries.append(LegendItem(LISTED, label, symbol, counts[LISTED]))
    # The sentences below speak of circles and of routes: only where there are such.
    usual = {certainty for certainty, form in looks.values() if form == _USUAL[certainty]}
    return Legend(title, tuple(entries), words.how_sure(usual))


def _kind_of(key: str) -> str:
    return key.split(":")[1]


def _label(kind: Kind, certainty: Certainty, form: Form) -> Text:
    sure = words.FORM[certainty]
    if certainty is Certainty.SCHEMATIC and form != "line":
        sure = words.SCHEMATIC
    return Text(f"{kind.title.zh}（{sure.zh}）", f"{kind.title.en} ({sure.en})")


def _symbol(kind: Kind, certainty: Certainty, form: Form) -> Symbol:
    """Only what is known to be just there has an unbroken line; a scheme's point is pale."""
    loose = certainty not in {Certainty.WHOLE_UNIT, Certainty.SURVEYED}
    if form == "area":
        pattern, width = kind.pattern, _AREA_WIDTH
        return Symbol("area", stroke=kind.color, width=width, pattern=pattern, dashed=loose)
    if form == "line":
        return Symbol("line", stroke=kind.color, width=_LINE_WIDTH, dashed=loose)
    if certainty is Certainty.SCHEMATIC:
        return Symbol("point", _paled(kind.color), "#ffffff", _POINT_WIDTH, kind.shape)
    return Symbol("point", fill=kind.color, stroke="#ffffff", width=_POINT_WIDTH, shape=kind.shape)


def _paled(color: str) -> str:
    """The colour half way to white."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(part + 255) // 2:02x}" for part in parts)
