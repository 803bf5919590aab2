"""The page's own script and style, as they are inlined.

The script is written as small modules that name what they import, so that an editor and a type
checker understand them; here they are joined in a fixed order into one function.
"""

import re
from functools import cache
from importlib import resources

# Each module after those it imports from.
MODULES = (
    "dom.js",
    "words.js",
    "decode.js",
    "store.js",
    "address.js",
    "look.js",
    "filter.js",
    "basemap.js",
    "labels.js",
    "layers.js",
    "choose.js",
    "hover.js",
    "roam.js",
    "stage.js",
    "card.js",
    "legend.js",
    "search.js",
    "csv.js",
    "table.js",
    "panel.js",
    "head.js",
    "frame.js",
    "page.js",
)
# Only on pages with a base map.
TILE_MODULES = ("gcj02.js", "tiles.js")
# Only on pages that a notebook user added folium layers to.
FOLIUM_MODULE = "folium.js"

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function |const )", re.MULTILINE)
# Comments that stand on lines of their own explain the source; a page need not carry them.
_COMMENT = re.compile(r"^\s*(?:/\*(?:.|\n)*?\*/|//.*)\n", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)


@cache
def page_script() -> str:
    """The script that turns the page's data into the page: ``geomap.openPage(id)``."""
    return _joined(MODULES, "geomap", "openPage")


@cache
def tiles_script() -> str:
    """The tiles of a base map: ``geomapTiles.tileLayer(basemap, maxZoom)``."""
    return _joined(TILE_MODULES, "geomapTiles", "tileLayer")


@cache
def folium_script() -> str:
    """What folium's own layers need: ``geomapFolium.helpFolium(marker)``."""
    return _joined((FOLIUM_MODULE,), "geomapFolium", "helpFolium")


@cache
def page_style() -> str:
    """The style sheet."""
    return _INDENT.sub("", _COMMENT.sub("", _read("page.css")))


def _joined(names: tuple[str, ...], variable: str, entry: str) -> str:
    parts = (_bare(_read(f"script/{name}")) for name in names)
    return (
        f'var {variable} = (function () {{\n"use strict";\n'
        + "".join(parts)
        + f"return {{ {entry}: {entry} }};\n}})();\n"
    )


def _bare(source: str) -> str:
    """A module without its imports, exports, comments and indents."""
    plain = _EXPORT.sub("", _IMPORT.sub("", _COMMENT.sub("", source)))
    return _INDENT.sub("", plain).replace("\n\n", "\n")


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
