"""A walk through maps: by keys, buttons and scrolling; on paper; without a script."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from support.page import faults
from support.paths import ROOT

import geomap
from geomap.api.telling import story_of, write_story
from geomap.errors import AtlasError
from geomap.geo.extent import Extent
from geomap.model import MapSpec
from geomap.model.story import Step, Story
from geomap.renderers import told
from geomap.text import Text

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.browser import Reader

BUDGET = 700_000
LONG = tuple(Text(f"第{i}段。" * 12, f"Paragraph {i}. " * 12) for i in range(1, 4))


def _maps() -> dict[str, MapSpec]:
    from renderers.web.test_page_compare import three  # noqa: PLC0415 # tests share their maps

    return {spec.theme: spec for spec in three()}


def _story() -> Story:
    return Story(
        Text("一个故事", "A story"),
        Text("先说两句。", "Two words first."),
        (
            Step(Text("起", "One"), LONG, "tiny"),
            Step(Text("承", "Two"), LONG, "tiny", Extent(106, 29, 106.5, 29.5), "500101"),
            Step(Text("转", "Three"), LONG, "second"),
            Step(Text("合", "Four"), LONG[:1], "tiny", None, "project:bridge"),
        ),
    )


def _page() -> bytes:
    return told.render(_story(), _maps())


def _now(page: "Page") -> str:
    return page.locator(".step[aria-current] h2").inner_text()


def test_keys_and_buttons_walk_and_the_map_goes_along(reader: "Reader") -> None:
    page = reader.open(_page())
    assert _now(page) == "起"
    whole = page.evaluate("map_geomap.getZoom()")
    page.keyboard.press("ArrowRight")
    assert _now(page) == "承"
    assert page.evaluate("document.activeElement.id") == "step-2"
    assert page.evaluate("map_geomap.getZoom()") > whole
    assert page.evaluate("map_geomap.getBounds().contains([[29, 106], [29.5, 106.5]])")
    assert page.locator(".card-title").inner_text() == "甲区"
    page.get_by_role("button", name="下一步").click()
    assert _now(page) == "转"
    assert page.locator(".caption h2").inner_text() == "第二幅"
    assert page.locator(".card-title").count() == 0
    assert page.evaluate("map_geomap.getZoom()") == whole
    page.keyboard.press("PageDown")
    assert page.locator(".card-title").inner_text() == "大桥"
    assert page.get_by_role("button", name="下一步").is_disabled()
    page.keyboard.press("PageDown")
    assert _now(page) == "合"
    assert "step=4" in page.url
    reader.assert_clean()


def test_scrolling_walks_too(reader: "Reader") -> None:
    page = reader.open(_page())
    for number, title in ((3, "转"), (2, "承"), (4, "合")):
        page.evaluate(
            "(number) => { const [steps, step] = ['.steps', `#step-${number}`]"
            ".map((each) => document.querySelector(each));"
            " steps.scrollTop += step.getBoundingClientRect().top"
            " - steps.getBoundingClientRect().top - 60; }",
            number,
        )
        page.locator(".step[aria-current] h2", has_text=title).wait_for()
    page.evaluate("document.querySelector('.steps').scrollTop = 0")
    page.locator(".step[aria-current] h2", has_text="起").wait_for()
    reader.assert_clean()


@pytest.mark.parametrize("fragment", ["#step=99", "#step=x", "#lang=xx&step=0", "#%"])
def test_a_broken_address_opens_at_the_beginning(reader: "Reader", fragment: str) -> None:
    page = reader.open(_page(), fragment)
    assert _now(page) == "起"
    reader.assert_clean()


def test_a_link_opens_the_step_in_its_language(reader: "Reader") -> None:
    page = reader.open(_page(), "#step=3&lang=en")
    assert _now(page) == "Three"
    assert page.locator("h1").inner_text() == "A story"
    page.get_by_role("button", name="中文").click()
    assert _now(page) == "转"
    assert "lang" not in page.url
    page.evaluate("location.hash = '#step=2'")
    page.locator(".step[aria-current] h2", has_text="承").wait_for()
    reader.assert_clean()


def test_each_step_is_printed_with_its_map_and_the_reader_stays_where_they_are(
    reader: "Reader",
) -> None:
    page = reader.open(_page(), "#step=2")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".app").is_hidden()
    articles = page.locator(".sheet article")
    assert articles.locator("h2").all_inner_texts() == ["起", "承", "转", "合"]
    assert "先说两句" in page.locator(".sheet").inner_text()
    for number, step in enumerate(_story().steps):
        words = articles.nth(number).locator("svg").first.text_content() or ""
        assert _maps()[step.theme].title.zh in words
        assert _maps()[step.theme].approval.zh in words
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert articles.count() == 0
    assert _now(page) == "承"
    assert page.locator(".card-title").inner_text() == "甲区"
    assert page.pdf().count(b"/Type /Page") > 1
    reader.assert_clean()


def test_markup_in_a_story_stays_text_with_and_without_script(reader: "Reader") -> None:
    risky = Text.same("</script><img src=x onerror=alert(1)>{{ 7*7 }}<b>&")
    story = Story(risky, risky, (Step(risky, (risky,), "tiny"),))
    page = reader.open(told.render(story, _maps()))
    assert page.locator("h1").inner_text() == risky.zh
    assert page.locator(".step p").last.inner_text() == risky.zh
    assert page.locator("img").count() == 0
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, offline=True)
    still = context.new_page()
    still.goto((reader.folder / "page.html").as_uri())
    assert risky.zh in still.locator(".static").first.inner_text()
    assert still.locator("img").count() == 0
    context.close()
    reader.assert_clean()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 568), (640, 400)])
@pytest.mark.parametrize("state", ["#step=1", "#step=2", "#step=4&lang=en"])
def test_axe_finds_nothing_and_neither_text_nor_map_is_lost(
    reader: "Reader", size: tuple[int, int], state: str
) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = reader.open(_page(), state)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for part in ("#stage", ".steps"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 70, part
    reader.assert_clean()


def test_the_shipped_story_is_light_offline_and_says_what_the_data_say(
    reader: "Reader", tmp_path: Path
) -> None:
    atlas = geomap.open(ROOT / "geomap.toml")
    write_story(atlas, tmp_path / "story.html")
    content = (tmp_path / "story.html").read_bytes()
    assert len(content) <= BUDGET
    story = story_of(atlas)
    page = reader.open(content)
    for step in story.steps:
        assert _now(page) == step.title.zh
        assert page.locator(".caption h2").inner_text() == atlas[step.theme].spec.title.zh
        assert step.title.en != step.title.zh
        page.keyboard.press("ArrowRight")
    assert {c for step in story.steps for c in atlas[step.theme].theme.measures.chapters} >= {
        1,
        2,
        3,
        4,
        5,
    }
    words = " ".join(t.zh for step in story.steps for t in (step.title, *step.text))
    data = pd.read_csv(ROOT / "data" / "indicators.csv", dtype={"adcode": str})
    rate = data.query("indicator == 'urbanisation_rate' and adcode == '500101'")["value"].item()
    assert f"{rate}%" in words
    home = data[data["adcode"].str.startswith("50")]
    people, urban = (
        home.query(f"indicator == '{key}'")["value"].sum()
        for key in ("resident_population", "urban_population")
    )
    assert f"{urban / people:.2%}" in words
    measures = pd.read_csv(ROOT / "data" / "measures.csv")
    for target, unit in zip(measures["target"], measures["unit"], strict=True):
        if unit in {"%", "万人/年", "公里"}:
            assert f"{target:g}" in words
    assert "29个区县中3个" in words
    assert atlas["urbanisation"].spec.title.zh.startswith("29个区县中3个")
    reader.assert_clean()


def test_what_is_wrong_with_a_story_is_told_at_once(tmp_path: Path) -> None:
    atlas = geomap.open(ROOT / "geomap.toml")
    file = tmp_path / "story.toml"
    file.write_text(
        'title = "故事"\n[[step]]\ntheme = "metr"\ntitle = "一"\ntext = ["x"]\n'
        '[[step]]\ntheme = "metro"\ntitle = "二"\ntext = ["x"]\nselect = "project:none"\n'
        'extent = ["中心城"]\nzoom = 3\n',
        encoding="utf-8",
    )
    with pytest.raises(AtlasError) as error:
        story_of(atlas, file)
    lines = error.value.message.en.splitlines()
    assert len(lines) == 4
    for line, words in zip(lines, ("metro", "project:none", "中心城区", "zoom"), strict=False):
        assert "story.toml" in line
        assert words in "".join(lines)
    file.write_text('title = "故事"\n', encoding="utf-8")
    with pytest.raises(AtlasError, match="没有步骤"):
        story_of(atlas, file)
