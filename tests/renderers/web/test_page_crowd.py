"""Thousands of points on a page: dots on a canvas, each still to be found, clicked and filtered."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from support.specs import tiny_spec

from geomap.model import Certainty, MapSpec
from geomap.renderers import html
from geomap.renderers.web.columns import columns
from geomap.text import Text

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.browser import Reader

COUNT = 4000
INKED = """() => {
  const canvas = document.querySelector("canvas.crowd");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return canvas.hidden ? 0 : data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""


def crowded(count: int = COUNT) -> MapSpec:
    """The tiny map with points of one kind, a grid of them so that none hides another."""
    spec = tiny_spec()
    like = next(m for m in spec.marks if m.geometry is not None and m.geometry.geom_type == "Point")
    side = int(np.ceil(np.sqrt(count)))
    across, along = np.arange(count) % side, np.arange(count) // side
    spots = np.column_stack([106.005 + 0.99 * across / side, 29.005 + 0.99 * along / side])
    marks = tuple(
        replace(
            like,
            id=f"site:{n}",
            name=Text(f"桩{n}", f"Pile {n}"),
            geometry=shapely.Point(spots[n]),
            certainty=Certainty.SURVEYED,
            uncertainty=None,
        )
        for n in range(count)
    )
    bare = tuple(replace(district, marks=()) for district in spec.districts)
    return replace(spec, marks=marks, districts=bare)


def place_of(page: "Page", lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the screen: the tiny map is a square of one degree."""
    box = page.locator(".leaflet-districts-pane svg g").bounding_box()
    assert box is not None
    mercator = [np.log(np.tan(np.pi / 4 + np.radians(y) / 2)) for y in (29.0, lat, 30.0)]
    up = (mercator[1] - mercator[0]) / (mercator[2] - mercator[0])
    return box["x"] + (lon - 106.0) * box["width"], box["y"] + (1 - up) * box["height"]


@pytest.mark.browser
def test_any_dot_is_drawn_and_opens_its_card(reader: "Reader") -> None:
    spec = crowded()
    page = reader.open(html.render(spec))
    assert page.evaluate(INKED) > COUNT
    assert page.locator(".leaflet-points-pane .sign").count() == 0
    page.locator('[aria-label="放大"], [title="放大"]').first.click()
    page.wait_for_timeout(400)
    page.locator('[aria-label="显示全图"], [title="显示全图"]').first.click()
    page.wait_for_timeout(400)
    rng = np.random.default_rng(5)
    for number in rng.choice(COUNT, 20, replace=False):
        mark = spec.marks[int(number)]
        point = mark.geometry
        assert isinstance(point, shapely.Point)
        page.mouse.click(*place_of(page, point.x, point.y))
        title = page.locator("#panel-body h2").first.text_content() or ""
        assert abs(int(title.removeprefix("桩")) - number) in {
            0,
            1,
            63,
            64,
            65,
        }  # its neighbour at most
    reader.assert_clean()


@pytest.mark.browser
def test_what_is_hidden_is_neither_drawn_nor_clicked(reader: "Reader") -> None:
    page = reader.open(html.render(crowded()))
    for box in page.locator(".entry-box").all():
        box.uncheck(force=True)
    page.wait_for_timeout(200)
    assert page.evaluate(INKED) == 0
    page.mouse.click(*place_of(page, 106.25, 29.25))
    assert "桩" not in (page.locator("#panel-body h2").first.text_content() or "")
    reader.assert_clean()


@pytest.mark.browser
def test_long_lists_end_and_say_so(reader: "Reader") -> None:
    page = reader.open(html.render(crowded()))
    page.locator("#tab-marks").click()
    assert page.locator("#panel-body .row").count() == 300
    assert "300" in (page.locator("#panel-body .rest").text_content() or "")
    page.locator("#search").fill("桩3999")
    page.keyboard.press("Enter")
    assert (page.locator("#panel-body h2").first.text_content() or "").startswith("桩3999")
    reader.assert_clean()


@pytest.mark.browser
def test_few_points_keep_their_signs(reader: "Reader") -> None:
    page = reader.open(html.render(crowded(200)))
    assert page.locator(".leaflet-points-pane .sign").count() == 200
    assert page.evaluate(INKED) == 0


def test_a_site_takes_few_bytes() -> None:
    few, many = (len(html.render(crowded(count))) for count in (2000, 12_000))
    assert (many - few) / 10_000 < 110  # id, name, initials and place; the rest is shared


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
    assert columns([]) == {"count": 0, "columns": {}}
    missing = columns([{"a": 1}, {"b": 2}])["columns"]
    assert missing == {"a": {"each": [1, None]}, "b": {"each": [None, 2]}}
