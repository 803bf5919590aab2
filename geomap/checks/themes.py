"""Themes against the data: a theme must find the numbers that it asks for."""

from collections.abc import Collection

from geomap.model import AtlasConfig, Location, Observation
from geomap.model.catalogue import Findings
from geomap.tables.units import is_count
from geomap.text import Text


def check_themes(
    config: AtlasConfig, observations: tuple[Observation, ...], findings: Findings
) -> None:
    """Find themes whose indicator is not there, or has no value in their year."""
    known = {(o.indicator, o.year) for o in observations}
    keys = [indicator.key for indicator in config.indicators]
    asked = ((theme, each) for theme in config.themes for each in theme.numbers())
    for theme, asking in asked:
        wanted, year = asking.indicator, asking.year
        years = sorted(year for key, year in known if key == wanted)
        if (wanted, year) in known or (year is None and years):
            continue
        if wanted not in keys:
            message = Text(f"没有指标“{wanted}”", f"there is no indicator {wanted!r}")
            have = Text(
                f"已有：{'、'.join(keys) or '无'}", f"there are: {', '.join(keys) or 'none'}"
            )
        elif year is None:
            message = Text(f"指标 {wanted} 没有数据", f"the indicator {wanted} has no values")
            have = Text("请补充数据表", "add them to its table")
        else:
            message = Text(
                f"指标 {wanted} 没有 {year} 年的数据",
                f"the indicator {wanted} has no values for {year}",
            )
            have = Text(
                f"已有年份：{'、'.join(map(str, years)) or '无'}",
                f"years there are: {', '.join(map(str, years)) or 'none'}",
            )
        findings.tell("GM-A001", theme.location, message, have)
    _tell_single_years(config, known, findings)
    _tell_counts(config, known, findings)


def _tell_single_years(
    config: AtlasConfig, known: Collection[tuple[str, int]], findings: Findings
) -> None:
    """Find changes between a year and itself: their indicator has one year only."""
    for theme in config.themes:
        fill = theme.fill
        years = {year for key, year in known if key == fill.indicator}
        if fill.by != "change" or not years:
            continue
        first = min(years) if fill.since is None else fill.since
        last = max(years) if fill.year is None else fill.year
        if first < last:
            continue
        findings.tell(
            "GM-A001",
            Location(theme.location.file, column="fill.since"),
            Text(
                f"变化须有先后两个年份，现为 {first} 和 {last}",
                f"a change needs an earlier and a later year; these are {first} and {last}",
            ),
            Text(
                f"已有年份：{'、'.join(map(str, sorted(years)))}；用 since 和 year 写明",
                f"years there are: {', '.join(map(str, sorted(years)))}; say since and year",
            ),
        )


def _tell_counts(
    config: AtlasConfig, known: Collection[tuple[str, int]], findings: Findings
) -> None:
    """Tell of counts that are painted as a fill: a choropleth is for rates."""
    units = {indicator.key: indicator for indicator in config.indicators}
    for theme in config.themes:
        painted = units.get(theme.fill.indicator or "")
        if theme.fill.by != "indicator" or painted is None or not is_count(painted.unit):
            continue
        if not any(theme.fill.year in {None, year} for key, year in known if key == painted.key):
            continue  # that it has no values was told
        findings.tell(
            "GM-A013",
            Location(theme.location.file, column="fill.indicator"),
            Text(
                f"“{painted.title.zh}”（{painted.unit.zh}）是绝对数量，填色会让面积大的区县显得数量多",
                f"{painted.title.en} ({painted.unit.en}) is a count; as a fill, large districts "
                "seem to have much of it",
            ),
            Text(
                '请改为 [fill] by = "none" 和 [circles] indicator = '
                f'"{painted.key}"，或用公式换算为比率',
                f'use [fill] by = "none" and [circles] indicator = "{painted.key}", or make it a '
                "rate by a formula",
            ),
        )
