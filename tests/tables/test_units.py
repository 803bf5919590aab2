"""Units as tables write them: what they measure, and how much of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.tables import units
from geomap.tables.units import Unit
from geomap.text import Text

PEOPLE = Text("人", "people")
SAME = [
    (Text.same("km²"), ["km2", "KM²", "平方公里", "平方千米", "km^2", "sq km", "k㎡"]),
    (PEOPLE, ["人", "people", "person", "Persons", " 人 "]),
    (Text("万人", "10,000 people"), ["万人", "萬人", "10,000 people", "10000 persons"]),
    (Text("万人/年", "× 10,000 a year"), ["万人/年", "万人／年", "万人每年", "× 10,000 a year"]),
    (Text.same("%"), ["％", "%", "percent", "百分比"]),
    (Text("万元", "CNY 10,000"), ["万元", "10,000 yuan", "10,000 RMB"]),
    (Text("辆", "vehicles"), ["辆", "vehicles"]),  # in no table: each word for itself
]
FACTORS = [
    ("万人", PEOPLE, 1e4),
    ("人", Text.same("万人"), 1e-4),
    ("thousand people", PEOPLE, 1e3),
    ("平方米", Text.same("km²"), 1e-6),
    ("公顷", Text.same("平方公里"), 0.01),
    ("亩", Text.same("公顷"), 1 / 15),
    ("‰", Text.same("%"), 0.1),
    ("比值", Text.same("%"), 100),
    ("km", Text.same("米"), 1000),
    ("亿元", Text.same("万元"), 1e4),
    ("万辆", Text("辆", "vehicles"), 1e4),
    ("人/km²", Text.same("人/公顷"), 0.01),
    ("km", Text.same("km²"), None),
    ("万人", Text.same("万人/年"), None),
    ("户", PEOPLE, None),
    ("", PEOPLE, None),
    ("/", PEOPLE, None),
]


@pytest.mark.parametrize(("declared", "words"), [(d, w) for d, ws in SAME for w in ws])
def test_another_way_to_write_a_unit_agrees(declared: Text, words: str) -> None:
    assert units.agrees(words, declared)


@pytest.mark.parametrize(("words", "declared", "times"), FACTORS)
def test_another_unit_converts_or_measures_another_thing(
    words: str, declared: Text, times: float | None
) -> None:
    assert units.factor(words, declared) == (None if times is None else pytest.approx(times))
    assert not units.agrees(words, declared)


@pytest.mark.parametrize(
    ("words", "has"),
    [
        *[(words, True) for words in ("万人", "万人/年", "10,000 people", "万")],
        *[(words, False) for words in ("人", "千米", "千瓦时", "百分比", "元/万人")],
    ],
)
def test_whether_a_unit_has_a_magnitude(words: str, *, has: bool) -> None:
    assert units.has_magnitude(words) is has


def test_a_quotient_measures_two_things() -> None:
    assert units.parse("万人/平方公里") == Unit(("people", "area"), 0.01)


@given(st.text(max_size=30) | st.text("万千百/每0123456789×人,", max_size=3000))
def test_any_words_are_a_unit_or_none(words: str) -> None:
    found = units.parse(words)
    assert found is None or found.size > 0
