"""Picture formats, one module each: a `geomap.model.MapSpec` in, the bytes of a file out.

A new format is one module with a ``render`` of the same shape, and one line here. A renderer adds
nothing to the map and leaves nothing out.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from geomap.errors import RenderError
from geomap.model import Basemap, MapSpec
from geomap.text import Lang, Text

# Formats that are a sheet of paper, and the page that holds everything to click on.
SHEETS: dict[str, str] = {
    "png": "geomap.renderers.png",
    "svg": "geomap.renderers.svg",
    "pdf": "geomap.renderers.pdf",
}
PAGES: dict[str, str] = {"html": "geomap.renderers.html"}
RENDERERS: dict[str, str] = PAGES | SHEETS


class SheetRenderer(Protocol):
    """What a module for a sheet offers."""

    def render(self, spec: MapSpec, *, page: str, lang: Lang | None = None) -> bytes:
        """The bytes of the sheet; ``page`` is e.g. ``A4-landscape``."""


class PageRenderer(Protocol):
    """What the module for pages offers."""

    def render_atlas(self, specs: Sequence[MapSpec], basemap: Basemap | None = None) -> bytes:
        """The bytes of one page with all maps."""

    def render(self, spec: MapSpec, basemap: Basemap | None = None) -> bytes:
        """The bytes of the page."""


def render_sheet(spec: MapSpec, picture_format: str, page: str, lang: Lang | None = None) -> bytes:
    """Draw a map as a sheet.

    Raises:
        RenderError: Unknown format or page, or the sheet cannot be drawn.
    """
    check_format(picture_format, SHEETS)
    module: SheetRenderer = import_module(SHEETS[picture_format])
    return module.render(spec, page=page, lang=lang)


def unplaced(spec: MapSpec, page: str, lang: Lang | None = None) -> tuple[str, ...]:
    """Full names of what has no room for its name on a sheet; the legend or a list still tells it.

    Raises:
        RenderError: Unknown page, or the sheet cannot be drawn.
    """
    from geomap.renderers.sheet.layout import lay_out  # noqa: PLC0415 # only pages may be asked for

    return lay_out(spec, page, lang).unplaced


def render_page(spec: MapSpec, basemap: Basemap | None = None) -> bytes:
    """Draw a map as an interactive page, on an online map if one is given.

    Raises:
        RenderError: The page cannot be made.
    """
    module: PageRenderer = import_module(PAGES["html"])
    return module.render(spec, basemap)


def render_atlas(specs: Sequence[MapSpec], basemap: Basemap | None = None) -> bytes:
    """Draw all maps of an atlas as one interactive page with a switcher.

    Raises:
        RenderError: The page cannot be made.
    """
    module: PageRenderer = import_module(PAGES["html"])
    return module.render_atlas(specs, basemap)


def check_format(name: str, known: dict[str, str]) -> None:
    """Refuse an unknown format.

    Raises:
        RenderError: The format is not among the known ones, which the message lists.
    """
    if name not in known:
        listed = ", ".join(known)
        raise RenderError(
            Text(
                f"不支持的格式“{name}”；可用：{listed}", f"unknown format {name!r}; known: {listed}"
            )
        )
