"""Thousands of points on a page: dots on a canvas, each still to be found, clicked and filtered."""

import csv
import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from support.many import DISTRICTS, dotted, grid, point, scattered, sites

from geomap.renderers import html
from geomap.renderers.web.columns import columns

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Reader

COUNT = 4000
INKED = """() => {
  const canvas = document.querySelector("canvas.crowd");
  if (!canvas || canvas.hidden) return 0;
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""
WHOLE = '[aria-label="显示全图"], [title="显示全图"]'


def place_of(page: "Page", lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the screen: the tiny map is a square of one degree."""
    box = page.locator(".leaflet-districts-pane svg g").bounding_box()
    assert box is not None
    mercator = [np.log(np.tan(np.pi / 4 + np.radians(y) / 2)) for y in (29.0, lat, 30.0)]
    up = (mercator[1] - mercator[0]) / (mercator[2] - mercator[0])
    return box["x"] + (lon - 106.0) * box["width"], box["y"] + (1 - up) * box["height"]


def card(page: "Page") -> str:
    """The name on the open card."""
    return page.locator("#panel-body h2").first.text_content() or ""


@pytest.mark.browser
def test_any_dot_is_drawn_and_opens_its_card(reader: "Reader") -> None:
    spots = grid(COUNT)
    page = reader.open(html.render(dotted(spots)))
    assert page.evaluate(INKED) > COUNT
    assert page.locator(".leaflet-points-pane .sign").count() == 0
    page.locator('[aria-label="放大"], [title="放大"]').first.click()
    page.wait_for_timeout(400)
    page.locator(WHOLE).first.click()
    page.wait_for_timeout(400)
    marks = sites(spots)
    for number in np.random.default_rng(5).choice(COUNT, 20, replace=False):
        at = point(marks[int(number)])
        page.mouse.click(*place_of(page, at.x, at.y))
        assert card(page) == f"桩{number}"
    reader.assert_clean()


@pytest.mark.browser
def test_all_that_share_a_pixel_can_be_reached(reader: "Reader") -> None:
    spots = np.concatenate([grid(100), np.repeat([[106.25, 29.25]], 5, axis=0)])
    page = reader.open(html.render(dotted(spots)))
    page.mouse.click(*place_of(page, 106.25, 29.25))
    beside = page.locator("#panel-body .card-section").filter(has_text="同一处的其他站点")
    names = {card(page), *beside.locator(".row-name").all_text_contents()}
    assert names == {f"桩{n}" for n in range(100, 105)}
    reader.assert_clean()


@pytest.mark.browser
def test_a_place_comes_back_within_half_a_pixel(reader: "Reader") -> None:
    spots = scattered(COUNT)
    page = reader.open(html.render(dotted(spots)))
    found = page.evaluate(
        """() => {
          const payload = JSON.parse(document.getElementById("geomap-data").textContent);
          const dots = geomapDots.openDots(payload);
          return Array.from({ length: 4000 }, (_, i) => {
            const mark = dots.mark(payload.marks.count + i);
            return [Number(mark.id.slice(5)), ...mark.at];
          });
        }"""
    )
    assert sorted(int(row[0]) for row in found) == list(range(COUNT))
    off = np.array([[lon, lat] for _, lon, lat in found]) - spots[[int(row[0]) for row in found]]
    metres = np.hypot(off[:, 0] * 111_320 * np.cos(np.radians(29.5)), off[:, 1] * 110_900)
    assert metres.max() < 0.3 * np.sqrt(2)  # half of 0.6 m, across and along


@pytest.mark.browser
def test_filters_count_what_they_leave(reader: "Reader") -> None:
    spots = scattered(COUNT)
    page = reader.open(html.render(dotted(spots)))
    west = [mark for mark in sites(spots) if mark.districts[0] in {DISTRICTS[0], DISTRICTS[2]}]
    page.evaluate("document.querySelector('details.filter').open = true")
    page.locator('select[name="region"]').select_option(label="西片")
    left = Counter(mark.item for mark in west)
    for item, count in left.items():
        entry = page.locator(".entry").filter(has=page.locator(f'input[value="{item}"]'))
        assert (entry.locator(".count").text_content() or "").startswith(f"{count:,} / ")
    tab = page.locator("#tab-marks .count").text_content()
    assert tab == f"{len(west):,} / {COUNT:,}"
    page.locator(".filter .plain-button").click()
    assert page.locator("#tab-marks .count").text_content() == f"{COUNT:,}"
    reader.assert_clean()


