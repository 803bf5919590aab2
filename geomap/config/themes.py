"""Reads ``data/themes/*.toml``: what a map shows and how it looks."""

import re
from pathlib import Path
from typing import cast

from geomap.config.declared import StrictTable
from geomap.config.faults import Faults
from geomap.config.fills import read_circles, read_dots, read_fill
from geomap.config.known import Known
from geomap.config.sheets import read_sheet
from geomap.errors import AtlasError
from geomap.model import ALL, AtlasConfig, Location, Selection, Theme
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
    known = Known(config, declared.faults)
    theme = Theme(
        key=key,
        title=declared.text("title"),
        subtitle=declared.text("subtitle", Text("", "")),
        fill=read_fill(declared.table("fill", required=False), known, config),
        location=declared.location,
        order=declared.integer("order", 100),
        extent=_extent(declared, known),
        projects=_selection(declared, "projects"),
        sites=_networks(declared),
        measures=_selection(declared, "measures"),
        sources=declared.list_of("sources", str),
        notes=declared.texts("notes"),
        context=declared.flag("context", default=True),
        circles=read_circles(declared.table("circles"), known) if declared.has("circles") else None,
        headline=_headline(declared),
        dots=read_dots(declared.table("dots"), known) if declared.has("dots") else None,
        sheet=read_sheet(declared.table("sheet", required=False)),
    )
    declared.done()
    known.check(declared, "sites", "kinds", [key for key in theme.sites if key != ALL])
    known.check(declared, "sources", "sources", theme.sources)
    known.check(declared, "projects.kinds", "kinds", theme.projects.kinds)
    known.check(declared, "measures.kinds", "kinds", theme.measures.kinds)
    return theme


def _extent(declared: StrictTable, known: Known) -> tuple[str, ...]:
    """A region, or a list of regions and districts, which `geomap.checks` looks up."""
    if declared.is_list("extent"):
        return cast("tuple[str, ...]", declared.list_of("extent", str))
    if not declared.has("extent"):
        return ()
    named = declared.string("extent")
    known.check(declared, "extent", "regions", [named])
    return (named,)


def _headline(declared: StrictTable) -> Text | bool:
    """``true`` for a sentence made from the data, or the words themselves."""
    if declared.is_text("headline") or declared.is_table("headline"):
        return declared.text("headline")
    return declared.flag("headline", default=False)


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
