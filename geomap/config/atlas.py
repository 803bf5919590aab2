"""Reads ``geomap.toml`` and ``data/themes/*.toml`` into an `AtlasConfig`.

Every key is known and typed; an unknown one is refused with the key that was perhaps meant.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import cast, get_args

from geomap.config import basemaps
from geomap.config.declared import StrictTable, refuse, require_known
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.model import (
    AtlasConfig,
    AtlasFiles,
    Fill,
    FillBy,
    Indicator,
    Kind,
    Location,
    Palette,
    Pattern,
    Region,
    Scheme,
    Selection,
    Shape,
    Source,
    Theme,
)
from geomap.sources.disk import display_name
from geomap.sources.toml import read_toml
from geomap.text import Lang, Text

CONFIG = "geomap.toml"
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_COLOR = re.compile(r"#[0-9a-f]{6}")


def read_atlas(path: Path) -> AtlasConfig:
    """Read an atlas.

    Args:
        path: ``geomap.toml``, or the folder that holds it.

    Returns:
        The atlas with all its themes, paths resolved against its folder.

    Raises:
        AtlasError: A file is missing or says something that geomap does not know.
    """
    path = path / CONFIG if path.is_dir() else path
    root = path.resolve().parent
    name = display_name(path, root)
    declared = StrictTable(read_toml(path, name), Location(name))
    boundaries = declared.table("boundaries")
    plan = declared.table("plan")
    config = AtlasConfig(
        file=path.resolve(),
        root=root,
        title=declared.text("title"),
        language=cast("Lang", declared.choice("language", get_args(Lang), "zh")),
        reference_date=declared.day("reference_date"),
        provinces=tuple(Text(zh, en) for zh, en in declared.strings("provinces")),
        home=declared.string("home"),
        vintage=boundaries.string("vintage"),
        approval=declared.string("approval") if declared.has("approval") else None,
        boundary_source=boundaries.string("source"),
        boundary_datum=_datum(boundaries, "WGS84"),
        plan=Source("plan", plan.text("title")),
        chapters=tuple(_chapter(chapter) for chapter in plan.array("chapters")),
        files=_files(declared, boundaries, root),
        sources=tuple(_source(key, table) for key, table in declared.tables("sources")),
        regions=tuple(_region(table) for table in declared.array("regions")),
        indicators=tuple(_indicator(key, table) for key, table in declared.tables("indicators")),
        kinds=tuple(_kind(key, table) for key, table in declared.tables("kinds")),
        basemaps=tuple(
            basemaps.declared(key, table, _datum(table))
            for key, table in declared.tables("basemaps")
        ),
        themes=(),
    )
    folder = root / declared.string("themes", "data/themes")
    for table in (declared, boundaries, plan):
        table.done()
    _check_references(config, name)
    return with_themes(config, read_themes(folder, config))


def with_themes(config: AtlasConfig, themes: Sequence[Theme]) -> AtlasConfig:
    """The same atlas with these themes, in their order."""
    return replace(config, themes=tuple(sorted(themes, key=lambda t: (t.order, t.key))))


def read_themes(folder: Path, config: AtlasConfig) -> tuple[Theme, ...]:
    """Read every ``*.toml`` of a folder as a theme.

    Raises:
        AtlasError: There is no theme, or one says something that geomap does not know.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        shown = display_name(folder, config.root)
        refuse(
            Location(shown),
            Text("没有主题文件", "no theme files"),
            Text("请添加 <主题>.toml", "add a <theme>.toml"),
        )
    return tuple(_theme(path, config) for path in paths)


def _datum(table: StrictTable, default: str | None = None) -> Datum:
    words = table.string("datum", default)
    try:
        return Datum.parse(words)
    except DatumError as error:
        refuse(table.at("datum"), error.message)


def _chapter(table: StrictTable) -> Text:
    title = Text(table.string("zh"), table.string("en"))
    table.done()
    return title


def _files(declared: StrictTable, boundaries: StrictTable, root: Path) -> AtlasFiles:
    table = declared.table("files", required=False)
    encodings: dict[str, str] = {}

    def path(key: str) -> Path | None:
        """``key = "file"``, or ``key = { file = "…", encoding = "…" }``."""
        if not table.has(key):
            return None
        if not table.is_table(key):
            return root / table.string(key)
        inner = table.table(key)
        file = root / inner.string("file")
        if inner.has("encoding"):
            encodings[key] = _encoding(inner)
        inner.done()
        return file

    files = AtlasFiles(
        districts=root / boundaries.string("file"),
        indicators=path("indicators"),
        measures=path("measures"),
        projects=path("projects"),
        sites=path("sites"),
        encodings=encodings,
    )
    table.done()
    return files


def _encoding(table: StrictTable) -> str:
    words = table.string("encoding")
    try:
        return codecs.lookup(words).name
    except LookupError:
        refuse(
            table.at("encoding"),
            Text(f"未知编码“{words}”", f"unknown encoding {words!r}"),
            Text("可用 utf-8、gb18030、big5 等", "use utf-8, gb18030, big5 or the like"),
        )


def _source(key: str, table: StrictTable) -> Source:
    source = Source(key, Text(table.string("zh"), table.string("en")))
    table.done()
    return source


