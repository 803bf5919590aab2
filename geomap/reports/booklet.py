"""An atlas as one PDF: cover, contents that lead to their pages, and a sheet a map.

Tagged, so that a screen reader finds one figure with its alternative text a map; outlines, page
numbers, one font for all pages, and the same bytes each time.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from geomap.model import MapSpec
from geomap.model.profile import Profile
from geomap.model.sheet import SheetChoices
from geomap.renderers.binding import BoundPage, bind
from geomap.renderers.pdf import Leaf
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES, Page
from geomap.renderers.sheet.primitives import Printed
from geomap.reports import profile_sheet
from geomap.reports.front import Front, folio
from geomap.reports.told import without_room
from geomap.text import Lang, Text

_PAGE = PAGES["A4-landscape"]


def write(
    specs: Sequence[MapSpec],
    lang: Lang,
    path: Path,
    *,
    page: Page | None = None,
    profiles: Sequence[Profile] = (),
) -> tuple[Text, ...]:
    """Write maps as a booklet.

    Args:
        specs: The maps, at least one.
        lang: Language of every word.
        path: File to make.
        page: Paper of cover, contents and maps; A4 landscape otherwise.
        profiles: Of districts, behind the maps, each on A4 portrait.

    Returns:
        Which names found no room, for who made it.

    Raises:
        RenderError: A character without a glyph, or a legend too long.
    """
    paper = page or _PAGE
    sheets = [lay_out(spec, paper, lang, SheetChoices()) for spec in specs]
    districts = [profile_sheet.lay_out(profile, lang) for profile in profiles]
    spec = specs[0]
    lines = (spec.reference_date.get(lang), spec.approval.get(lang))
    front = Front(paper, lang, spec.atlas.get(lang), lines)
    titles = [sheet.title for sheet in sheets]
    for printed in districts:
        titles += [printed[0].title, *[""] * (len(printed) - 1)]
    entries = [(title, n) for n, title in enumerate(titles) if title]
    pages = list(front.pages(entries))
    for number, sheet in enumerate(sheets, len(pages) + 1):
        leaf = Leaf(sheet.page, (*sheet.layers, folio(sheet.page, number)), tag="Figure")
        pages.append(BoundPage(leaf, sheet.title, sheet.alt))
    for printed in districts:
        pages += _profile(printed, len(pages) + 1)
    info = {"Title": spec.atlas.get(lang), "Subject": spec.reference_date.get(lang)}
    path.write_bytes(bind(pages, lang, info))
    return tuple(
        told
        for spec, sheet in zip(specs, sheets, strict=True)
        for told in without_room(spec, sheet)
    )


def _profile(printed: Sequence[Printed], first: int) -> Iterator[BoundPage]:
    """The pages of a profile; ``first`` is the number of its first one."""
    for number, sheet in enumerate(printed, first):
        leaf = Leaf(sheet.page, (*sheet.layers, folio(sheet.page, number)), tag="P")
        yield BoundPage(leaf, sheet.title if number == first else "")
