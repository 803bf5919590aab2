"""Themes against the data: a theme must find the numbers that it asks for."""

from geomap.model import AtlasConfig, Observation
from geomap.model.catalogue import Findings
from geomap.text import Text


def check_themes(
    config: AtlasConfig, observations: tuple[Observation, ...], findings: Findings
) -> None:
    """Find themes whose indicator has no value in their year."""
    known = {(o.indicator, o.year) for o in observations}
    for theme in config.themes:
        fill = theme.fill
        if fill.indicator is None or (fill.indicator, fill.year) in known:
            continue
        years = sorted(year for key, year in known if key == fill.indicator)
        findings.tell(
            "GM-A001",
            theme.location,
            Text(
                f"指标 {fill.indicator} 没有 {fill.year} 年的数据",
                f"the indicator {fill.indicator} has no values for {fill.year}",
            ),
            Text(
                f"已有年份：{'、'.join(map(str, years)) or '无'}",
                f"years there are: {', '.join(map(str, years)) or 'none'}",
            ),
        )
