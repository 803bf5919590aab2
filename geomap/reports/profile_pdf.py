"""Profiles as PDF: one district's pages, or all of them bound with cover and contents."""

from collections.abc import Sequence

from geomap.renderers.binding import BoundPage, bind
from geomap.renderers.pdf import Leaf
from geomap.renderers.sheet.primitives import Printed
from geomap.reports.front import Front, folio
from geomap.reports.profile_sheet import PAGE
from geomap.text import Text

_PROFILES = Text("区县概况", "District profiles")


def write(pages: Sequence[Printed]) -> bytes:
    """The pages of one district as a file."""
    first = pages[0]
    bound = [
        BoundPage(Leaf(page.page, page.layers, tag="P"), "" if n else page.title)
        for n, page in enumerate(pages)
    ]
    return bind(bound, first.lang, {"Title": first.title, "Author": first.author})


def write_all(districts: Sequence[Sequence[Printed]]) -> bytes:
    """All districts as one atlas: cover, contents that lead to their pages, outline.

    Args:
        districts: The pages of each, in order; at least one.
    """
    first = districts[0][0]
    title = _PROFILES.get(first.lang)
    front = Front(PAGE, first.lang, first.author, (title, first.subject))
    entries, leaves = [], 0
    for pages in districts:
        entries.append((pages[0].title, leaves))
        leaves += len(pages)
    bound = list(front.pages(entries))
    for pages in districts:
        for n, page in enumerate(pages):
            layers = (*page.layers, folio(PAGE, len(bound) + 1))
            bound.append(BoundPage(Leaf(PAGE, layers, tag="P"), "" if n else page.title))
    info = {"Title": f"{first.author} · {title}", "Subject": first.subject}
    return bind(bound, first.lang, info)
