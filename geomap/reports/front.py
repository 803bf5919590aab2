"""Cover, contents and folios: what stands before and around the pages of a bound atlas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.renderers import fonts
from geomap.renderers.binding import BoundPage
from geomap.renderers.pdf import Leaf, Link
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.primitives import Layer, TextRun
from geomap.renderers.sheet.typesetting import wrap
from geomap.text import Lang, Text

_CONTENTS = Text("目录", "Contents")
_COVER = Text("封面", "Cover")
_LEFT, _TOP, _PITCH = 45.0, 48.0, 8.5  # mm
_FOOT = 26.0  # mm below the last entry of a page
_HIGH = 85 / 210  # of the page above the first line of the cover
_GREY = "#555555"


@dataclass(frozen=True, slots=True)
class Front:
    """What a bound atlas opens with.

    Attributes:
        page: Paper of cover and contents.
        lang: Language of the words.
        title: On the cover.
        lines: Below it; empty ones are left out.
    """

    page: Page
    lang: Lang
    title: str
    lines: tuple[str, ...]

    def pages(self, entries: Sequence[tuple[str, int]]) -> Iterator[BoundPage]:
        """The cover, then the contents.

        Args:
            entries: Title and number of leaf, counted from the first one behind the contents.
        """
        most = int((self.page.height - _TOP - _FOOT) / _PITCH)
        lists = [entries[n : n + most] for n in range(0, len(entries), most)]
        before = 1 + len(lists)
        yield BoundPage(Leaf(self.page, (self._cover(),), tag="P"), _COVER.get(self.lang))
        for n, part in enumerate(lists):
            title = _CONTENTS.get(self.lang)
            words, links = self._contents(title, part, before)
            leaf = Leaf(self.page, (words, folio(self.page, 2 + n)), links, "P")
            yield BoundPage(leaf, "" if n else title)

    def _cover(self) -> Layer:
        face, middle, top = fonts.load(), self.page.width / 2, self.page.height * _HIGH
        lines = wrap(face, self.title, 30, self.page.width - 2 * _LEFT)
        runs = [
            TextRun(line, middle, top + 14 * n, 30, align="center") for n, line in enumerate(lines)
        ]
        below = top + 14 * len(lines) + 4
        for n, said in enumerate(line for line in self.lines if line):
            runs.append(TextRun(said, middle, below + 8 * n, 12, _GREY, "center"))
        face.require([run.text for run in runs])
        return Layer("cover", tuple(runs))

    def _contents(
        self, title: str, entries: Sequence[tuple[str, int]], before: int
    ) -> tuple[Layer, tuple[Link, ...]]:
        """Entries with the numbers of their pages, and the places that lead there."""
        right = self.page.width - _LEFT
        runs = [TextRun(title, _LEFT, 34.0, 20)]
        links = []
        for row, (words, index) in enumerate(entries):
            base = _TOP + _PITCH * row
            runs.append(TextRun(words, _LEFT, base, 12))
            runs.append(TextRun(f"{before + index + 1}", right, base, 12, align="right"))
            box = Box(_LEFT, base - _PITCH * 0.65, right - _LEFT, _PITCH * 0.9)
            links.append(Link(box, before + index))
        return Layer("contents", tuple(runs)), tuple(links)


def folio(page: Page, number: int) -> Layer:
    """The number of a page, in its lower margin."""
    place = page.width / 2, page.height - 3.6
    return Layer("folio", (TextRun(f"{number}", *place, 7.5, _GREY, "center"),))
