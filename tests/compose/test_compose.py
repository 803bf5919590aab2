"""One complete map from data: counts that add up, keys that meet, words that are right."""

import math
import re
from collections import Counter
from dataclasses import replace

import pytest
from support import tiny
from support.paths import THEMES

from geomap.api.atlas import Atlas
from geomap.compose import words
from geomap.compose.compose import compose
from geomap.joins.aggregate import aggregate
from geomap.joins.join import join
from geomap.model import Certainty, Fill, MapSpec, Selection
from geomap.text import Text

RATE = Fill("indicator", indicator="rate", year=2020, k=2)
REGION = Fill("region")
MEASURES = Fill("measures", k=3)
SITES = Fill("sites", k=2)


def composed(fill: Fill, **changes: object) -> MapSpec:
    checked = tiny.checked()
    return compose(tiny.theme(fill, **changes), tiny.config(), checked, join(checked))


@pytest.fixture
def spec(request: pytest.FixtureRequest, shipped: Atlas) -> MapSpec:
    """A tiny map for a `Fill`, a shipped one for a theme's key."""
    asked: Fill | str = request.param
    return composed(asked) if isinstance(asked, Fill) else shipped[asked].spec


every_map = pytest.mark.parametrize(
    "spec", [RATE, REGION, MEASURES, SITES, *THEMES], indirect=True, ids=str
)


@every_map
def test_legend_counts_sum_to_the_districts_and_marks(spec: MapSpec) -> None:
    fill, *others = spec.legends
    assert sum(item.count for item in fill.items) == len(spec.districts)
    assert sum(item.count for legend in others for item in legend.items) == len(spec.marks)


@every_map
def test_legend_counts_are_those_of_the_districts_and_marks(spec: MapSpec) -> None:
    drawn = Counter([*(d.item for d in spec.districts), *(m.item for m in spec.marks)])
    told: Counter[str] = Counter()
    for legend in spec.legends:
        told.update({item.key: item.count for item in legend.items})
    assert +told == drawn


@every_map
def test_districts_marks_and_measures_name_only_what_the_map_has(spec: MapSpec) -> None:
    marks = {mark.id for mark in spec.marks}
    measures = {measure.id for measure in spec.measures}
    adcodes = {district.adcode for district in spec.districts}
    assert len(marks) == len(spec.marks)
    for district in spec.districts:
        assert set(district.marks) <= marks
        assert set(district.measures) <= measures
        assert spec.item(district.item).symbol.fill
    for mark in spec.marks:
        assert set(mark.districts) <= adcodes
        assert spec.item(mark.item).count


@every_map
def test_marks_are_drawn_by_how_sure_they_are(spec: MapSpec) -> None:
    order = [Certainty.WHOLE_UNIT, Certainty.SCHEMATIC, Certainty.APPROXIMATE, Certainty.NONE]
    ranks = [order.index(mark.certainty) for mark in spec.marks]
    assert ranks == sorted(ranks)
    for mark in spec.marks:
        assert (mark.geometry is None) == (mark.certainty is Certainty.NONE)
        assert (mark.uncertainty is None) == (mark.certainty is not Certainty.APPROXIMATE)


@every_map
def test_every_map_says_its_date_sources_and_that_it_is_a_sketch(spec: MapSpec) -> None:
    assert "2025年2月10日" in spec.reference_date.zh
    assert "2025-02-10" in spec.reference_date.en
    assert spec.approval.zh == "示意图，未经审图，不作公开出版用"
    assert spec.sources[0].zh.startswith("规划：")
    assert len(spec.sources) == len(set(spec.sources)) >= 2


@every_map
def test_the_alternative_text_counts_what_is_shown(spec: MapSpec) -> None:
    drawn = sum(mark.geometry is not None for mark in spec.marks)
    assert spec.alt.zh.startswith(
        f"{len(spec.districts)}个区县的地图；{spec.legends[0].title.zh}："
    )
    assert spec.alt.en.startswith(f"Map of {len(spec.districts)} districts; ")
    for item in spec.legends[0].items:
        assert (f"{item.label.en} ({item.count})" in spec.alt.en) == bool(item.count)
    marks = f"{drawn} marks on the map, {len(spec.marks) - drawn} in the list only"
    assert (marks in spec.alt.en) == bool(spec.marks)


