"""The page's own script and style, as they are inlined.

The script is written as small modules that name what they import, so that an editor and a type
checker understand them; here they are joined into one function, each after those it imports.
"""

import posixpath
import re
from functools import cache
from importlib import resources

from geomap.renderers.web import squeeze

PAGE = "page.js"
COMPARE = "compare/open.js"  # instead of the page's, where maps are compared
STORY = "story/open.js"  # and where they tell a story
TILES = "map/tiles.js"  # only on pages with a base map
DOTS = "dots/open.js"  # only on pages with many sites
FOLIUM = "map/folium.js"  # only on pages that a notebook user added folium layers to

_FROM = re.compile(r'^import [^;]*? from "(?P<path>[./\w]+)";$', re.MULTILINE)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function |const )", re.MULTILINE)


@cache
def page_script() -> str:
    """The script that turns the page's data into the page: ``geomap.openPage(id)``."""
    return _joined(PAGE, "geomap", "openPage")


@cache
def tiles_script() -> str:
    """The tiles of a base map: ``geomapTiles.tileLayer(basemap, maxZoom)``."""
    return _joined(TILES, "geomapTiles", "tileLayer")


@cache
def dots_script() -> str:
    """Many sites: ``geomapDots.openDots(payload)``."""
    return _joined(DOTS, "geomapDots", "openDots")


@cache
def folium_script() -> str:
    """What folium's own layers need: ``geomapFolium.helpFolium(marker)``."""
    return _joined(FOLIUM, "geomapFolium", "helpFolium")


@cache
def compare_script() -> str:
    """Two maps beside each other: ``geomapCompare.openCompare(id)``."""
    return _joined(COMPARE, "geomapCompare", "openCompare")


@cache
def story_script() -> str:
    """A walk through maps: ``geomapStory.openStory(id)``."""
    return _joined(STORY, "geomapStory", "openStory")


@cache
def page_style(more: str = "") -> str:
    """The style sheet, and what another kind of page adds to it, by the name of its file."""
    return squeeze.style(_read("page.css") + (_read(f"{more}.css") if more else ""))


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The modules that an entry needs, itself last: each after those it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        for imported in imports(name):
            if imported not in found:
                visit(imported)
        found[name] = None

    visit(entry)
    return tuple(found)


def imports(name: str) -> tuple[str, ...]:
    """The modules that a module imports, as they stand in it."""
    folder = posixpath.dirname(name)
    paths = (match["path"] for match in _FROM.finditer(_read(f"script/{name}")))
    return tuple(posixpath.normpath(posixpath.join(folder, path)) for path in paths)


def _joined(first: str, variable: str, entry: str) -> str:
    parts = (_bare(_read(f"script/{name}")) for name in modules(first))
    return (
        f'var {variable} = (function () {{\n"use strict";\n'
        + "".join(parts)
        + f"return {{ {entry}: {entry} }};\n}})();\n"
    )


def _bare(source: str) -> str:
    """A module without its imports, exports and what only its authors read."""
    return squeeze.script(_EXPORT.sub("", _IMPORT.sub("", source)))


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
