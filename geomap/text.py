"""Words in two languages, and the one door that text from files comes in by.

Pure: knows no other room.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """The same words in Chinese and in English.

    Attributes:
        zh: Simplified Chinese.
        en: English. A name that has no English form carries its Chinese one.
    """

    zh: str
    en: str

    @classmethod
    def same(cls, words: str) -> "Text":
        """Text that reads alike in both languages: a code, a number, an untranslated name."""
        return cls(words, words)

    def get(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" else self.en


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年?")
# A plain word: no part of a path, a key or a name in quotes.
_WORD = re.compile(r"[a-z]+(?=[ ,;’]|$)")


def year_in(words: str) -> str:
    """The first year from 1900 to 2099 that words have, as four digits; empty if they have none."""
    found = _YEAR.search(words)
    return found[1] if found else ""


def without_years(words: str) -> str:
    """Words without their years, and without the 年 behind them."""
    return _YEAR.sub("", words)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its English noun: ``1 row``, ``2 rows``, ``1,000 boxes``.

    Args:
        number: How many.
        one: The noun for one.
        many: The noun for more, or none; ``one`` with an ``s`` otherwise.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def sentence(words: str, lang: Lang) -> str:
    """Words as a sentence: in English with a capital, in both with an end.

    One that opens with a name (a path, a key, something quoted) keeps it as it is.
    """
    if not words:
        return words
    stop = "。" if lang == "zh" else "."
    opens_with_a_word = lang == "en" and _WORD.match(words) is not None
    first = words[0].upper() if opens_with_a_word else words[0]
    ended = words[-1] in "。？！.?!"
    return f"{first}{words[1:]}{'' if ended else stop}"


# Controls, format characters (bidi, zero width), lone surrogates, private use: no table cell means
# them, and they can make two names look alike that are not. A character that this Python
# does not know yet stays: it may be a name's new ideograph.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_WHITE = frozenset("\n\t\r")


def clean(raw: str) -> str:
    """Text as every room may rely on it: NFC, and nothing that hides in a name.

    Line breaks and tabs become single spaces; white space at the ends goes.

    Args:
        raw: A cell, a name or any other text from a file.

    Returns:
        The cleaned text; equal to ``raw`` for ordinary words.
    """
    visible = raw
    if not raw.isprintable():  # a hundred times as fast as checking each character
        spaced = "".join(" " if char in _WHITE else char for char in raw)
        visible = "".join(char for char in spaced if not _is_hidden(char))
    # Composed last: an accent may have stood apart from its letter by what is gone now.
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN or _is_noncharacter(ord(char))


def _is_noncharacter(code: int) -> bool:
    """Whether Unicode promises never to assign it."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 # Unicode's own
