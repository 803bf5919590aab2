"""What colours the districts: the scale, its legend, and the legend item of each district. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geomap.checks.check import Checked
from geomap.compose import gaps, palettes, words
from geomap.compose.areas import PLAIN_BORDER, QUIET_BORDER, area
from geomap.compose.categories import by_category
from geomap.compose.classify import Classes, around, classify, labels
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Circles,
    Fill,
    Indicator,
    Legend,
    LegendItem,
    Theme,
)
from geomap.text import Text

NO_DATA = "class:none"
NO_TARGET = "class:untargeted"
OTHER = "region:other"
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class FillScale:
    """How districts are coloured.

    Attributes:
        legend: Title and entries, with counts.
        items: Adcode → key of its legend item.
        values: Adcode → the number behind its colour; None without data and for regions.
        indicator: What the values are of, with their unit; None for counts and regions.
        notes: Remarks that classification made.
    """

    legend: Legend
    items: Mapping[str, str]
    values: Mapping[str, float | None]
    indicator: Indicator | None = None
    notes: tuple[Text, ...] = ()


def fill_scale(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> FillScale:
    """The scale of a theme.

    Raises:
        DataError: Its values cannot be classified, or no measure sets a target to be short of.
    """
    if theme.fill.by == "gap":
        return _by_gap(theme, config, checked, joined)
    if theme.fill.by == "region":
        return _by_region(theme, config, joined)
    if theme.fill.by == "category":
        legend, items = by_category(theme.fill, checked, joined)
        return FillScale(legend, items, dict.fromkeys(items))
    if theme.fill.by == "none":
        return _alike(theme, joined)
    return _by_number(theme, config, joined)


def _by_region(theme: Theme, config: AtlasConfig, joined: Joined) -> FillScale:
    shown = [
        region
        for region in config.regions
        if not region.parts and (not theme.fill.regions or region.key in theme.fill.regions)
    ]
    keys = {region.key for region in shown}
    items = {
        str(code): f"region:{name}" if name in keys else OTHER
        for code, name in joined.districts["region"].items()
    }
    counts = Counter(items.values())
    entries = [
        LegendItem(
            f"region:{region.key}",
            region.title,
            area(region.color or palettes.PLAIN),
            counts[f"region:{region.key}"],
        )
        for region in shown
    ]
    if counts[OTHER]:
        entries.append(
            LegendItem(OTHER, words.OTHER_DISTRICTS, area(palettes.PLAIN), counts[OTHER])
        )
    heading = theme.fill.title or words.REGION
    return FillScale(Legend(heading, tuple(entries)), items, dict.fromkeys(items))


def _alike(theme: Theme, joined: Joined) -> FillScale:
    """No number and no category: every district in the same quiet colour."""
    items = {str(code): PLAIN for code in joined.districts.index}
    look = area(palettes.PLAIN, PLAIN_BORDER)
    entry = LegendItem(PLAIN, words.DISTRICT, look, len(items))
    heading = theme.fill.title or words.MAP
    return FillScale(Legend(heading, (entry,)), items, dict.fromkeys(items))


def _by_number(theme: Theme, config: AtlasConfig, joined: Joined) -> FillScale:
    values, indicator = numbers(theme.fill, config, joined)
    known = [value for value in values.values() if value is not None]
    fill = theme.fill
    if fill.palette in palettes.DIVERGING:
        classes = around(known, fill.middle, fill.scheme, fill.k, fill.breaks)
        below = classes.below(fill.middle)
        colors = palettes.diverging(fill.palette, below, len(classes.counts) - below)
    else:
        classes = classify(known, fill.scheme, fill.k, fill.breaks)
        colors = palettes.ramp(fill.palette, len(classes.counts))
    items = {
        code: NO_DATA if value is None else f"class:{classes.index(value)}"
        for code, value in values.items()
    }
    shown = [Text.same(label) for label in labels(classes, 0, whole=indicator is None)]
    entries = _entries(classes, shown, colors)
    legend = _number_legend(theme, indicator, entries, len(values) - len(known))
    notes = () if classes.note is None else (classes.note,)
    return FillScale(legend, items, values, indicator, notes)


def _by_gap(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> FillScale:
    """How far each district is from the target of its area; below 0 is short of it."""
    fill = theme.fill
    values, indicator = numbers(fill, config, joined)
    goals = gaps.targets(fill, config, checked)
    apart = {
        code: None if value is None or code not in goals else gaps.beyond(value, goals[code])
        for code, value in values.items()
    }
    known = [value for value in apart.values() if value is not None]
    classes = around(known, 0.0, fill.scheme, fill.k, fill.breaks)
    below = classes.below(0.0)
    colors = palettes.diverging(fill.palette, below, len(classes.counts) - below)
    entries = _entries(classes, gaps.labels(classes), colors)
    missing = {code for code, value in values.items() if value is None}
    free = sum(1 for code in values if code not in goals and code not in missing)
    look = area(palettes.PLAIN, QUIET_BORDER)
    entries.append(LegendItem(NO_TARGET, words.NO_TARGET, look, free))
    points = gaps.in_points(indicator)
    legend = _number_legend(theme, points, entries, len(missing))
    items = {}
    for code, value in apart.items():
        unknown = NO_DATA if code in missing else NO_TARGET
        items[code] = unknown if value is None else f"class:{classes.index(value)}"
    return FillScale(legend, items, apart, points)


def numbers(
    asking: Fill | Circles, config: AtlasConfig, joined: Joined
) -> tuple[dict[str, float | None], Indicator | None]:
    """The number of each district that a fill or circles ask for, and what it is of.

    Returns:
        Adcode → number, None where there is none; and the indicator, None for a count.
    """
    column, indicator = {"measures": "measure_count", "sites": "site_count"}.get(asking.by), None
    if column is None:
        indicator = next(i for i in config.indicators if i.key == asking.indicator)
        column = f"{indicator.key}_{asking.year}"
    found = joined.districts[column].items()
    values = {str(code): None if pd.isna(value) else float(value) for code, value in found}
    return values, indicator


def _entries(classes: Classes, shown: Sequence[Text], colors: Sequence[str]) -> list[LegendItem]:
    return [
        LegendItem(f"class:{i}", label, area(color), count, *classes.ends(i))
        for i, (label, color, count) in enumerate(zip(shown, colors, classes.counts, strict=True))
    ]


def _number_legend(
    theme: Theme, indicator: Indicator | None, entries: list[LegendItem], missing: int
) -> Legend:
    # "No data" stands in the legend of every number, with 0 where nothing is missing: a reader
    # must not have to guess whether a district could have been left out.
    entries.append(
        LegendItem(NO_DATA, words.NO_DATA, area(palettes.NO_DATA, pattern="diagonal"), missing)
    )
    return Legend(title(theme.fill, indicator), tuple(entries))


def title(asking: Fill | Circles, indicator: Indicator | None) -> Text:
    """Title of a legend of numbers."""
    if asking.title is not None:
        return asking.title
    if indicator is None:
        return Text("数量", "Count")
    return words.dated(indicator.title, indicator.unit, asking.year)
