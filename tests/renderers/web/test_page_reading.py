"""What a reader does with a page: search, filter, sort, save, link, switch, embed, print."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pytest
from support.specs import recoded, second_theme, tiny_spec

from geomap.model import MapSpec
from geomap.renderers import html
from geomap.renderers.web.initials import initials
from geomap.text import Text

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.browser import Reader


def yubei_spec() -> MapSpec:
    """The tiny map with a first district of a real name."""
    spec = tiny_spec()
    first = replace(
        spec.districts[0],
        name=Text("渝北区", "Yubei District"),
        label=Text("渝北", "Yubei"),
    )
    named = tiny_spec(districts=(first, *spec.districts[1:]))
    return recoded(named, {"500101": "500112"})


def two_themes() -> Sequence[MapSpec]:
    """Two maps of one atlas; the second without marks."""
    spec = yubei_spec()
    second = second_theme(spec)
    return (spec, second)


@pytest.mark.parametrize("typed", ["渝北", "ybq", "yubei", "500112", "Yubei Dis", "YB"])
def test_search_finds_a_district_from_the_keyboard(reader: "Reader", typed: str) -> None:
    page = reader.open(html.render(yubei_spec()))
    page.locator("#search").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert (page.locator("#panel-body h2").text_content() or "").startswith("渝北区")
    reader.assert_clean()


def test_search_finds_a_district_by_a_former_name(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator("#search").fill("旧甲县")
    page.keyboard.press("Enter")
    assert (page.locator("#panel-body h2").text_content() or "").startswith("甲区")


def test_search_finds_what_only_another_theme_shows_and_goes_there(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()), "#theme=second")
    page.locator("#search").fill("sjpt")
    hit = page.locator(".hit")
    assert hit.count() == 1
    assert hit.inner_text().endswith("四区")  # the theme's name
    page.keyboard.press("Enter")
    assert "theme=tiny" in page.url
    assert page.locator("#panel-body h2").text_content() == "数据平台"
    page.locator("#search").fill("甲区")
    assert " · " not in page.locator("#search-hits").inner_text()  # both have it
    reader.assert_clean()


def test_search_finds_marks_and_says_when_there_is_nothing(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator("#search").fill("sjpt")
    page.keyboard.press("Enter")
    assert page.locator("#panel-body h2").text_content() == "数据平台"
    page.locator("#search").fill("zzzzz")
    assert page.locator("#search-hits").inner_text() == "没有找到"
    page.keyboard.press("Escape")
    assert page.locator("#search-hits").is_hidden()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("渝北区", "ybq"),
        ("綦江区", "qjq"),
        ("酉阳", "yy"),
        ("重庆", "cq"),
        ("北碚", "bb"),
        ("A1座", "a1z"),
    ],
)
def test_initials(name: str, typed: str) -> None:
    assert typed in initials(name)


def test_filter_by_region_fades_the_others(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator(".filter summary").click()
    page.get_by_label("区域").select_option(label="东片")
    paths = page.locator("path.district")
    opacities = [paths.nth(i).get_attribute("fill-opacity") for i in range(4)]
    assert opacities == ["0.25", "1", "0.25", "1"]
    page.get_by_role("button", name="清除筛选").click()
    assert paths.first.get_attribute("fill-opacity") == "1"


def test_filter_by_kind_leaves_marks_of_that_kind(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.get_by_role("tab", name="项目").click()
    page.locator(".filter summary").click()
    kinds = page.get_by_label("类别")
    label = kinds.locator("option").nth(1).text_content() or ""
    kinds.select_option(label=label)
    rows = page.locator("#panel-body [data-mark]")
    assert 0 < rows.count() < len(tiny_spec().marks)


def _column(page: "Page", number: int) -> list[str]:
    return page.locator(f"#table-districts tbody tr > :nth-child({number})").all_inner_texts()


def test_table_sorts_numbers_by_size_and_keeps_empty_cells_last(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.get_by_role("button", name="表格").click()
    heads = page.locator("#table-districts thead th").all_inner_texts()
    place = next(i for i, head in enumerate(heads, 1) if head.startswith("城镇化率（2020）"))
    button = page.locator("#table-districts thead th").nth(place - 1).locator("button")
    button.click()
    assert _column(page, place)[:3] == ["10.0 %", "50.0 %", "90.0 %"]
    button.click()
    assert page.locator("#table-districts th[aria-sort='descending']").count() == 1
    assert [v for v in _column(page, place) if v.endswith("%")] == ["90.0 %", "50.0 %", "10.0 %"]
    page.get_by_role("button", name="乙区").click()
    assert (page.locator("#panel-body h2").text_content() or "").startswith("乙区")
    reader.assert_clean()


def test_table_is_saved_as_csv_without_formulas(reader: "Reader") -> None:
    spec = tiny_spec()
    risky = replace(spec.districts[0], name=Text.same('=HYPERLINK("http://x","y"),\n'))
    page = reader.open(html.render(tiny_spec(districts=(risky, *spec.districts[1:]))))
    page.get_by_role("button", name="表格").click()
    with page.expect_download() as download:
        page.locator("#table-districts").get_by_role("button", name="下载 CSV").click()
    assert download.value.suggested_filename == "tiny-districts.csv"
    text = download.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 5
    assert rows[1][0] == '\'=HYPERLINK("http://x","y"),\n'
    assert rows[2][0] == "乙区"
    reader.assert_clean()


def test_the_back_button_undoes_themes_and_cards_and_stays_in_the_atlas(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()))
    page.get_by_role("button", name="第二幅").click()
    page.locator("#search").fill("500112")
    page.keyboard.press("Enter")
    assert "select=500112" in page.url
    page.go_back()
    page.locator(".card-title").wait_for(state="detached")
    assert "select" not in page.url
    page.go_back()
    page.locator("h1", has_text="四区城镇化率").wait_for()
    page.go_forward()
    page.locator("h1", has_text="第二幅").wait_for()
    reader.assert_clean()


def test_another_theme_keeps_the_view_that_the_reader_chose(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()), "#view=29.4,106.4,10")
    page.get_by_role("button", name="第二幅").click()
    assert "view=29.4,106.4,10" in page.url
    assert page.locator("h1").inner_text() == "第二幅"
    reader.assert_clean()


def test_a_link_opens_the_same_view(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()))
    page.get_by_role("button", name="第二幅").click()
    page.locator("#search").fill("ybq")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="English").click()
    fragment = str(page.evaluate("location.hash"))
    assert "theme=second" in fragment
    assert "select=500112" in fragment
    page = reader.open(html.render_atlas(two_themes()), fragment)
    assert page.locator("h1").inner_text() == "The second"
    assert (page.locator("#panel-body h2").text_content() or "").startswith("Yubei District")
    page.evaluate("location.hash = '#theme=tiny&view=29.6,106.4,11'")
    page.locator("h1", has_text="Urbanisation of four districts").wait_for()
    assert page.evaluate("[map_geomap.getZoom(), map_geomap.getCenter().lat]") == [11, 29.6]
    reader.assert_clean()


@pytest.mark.parametrize(
    "fragment",
    ["#theme=nothing", "#view=x,y,z", "#select=999999", "#lang=xx", "#%", "#view=1e999,0,3"],
)
def test_a_broken_link_opens_the_page_anyway(reader: "Reader", fragment: str) -> None:
    page = reader.open(html.render_atlas(two_themes()), fragment)
    assert page.locator("path.district").count() == 4
    reader.assert_clean()


def test_themes_switch_and_keep_the_district(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()), "#select=500112")
    page.get_by_role("button", name="第二幅").click()
    assert page.locator("h1").inner_text() == "第二幅"
    assert (page.locator("#panel-body h2").text_content() or "").startswith("渝北区")
    assert page.get_by_role("tab").count() == 2
    assert page.locator(".point").count() == 0
    assert page.locator("[aria-current=page]").inner_text() == "第二幅"
    reader.assert_clean()


def test_embedded_page_tells_its_height(reader: "Reader") -> None:
    inner = reader.folder / "inner.html"
    inner.write_bytes(html.render(tiny_spec()))
    outer = reader.folder / "outer.html"
    outer.write_text(
        "<script>onmessage = (event) => { window.told = event.data; };</script>"
        '<iframe src="inner.html#plain&lang=en" sandbox="allow-scripts" width="600" height="300">'
        "</iframe>",
        encoding="utf-8",
    )
    page = reader.page
    page.goto(outer.as_uri())
    page.wait_for_function("window.told && window.told.height > 300")
    assert page.evaluate("told.type") == "geomap:height"
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "Urbanisation of four districts"
    assert frame.locator(".tools").is_hidden()
    assert "Sketch map" in frame.locator(".credits").inner_text()
    reader.assert_clean()


def test_sandboxed_srcdoc_works(reader: "Reader") -> None:
    outer = reader.folder / "outer.html"
    document = escape(html.render(tiny_spec()).decode())
    outer.write_text(
        f'<iframe sandbox="allow-scripts" srcdoc="{document}" width="900" height="600"></iframe>',
        encoding="utf-8",
    )
    reader.page.goto(outer.as_uri())
    frame = reader.page.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for(state="attached")
    frame.locator("path.district").first.click(position={"x": 20, "y": 20})
    assert (frame.locator("#panel-body h2").text_content() or "").startswith("甲区")
    frame.get_by_role("button", name="English").click()
    reader.assert_clean()


def test_printing_gives_one_sheet_with_map_and_legend(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    sheet = page.pdf(prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".legend").is_visible()
    assert page.locator(".tools").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".tools").is_visible()
    reader.assert_clean()


def test_without_script_a_picture_and_the_words_stand_there(reader: "Reader") -> None:
    browser = reader.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    file = reader.folder / "still.html"
    file.write_bytes(html.render(tiny_spec()))
    page.goto(file.as_uri())
    picture = page.get_by_role("img", name="4个区，3级。")
    assert picture.is_visible()
    assert picture.locator("path").count() >= 4
    words = page.locator(".static").inner_text()
    for line in (
        "四区城镇化率",
        "无数据 (1)",
        "示意图，未经审图，不作公开出版用",
        "来源：示例",
        "备注一条",
    ):
        assert line in words
    context.close()


def test_every_control_is_reached_by_the_tab_key_and_seen(reader: "Reader") -> None:
    page = reader.open(html.render_atlas(two_themes()))
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                "return [e.id || e.className.baseVal || e.className || e.tagName,"
                " s.outlineStyle !== 'none' || e.matches('.entry-box, path, #map_geomap')]; })()"
            )
        )
    names = " ".join(str(name) for name, _ in reached)
    for part in (
        "skip",
        "tool-table",
        "tool-lang",
        "theme-second",
        "search",
        "tab-legend",
        "district",
    ):
        assert part in names
    assert all(seen for name, seen in reached if name != "BODY")


def test_a_card_takes_the_focus_and_gives_it_back(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.get_by_role("tab", name="项目").click()
    page.locator("[data-mark='project:bridge']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "大桥"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.mark") == "project:bridge"


def test_on_a_phone_the_panel_is_a_sheet_that_grows_and_shrinks(reader: "Reader") -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    page = reader.open(html.render_atlas(two_themes()))
    page.locator(".grip").click()
    assert page.locator(".grip").get_attribute("aria-expanded") == "true"
    page.locator(".grip").click()
    assert page.locator(".grip").get_attribute("aria-expanded") == "false"
    page.locator(".grip").click()
    page.get_by_role("tab", name="项目").click()
    page.locator("[data-mark='project:bridge']").click()
    assert page.locator(".grip").get_attribute("aria-expanded") == "false"
    assert page.locator("#panel-body h2").text_content() == "大桥"
    reader.assert_clean()


def test_switched_off_kinds_leave_the_list(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator(".entry", has_text="平台").click()
    page.get_by_role("tab", name="项目").click()
    assert page.locator("[data-mark='project:platform']").count() == 0
    assert page.locator("[data-mark]").count() == 3


def test_over_http_it_is_the_same_page(reader: "Reader") -> None:
    page = reader.page
    document = html.render(tiny_spec())
    page.route("http://atlas.test/", lambda route: route.fulfill(body=document))
    page.goto("http://atlas.test/#select=500102")
    page.wait_for_selector("body[data-ready]", state="attached")
    assert (page.locator("#panel-body h2").text_content() or "").startswith("乙区")
    page.keyboard.press("Escape")
    assert page.evaluate("location.hash") == ""
    assert reader.requests == ["http://atlas.test/"]
    assert reader.faults == []


def test_less_motion_is_respected(reader: "Reader") -> None:
    reader.page.emulate_media(reduced_motion="reduce")
    page = reader.open(html.render(tiny_spec()))
    assert page.evaluate("map_geomap.options.zoomAnimation") is False
    reader.assert_clean()
