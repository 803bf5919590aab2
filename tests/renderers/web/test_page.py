"""The page of one theme, opened by a reader who has no network."""

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import folium
import pytest
from support.specs import circled_spec, tiny_spec

from geomap.renderers import html
from geomap.renderers.folium_map import folium_map
from geomap.renderers.web.leaflet import VERSION, leaflet
from geomap.renderers.web.noscript_svg import drawing
from geomap.text import Text

if TYPE_CHECKING:
    from support.browser import Reader


HOSTILE = [
    "{{7*7}}",
    "{% raw",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "${1+1}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "\u2028alert(1)\u2029",
    "' onmouseover=alert(1) x='",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "</noscript></style></title>",
]


def fill(reader: "Reader", position: int) -> str:
    """The colour of a district, in drawing order."""
    return str(reader.page.locator("path.district").nth(position).get_attribute("fill"))


def test_page_tells_language_title_and_dates(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title() == "四区 – 示例图集"
    assert page.locator("h1").inner_text() == "四区城镇化率"
    assert page.locator(".subtitle").inner_text() == "示例"
    for line in ("示意图，未经审图，不作公开出版用", "区划与规划截至 2025-02-10", "来源：示例"):
        assert line in page.locator(".credits").inner_text()
    assert "备注一条" in page.locator(".notes").inner_text()
    reader.assert_clean()


def test_districts_have_their_class_colours_and_no_data_is_hatched(reader: "Reader") -> None:
    reader.open(html.render(tiny_spec()))
    assert [fill(reader, i) for i in range(3)] == ["#deebf7", "#6baed6", "#08519c"]
    assert fill(reader, 3).startswith("url(#pattern-diagonal-")
    reader.assert_clean()


def test_legend_names_and_counts_every_entry(reader: "Reader") -> None:
    spec = tiny_spec()
    page = reader.open(html.render(spec))
    shown = page.locator(".legend").inner_text()
    for legend in spec.legends:
        assert legend.title.zh in shown
        for item in legend.items:
            entry = page.locator(".entry", has=page.locator(f'input[value="{item.key}"]'))
            assert entry.locator(".entry-label").inner_text() == item.label.zh
            assert entry.locator(".count").inner_text() == str(item.count)


def test_circles_are_as_large_as_their_numbers_and_the_largest_lies_lowest(
    reader: "Reader",
) -> None:
    page = reader.open(html.render(circled_spec()))
    drawn = page.locator("path.amount").all()
    widths = [(box["width"] if (box := each.bounding_box()) else 0) for each in drawn]
    # A point is 4/3 pixel, rounded; the edge of 0.8 pixel lies half outside.
    assert widths == pytest.approx([2 * radius + 0.8 for radius in (16, 11, 5)], abs=0.2)
    assert {each.get_attribute("fill") for each in drawn} == {"#b5532a"}
    sizes = page.locator(".sizes circle").all()
    radii = [float(each.get_attribute("r") or 0) for each in sizes]
    assert radii == [16, 11, 5]
    assert page.locator(".sizes text").all_text_contents() == ["900", "400", "100"]
    reader.assert_clean()


def test_a_circle_is_its_district_and_can_be_switched_off(reader: "Reader") -> None:
    page = reader.open(html.render(circled_spec()))
    circle = page.locator("path.amount").first
    circle.hover(force=True)
    assert page.locator(".tip").inner_text().replace("\n", "") == (
        "丙区城镇化率（%，2020）：90，乡村人口：900"
    )
    circle.click(force=True)
    assert (page.locator("#panel-body h2").text_content() or "").startswith("丙区")
    circle.click(force=True)  # a second click lets go, as of a district
    assert page.locator(".card-title").count() == 0
    page.locator("label.entry", has=page.locator("input[value=circles]")).click()
    assert page.locator("path.amount").count() == 0
    page.locator("label.entry", has=page.locator("input[value=circles]")).click()
    assert page.locator("path.amount").count() == 3
    reader.assert_clean()


def test_a_link_keeps_circles_switched_off(reader: "Reader") -> None:
    page = reader.open(html.render(circled_spec()), "#hide=circles")
    page.locator(".legend").wait_for()
    assert page.locator("path.amount").count() == 0
    assert page.evaluate("location.hash") == "#hide=circles"
    reader.assert_clean()


def test_a_tip_tells_both_numbers_of_a_map_of_two(reader: "Reader") -> None:
    page = reader.open(html.render(circled_spec()))
    page.locator("path.amount").first.hover(force=True)
    told = page.locator(".tip").inner_text()
    assert "乡村人口：900" in told
    assert "城镇化率（%，2020）：90" in told


def test_the_still_picture_has_the_circles_too() -> None:
    found = re.findall(r'<circle [^>]*r="([\d.]+)" fill="#b5532a"', drawing(circled_spec()))
    assert [float(radius) for radius in found] == [16.0, 10.7, 5.3]


def test_marks_are_drawn_as_sure_as_their_places_are(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    assert page.locator(".leaflet-areas-pane path[fill^='url(#pattern-dots']").count() == 1
    assert page.locator(".leaflet-lines-pane path[stroke-dasharray]").count() == 1
    assert page.locator(".leaflet-points-pane .point").count() == 1
    assert page.locator(".leaflet-circles-pane path").count() == 1
    page.get_by_role("tab", name="项目").click()
    assert page.locator("[data-mark='project:platform']").is_visible()
    reader.assert_clean()


def test_hover_tells_name_and_value(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator("path.district").nth(2).hover(position={"x": 20, "y": 20})
    assert page.locator(".tip strong").inner_text() == "丙区"
    assert "90" in page.locator(".tip span").inner_text()
    page.locator(".point").first.hover()
    assert page.locator(".tip strong").inner_text() == "大桥"


def test_click_opens_a_card_with_facts_measures_and_marks(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator("path.district").first.click(position={"x": 20, "y": 20})
    card = page.locator("#panel-body")
    assert card.locator("h2").inner_text().startswith("甲区")
    assert "10.0 %" in card.inner_text()
    assert "第三章" in card.inner_text()
    card.locator(".measure summary").first.click()
    for words in ("第九条", "分类引导", "市发展改革委", "城镇化率 ≥ 70 %", "按区域定方向。"):
        assert words in card.inner_text()
    card.get_by_role("button", name="示范区").click()
    assert card.locator("h2").inner_text() == "示范区"
    page.keyboard.press("Escape")
    assert page.locator(".legend").is_visible()
    reader.assert_clean()


def test_keyboard_walks_districts_and_opens_cards(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator("path.district[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("丁区")
    page.keyboard.press("Enter")
    assert page.locator("#panel-body h2").inner_text().startswith("丁区")
    assert page.locator("#live").inner_text() == "丁区"


def test_a_legend_entry_can_be_switched_off_and_on(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.locator(".entry", has_text="桥梁").click()
    assert page.locator(".point").count() == 0
    page.locator(".entry", has_text="桥梁").click()
    assert page.locator(".point").count() == 1
    page.locator(".entry", has_text="0 – 30").click()
    assert fill(reader, 0) not in {"#deebf7", "none"}


def test_the_other_language(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Urbanisation of four districts"
    assert "No data" in page.locator(".legend").inner_text()
    assert page.title().startswith("Four districts")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_literally(reader: "Reader", text: str) -> None:
    spec = tiny_spec()
    same = Text.same(text)
    district = replace(spec.districts[0], name=same, label=same, region=same)
    marks = (*spec.marks[:-1], replace(spec.marks[-1], name=same))
    changed = tiny_spec(
        title=same, atlas=same, alt=same, districts=(district, *spec.districts[1:]), marks=marks
    )
    page = reader.open(html.render(changed))
    assert page.locator("h1").text_content() == text
    page.locator("path.district").first.click(position={"x": 20, "y": 20})
    assert (page.locator("#panel-body h2").text_content() or "").startswith(text)
    page.get_by_role("tab", name="项目").click()
    assert page.locator("[data-mark='project:platform'] .row-name").text_content() == text
    reader.assert_clean()


def test_only_web_and_mail_addresses_become_links(reader: "Reader") -> None:
    lines = "见 https://example.org/a?b=1。或 javascript:alert(1) data:text/html,x mailto:a@b.cn"
    page = reader.open(html.render(tiny_spec(sources=(Text.same(lines),))))
    links = page.locator(".credits a")
    assert [links.nth(i).get_attribute("href") for i in range(links.count())] == [
        "https://example.org/a?b=1",
        "mailto:a@b.cn",
    ]
    assert lines in page.locator(".credits").inner_text()


def test_policy_allows_these_scripts_and_nothing_else() -> None:
    page = html.render(tiny_spec()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in scripts
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.group(1).split("; "))
    assert rules.pop("script-src") == " ".join(f"'{each}'" for each in hashes)
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.slow
def test_same_map_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from support.specs import tiny_spec\n"
        "from geomap.renderers import html\n"
        "print(hashlib.sha256(html.render(tiny_spec())).hexdigest())"
    )
    digests = {
        subprocess.run(  # noqa: S603 # our own program
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PATH": "", "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"))
    }
    assert digests == {hashlib.sha256(html.render(tiny_spec())).hexdigest() + "\n"}


def test_leaflet_is_the_released_one() -> None:
    assert f"Leaflet {VERSION}" in leaflet().script
    assert "sourceMappingURL" not in leaflet().script


def test_layers_added_with_folium_work(reader: "Reader") -> None:
    drawn = folium_map(tiny_spec())
    assert isinstance(drawn, folium.Map)
    folium.Marker([29.5, 106.5], popup="<b>Hello</b>", tooltip="Tip").add_to(drawn)
    group = folium.FeatureGroup(name="Mine").add_to(drawn)
    folium.CircleMarker([29.7, 106.7], radius=30, color="#ff0000").add_to(group)
    folium.LayerControl().add_to(drawn)
    page = reader.open(drawn.get_root().render().encode())
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") > 0
    marker.click(force=True)
    assert page.locator(".leaflet-popup-content b").inner_text() == "Hello"
    assert page.locator("path[stroke='#ff0000']").count() == 1
    assert page.locator("path.district").count() == 4
    reader.assert_clean()


def test_a_notebook_shows_the_map(reader: "Reader") -> None:
    file = reader.folder / "notebook.html"
    file.write_text(folium_map(tiny_spec())._repr_html_(), encoding="utf-8")
    reader.page.goto(file.as_uri())
    inner = reader.page.frame_locator("iframe")
    inner.locator("body[data-ready]").wait_for(state="attached")
    assert inner.locator("path.district").count() == 4
    inner.locator("path.district").first.click(position={"x": 20, "y": 20})
    assert (inner.locator("#panel-body h2").text_content() or "").startswith("甲区")
    reader.assert_clean()