@every_map
def test_every_word_is_in_both_languages(spec: MapSpec) -> None:
    for text in [spec.title, spec.subtitle, spec.alt, *spec.notes, *spec.sources]:
        assert text.zh
        assert re.search("[a-z]", text.en)


@pytest.mark.parametrize("key", THEMES)
def test_shipped_maps_have_all_44_districts(shipped: Atlas, key: str) -> None:
    spec = shipped[key].spec
    assert len(spec.districts) == sum(item.count for item in spec.legends[0].items) == 44


def test_the_standings_against_the_targets_are_the_published_ones(shipped: Atlas) -> None:
    told = [note.zh for note in shipped["urbanisation"].spec.notes[:3]]
    assert told == [
        "全市 2020年 69.46 %，目标 ≥ 76 %（总体要求）",
        "主城新区 2020年 64.99 %，目标 ≥ 70 %（第九条）",
        "山区库区 2020年 51.94 %，目标 ≥ 60 %（第九条）",
    ]


def test_the_sum_of_people_is_the_census(shipped: Atlas) -> None:
    config, checked = shipped.config, shipped.checked
    people = next(i for i in config.indicators if i.key == "resident_population")
    home = [code for code in checked.districts.index if code.startswith("50")]
    assert aggregate(people, 2020, home, checked) == 32_054_159


def test_a_rate_of_several_districts_is_weighted_by_its_people() -> None:
    checked = tiny.checked()
    people, rate = tiny.config().indicators
    assert aggregate(people, 2020, ["500101", "500102"], checked) == 400
    assert aggregate(rate, 2020, ["500101", "500102"], checked) == (80 * 100 + 60 * 300) / 400
    assert aggregate(rate, 2020, ["500101", "500104"], checked) is None
    assert aggregate(rate, 2020, [], checked) is None


def test_standings_leave_out_an_area_that_lacks_a_number() -> None:
    lines = [note.en for note in composed(RATE).notes]
    assert lines == ["甲区, 乙区: 65.0 % in 2020, target ≥ 70 % (Article 9)"]


def test_a_district_is_told_the_targets_of_its_area() -> None:
    facts = {f.label.en: f.value.en for f in composed(RATE).districts[1].facts}
    assert facts["Rate (2020)"] == "60.0 %"
    assert (
        facts["Target for 甲区, 乙区 (Article 9)"] == "≥ 70 %; district 10.0 points short in 2020"
    )
    facts = {f.label.zh: f.value.zh for f in composed(RATE).districts[0].facts}
    assert facts["全市目标（总则）"] == "≥ 76 %；2020年已达到"


def test_a_district_without_a_number_is_no_data_and_hatched() -> None:
    spec = composed(RATE)
    last = spec.districts[3]
    item = spec.item(last.item)
    assert (last.value, item.label.en, item.count) == (None, "No data", 1)
    assert item.symbol.pattern == "diagonal"


def test_no_data_stands_in_the_legend_even_with_none() -> None:
    assert composed(MEASURES).legends[0].items[-1].label == words.NO_DATA
    assert composed(MEASURES).legends[0].items[-1].count == 0


def test_regions_that_a_theme_leaves_out_are_others() -> None:
    spec = composed(replace(REGION, regions=("西片",)))
    assert [(i.label.en, i.count) for i in spec.legends[0].items] == [
        ("West", 2),
        ("Other districts", 2),
    ]


def test_the_extent_is_that_of_the_region_asked_for() -> None:
    assert composed(REGION).extent == (106.0, 29.0, 107.0, 30.0)
    assert composed(REGION, extent=("西片",)).extent == (106.0, 29.0, 106.5, 30.0)


def test_borders_are_the_outlines_of_the_regions_proper() -> None:
    assert {b.title.en: b.members for b in composed(REGION).borders} == {
        "West": ("500101", "500103"),
        "East": ("500102", "500104"),
    }


def test_classes_have_their_edges_as_numbers() -> None:
    spec = composed(Fill("indicator", indicator="rate", year=2020, scheme="breaks", breaks=(50.0,)))
    assert [(i.low, i.high) for i in spec.legends[0].items] == [
        (None, 50.0),
        (50.0, None),
        (None, None),
    ]
    for district in spec.districts:
        item = spec.item(district.item)
        if district.value is not None:
            assert (item.low or -math.inf) <= district.value < (item.high or math.inf)


