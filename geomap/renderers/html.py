"""A map, or a whole atlas, as one HTML file that opens anywhere.

It asks for nothing, unless it is given a base map: then for that map's tiles and nothing else.
"""

from collections.abc import Sequence

from geomap.model import Basemap, MapSpec
from geomap.model.profile import ProfileLinks
from geomap.renderers.folium_map import page_map


def render(
    spec: MapSpec, basemap: Basemap | None = None, profiles: ProfileLinks | None = None
) -> bytes:
    """Draw a map as a page.

    Args:
        spec: The map.
        basemap: Online map below the districts. Its key, if it has one, stands in the page.
        profiles: Where the cards of districts lead to.

    Returns:
        The page, UTF-8. Equal maps give equal bytes.

    Raises:
        RenderError: The base map's key is wanting.
    """
    return _page([spec], basemap, profiles)


def render_atlas(
    specs: Sequence[MapSpec],
    basemap: Basemap | None = None,
    profiles: ProfileLinks | None = None,
) -> bytes:
    """Draw all maps of an atlas as one page with a switcher.

    Args:
        specs: At least one map, in the order of the switcher.
        basemap: As for `render`.
        profiles: As for `render`.

    Returns:
        The page, UTF-8. Equal maps give equal bytes.

    Raises:
        RenderError: The base map's key is wanting.
    """
    return _page(specs, basemap, profiles)


def _page(
    specs: Sequence[MapSpec], basemap: Basemap | None, profiles: ProfileLinks | None
) -> bytes:
    html: str = page_map(specs, basemap, profiles).get_root().render()
    # Half a character (a lone surrogate) cannot be written as UTF-8; it must not stop a build.
    return html.encode(errors="xmlcharrefreplace")
