"""Districts → `Profile`: a page a district, with its map, figures, measures and projects. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import shapely

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.context import context_marks
from geomap.compose.mark_legends import LISTED
from geomap.compose.marks import Marks, compose_marks
from geomap.compose.measures import entries
from geomap.compose.profile_figures import figures
from geomap.compose.targets import home_districts
from geomap.geo.extent import Extent
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    ContextMark,
    DistrictMark,
    Fill,
    Legend,
    LegendItem,
    Location,
    MapSpec,
    Mark,
    MeasureEntry,
    Selection,
    Symbol,
    Theme,
)
from geomap.model.profile import OTHER, OWN, Entry, Figure, Profile, Section
from geomap.text import Text, counted

_OWN = Symbol("area", fill="#f2d9a0", stroke="#6e6e68", width=0.6)
_OTHER = Symbol("area", fill="#efefec", stroke="#b4b4ae", width=0.5)
_AROUND = 2.0  # times the longer side of a district is taken along on each side of it
_OF_CARD = (words.KIND, words.STATUS, words.ARTICLES, words.ROAD, words.PLACE, words.NOTE)
_FIGURES, _SOURCES = Text("指标", "Figures"), Text("来源与说明", "Sources and notes")
_MEASURES = Text("点名本区县的举措", "Measures that name the district")
_PROJECTS = Text("项目和站点", "Projects and sites")


def profiles(
    codes: Iterable[str], config: AtlasConfig, checked: Checked, joined: Joined
) -> Iterator[Profile]:
    """The profiles of districts; what they share is made once.

    Args:
        codes: Adcodes, all of the atlas.
        config: What the atlas declares.
        checked: Its data, without errors.
        joined: The same data, joined.
    """
    theme = Theme(
        "profile",
        config.title,
        Text("", ""),
        Fill("none"),
        Location(config.file.name),
        projects=Selection(every=True),
        sites=tuple(kind.key for kind in config.kinds),
    )
    marks = compose_marks(theme, config, checked, joined)
    context = context_marks(theme, checked)
    shared = _Shared(config, checked, joined, marks, context)
    for code in codes:
        yield shared.profile(code)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all profiles of an atlas are made from."""

    config: AtlasConfig
    checked: Checked
    joined: Joined
    marks: Marks
    context: tuple[ContextMark, ...]

    def profile(self, code: str) -> Profile:
        """The page of one district."""
        row: Any = self.joined.districts.loc[code]
        name = words.district_name(row["name"], row["name_en"])
        marks = _in_district(self.marks, code)
        named = [m for m in self.checked.measures if code in m.districts]
        measures, found = entries(named, self.config), figures(code, self.config, self.checked)
        sections = (
            Section(_MEASURES, tuple(_measure(each) for each in measures)),
            Section(_PROJECTS, (*map(_project, marks.marks), *_counted(marks))),
        )
        return Profile(
            adcode=code,
            name=name,
            subtitle=self._subtitle(code),
            map=self._map(code, name, marks),
            summary=self._summary(code, name, found, marks),
            figures_title=_FIGURES,
            figures=found,
            sections=tuple(section for section in sections if section.entries),
            sources_title=_SOURCES,
            sources=self._sources(marks),
        )

    def _subtitle(self, code: str) -> Text:
        row: Any = self.joined.districts.loc[code]
        provinces = {province.zh: province for province in self.config.provinces}
        regions = {region.key: region.title for region in self.config.regions}
        parts = (
            provinces.get(row["province"], Text.same(row["province"])),
            regions.get(row["region"], Text("", "")),
            Text.same(code),
        )
        zh, en = ([p.get(lang) for p in parts if p.get(lang)] for lang in ("zh", "en"))
        return Text(" · ".join(zh), " · ".join(en))

    def _summary(
        self, code: str, name: Text, found: tuple[Figure, ...], marks: Marks
    ) -> tuple[Text, ...]:
        said = [_ranked(name, figure) for figure in found[:1] if figure.rank.zh]
        measures = self.checked.measures
        if measures:
            row: Any = self.joined.districts.loc[code]
            articles = int(row["measure_count"])
            said.append(
                Text(
                    f"{name.zh}由 {articles} 条举措点名。",
                    f"{counted(articles, 'article names', 'articles name')} {name.en}.",
                )
            )
        # What stands before the articles is none.
        wide = len({m.article for m in measures if m.citywide and m.article is not None})
        if wide and code in home_districts(self.config, self.checked):
            said.append(
                Text(
                    f"另有 {wide} 条适用于全市。",
                    f"{counted(wide, 'article holds', 'articles hold')} for the whole city.",
                )
            )
        if self.marks.drawn or self.marks.listed:
            count = words.count_of_marks(marks.drawn, marks.listed)
            said.append(Text(f"项目和站点：{count.zh}。", f"Projects and sites: {count.en}."))
        return tuple(said)

    def _sources(self, marks: Marks) -> tuple[Text, ...]:
        used = {self.config.boundary_source, *(feature.source for feature in self.checked.context)}
        used |= {o.source for o in self.checked.observations}
        declared = [source.title for source in self.config.sources if source.key in used]
        plan = () if self.config.plan is None else (words.plan(self.config.plan.title),)
        cited = [f.value for m in marks.marks for f in m.facts if f.label == words.SOURCE]
        cited += [
            value
            for dots in marks.dots
            for fact in dots.facts
            if fact.label == words.SOURCE
            for value in fact.said.distinct
        ]
        return tuple(dict.fromkeys((*plan, *declared, *(said for said in cited if said.zh))))

    def _map(self, code: str, name: Text, marks: Marks) -> MapSpec:
        frame, config = self.joined.districts, self.config
        extent = Extent(*self._shape(code).bounds)
        reach = _AROUND * max(extent.east - extent.west, extent.north - extent.south)
        near = shapely.box(*extent).buffer(reach, join_style="mitre")
        around = frame[shapely.intersects(frame.geometry.to_numpy(), near)]
        drawn = tuple(mark for mark in marks.marks if mark.geometry is not None)
        districts = tuple(self._district(str(key), code) for key in around.index)
        return MapSpec(
            theme=f"profile-{code}",
            atlas=config.title,
            title=name,
            subtitle=self._subtitle(code),
            name=name,
            language=config.language,
            alt=Text(f"{name.zh}及周边的地图。", f"Map of {name.en} and what lies around it."),
            reference_date=words.reference_date(config),
            approval=words.approval(config.approval),
            sources=(),
            notes=(),
            extent=extent,
            districts=districts,
            borders=(),
            marks=drawn,
            legends=(_ground(name, len(districts) - 1), *_recounted(marks)),
            measures=(),
            bilingual=config.bilingual,
            context=tuple(_cut(self.context, near)),
            dots=marks.dots,
        )

    def _shape(self, code: str) -> Any:  # noqa: ANN401 # pandas does not know
        return self.joined.districts.loc[code, "geometry"]

    def _district(self, key: str, code: str) -> DistrictMark:
        row: Any = self.joined.districts.loc[key]
        return DistrictMark(
            adcode=key,
            name=words.district_name(row["name"], row["name_en"]),
            label=Text(row["short_name"], row["name_en"]),
            former=(),
            region=Text("", ""),
            province=Text.same(row["province"]),
            geometry=row.geometry,
            item=OWN if key == code else OTHER,
            value=None,
            facts=(),
            measures=(),
            marks=(),
        )


