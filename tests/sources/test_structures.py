"""Documents of the wrong shape are read or refused; `scripts/fuzz.py` tries tens of thousands."""

import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.fuzz import run
from support.fuzz.trees import Answer, Grammar, document, singles

from geomap.api.inspection import inspect
from geomap.errors import DataError
from geomap.sources.readers import ReadOptions, read_layer
from geomap.text import Text


@pytest.mark.slow
def test_each_value_at_each_place_may_be_of_any_kind() -> None:
    wanted = run.chosen(2_000)
    results = run.run(wanted)
    assert {name: t.ways.total() for name, t in results.items()} == {
        name: len(numbers) for name, numbers in wanted.items()
    }
    assert [words for tally in results.values() for words in tally.wrong] == []
    ways: Counter[str] = sum((tally.ways for tally in results.values()), Counter())
    assert min(ways[how] for how in (run.READ, run.REFUSED, run.TOLD)) > 100


def _answer(tree: Any, _: Path) -> Answer:  # noqa: ANN401 # any tree
    """A reader with a fault of each kind."""
    if tree == "":
        raise KeyError(tree)
    if tree is True:
        warnings.warn("x", stacklevel=1)
    if tree == 0:
        raise DataError(Text("错", "wrong"))
    return tree, frozenset({"told"} if tree == [] else ())


def _judged(value: Any, *, free: bool = False) -> str:  # noqa: ANN401 # any tree
    grammar = Grammar("x", {"a": 1}, (value,), lambda t, f: _answer(t["a"], f), lambda *_: free)
    return run.tried(grammar, 0, Path(), (1, frozenset()))[0]


def test_the_judge_of_documents_tells_what_is_wrong() -> None:
    tried: tuple[Any, ...] = ("", True, 0, [], 1, "x")
    assert [_judged(v) for v in tried] == [
        *(run.FAILED, run.FAILED, run.REFUSED, run.TOLD, run.READ, run.SILENT)
    ]
    assert _judged("x", free=True) == run.READ


def test_english_in_chinese_words_is_seen() -> None:
    assert run.english_in("不是合格的 JSON（Expecting value: line 1 column 1）") != ""
    assert run.english_in("t.json：几何不是面（not a list of rings）；请修复") != ""
    for words in (
        "列“no such thing here”不在表中",
        "请用 geomap convert 修复",
        "x.csv：文件是空的",
    ):
        assert run.english_in(words) == ""


@pytest.mark.parametrize(
    ("suffix", "text", "zh", "en"),
    [
        (
            ".json",
            '{"a": 1,}',
            "不是合格的 JSON（第 1 行第 ",
            "not valid JSON (",
        ),
        (".json", "[" * 9000, "嵌套过深", "recursion"),
        (
            ".kml",
            "<kml>\n<a></b></kml>",
            "不是合格的 XML（第 2 行第 6 个字符处有误）",
            "mismatched tag",
        ),
        (
            ".kml",
            "<kml><Placemark><Point><coordinates>x,y</coordinates></Point></Placemark></kml>",
            "几何有误（坐标不是数字）",
            "could not convert string to float",
        ),
        (
            ".geojson",
            '{"type": "Point", "coordinates": "x"}',
            "不是 Point 的坐标",
            "not those of a",
        ),
        (
            ".geojson",
            '{"type": "LineString", "coordinates": [[1, 2]]}',
            "几何不是线（点数不足）",
            "the geometry is no line",
        ),
    ],
)
def test_a_chinese_refusal_is_chinese(
    tmp_path: Path, suffix: str, text: str, zh: str, en: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        read_layer(path)
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en
    assert run.english_in(caught.value.message.zh) == ""


@pytest.mark.slow
def test_a_document_is_the_same_for_the_same_number() -> None:
    grammar = run.GRAMMARS["GeoJSON"]
    size = len(singles(grammar))
    assert len({repr(document(grammar, n)) for n in range(size)}) > 0.9 * size
    assert document(grammar, size + 5) == document(grammar, size + 5)
    assert [len(document(grammar, n)[0]) for n in (0, size - 1, size, size + 9)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("feature", "zh", "en"),
    [
        (
            '"coordinates": [106, 29], "geometry": null',
            "几何应写在 geometry 中",
            "geometry stands in",
        ),
        ('"geometri": null', "要素没有 geometry", "no member 'geometry'"),
        (
            '"geometry": null, "id": {"a": 1}',
            "id 既不是文字也不是数字",
            "neither text nor a number",
        ),
        ('"geometry": {"type": []}', "几何不是", "unknown type []"),
    ],
)
def test_a_feature_that_says_it_otherwise_is_refused(
    tmp_path: Path, feature: str, zh: str, en: str
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        f"{feature}}}]}}",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        inspect(path)
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en
    assert ":1" in caught.value.message.en


def test_an_empty_collection_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    report = inspect(path)
    assert report.rows == 0
    assert "GM-F003" in [finding.code for finding in report.findings]


@pytest.mark.parametrize("said", ["-1", "[]", "{}", '{"datum": null}', '{"datum": ["WGS84"]}'])
def test_a_declaration_of_the_datum_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [], "geomap": {said}}}', "utf-8")
    with pytest.raises(DataError) as caught:
        read_layer(path)
    assert caught.value.message.zh.endswith(
        '成员 geomap 没有写明基准；请写作 {"datum": "WGS84"}，或删去该成员'
    )
    assert "the member geomap says no datum" in caught.value.message.en


