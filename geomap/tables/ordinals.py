"""Numbers of articles and chapters as people write them: 19, 第十九条, 十九, 第 19 条. Pure."""

import re

from geomap.tables import values
from geomap.tables.values import Invalid, fold
from geomap.text import Text

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_AROUND = re.compile(r"第?\s*(.+?)\s*[条章款、.]?")
_CHINESE = re.compile(
    r"(?:([一二两三四五六七八九])?百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?"
)
_EXPECTED = Text("编号", "a number")
_REMEDY = Text("写作 19、十九或第十九条", "write it as 19, 十九 or 第十九条")


def ordinal(words: str) -> int | Invalid:
    """A number up to 999, in digits or Chinese numerals, also with 第…条 or 第…章 around it."""
    match = _AROUND.fullmatch(fold(words))
    inner = match[1] if match else words
    plain = values.integer(inner)
    if not isinstance(plain, Invalid):
        return plain
    return _chinese(inner)


def _chinese(words: str) -> int | Invalid:
    match = _CHINESE.fullmatch(words)
    if not words or match is None:
        return Invalid(_EXPECTED, _REMEDY)
    hundreds, tens, ten, ones = match.groups()
    total = _DIGITS[ones] if ones else 0
    if ten:
        total += 10 * (_DIGITS[tens] if tens else 1)
    if "百" in words:
        total += 100 * (_DIGITS[hundreds] if hundreds else 1)
    return total
