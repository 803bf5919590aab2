"""An atlas as one PDF: cover, contents that lead to their pages, and a sheet a map.

Tagged, so that a screen reader finds one figure with its alternative text a map; outlines, page
numbers, one font for all pages, and the same bytes each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.model import MapSpec
from geomap.renderers import fonts
from geomap.renderers._pdf_font import embed
from geomap.renderers._pdf_objects import Objects, text_string
from geomap.renderers.pdf import LANGUAGES, Leaf, Link, about, draw
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES, Box
from geomap.renderers.sheet.primitives import Layer, Sheet, TextRun
from geomap.renderers.sheet.typesetting import wrap
from geomap.text import Lang, Text

_PAGE = PAGES["A4-landscape"]
_CONTENTS = Text("目录", "Contents")
_COVER = Text("封面", "Cover")
_ENTRIES = 16  # on a page of contents
_LEFT, _TOP, _PITCH = 45.0, 48.0, 8.5  # mm
_GREY = "#555555"


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
    path.write_bytes(_bound(list(_pages(specs[0], sheets, lang)), specs[0], lang))
    return tuple(
        Text(
            f"{spec.theme}：图幅上放不下 {len(sheet.unplaced)} 个名称",
            f"{spec.theme}: no room on the sheet for {len(sheet.unplaced)} names",
        )
        for spec, sheet in zip(specs, sheets, strict=True)
        if sheet.unplaced
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with what is said of it.

    Attributes:
        leaf: What is on it.
        title: In the outline; empty for a page that goes on with the one before.
        alt: Read aloud in place of its picture; empty for a page of words.
    """

    leaf: Leaf
    title: str
    alt: str = ""


def _pages(spec: MapSpec, sheets: Sequence[Sheet], lang: Lang) -> Iterator[_Page]:
    every = list(enumerate(sheets))
    lists = [every[n : n + _ENTRIES] for n in range(0, len(every), _ENTRIES)]
    before = 1 + len(lists)
    yield _Page(Leaf(_PAGE, (_cover(spec, lang),), tag="P"), _COVER.get(lang))
    for n, entries in enumerate(lists):
        title = _CONTENTS.get(lang)
        words, links = _contents(title, entries, before)
        leaf = Leaf(_PAGE, (words, _folio(2 + n)), links, "P")
        yield _Page(leaf, "" if n else title)
    for n, sheet in enumerate(sheets):
        leaf = Leaf(sheet.page, (*sheet.layers, _folio(before + n + 1)), tag="Figure")
        yield _Page(leaf, sheet.title, sheet.alt)


def _cover(spec: MapSpec, lang: Lang) -> Layer:
    face, middle = fonts.load(), _PAGE.width / 2
    lines = wrap(face, spec.atlas.get(lang), 30, _PAGE.width - 2 * _LEFT)
    runs = [TextRun(line, middle, 85 + 14 * n, 30, align="center") for n, line in enumerate(lines)]
    below = 85 + 14 * len(lines) + 4
    for n, said in enumerate((spec.reference_date, spec.approval)):
        if said.get(lang):
            runs.append(TextRun(said.get(lang), middle, below + 8 * n, 12, _GREY, "center"))
    face.require([run.text for run in runs])
    return Layer("cover", tuple(runs))


def _contents(
    title: str, entries: Sequence[tuple[int, Sheet]], before: int
) -> tuple[Layer, tuple[Link, ...]]:
    """Entries with the numbers of their pages, and the places that lead there."""
    right = _PAGE.width - _LEFT
    runs = [TextRun(title, _LEFT, 34.0, 20)]
    links = []
    for row, (index, sheet) in enumerate(entries):
        base = _TOP + _PITCH * row
        runs.append(TextRun(sheet.title, _LEFT, base, 12))
        runs.append(TextRun(f"{before + index + 1}", right, base, 12, align="right"))
        box = Box(_LEFT, base - _PITCH * 0.65, right - _LEFT, _PITCH * 0.9)
        links.append(Link(box, before + index))
    return Layer("contents", tuple(runs)), tuple(links)


def _folio(number: int) -> Layer:
    """The number of a page, in its lower margin."""
    place = _PAGE.width / 2, _PAGE.height - 3.6
    return Layer("folio", (TextRun(f"{number}", *place, 7.5, _GREY, "center"),))


def _bound(pages: Sequence[_Page], spec: MapSpec, lang: Lang) -> bytes:
    objects = Objects()
    words = [
        item.text
        for page in pages
        for layer in page.leaf.layers
        for item in layer.items
        if isinstance(item, TextRun)
    ]
    font = embed(objects, fonts.load(), words)
    numbers = draw(objects, font, [page.leaf for page in pages])
    kids = " ".join(f"{number} 0 R" for number in numbers)
    tree = objects.add(f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>")
    outline = _outline(objects, [(p.title, n) for p, n in zip(pages, numbers, strict=True)])
    structure = _structure(objects, pages, numbers)
    root = objects.add(
        f"<< /Type /Catalog /Pages {tree} 0 R /Lang ({LANGUAGES[lang]}) "
        f"/Outlines {outline} 0 R /PageMode /UseOutlines /MarkInfo << /Marked true >> "
        f"/StructTreeRoot {structure} 0 R /ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    info = {"Title": spec.atlas.get(lang), "Subject": spec.reference_date.get(lang)}
    return objects.file(root, objects.add(about(info)))


def _outline(objects: Objects, entries: Sequence[tuple[str, int]]) -> int:
    """The outline that a reader shows beside the pages; its number."""
    named = [(title, page) for title, page in entries if title]
    root = objects.next
    first, last = root + 1, root + len(named)
    objects.add(f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(named)} >>")
    for number, (title, page) in enumerate(named, first):
        near = f"/Prev {number - 1} 0 R " if number > first else ""
        near += f"/Next {number + 1} 0 R " if number < last else ""
        objects.add(
            f"<< /Title {text_string(title)} /Parent {root} 0 R {near}/Dest [{page} 0 R /Fit] >>"
        )
    return root


def _structure(objects: Objects, pages: Sequence[_Page], numbers: Sequence[int]) -> int:
    """The tree of tags: one element a page; its number."""
    root = objects.next
    document, first = root + 1, root + 2
    elements = range(first, first + len(pages))
    parents = " ".join(f"{n} [{number} 0 R]" for n, number in enumerate(elements))
    objects.add(
        f"<< /Type /StructTreeRoot /K {document} 0 R /ParentTree << /Nums [{parents}] >> "
        f"/ParentTreeNextKey {len(pages)} >>"
    )
    kids = " ".join(f"{number} 0 R" for number in elements)
    objects.add(f"<< /Type /StructElem /S /Document /P {root} 0 R /K [{kids}] >>")
    for page, number in zip(pages, numbers, strict=True):
        told = f"/Alt {text_string(page.alt)} " if page.alt else ""
        objects.add(
            f"<< /Type /StructElem /S /{page.leaf.tag} /P {document} 0 R /Pg {number} 0 R "
            f"{told}/K 0 >>"
        )
    return root
