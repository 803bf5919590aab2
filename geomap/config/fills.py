"""Reads ``[fill]`` and ``[circles]`` of a theme: what is drawn in its districts."""

from itertools import pairwise
from typing import TypedDict, cast, get_args

from geomap.config import palettes
from geomap.config.categories import read_categories
from geomap.config.declared import StrictTable
from geomap.config.known import Known
from geomap.model import (
    ALL,
    BY_INDICATOR,
    CIRCLE_COLOR,
    DOT_COLOR,
    AtlasConfig,
    ChangeIn,
    Circles,
    CirclesBy,
    DotDensity,
    Fill,
    FillBy,
    Scaling,
    Scheme,
)
from geomap.text import Text


def read_fill(table: StrictTable, known: Known, config: AtlasConfig) -> Fill:
    """What colours the districts.

    Raises:
        AtlasError: It says something that geomap does not know, where nobody takes the faults.
    """
    by = _fill_by(table, config)
    numbered = by in BY_INDICATOR
    colors, below = palettes.own(table)
    fill = Fill(
        by=by,
        title=table.text("title") if table.has("title") else None,
        indicator=table.string("indicator") if numbered else None,
        year=table.integer("year") if numbered and table.has("year") else None,
        scheme=cast("Scheme", table.choice("scheme", get_args(Scheme), _usual_scheme(by))),
        k=table.integer("k", 5),
        breaks=table.list_of("breaks", float),
        palette=palettes.named(table, by),
        colors=colors,
        below=below,
        middle=palettes.middle(table, by),
        regions=table.list_of("regions", str),
        categories=read_categories(table, by),
        **_of_two_years(table, by),
        **_of_two_indicators(table, by),
        **_of_several_years(table, by),
    )
    table.done()
    known.check(table, "indicator", "indicators", [fill.indicator] if fill.indicator else [])
    known.check(table, "other", "indicators", [fill.other] if fill.other else [])
    known.check(table, "regions", "regions", fill.regions)
    named = [key for category in fill.categories for key in category.regions]
    known.check(table, "categories.regions", "regions", named)
    _check_classes(fill, table)
    return fill


class _Change(TypedDict, total=False):
    since: int | None
    change: ChangeIn


class _Other(TypedDict, total=False):
    other: str
    other_year: int | None
    other_breaks: tuple[float, ...]


class _Years(TypedDict, total=False):
    years: tuple[int, ...]
    every_year: bool


def _of_two_years(table: StrictTable, by: FillBy) -> _Change:
    """What a change needs to know; said of another fill, ``done`` refuses it."""
    if by != "change":
        return {}
    return {
        "since": table.integer("since") if table.has("since") else None,
        "change": cast("ChangeIn", table.choice("change", get_args(ChangeIn), "absolute")),
    }


def _of_two_indicators(table: StrictTable, by: FillBy) -> _Other:
    if by != "bivariate":
        return {}
    return {
        "other": table.string("other"),
        "other_year": table.integer("other_year") if table.has("other_year") else None,
        "other_breaks": table.list_of("other_breaks", float),
    }


def _of_several_years(table: StrictTable, by: FillBy) -> _Years:
    """A map each year: ``"all"``, or a list of two years or more."""
    if by != "indicator" or not table.has("years"):
        return {}
    if table.is_text("years"):
        table.choice("years", (ALL,))
        return {"every_year": True}
    years = tuple(sorted(set(table.list_of("years", int))))
    if len(years) < _FEWEST_YEARS or table.has("year"):
        table.refuse(
            table.at("years"),
            Text(
                "应为两个以上的年份，且不再写 year",
                "must be two years or more, without year",
            ),
            Text('如 [2010, 2020] 或 "all"', 'such as [2010, 2020] or "all"'),
        )
    return {"years": years}


_FEWEST_YEARS = 2
_BIVARIATE_BREAKS = 2


def _usual_scheme(by: FillBy) -> Scheme:
    """Two numbers are compared by thirds, so that each class of the one has as many districts."""
    return "quantile" if by == "bivariate" else "natural"


def read_circles(table: StrictTable, known: Known) -> Circles:
    """What the circles of districts tell.

    Raises:
        AtlasError: It says something that geomap does not know, where nobody takes the faults.
    """
    usual = "indicator" if table.has("indicator") else None
    by = cast("CirclesBy", table.choice("by", get_args(CirclesBy), usual))
    circles = Circles(
        by=by,
        title=table.text("title") if table.has("title") else None,
        indicator=table.string("indicator") if by == "indicator" else None,
        year=table.integer("year") if by == "indicator" and table.has("year") else None,
        color=table.color("color", CIRCLE_COLOR),
        scaling=cast("Scaling", table.choice("scaling", get_args(Scaling), "perceptual")),
    )
    table.done()
    wanted = [circles.indicator] if circles.indicator else []
    known.check(table, "indicator", "indicators", wanted)
    return circles


def read_dots(table: StrictTable, known: Known) -> DotDensity:
    """How many of what a dot stands for.

    Raises:
        AtlasError: It says something that geomap does not know, where nobody takes the faults.
    """
    per = table.number("per") if table.has("per") else None
    if per is not None and per <= 0:
        table.refuse(table.at("per"), Text("应大于 0", "must be above 0"))
    dots = DotDensity(
        indicator=table.string("indicator"),
        title=table.text("title") if table.has("title") else None,
        year=table.integer("year") if table.has("year") else None,
        per=per,
        color=table.color("color", DOT_COLOR),
    )
    table.done()
    known.check(table, "indicator", "indicators", [dots.indicator] if dots.indicator else [])
    return dots


def _fill_by(table: StrictTable, config: AtlasConfig) -> FillBy:
    """What colours the districts; where nobody says, what is at hand."""
    usual = "region" if config.regions else "none"
    if table.has("indicator"):
        usual = "indicator"
    elif table.has("categories"):
        usual = "category"
    return cast("FillBy", table.choice("by", get_args(FillBy), usual))


def _check_classes(fill: Fill, table: StrictTable) -> None:
    if fill.by == "bivariate" and fill.scheme == "breaks":
        _check_two_breaks(fill, table)
    if fill.k < 1:
        table.refuse(
            table.at("k"), Text("级数应不小于 1", "the number of classes must be at least 1")
        )
    ascending = all(low < high for low, high in pairwise(fill.breaks))
    if not ascending or (fill.scheme == "breaks" and not fill.breaks):
        table.refuse(
            table.at("breaks"),
            Text("须给出递增的分级界限", "the inner edges of the classes must be given, ascending"),
            Text("如 [40, 60, 80]", "such as [40, 60, 80]"),
        )


def _check_two_breaks(fill: Fill, table: StrictTable) -> None:
    for key, edges in (("breaks", fill.breaks), ("other_breaks", fill.other_breaks)):
        if len(edges) != _BIVARIATE_BREAKS or edges[0] >= edges[1]:
            table.refuse(
                table.at(key),
                Text("应为两个递增的分级界限", "must be two inner edges, ascending"),
                Text("如 [40, 60]", "such as [40, 60]"),
            )
