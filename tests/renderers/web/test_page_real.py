"""The atlas that geomap ships, as pages: size, completeness, accessibility."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import openpyxl
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


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 568)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_names_meet_at_any_zoom(
    reader: "Reader", atlas_page: bytes, specs: Sequence[MapSpec], size: tuple[int, int], lang: str
) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = reader.open(atlas_page, f"#lang={lang}")
    shown = {}
    for spec in specs:
        page.locator(f"#theme-{spec.theme}").evaluate("(button) => button.click()")
        for closer in (0, 1, 2):
            # In braces: the map itself, which setZoom returns, takes a minute to hand over.
            nearer = "(by) => { map_geomap.setZoom(by + map_geomap.getZoom(), { animate: false }) }"
            page.evaluate(nearer, closer)
            met = [each for each in page.evaluate(OVERLAPS) if each[1] != "cut"]
            assert met == [], (spec.theme, closer)
            shown[spec.theme, closer] = page.locator(".label--shown").count()
    assert min(shown.values()) > 0
    assert max(shown.values()) > 12
    reader.assert_clean()


@pytest.mark.parametrize("size", [(320, 568), (640, 400)])
@pytest.mark.parametrize("state", ["", "&table", "&select=500112&lang=en"])
def test_axe_finds_no_fault_on_small_screens_and_enlarged(
    reader: "Reader", atlas_page: bytes, size: tuple[int, int], state: str
) -> None:
    """640 pixels are a screen of 1280 at 200 %. The menu and the filters are open as well."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = reader.open(atlas_page, f"#theme=metro{state}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
    if not state:
        page.locator("#tool-take").click()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.locator(".filter summary").click()
        page.locator("#search").fill("yu")
        assert faults(page) == []
    reader.assert_clean()


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


@pytest.mark.parametrize("theme", ["urbanisation", "citizenship", "renewal", "overview"])
def test_saved_numbers_are_those_of_the_data(
    reader: "Reader", atlas_page: bytes, theme: str
) -> None:
    page = reader.open(atlas_page, f"#theme={theme}&table")
    with page.expect_download() as download:
        page.locator("#table-districts button", has_text="CSV").click()
    as_csv = pd.read_csv(download.value.path(), dtype={"代码": str}).set_index("代码")
    page.locator("#tool-take").click()
    with page.expect_download() as download:
        page.locator(".menu-item", has_text="XLSX").click()
    book = io.BytesIO(download.value.path().read_bytes())
    as_book = pd.read_excel(book, sheet_name=0, dtype={"代码": str}, engine="openpyxl")
    as_book = as_book.set_index("代码")
    sheet = openpyxl.load_workbook(book).worksheets[0]
    data = pd.read_csv(ROOT / "data" / "indicators.csv", dtype={"adcode": str})
    wide = data.pivot_table(index="adcode", columns="indicator", values="value")
    columns = {
        "resident_population": "常住人口（2020） (人)",
        "urban_population": "城镇人口（2020） (人)",
        "rural_population": "乡村人口（2020） (人)",
        "urbanisation_rate": "常住人口城镇化率（2020） (%)",
    }
    for key, column in columns.items():
        for table in (as_csv, as_book):
            assert table[column].to_dict() == wide[key].to_dict()
        place = [cell.value for cell in sheet[1]].index(column)
        cells = [row[place] for row in sheet.iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"n"}
        assert sum(float(str(cell.value)) for cell in cells) == pytest.approx(
            wide[key].sum(), abs=1e-9
        )
    reader.assert_clean()


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
