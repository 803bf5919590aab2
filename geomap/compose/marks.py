"""Projects and sites as marks, with the legend entries they need. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Fact,
    Kind,
    Legend,
    LegendItem,
    Mark,
    Precision,
    Project,
    Selection,
    Site,
    Symbol,
    Theme,
)
from geomap.text import Text

# Drawing order: what covers much lies below; what is only listed comes last.
_ORDER = (Precision.EXACT, Precision.SCHEMATIC, Precision.APPROXIMATE, Precision.NONE)
# What is not on the map needs no symbol of its own: one legend entry counts it all.
LISTED = "listed"
_AREA_WIDTH, _LINE_WIDTH, _POINT_WIDTH = 1.4, 1.8, 0.8


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a theme and their legends (one for projects, one for sites)."""

    marks: tuple[Mark, ...]
    legends: tuple[Legend, ...]


def compose_marks(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> Marks:
    """The marks that a theme shows."""
    kinds = {kind.key: kind for kind in config.kinds}
    chapters = {m.article: m.chapter for m in checked.measures if m.article is not None}
    projects = [
        _project_mark(project, kinds[project.kind], joined.projects, checked, chapters)
        for project in checked.projects
        if _is_selected(project, theme.projects, chapters)
    ]
    sites = [
        _site_mark(site, kinds[site.network], joined.sites, checked)
        for site in checked.sites
        if site.network in theme.sites
    ]
    legends = [
        _legend(title, marks, kinds)
        for title, marks in ((words.PROJECTS, projects), (words.SITES, sites))
        if marks
    ]
    return Marks(_sorted([*projects, *sites]), tuple(legends))


def _is_selected(project: Project, selection: Selection, chapters: Mapping[int, int]) -> bool:
    if selection.kinds and project.kind not in selection.kinds:
        return False
    return any(
        article in selection.articles or chapters.get(article) in selection.chapters
        for article in project.articles
    )


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: _ORDER.index(mark.precision)))


def _item_key(kind: Kind, precision: Precision) -> str:
    return LISTED if precision is Precision.NONE else f"kind:{kind.key}:{precision}"


def _project_mark(
    project: Project,
    kind: Kind,
    frame: gpd.GeoDataFrame,
    checked: Checked,
    chapters: Mapping[int, int],
) -> Mark:
    facts = [
        Fact(words.KIND, kind.title),
        Fact(words.STATUS, project.status),
        Fact(words.ARTICLES, words.articles(project.articles)),
        Fact(words.DISTRICTS, _district_names(project.districts, checked)),
        *_how_sure(project),
    ]
    return Mark(
        id=f"project:{project.id}",
        name=project.name,
        kind=kind.title,
        status=project.status,
        item=_item_key(kind, project.position.precision),
        precision=project.position.precision,
        geometry=frame.geometry.loc[project.id],
        uncertainty=_radius(project),
        facts=tuple(fact for fact in facts if fact.value.zh),
        articles=project.articles,
        chapters=tuple(sorted({chapters[a] for a in project.articles if a in chapters})),
        districts=project.districts,
        members=_members(project, project.districts),
    )


def _site_mark(site: Site, kind: Kind, frame: gpd.GeoDataFrame, checked: Checked) -> Mark:
    districts: tuple[str, ...] = frame["districts"].to_dict()[site.id]
    facts = [
        Fact(words.KIND, kind.title),
        Fact(words.ROAD, Text.same(site.road)),
        Fact(words.DISTRICTS, _district_names(districts, checked)),
        *_how_sure(site),
    ]
    return Mark(
        id=f"site:{site.id}",
        name=site.name,
        kind=kind.title,
        status=Text("", ""),
        item=_item_key(kind, site.position.precision),
        precision=site.position.precision,
        geometry=frame.geometry.loc[site.id],
        uncertainty=_radius(site),
        facts=tuple(fact for fact in facts if fact.value.zh),
        articles=(),
        chapters=(),
        districts=districts,
        members=_members(site, districts),
    )


def _members(item: Project | Site, districts: tuple[str, ...]) -> tuple[str, ...]:
    """The districts that an item's area is the union of."""
    return districts if item.position.precision is Precision.EXACT else ()


def _radius(item: Project | Site) -> float | None:
    drawn_round = item.position.precision is Precision.APPROXIMATE
    return item.position.uncertainty if drawn_round else None


def _how_sure(item: Project | Site) -> tuple[Fact, ...]:
    position = item.position
    said = words.precision(position.precision, position.uncertainty, position.datum)
    return (
        Fact(words.PLACE, said),
        Fact(words.NOTE, item.note),
        Fact(words.SOURCE, Text.same(item.source)),
    )


def _district_names(codes: tuple[str, ...], checked: Checked) -> Text:
    if not codes:
        return words.NOT_STATED
    rows = checked.districts.loc[list(codes)]
    return Text("、".join(rows["name"]), ", ".join(rows["name_en"]))


def _legend(title: Text, marks: list[Mark], kinds: Mapping[str, Kind]) -> Legend:
    counts = Counter(mark.item for mark in marks)
    entries = [
        LegendItem(key, _label(kind, precision), _symbol(kind, precision), counts[key])
        for precision in _ORDER[:-1]
        for kind in kinds.values()
        if counts[key := _item_key(kind, precision)]
    ]
    if counts[LISTED]:
        symbol = Symbol("point", stroke="#8a8a85", width=_POINT_WIDTH)
        label = words.FORM[Precision.NONE]
        entries.append(LegendItem(LISTED, label, symbol, counts[LISTED]))
    return Legend(title, tuple(entries), words.how_sure({mark.precision for mark in marks}))


def _label(kind: Kind, precision: Precision) -> Text:
    form = words.FORM[precision]
    return Text(f"{kind.title.zh}（{form.zh}）", f"{kind.title.en} ({form.en})")


def _symbol(kind: Kind, precision: Precision) -> Symbol:
    if precision is Precision.EXACT:
        return Symbol("area", stroke=kind.color, width=_AREA_WIDTH, pattern=kind.pattern)
    if precision is Precision.SCHEMATIC:
        return Symbol("line", stroke=kind.color, width=_LINE_WIDTH, dashed=True)
    return Symbol("point", fill=kind.color, stroke="#ffffff", width=_POINT_WIDTH, shape=kind.shape)
