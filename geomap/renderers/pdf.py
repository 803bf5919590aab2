"""PDF: vector, with the few letters needed embedded and every word selectable.

Written directly: all that a sheet needs of PDF are lines, fills, clips and one font. In
matplotlib's own PDF a word with a white rim becomes an outline that nobody can search, and poppler
warns of fonts with CFF outlines (docs/decisions/0005).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.renderers import fonts
from geomap.renderers._pdf_font import Subset, embed
from geomap.renderers._pdf_objects import Objects, text_string
from geomap.renderers.fonts import MM_PER_POINT
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.primitives import Layer, Path, Printed, Run, TextRun, parted
from geomap.text import Lang

_UNITS = 100  # whole hundredths of a millimetre, as in the SVG
_WHITE = "#ffffff"
_ROUND, _BUTT = 1, 0
LANGUAGES: Mapping[Lang, str] = {"zh": "zh-Hans", "en": "en"}


def write(sheet: Printed) -> bytes:
    """A sheet as PDF; the same bytes for the same sheet."""
    objects = Objects()
    font = embed(objects, fonts.load(), sheet.words())
    (page,) = draw(objects, font, [Leaf(sheet.page, sheet.layers)])
    pages = objects.add(f"<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>")
    root = objects.add(
        f"<< /Type /Catalog /Pages {pages} 0 R /Lang ({LANGUAGES[sheet.lang]}) "
        "/ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    entries = {
        "Title": sheet.title,
        "Author": sheet.author,
        "Subject": sheet.subject,
        "Keywords": sheet.alt,
    }
    return objects.file(root, objects.add(about(entries)))


def about(entries: Mapping[str, str]) -> str:
    """What a file says about itself; no date, so that the bytes stay the same."""
    every = {**entries, "Creator": "geomap", "Producer": "geomap"}
    return "<< " + " ".join(f"/{key} {text_string(text)}" for key, text in every.items()) + " >>"


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a leaf that leads to another one, by its index."""

    box: Box
    leaf: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a file.

    Attributes:
        page: Paper.
        layers: In drawing order.
        links: To other leaves.
        tag: Role of all that is on it, for a file with a structure; empty for one without.
    """

    page: Page
    layers: tuple[Layer, ...]
    links: tuple[Link, ...] = ()
    tag: str = ""


def draw(objects: Objects, font: Subset, leaves: Sequence[Leaf]) -> list[int]:
    """Add pages; the numbers of their objects. The tree of pages must be added right after them."""
    first = objects.next
    parent = first + 2 * len(leaves)
    numbers = [first + 2 * n + 1 for n in range(len(leaves))]
    for n, leaf in enumerate(leaves):
        ink = _Ink(font, leaf.page.height)
        lines = list(ink.leaf(leaf))
        if leaf.tag:
            lines = [f"/{leaf.tag} << /MCID 0 >> BDC", *lines, "EMC"]
        content = objects.add_stream("\n".join(lines).encode("ascii"))
        states = " ".join(f"/{key} << /ca {opacity:g} >>" for key, opacity in ink.states(leaf))
        size = " ".join(
            f"{side / MM_PER_POINT:.3f}" for side in (leaf.page.width, leaf.page.height)
        )
        more = f"/StructParents {n} " if leaf.tag else ""
        if leaf.links:
            more += f"/Annots [{' '.join(_link(link, leaf.page, numbers) for link in leaf.links)}] "
        objects.add(
            f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 {size}] {more}"
            f"/Contents {content} 0 R /Resources << /Font << /F {font.number} 0 R >> "
            f"/ExtGState << {states} >> >> >>"
        )
    return numbers


def _link(link: Link, page: Page, numbers: Sequence[int]) -> str:
    box = link.box
    corners = (box.left, page.height - box.bottom, box.right, page.height - box.top)
    rectangle = " ".join(f"{side / MM_PER_POINT:.2f}" for side in corners)
    return (
        f"<< /Type /Annot /Subtype /Link /Rect [{rectangle}] /Border [0 0 0] "
        f"/Dest [{numbers[link.leaf]} 0 R /Fit] >>"
    )


@dataclass(frozen=True, slots=True)
class _Ink:
    """Sheets as PDF operators, in hundredths of a millimetre, y up.

    Attributes:
        font: The embedded subset.
        height: Of the page, in millimetres; PDF counts from below.
    """

    font: Subset
    height: float

    def leaf(self, leaf: Leaf) -> Iterable[str]:
        unit = 1 / MM_PER_POINT / _UNITS
        yield f"{unit:.8f} 0 0 {unit:.8f} 0 0 cm 1 j"
        for layer in leaf.layers:
            yield "q"
            yield from self._clip(layer)
            for item in layer.items:
                if isinstance(item, TextRun):
                    yield from self._words(item)
                else:
                    for part in parted(item):
                        yield from self._path(part)
            yield "Q"

    def states(self, leaf: Leaf) -> list[tuple[str, float]]:
        """Names of the opacities in use."""
        paths = [item for layer in leaf.layers for item in layer.items if isinstance(item, Path)]
        return [(_state(value), value) for value in sorted({1.0, *(p.opacity for p in paths)})]

    def _clip(self, layer: Layer) -> Iterable[str]:
        if layer.clip is not None:
            box = layer.clip
            x, y = self._point(box.left, box.bottom)
            yield f"{x} {y} {_units(box.width)} {_units(box.height)} re W n"

    def _path(self, path: Path) -> Iterable[str]:
        if path.opacity < 1:
            yield f"/{_state(path.opacity)} gs"
        if path.fill is not None:
            yield f"{_color(path.fill)} rg"
        if path.stroke is not None:
            dash = " ".join(_units(part * MM_PER_POINT) for part in path.dash)
            # Butt ends, or the round ones would close the gaps.
            cap = _BUTT if path.dash else _ROUND
            yield f"{_color(path.stroke)} RG {_units(path.width * MM_PER_POINT)} w"
            yield f"[{dash}] 0 d {cap} J"
        for run in path.runs:
            yield self._outline(run, closed=path.closed)
        yield {(True, True): "B*", (True, False): "f*", (False, True): "S", (False, False): "n"}[
            path.fill is not None, path.stroke is not None
        ]
        if path.opacity < 1:
            yield f"/{_state(1.0)} gs"

    def _outline(self, run: Run, *, closed: bool) -> str:
        grid = np.rint(run * (_UNITS, -_UNITS) + (0, self.height * _UNITS)).astype(np.int64)
        steps = [f"{x} {y}" for x, y in grid.tolist()]
        return f"{steps[0]} m {' '.join(f'{step} l' for step in steps[1:])}{' h' if closed else ''}"

    def _words(self, words: TextRun) -> Iterable[str]:
        width = fonts.load().width(words.text, words.size)
        shift = {"left": 0.0, "center": width / 2, "right": width}[words.align]
        x, y = self._point(words.x - shift, words.y)
        text = self.font.encode(words.text)
        start = f"BT /F {_units(words.size * MM_PER_POINT)} Tf {x} {y} Td"
        if words.halo:
            # The rim is drawn first, as a copy that says nothing to whoever copies or searches.
            rim = _units(words.halo * MM_PER_POINT)
            yield f"/Span << /ActualText <FEFF> >> BDC {_color(_WHITE)} RG {rim} w [] 0 d"
            yield f"{start} 1 Tr {text} Tj 0 Tr ET EMC"
        yield f"{_color(words.color)} rg {start} {text} Tj ET"

    def _point(self, x: float, y: float) -> tuple[str, str]:
        return _units(x), _units(self.height - y)


def _units(millimetres: float) -> str:
    return str(round(millimetres * _UNITS))


def _state(opacity: float) -> str:
    return f"G{round(opacity * 100)}"


def _color(color: str) -> str:
    """``#rrggbb`` as three parts of one."""
    return " ".join(f"{int(color[n : n + 2], 16) / 255:.3g}" for n in (1, 3, 5))
