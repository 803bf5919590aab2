"""Two maps of an atlas on one page, with one view, as one HTML file that opens anywhere."""

from collections.abc import Sequence

from geomap.model import MapSpec
from geomap.renderers.folium_map import page_map


def render(specs: Sequence[MapSpec]) -> bytes:
    """Draw maps to be compared.

    Args:
        specs: At least two maps of one atlas; the page opens with the first two, and its reader may
            choose others of them.

    Returns:
        The page, UTF-8. Equal maps give equal bytes.
    """
    html: str = page_map(specs, kind="compare").get_root().render()
    return html.encode(errors="xmlcharrefreplace")
