"""What colours the districts, by what the theme asks for. Pure."""

from collections import Counter
from collections.abc import Callable

from geomap.checks.check import Checked
from geomap.compose import gaps, palettes, words
from geomap.compose.areas import PLAIN_BORDER, QUIET_BORDER, area
from geomap.compose.bivariate import by_two
from geomap.compose.categories import by_category
from geomap.compose.changes import by_change
from geomap.compose.classify import labels
from geomap.compose.colors import classed, parted
from geomap.compose.scales import (
    NO_DATA,
    FillScale,
    entries,
    known,
    number_legend,
    numbers,
    of_year,
    title,
)
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, FillBy, Legend, LegendItem, Theme
from geomap.text import Text

__all__ = ["FillScale", "fill_scale"]

NO_TARGET = "class:untargeted"
OTHER = "region:other"
PLAIN = "plain"


def fill_scale(theme: Theme, config: AtlasConfig, checked: Checked, joined: Joined) -> FillScale:
    """The scale of a theme.

    Raises:
        DataError: Its values cannot be classified, or no measure sets a target to be short of.
    """
    return _MAKERS[theme.fill.by](theme, config, checked, joined)


def _by_region(theme: Theme, config: AtlasConfig, _: Checked, joined: Joined) -> FillScale:
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


def _alike(theme: Theme, _: AtlasConfig, __: Checked, joined: Joined) -> FillScale:
    """No number and no category: every district in the same quiet colour."""
    items = {str(code): PLAIN for code in joined.districts.index}
    look = area(palettes.PLAIN, PLAIN_BORDER)
    entry = LegendItem(PLAIN, words.DISTRICT, look, len(items))
    heading = theme.fill.title or words.MAP
    return FillScale(Legend(heading, (entry,)), items, dict.fromkeys(items))


def _by_number(theme: Theme, config: AtlasConfig, _: Checked, joined: Joined) -> FillScale:
    fill = theme.fill
    values, indicator = numbers(fill, config, joined)
    every = [of_year(str(fill.indicator), year, joined) for year in fill.years]
    classes, symbols = classed(fill, [v for each in every or [values] for v in known(each)])
    classes = classes.counted(known(values))
    items = {
        code: NO_DATA if value is None else f"class:{classes.index(value)}"
        for code, value in values.items()
    }
    shown = [Text.same(label) for label in labels(classes, 0, whole=indicator is None)]
    missing = len(values) - len(known(values))
    legend = number_legend(title(fill, indicator), entries(classes, shown, symbols), missing)
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
    classes, symbols = parted(fill, known(apart), 0.0)
    missing = {code for code, value in values.items() if value is None}
    free = sum(1 for code in values if code not in goals and code not in missing)
    look = area(palettes.PLAIN, QUIET_BORDER)
    untargeted = LegendItem(NO_TARGET, words.NO_TARGET, look, free)
    points = gaps.in_points(indicator)
    shown = [*entries(classes, gaps.labels(classes), symbols), untargeted]
    legend = number_legend(title(fill, points), shown, len(missing))
    items = {}
    for code, value in apart.items():
        unknown = NO_DATA if code in missing else NO_TARGET
        items[code] = unknown if value is None else f"class:{classes.index(value)}"
    return FillScale(legend, items, apart, points)


def _by_category(theme: Theme, _: AtlasConfig, checked: Checked, joined: Joined) -> FillScale:
    legend, items = by_category(theme.fill, checked, joined)
    return FillScale(legend, items, dict.fromkeys(items))


def _by_change(theme: Theme, config: AtlasConfig, _: Checked, joined: Joined) -> FillScale:
    return by_change(theme.fill, config, joined)


def _by_two(theme: Theme, config: AtlasConfig, _: Checked, joined: Joined) -> FillScale:
    return by_two(theme.fill, config, joined)


_MAKERS: dict[FillBy, Callable[[Theme, AtlasConfig, Checked, Joined], FillScale]] = {
    "region": _by_region,
    "category": _by_category,
    "indicator": _by_number,
    "gap": _by_gap,
    "change": _by_change,
    "bivariate": _by_two,
    "measures": _by_number,
    "sites": _by_number,
    "none": _alike,
}
