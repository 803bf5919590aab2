"""Theme + joined data → `MapSpec`: colours, classes, final words, extent, citations. Pure.

Everything that two outputs must agree on is decided here, once.
"""

from collections.abc import Mapping
from dataclasses import replace

from geomap.checks.check import Checked
from geomap.checks.extents import adcodes
from geomap.compose import words
from geomap.compose.circles import CircleScale, circle_scale
from geomap.compose.context import context_marks
from geomap.compose.density import density_scale
from geomap.compose.districts import district_marks
from geomap.compose.fields import fields
from geomap.compose.fill import FillScale, fill_scale
from geomap.compose.headlines import headline
from geomap.compose.marks import Marks, compose_marks
from geomap.compose.measures import entries, selected
from geomap.compose.scales import dated
from geomap.compose.sentences import sentences
from geomap.compose.targets import target_progress
from geomap.geo.extent import Extent
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, Border, Indicator, MapSpec, Panel, Theme
from geomap.text import Text

__all__ = ["compose"]


def compose(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> MapSpec:
    """Make the map of a theme.

    Args:
        theme: One of the atlas's themes.
        config: What the atlas declares.
        checked: Its data, without errors.
        joined: The same data, joined.

    Returns:
        A complete map: renderers add nothing to it and leave nothing out.

    Raises:
        DataError: The theme's values cannot be classified.
    """
    spec = _of_one_year(theme, config, checked, joined)
    *earlier, _ = theme.fill.years or (theme.fill.year,)
    if not earlier:
        return spec
    found = [
        Panel(year, _of_one_year(_in(theme, year), config, checked, joined)) for year in earlier
    ]
    latest = _of_one_year(_in(theme, theme.fill.years[-1]), config, checked, joined)
    last = Panel(theme.fill.years[-1], replace(latest, theme=theme.key))
    return replace(_of_all_years(spec, theme, config), panels=(*found, last))


def _of_all_years(spec: MapSpec, theme: Theme, config: AtlasConfig) -> MapSpec:
    """The latest map as the one of all years: its legend is dated with them, its words are not."""
    years = theme.fill.years
    indicator = next(i for i in config.indicators if i.key == theme.fill.indicator)
    fill, *others = spec.legends
    heading = theme.fill.title or dated(indicator, f"{years[0]}–{years[-1]}")
    said = spec.title
    if theme.headline is True and said != spec.name:
        said = Text(f"{said.zh}（{years[-1]}）", f"{said.en} ({years[-1]})")
    return replace(spec, title=said, legends=(replace(fill, title=heading), *others))


def _in(theme: Theme, year: int) -> Theme:
    """The theme of one of its years."""
    title = Text(f"{theme.title.zh}（{year}）", f"{theme.title.en} ({year})")
    return replace(
        theme, key=f"{theme.key}-{year}", title=title, fill=replace(theme.fill, year=year)
    )


def _of_one_year(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> MapSpec:
    measures = selected(checked.measures, theme.measures)
    marks = compose_marks(theme, config, checked, joined)
    scale = fill_scale(theme, config, checked, joined)
    circles = circle_scale(theme, config, joined)
    districts = district_marks(scale, circles, config, checked, joined, measures, marks)
    round_legend = () if circles is None else (circles.legend,)
    density = density_scale(theme.dots, config, joined)
    dotted = () if density is None else (density.legend,)
    legends = (scale.legend, *round_legend, *dotted, *marks.legends)
    said = headline(theme, scale, circles, joined.districts, marks)
    below = words.named_below(theme.title, theme.subtitle)
    return MapSpec(
        theme=theme.key,
        atlas=config.title,
        title=said or theme.title,
        subtitle=below if said else theme.subtitle,
        name=theme.title,
        language=config.language,
        alt=_alt(scale, circles, joined, marks),
        reference_date=words.reference_date(config),
        approval=words.approval(config.approval),
        sources=_sources(theme, config, checked),
        notes=(*target_progress(theme, config, checked), *_notes(theme, scale, marks)),
        extent=_extent(theme, checked),
        districts=districts,
        borders=_borders(config, checked),
        marks=marks.marks,
        legends=legends,
        measures=entries(measures, config),
        bilingual=config.bilingual,
        context=context_marks(theme, checked),
        fields=fields(theme, config, checked, scale, circles),
        licence=config.licence,
        summary=sentences(theme, config, checked, joined, (scale, circles), marks),
        dots=marks.dots,
        sheet=theme.sheet,
        scatter=None if density is None else density.scatter,
    )


def _notes(theme: Theme, scale: FillScale, marks: Marks) -> tuple[Text, ...]:
    return (*theme.notes, *scale.notes, *((words.DENSITY,) if marks.dots else ()))


def _extent(theme: Theme, checked: Checked) -> Extent:
    districts = checked.districts
    if theme.extent:
        codes = adcodes(theme.extent, checked.gazetteer)
        districts = districts.loc[[code for code in districts.index if code in codes]]
    return Extent(*(float(edge) for edge in districts.total_bounds))


def _borders(config: AtlasConfig, checked: Checked) -> tuple[Border, ...]:
    members = {r.title: checked.gazetteer.regions.get(r.key) for r in config.regions if not r.parts}
    return tuple(Border(title, tuple(codes)) for title, codes in members.items() if codes)


def _sources(theme: Theme, config: AtlasConfig, checked: Checked) -> tuple[Text, ...]:
    """The plan, the boundaries, whatever the numbers come from, and what the theme adds."""
    used = {config.boundary_source, *theme.sources}
    used |= {observation.source for observation in checked.observations}
    if theme.context:
        used |= {feature.source for feature in checked.context}
    named = tuple(source.title for source in config.sources if source.key in used)
    plan = () if config.plan is None else (words.plan(config.plan.title),)
    return (*plan, *named)


def _alt(scale: FillScale, circles: CircleScale | None, joined: Joined, marks: Marks) -> Text:
    parts = [words.count_of_districts(len(joined.districts))]
    legend = "、".join(f"{i.label.zh}（{i.count}）" for i in scale.legend.items if i.count)
    legend_en = ", ".join(f"{i.label.en} ({i.count})" for i in scale.legend.items if i.count)
    parts.append(
        Text(f"{scale.legend.title.zh}：{legend}", f"{scale.legend.title.en}: {legend_en}")
    )
    parts.extend(_extremes(scale.values, scale.indicator, joined))
    if circles is not None:
        parts.append(words.circles(circles.legend.title, len(circles.circles)))
        parts.extend(_extremes(circles.values, circles.indicator, joined))
    if marks.marks or marks.dots:
        parts.append(words.count_of_marks(marks.drawn, marks.listed))
    return Text("；".join(p.zh for p in parts) + "。", "; ".join(p.en for p in parts) + ".")


def _extremes(
    found: Mapping[str, float | None], indicator: Indicator | None, joined: Joined
) -> list[Text]:
    values = {code: v for code, v in found.items() if v is not None}
    if not values:
        return []
    return [
        words.extreme(label, _named(values, joined, end), words.value(end, indicator))
        for end, label in (
            (max(values.values()), Text("最高", "highest")),
            (min(values.values()), Text("最低", "lowest")),
        )
    ]


def _named(values: Mapping[str, float], joined: Joined, value: float) -> list[Text]:
    """The districts that have a value."""
    codes = [code for code, found in values.items() if found == value]
    rows = joined.districts.loc[codes]
    return [Text(zh, en) for zh, en in zip(rows["name"], rows["name_en"], strict=True)]
