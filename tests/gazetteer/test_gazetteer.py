"""A code or name finds one district, or nothing; never a guess."""

import pytest

from geomap.gazetteer.answers import Found, Refusal
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.model import Region
from geomap.text import Text


def region(name: str, *parts: str) -> Region:
    return Region(name, Text.same(name), parts)


GAZETTEER = Gazetteer.of(
    [
        Entry("500240", "石柱土家族自治县", "石柱", "东南"),
        Entry("500103", "渝中区", "渝中", "中心"),
        Entry("500119", "南川区", "南", "中心"),
        Entry("500108", "南岸区", "南", "中心"),
    ],
    [region("东南"), region("中心"), region("空"), region("全部", "中心", "东南")],
)


@pytest.mark.parametrize("words", ["500240", "石柱土家族自治县", "石柱"])
def test_code_name_and_short_name_find_the_district(words: str) -> None:
    assert GAZETTEER.district(words) == "500240"
    assert GAZETTEER.places(words) == ("500240",)


@pytest.mark.parametrize("words", ["石柱县", "渝中 区", "5002", "", "东南"])
def test_what_is_only_like_a_district_finds_none(words: str) -> None:
    assert GAZETTEER.district(words) is None


def test_a_short_name_that_two_districts_share_finds_neither() -> None:
    assert GAZETTEER.district("南") is None
    assert GAZETTEER.district("南岸区") == "500108"


def test_regions_and_groups_come_to_their_districts() -> None:
    assert GAZETTEER.places("中心") == ("500103", "500119", "500108")
    assert GAZETTEER.places("全部") == ("500103", "500119", "500108", "500240")
    assert GAZETTEER.places("空") == ()
    assert GAZETTEER.places("西北") is None


@pytest.mark.parametrize(
    ("words", "first"), [("石柱县", "石柱土家族自治县"), ("渝中市", "渝中区"), ("全部区", "全部")]
)
def test_the_likeliest_name_is_suggested_first(words: str, first: str) -> None:
    assert GAZETTEER.suggest(words)[0] == first


@pytest.mark.parametrize("words", ["", "火星"])
def test_nothing_alike_suggests_nothing(words: str) -> None:
    assert GAZETTEER.suggest(words) == ()


def test_suggestions_are_few_and_differ() -> None:
    found = GAZETTEER.suggest("南川县", count=2)
    assert len(found) == len(set(found)) <= 2


def test_a_district_that_is_named_by_a_number_is_found_however_it_is_written() -> None:
    numbered = Gazetteer.of([Entry("7", "12", "12", "")], [])
    for words in ("12", "１２", " 12 "):
        found = numbered.find(words)
        assert isinstance(found, Found)
        assert found.adcode == "7"
    assert isinstance(numbered.find("12.5"), Refusal)
