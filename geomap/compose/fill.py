"""What colours the districts: the scale, its legend, and the legend item of each district. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geomap.compose import palettes, words
from geomap.compose.classify import Classes, classify, labels
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, Indicator, Legend, LegendItem, Pattern, Symbol, Theme
from geomap.text import Text

_BORDER = "#ffffff"
_BORDER_WIDTH = 0.5
_PLAIN_BORDER = "#9a9a94"  # where nothing but the borders is to be seen
NO_DATA = "class:none"
OTHER = "region:other"
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class FillScale:
    """How districts are coloured.

    Attributes:
        legend: Title and entries, with counts.
        items: Adcode → key of its legend item.
        values: Adcode → the number behind its colour; None without data and for regions.
        indicator: Key of the indicator, or None.
        notes: Remarks that classification made.
    """

    legend: Legend
    items: Mapping[str, str]
    values: Mapping[str, float | None]
    indicator: str | None = None
    notes: tuple[Text, ...] = ()


def fill_scale(theme: Theme, config: AtlasConfig, joined: Joined) -> FillScale:
    """The scale of a theme."""
    if theme.fill.by == "region":
        return _by_region(theme, config, joined)
    if theme.fill.by == "none":
        return _alike(theme, joined)
    return _by_number(theme, config, joined)


def _area(fill: str, *, hatched: bool = False) -> Symbol:
    pattern: Pattern = "diagonal" if hatched else "none"
    return Symbol("area", fill=fill, stroke=_BORDER, width=_BORDER_WIDTH, pattern=pattern)


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
            _area(region.color or palettes.PLAIN),
            counts[f"region:{region.key}"],
        )
        for region in shown
    ]
    if counts[OTHER]:
        entries.append(
            LegendItem(OTHER, words.OTHER_DISTRICTS, _area(palettes.PLAIN), counts[OTHER])
        )
    title = theme.fill.title or words.REGION
    return FillScale(Legend(title, tuple(entries)), items, dict.fromkeys(items))


def _alike(theme: Theme, joined: Joined) -> FillScale:
    """No number and no category: every district in the same quiet colour."""
    items = {str(code): PLAIN for code in joined.districts.index}
    look = Symbol("area", fill=palettes.PLAIN, stroke=_PLAIN_BORDER, width=_BORDER_WIDTH)
    entry = LegendItem(PLAIN, words.DISTRICT, look, len(items))
    title = theme.fill.title or words.MAP
    return FillScale(Legend(title, (entry,)), items, dict.fromkeys(items))


def _by_number(theme: Theme, config: AtlasConfig, joined: Joined) -> FillScale:
    column, indicator = _column(theme, config)
    values = {
        str(code): None if pd.isna(value) else float(value)
        for code, value in joined.districts[column].items()
    }
    known = [value for value in values.values() if value is not None]
    classes = classify(known, theme.fill.scheme, theme.fill.k, theme.fill.breaks)
    items = {
        code: NO_DATA if value is None else f"class:{classes.index(value)}"
        for code, value in values.items()
    }
    legend = _number_legend(theme, indicator, classes, len(values) - len(known))
    notes = () if classes.note is None else (classes.note,)
    return FillScale(legend, items, values, theme.fill.indicator, notes)


def _column(theme: Theme, config: AtlasConfig) -> tuple[str, Indicator | None]:
    if theme.fill.by == "indicator":
        indicator = next(i for i in config.indicators if i.key == theme.fill.indicator)
        return f"{indicator.key}_{theme.fill.year}", indicator
    return {"measures": "measure_count", "sites": "site_count"}[theme.fill.by], None


def _number_legend(
    theme: Theme, indicator: Indicator | None, classes: Classes, missing: int
) -> Legend:
    colors = palettes.ramp(theme.fill.palette, len(classes.counts))
    whole = indicator is None
    shown = labels(classes, 0, whole=whole)
    entries = [
        LegendItem(f"class:{i}", Text.same(label), _area(color), count, *classes.ends(i))
        for i, (label, color, count) in enumerate(zip(shown, colors, classes.counts, strict=True))
    ]
    # "No data" stands in the legend of every number, with 0 where nothing is missing: a reader
    # must not have to guess whether a district could have been left out.
    entries.append(
        LegendItem(NO_DATA, words.NO_DATA, _area(palettes.NO_DATA, hatched=True), missing)
    )
    return Legend(_title(theme, indicator), tuple(entries))


def _title(theme: Theme, indicator: Indicator | None) -> Text:
    if theme.fill.title is not None:
        return theme.fill.title
    if indicator is None:
        return Text("数量", "Count")
    year = theme.fill.year
    return Text(
        f"{indicator.title.zh}（{indicator.unit.zh}，{year}）",
        f"{indicator.title.en} ({indicator.unit.en}, {year})",
    )
