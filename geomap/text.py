"""Words in two languages, and the one door that text from files comes in by.

Pure: knows no other room.
"""

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


# Format characters that change how their neighbours are drawn or hide in a name: bidi controls,
# zero-width marks, soft hyphen. They carry no meaning in a table cell and can make two names look
# alike that are not.
_KEPT_CONTROLS = "\n\t"


def clean(raw: str) -> str:
    """Text as every room may rely on it: NFC, no control, format, surrogate or private characters.

    Line breaks and tabs become single spaces; white space at the ends goes.

    Args:
        raw: A cell, a name or any other text from a file.

    Returns:
        The cleaned text; equal to ``raw`` for ordinary words.
    """
    normal = unicodedata.normalize("NFC", raw)
    visible = "".join(
        " " if char in _KEPT_CONTROLS or char == "\r" else char
        for char in normal
        if char in _KEPT_CONTROLS
        or char == "\r"
        or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(visible.split())
