"""Words for people: numbers with their nouns, sentences with a capital and an end."""

import pytest

from geomap.model import Finding, Level, Location
from geomap.text import Lang, Text, counted, sentence


@pytest.mark.parametrize(
    ("number", "words", "told"),
    [
        (0, ("error",), "0 errors"),
        (1, ("error",), "1 error"),
        (2, ("box", "boxes"), "2 boxes"),
        (1_234, ("row",), "1,234 rows"),
    ],
)
def test_a_number_has_its_noun(number: int, words: tuple[str, ...], told: str) -> None:
    assert counted(number, *words) == told


@pytest.mark.parametrize(
    ("words", "lang", "told"),
    [
        ("did you mean “渝北区”?", "en", "Did you mean “渝北区”?"),
        ("'渝化区' is not known", "en", "'渝化区' is not known."),
        ("data/sites.csv: no such file", "en", "data/sites.csv: no such file."),
        ("resident_population of 500112 is given", "en", "resident_population of 500112 is given."),
        ("不在区划表中", "zh", "不在区划表中。"),
        ("是否为“渝北区”？", "zh", "是否为“渝北区”？"),
        ("", "en", ""),
    ],
)
def test_words_become_a_sentence(words: str, lang: Lang, told: str) -> None:
    assert sentence(words, lang) == told


def test_a_finding_is_one_line_of_sentences() -> None:
    remedy = Text("是否为“渝北区”？", "did you mean “渝北区”?")
    finding = Finding(
        "GM-T006",
        Level.ERROR,
        Location("a.csv", 3, "districts"),
        Text("“渝化区”不在边界中", "the district '渝化区' is not in the boundaries"),
        remedy,
    )
    assert finding.line("zh") == (
        "a.csv:3:districts：[GM-T006] “渝化区”不在边界中。是否为“渝北区”？"
    )
    assert finding.line("en") == (
        "a.csv:3:districts: [GM-T006] The district '渝化区' is not in the boundaries. "
        "Did you mean “渝北区”?"
    )
