"""The page as a Folium map: geomap draws, Folium keeps the door open for more layers.

Folium and branca render what they are given as Jinja templates, twice. Nothing from a map ever
passes through them here: the document is put together by plain concatenation, data stands in one
inert JSON block, and only layers that a user adds with Folium are rendered by Folium.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import folium
from branca.element import Element, Figure

from geomap.renderers.web import assets
from geomap.renderers.web.leaflet import leaflet
from geomap.text import Lang

# One map with its panel; two maps beside each other; a text that walks through maps.
Kind = Literal["page", "compare", "story"]

_MAP_ID = "geomap"
_START = 'var map_geomap = {opens}("map_geomap");'
# By kind of page: what opens it.
_OPENS: dict[Kind, str] = {
    "page": "geomap.openPage",
    "compare": "geomapCompare.openCompare",
    "story": "geomapStory.openStory",
}
_SCRIPTS: dict[Kind, Callable[[], str]] = {
    "page": assets.page_script,
    "compare": assets.compare_script,
    "story": assets.story_script,
}
_STYLES: dict[Kind, str] = {"page": "", "compare": "compare", "story": "story"}
_HTML_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}
_NOTEBOOK_HEIGHT = 620
# What folium.Icon draws with. Folium gets it from the network; so does a page with such markers.
_ICON_SCRIPTS = {"awesome_markers"}


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a page that come from maps, ready to be put in place.

    Attributes:
        lang: Language it opens in.
        title: Title of the window, as text.
        description: What the page shows, as text.
        data: JSON from `geomap.renderers.web.payload.encoded`.
        static: HTML for browsers that run no script.
        centre: Latitude, longitude.
        blocks: By name, base64 of columns of many rows.
        kind: What the page is.
        images: Origins that the page may load pictures from, e.g. ``https://tile.example.org``.
    """

    lang: Lang
    title: str
    description: str
    data: str
    static: str
    centre: tuple[float, float]
    blocks: Mapping[str, str]
    kind: Kind = "page"
    images: tuple[str, ...] = ()


class PageMap(folium.Map):
    """A `folium.Map` that is drawn by geomap's own script. Add layers to it as to any other.

    Without added layers the page asks the network for nothing and runs no script but its own.
    Layers added with Folium are Folium's: what they load and what HTML they hold is up to whoever
    adds them, and such a page carries no Content-Security-Policy.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 # folium's name for it; never changed
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, document: Document) -> None:
        super().__init__(location=document.centre, tiles=None)
        # branca's ids are random; a page has one map, and equal maps give equal bytes.
        self._id = _MAP_ID
        PageFigure(document).add_child(self)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 # branca's signature
        """Render the added layers into the figure; the map itself is the figure's business."""
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class PageFigure(Figure):
    """The document around a `PageMap`."""

    def __init__(self, document: Document) -> None:
        super().__init__(title=None)
        self._document = document
        self.header._children.clear()  # noqa: SLF001 # branca's own meta tag; ours comes first

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 # branca's signature
        """The whole document."""
        for child in self._children.values():
            child.render(**kwargs)
        added = _Added(
            header=_rendered(self.header, kwargs),
            html=_rendered(self.html, kwargs),
            script=_rendered(self.script, kwargs),
            front=self._front(),
            icons=any(isinstance(child, folium.Icon) for child in _descendants(self)),
        )
        return _whole(self._document, added)

    def _front(self) -> tuple[str, ...]:
        """Names of layers that the user asked to stay in front."""
        maps = (child for child in self._children.values() if isinstance(child, folium.Map))
        return tuple(layer.get_name() for each in maps for layer in each.objects_to_stay_in_front)

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ANN401 # branca's signature
        """The page in a frame of its own, for a notebook."""
        return (
            f'<iframe srcdoc="{escape(self.render(**kwargs))}" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
            f'style="width:100%;height:{_NOTEBOOK_HEIGHT}px;border:1px solid #d9dee1"></iframe>'
        )


@dataclass(frozen=True, slots=True)
class _Added:
    """What layers added with Folium put into the page."""

    header: str
    html: str
    script: str
    front: tuple[str, ...]
    icons: bool

    def __bool__(self) -> bool:
        return bool(self.header or self.html or self.script)


def _rendered(part: Element, kwargs: dict[str, Any]) -> str:
    """A part of branca's figure; one without children stays empty, whatever its template says."""
    return part.render(**kwargs) if part._children else ""  # noqa: SLF001


def _descendants(element: Element) -> Iterator[Element]:
    for child in element._children.values():  # noqa: SLF001 # branca offers no other way
        yield child
        yield from _descendants(child)


def _whole(document: Document, added: _Added) -> str:
    scripts = [leaflet().script]
    if document.images:
        scripts.append(assets.tiles_script())
    if document.blocks:
        scripts.append(assets.dots_script())
    scripts.append(_SCRIPTS[document.kind]())
    if added:
        scripts.append(assets.folium_script())
        scripts.append(f"geomapFolium.helpFolium({list(leaflet().marker)!r});")
    start = (
        _START.format(opens=_OPENS[document.kind])
        + added.script
        + "".join(f"{name}.bringToFront();" for name in added.front)
    )
    style = leaflet().full_style if added else leaflet().style
    head = _head(document, "" if added else _policy([*scripts, start], document.images))
    return (
        f"<!DOCTYPE html>\n"
        f'<html lang="{_HTML_LANG[document.lang]}">\n<head>\n{head}'
        f"<style>\n{style}</style>\n<style>\n{assets.page_style(_STYLES[document.kind])}</style>\n"
        + "".join(f"<script>{script}</script>\n" for script in scripts)
        + (_icon_links() if added.icons else "")
        + added.header
        + f"</head>\n<body>\n{_BODY}{added.html}"
        f"<noscript>{document.static}</noscript>\n"
        f'<script type="application/json" id="geomap-data">{document.data}</script>\n'
        f"{_blocks(document)}"
        f"<script>{start}</script>\n</body>\n</html>\n"
    )


def _blocks(document: Document) -> str:
    """Numbers and names of many rows; what is base64 can be neither script nor markup."""
    return "".join(
        f'<script type="application/octet-stream" id="geomap-{name}">{block}</script>\n'
        for name, block in document.blocks.items()
    )


_BODY = (
    '<div class="app" id="geomap"><main class="stage" id="stage">'
    '<div class="folium-map" id="map_geomap"></div></main></div>\n'
)


def _head(document: Document, policy: str) -> str:
    return (
        '<meta charset="utf-8">\n'
        f"{policy}"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="geomap">\n'
        f'<meta name="description" content="{escape(document.description)}">\n'
        f"<title>{escape(document.title)}</title>\n"
    )


def _policy(scripts: list[str], images: tuple[str, ...]) -> str:
    """Nothing may be loaded but these images, nothing sent, only these very scripts may run."""
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    rules = (
        "default-src 'none'",
        f"script-src {hashes}",
        "style-src 'unsafe-inline'",
        " ".join(("img-src data:", *images)),
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">\n'


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _icon_links() -> str:
    scripts = [url for name, url in folium.Map.default_js if name in _ICON_SCRIPTS]
    styles = [url for name, url in folium.Map.default_css if name != "leaflet_css"]
    return "".join(f'<link rel="stylesheet" href="{url}">\n' for url in styles) + "".join(
        f'<script src="{url}"></script>\n' for url in scripts
    )
