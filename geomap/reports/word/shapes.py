"""A figure of native shapes in Word: one group, and in it the parts of a sheet, named.

Word's newer shapes stand in an alternative, whose other side is a picture for programs that do not
know them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geomap.renderers.fonts import MM_PER_POINT
from geomap.renderers.sheet.primitives import TextRun
from geomap.reports._parts import Part, Piece
from geomap.reports.drawingml import CHINESE, EMU_PER_MM, EMU_PER_POINT, LATIN, Shape, group_frame
from geomap.reports.word.markup import attribute, paragraph, run

# Lines of an exact height stand with a fifth of it below the baseline, whatever the font.
_LINE, _BELOW = 1.2, 0.2
FOOT = _LINE * _BELOW
_ALIGN = {"left": "left", "center": "center", "right": "right"}
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a figure is made of.

    Attributes:
        parts: Of the sheet.
        width: Millimetres.
        height: Millimetres.
        name: For the list of what is there.
        alt: Read aloud in its place.
        picture: Relationship of the picture for programs that know no such shapes.
    """

    parts: tuple[Part, ...]
    width: float
    height: float
    name: str
    alt: str
    picture: str


def figure(drawing: Drawing, numbers: Iterator[int]) -> str:
    """The figure as one run; ``numbers`` gives ids, each used once in a document."""
    inside = "".join(_part(part, numbers) for part in drawing.parts)
    size = f'cx="{_emu(drawing.width)}" cy="{_emu(drawing.height)}"'
    frame = f'<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/>'
    group = (
        f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{frame}</a:xfrm></wpg:grpSpPr>{inside}"
        "</wpg:wgp>"
    )
    about = f"name={attribute(drawing.name)} descr={attribute(drawing.alt)}"
    shapes = _inline(size, f'id="{next(numbers)}" {about}', _GROUP, group)
    picture = (
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="{next(numbers)}" {about}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{drawing.picture}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    spare = _inline(size, f'id="{next(numbers)}" {about}', _PICTURE, picture)
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wpg">{shapes}</mc:Choice>'
        f"<mc:Fallback>{spare}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _inline(size: str, about: str, kind: str, inside: str) -> str:
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {about}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{kind}">{inside}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _part(part: Part, numbers: Iterator[int]) -> str:
    """A part as one group, or as its only shape."""
    if len(part.pieces) == 1:
        return _shape(Piece(part.pieces[0].shape, part.name, part.alt), numbers)
    about = f"name={attribute(part.name)} descr={attribute(part.alt)}"
    head = f'<wpg:cNvPr id="{next(numbers)}" {about}/><wpg:cNvGrpSpPr/>'
    frame = group_frame([piece.shape for piece in part.pieces])
    inside = "".join(_shape(piece, numbers) for piece in part.pieces)
    return f"<wpg:grpSp>{head}<wpg:grpSpPr>{frame}</wpg:grpSpPr>{inside}</wpg:grpSp>"


def _shape(piece: Piece, numbers: Iterator[int]) -> str:
    shape = piece.shape
    told = f" descr={attribute(piece.alt)}" if piece.alt else ""
    about = f'<wps:cNvPr id="{next(numbers)}" name={attribute(piece.name)}{told}/>'
    kind, words = "<wps:cNvSpPr/>", ""
    if shape.lines:
        kind = '<wps:cNvSpPr txBox="1"/>'
        words = f"<wps:txbx><w:txbxContent>{_words(shape)}</w:txbxContent></wps:txbx>"
    return (
        f"<wps:wsp>{about}{kind}<wps:spPr>{shape.frame}{shape.look}</wps:spPr>{words}"
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )


def _words(shape: Shape) -> str:
    """The words of a shape as one paragraph, its lines exactly as far apart as on the sheet."""
    lines = shape.lines
    pitch = _pitch(lines)
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    align = f'<w:jc w:val="{_ALIGN[lines[0].align]}"/>'
    look = _letters(lines[0])
    inside = "<w:r><w:br/></w:r>".join(run(line.text, look) for line in lines)
    return paragraph("MapText", inside, f'<w:snapToGrid w:val="0"/>{spacing}{align}')


def _pitch(lines: Sequence[TextRun]) -> int:
    """Twentieths of a point from line to line."""
    for above, below in pairwise(lines):
        return round((below.y - above.y) / MM_PER_POINT * 20)
    return round(lines[0].size * _LINE * 20)


def _letters(words: TextRun) -> str:
    half_points = round(words.size * 2)
    glow = ""
    if words.halo:
        radius = round(words.halo * EMU_PER_POINT)
        glow = f'<w14:glow w14:rad="{radius}"><w14:srgbClr w14:val="FFFFFF"/></w14:glow>'
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{CHINESE}" w:cs="{LATIN}"/>'
        f'<w:color w:val="{words.color.removeprefix("#").upper()}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/>{glow}'
    )


def _emu(millimetres: float) -> int:
    return round(millimetres * EMU_PER_MM)