def _ground(name: Text, others: int) -> Legend:
    """The district and those around it."""
    own = LegendItem(OWN, name, _OWN, 1)
    other = LegendItem(OTHER, words.OTHER_DISTRICTS, _OTHER, others)
    return Legend(words.MAP, (own, other) if others else (own,))


def _ranked(name: Text, figure: Figure) -> Text:
    return Text(
        f"{name.zh}{figure.title.zh}为 {figure.value.zh}，列{figure.rank.zh}。",
        f"{figure.title.en} of {name.en}: {figure.value.en}, {figure.rank.en}.",
    )


def _in_district(marks: Marks, code: str) -> Marks:
    """What lies in a district, with the legends of all."""
    dots = (each.take(each.districts.where(lambda codes: code in codes)) for each in marks.dots)
    own = tuple(mark for mark in marks.marks if code in mark.districts)
    return Marks(own, marks.legends, tuple(each for each in dots if len(each)))


def _recounted(marks: Marks) -> Iterator[Legend]:
    """Legends with the entries that these marks have."""
    counts = Counter(mark.item for mark in marks.marks if mark.geometry is not None)
    for dots in marks.dots:
        counts.update(dots.items.counts())
    for legend in marks.legends:
        items = [
            replace(item, count=counts[item.key])
            for item in legend.items
            if item.key != LISTED and counts[item.key]
        ]
        if items:
            yield replace(legend, items=tuple(items))


def _cut(context: tuple[ContextMark, ...], near: shapely.Polygon) -> Iterator[ContextMark]:
    """The ground that lies near; lines and areas end a good way beyond what is seen."""
    for mark in context:
        geometry = shapely.clip_by_rect(mark.geometry, *near.bounds)
        if geometry.is_empty:
            continue
        outline = mark.outline and shapely.clip_by_rect(mark.outline, *near.bounds)
        yield replace(mark, geometry=geometry, outline=outline)


def _measure(entry: MeasureEntry) -> Entry:
    scope = Text(f"范围：{entry.scope.zh}", f"Scope: {entry.scope.en}")
    goal = entry.target
    target = () if goal is None else (Text(f"目标：{goal.zh}", f"Target: {goal.en}"),)
    lines = (entry.summary, scope, *target)
    title = Text(f"{entry.article.zh} {entry.title.zh}", f"{entry.article.en}: {entry.title.en}")
    return Entry(title, tuple(line for line in lines if line.zh))


def _counted(marks: Marks) -> Iterator[Entry]:
    """Of what is drawn as dots, how many there are of each kind: nobody reads them all."""
    for dots in marks.dots:
        for kind, count in dots.kinds.counts().items():
            yield Entry(
                kind, (Text(f"{count:,} 个，见图上的点", f"{count:,}, the dots on the map"),)
            )


def _project(mark: Mark) -> Entry:
    """Kind, state, articles and how sure the place is, in one line; then the note."""
    facts = [fact.value for fact in mark.facts if fact.label in _OF_CARD[:-1]]
    notes = [fact.value for fact in mark.facts if fact.label == words.NOTE]
    line = Text("；".join(f.zh for f in facts), "; ".join(f.en for f in facts))
    return Entry(mark.name, (line, *notes))
