"""Snippets that put a map into other pages. Pure."""

import html

from geomap.config.declared import require_known
from geomap.errors import AtlasError
from geomap.model import AtlasConfig, Location
from geomap.text import Text

_MIN_HEIGHT, _MAX_HEIGHT = 200, 4000


def iframe(config: AtlasConfig, theme: str, height: int, url: str | None = None) -> str:
    """An ``<iframe>`` of a theme's page, sandboxed: scripts, but no access to the page around it.

    Args:
        config: The atlas.
        theme: Key of the theme.
        height: Height in pixels.
        url: Address of the page; ``<theme>.html``, beside the page around it, otherwise.

    Raises:
        AtlasError: Unknown theme, an address that is neither relative nor http(s), or a height
            that no page has.
    """
    themes = {t.key: t for t in config.themes}
    require_known(theme, tuple(themes), Location("data/themes"), Text("主题", "theme"))
    if not _MIN_HEIGHT <= height <= _MAX_HEIGHT:
        raise AtlasError(
            Text(
                f"高度 {height} 像素；应为 {_MIN_HEIGHT} 至 {_MAX_HEIGHT}",
                f"a height of {height} pixels; use {_MIN_HEIGHT} to {_MAX_HEIGHT}",
            )
        )
    address = url or f"{theme}.html"
    scheme, colon, _ = address.partition(":")
    if colon and "/" not in scheme and scheme.lower() not in {"http", "https"}:
        raise AtlasError(
            Text(
                f"网址“{address}”；只能用 http、https 或相对地址",
                f"the address {address!r}; use http, https or a relative one",
            )
        )
    title = themes[theme].title.get(config.language)
    return (
        f'<iframe src="{html.escape(address)}#plain" title="{html.escape(title)}" '
        f'sandbox="allow-scripts" loading="lazy" '
        f'style="width:100%;height:{height}px;border:0"></iframe>'
    )
