"""Setting text: lines that fit a width, by the rules of Chinese and of Latin text."""

import re

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Align, TextRun

# A line must not begin with these (行首禁则) …
_NO_START = frozenset("，。、；：！？）》〉」』”’…—·,.;:!?)]}%％°")
# … nor end with these (行尾禁则).
_NO_END = frozenset("（《〈「『“‘([{")
# A word of Latin letters and figures stays whole; every other character may stand alone.
# "≥ 60 %" is one word, too; "Guang'an–Yubei" may part after its dash, "2025-02-10" may not.
_PIECE = re.compile(
    r"(?:[≥≤<>±]\s)?[\u0021-\u024f–—≥≤]+?"
    r"(?:(?<=[^\W\d][-–—/])(?=[^\W\d])|(?![\u0021-\u024f–—≥≤]))"
    r"(?:\s[%‰])?|\s+|.",
    re.DOTALL,
)


def wrap(face: Face, words: str, size: float, width: float) -> list[str]:
    """Break words into lines of at most ``width`` millimetres.

    A single piece that is wider is broken between characters: a hostile or careless name must
    not run off the page.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(words):
        room = face.width(piece, size)
        if used + face.width(piece.rstrip(), size) <= width:
            line, used = line + piece, used + room
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        used = face.width(line, size)
        while used > width and len(line) > 1:
            cut = _fitting(face, line, size, width)
            lines.append(line[:cut])
            line = line[cut:]
            used = face.width(line, size)
    if line.strip():
        lines.append(line.rstrip())
    return lines


def balanced(face: Face, words: str, size: float, width: float) -> list[str]:
    """Like `wrap`, with lines about equally long: no last line of one character."""
    lines = wrap(face, words, size, width)
    if len(lines) == 1:
        return lines
    narrow = max(face.width(line, size) for line in lines)
    step = size * MM_PER_POINT / 2
    # Never so narrow that a word would have to be broken.
    least = max(face.width(piece, size) for piece in _pieces(words)) + step
    while narrow > least and len(closer := wrap(face, words, size, narrow - step)) == len(lines):
        lines, narrow = closer, narrow - step
    return lines


def _pieces(words: str) -> list[str]:
    """Unbreakable pieces, with punctuation tied to the neighbour that it must not leave."""
    pieces: list[str] = []
    for piece in _PIECE.findall(words):
        tied = (
            pieces and not piece.isspace() and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END)
        )
        if tied:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fitting(face: Face, line: str, size: float, width: float) -> int:
    """How many characters of a line fit; at least one."""
    count = 1
    while count < len(line) and face.width(line[: count + 1], size) <= width:
        count += 1
    return count


def leading(size: float, factor: float = 1.4) -> float:
    """Distance of baselines in millimetres."""
    return size * factor * MM_PER_POINT


def paragraph(
    lines: list[str],
    at: tuple[float, float],
    size: float,
    *,
    color: str = "#1a1a1a",
    align: Align = "left",
    factor: float = 1.4,
) -> list[TextRun]:
    """Lines of text below each other; ``at`` is where the first baseline starts."""
    x, y = at
    return [
        TextRun(line, x, y + i * leading(size, factor), size, color, align)
        for i, line in enumerate(lines)
    ]


def words_box(face: Face, words: TextRun) -> Box:
    """The paper that a line of text covers: the body of its characters, accents included."""
    width = face.width(words.text, words.size)
    shift = {"left": 0.0, "center": width / 2, "right": width}[words.align]
    em = words.size * MM_PER_POINT
    top = words.y - face.ascent * em
    return Box(words.x - shift, top, width, (face.ascent + face.descent) * em)
