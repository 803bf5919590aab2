"""A map as a figure of a document: laid out for its column, with a caption that counts."""

from dataclasses import dataclass, replace

from geomap.model import MapSpec
from geomap.model.sheet import SheetChoices
from geomap.renderers import png
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.legend import moved
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.primitives import Layer, Path, Sheet
from geomap.reports._parts import parts
from geomap.reports.word.markup import bookmark, field, paragraph, run
from geomap.reports.word.package import Document
from geomap.reports.word.shapes import FOOT, Drawing
from geomap.reports.word.shapes import figure as drawn
from geomap.reports.word.styles import text_width
from geomap.text import Lang, Text

# Words around the map are paragraphs of the document; the sheet is cut to what is left.
_WORDS = frozenset({"title", "fine-print", "paper"})
_HEIGHT = 215.0  # mm to lay out in, with the words around
_EDGE = 0.3  # mm that the lines at the edge need
_DPI = 120
FIGURE, TABLE = Text("图", "Figure"), Text("表", "Table")


def lay_out_figure(spec: MapSpec, lang: Lang) -> Sheet:
    """The map as wide as the text, without the words that stand around it.

    Raises:
        RenderError: A character without a glyph, or a legend too long.
    """
    page = Page("figure", text_width(lang), _HEIGHT, margin=_EDGE, type_scale=0.95)
    sheet = lay_out(replace(spec, panels=()), page, lang, SheetChoices())
    layers = tuple(layer for layer in sheet.layers if layer.name not in _WORDS)
    top, bottom = _reach(sheet, layers)
    up = _EDGE - top
    height = bottom + _EDGE + up
    return replace(
        sheet,
        page=replace(page, height=height),
        layers=tuple(_moved(layer, up) for layer in layers),
        main=replace(
            sheet.main,
            box=_shifted(sheet.main.box, up),
            labels=tuple(replace(m, box=_shifted(m.box, up)) for m in sheet.main.labels),
        ),
    )


def _reach(sheet: Sheet, layers: tuple[Layer, ...]) -> tuple[float, float]:
    """The upper and the lower edge of what is drawn."""
    legend = [item for layer in layers if layer.name == "legend" for item in layer.items]
    ends = [
        max(run[:, 1].max() for run in item.runs) if isinstance(item, Path) else item.y + 1.0
        for item in legend
    ]
    box = sheet.main.box
    return box.top, max([box.bottom, *(float(end) for end in ends)])


def _shifted(box: Box, down: float) -> Box:
    return replace(box, top=box.top + down)


def _moved(layer: Layer, down: float) -> Layer:
    clip = None if layer.clip is None else _shifted(layer.clip, down)
    return replace(layer, items=tuple(moved(item, 0.0, down) for item in layer.items), clip=clip)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A figure or table by its number.

    Attributes:
        kind: What it is called.
        number: From 1.
    """

    kind: Text
    number: int

    def name(self, lang: Lang) -> str:
        """As the text calls it."""
        return f"{self.kind.get(lang)} {self.number}"

    @property
    def mark(self) -> str:
        """Its bookmark."""
        return f"_Ref_{self.kind.en}{self.number}"

    def caption(self, document: Document, words: str) -> str:
        """A caption whose number Word counts."""
        lang = document.lang
        kind = self.kind.get(lang)
        counted = run(f"{kind} ") + field(f"SEQ {kind} \\* ARABIC", run(f"{self.number}"))
        named = bookmark(next(document.numbers), self.mark, counted)
        style = "Caption" if self.kind == FIGURE else "TableCaption"
        return paragraph(style, named + run(f"{'　' if lang == 'zh' else '. '}{words}"))

    def cited(self, lang: Lang) -> str:
        """A reference that follows the number."""
        return field(f"REF {self.mark} \\h", run(self.name(lang)))


def add_figure(document: Document, spec: MapSpec, numbered: Numbered) -> tuple[str, ...]:
    """Put a map and its caption into a document.

    Returns:
        Names that found no room on the map.
    """
    lang = document.lang
    sheet = lay_out_figure(spec, lang)
    drawing = Drawing(
        parts=tuple(parts(spec, sheet, FOOT)),
        width=sheet.page.width,
        height=sheet.page.height,
        name=f"{numbered.name(lang)} {spec.name.get(lang)}",
        alt=sheet.alt,
        picture=document.picture(png.write(sheet, dpi=_DPI)),
    )
    document.body.append(paragraph("Figure", drawn(drawing, document.numbers)))
    document.body.append(numbered.caption(document, spec.name.get(lang)))
    return sheet.unplaced
