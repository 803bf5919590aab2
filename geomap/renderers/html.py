"""A map, or a whole atlas, as one HTML file that opens anywhere and asks for nothing."""

from collections.abc import Sequence

from geomap.model import MapSpec
from geomap.renderers.folium_map import page_map


def render(spec: MapSpec, *, picture: bytes | None = None) -> bytes:
    """Draw a map as a page.

    Args:
        spec: The map.
        picture: The same map as SVG or PNG, shown where scripts do not run.

    Returns:
        The page, UTF-8. Equal maps give equal bytes.
    """
    return _page([spec], picture)


def render_atlas(specs: Sequence[MapSpec]) -> bytes:
    """Draw all maps of an atlas as one page with a switcher.

    Args:
        specs: At least one map, in the order of the switcher.

    Returns:
        The page, UTF-8. Equal maps give equal bytes.
    """
    return _page(specs, None)


def _page(specs: Sequence[MapSpec], picture: bytes | None) -> bytes:
    html: str = page_map(specs, picture).get_root().render()
    # Half a character (a lone surrogate) cannot be written as UTF-8; it must not stop a build.
    return html.encode(errors="xmlcharrefreplace")
