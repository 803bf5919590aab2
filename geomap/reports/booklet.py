"""An atlas as one PDF: cover, contents that lead to their pages, and a sheet a map.

Tagged, so that a screen reader finds one figure with its alternative text a map; outlines, page
numbers, one font for all pages, and the same bytes each time.
"""

from collections.abc import Sequence
from pathlib import Path

from geomap.model import MapSpec
from geomap.renderers.binding import BoundPage, bind
from geomap.renderers.pdf import Leaf
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES
from geomap.reports.front import Front, folio
from geomap.text import Lang, Text

_PAGE = PAGES["A4-landscape"]


def write(specs: Sequence[MapSpec], lang: Lang, path: Path) -> tuple[Text, ...]:
    """Write maps as a booklet.

    Args:
        specs: The maps, at least one.
        lang: Language of every word.
        path: File to make.

    Returns:
        Which names found no room, for who made it.

    Raises:
        RenderError: A character without a glyph, or a legend too long.
    """
    sheets = [lay_out(spec, _PAGE.name, lang) for spec in specs]
    spec = specs[0]
    lines = (spec.reference_date.get(lang), spec.approval.get(lang))
    front = Front(_PAGE, lang, spec.atlas.get(lang), lines)
    pages = list(front.pages([(sheet.title, n) for n, sheet in enumerate(sheets)]))
    for number, sheet in enumerate(sheets, len(pages) + 1):
        leaf = Leaf(sheet.page, (*sheet.layers, folio(sheet.page, number)), tag="Figure")
        pages.append(BoundPage(leaf, sheet.title, sheet.alt))
    info = {"Title": spec.atlas.get(lang), "Subject": spec.reference_date.get(lang)}
    path.write_bytes(bind(pages, lang, info))
    return tuple(
        Text(
            f"{spec.theme}：图幅上放不下 {len(sheet.unplaced)} 个名称",
            f"{spec.theme}: no room on the sheet for {len(sheet.unplaced)} names",
        )
        for spec, sheet in zip(specs, sheets, strict=True)
        if sheet.unplaced
    )
