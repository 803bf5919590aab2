"""From bytes to text: by mark, by strict UTF-8, else by what makes plausible Chinese, else ask."""

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from geomap.model import Location
from geomap.sources.refusals import refuse
from geomap.text import Text

# UTF-32's mark begins with UTF-16's, so it stands first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# For each national encoding the coding it is judged by, and the first bytes there of characters
# in everyday use: GB 2312's level 1 (by pinyin), Big5's level 1 (by frequency).
_NATIONAL = (("gb18030", "gb2312", range(0xB0, 0xD8)), ("big5", "big5", range(0xA4, 0xC7)))
# Rows A1 to A3 hold punctuation and full-width letters in both.
_SIGNS = range(0xA1, 0xA4)
_LEAST_SHARE = 0.6
_LEAST_LEAD = 0.15
_LEAST_CHARACTERS = 4
WESTERN = "windows-1252"
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßšžœÿ")
_LEAST_WORD = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it was read.

    Attributes:
        text: Without a byte order mark.
        encoding: Name of the encoding.
        guessed: Neither marked, declared nor provable: the words made the choice.
    """

    text: str
    encoding: str
    guessed: bool = False


AS_CSV = Text(
    "请另存为“CSV UTF-8（逗号分隔）”，或用 --encoding 指明",
    "save it as “CSV UTF-8 (comma delimited)”, or say --encoding",
)


def decode(data: bytes, name: str, encoding: str | None = None, remedy: Text = AS_CSV) -> Decoded:
    """Decode a file.

    Args:
        data: Its bytes.
        name: How messages call it.
        encoding: What the user says it is; None finds out.
        remedy: What to do where that is not certain.

    Raises:
        DataError: It is not in the encoding said, or none can be told for sure; the message has
            line and byte.
    """
    if encoding is not None:
        return _declared(data, name, encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _declared(data[len(mark) :], name, marked)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        guessed = guess(data)
        if guessed is None:
            _ask(data, name, error, remedy)
        return Decoded(data.decode(guessed), guessed, guessed=True)


def guess(data: bytes) -> str | None:
    """GB18030 or Big5, if one of them makes everyday Chinese of the bytes and the other does not.

    A handful of characters tells too little: then None.
    """
    shares = {name: _share(data, name, judge, level) for name, judge, level in _NATIONAL}
    best, second = sorted(shares, key=lambda name: -shares[name])
    sure = shares[best] >= _LEAST_SHARE and shares[best] - shares[second] >= _LEAST_LEAD
    return best if sure else None


def is_western(data: bytes) -> bool:
    """Whether bytes beyond ASCII are plausible as accented letters of Latin words, a byte each.

    Strict on purpose: a Chinese character is two bytes beyond ASCII, which are no word with accents
    standing apart, or one of them and a plain letter, which alone may look like one.
    """
    try:
        text = data.decode(WESTERN)
    except UnicodeDecodeError:
        return False
    if any(not char.isascii() and char.lower() not in _ACCENTED for char in text):
        return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return bool(words) and all(_is_latin(word) for word in words) and not _may_be_chinese(data)


def _may_be_chinese(data: bytes) -> bool:
    """Whether bytes fit a national encoding and are too few, or too common there, for chance."""
    for encoding, judge, level in _NATIONAL:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = [char.encode(judge, "ignore") for char in text if not char.isascii()]
        if len(beyond) < _LEAST_CHARACTERS or any(b and b[0] in level for b in beyond):
            return True
    return False


def _is_latin(word: str) -> bool:
    accents = [not char.isascii() for char in word]
    apart = not any(one and two for one, two in pairwise(accents))
    cased = word in {word.lower(), word.upper(), word.capitalize()}
    return len(word) >= _LEAST_WORD and 2 * sum(accents) < len(word) and apart and cased


def _share(data: bytes, encoding: str, judge: str, level: range) -> float:
    """Share of everyday characters among those beyond ASCII; 0 where the bytes do not fit."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = [char.encode(judge, "ignore") for char in text if not char.isascii()]
    if len(beyond) < _LEAST_CHARACTERS:
        return 0.0
    common = sum(1 for b in beyond if b and (b[0] in level or b[0] in _SIGNS))
    return common / len(beyond)


def _declared(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except LookupError as error:
        refuse(
            Location(name),
            Text(f"未知编码“{encoding}”", f"unknown encoding {encoding!r}"),
            Text("可用 utf-8、gb18030、big5 等", "use utf-8, gb18030, big5 or the like"),
            error,
        )
    except UnicodeDecodeError as error:
        refuse(
            _place(data, name, error),
            Text(f"第 {error.start} 字节不是 {encoding}", f"byte {error.start} is not {encoding}"),
            Text("请改用正确的编码", "say the right encoding"),
            error,
        )


def _ask(data: bytes, name: str, error: UnicodeDecodeError, remedy: Text) -> NoReturn:
    refuse(
        _place(data, name, error),
        Text(
            f"第 {error.start} 字节不是 UTF-8，也无法断定是哪种编码",
            f"byte {error.start} is not UTF-8, and no other encoding is certain",
        ),
        remedy,
        error,
    )


def _place(data: bytes, name: str, error: UnicodeDecodeError) -> Location:
    return Location(name, data[: error.start].count(b"\n") + 1)
