"""A chapter of a report as a Word document: one map after the other.

Each with a heading, the figure, what the data say, tables, and where all of it comes from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geomap.compose import words
from geomap.model import MapSpec
from geomap.reports.docx import document_of, remarks
from geomap.reports.tables import Table, as_words, tables
from geomap.reports.word.figure import FIGURE, TABLE, Numbered, add_figure
from geomap.reports.word.markup import bookmark, link, paragraph, run, text
from geomap.reports.word.markup import table as table_of
from geomap.reports.word.package import Document
from geomap.reports.word.styles import text_width
from geomap.text import Lang, Text

_CONTENTS = Text("目录", "Contents")
_SUMMARY = Text("总体情况", "Summary")
_SOURCES = Text("来源与说明", "Sources and notes")
_PAGE_NUMBERS = Text(
    "目录的页码在 Word 中更新域后显示（Ctrl+A，F9）",
    "Word shows the page numbers of the contents once its fields are updated (Ctrl+A, F9)",
)
_SEE = (Text("（见", " (see "), Text("、", ", "), Text("）。", ")."))


def write(specs: Sequence[MapSpec], lang: Lang, path: Path) -> tuple[Text, ...]:
    """Write maps as a chapter.

    Args:
        specs: The maps, at least one.
        lang: Language of every word.
        path: File to make.

    Returns:
        What who made it should know.

    Raises:
        RenderError: A character without a glyph, or a legend too long.
    """
    title = specs[0].atlas.get(lang)
    chapter = _Chapter(document_of(specs[0], lang, title))
    for spec in specs:
        chapter.add(spec)
    body = chapter.document.body
    body[:0] = [text("Title", title), *_contents(chapter.headings, lang)]
    chapter.document.save(path)
    return (_PAGE_NUMBERS,)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading as the contents repeat it."""

    level: int
    numeral: str
    words: str
    mark: str


@dataclass(slots=True)
class _Chapter:
    """A chapter in the making.

    Attributes:
        document: Where it is written.
        headings: So far.
        tables: How many so far.
        figures: How many so far.
    """

    document: Document
    headings: list[_Heading] = field(default_factory=list)
    tables: int = 0
    figures: int = 0

    def add(self, spec: MapSpec) -> None:
        """Add a map with all that belongs to it."""
        document, lang = self.document, self.document.lang
        self._heading(1, spec.name, is_first_of_page=True)
        self.figures += 1
        figure = Numbered(FIGURE, self.figures)
        found = tables(spec, lang)
        numbered = [Numbered(TABLE, self.tables + n) for n in range(1, len(found) + 1)]
        self.tables += len(found)
        self._heading(2, _SUMMARY)
        # The figure first: behind a paragraph it would often leave half a page empty.
        unnamed = add_figure(document, spec, figure)
        document.body.append(_summary(spec, lang, [figure, *numbered[:1]]))
        for table, number in zip(found, numbered, strict=True):
            self._heading(2, table.title)
            self._table(spec, table, number)
        self._heading(2, _SOURCES)
        listed = {mark.name.get(lang) for mark in spec.marks}
        missing = [name for name in unnamed if name not in listed]
        document.body.extend(remarks(spec, lang, missing))

    def _heading(self, level: int, said: Text, *, is_first_of_page: bool = False) -> None:
        lang = self.document.lang
        numeral = self._numeral(level)
        mark = f"_Toc_{len(self.headings) + 1}"
        inside = bookmark(next(self.document.numbers), mark, run(said.get(lang)))
        look = "<w:pageBreakBefore/>" if is_first_of_page else ""
        self.document.body.append(paragraph(f"Heading{level}", inside, look))
        self.headings.append(_Heading(level, numeral, said.get(lang), mark))

    def _numeral(self, level: int) -> str:
        """The number that Word gives the next heading of a level."""
        chapters = [n for n, h in enumerate(self.headings) if h.level == 1]
        if level == 1:
            number = len(chapters) + 1
            return f"{words.numeral(number)}、" if self.document.lang == "zh" else f"{number} "
        number = len(self.headings) - chapters[-1]
        if self.document.lang == "zh":
            return f"（{words.numeral(number)}）"
        return f"{len(chapters)}.{number} "

    def _table(self, spec: MapSpec, table: Table, number: Numbered) -> None:
        document, lang = self.document, self.document.lang
        joint = "" if lang == "zh" else ": "
        title = f"{spec.name.get(lang)}{joint}{table.title.get(lang)}"
        rows = [tuple(as_words(cell) for cell in row) for row in table.rows]
        widths = [share * text_width(lang) for share in table.shares]
        document.body.append(number.caption(document, title))
        document.body.append(table_of(table.head, rows, widths))


def _summary(spec: MapSpec, lang: Lang, cited: Sequence[Numbered]) -> str:
    """The sentences of a map; the first one points at figure and table."""
    first, *others = (said.get(lang) for said in spec.summary or (spec.alt,))
    before, between, after = (said.get(lang) for said in _SEE)
    references = run(between).join(number.cited(lang) for number in cited)
    gap = "" if lang == "zh" else " "
    rest = gap.join(others)
    inside = run(first.rstrip("。.") + before) + references + run(f"{after}{gap}{rest}")
    return paragraph("BodyText", inside)


def _contents(headings: Sequence[_Heading], lang: Lang) -> Iterator[str]:
    """The contents as a field that Word can make anew; each entry leads to its heading.

    Page numbers come when Word makes it anew: they are not known before, and none is better than
    a wrong one.
    """
    yield text("TOCHeading", _CONTENTS.get(lang))
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        "</w:r>"
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for n, heading in enumerate(headings):
        entry = link(heading.mark, run(f"{heading.numeral}{heading.words}"))
        inside = f"{begin if n == 0 else ''}{entry}{end if n == len(headings) - 1 else ''}"
        yield paragraph(f"TOC{heading.level}", inside)
