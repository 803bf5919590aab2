"""Pages bound into one PDF: outline, links, tags, one font, and the same bytes each time.

Tagged, so that a screen reader finds one element a page, a figure with its alternative text or a
page of words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap.renderers import fonts
from geomap.renderers._pdf_font import embed
from geomap.renderers._pdf_objects import Objects, text_string
from geomap.renderers.pdf import LANGUAGES, Leaf, about, draw
from geomap.renderers.sheet.primitives import TextRun
from geomap.text import Lang


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page with what is said of it.

    Attributes:
        leaf: What is on it; its ``tag`` says what it is.
        title: In the outline; empty for a page that goes on with the one before.
        alt: Read aloud in place of its picture; empty for a page of words.
    """

    leaf: Leaf
    title: str
    alt: str = ""


def bind(pages: Sequence[BoundPage], lang: Lang, entries: Mapping[str, str]) -> bytes:
    """Put pages into one file.

    Args:
        pages: In their order; at least one has a title.
        lang: Language of the words.
        entries: What the file says about itself, e.g. ``Title``.

    Returns:
        The file; the same for the same pages.
    """
    objects = Objects()
    font = embed(objects, fonts.load(), _words(pages))
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
    return objects.file(root, objects.add(about(entries)))


def _words(pages: Sequence[BoundPage]) -> list[str]:
    return [
        item.text
        for page in pages
        for layer in page.leaf.layers
        for item in layer.items
        if isinstance(item, TextRun)
    ]


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


def _structure(objects: Objects, pages: Sequence[BoundPage], numbers: Sequence[int]) -> int:
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
