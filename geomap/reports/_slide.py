"""The shapes of a slide, part by part: what stands on a sheet, named, grouped and wrapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from xml.sax.saxutils import escape, quoteattr

from geomap.model import MapSpec
from geomap.renderers.fonts import MM_PER_POINT
from geomap.renderers.sheet.primitives import Sheet, TextRun
from geomap.reports._parts import TITLE, Part, Piece, parts
from geomap.reports.drawingml import (
    CHINESE,
    LATIN,
    NAMESPACE,
    Shape,
    color_fill,
    glow,
    group_frame,
)
from geomap.text import Lang, Text

PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
# Text hangs on the lower edge of its box, for there fonts differ least: 0.21 ems lie below the
# baseline in Arial, 0.26 in YaHei; their upper edges lie 0.15 apart.
FOOT = 0.23
_BESIDE_TITLE = Text("副标题和日期", "Subtitle and date")
_ALIGN = {"left": "l", "center": "ctr", "right": "r"}
_LANGUAGE: dict[Lang, str] = {"zh": "zh-CN", "en": "en-US"}


def tree(spec: MapSpec, sheet: Sheet) -> str:
    """All shapes of a sheet, in drawing order; the title first, for it is read first."""
    writer = _Writer(sheet.lang, count(2))
    inside = "".join(writer.part(part) for part in parts(spec, sheet, FOOT))
    return f'<p:spTree xmlns:p="{PRESENTATION}" xmlns:a="{NAMESPACE}">{inside}</p:spTree>'


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the shapes of one slide.

    Attributes:
        lang: Language of its words.
        numbers: Ids for shapes, each used once.
    """

    lang: Lang
    numbers: Iterator[int]

    def part(self, part: Part) -> str:
        """A part as one group, or as its only shape; the title stands for itself."""
        if part.layer == TITLE:
            first, *others = part.pieces
            title = self._shape(Piece(first.shape, part.name), placeholder=True)
            beside = _BESIDE_TITLE.get(self.lang)
            return title + self._group(beside, beside, others)
        if len(part.pieces) == 1:
            return self._shape(Piece(part.pieces[0].shape, part.name, part.alt))
        return self._group(part.name, part.alt, part.pieces)

    def _group(self, name: str, alt: str, pieces: Sequence[Piece]) -> str:
        if not pieces:
            return ""
        about = self._about(name, alt)
        inside = "".join(self._shape(piece) for piece in pieces)
        return (
            f"<p:grpSp><p:nvGrpSpPr>{about}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{group_frame([p.shape for p in pieces])}</p:grpSpPr>{inside}</p:grpSp>"
        )

    def _shape(self, piece: Piece, *, placeholder: bool = False) -> str:
        shape = piece.shape
        kind, role = "<p:cNvSpPr/>", "<p:nvPr/>"
        if placeholder:
            kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            role = '<p:nvPr><p:ph type="title"/></p:nvPr>'
        elif shape.lines:
            kind = '<p:cNvSpPr txBox="1"/>'
        body = f"<p:txBody>{words(shape, self.lang)}</p:txBody>" if shape.lines else ""
        return (
            f"<p:sp><p:nvSpPr>{self._about(piece.name, piece.alt)}{kind}{role}</p:nvSpPr>"
            f"<p:spPr>{shape.frame}{shape.look}</p:spPr>{body}</p:sp>"
        )

    def _about(self, name: str, alt: str) -> str:
        told = f" descr={quoteattr(alt)}" if alt else ""
        return f'<p:cNvPr id="{next(self.numbers)}" name={quoteattr(name)}{told}/>'


def words(shape: Shape, lang: Lang) -> str:
    """The words of a shape as one paragraph."""
    lines = shape.lines
    pitch = [(b.y - a.y) / MM_PER_POINT for a, b in pairwise(lines)]
    # Exactly as far apart as on the sheet, whatever the font thinks of it.
    spacing = f'<a:lnSpc><a:spcPts val="{round(pitch[0] * 100)}"/></a:lnSpc>' if pitch else ""
    look = f"<a:rPr {_letters(lines[0], lang)}</a:rPr>"
    broken = f"<a:br>{look}</a:br>".join(
        f"<a:r>{look}<a:t>{escape(line.text)}</a:t></a:r>" for line in lines
    )
    return (
        '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="b">'
        "<a:noAutofit/></a:bodyPr><a:lstStyle/>"
        f'<a:p><a:pPr marL="0" indent="0" algn="{_ALIGN[lines[0].align]}">{spacing}'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>{broken}</a:p>'
    )


def _letters(run: TextRun, lang: Lang) -> str:
    """Attributes and children of a run's look, from within its opening tag on."""
    return (
        f'lang="{_LANGUAGE[lang]}" sz="{round(run.size * 100)}" b="0" i="0" dirty="0">'
        f"{color_fill(run.color)}{glow(run.halo)}"
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/>'
    )
