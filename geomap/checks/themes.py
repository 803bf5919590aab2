"""Themes against the data: a theme must find the numbers that it asks for."""

from geomap.model import AtlasConfig, Observation
from geomap.model.catalogue import Findings
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
        if wanted is None or (wanted, year) in known or (year is None and years):
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