def test_an_area_of_whole_districts_names_them() -> None:
    marks = {mark.id: mark for mark in composed(REGION).marks}
    whole = {key: mark.members for key, mark in marks.items() if mark.members}
    assert whole
    for key, members in whole.items():
        assert members == marks[key].districts
        assert marks[key].certainty is Certainty.WHOLE_UNIT


def test_sources_are_those_used_and_no_other() -> None:
    assert [s.en for s in composed(REGION).sources] == ["Plan: Tiny plan", "Census", "Survey"]
    assert "Unused" in [s.en for s in composed(REGION, sources=("unused",)).sources]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), []),
        (Selection(chapters=(2,)), ["m09", "m09-2", "m15"]),
        (Selection(articles=(15,)), ["m15"]),
        (Selection(chapters=(1,), articles=(15,)), ["m00", "m15"]),
    ],
)
def test_a_theme_lists_the_measures_it_selects(selection: Selection, ids: list[str]) -> None:
    assert [m.id for m in composed(REGION, measures=selection).measures] == ids


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(), 0),
        (Selection(articles=(15,)), 4),
        (Selection(chapters=(1,)), 0),
        (Selection(chapters=(2,), kinds=("road",)), 4),
        (Selection(chapters=(2,), kinds=("service",)), 0),
        (Selection(kinds=("road",)), 4),
        (Selection(kinds=("service",)), 0),
        (Selection(every=True), 4),
    ],
)
def test_a_theme_shows_the_projects_it_selects(selection: Selection, count: int) -> None:
    assert len(composed(REGION, projects=selection, sites=()).marks) == count


def test_an_approval_number_replaces_the_sketch_line() -> None:
    config = replace(tiny.config(), approval="渝S(2025)001号")
    checked = tiny.checked()
    spec = compose(tiny.theme(REGION), config, checked, join(checked))
    assert spec.approval == Text("审图号：渝S(2025)001号", "Map approval No. 渝S(2025)001号")


def test_same_data_same_map() -> None:
    assert composed(RATE) == composed(RATE)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (26, "二十六"),
        (99, "九十九"),
        (120, "120"),
    ],
)
def test_numerals_of_articles(number: int, numeral: str) -> None:
    assert words.article(number) == Text(f"第{numeral}条", f"Article {number}")


@pytest.mark.parametrize(
    ("zh", "en", "full"),
    [
        ("渝中区", "Yuzhong", "Yuzhong District"),
        ("石柱土家族自治县", "Shizhu", "Shizhu Autonomous County"),
        ("华蓥市", "Huaying", "Huaying City"),
        ("甲区", "甲区", "甲区"),
    ],
)
def test_names_of_districts_in_english_tell_their_kind(zh: str, en: str, full: str) -> None:
    assert words.district_name(zh, en) == Text(zh, full)


@pytest.mark.parametrize(
    ("metres", "shown"), [(500, "±500 m"), (1000, "±1 km"), (12_500, "±12.5 km")]
)
def test_radii_are_told_in_metres_or_kilometres(metres: float, shown: str) -> None:
    assert words.uncertainty(metres).en == shown


def test_a_district_has_the_former_names_of_its_land_but_not_its_own(shipped: Atlas) -> None:
    former = {d.name.zh: d.former for d in shipped["urbanisation"].spec.districts}
    assert former["开州区"] == ("开县",)
    assert former["綦江区"] == ("万盛区", "綦江县")
    assert former["渝中区"] == ()


def test_what_is_no_article_is_cited_by_its_chapter() -> None:
    config = replace(tiny.config(), chapters=(Text("总则", "General"), Text("实施", "Practice")))
    made = tiny.checked()
    general = next(m for m in made.measures if m.article is None)
    cited = [words.cited(replace(general, chapter=n), config) for n in (1, 2)]
    assert cited == [Text("总则", "General"), Text("实施", "Practice")]
    named = next(m for m in made.measures if m.article == 9)
    assert words.cited(named, config) == Text("第九条", "Article 9")


def test_an_indicator_without_a_unit_leaves_no_gap() -> None:
    none = replace(
        next(i for i in tiny.config().indicators if i.key == "people"), unit=Text("", "")
    )
    assert words.dated(none.title, none.unit, "2020") == Text("人口（2020）", "People (2020)")
    assert words.value(12.0, none) == Text("12", "12")
