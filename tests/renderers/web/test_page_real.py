"""The atlas that geomap ships, as pages: size, completeness, accessibility."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from support.page import faults
from support.paths import ROOT, TESTS

import geomap
from geomap.model import MapSpec
from geomap.renderers import html

if TYPE_CHECKING:
    from support.browser import Reader


PAGE_BUDGET = 450_000
ATLAS_BUDGET = 700_000
OVERLAPS = (TESTS / "support" / "js" / "overlaps.js").read_text("utf-8")


@pytest.fixture(scope="module")
def specs() -> Sequence[MapSpec]:
    """Every theme of the shipped atlas."""
    return [each.spec for each in geomap.open(ROOT / "geomap.toml").values()]


@pytest.fixture(scope="module")
def atlas_page(specs: Sequence[MapSpec]) -> bytes:
    """All themes in one page."""
    return html.render_atlas(specs)


@pytest.mark.slow
def test_pages_are_light(specs: Sequence[MapSpec], atlas_page: bytes) -> None:
    sizes = {spec.theme: len(html.render(spec)) for spec in specs}
    assert {key: size for key, size in sizes.items() if size > PAGE_BUDGET} == {}
    assert len(atlas_page) <= ATLAS_BUDGET


def test_every_theme_is_complete_and_asks_for_nothing(
    reader: "Reader", specs: Sequence[MapSpec]
) -> None:
    for spec in specs:
        page = reader.open(html.render(spec), name=spec.theme)
        assert page.locator("path.district").count() == len(spec.districts) == 44
        assert page.locator("h1").inner_text() == spec.title.zh
        words = page.locator("body").inner_text()
        for text in (spec.subtitle, spec.approval, spec.reference_date, *spec.sources, *spec.notes):
            assert text.zh in words
        for legend in spec.legends:
            assert legend.title.zh in words
            for item in legend.items:
                assert item.label.zh in words
        assert page.pdf(format="A4").count(b"/Type /Page\n") == 1, spec.theme
        if spec.marks:
            page.locator("#tab-marks").click()
            assert page.locator("#panel-body [data-mark]").count() == len(spec.marks)
        page.locator("#tab-measures").click()
        assert page.locator("#panel-body .measure").count() == len(spec.measures)
    reader.assert_clean()


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_overlaps_or_is_cut(
    reader: "Reader", atlas_page: bytes, specs: Sequence[MapSpec], size: tuple[int, int], lang: str
) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = reader.open(atlas_page, f"#lang={lang}")
    for spec in specs:
        page.locator(f"#theme-{spec.theme}").click()
        assert page.evaluate(OVERLAPS) == [], spec.theme
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        box = page.locator("#map_geomap").bounding_box()
        assert box is not None
        assert box["width"] * box["height"] > 0.3 * size[0] * size[1]
    reader.assert_clean()


def test_axe_finds_no_fault_anywhere(
    reader: "Reader", atlas_page: bytes, specs: Sequence[MapSpec]
) -> None:
    states = ["", "&lang=en", "&table", "&select=500112", "&plain"]
    asked = [f"#theme={spec.theme}{states[0]}" for spec in specs]
    asked += [f"#theme={specs[0].theme}{state}" for state in states[1:]]
    found = {}
    for fragment in asked:
        page = reader.open(atlas_page, fragment)
        found[fragment] = faults(page)
    for tab in ("tab-marks", "tab-measures"):
        page = reader.open(atlas_page)
        page.locator(f"#{tab}").click()
        page.locator(".filter summary").click()
        found[tab] = faults(page)
    assert {key: each for key, each in found.items() if each} == {}


@pytest.mark.parametrize("size", [(900, 600), (1000, 640), (1920, 1080), (390, 640), (640, 400)])
def test_an_embedded_map_is_never_cut(
    reader: "Reader", atlas_page: bytes, size: tuple[int, int]
) -> None:
    """The frame shows the head, the whole map and the legend, which scrolls where it is long."""
    page = reader.open(atlas_page, "#theme=metro&plain")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function("innerHeight === document.documentElement.scrollHeight")
    edges = page.evaluate(
        "['.stage', '.panel', '#stage .leaflet-container'].map((each) => {"
        " const box = document.querySelector(each).getBoundingClientRect();"
        " return [box.top, box.bottom, box.height]; })"
    )
    for top, bottom, height in edges:
        assert top >= 0
        assert bottom <= size[1]
        assert height > 100
    reader.assert_clean()


def test_numbers_of_the_saved_table_are_numbers(
    reader: "Reader", specs: Sequence[MapSpec], atlas_page: bytes
) -> None:
    page = reader.open(atlas_page, "#theme=urbanisation&table")
    with page.expect_download() as download:
        page.locator("#table-districts button", has_text="CSV").click()
    table = pd.read_csv(download.value.path())
    numbers = [c for c in table.columns if pd.api.types.is_numeric_dtype(table[c])]
    people = next(column for column in numbers if "常住人口" in column and "率" not in column)
    (spec,) = [each for each in specs if each.theme == "urbanisation"]
    assert len(table) == len(spec.districts)
    assert table[people].sum() > 30_000_000


def test_real_names_are_found_by_their_initials(reader: "Reader", atlas_page: bytes) -> None:
    page = reader.open(atlas_page)
    for typed, name in (
        ("ybq", "渝北区"),
        ("qj", "綦江区"),
        ("sz", "石柱土家族自治县"),
        ("gaq", "广安区"),
    ):
        page.locator("#search").fill(typed)
        assert name in page.locator("#search-hits").inner_text()
    reader.assert_clean()
