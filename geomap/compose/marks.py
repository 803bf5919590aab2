"""Projects and sites as marks, with the legend entries they need. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.check import Checked
from geomap.checks.selection import chapters_of, shows_project
from geomap.compose import words
from geomap.compose.dots import MANY, dots_of_marks, dots_of_sites
from geomap.compose.mark_legends import (
    LAYERS,
    ORDER,
    form_of,
    item_key,
    key_of,
    legend_of,
)
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Certainty,
    Fact,
    Kind,
    Legend,
    Mark,
    Project,
    Site,
    Theme,
)
from geomap.model.coded import Coded
from geomap.model.dots import Dots
from geomap.text import Text

_FARTHEST = 85.0  # degrees north and south; beyond it a page's projection has no place for a dot


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a theme and their legends (one for projects, one for sites).

    Attributes:
        marks: In drawing order.
        legends: One for projects, one for sites.
        dots: Points of which there are too many for marks.
    """

    marks: tuple[Mark, ...]
    legends: tuple[Legend, ...]
    dots: tuple[Dots, ...] = ()

    @property
    def drawn(self) -> int:
        """How many have a place on the map."""
        return sum(1 for m in self.marks if m.geometry is not None) + sum(map(len, self.dots))

    @property
    def listed(self) -> int:
        """How many stand in the list only."""
        return sum(1 for mark in self.marks if mark.geometry is None)


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
    drawn = _shapes(joined.projects)
    projects = [
        _project_mark(project, kinds[project.kind], drawn[project.id], names, chapters)
        for project in checked.projects
        if shows_project(theme.projects, project, chapters)
    ]
    projects, many_projects = _without_crowd(projects)
    sites, many_sites = _sites(theme, kinds, checked, joined, names)
    legends = [
        legend_of(title, marks, dots, kinds)
        for title, marks, dots in (
            (words.PROJECTS, projects, many_projects),
            (words.SITES, sites, many_sites),
        )
        if marks or dots
    ]
    return Marks(
        _sorted([*projects, *sites]),
        tuple(legends),
        tuple(each for each in many_projects + many_sites),
    )


def _without_crowd(projects: list[Mark]) -> tuple[list[Mark], list[Dots]]:
    """Marks of their own, and as dots the points if they are too many."""
    points = [mark for mark in projects if _is_dot(mark)]
    if len(points) <= MANY:
        return projects, []
    return [mark for mark in projects if not _is_dot(mark)], [dots_of_marks(points, "project")]


def _is_dot(mark: Mark) -> bool:
    return isinstance(mark.geometry, shapely.Point) and abs(mark.geometry.y) <= _FARTHEST


def _sites(
    theme: Theme, kinds: Mapping[str, Kind], checked: Checked, joined: Joined, names: _Names
) -> tuple[list[Mark], list[Dots]]:
    """The sites that a theme shows: as marks, and as dots the points if they are too many."""
    sites = checked.sites
    shown = sites.networks.where(lambda network: network in theme.sites)
    crowd = shown & sites.are_points
    crowd[crowd] = np.abs(sites.lat[crowd]) <= _FARTHEST
    inside = Coded.of(joined.sites["districts"])
    dots = []
    if np.count_nonzero(crowd) > MANY:
        shown &= ~crowd
        dots = [
            dots_of_sites(sites.take(crowd), inside.take(crowd), kinds, _point_key, names.several)
        ]
    rows = np.flatnonzero(shown).tolist()
    places = joined.sites.geometry.iloc[rows]
    marks = [
        _site_mark(sites[row], kinds[sites.networks[row]], place, inside[row], names)
        for row, place in zip(rows, places, strict=True)
    ]
    return marks, dots


def _point_key(kind: Kind, certainty: Certainty) -> str:
    return key_of(kind, certainty, "point")


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=_layer))


def _layer(mark: Mark) -> tuple[int, int]:
    """Areas lie below lines, those below points; what is only listed comes last."""
    if mark.geometry is None:
        return len(LAYERS), 0
    return LAYERS.index(form_of(mark.geometry)), ORDER.index(mark.certainty)


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
        item=item_key(kind, project.position.certainty, geometry),
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
        item=item_key(kind, site.position.certainty, geometry),
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