def _region(table: StrictTable) -> Region:
    region = Region(
        key=table.string("name"),
        title=Text(table.string("name"), table.string("en")),
        parts=table.list_of("parts", str),
        color=_color(table, "color") if table.has("color") else None,
    )
    table.done()
    return region


def _check_references(config: AtlasConfig, name: str) -> None:
    proper = [region.key for region in config.regions if not region.parts]
    for region in config.regions:
        for part in region.parts:
            require_known(part, proper, Location(name, column=f"regions.{region.key}.parts"))
    indicators = [indicator.key for indicator in config.indicators]
    for indicator in config.indicators:
        if indicator.weight is not None:
            place = Location(name, column=f"indicators.{indicator.key}.weight")
            require_known(indicator.weight, indicators, place)
    keys = [source.key for source in config.sources]
    require_known(config.boundary_source, keys, Location(name, column="boundaries.source"))


def _indicator(key: str, table: StrictTable) -> Indicator:
    indicator = Indicator(
        key=key,
        title=Text(table.string("zh"), table.string("en")),
        unit=table.text("unit"),
        digits=table.integer("digits", 0),
        weight=table.string("weight") if table.has("weight") else None,
    )
    table.done()
    return indicator


def _kind(key: str, table: StrictTable) -> Kind:
    kind = Kind(
        key=key,
        title=Text(table.string("zh"), table.string("en")),
        color=_color(table, "color"),
        shape=cast("Shape", table.choice("shape", get_args(Shape), "circle")),
        pattern=cast("Pattern", table.choice("pattern", get_args(Pattern), "diagonal")),
    )
    table.done()
    return kind


def _color(table: StrictTable, key: str) -> str:
    color = table.string(key)
    if not _COLOR.fullmatch(color):
        refuse(
            table.at(key),
            Text(f"颜色“{color}”", f"colour {color!r}"),
            Text("应写作 #rrggbb（小写）", "write it as #rrggbb, lower case"),
        )
    return color


def _theme(path: Path, config: AtlasConfig) -> Theme:
    name = display_name(path, config.root)
    declared = StrictTable(read_toml(path, name, config.root), Location(name))
    if not _KEY.fullmatch(path.stem):
        refuse(
            Location(name),
            Text("文件名用作主题名", "the file name is the theme's key"),
            Text("只用小写字母、数字、- 和 _", "use lower-case letters, digits, - and _"),
        )
    regions = [region.key for region in config.regions]
    extent = declared.choice("extent", regions) if declared.has("extent") else None
    theme = Theme(
        key=path.stem,
        title=declared.text("title"),
        subtitle=declared.text("subtitle"),
        fill=_fill(declared.table("fill"), config, regions),
        location=Location(name),
        order=declared.integer("order", 100),
        extent=extent,
        projects=_selection(declared, "projects", config),
        sites=declared.list_of("sites", str),
        measures=_selection(declared, "measures", config),
        sources=declared.list_of("sources", str),
        notes=tuple(_chapter(note) for note in declared.array("notes")),
    )
    declared.done()
    for network in theme.sites:
        require_known(network, [kind.key for kind in config.kinds], declared.at("sites"))
    for source in theme.sources:
        require_known(source, [s.key for s in config.sources], declared.at("sources"))
    return theme


def _fill(table: StrictTable, config: AtlasConfig, regions: Sequence[str]) -> Fill:
    by = cast("FillBy", table.choice("by", get_args(FillBy)))
    fill = Fill(
        by=by,
        title=table.text("title") if table.has("title") else None,
        indicator=(
            table.choice("indicator", [i.key for i in config.indicators])
            if by == "indicator"
            else None
        ),
        year=table.integer("year") if by == "indicator" else None,
        scheme=cast("Scheme", table.choice("scheme", get_args(Scheme), "natural")),
        k=table.integer("k", 5),
        breaks=table.list_of("breaks", float),
        palette=table.choice("palette", get_args(Palette), "blues"),
        regions=table.list_of("regions", str),
    )
    table.done()
    for region in fill.regions:
        require_known(region, regions, table.at("regions"))
    _check_classes(fill, table)
    return fill


def _check_classes(fill: Fill, table: StrictTable) -> None:
    if fill.k < 1:
        refuse(table.at("k"), Text("级数应不小于 1", "the number of classes must be at least 1"))
    ascending = all(low < high for low, high in pairwise(fill.breaks))
    if not ascending or (fill.scheme == "breaks" and not fill.breaks):
        refuse(
            table.at("breaks"),
            Text("须给出递增的分级界限", "the inner edges of the classes must be given, ascending"),
            Text("如 [40, 60, 80]", "such as [40, 60, 80]"),
        )


def _selection(declared: StrictTable, key: str, config: AtlasConfig) -> Selection:
    table = declared.table(key, required=False)
    selection = Selection(
        chapters=table.list_of("chapters", int),
        articles=table.list_of("articles", int),
        kinds=table.list_of("kinds", str),
    )
    table.done()
    for kind in selection.kinds:
        require_known(kind, [k.key for k in config.kinds], table.at("kinds"))
    return selection