def test_a_crs_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [], '
        '"crs": {"type": "name", "properties": {"name": ""}}}',
        "utf-8",
    )
    with pytest.raises(DataError, match="unknown coordinate reference system"):
        read_layer(path)


@pytest.mark.parametrize(
    "change", [("0, 0", "true, 0"), ("0, 0", '"0", 0'), ("[[0]]", "[[false]]")]
)
def test_topojson_takes_numbers_for_numbers_only(tmp_path: Path, change: tuple[str, str]) -> None:
    text = (
        '{"type": "Topology", "arcs": [[[0, 0], [5, 0], [0, 5], [0, 0]]], '
        '"objects": {"a": {"type": "Polygon", "arcs": [[0]]}}}'
    )
    path = tmp_path / "a.topojson"
    path.write_text(text, "utf-8")
    assert len(read_layer(path).frame) == 1
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(DataError, match="not valid TopoJSON"):
        read_layer(path)


@pytest.mark.parametrize("at", ["<coordinates>1,2</coordinates>", "<coordinates>3,4 5,6 3,6</coo"])
def test_a_part_without_coordinates_is_not_left_out_in_silence(tmp_path: Path, at: str) -> None:
    text = (
        "<kml><Placemark><MultiGeometry><Point><coordinates>1,2</coordinates></Point><Polygon>"
        "<outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9</coordinates></LinearRing>"
        "</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>3,4 5,6 3,6</coordinates>"
        "</LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>"
    )
    path = tmp_path / "a.kml"
    path.write_text(text, "utf-8")
    assert len(read_layer(path).frame) == 1
    path.write_text(text.replace(at, re.sub(r">[^<]*<", "><", at)), "utf-8")
    with pytest.raises(DataError, match="a part has no coordinates"):
        read_layer(path)


GOOD = '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}'
BAD = GOOD.replace("[1, 2]", '"x"')
PLACE = "<Placemark><Point><coordinates>{}</coordinates></Point></Placemark>"
ARCS = '{"type": "Topology", "arcs": [[[0, 0], [5, 0], [0, 5], [0, 0]]], "objects": {"a": {"type": '
ARCS += '"GeometryCollection", "geometries": [%s]}}}'
AREA, NO_AREA = '{"type": "Polygon", "arcs": [[0]]}', '{"type": "Polygon", "arcs": [[7]]}'


@pytest.mark.parametrize(
    ("suffix", "text", "only"),
    [
        (
            ".geojson",
            f'{{"type": "FeatureCollection", "features": [{GOOD}, {BAD}, {GOOD}]}}',
            f'{{"type": "FeatureCollection", "features": [{BAD}]}}',
        ),
        (
            ".kml",
            f"<kml>{PLACE.format('1,2')}{PLACE.format('x')}{PLACE.format('3,4')}</kml>",
            f"<kml>{PLACE.format('x')}</kml>",
        ),
        (".topojson", ARCS % f"{AREA}, {NO_AREA}, {AREA}", ARCS % NO_AREA),
    ],
)
def test_one_bad_feature_does_not_lose_a_layer(
    tmp_path: Path, suffix: str, text: str, only: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text, "utf-8")
    layer = read_layer(path)
    assert layer.frame["row"].tolist() == [1, 3]
    (told,) = [note for note in layer.notes if note.code == "GM-F026"]
    assert told.location.row == 2
    assert told.message.zh.startswith("要素未读：")
    assert told.message.en.startswith("the feature is left out: ")
    with pytest.raises(DataError, match=":2:"):
        read_layer(path, None, ReadOptions(strict=True))
    path.write_text(only, "utf-8")
    with pytest.raises(DataError, match=":1:"):
        read_layer(path)


def test_many_bad_features_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    many = ", ".join([GOOD, *[BAD] * 30])
    path.write_text(f'{{"type": "FeatureCollection", "features": [{many}]}}', "utf-8")
    told = [note for note in read_layer(path).notes if note.code == "GM-F026"]
    assert len(told) == 21
    assert told[-1].message.en == "10 more features are left out"
    assert told[-1].message.zh == "另有 10 个要素未读"
