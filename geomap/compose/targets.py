"""Where districts, regions and the city stand against the plan's numeric targets. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.measures import scope
from geomap.joins.aggregate import aggregate
from geomap.model import AtlasConfig, Fact, Indicator, Measure, Observation, Theme
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an area stood against a target.

    Attributes:
        place: The area.
        cited: The article that sets the target.
        indicator: What is measured.
        year: When.
        value: The area's own, all its people together.
        goal: The target.
        unit: Of the target.
    """

    place: Text
    cited: Text
    indicator: Indicator
    year: int
    value: float
    goal: float
    unit: str


def standings(theme: Theme, config: AtlasConfig, checked: Checked) -> tuple[Standing, ...]:
    """For a theme coloured by an indicator: each target on it, with where its area stood.

    A rate is put together with its weight, so an area's rate is that of all its people.
    """
    indicator = next((i for i in config.indicators if i.key == theme.fill.indicator), None)
    if indicator is None or theme.fill.year is None:
        return ()
    found = []
    for measure in _with_target(checked.measures, indicator):
        codes = measure.districts or home_districts(config, checked)
        value = aggregate(indicator, theme.fill.year, codes, checked)
        if value is None or measure.target is None:
            continue
        found.append(
            Standing(
                scope(measure, config),
                words.cited(measure, config),
                indicator,
                theme.fill.year,
                value,
                measure.target.value,
                measure.target.unit,
            )
        )
    return tuple(found)


def target_progress(theme: Theme, config: AtlasConfig, checked: Checked) -> tuple[Text, ...]:
    """The standings as remarks below a map."""
    lines = []
    for each in standings(theme, config, checked):
        shown, goal = words.value(each.value, each.indicator), f"≥ {each.goal:g} {each.unit}"
        lines.append(
            Text(
                f"{each.place.zh} {each.year}年 {shown.zh}，目标 {goal}（{each.cited.zh}）",
                f"{each.place.en}: {shown.en} in {each.year}, target {goal} ({each.cited.en})",
            )
        )
    return tuple(lines)


def target_facts(
    adcode: str, observed: Sequence[Observation], config: AtlasConfig, checked: Checked
) -> tuple[Fact, ...]:
    """The targets that hold for the area a district lies in, with the district's distance.

    Args:
        adcode: The district.
        observed: Its numbers.
        config: What the atlas declares.
        checked: Its data.
    """
    facts: list[Fact] = []
    home = home_districts(config, checked)
    for indicator in config.indicators:
        latest = _latest(indicator, observed)
        if latest is None:
            continue
        year, value = latest
        facts.extend(
            _fact(measure, indicator, year, value, config)
            for measure in _with_target(checked.measures, indicator)
            if adcode in (measure.districts or home)
        )
    return tuple(facts)


def _with_target(measures: Iterable[Measure], indicator: Indicator) -> list[Measure]:
    return [m for m in measures if m.target is not None and m.target.indicator == indicator.key]


def home_districts(config: AtlasConfig, checked: Checked) -> tuple[str, ...]:
    """The adcodes that "the whole city" means: those of the home province, or all."""
    codes, provinces = checked.districts.index, checked.districts["province"]
    if config.home is not None:
        codes = codes[provinces == config.home]
    return tuple(str(code) for code in codes)


def _latest(indicator: Indicator, observed: Sequence[Observation]) -> tuple[int, float] | None:
    found = [(o.year, o.value) for o in observed if o.indicator == indicator.key]
    return max(found, default=None)


def _fact(
    measure: Measure, indicator: Indicator, year: int, value: float, config: AtlasConfig
) -> Fact:
    if measure.target is None:  # _with_target lets none through
        raise AssertionError(measure.id)
    goal, unit = measure.target.value, measure.target.unit
    place, cited = scope(measure, config), words.cited(measure, config)
    gap = goal - value
    left = f"{gap:.{indicator.digits}f}"
    points = words.difference(Text.same(unit))
    standing = (
        Text(f"{year}年已达到", f"reached in {year}")
        if gap <= 0
        else Text(
            f"{year}年本区县差 {left} {points.zh}", f"district {left} {points.en} short in {year}"
        )
    )
    return Fact(
        Text(f"{place.zh}目标（{cited.zh}）", f"Target for {place.en} ({cited.en})"),
        Text(f"≥ {goal:g} {unit}；{standing.zh}", f"≥ {goal:g} {unit}; {standing.en}"),
    )
