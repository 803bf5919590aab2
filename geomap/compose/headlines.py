"""What a map says, in one sentence made from its data by a rule. Pure."""

from collections.abc import Mapping

import geopandas as gpd

from geomap.compose import categories, changes, words
from geomap.compose.circles import CircleScale
from geomap.compose.fill import FillScale
from geomap.compose.marks import Marks
from geomap.model import Theme
from geomap.tables.units import is_count
from geomap.text import Text

_NAMED = 3  # names that a title bears


def headline(
    theme: Theme,
    fill: FillScale,
    circles: CircleScale | None,
    districts: gpd.GeoDataFrame,
    marks: Marks,
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
        return _most(circles, districts)
    if theme.fill.by == "category":
        return categories.headline(fill.legend)
    if theme.fill.by == "change":
        return changes.headline(fill)
    return _of_numbers(theme, fill, districts) or _placed(marks)


def _of_numbers(theme: Theme, fill: FillScale, districts: gpd.GeoDataFrame) -> Text | None:
    """Of a fill of numbers; None where it has none."""
    known = [value for value in fill.values.values() if value is not None]
    if theme.fill.by == "gap":
        return words.reached(sum(1 for value in known if value >= 0), len(known))
    return _most(fill, districts) if known else None


def _most(scale: FillScale | CircleScale, districts: gpd.GeoDataFrame) -> Text | None:
    """Who leads: has most of what is counted, or the highest rate."""
    counted = scale.indicator is None or is_count(scale.indicator.unit)
    return words.most(scale.legend.title, _first(scale.values, districts), counted=counted)


def _placed(marks: Marks) -> Text | None:
    return words.placed(marks.drawn, marks.listed) if marks.drawn or marks.listed else None


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
