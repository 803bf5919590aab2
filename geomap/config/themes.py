"""Reads ``data/themes/*.toml``: what a map shows and how it looks."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import cast, get_args

from geomap.config.categories import read_categories
from geomap.config.declared import StrictTable
from geomap.config.faults import Faults
from geomap.errors import AtlasError
from geomap.model import (
    ALL,
    CIRCLE_COLOR,
    AtlasConfig,
    Circles,
    CirclesBy,
    Diverging,
    Fill,
    FillBy,
    Location,
    Palette,
    Scaling,
    Scheme,
    Selection,
    Theme,
)
from geomap.sources.disk import display_name
from geomap.sources.toml import read_toml
from geomap.text import Text

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def read_themes(
    folder: Path, config: AtlasConfig, faults: Faults | None = None
) -> tuple[Theme, ...]:
    """Read every ``*.toml`` of a folder as a theme.

    Args:
        folder: Where the themes are.
        config: The atlas they belong to, without themes.
        faults: Takes what is wrong; None, and it is raised at the end, all of it.

    Raises:
        AtlasError: There is no theme, or one says something that geomap does not know.
    """
    found = faults or Faults()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        nothing = StrictTable({}, Location(display_name(folder, config.root)), found)
        nothing.refuse(
            nothing.location,
            Text("没有主题文件", "no theme files"),
            Text("请添加 <主题>.toml", "add a <theme>.toml"),
        )
    themes = [theme for path in paths if (theme := _read(path, config, found)) is not None]
    if faults is None:
        found.end()
    return tuple(themes)


def _read(path: Path, config: AtlasConfig, faults: Faults) -> Theme | None:
    """A theme; None where its file is no TOML, which is told."""
    name = display_name(path, config.root)
    try:
        table = read_toml(path, name, config.root)
    except AtlasError as error:
        faults.add(Location(name), error.message)
        return None
    return _theme(path.stem, StrictTable(table, Location(name), faults), config)


def _theme(key: str, declared: StrictTable, config: AtlasConfig) -> Theme:
    if not _KEY.fullmatch(key):
        declared.refuse(
            declared.location,
            Text("文件名用作主题名", "the file name is the theme's key"),
            Text("只用小写字母、数字、- 和 _", "use lower-case letters, digits, - and _"),
        )
    known = _Known(config, declared.faults)
    theme = Theme(
        key=key,
        title=declared.text("title"),
        subtitle=declared.text("subtitle", Text("", "")),
        fill=_fill(declared.table("fill", required=False), known, config),
        location=declared.location,
        order=declared.integer("order", 100),
        extent=declared.string("extent") if declared.has("extent") else None,
        projects=_selection(declared, "projects"),
        sites=_networks(declared),
        measures=_selection(declared, "measures"),
        sources=declared.list_of("sources", str),
        notes=declared.texts("notes"),
        context=declared.flag("context", default=True),
        circles=_circles(declared.table("circles"), known) if declared.has("circles") else None,
        headline=_headline(declared),
    )
    declared.done()
    known.check(declared, "extent", "regions", [theme.extent] if theme.extent else [])
    known.check(declared, "sites", "kinds", [key for key in theme.sites if key != ALL])
    known.check(declared, "sources", "sources", theme.sources)
    known.check(declared, "projects.kinds", "kinds", theme.projects.kinds)
    known.check(declared, "measures.kinds", "kinds", theme.measures.kinds)
    return theme


class _Known:
    """What themes may name: the keys that ``geomap.toml`` declares."""

    def __init__(self, config: AtlasConfig, faults: Faults | None) -> None:
        self._keys: dict[str, tuple[str, ...]] = {
            "regions": tuple(region.key for region in config.regions),
            "kinds": tuple(kind.key for kind in config.kinds),
            "sources": tuple(source.key for source in config.sources),
            "indicators": tuple(indicator.key for indicator in config.indicators),
        }
        self._faults = faults
        self._file = display_name(config.file, config.root)

    def check(self, table: StrictTable, key: str, what: str, words: Sequence[str]) -> None:
        """Tell of words that are not declared; none where the declarations themselves are wrong."""
        if self._faults is not None and self._faults.touch(Location(self._file, column=what)):
            return
        if what in _TAKEN_FROM_TABLES and not self._keys[what]:
            return  # the tables have them: see checks.undeclared
        for word in words:
            table.require_known(word, self._keys[what], table.at(key), _DECLARED[what])


_TAKEN_FROM_TABLES = ("indicators", "kinds")
_DECLARED = {
    "regions": Text("区域", "region"),
    "kinds": Text("类型", "kind"),
    "sources": Text("来源", "source"),
    "indicators": Text("指标", "indicator"),
}


def _fill(table: StrictTable, known: _Known, config: AtlasConfig) -> Fill:
    by = _fill_by(table, config)
    fill = Fill(
        by=by,
        title=table.text("title") if table.has("title") else None,
        indicator=table.string("indicator") if by in _OF_INDICATORS else None,
        year=table.integer("year") if by in _OF_INDICATORS and table.has("year") else None,
        scheme=cast("Scheme", table.choice("scheme", get_args(Scheme), "natural")),
        k=table.integer("k", 5),
        breaks=table.list_of("breaks", float),
        palette=_palette(table, by),
        middle=_middle(table, by),
        regions=table.list_of("regions", str),
        categories=read_categories(table, by),
    )
    table.done()
    known.check(table, "indicator", "indicators", [fill.indicator] if fill.indicator else [])
    known.check(table, "regions", "regions", fill.regions)
    named = [key for category in fill.categories for key in category.regions]
    known.check(table, "categories.regions", "regions", named)
    _check_classes(fill, table)
    return fill


_OF_INDICATORS = ("indicator", "gap")


def _palette(table: StrictTable, by: FillBy) -> str:
    """A palette; what is short of a target or beyond it needs two colours."""
    if by == "gap":
        return table.choice("palette", get_args(Diverging), "orange-blue")
    return table.choice("palette", (*get_args(Palette), *get_args(Diverging)), "blues")


def _middle(table: StrictTable, by: FillBy) -> float:
    """Where a palette of two colours turns; said where nothing turns there, it would be lost."""
    if not table.has("middle"):
        return 0.0
    if by == "gap":
        what = Text("与目标之差以达到目标为界", "a gap turns where its target is reached")
        table.refuse(table.at("middle"), what, Text("请删去 middle", "remove middle"))
    elif table.string("palette", "blues") not in get_args(Diverging):
        table.refuse(
            table.at("middle"),
            Text("只有双色带才有分界值", "only a palette of two colours has a middle"),
            Text('如 palette = "orange-blue"', 'such as palette = "orange-blue"'),
        )
    return table.number("middle", 0.0)


def _circles(table: StrictTable, known: _Known) -> Circles:
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


def _headline(declared: StrictTable) -> Text | bool:
    """``true`` for a sentence made from the data, or the words themselves."""
    if declared.is_text("headline") or declared.is_table("headline"):
        return declared.text("headline")
    return declared.flag("headline", default=False)


def _fill_by(table: StrictTable, config: AtlasConfig) -> FillBy:
    """What colours the districts; where nobody says, what is at hand."""
    usual = "region" if config.regions else "none"
    if table.has("indicator"):
        usual = "indicator"
    elif table.has("categories"):
        usual = "category"
    return cast("FillBy", table.choice("by", get_args(FillBy), usual))


def _check_classes(fill: Fill, table: StrictTable) -> None:
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


def _selection(declared: StrictTable, key: str) -> Selection:
    """``"all"``, or a table of chapters, articles and kinds."""
    if declared.is_text(key):
        declared.choice(key, (ALL,))
        return Selection(every=True)
    table = declared.table(key, required=False)
    selection = Selection(
        chapters=table.list_of("chapters", int),
        articles=table.list_of("articles", int),
        kinds=table.list_of("kinds", str),
    )
    table.done()
    return selection


def _networks(declared: StrictTable) -> tuple[str, ...]:
    """``"all"``, or a list of networks."""
    if declared.is_text("sites"):
        return (declared.choice("sites", (ALL,)),)
    return declared.list_of("sites", str)
