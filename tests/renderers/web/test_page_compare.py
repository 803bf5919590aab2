"""Two maps on one page: one view, one choice, a divider; nothing asked for."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.page import faults
from support.paths import ROOT
from support.specs import second_theme, tiny_spec

import geomap
from geomap.api.comparing import compared, write_compared
from geomap.errors import AtlasError
from geomap.model import MapSpec
from geomap.renderers import compared as renderer
from geomap.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Reader

BUDGET = 700_000
CENTRES = "[map_geomap.getCenter().lat, map_geomap.getCenter().lng, map_geomap.getZoom()]"
PLACES = """['map_geomap', 'map_right'].map((id) => {
  const map = document.getElementById(id).getBoundingClientRect();
  const path = document.querySelector(`#${id} path.district`).getBoundingClientRect();
  return [path.left - map.left, path.top - map.top, path.width, path.height].map(Math.round);
})"""


def three() -> list[MapSpec]:
    """Three maps of the tiny atlas: with marks, without, and of another extent."""
    spec = tiny_spec()
    second = second_theme(spec)
    west, south, east, north = spec.extent
    near = type(spec.extent)(west, south, (west + east) / 2, (south + north) / 2)
    third = replace(second, theme="third", name=Text("第三幅", "The third"), extent=near)
    return [spec, second, third]


def _places(page: "Page") -> tuple[list[int], list[int]]:
    left, right = page.evaluate(PLACES)
    return left, right


def test_both_maps_show_the_same_place_whoever_moves(reader: "Reader") -> None:
    page = reader.open(renderer.render(three()))
    assert page.locator("path.district").count() == 8
    for move in (
        "map_geomap.setView([29.3, 106.4], 11, { animate: false })",
        "document.querySelector('#map_right').focus()",
    ):
        page.evaluate(move)
        left, right = _places(page)
        assert left == right
    box = page.locator("#map_right").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = page.evaluate(CENTRES)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 30, steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.evaluate(CENTRES) != before
    left, right = _places(page)
    assert left == right
    assert "view=" in page.url
    reader.assert_clean()


def test_a_district_is_chosen_on_both_and_both_values_are_told(reader: "Reader") -> None:
    page = reader.open(renderer.render(three()))
    page.locator("#map_right path.district").first.click(position={"x": 20, "y": 20})
    name = page.locator(".card-title")
    assert name.inner_text() == "甲区"
    rows = page.locator(".compared > .card > .facts .fact")
    assert rows.locator("dt").all_inner_texts() == [s.name.zh for s in three()[:2]]
    chosen = page.locator(".leaflet-chosen-pane path[d]")
    shapes = chosen.evaluate_all("(n) => n.map((p) => p.getAttribute('d'))")
    assert (
        sum(len(shape) > len("M0 0") for shape in shapes) == 4
    )  # a dark line on a white one, on each map
    assert "select=500101" in page.url
    page.keyboard.press("Escape")
    assert name.count() == 0
    reader.assert_clean()


def test_other_maps_are_chosen_and_the_address_keeps_them(reader: "Reader") -> None:
    page = reader.open(renderer.render(three()), "#left=second&right=third&select=500102&lang=en")
    assert page.locator("#choose-left").input_value() == "1"
    assert "The third" in page.locator("h1").inner_text()
    assert page.locator(".card-title").inner_text() == three()[0].districts[1].name.en
    left, right = _places(page)
    assert left == right  # although the third shows less
    page.locator("#choose-left").select_option("0")
    assert "left=tiny" in page.url
    assert page.locator("#map_geomap .point").count() > 0
    left, right = _places(page)
    assert left == right
    page = reader.open(renderer.render(three()), str(page.evaluate("location.hash")))
    assert page.locator("#choose-left").input_value() == "0"
    reader.assert_clean()


@pytest.mark.parametrize(
    "fragment", ["#left=no&right=no", "#swipe=x", "#view=a,b,c", "#%", "#select=1"]
)
def test_a_broken_address_opens_anyway(reader: "Reader", fragment: str) -> None:
    page = reader.open(renderer.render(three()), fragment)
    assert page.locator("path.district").count() == 8
    reader.assert_clean()


def test_the_divider_is_moved_by_key_and_pointer_and_parts_what_is_pointed_at(
    reader: "Reader",
) -> None:
    page = reader.open(renderer.render(three()))
    page.locator("#tool-swipe").click()
    stage = page.locator("#stage").bounding_box()
    assert stage == page.locator("#stage-right").bounding_box()
    assert stage is not None
    middle, high = stage["x"] + stage["width"] / 2, stage["y"] + 30

    def owner(x: float) -> str:
        return str(
            page.evaluate(
                "([x, y]) => document.elementFromPoint(x, y).closest('.stage').id", [x, high]
            )
        )

    assert owner(middle - 80) == "stage"
    assert owner(middle + 80) == "stage-right"
    page.locator(".divider").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert "swipe=70" in page.url
    assert owner(middle + 80) == "stage"
    thumb = stage["x"] + stage["width"] * 0.7
    page.mouse.move(thumb, stage["y"] + stage["height"] / 2)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.2, stage["y"] + stage["height"] / 2, steps=5)
    page.mouse.up()
    assert owner(middle - 80) == "stage-right"
    page.locator("#tool-swipe").click()
    assert "swipe" not in page.url
    reader.assert_clean()


def test_entries_are_switched_off_on_one_side_only(reader: "Reader") -> None:
    page = reader.open(renderer.render(three()))
    page.locator("#column-left .entry", has_text="平台").click()
    hidden = page.locator("#column-left .entry-box:not(:checked)")
    assert hidden.count() == 1
    assert page.locator("#column-right .entry-box:not(:checked)").count() == 0
    reader.assert_clean()


def test_both_maps_are_printed_with_what_must_go_with_them(reader: "Reader") -> None:
    page = reader.open(renderer.render(three()), "#swipe=30")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".app").is_hidden()
    pictures = page.locator(".sheet > svg")
    assert pictures.count() == 2
    for number, spec in enumerate(three()[:2]):
        words = pictures.nth(number).text_content() or ""
        assert spec.title.zh in words
        assert spec.approval.zh in words
        assert spec.sources[0].zh in words
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert pictures.count() == 0
    reader.assert_clean()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 568), (640, 400)])
@pytest.mark.parametrize("state", ["", "&swipe=40&select=500101", "&lang=en"])
def test_axe_finds_nothing_and_no_map_is_lost(
    reader: "Reader", size: tuple[int, int], state: str
) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = reader.open(renderer.render(three()), f"#left=tiny{state}")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for stage in ("#stage", "#stage-right"):
        box = page.locator(stage).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 60, stage
    reader.assert_clean()


def test_the_shipped_themes_fit_and_years_are_asked_for_by_name(
    reader: "Reader", tmp_path: "Path"
) -> None:
    atlas = geomap.open(ROOT / "geomap.toml")
    write_compared(atlas, tmp_path / "all.html")
    page = (tmp_path / "all.html").read_bytes()
    assert len(page) <= BUDGET
    assert page == renderer.render([each.spec for each in atlas.values()])
    opened = reader.open(page, "#left=urbanisation&right=renewal&select=500112")
    assert opened.locator(".card .fact dd").first.inner_text() != "–"
    (one, other) = compared(atlas, ["urbanisation@2020", "metro"])
    assert (one.theme, other.theme) == ("urbanisation-2020", "metro")
    assert one.name.zh.endswith("（2020）")
    for names, words in (
        (["urbanisation@1999", "metro"], "there are: 2020"),
        (["metro@2020", "renewal"], "no year to change"),
        (["metro"], "two themes"),
    ):
        with pytest.raises(AtlasError) as error:
            compared(atlas, names)
        assert words in error.value.message.en
    reader.assert_clean()
