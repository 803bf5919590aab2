"""A subset of the font inside a PDF: its outlines, widths, and the way back to characters."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from fontTools.ttLib import TTFont

from geomap.renderers import fonts
from geomap.renderers._pdf_objects import Objects, utf16
from geomap.renderers.fonts import FAMILY, Face

_CHUNK = 100  # most entries that a CMap allows in one block
_ITEMS = 1000  # widths and heights are in thousandths of an em


@dataclass(frozen=True, slots=True)
class Subset:
    """The embedded font.

    Attributes:
        number: Of its object.
        codes: Code of each character, as four hexadecimal digits.
    """

    number: int
    codes: dict[str, str]

    def encode(self, words: str) -> str:
        """Words as a PDF string of this font."""
        return f"<{''.join(self.codes[char] for char in words)}>"


def embed(objects: Objects, face: Face, words: Iterable[str]) -> Subset:
    """Put the glyphs that ``words`` need into a PDF."""
    characters = sorted({char for line in words for char in line})
    with TTFont(io.BytesIO(fonts.cut(face, characters))) as font:
        outlines: bytes = font.reader["CFF "]
        # Names are "cid00123": the number by which a CID-keyed font calls its glyphs.
        cids = {char: int(font.getBestCmap()[ord(char)][3:]) for char in characters}
        descriptor = _descriptor(objects, face, font, outlines)
    widths = {cid: face.advances[char] * _ITEMS // face.units for char, cid in cids.items()}
    number = objects.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{_name()} /Encoding /Identity-H "
        f"/DescendantFonts [{_descendant(objects, descriptor, widths)} 0 R] "
        f"/ToUnicode {objects.add_stream(_to_unicode(cids))} 0 R >>"
    )
    return Subset(number, {char: f"{cid:04X}" for char, cid in cids.items()})


def _name() -> str:
    # Six capitals and a plus tell that the font is a subset.
    return f"GEOMAP+{FAMILY.replace(' ', '')}-Regular"


def _descriptor(objects: Objects, face: Face, font: TTFont, outlines: bytes) -> int:
    file = objects.add_stream(outlines, "/Subtype /CIDFontType0C ")
    head, per_em = font["head"], _ITEMS / face.units
    box = " ".join(f"{v * per_em:.0f}" for v in (head.xMin, head.yMin, head.xMax, head.yMax))
    return objects.add(
        f"<< /Type /FontDescriptor /FontName /{_name()} /Flags 4 /FontBBox [{box}] "
        f"/ItalicAngle 0 /Ascent {face.ascent * _ITEMS:.0f} /Descent {-face.descent * _ITEMS:.0f} "
        f"/CapHeight {face.cap_height * _ITEMS:.0f} /StemV 80 /FontFile3 {file} 0 R >>"
    )


def _descendant(objects: Objects, descriptor: int, widths: dict[int, int]) -> int:
    listed = " ".join(f"{cid} [{width}]" for cid, width in sorted(widths.items()))
    return objects.add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{_name()} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R /DW {_ITEMS} /W [{listed}] >>"
    )


def _to_unicode(cids: dict[str, int]) -> bytes:
    """The CMap by which a reader copies and searches text."""
    # Of two characters with one glyph the first one stands for it.
    back = {cid: char for char, cid in reversed(cids.items())}
    lines = [f"<{cid:04X}> <{utf16(char)}>" for cid, char in sorted(back.items())]
    blocks = [lines[n : n + _CHUNK] for n in range(0, len(lines), _CHUNK)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
