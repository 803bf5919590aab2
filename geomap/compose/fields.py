"""What the columns of a map's layers are: titles, units, years and sources. Pure."""

from collections.abc import Iterable, Iterator

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.circles import CircleScale
from geomap.compose.fill import FillScale
from geomap.model import AtlasConfig, Circles, Field, Fill, Indicator, Observation, Theme
from geomap.model.fields import NOTHING
from geomap.text import Text

# Columns that every map's layers have, for people.
_TITLES: dict[str, Text] = {
    "id": Text("编号", "Identifier"),
    "adcode": Text("行政区划代码", "Code of the administrative unit"),
    "name": Text("名称", "Name"),
    "name_en": Text("英文名称", "English name"),
    "short_name": Text("简称", "Short name"),
    "region": Text("区域", "Region"),
    "province": Text("省市", "Province or municipality"),
    "measures": Text("举措", "Measures"),
    "measure_count": Text("举措条数", "Articles with measures"),
    "projects": Text("项目", "Projects"),
    "project_count": Text("项目数", "Number of projects"),
    "sites": Text("站点", "Sites"),
    "site_count": Text("站点数", "Number of sites"),
    "value": Text("数值", "Value behind the colour"),
    "class": Text("级别", "Class on the map"),
    "class_en": Text("级别（英文）", "Class on the map, in English"),
    "color": Text("颜色", "Colour on the map"),
    "circle_value": Text("圆的数值", "Value of the circle"),
    "circle_radius": Text("圆的半径（点）", "Radius of the circle (points)"),
    "circle_lon": Text("圆心经度", "Longitude of the circle's centre"),
    "circle_lat": Text("圆心纬度", "Latitude of the circle's centre"),
    "dot_count": Text("点数", "Number of dots"),
    "kind": Text("类别", "Kind"),
    "status": Text("状态", "Status"),
    "status_en": Text("状态（英文）", "Status, in English"),
    "articles": Text("条", "Articles of the plan"),
    "districts": Text("所在区县", "Districts that it lies in"),
    "network": Text("站网", "Network"),
    "road": Text("道路", "Road"),
    "shape": Text("形状", "Shape of the place"),
    "certainty": Text("位置可靠性", "How sure the place is"),
    "uncertainty_m": Text("误差（米）", "Uncertainty (metres)"),
    "datum_given": Text("原坐标基准", "Datum of the position as given"),
    "role": Text("底图要素", "What it is on the map"),
    "note": Text("说明", "Note"),
    "note_en": Text("说明（英文）", "Note, in English"),
    "source": Text("来源", "Source"),
    "article": Text("条款", "Article"),
    "article_en": Text("条款（英文）", "Article, in English"),
    "chapter": Text("章", "Chapter"),
    "chapter_en": Text("章（英文）", "Chapter, in English"),
    "title": Text("标题", "Title"),
    "title_en": Text("标题（英文）", "Title, in English"),
    "departments": Text("责任部门", "Departments"),
    "scope": Text("范围", "Scope"),
    "scope_en": Text("范围（英文）", "Scope, in English"),
    "target": Text("目标", "Target"),
    "target_en": Text("目标（英文）", "Target, in English"),
    "summary": Text("摘要", "Summary"),
    "summary_en": Text("摘要（英文）", "Summary, in English"),
    "citywide": Text("全市", "For the whole city"),
    "measure": Text("举措编号", "Id of the measure"),
    "lon": Text("经度", "Longitude"),
    "lat": Text("纬度", "Latitude"),
}
_UNITS: dict[str, Text] = {
    "circle_radius": Text("点", "points"),
    "circle_lon": Text("度", "degrees"),
    "circle_lat": Text("度", "degrees"),
    "uncertainty_m": Text("米", "metres"),
    "lon": Text("度", "degrees"),
    "lat": Text("度", "degrees"),
}
# Columns that only districts have: another layer's names come from elsewhere.
_OF_BOUNDARIES = ("adcode", "short_name", "province")
_OF_PLAN = (
    *("measures", "measure_count", "measure"),
    *("article", "chapter", "departments", "scope", "target"),
)


def fields(
    theme: Theme,
    config: AtlasConfig,
    checked: Checked,
    scale: FillScale,
    circles: CircleScale | None,
) -> tuple[Field, ...]:
    """All columns that the layers of a map may have, those of its own numbers last.

    Args:
        theme: The theme.
        config: What the atlas declares: titles, units, sources.
        checked: Where each number comes from.
        scale: What colours the districts.
        circles: What their circles tell, if they have any.
    """
    numbers = {field.name: field for field in _numbers(config, checked.observations)}
    drawn: list[Field] = []
    if any(value is not None for value in scale.values.values()):
        drawn.append(_drawn("value", scale.legend.title, scale.indicator, theme.fill, numbers))
    if circles is not None and theme.circles is not None:
        drawn.append(
            _drawn("circle_value", circles.legend.title, circles.indicator, theme.circles, numbers)
        )
    for year in theme.fill.years:
        drawn += [
            Field(
                f"class_{year}", Text(f"级别（{year}）", f"Class on the map ({year})"), year=year
            ),
            Field(
                f"color_{year}", Text(f"颜色（{year}）", f"Colour on the map ({year})"), year=year
            ),
        ]
    own = {field.name for field in drawn}
    common = (field for field in _common(config) if field.name not in own)
    return (*common, *numbers.values(), *drawn)


def _common(config: AtlasConfig) -> Iterator[Field]:
    titles = {source.key: source.title for source in config.sources}
    boundaries = titles.get(config.boundary_source or "", NOTHING)
    plan = NOTHING if config.plan is None else config.plan.title
    sources = dict.fromkeys(_OF_BOUNDARIES, boundaries) | dict.fromkeys(_OF_PLAN, plan)
    for name, title in _TITLES.items():
        yield Field(name, title, _UNITS.get(name, NOTHING), None, sources.get(name, NOTHING))


def _numbers(config: AtlasConfig, observations: Iterable[Observation]) -> Iterator[Field]:
    """A field for each indicator and year, as `geomap.joins.join` names their columns."""
    titles = {source.key: source.title for source in config.sources}
    known = {indicator.key: indicator for indicator in config.indicators}
    found: dict[tuple[str, int], dict[str, None]] = {}
    for each in observations:
        found.setdefault((each.indicator, each.year), {})[each.source] = None
    for (key, year), sources in sorted(found.items()):
        named = [titles.get(source, Text.same(source)) for source in sources if source]
        unit = known[key].unit
        yield Field(
            f"{key}_{year}",
            words.dated(known[key].title, unit, str(year)),
            unit,
            year,
            Text("；".join(each.zh for each in named), "; ".join(each.en for each in named)),
        )


def _drawn(
    name: str,
    title: Text,
    indicator: Indicator | None,
    asking: Fill | Circles,
    numbers: dict[str, Field],
) -> Field:
    """The field of what is drawn: its title is that of the legend."""
    of = numbers.get(f"{asking.indicator}_{asking.year}")
    unit = NOTHING if indicator is None else indicator.unit
    year = None if of is None else of.year
    return Field(name, title, unit, year, NOTHING if of is None else of.source)
