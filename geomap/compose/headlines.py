"""What a map says, in one sentence made from its data by a rule. Pure."""

from collections.abc import Mapping, Sequence

import geopandas as gpd

from geomap.compose import words
from geomap.compose.circles import CircleScale
from geomap.compose.fill import FillScale
from geomap.model import Mark, Theme
from geomap.text import Text

_NAMED = 3  # names that a title bears


def headline(
    theme: Theme,
    fill: FillScale,
    circles: CircleScale | None,
    districts: gpd.GeoDataFrame,
    marks: Sequence[Mark],
) -> Text | None:
    """The sentence for a theme that asks for one; None if it does not, or the data has none.

    Args:
        theme: Its circles count before its fill: they are what it is about.
        fill: How districts are coloured.
        circles: Their circles.
        districts: Frame with ``short_name`` and ``name_en`` by adcode.
        marks: Projects and sites of the map.
    """
    if isinstance(theme.headline, Text):
        return theme.headline
    if not theme.headline:
        return None
    if circles is not None:
        return words.most(circles.legend.title, _first(circles.values, districts), counted=True)
    if theme.fill.by == "gap":
        known = [value for value in fill.values.values() if value is not None]
        return words.reached(sum(1 for value in known if value >= 0), len(known))
    if any(value is not None for value in fill.values.values()):
        counted = fill.indicator is None
        return words.most(fill.legend.title, _first(fill.values, districts), counted=counted)
    drawn = sum(1 for mark in marks if mark.geometry is not None)
    return words.placed(drawn, len(marks) - drawn) if marks else None


def _first(values: Mapping[str, float | None], districts: gpd.GeoDataFrame) -> list[Text]:
    """Who has the largest numbers: up to three, never one without its equals, so perhaps nobody."""
    known = {code: value for code, value in values.items() if value}
    leading: list[str] = []
    for value in sorted(set(known.values()), reverse=True):
        equal = [code for code in known if known[code] == value]
        if len(leading) + len(equal) > _NAMED:
            break
        leading += equal
    rows = districts.loc[leading]
    return [Text(zh, en) for zh, en in zip(rows["short_name"], rows["name_en"], strict=True)]
