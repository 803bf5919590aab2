"""Gaps to a target, proportional circles, colours around a middle, and what a map says."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from support import tiny

from geomap.api.atlas import Atlas
from geomap.compose import changes, gaps, palettes
from geomap.compose.circles import examples
from geomap.compose.classify import Classes, around
from geomap.compose.compose import compose
from geomap.compose.density import spread
from geomap.compose.layers import layer_frames
from geomap.errors import DataError
from geomap.joins.join import join
from geomap.model import Category, Circles, DotDensity, Fill, MapSpec, Selection
from geomap.text import Text

GAP = Fill("gap", indicator="rate", year=2020, k=3, palette="orange-blue")
PLAIN = Fill("none")
PEOPLE = Circles("indicator", indicator="people", year=2020)


def composed(fill: Fill, rows: tiny.Tables | None = None, **changes: object) -> MapSpec:
    checked = tiny.checked(rows) if rows else tiny.checked()
    return compose(tiny.theme(fill, **changes), tiny.config(), checked, join(checked))


def told(spec: MapSpec) -> dict[str, float | None]:
    return {district.adcode: district.value for district in spec.districts}


# --- gap


def test_each_district_is_held_against_the_target_of_the_smallest_area_that_names_it() -> None:
    spec = composed(GAP)  # 70 for the first two, 76 for the whole city only
    assert told(spec) == {"500101": 10.0, "500102": -10.0, "500103": None, "500104": None}
    items = {district.adcode: district.item for district in spec.districts}
    assert items["500103"] == "class:untargeted"
    assert items["500104"] == "class:none"


def test_a_gap_has_no_dust_of_binary_fractions() -> None:
    assert gaps.beyond(68.92, 70.0) == -1.08
    assert gaps.beyond(70.0, 70.0) == 0.0


def test_who_is_just_at_the_target_has_reached_it() -> None:
    classes = around([-3.0, 0.0, 4.0], 0.0, "natural", 2)
    assert gaps.labels(classes)[classes.index(0.0)] == Text("已达到", "reached")


def test_the_classes_of_a_gap_say_how_short_and_how_far_beyond() -> None:
    classes = Classes((-30, -10, -5, 0, 5, 20), (1, 1, 1, 1, 1), open_ends=True)
    assert [label.zh for label in gaps.labels(classes)] == [
        "差 10 以上",
        "差 5 – 10",
        "差不超过 5",
        "已达到，超出不足 5",
        "已达到，超出 5 以上",
    ]
    assert [label.en for label in gaps.labels(classes)] == [
        "short by more than 10",
        "short by 5 – 10",
        "short by 5 at most",
        "reached, less than 5 above",
        "reached, 5 or more above",
    ]


def test_large_edges_of_a_gap_are_told_in_full() -> None:
    classes = Classes((-3e6, -1_234_567, 0, 9), (1, 1, 1), open_ends=True)
    assert gaps.labels(classes)[0].zh == "差 1234567 以上"


def test_without_any_target_the_remedy_is_told() -> None:
    with pytest.raises(DataError) as refused:
        composed(replace(GAP, indicator="people"))
    assert 'by = "indicator"' in refused.value.message.zh
    assert "no measure sets a target on" in refused.value.message.en


def test_of_the_shipped_districts_three_of_29_have_reached_their_target(shipped: Atlas) -> None:
    spec = shipped["urbanisation"].spec
    reached = {d.label.zh for d in spec.districts if d.value is not None and d.value >= 0}
    assert reached == {"涪陵", "璧山", "万州"}
    assert sum(d.value is not None for d in spec.districts) == 29
    assert spec.title == Text(
        "29个区县中3个已达到本区域目标",
        "3 of 29 districts had reached the target of their area",
    )
    assert spec.name.zh == "城镇化率与规划目标"
    assert spec.subtitle.zh.startswith("城镇化率与规划目标：")


# --- around a middle


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60),
    st.floats(-1e6, 1e6),
    st.integers(1, 9),
    st.sampled_from(["natural", "quantile", "equal"]),
)
def test_no_class_holds_values_of_both_sides(
    values: list[float], middle: float, k: int, scheme: str
) -> None:
    classes = around(values, middle, scheme, k)  # type: ignore[arg-type] # one of the schemes
    border = classes.below(middle)
    assert 0 < border < len(classes.counts)
    for value in values:
        assert (classes.index(value) < border) == (value < middle)
    assert sum(classes.counts) == len(values)
    assert len(classes.counts) <= max(k, 2)


def test_given_edges_get_the_middle_as_well() -> None:
    assert around([-9, 9], 0.0, "breaks", breaks=[-5, 5]).edges == (-9, -5, 0, 5, 9)


@pytest.mark.parametrize("name", palettes.DIVERGING)
def test_a_diverging_palette_is_darkest_at_its_ends_and_differs_at_the_middle(name: str) -> None:
    left, right = palettes.DIVERGING[name]
    colors = palettes.diverging(left, right, 4, 3)
    assert len(set(colors)) == 7
    light = [_lightness(color) for color in colors]
    assert all(a < b for a, b in pairwise(light[:4]))
    assert all(a > b for a, b in pairwise(light[4:]))
    assert len(palettes.diverging(left, right, 1, 1)) == 2


def _lightness(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_any_indicator_can_be_coloured_around_a_middle() -> None:
    fill = Fill("indicator", indicator="rate", year=2020, palette="orange-blue", middle=50.0, k=2)
    entries = composed(fill).legends[0].items
    assert [(e.low, e.high, e.count) for e in entries[:2]] == [(None, 50.0, 1), (50.0, None, 2)]


# --- circles


def test_radii_grow_with_the_number_as_the_scaling_says() -> None:
    perceptual, exact = PEOPLE, replace(PEOPLE, scaling="area")
    for asking, exponent in ((perceptual, 0.5716), (exact, 0.5)):
        spec = composed(PLAIN, circles=asking)
        circles = {d.adcode: d.circle for d in spec.districts if d.circle}
        large, small = circles["500102"], circles["500101"]  # 300 and 100 people
        assert small.radius / large.radius == pytest.approx((1 / 3) ** exponent, abs=0.002)
        assert circles["500103"].radius == small.radius


def test_no_number_and_nought_have_no_circle_and_no_number_is_told() -> None:
    rows = {"indicators": [{"adcode": "500101", "value": "0"}, {"adcode": "500102", "value": "9"}]}
    spec = composed(PLAIN, rows, circles=PEOPLE)
    assert [d.adcode for d in spec.districts if d.circle] == ["500102"]
    assert spec.circles
    assert spec.circles.note == Text("2个区县无数据，没有圆", "No data, and so no circle: 2")


def test_a_circle_stands_within_its_district() -> None:
    for district in composed(PLAIN, circles=PEOPLE).districts:
        if district.circle:
            west, south, east, north = district.geometry.bounds
            longitude, latitude = district.circle.at
            assert west < longitude < east
            assert south < latitude < north


def test_many_circles_are_smaller_than_few_so_that_the_map_still_shows(shipped: Atlas) -> None:
    assert _largest(composed(PLAIN, circles=PEOPLE)) == 17.0  # points
    many = shipped["citizenship"].spec
    assert _largest(many) < 17.0
    taken = sum(math.pi * d.circle.radius**2 for d in many.districts if d.circle)
    assert taken == pytest.approx(16_000, rel=0.01)  # square points


def _largest(spec: MapSpec) -> float:
    return max(d.circle.radius for d in spec.districts if d.circle)


def test_the_legend_measures_with_the_scale_of_the_map(shipped: Atlas) -> None:
    spec = shipped["citizenship"].spec
    assert spec.circles
    by_value = {d.circle.value: d.circle.radius for d in spec.districts if d.circle}
    most = max(by_value)
    for item in spec.circles.items:
        value = float(item.key.partition(":")[2])
        radius = by_value[most] * (value / most) ** 0.5716
        assert item.symbol.radius == pytest.approx(radius, abs=0.011)
    assert [item.label.zh for item in spec.circles.items] == [
        "500,000 人",
        "100,000 人",
        "20,000 人",
    ]


@given(st.floats(1e-9, 1e12))
def test_examples_are_round_and_no_larger_than_the_largest(most: float) -> None:
    found = examples(most, whole=False)
    assert list(found) == sorted(set(found), reverse=True)
    for value in found:
        assert value <= most * (1 + 1e-9)
        assert f"{value:e}".partition("e")[0].rstrip("0").rstrip(".") in {"1", "2", "5"}


def test_counts_are_measured_with_whole_numbers() -> None:
    assert examples(7, whole=True) == (5, 2)
    assert examples(1, whole=True) == (1,)


def test_a_negative_number_has_no_circle_and_the_remedy_is_told() -> None:
    rows = {"indicators": [{"value": "-5"}, {"adcode": "500102", "value": "9"}]}
    with pytest.raises(DataError) as refused:
        composed(PLAIN, rows, circles=PEOPLE)
    assert "甲区 为 -5，圆不能表示负数" in refused.value.message.zh
    assert "甲区 has -5, and no circle can be negative" in refused.value.message.en


def test_circles_of_nothing_are_refused() -> None:
    with pytest.raises(DataError, match="no number above 0"):
        composed(PLAIN, {"indicators": [{"value": "0"}]}, circles=PEOPLE)


def test_circles_may_lie_on_a_coloured_map() -> None:
    fill = Fill("indicator", indicator="rate", year=2020, k=2)
    spec = composed(fill, circles=Circles("measures"))
    assert not spec.legends[0].nested
    assert spec.legends[1].nested
    assert {d.item for d in spec.districts} == {"class:0", "class:1", "class:none"}


def test_what_is_drawn_is_exported() -> None:
    spec = composed(PLAIN, circles=PEOPLE)
    checked = tiny.checked()
    frame = layer_frames(spec, checked, join(checked))["districts"]
    drawn = {d.adcode: d.circle for d in spec.districts}
    for code, row in frame.iterrows():
        circle = drawn[str(code)]
        if circle:
            assert (row["circle_value"], row["circle_radius"]) == (circle.value, circle.radius)
        else:
            assert math.isnan(row["circle_value"])
    plain = layer_frames(composed(PLAIN), checked, join(checked))["districts"]
    assert "circle_value" not in plain.columns


# --- headlines


def test_a_map_says_who_has_the_most_and_never_one_without_its_equals(shipped: Atlas) -> None:
    assert composed(PLAIN, circles=PEOPLE, headline=True).title == Text(
        "人口最多的是乙、甲、丙", "乙区, 甲区 and 丙县 lead in people"
    )
    assert shipped["measures"].spec.title.zh == "点名条数最多的是渝北、江津、合川"


def test_words_of_ones_own_go_before_the_rule() -> None:
    said = Text("话", "Words")
    assert composed(PLAIN, headline=said).title == said


def test_a_map_without_a_headline_has_its_title() -> None:
    spec = composed(PLAIN)
    assert spec.title == spec.name


def test_what_has_no_number_and_no_project_says_nothing() -> None:
    spec = composed(PLAIN, headline=True, projects=Selection(), sites=())
    assert spec.title == spec.name


# --- categories

PILOTS = Category(Text("试点", "Pilots"), "#c8692a", districts=("甲区",))
ZONE = Category(Text("其他片区", "Other zone"), projects=("zone",))


def test_the_first_category_that_holds_a_district_has_it_and_the_rest_are_counted() -> None:
    spec = composed(Fill("category", categories=(PILOTS, ZONE)))
    assert {d.adcode: d.item for d in spec.districts} == {
        "500101": "category:0",
        "500102": "category:1",  # the project names 甲区 as well, which the first has
        "500103": "category:other",
        "500104": "category:other",
    }
    assert [item.count for item in spec.legends[0].items] == [1, 1, 2]
    assert spec.legends[0].items[0].symbol.fill == "#c8692a"


def test_a_category_of_a_region_holds_its_districts() -> None:
    west = Category(Text("西", "West"), regions=("西片",))
    spec = composed(Fill("category", categories=(west,)))
    assert [d.adcode for d in spec.districts if d.item == "category:0"] == ["500101", "500103"]


def test_exported_districts_have_the_category_and_colour_of_the_legend() -> None:
    checked = tiny.checked()
    fill = Fill("category", categories=(PILOTS, ZONE))
    spec = compose(tiny.theme(fill), tiny.config(), checked, join(checked))
    frame = layer_frames(spec, checked, join(checked))["districts"]
    assert list(frame["class"]) == ["试点", "其他片区", "其他区县", "其他区县"]
    assert list(frame["color"]) == [spec.item(d.item).symbol.fill for d in spec.districts]


def test_a_headline_of_categories_counts_their_districts() -> None:
    spec = composed(Fill("category", categories=(PILOTS, ZONE)), headline=True)
    assert spec.title == Text("试点1个，其他片区1个", "Pilots: 1, Other zone: 1")


def test_of_the_shipped_potential_areas_five_are_pilots_and_ten_are_not(shipped: Atlas) -> None:
    spec = shipped["counties"].spec
    assert [item.count for item in spec.legends[0].items] == [5, 10, 29]
    assert not any(mark.geometry is not None for mark in spec.marks)


def test_the_highest_rate_is_not_called_the_most() -> None:
    rate = Circles("indicator", indicator="rate", year=2020)
    people = Circles("indicator", indicator="people", year=2020)
    assert "最高的是" in composed(PLAIN, circles=rate, headline=True).title.zh
    assert "最多的是" in composed(PLAIN, circles=people, headline=True).title.zh


# --- change


def of_years(**values: tuple[str, str]) -> tiny.Tables:
    """People of districts 01 to 04 in 2010 and 2020; empty is none."""
    return {
        "indicators": [
            {"adcode": f"5001{code[1:]}", "year": year, "value": value}
            for code, pair in values.items()
            for year, value in zip(("2010", "2020"), pair, strict=True)
            if value
        ]
    }


CHANGE = Fill("change", indicator="people", since=2010, year=2020, palette="orange-blue", k=4)
TWO_YEARS = of_years(d01=("100", "80"), d02=("0", "50"), d03=("", "7"))


def test_a_change_is_the_difference_and_says_who_has_one_year_or_none() -> None:
    spec = composed(CHANGE, TWO_YEARS)
    assert told(spec) == {"500101": -20.0, "500102": 50.0, "500103": None, "500104": None}
    items = {d.adcode: spec.item(d.item).label.zh for d in spec.districts}
    assert items["500101"] == "减少"
    assert items["500103"] == "仅有一年数据"
    assert items["500104"] == "无数据"
    assert spec.legends[0].title == Text(
        "人口变化（人，2010–2020）", "Change of people (people, 2010–2020)"
    )
    assert sum(item.count for item in spec.legends[0].items) == 4


def test_per_cent_of_nothing_is_not_worked_out() -> None:
    spec = composed(replace(CHANGE, change="percent"), TWO_YEARS)
    assert told(spec) == {"500101": -20.0, "500102": None, "500103": None, "500104": None}
    items = {d.adcode: spec.item(d.item).label.en for d in spec.districts}
    assert items["500102"] == "Not above 0 at first: no per cent of it"


def test_a_card_tells_the_change_with_its_sign_and_both_years() -> None:
    spec = composed(CHANGE, TWO_YEARS)
    facts = {f.label.zh: f.value.zh for d in spec.districts[:2] for f in d.facts[:3]}
    assert facts["人口变化（2010–2020）"] == "+50 人"
    assert {"人口（2010）", "人口（2020）"} < set(facts)


def test_a_change_of_shares_is_in_points_and_has_no_dust() -> None:
    rows = {
        "indicators": [
            {"indicator": "rate", "year": year, "value": value}
            for year, value in (("2010", "60.1"), ("2020", "70.3"))
        ]
    }
    spec = composed(replace(CHANGE, indicator="rate"), rows)
    assert told(spec)["500101"] == 10.2
    assert "个百分点" in spec.legends[0].title.zh


def test_a_change_of_nobody_is_refused_with_the_years() -> None:
    rows = of_years(d01=("100", ""), d02=("", "50"))
    with pytest.raises(DataError, match="no district has a number for both 2010 and 2020"):
        composed(CHANGE, rows)


def test_the_classes_of_a_change_are_down_and_up() -> None:
    classes = Classes((-9e3, -5000, -10, 0, 10, 30), (1, 1, 1, 1, 1), open_ends=True)
    assert [label.en for label in changes.labels(classes)] == [
        "down by more than 5,000",
        "down by 10 – 5,000",
        "down by 10 at most",
        "up by less than 10, or unchanged",
        "up by 10 or more",
    ]


def test_a_headline_of_a_change_counts_who_went_up() -> None:
    spec = composed(CHANGE, TWO_YEARS, headline=True)
    assert spec.title == Text("2个区县中1个人口上升", "Change of people: up in 1 of 2 districts")


# --- two indicators

BOTH = Fill(
    "bivariate",
    indicator="people",
    year=2020,
    other="rate",
    other_year=2020,
    scheme="breaks",
    breaks=(150, 250),
    other_breaks=(50, 70),
    palette="blue-orange",
)


def test_a_district_has_the_class_of_both_of_its_numbers() -> None:
    spec = composed(BOTH)  # 100 and 80, 300 and 60, 100 and 40
    items = {d.adcode: d.item for d in spec.districts}
    assert items == {
        "500101": "class:0-2",
        "500102": "class:2-1",
        "500103": "class:0-0",
        "500104": "class:none",
    }
    legend = spec.legends[0]
    assert [item.count for item in legend.in_square] == [1, 0, 0, 0, 0, 1, 1, 0, 0]
    assert legend.grid
    assert legend.grid.edges == (("150", "250"), ("50", "70"))
    assert spec.item("class:2-1").label.zh == "人口 ≥ 250，城镇化率 50 – 70"


def test_too_few_numbers_make_no_square() -> None:
    with pytest.raises(DataError, match="fewer than three different numbers"):
        composed(replace(BOTH, scheme="quantile"))


# --- several years


def test_maps_of_several_years_have_one_set_of_classes_and_counts_of_their_own() -> None:
    rows = of_years(d01=("100", "200"), d02=("300", "400"), d03=("", "900"))
    years = Fill("indicator", indicator="people", year=2020, years=(2010, 2020), k=3)
    spec = composed(years, rows)
    assert [panel.year for panel in spec.panels] == [2010, 2020]
    first, last = (panel.spec for panel in spec.panels)
    edges = [[(i.low, i.high) for i in each.legends[0].items] for each in (first, last)]
    assert edges[0] == edges[1]
    assert [[i.count for i in each.legends[0].items] for each in (first, last)] == [
        [1, 1, 0, 2],
        [1, 1, 1, 1],
    ]
    assert (first.theme, last.theme) == ("tiny-2010", "tiny")
    assert spec.legends[0].title.zh == "人口（人，2010–2020）"
    assert told(spec) == told(last)


def test_what_is_exported_of_several_years_is_what_each_map_shows() -> None:
    checked = tiny.checked(of_years(d01=("100", "200"), d02=("300", "400"), d03=("", "900")))
    years = Fill("indicator", indicator="people", year=2020, years=(2010, 2020), k=3)
    spec = compose(tiny.theme(years), tiny.config(), checked, join(checked))
    frame = layer_frames(spec, checked, join(checked))["districts"]
    for panel in spec.panels:
        drawn = {d.adcode: panel.spec.item(d.item) for d in panel.spec.districts}
        assert list(frame[f"class_{panel.year}"]) == [drawn[c].label.zh for c in frame.index]
        assert list(frame[f"color_{panel.year}"]) == [drawn[c].symbol.fill for c in frame.index]


# --- dot density

DOTS = DotDensity("people", year=2020, per=10)


def test_a_district_has_a_dot_for_so_many_and_all_lie_inside_it() -> None:
    spec = composed(PLAIN, dots=DOTS)  # 100, 300 and 100 people
    assert spec.scatter
    assert spec.scatter.counts == (("500101", 10), ("500102", 30), ("500103", 10))
    shapes = {d.adcode: d.geometry for d in spec.districts}
    start = 0
    for code, count in spec.scatter.counts:
        own = spec.scatter.places[start : start + count]
        start += count
        assert shapely.contains_xy(shapes[code], own[:, 0], own[:, 1]).all()
        assert len({tuple(place) for place in own.tolist()}) == count
    assert start == len(spec.scatter.places)
    legend = next(legend for legend in spec.legends if legend.items[0].key == spec.scatter.item)
    assert legend.items[0].label == Text("1 点 = 10 人", "1 dot = 10 people")
    assert legend.items[0].count == 50
    assert legend.note
    assert "不表示位置；1个区县无数据" in legend.note.zh


def test_dots_are_the_same_each_time_and_even() -> None:
    one, other = (composed(PLAIN, dots=DOTS).scatter for _ in range(2))
    assert one
    assert other
    assert (one.places == other.places).all()
    square = shapely.box(0, 0, 1, 1)
    dots = spread(square, 400, 7)
    quarters = np.histogram2d(dots[:, 0], dots[:, 1], bins=4, range=[[0, 1], [0, 1]])[0]
    assert quarters.min() >= 20  # of 25 each
    assert quarters.max() <= 30


def test_dots_are_as_dense_in_the_north_as_in_the_south_of_a_district() -> None:
    tall = shapely.box(0, 0, 1, 60)
    south = (spread(tall, 4000, 1)[:, 1] < 25.6589).mean()  # half the area: sin = sin(60°) / 2
    assert south == pytest.approx(0.5, abs=0.01)


def test_what_a_dot_stands_for_is_round_and_makes_about_two_thousand(shipped: Atlas) -> None:
    theme = replace(shipped["citizenship"].theme, dots=DotDensity("rural_population", year=2020))
    spec = compose(theme, shipped.config, shipped.checked, shipped.joined)
    assert spec.scatter
    assert spec.scatter.per == 10_000
    assert 1_000 < len(spec.scatter.places) < 2_000


def test_too_many_dots_and_negative_ones_are_refused_with_the_remedy() -> None:
    with pytest.raises(DataError, match=r"make per 0\.05 or more"):
        composed(PLAIN, dots=replace(DOTS, per=0.001))
    with pytest.raises(DataError, match="none below"):
        composed(PLAIN, {"indicators": [{"value": "-5"}]}, dots=DOTS)


def test_the_number_of_dots_is_exported() -> None:
    checked = tiny.checked()
    spec = compose(tiny.theme(PLAIN, dots=DOTS), tiny.config(), checked, join(checked))
    assert list(layer_frames(spec, checked, join(checked))["districts"]["dot_count"]) == [
        10,
        30,
        10,
        0,
    ]
