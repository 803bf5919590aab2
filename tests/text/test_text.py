"""Cleaning of text from files, and words in two languages."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.text import Text, clean


@given(st.text())
@example("e\u200b\u0301")  # a zero-width space between a letter and its accent
def test_clean_text_is_composed_visible_and_stays_as_it_is(raw: str) -> None:
    words = clean(raw)
    assert clean(words) == words
    assert unicodedata.is_normalized("NFC", words)
    assert not {unicodedata.category(char) for char in words} & {"Cc", "Cf", "Cs", "Co"}
    assert words == " ".join(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "石柱土家族自治县",
        "“平急两用”",
        "Guang'an",
        "G65包茂/渝湘",
        "{{7*7}}${1}<b>`\\",
        "ＧＢ２２６０",
    ],
)
def test_ordinary_words_stay(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("渝\u200b中区", "渝中区"),  # zero-width space
        ("\u202e渝中区\u202c", "渝中区"),  # right-to-left override
        ("\ufeff渝中区", "渝中区"),
        ("渝中区\x00", "渝中区"),
        ("渝中区\ufffe", "渝中区"),  # no character, ever
        ("\U000323b0", "\U000323b0"),  # perhaps an ideograph of a Unicode to come
        (" 渝中\r\n\t区 ", "渝中 区"),
        ("\u3000渝中区\u00a0", "渝中区"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_what_hides_in_a_name_goes(raw: str, words: str) -> None:
    assert clean(raw) == words


def test_text_speaks_both_languages() -> None:
    assert (Text("区", "district").get("zh"), Text("区", "district").get("en")) == (
        "区",
        "district",
    )
    assert Text.same("G50") == Text("G50", "G50")