@pytest.mark.browser
def test_what_is_hidden_is_neither_drawn_nor_clicked(reader: "Reader") -> None:
    page = reader.open(html.render(dotted(grid(COUNT))))
    for box in page.locator(".entry-box").all():
        box.uncheck(force=True)
    page.wait_for_timeout(200)
    assert page.evaluate(INKED) == 0
    page.mouse.click(*place_of(page, 106.25, 29.25))
    assert "桩" not in card(page)
    reader.assert_clean()


@pytest.mark.browser
def test_long_lists_end_and_say_so_and_a_search_finds_the_rest(reader: "Reader") -> None:
    page = reader.open(html.render(dotted(grid(COUNT))))
    page.locator("#tab-marks").click()
    assert page.locator("#panel-body .row").count() == 300
    assert "300" in (page.locator("#panel-body .rest").text_content() or "")
    for typed, name in (("桩3999", "桩3999"), ("pile 77", "桩77"), ("z1234", "桩1234")):
        page.locator("#search").fill(typed)
        page.keyboard.press("Enter")
        assert card(page) == name
    reader.assert_clean()


@pytest.mark.browser
def test_an_address_names_a_dot(reader: "Reader") -> None:
    page = reader.open(html.render(dotted(grid(COUNT))), fragment="#select=site%3A1777")
    assert card(page) == "桩1777"
    reader.assert_clean()


@pytest.mark.browser
def test_a_district_says_how_many_lie_in_it(reader: "Reader") -> None:
    spots = scattered(COUNT)
    page = reader.open(html.render(dotted(spots)), fragment=f"#select={DISTRICTS[3]}")
    inside = sum(1 for mark in sites(spots) if mark.districts == (DISTRICTS[3],))
    section = page.locator("#panel-body .card-section").filter(has_text="位于此地的项目")
    assert section.locator("h3 .count").text_content() == f"{inside:,}"
    reader.assert_clean()


@pytest.mark.browser
def test_the_table_turns_its_pages_sorts_and_is_saved_whole(
    reader: "Reader", tmp_path: "Path"
) -> None:
    page = reader.open(html.render(dotted(grid(COUNT))), fragment="#table")
    rows = page.locator("#table-dots tbody tr")
    assert rows.count() == 200
    page.locator('#table-dots [data-column="0"]').click()
    page.locator('#table-dots [data-column="0"]').click()
    assert rows.first.locator("th").text_content() == "桩3999"
    page.locator('#table-dots [title="最后"]').click()
    assert page.locator("#table-dots .pager span").text_content() == f"3,801–{COUNT:,} / {COUNT:,}"
    with page.expect_download() as saving:
        page.locator("#table-dots .table-head .plain-button").click()
    saving.value.save_as(tmp_path / "sites.csv")
    text = (tmp_path / "sites.csv").read_text(encoding="utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))]
    assert names[0] == "名称"
    assert sorted(names[1:]) == sorted(f"桩{n}" for n in range(COUNT))
    reader.assert_clean()


@pytest.mark.browser
def test_few_points_keep_their_signs_and_their_page_has_no_script_for_dots(
    reader: "Reader",
) -> None:
    spec = replace(dotted(grid(1)), marks=sites(grid(200)), dots=())
    made = html.render(spec)
    assert b"geomapDots = (" not in made
    page = reader.open(made)
    assert page.locator(".leaflet-points-pane .sign").count() == 200
    assert page.evaluate(INKED) == 0


def test_maps_that_show_the_same_dots_share_them() -> None:
    spec = dotted(grid(COUNT))
    alone = len(html.render(spec))
    both = html.render_atlas([spec, replace(dotted(grid(COUNT)), theme="second")])
    assert len(both) < 1.1 * alone
    others = html.render_atlas([spec, replace(dotted(scattered(COUNT)), theme="second")])
    assert len(others) > len(both) + 10_000


def test_a_site_takes_few_bytes() -> None:
    few, many = (len(html.render(dotted(scattered(count)))) for count in (2000, 12_000))
    assert (many - few) / 10_000 < 16  # id, name and place; the rest is shared


def test_columns_say_each_value_once() -> None:
    rows = [{"a": n, "b": "x", "c": [n % 2]} for n in range(4)]
    assert columns(rows) == {
        "count": 4,
        "columns": {
            "a": {"each": [0, 1, 2, 3]},
            "b": {"all": "x"},
            "c": {"values": [[0], [1]], "at": [0, 1, 0, 1]},
        },
    }
