"""Reads ``geomap.toml`` into an `AtlasConfig`; the themes are read by `geomap.config.themes`.

A title, boundaries and one theme make an atlas. Every key is known and typed; an unknown one is
refused with the key that was perhaps meant, and all that is wrong is told at once.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from geomap.config import basemaps
from geomap.config.declared import StrictTable
from geomap.config.faults import Faults
from geomap.config.indicators import check_indicators, indicator
from geomap.config.themes import read_themes
from geomap.errors import DatumError
from geomap.geo.datum import Datum
from geomap.model import (
    KIND_COLORS,
    AtlasConfig,
    AtlasFiles,
    ContextFile,
    InputFile,
    Kind,
    Location,
    Pattern,
    Region,
    Role,
    Shape,
    Source,
    Theme,
)
from geomap.sources.disk import display_name
from geomap.sources.toml import read_toml
from geomap.text import Lang, Text

CONFIG = "geomap.toml"
_COLOR = re.compile(r"#[0-9a-f]{6}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NOTHING = Text("", "")
# What may be said once for all rows of a file.
_SAID = ("source", "year", "unit", "indicator")
_PLACED = ("kind", "network", "datum", "certainty", "uncertainty_m", "source", "status", "article")


def read_atlas(path: Path) -> AtlasConfig:
    """Read an atlas.

    Args:
        path: ``geomap.toml``, or the folder that holds it.

    Returns:
        The atlas with all its themes, paths resolved against its folder.

    Raises:
        AtlasError: A file is missing or says something that geomap does not know; the message has a
            line for each.
    """
    path = path / CONFIG if path.is_dir() else path
    root = path.resolve().parent
    name = display_name(path, root)
    faults = Faults()
    declared = StrictTable(read_toml(path, name), Location(name), faults)
    config = _config(declared, path, root)
    folder = root / declared.string("themes", "data/themes")
    declared.done()
    _check_references(config, declared)
    themes = read_themes(folder, config, faults)
    faults.end()
    return with_themes(config, themes)


def _config(declared: StrictTable, path: Path, root: Path) -> AtlasConfig:
    """All that ``geomap.toml`` says; the themes are still to be read."""
    boundaries = _boundaries(declared)
    plan = declared.table("plan", required=False)
    title = declared.text("title")
    config = AtlasConfig(
        file=path.resolve(),
        root=root,
        title=title,
        language=cast("Lang", declared.choice("language", get_args(Lang), _language(title))),
        reference_date=declared.day("reference_date"),
        provinces=tuple(Text(zh, en) for zh, en in declared.strings("provinces")),
        home=declared.string("home") if declared.has("home") else None,
        vintage=boundaries.string("vintage", ""),
        approval=declared.string("approval") if declared.has("approval") else None,
        boundary_source=boundaries.string("source") if boundaries.has("source") else None,
        boundary_datum=_datum(boundaries, "WGS84"),
        plan=Source("plan", plan.text("title")) if declared.has("plan") else None,
        chapters=plan.texts("chapters"),
        files=_files(declared, boundaries, root),
        sources=tuple(_source(key, table) for key, table in declared.tables("sources")),
        regions=tuple(_region(table) for table in declared.array("regions")),
        indicators=tuple(indicator(key, table) for key, table in declared.tables("indicators")),
        kinds=tuple(
            _kind(key, table, KIND_COLORS[number % len(KIND_COLORS)])
            for number, (key, table) in enumerate(declared.tables("kinds"))
        ),
        basemaps=tuple(
            basemaps.declared(key, table, _datum(table))
            for key, table in declared.tables("basemaps")
        ),
        themes=(),
        licence=declared.text("licence") if declared.has("licence") else None,
    )
    boundaries.done()
    plan.done()
    return config


def _boundaries(declared: StrictTable) -> StrictTable:
    """``boundaries = "file"``, or a table with more about them."""
    if not declared.is_text("boundaries"):
        return declared.table("boundaries")
    place = declared.at("boundaries")
    return StrictTable({"file": declared.string("boundaries")}, place, declared.faults)


def _language(title: Text) -> Lang:
    """The language that an atlas of this title is in."""
    return "zh" if _CHINESE.search(title.zh) else "en"


def with_themes(config: AtlasConfig, themes: Sequence[Theme]) -> AtlasConfig:
    """The same atlas with these themes, in their order."""
    return replace(config, themes=tuple(sorted(themes, key=lambda t: (t.order, t.key))))


def _datum(table: StrictTable, default: str | None = None) -> Datum:
    words = table.string("datum", default)
    try:
        return Datum.parse(words)
    except DatumError as error:
        if words:  # that it is missing was told
            table.refuse(table.at("datum"), error.message)
        return Datum.WGS84


def _files(declared: StrictTable, boundaries: StrictTable, root: Path) -> AtlasFiles:
    table = declared.table("files", required=False)
    files = AtlasFiles(
        districts=_input(boundaries, root),
        **{key: _inputs(table, key, root) for key in ("indicators", "measures")},
        **{key: _inputs(table, key, root, _PLACED) for key in ("projects", "sites")},
        context=tuple(_context(layer, root) for layer in declared.array("context")),
    )
    table.done()
    return files


def _inputs(
    table: StrictTable, key: str, root: Path, defaults: Sequence[str] = _SAID
) -> tuple[InputFile, ...]:
    """``key = "file"``, ``key = { file = "…", … }``, or a list of these."""
    return tuple(_closed(_input(item, root, defaults), item) for item in table.either(key, "file"))


def _closed(file: InputFile, table: StrictTable) -> InputFile:
    """The file; the table that declared it has no other key."""
    table.done()
    return file


def _input(table: StrictTable, root: Path, defaults: Sequence[str] = ()) -> InputFile:
    return InputFile(
        path=root / table.string("file"),
        encoding=_encoding(table) if table.has("encoding") else None,
        layer=next((table.string(key) for key in ("layer", "sheet") if table.has(key)), None),
        crs=table.string("crs") if table.has("crs") else None,
        columns=dict(table.strings("columns")),
        defaults={key: table.string(key) for key in defaults if table.has(key)},
        header=table.flag("header", default=True),
        sheets="year" if table.has("sheets") and table.choice("sheets", ("year",)) else None,
    )


def _context(table: StrictTable, root: Path) -> ContextFile:
    layer = ContextFile(
        file=_input(table, root),
        role=cast("Role", table.choice("role", get_args(Role))),
        datum=_datum(table) if table.has("datum") else None,
        source=table.string("source") if table.has("source") else None,
    )
    table.done()
    return layer


def _encoding(table: StrictTable) -> str:
    words = table.string("encoding")
    try:
        return codecs.lookup(words).name
    except LookupError:
        table.refuse(
            table.at("encoding"),
            Text(f"未知编码“{words}”", f"unknown encoding {words!r}"),
            Text("可用 utf-8、gb18030、big5 等", "use utf-8, gb18030, big5 or the like"),
        )
        return "utf-8"


def _source(key: str, table: StrictTable) -> Source:
    source = Source(key, table.names())
    table.done()
    return source


def _region(table: StrictTable) -> Region:
    name = table.string("name")
    region = Region(
        key=name,
        title=Text(name, table.string("en", name)),
        parts=table.list_of("parts", str),
        color=_color(table, "color") if table.has("color") else None,
    )
    table.done()
    return region


def _check_references(config: AtlasConfig, declared: StrictTable) -> None:
    """What the file says by name must be declared in it."""
    proper = [region.key for region in config.regions if not region.parts]
    for region in config.regions:
        for part in region.parts:
            declared.require_known(part, proper, declared.at(f"regions.{region.key}.parts"))
    check_indicators(config.indicators, declared)
    keys = [source.key for source in config.sources]
    if config.boundary_source is not None:
        declared.require_known(config.boundary_source, keys, declared.at("boundaries.source"))
    for number, layer in enumerate(config.files.context, 1):
        if layer.source is not None:
            place = declared.at(f"context[{number}].source")
            declared.require_known(layer.source, keys, place)


def _kind(key: str, table: StrictTable, usual: str) -> Kind:
    kind = Kind(
        key=key,
        title=table.names(Text.same(key)),
        color=_color(table, "color") if table.has("color") else usual,
        shape=cast("Shape", table.choice("shape", get_args(Shape), "circle")),
        pattern=cast("Pattern", table.choice("pattern", get_args(Pattern), "diagonal")),
    )
    table.done()
    return kind


def _color(table: StrictTable, key: str) -> str:
    color = table.string(key)
    if color and not _COLOR.fullmatch(color):
        table.refuse(
            table.at(key),
            Text(f"颜色“{color}”", f"colour {color!r}"),
            Text("应写作 #rrggbb（小写）", "write it as #rrggbb, lower case"),
        )
    return color
