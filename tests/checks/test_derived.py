"""Indicators worked out by a formula: ratios, densities, changes, and nothing that could run."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import tiny

from geomap.checks.check import Checked, check
from geomap.config.formulas import parse_formula
from geomap.errors import DataError
from geomap.geo.geodesy import area
from geomap.joins.aggregate import aggregate
from geomap.model import AtlasConfig, Indicator
from geomap.text import Text


def atlas(**formulas: str) -> AtlasConfig:
    """The tiny atlas with more indicators, each with its formula."""
    config = tiny.config()
    made = [
        Indicator(key, Text.same(key), Text.same("x"), formula=parse_formula(words))
        for key, words in formulas.items()
    ]
    return replace(config, indicators=(*config.indicators, *made))


def values(checked: Checked, key: str) -> dict[tuple[str, int], float]:
    return {(o.adcode, o.year): o.value for o in checked.observations if o.indicator == key}


def rows(*cells: tuple[str, str, int, str]) -> tiny.Tables:
    keys = ("adcode", "indicator", "year", "value")
    return {"indicators": [dict(zip(keys, map(str, each), strict=True)) for each in cells]}


def test_a_ratio_is_worked_out_for_each_district_that_has_both_numbers() -> None:
    table = rows(
        ("500101", "people", 2020, "200"),
        ("500101", "rate", 2020, "50"),
        ("500102", "people", 2020, "300"),
    )
    checked = check(tiny.inputs(table), atlas(urban="people * rate / 100"))
    assert values(checked, "urban") == {("500101", 2020): 100.0}
    assert checked.findings == tiny.checked(table).findings


def test_a_density_takes_the_area_on_the_ellipsoid() -> None:
    checked = check(tiny.inputs(), atlas(density="people / area_km2"))
    shape = checked.districts.geometry["500102"]
    expected = 300 / (area(shape) / 1e6)
    assert values(checked, "density")["500102", 2020] == pytest.approx(expected)


def test_a_change_names_its_years_and_is_of_the_later_one() -> None:
    table = rows(("500101", "people", 2010, "80"), ("500101", "people", 2020, "100"))
    config = atlas(change="(people[2020] - people[2010]) / people[2010] * 100")
    assert values(check(tiny.inputs(table), config), "change") == {("500101", 2020): 25.0}


def test_every_year_that_has_all_numbers_has_a_value() -> None:
    table = rows(
        ("500101", "people", 2010, "80"),
        ("500101", "people", 2020, "100"),
        ("500101", "rate", 2020, "50"),
    )
    checked = check(tiny.inputs(table), atlas(double="2 * people", both="people + rate"))
    assert values(checked, "double") == {("500101", 2010): 160.0, ("500101", 2020): 200.0}
    assert values(checked, "both") == {("500101", 2020): 150.0}


def test_a_formula_may_build_on_one_before_it() -> None:
    checked = check(tiny.inputs(), atlas(double="2 * people", fourfold="double * 2"))
    assert values(checked, "fourfold")["500101", 2020] == 400.0


def test_dividing_by_nought_is_told_with_the_row_and_is_no_data() -> None:
    table = rows(("500101", "people", 2020, "0"), ("500101", "rate", 2020, "50"))
    checked = check(tiny.inputs(table), atlas(ratio="rate / people"))
    assert values(checked, "ratio") == {}
    (found,) = (f for f in checked.findings if f.code == "GM-I021")
    assert found.location.row == 2
    assert "除以 0" in found.message.zh
    assert "division by 0" in found.message.en


def test_a_number_divided_by_nought_before_any_indicator_is_told_too() -> None:
    table = rows(("500101", "people", 2020, "10"))
    checked = check(tiny.inputs(table), atlas(ratio="1 / 0 * people"))
    (found,) = (f for f in checked.findings if f.code == "GM-I021")
    assert found.location.row == 2


def test_a_table_that_gives_what_a_formula_makes_is_told_and_not_used() -> None:
    table = rows(("500101", "people", 2020, "10"), ("500101", "double", 2020, "7"))
    checked = check(tiny.inputs(table), atlas(double="2 * people"))
    assert values(checked, "double") == {("500101", 2020): 20.0}
    (found,) = (f for f in checked.findings if f.code == "GM-I020")
    assert found.location.row == 3


def test_ratios_of_several_districts_are_not_added_up() -> None:
    config = atlas(double="2 * people")
    checked = check(tiny.inputs(), config)
    assert aggregate(config.indicators[-1], 2020, ["500101", "500102"], checked) is None
    assert aggregate(config.indicators[0], 2020, ["500101", "500102"], checked) == 400


@pytest.mark.parametrize(
    "words",
    [
        "__import__('os').system('id')",
        "people.__class__",
        "people if rate else 1",
        "[people for x in rate]",
        "people ** 9",
        "people['2020']",
        "people[2020.5]",
        "people[True]",
        "f'{people}'",
        "lambda: people",
        "people and rate",
        "people < rate",
        "1 + 2",
        "people +",
        "",
        "(" * 300 + "people" + ")" * 300,
        "people" * 100,
        "1j * people",
        "True * people",
        "people\x00",
        "people * 1" + "0" * 380,
    ],
)
def test_what_is_no_formula_is_refused_and_never_run(words: str) -> None:
    with pytest.raises(DataError) as refused:
        parse_formula(words)
    assert "公式只能用指标" in refused.value.message.zh
    assert "a formula has indicators" in refused.value.message.en


def test_a_deep_formula_is_still_arithmetic() -> None:
    deep = parse_formula("-" * 390 + "people")
    assert deep.value(lambda _: 3.0) == 3.0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_formulas_bind_as_arithmetic_does(a: int, b: int, c: int) -> None:
    of = {"a": float(a), "b": float(b), "c": float(c)}
    for words in ("a - b * c", "(a - b) / c", "-a + b / c * 2.5", "a / (b + c) - 1e3"):
        found = parse_formula(words).value(lambda reference: of[reference.indicator])
        assert found == pytest.approx(eval(words, {}, of))  # noqa: S307 # words of this test


def test_chinese_keys_can_be_named() -> None:
    (urban, people) = parse_formula("城镇人口 / 常住人口 * 100").references()
    assert (urban.indicator, people.indicator) == ("城镇人口", "常住人口")
