"""Kinds of map against the data: categories that name nothing, counts painted as a fill."""

import pytest
from support import tiny

from geomap.checks.check import check
from geomap.model import Category, Fill, Finding
from geomap.tables.units import is_count
from geomap.text import Text


def found(fill: Fill) -> list[Finding]:
    atlas = tiny.config(tiny.theme(fill))
    every = check(tiny.inputs(), atlas).findings
    return [finding for finding in every if finding.code in {"GM-A011", "GM-A012", "GM-A013"}]


def test_a_category_that_names_an_unknown_project_is_told_with_the_one_perhaps_meant() -> None:
    (finding,) = found(Fill("category", categories=(Category(Text.same("A"), projects=("zon",)),)))
    assert finding.code == "GM-A011"
    assert "zone" in finding.message.zh
    assert finding.location.column == "fill.categories[1]"


def test_a_category_that_names_an_unknown_district_is_told() -> None:
    (finding,) = found(Fill("category", categories=(Category(Text.same("A"), districts=("戊",)),)))
    assert finding.code == "GM-A011"
    assert "戊" in finding.message.zh


def test_a_category_without_districts_of_its_own_is_told() -> None:
    same = [Category(Text.same(name), districts=("甲区",)) for name in "AB"]
    (finding,) = found(Fill("category", categories=tuple(same)))
    assert finding.code == "GM-A012"
    assert "B" in finding.message.en


def test_a_count_painted_as_a_fill_is_told_with_the_remedy_and_a_rate_is_not() -> None:
    (finding,) = found(Fill("indicator", indicator="people", year=2020))
    assert finding.code == "GM-A013"
    assert "[circles]" in finding.remedy.zh
    assert not found(Fill("indicator", indicator="rate", year=2020))


@pytest.mark.parametrize("unit", ["人", "万人", "亿人次", "个", "people", "10,000 people"])
def test_units_of_things_are_of_counts(unit: str) -> None:
    assert is_count(Text.same(unit))


@pytest.mark.parametrize("unit", ["%", "人/平方公里", "people per km²", "万人/年", "km", "", "元"])
def test_other_units_are_not(unit: str) -> None:
    assert not is_count(Text.same(unit))
