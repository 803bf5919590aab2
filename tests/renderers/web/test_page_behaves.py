"""How the page behaves: table, counts, address, what is taken away from it."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from support.specs import tiny_spec

from geomap.renderers import html
from geomap.text import Text

if TYPE_CHECKING:
    from support.browser import Reader


def test_the_table_says_once_what_all_rows_share_and_keeps_head_and_names_in_sight(
    reader: "Reader",
) -> None:
    page = reader.open(html.render(tiny_spec()), "#table")
    page.set_viewport_size({"width": 700, "height": 300})
    heads = page.locator("#table-districts thead th").all_inner_texts()
    names = [head.rstrip(" ↕") for head in heads]
    assert len(set(names)) == len(names)
    assert "级别" in names
    assert "省市" not in names
    assert "省市：重庆市" in page.locator("#table-districts .table-note").inner_text()
    place = next(i for i, head in enumerate(heads, 1) if head.startswith("城镇化率"))
    number = page.locator(f"#table-districts tbody tr:first-child > :nth-child({place})")
    assert number.evaluate("(cell) => getComputedStyle(cell).textAlign") == "right"
    page.evaluate("document.querySelector('.tables').scrollTo(80, 90)")
    head = page.locator("#table-districts thead th").nth(1).bounding_box()
    name = page.locator("#table-districts tbody th").last.bounding_box()
    box = page.locator(".tables").bounding_box()
    assert head is not None
    assert name is not None
    assert box is not None
    assert page.evaluate("document.querySelector('.tables').scrollTop") > 50
    assert head["y"] == box["y"]
    assert name["x"] == box["x"]
    reader.assert_clean()


def test_counts_follow_the_filter_and_the_address_keeps_it(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator(".filter summary").click()
    page.get_by_label("区域").select_option(label="东片")
    page.locator(".entry", has_text="平台").click()
    total = len(tiny_spec().marks)

    def counts() -> tuple[str, str, bool]:
        tab = page.get_by_role("tab", name="项目").locator(".count").inner_text()
        grey = "entry--none" in (page.locator(".entry").first.get_attribute("class") or "")
        return page.locator(".entry .count").first.inner_text(), tab, grey

    first, tab, grey = counts()
    assert (first, grey) == ("0 / 1", True)
    assert tab.endswith(f" / {total}")
    page.get_by_role("tab", name="项目").click()
    fragment = str(page.evaluate("location.hash"))
    assert "tab=marks" in fragment
    rows = page.locator("#panel-body [data-mark]").count()
    page = reader.open(html.render(tiny_spec()), fragment)
    assert page.locator("#panel-body [data-mark]").count() == rows < total
    page.get_by_role("tab", name="图例").click()
    assert counts() == (first, tab, grey)
    assert not page.locator(".entry", has_text="平台").locator("input").is_checked()
    reader.assert_clean()


def test_the_map_is_not_lost(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()), "#view=1,2,3")
    assert page.evaluate("map_geomap.getBounds().contains([29.5, 106.5])")
    assert "view" not in page.evaluate("location.hash")
    page.evaluate("map_geomap.panBy([5000, 0], { animate: false })")
    page.wait_for_timeout(400)
    assert page.evaluate("map_geomap.getBounds().intersects([[29, 106], [30, 107]])")
    reader.assert_clean()


def test_what_is_shown_is_saved_as_a_drawing_and_a_picture(reader: "Reader") -> None:
    spec = tiny_spec()
    risky = replace(spec.districts[0], label=Text.same('<b>&"\x0b甲'))
    shown = tiny_spec(districts=(risky, *spec.districts[1:]))
    page = reader.open(html.render(shown), "#region=东片&hide=kind:platform")
    saved = {}
    for kind in ("SVG", "PNG"):
        page.locator("#tool-take").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        assert download.value.suggested_filename == f"tiny.{kind.lower()}"
        saved[kind] = download.value.path().read_bytes()
    drawing = ET.fromstring(saved["SVG"])  # noqa: S314 # made here
    words = [node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert '<b>&"甲' in words
    for text in (spec.title, spec.subtitle, spec.approval, spec.sources[0], spec.notes[0]):
        assert text.zh in words
    for legend in spec.legends:
        assert legend.title.zh in words
    assert "桥梁" in words
    assert "平台" not in words
    paths = [node.attrib for node in drawing.iter("{http://www.w3.org/2000/svg}path")]
    assert sum(each.get("fill") == "#6baed6" for each in paths) == 1
    assert not any("style" in each or "class" in each for each in paths)
    width, height = (int.from_bytes(saved["PNG"][at : at + 4], "big") for at in (16, 20))
    asked = [2 * float(drawing.attrib[side]) for side in ("width", "height")]
    assert [width, height] == asked
    assert len(saved["PNG"]) > 20_000  # not an empty sheet
    reader.assert_clean()


def test_the_link_is_copied_and_the_menu_closes(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()), "#select=500101")
    page.locator("#tool-take").click()
    page.get_by_role("button", name="复制链接").click()
    assert page.locator("#live").inner_text() == "已复制"
    assert page.locator(".menu-items").is_hidden()
    page.locator("#search").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#search").input_value() == page.url
    page.locator("#tool-take").click()
    page.keyboard.press("Escape")
    assert page.locator(".menu-items").is_hidden()
    assert "select=500101" in page.url  # Escape closed the menu, not the card
    reader.assert_clean()


def test_paper_holds_the_whole_table_and_the_open_card_and_no_buttons(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()), "#table&select=500101&tab=marks")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".plain-button:visible").count() == 0
    assert page.locator(".tables").evaluate(
        "(node) => [node, ...node.querySelectorAll('th')].every((each) =>"
        " getComputedStyle(each).position === 'static')"
    )
    arrow = "(each) => getComputedStyle(each, '::after').content"
    assert page.locator(".sort").first.evaluate(arrow) == "none"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="表格").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    legend, card, stage = (
        page.locator(place).bounding_box() for place in (".legend", ".card-head", ".stage")
    )
    assert legend is not None
    assert card is not None
    assert stage is not None
    assert stage["y"] + stage["height"] <= legend["y"]
    assert legend["y"] + legend["height"] <= card["y"]
    assert page.locator(".card-tools").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".card-tools").is_visible()
    assert page.locator(".legend").count() == 0
    wide = page.pdf(landscape=True, format="A4", prefer_css_page_size=True)
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", wide)
    assert box is not None
    assert float(box[1].split()[2]) > float(box[1].split()[3])
    reader.assert_clean()


def test_a_card_closes_by_its_cross_by_a_second_click_and_by_a_click_on_nothing(
    reader: "Reader",
) -> None:
    page = reader.open(html.render(tiny_spec()))
    district = page.locator("path.district").first
    title = page.locator(".card-title")
    district.click(position={"x": 30, "y": 30})
    assert title.is_visible()
    page.get_by_role("button", name="关闭").click()
    assert title.count() == 0
    for again in (district.click, page.locator("#map_geomap").click):
        district.click(position={"x": 30, "y": 30})
        assert title.is_visible()
        again(position={"x": 30, "y": 30} if again == district.click else {"x": 500, "y": 5})
        assert title.count() == 0
    reader.assert_clean()


def test_signs_and_lines_are_easy_to_hit_and_a_chosen_sign_has_a_ring_around_it(
    reader: "Reader",
) -> None:
    spec = tiny_spec()
    near = [replace(m, uncertainty=50.0) if m.uncertainty else m for m in spec.marks]
    page = reader.open(html.render(replace(spec, marks=tuple(near))))
    sign = page.locator(".point").first.bounding_box()
    assert sign is not None
    middle = (sign["x"] + sign["width"] / 2, sign["y"] + sign["height"] / 2)
    page.mouse.click(middle[0] + 12, middle[1] + 1)
    assert page.locator(".card-title").inner_text() == "大桥"
    rings = page.locator(".leaflet-chosen-pane path").evaluate_all(
        "(paths) => paths.map((path) => path.getBoundingClientRect().width)"
    )
    assert min(rings) >= 28
    page.locator(".back").last.click()
    page.evaluate("map_geomap.setView([29.5, 106.5], 9, { animate: false })")
    x, y = page.evaluate(
        "(() => { const a = map_geomap.latLngToContainerPoint([29.35, 106.35]);"
        " const b = map_geomap.getContainer().getBoundingClientRect();"
        " return [a.x + b.left, a.y + b.top]; })()"
    )
    page.mouse.click(x + 5, y + 8)
    assert page.locator(".card-title").inner_text() == "通道"
    reader.assert_clean()


def test_a_tip_is_never_cut(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    frame = page.locator("#map_geomap").bounding_box()
    assert frame is not None
    page.evaluate("map_geomap.setView([29.5, 106.5], 11, { animate: false })")
    for x, y in ((60, 300), (400, 4), (60, 130), (frame["width"] - 6, 300)):
        page.mouse.move(frame["x"] + x, frame["y"] + y)
        page.mouse.move(frame["x"] + x + 1, frame["y"] + y + 1)
        tip = page.locator(".tip").bounding_box()
        assert tip is not None
        assert tip["x"] >= frame["x"], (x, y)
        assert tip["y"] >= frame["y"], (x, y)
        assert tip["x"] + tip["width"] <= frame["x"] + frame["width"], (x, y)
    reader.assert_clean()


def test_search_knows_everyday_names_measures_and_two_words(reader: "Reader") -> None:
    spec = tiny_spec()
    long = replace(spec.districts[1], name=Text.same("石柱土家族自治县"), label=Text.same("石柱"))
    page = reader.open(
        html.render(tiny_spec(districts=(spec.districts[0], long, *spec.districts[2:])))
    )
    box = page.locator("#search")
    measure = spec.measures[0]
    for typed, name in (
        ("石柱县", "石柱土家族自治县"),
        ("甲 大桥", "大桥"),
        ("甲区大桥", "大桥"),
        (measure.article.zh, measure.title.zh),
        (measure.title.zh, measure.title.zh),
    ):
        box.fill(typed)
        assert name in page.locator("#search-hits").inner_text(), typed
    page.keyboard.press("Enter")
    assert page.locator("details.measure[open]").count() == 1
    assert "tab=measures" in page.url
    box.fill("石柱 大桥")
    assert page.locator("#search-hits").inner_text() == "没有找到"
    reader.assert_clean()


def test_the_sheet_of_a_phone_is_dragged_and_sources_unfold(reader: "Reader") -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    page = reader.open(html.render(tiny_spec()))

    def drag(by: int) -> list[bool]:
        grip = page.locator(".grip").bounding_box()
        assert grip is not None
        page.mouse.move(195, grip["y"] + 10)
        page.mouse.down()
        page.mouse.move(195, grip["y"] + 10 + by, steps=4)
        page.mouse.up()
        names = page.locator("body").get_attribute("class") or ""
        return [word in names.split() for word in ("low", "tall")]

    assert drag(-200) == [False, True]
    assert drag(200) == [False, False]
    assert drag(200) == [True, False]
    assert page.locator("#search").is_visible()
    assert page.locator(".panel-body").is_hidden()
    assert drag(-60) == [False, False]
    sources = page.locator(".sources")
    assert sources.is_hidden()
    page.locator(".credits-more").click()
    assert sources.is_visible()
    page.set_viewport_size({"width": 700, "height": 400})
    body = page.locator(".panel-body").bounding_box()
    assert body is not None
    assert body["height"] > 100
    reader.assert_clean()
