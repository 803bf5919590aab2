"""A map as a `folium.Map`: what ``.explore()`` returns, and what the page is made of."""

from collections.abc import Sequence

import folium

from geomap.model import MapSpec
from geomap.web.figure import Document, PageMap
from geomap.web.payload import encoded, payload
from geomap.web.static import static_page


def folium_map(spec: MapSpec) -> folium.Map:
    """Draw a map with Folium.

    Args:
        spec: The map.

    Returns:
        A map to go on with: ``folium.Marker(…).add_to(it)``. In a notebook it shows itself.
    """
    return page_map([spec], None)


def page_map(specs: Sequence[MapSpec], picture: bytes | None) -> PageMap:
    """One page for one or several maps of an atlas.

    Args:
        specs: At least one map; the first is the one the page opens with.
        picture: Shown where scripts do not run.
    """
    first = specs[0]
    lang = first.language
    west, south, east, north = first.extent
    title = first.title.get(lang)
    atlas = first.atlas.get(lang)
    return PageMap(
        Document(
            lang=lang,
            title=f"{title} – {atlas}",
            description=first.alt.get(lang),
            data=encoded(payload(specs)),
            static=static_page(specs, picture),
            centre=((south + north) / 2, (west + east) / 2),
        )
    )
