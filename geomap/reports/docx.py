"""DOCX: a map as a figure of native Word shapes, with its words as paragraphs around it."""

from collections.abc import Sequence
from pathlib import Path

from geomap.model import MapSpec
from geomap.renderers.sheet.projection import Projection
from geomap.reports.word.figure import FIGURE, Numbered, add_figure
from geomap.reports.word.markup import paragraph, run, text
from geomap.reports.word.package import Document
from geomap.text import Lang, Text

_UNNAMED = Text("图上未注名：", "Not named on the map: ")


def write(spec: MapSpec, lang: Lang | None, path: Path) -> tuple[str, ...]:
    """Write a map as a document: title, figure, caption, what the data say, and where from.

    Args:
        spec: The map.
        lang: Language; None takes the spec's.
        path: File to make.

    Returns:
        The name of the file.

    Raises:
        RenderError: A character without a glyph, or a legend too long.
    """
    lang = lang or spec.language
    document = document_of(spec, lang, spec.title.get(lang))
    document.body.append(text("Title", spec.title.get(lang)))
    if spec.subtitle.get(lang):
        document.body.append(text("Subtitle", spec.subtitle.get(lang)))
    unnamed = add_figure(document, spec, Numbered(FIGURE, 1))
    document.body.extend(remarks(spec, lang, unnamed))
    document.save(path)
    return (path.name,)


def document_of(spec: MapSpec, lang: Lang, title: str) -> Document:
    """An empty document that says whose it is."""
    return Document(lang, title, spec.atlas.get(lang), spec.reference_date.get(lang))


def remarks(spec: MapSpec, lang: Lang, unnamed: Sequence[str]) -> list[str]:
    """The paragraphs below a figure: approval, date, notes, sources and projection."""
    lines = (
        spec.approval,
        spec.reference_date,
        *spec.notes,
        *spec.sources,
        Projection.for_extent(spec.extent).name,
    )
    found = [text("MapNote", line.get(lang)) for line in lines if line.get(lang)]
    if unnamed:
        listing = ("；" if lang == "zh" else "; ").join(unnamed)
        found.append(paragraph("MapNote", run(_UNNAMED.get(lang)) + run(listing)))
    return found
