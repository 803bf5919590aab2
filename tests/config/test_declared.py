"""TOML tables are read strictly: typed, complete, nothing unknown."""

import tomllib
from collections.abc import Callable
from datetime import date

import pytest

from geomap.config.declared import StrictTable
from geomap.errors import AtlasError
from geomap.model import Location
from geomap.text import Text


def declared(toml: str) -> StrictTable:
    return StrictTable(tomllib.loads(toml), Location("a.toml"))


def refusal(act: Callable[[], object]) -> Text:
    with pytest.raises(AtlasError) as caught:
        act()
    return caught.value.message


def test_each_type_is_taken_as_it_stands() -> None:
    table = declared("""
        s = " a\\u200bb "
        t = { zh = "区", en = "district" }
        i = 3
        n = 3
        d = 2025-02-10
        l = [1, 2.5]
        [g.one]
        k = "v"
        [[rows]]
        k = "w"
    """)
    assert table.string("s") == "ab"
    assert table.text("t") == Text("区", "district")
    assert table.integer("i") == 3
    assert isinstance(table.number("n"), float)
    assert table.day("d") == date(2025, 2, 10)
    assert table.list_of("l", float) == (1.0, 2.5)
    assert [(name, inner.string("k")) for name, inner in table.tables("g")] == [("one", "v")]
    assert [row.string("k") for row in table.array("rows")] == ["w"]
    table.done()


@pytest.mark.parametrize(
    ("toml", "take"),
    [
        ("k = 1", lambda t: t.string("k")),
        ('k = " "', lambda t: t.string("k")),
        ("k = 5", lambda t: t.text("k")),
        ('k = ""', lambda t: t.text("k")),
        ("k = {}", lambda t: t.text("k")),
        ("k = { zh = 5 }", lambda t: t.text("k")),
        ('k = { zh = "多", en = "many", fr = "trop" }', lambda t: t.text("k")),
        ("k = 1.0", lambda t: t.integer("k")),
        ("k = true", lambda t: t.integer("k")),
        ('k = "1"', lambda t: t.number("k")),
        ('k = "2025-02-10"', lambda t: t.day("k")),
        ("k = 2025-02-10T00:00:00", lambda t: t.day("k")),
        ("k = 5", lambda t: t.list_of("k", int)),
        ("k = [1, true]", lambda t: t.list_of("k", int)),
        ("k = [nan]", lambda t: t.list_of("k", float)),
        ("k = inf", lambda t: t.number("k")),
        ("k = 5", lambda t: t.table("k")),
        ("k = 5", lambda t: t.array("k")),
        ("k = [5]", lambda t: t.array("k")),
        ("k = 5", lambda t: t.tables("k")),
        ('k = "c"', lambda t: t.choice("k", ("a", "b"))),
    ],
)
def test_a_wrong_type_is_refused_at_its_key(
    toml: str, take: Callable[[StrictTable], object]
) -> None:
    message = refusal(lambda: take(declared(toml)))
    assert message.zh.startswith("a.toml [k")
    assert message.en.startswith("a.toml [k")


def test_a_missing_key_is_named() -> None:
    message = refusal(lambda: declared("").string("title"))
    assert message.zh == 'a.toml：缺少键“title”；如 title = "成都市地图集"'
    assert message.en == "a.toml: the key 'title' is missing; such as title = \"成都市地图集\""
    assert refusal(lambda: declared("").string("k")).en == "a.toml: the key 'k' is missing"


def test_defaults_stand_in_for_missing_keys() -> None:
    table = declared("")
    assert table.string("s", "x") == "x"
    assert table.integer("i", 5) == 5
    assert table.list_of("l", str) == ()
    assert table.tables("g") == ()
    assert table.choice("c", ("a", "b"), "b") == "b"


def test_an_unknown_key_is_refused_with_the_one_meant() -> None:
    table = declared('titel = "x"')
    table.has("title")
    message = refusal(table.done)
    assert message.zh == "a.toml：未知键“titel”；是否为“title”？"
    assert message.en == "a.toml: unknown key 'titel'; did you mean 'title'?"


def test_a_word_like_no_other_is_refused_with_all_there_are() -> None:
    message = refusal(lambda: declared('k = "zzz"').choice("k", ("red", "blue")))
    assert message.zh == "a.toml [k]：未知取值“zzz”；可用：blue、red"
    assert message.en == "a.toml [k]: unknown value 'zzz'; known: blue, red"


def test_places_of_inner_tables_tell_the_whole_way() -> None:
    table = declared('[a.b]\n[[c]]\n[[c]]\nk = "v"')
    (_, inner), *_ = table.tables("a")
    assert inner.at("k") == Location("a.toml", column="a.b.k")
    assert table.array("c")[1].at("k") == Location("a.toml", column="c[2].k")
