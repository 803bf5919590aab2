"""A scale that colours districts: its legend, and the legend item of each district. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from geomap.compose import palettes, words
from geomap.compose.areas import area
from geomap.compose.classify import Classes
from geomap.joins.join import Joined
from geomap.model import (
    AtlasConfig,
    Circles,
    DotDensity,
    Fact,
    Fill,
    Grid,
    Indicator,
    Legend,
    LegendItem,
    Symbol,
)
from geomap.text import Text

NO_DATA = "class:none"

Numbers = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class FillScale:
    """How districts are coloured.

    Attributes:
        legend: Title and entries, with counts.
        items: Adcode → key of its legend item.
        values: Adcode → the number behind its colour; None without data and for regions.
        indicator: What the values are of, with their unit; None for counts and regions.
        notes: Remarks that classification made.
        facts: Adcode → a line of its card that tells what is drawn, where no table has it.
    """

    legend: Legend
    items: Mapping[str, str]
    values: Mapping[str, float | None]
    indicator: Indicator | None = None
    notes: tuple[Text, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def told(self, adcode: str) -> tuple[Fact, ...]:
        """What the card of a district tells of what is drawn, besides what the tables have."""
        return (self.facts[adcode],) if adcode in self.facts else ()


def numbers(
    asking: Fill | Circles | DotDensity, config: AtlasConfig, joined: Joined
) -> tuple[dict[str, float | None], Indicator | None]:
    """The number of each district that a fill or circles ask for, and what it is of.

    Returns:
        Adcode → number, None where there is none; and the indicator, None for a count.
    """
    column, indicator = {"measures": "measure_count", "sites": "site_count"}.get(asking.by), None
    if column is None:
        indicator = next(i for i in config.indicators if i.key == asking.indicator)
        column = f"{indicator.key}_{asking.year}"
    return _column(column, joined), indicator


def of_year(key: str, year: int | None, joined: Joined) -> Numbers:
    """An indicator's number in each district, by adcode; None where there is none."""
    return _column(f"{key}_{year}", joined)


def _column(name: str, joined: Joined) -> Numbers:
    found = joined.districts[name].items()
    return {str(code): None if pd.isna(value) else float(value) for code, value in found}


def known(values: Numbers) -> list[float]:
    """The numbers that there are."""
    return [value for value in values.values() if value is not None]


def entries(classes: Classes, shown: Sequence[Text], looks: Sequence[Symbol]) -> list[LegendItem]:
    """An entry a class, with its edges and count."""
    return [
        LegendItem(f"class:{i}", label, look, count, *classes.ends(i))
        for i, (label, look, count) in enumerate(zip(shown, looks, classes.counts, strict=True))
    ]


def number_legend(
    heading: Text, items: list[LegendItem], missing: int, grid: Grid | None = None
) -> Legend:
    """The legend of classes, districts without a number last."""
    # "No data" stands in the legend of every number, with 0 where nothing is missing: a reader
    # must not have to guess whether a district could have been left out.
    unknown = area(palettes.NO_DATA, pattern="diagonal")
    return Legend(
        heading, (*items, LegendItem(NO_DATA, words.NO_DATA, unknown, missing)), grid=grid
    )


def title(asking: Fill | Circles | DotDensity, indicator: Indicator | None) -> Text:
    """Title of a legend of numbers."""
    if asking.title is not None:
        return asking.title
    if indicator is None:
        return Text("数量", "Count")
    return dated(indicator, str(asking.year))


def dated(indicator: Indicator, when: str) -> Text:
    """An indicator's title with its unit and when it was."""
    return words.dated(indicator.title, indicator.unit, when)
