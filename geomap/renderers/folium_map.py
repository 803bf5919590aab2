"""A map as a `folium.Map`: what ``.explore()`` returns, and what the page is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import folium

from geomap.model import Basemap, MapSpec
from geomap.model.profile import ProfileLinks
from geomap.renderers import basemaps
from geomap.renderers.web.columns import columns
from geomap.renderers.web.figure import Document, Kind, PageMap
from geomap.renderers.web.inert import encoded
from geomap.renderers.web.noscript import static_page
from geomap.renderers.web.payload import payload


def folium_map(spec: MapSpec, basemap: Basemap | None = None) -> folium.Map:
    """Draw a map with Folium.

    Args:
        spec: The map.
        basemap: Online map below the districts.

    Returns:
        A map to go on with: ``folium.Marker(…).add_to(it)``. In a notebook it shows itself.

    Raises:
        RenderError: The base map's key is wanting.
    """
    return page_map([spec], basemap)


def page_map(
    specs: Sequence[MapSpec],
    basemap: Basemap | None = None,
    profiles: ProfileLinks | None = None,
    *,
    kind: Kind = "page",
    more: Mapping[str, Any] | None = None,
    told: str = "",
) -> PageMap:
    """One page for one or several maps of an atlas.

    Args:
        specs: At least one map; the first is the one the page opens with.
        basemap: Online map below the districts.
        profiles: Where the cards of districts lead to.
        kind: What the page is.
        more: What its script reads besides the maps, as JSON.
        told: HTML that stands before the maps' words where no script runs.

    Raises:
        RenderError: The base map's key is wanting.
    """
    # Whoever makes the page says whether a key may stand in it; here it is never looked up.
    tiles = None if basemap is None else basemaps.without_key(basemap)
    specs = [each for spec in specs for each in _years(spec)]
    first = specs[0]
    lang = first.language
    west, south, east, north = first.extent
    title = first.title.get(lang)
    atlas = first.atlas.get(lang)
    data = payload(specs, tiles, profiles)
    return PageMap(
        Document(
            lang=lang,
            title=f"{title} – {atlas}",
            description=first.alt.get(lang),
            data=encoded(_by_columns({**data.content, **(more or {})})),
            blocks=data.blocks,
            static=told + static_page(specs),
            kind=kind,
            centre=((south + north) / 2, (west + east) / 2),
            images=() if tiles is None else basemaps.origins(tiles),
        )
    )


def _by_columns(data: dict[str, Any]) -> dict[str, Any]:
    """The page's data with its marks, of which there may be thousands, as columns."""
    return {**data, "marks": columns(data["marks"])}


def _years(spec: MapSpec) -> tuple[MapSpec, ...]:
    """The maps of a theme on a page: its years, picked as themes are, the latest first."""
    return tuple(panel.spec for panel in reversed(spec.panels)) or (spec,)
