"""What points from the legend to the map and back, and what the keyboard meets first."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.page import faults
from support.specs import tiny_spec

from geomap.renderers import html
from geomap.text import Text

if TYPE_CHECKING:
    from support.browser import Reader


def test_an_entry_of_the_legend_stands_out_on_the_map_and_a_district_in_the_legend(
    reader: "Reader",
) -> None:
    spec = tiny_spec()
    page = reader.open(html.render(spec))
    key = spec.districts[1].item
    box = page.locator(f'.entry-box[value="{key}"]')
    faded = page.locator("path.district.aside")
    page.locator(".entry", has=box).hover()
    assert faded.count() == sum(each.item != key for each in spec.districts) > 0
    page.mouse.move(5, 5)
    assert faded.count() == 0
    # The same from the keyboard.
    page.locator("#search").focus()
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.entry-box')"):
        page.keyboard.press("Tab")
    assert faded.count() > 0
    page.keyboard.press("Escape")
    page.locator("#search").focus()
    assert faded.count() == 0
    page.locator("path.district").nth(1).hover(position={"x": 60, "y": 20})
    assert page.locator(".entry--lit .entry-box").get_attribute("value") == key
    page.mouse.move(5, 5)
    assert page.locator(".entry--lit").count() == 0
    reader.assert_clean()


def test_classes_have_bars_as_long_as_their_counts(reader: "Reader") -> None:
    spec = tiny_spec()
    page = reader.open(html.render(spec))
    counts = [item.count for item in spec.legends[0].items]
    shares = page.locator(".count--bar").evaluate_all(
        "(nodes) => nodes.map((node) => parseFloat(getComputedStyle(node, '::before').width)"
        " / node.clientWidth)"
    )
    assert shares == pytest.approx([count / max(counts) for count in counts], abs=0.02)
    page.locator(".filter summary").click()
    page.get_by_label("区域").select_option(label="东片")
    after = page.locator(".count--bar").evaluate_all(
        "(nodes) => nodes.map((node) => node.style.getPropertyValue('--share'))"
    )
    assert "0%" in after
    reader.assert_clean()


def test_a_tip_names_the_areas_that_a_district_belongs_to(reader: "Reader") -> None:
    spec = tiny_spec()
    member = spec.districts[0].adcode
    area = next(mark for mark in spec.marks if mark.geometry is not None)
    zone = replace(
        area, id="project:trial", name=Text("试验区", "Trial"), members=(member,), uncertainty=None
    )
    page = reader.open(html.render(replace(spec, marks=(*spec.marks, zone))))
    page.locator("path.district").first.hover(position={"x": 60, "y": 20})
    lines = page.locator(".tip span").all_inner_texts()
    assert lines[-1] == "示范区 · 试验区"
    assert len({page.locator(".tip span").nth(i).bounding_box()["y"] for i in range(2)}) == 2  # type: ignore[index]
    page.locator("path.district").nth(1).hover(position={"x": 60, "y": 20})
    assert "试验区" not in page.locator(".tip").inner_text()
    reader.assert_clean()


def test_the_tab_key_comes_in_at_the_middle_of_the_map(reader: "Reader") -> None:
    spec = tiny_spec()
    last = spec.districts[-1]
    x, y = last.geometry.centroid.coords[0]
    near = replace(spec, extent=type(spec.extent)(x - 0.1, y - 0.1, x + 0.1, y + 0.1))
    page = reader.open(html.render(near))
    first = page.locator('path.district[tabindex="0"]')
    assert first.count() == 1
    assert (first.get_attribute("aria-label") or "").startswith(last.name.zh)
    reader.assert_clean()


def test_a_card_on_a_small_phone_has_room_and_its_title_no_frame(reader: "Reader") -> None:
    reader.page.set_viewport_size({"width": 320, "height": 568})
    page = reader.open(html.render(tiny_spec()), "#select=500101")
    body = page.locator("#panel-body").bounding_box()
    assert body is not None
    assert body["height"] > 180
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    page.locator("#search").fill("500101")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "card-title"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"
    reader.assert_clean()


@pytest.mark.parametrize("state", ["", "#table", "#select=500101", "#lang=en&tab=marks"])
def test_a_dark_screen_is_dark_and_nothing_fades_into_it(reader: "Reader", state: str) -> None:
    reader.page.emulate_media(color_scheme="dark")
    page = reader.open(html.render(tiny_spec()), state)
    dark = page.evaluate("getComputedStyle(document.querySelector('.head')).backgroundColor")
    assert dark == "rgb(29, 35, 39)"
    page.locator("#tool-take").click()
    assert faults(page) == []
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.querySelector('.head')).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    reader.assert_clean()


def test_signs_keep_their_ground_where_the_reader_chose_the_colours(reader: "Reader") -> None:
    reader.page.emulate_media(forced_colors="active", color_scheme="dark")
    page = reader.open(html.render(tiny_spec()))
    ground = page.locator(".swatch").first.evaluate("(n) => getComputedStyle(n).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    reader.assert_clean()
