"""What a reader takes along: workbooks, pasted tables, pictures, and code to embed a map."""

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from support.specs import tiny_spec

from geomap.model import Circle, Fact, MapSpec
from geomap.renderers import html
from geomap.text import Text

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.browser import Reader

RISKY = ("=1+1", "＝1+1", "+A1", "-A1", "@SUM(A1)", "\tx")


def _save(page: "Page", name: str) -> bytes:
    page.locator("#tool-take").click()
    with page.expect_download() as download:
        page.locator(".menu-item", has_text=name).click()
    return download.value.path().read_bytes()


def _with_numbers() -> MapSpec:
    """The tiny map with a column that any spreadsheet adds up, and cells that none may run."""
    spec = tiny_spec()
    people = [1234567, 89012.5, 0, -3]
    districts = [
        replace(
            district,
            name=Text.same(f"{risky}&<甲>\x0b"),
            facts=(*district.facts, Fact(Text("人口", "People"), Text.same(f"{number:,} 人"))),
        )
        for district, number, risky in zip(spec.districts, people, RISKY, strict=False)
    ]
    return replace(spec, districts=tuple(districts))


def test_a_workbook_holds_numbers_codes_as_text_and_nothing_that_runs(reader: "Reader") -> None:
    page = reader.open(html.render(_with_numbers()))
    saved = io.BytesIO(_save(page, "XLSX"))
    book = openpyxl.load_workbook(saved)
    assert book.sheetnames == ["区县", "项目", "来源"]
    sheet = book["区县"]
    assert sheet.freeze_panes == "B2"
    head = [cell.value for cell in sheet[1]]
    people = head.index("人口 (人)")
    assert [row[people].value for row in sheet.iter_rows(min_row=2)] == [1234567, 89012.5, 0, -3]
    assert {row[people].data_type for row in sheet.iter_rows(min_row=2)} == {"n"}
    codes = [row[head.index("代码")].value for row in sheet.iter_rows(min_row=2)]
    assert codes == [each.adcode for each in tiny_spec().districts]
    names = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in names] == [f"'{risky}&<甲>" for risky in RISKY[:4]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s", "inlineStr"}
    table = pd.read_excel(saved, sheet_name="区县", dtype={"代码": str}, engine="openpyxl")
    assert table["人口 (人)"].sum() == 1234567 + 89012.5 - 3
    lines = [row[0].value for row in book["来源"].iter_rows()]
    assert tiny_spec().approval.zh in lines
    assert tiny_spec().sources[0].zh in lines
    reader.assert_clean()


@pytest.mark.parametrize("risky", RISKY)
def test_no_saved_or_pasted_cell_is_a_formula(reader: "Reader", risky: str) -> None:
    spec = tiny_spec()
    first = replace(spec.districts[0], name=Text.same(risky))
    page = reader.open(html.render(replace(spec, districts=(first, *spec.districts[1:]))))
    page.locator("#tool-take").click()
    page.locator(".menu-item", has_text="复制区县表").click()
    box = page.locator("#live")
    assert box.inner_text() == "已复制"
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }))"
    )
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    rows = page.locator("#paste").input_value().split("\n")
    assert len(rows) == 1 + len(spec.districts)
    assert rows[1].split("\t")[0].startswith("'")
    page.locator("#paste").evaluate("(node) => node.remove()")
    page.locator("#tool-table").click()
    with page.expect_download() as download:
        page.locator("#table-districts button", has_text="CSV").click()
    cells = pd.read_csv(download.value.path(), keep_default_na=False)
    assert str(cells.iloc[0, 0]).startswith("'")
    reader.assert_clean()


def test_filtered_rows_stay_out_of_the_workbook(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()), "#region=东片")
    table = pd.read_excel(io.BytesIO(_save(page, "XLSX")), sheet_name=0, engine="openpyxl")
    assert 0 < len(table) < len(tiny_spec().districts)
    reader.assert_clean()


def test_values_of_circles_are_in_the_table_unless_the_cards_tell_them(reader: "Reader") -> None:
    spec = tiny_spec()
    (legend, *_) = spec.legends
    sizes = replace(
        legend,
        title=Text("学校（所）", "Schools"),
        nested=True,
        note=None,
        items=tuple(
            replace(item, key=f"size:{i}", count=0, symbol=replace(item.symbol, radius=6.0 - i))
            for i, item in enumerate(legend.items[:2])
        ),
    )
    values = [12.0, 7.5, 3.0, 1.0]
    districts = [
        replace(
            each, circle=Circle(value, 4.0, (each.geometry.centroid.x, each.geometry.centroid.y))
        )
        for each, value in zip(spec.districts, values, strict=True)
    ]
    circled = replace(spec, districts=tuple(districts), legends=(*spec.legends, sizes))
    page = reader.open(html.render(circled), "#table")
    table = pd.read_excel(io.BytesIO(_save(page, "XLSX")), sheet_name=0, engine="openpyxl")
    assert table["学校（所）"].tolist() == values
    told = [
        replace(each, facts=(Fact(Text.same("学校"), Text.same(f"{value:g} 所")),))
        for each, value in zip(districts, values, strict=True)
    ]
    page = reader.open(html.render(replace(circled, districts=tuple(told))), "#table")
    assert not any(
        "学校（所）" in head for head in page.locator("#table-districts th").all_inner_texts()
    )
    reader.assert_clean()


def test_code_to_embed_shows_this_map_and_quotes_what_it_holds(reader: "Reader") -> None:
    spec = replace(tiny_spec(), title=Text.same('<b>"&'))
    page = reader.open(html.render(spec), "#select=500101")
    page.locator("#tool-take").click()
    page.locator(".menu-item", has_text="嵌入").click()
    page.locator("#search").focus()
    page.keyboard.press("Control+V")
    code = page.locator("#search").input_value()
    assert "select=500101&#38;plain" in code
    outer = reader.folder / "outer.html"
    outer.write_text(code, encoding="utf-8")
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("body[data-ready].plain").wait_for(state="attached")
    assert page.locator("iframe").get_attribute("title") == '<b>"&'
    assert frame.locator(".card-title").is_visible()
    reader.assert_clean()


def test_the_picture_is_copied(reader: "Reader") -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(html.render(tiny_spec()))
    page.locator("#tool-take").click()
    page.locator(".menu-item", has_text="复制图片").click()
    page.locator("#live", has_text="已复制").wait_for(state="attached")
    size = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('image/png'))"
        ".then((blob) => blob.size)"
    )
    assert size > 20_000
    reader.assert_clean()
