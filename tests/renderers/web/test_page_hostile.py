"""Text that wants to be code, in every place that shows text, read in a real browser."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shapely.affinity import translate
from support.paths import TESTS
from support.specs import STEP, recoded, tiny_spec

from geomap.model import Border, Fact, MapSpec
from geomap.renderers import html
from geomap.renderers.folium_map import folium_map
from geomap.text import Text

if TYPE_CHECKING:
    from support.browser import Reader


OWN = [
    "{{7*7}}",
    "{% set x = 1 %}{{ x }}",
    "{{ cycler.__init__.__globals__.os.mkdir('pwned') }}",
    "{# comment",
    "${alert(1)}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "</noscript><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "\u2028alert(1)//\u2029",
    "\\u003cscript\\u003e",
    '"};alert(1);//',
    "java\tscript:alert(1)",
    'https://x.test/"onmouseover=alert(1)',
    "&lt;b&gt;&#60;",
    "__proto__",
    "constructor",
    "\ud800",
    "\x00\x1b[31m",
]
# Shortest first would leave out the long ones: take some from all along each list.
WANTED = 360
# The strings are spread over pages: one with hundreds of themes would be slow.
PARTS = 9


def _spread(strings: Sequence[str], count: int) -> list[str]:
    step = max(1, len(strings) // count)
    return list(strings[::step][:count])


def hostile_strings(shared: Path) -> list[str]:
    """Strings from the collections beside the checkout, and our own."""
    folder = shared / "badinputs" / "xss"
    naughty = [each for each in json.loads((folder / "blns.json").read_text("utf-8")) if each]
    boxes = (folder / "payloadbox_500.txt").read_text("utf-8").splitlines()
    source = (folder / "dompurify_expect.mjs").read_text("utf-8")
    purify = [json.loads(f'"{found}"') for found in re.findall(r'"payload": "(.*)",?\n', source)]
    third = (WANTED - len(OWN)) // 3 + 1
    chosen = [*OWN, *_spread(naughty, third), *_spread(boxes, third), *_spread(purify, third)]
    return list(dict.fromkeys(chosen))


def soaked(text: str, number: int) -> MapSpec:
    """The tiny map with one text in every slot."""
    spec, same = tiny_spec(), Text.same(text)
    facts = (Fact(same, same),)
    return tiny_spec(
        theme=f"{number}-{text}",
        atlas=same,
        title=same,
        subtitle=same,
        name=same,
        alt=same,
        reference_date=same,
        approval=same,
        sources=(same,),
        notes=(same,),
        borders=tuple(Border(same, border.members) for border in spec.borders),
        districts=tuple(
            replace(each, name=same, label=same, region=same, province=same, facts=facts)
            for each in spec.districts
        ),
        marks=tuple(
            replace(each, name=same, kind=same, status=same, facts=facts) for each in spec.marks
        ),
        legends=tuple(
            replace(
                legend,
                title=same,
                note=same,
                items=tuple(replace(item, label=same) for item in legend.items),
            )
            for legend in spec.legends
        ),
        measures=tuple(
            replace(
                each,
                article=same,
                chapter=same,
                title=same,
                departments=(text,),
                scope=same,
                target=same,
                summary=same,
            )
            for each in spec.measures
        ),
    )


# What a reader does with each theme; gives the places where the text is not shown as it is.
WALK = (TESTS / "support" / "js" / "walk.js").read_text("utf-8")
# The same embedded and on paper.
MODES = (TESTS / "support" / "js" / "modes.js").read_text("utf-8")


def moved(spec: MapSpec, place: int) -> MapSpec:
    """The map with districts of its own, beside those of the other maps of the atlas."""
    shift = 2 * STEP * place
    districts = tuple(
        replace(each, geometry=translate(each.geometry, -shift, 0)) for each in spec.districts
    )
    codes = {each.adcode: f"{each.adcode}-{place}" for each in spec.districts}
    return recoded(replace(spec, districts=districts, borders=()), codes)


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_text_in_every_slot_stays_text(
    reader: "Reader", shared_dir: Path, part: int
) -> None:
    texts, atlas = _soaked_atlas(shared_dir, part)
    page = reader.open(atlas)
    assert page.evaluate(WALK, texts) == []
    reader.assert_clean()


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_text_stays_text_embedded_and_on_paper(
    reader: "Reader", shared_dir: Path, part: int
) -> None:
    texts, atlas = _soaked_atlas(shared_dir, part)
    page = reader.open(atlas, "#plain")
    page.emulate_media(media="print")
    assert page.evaluate(MODES, texts) == []
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    reader.assert_clean()


def test_one_page_a_string_printed_and_embedded(reader: "Reader") -> None:
    for number, text in enumerate(OWN):
        for fragment in ("", "#plain", "#table"):
            page = reader.open(html.render(soaked(text, number)), fragment)
            assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
            assert page.locator("h1").text_content() == _as_read(text)
    reader.assert_clean()


def _soaked_atlas(shared: Path, part: int) -> tuple[list[str], bytes]:
    """A part of the strings as the page carries them, and an atlas with a theme for each."""
    every = hostile_strings(shared)
    assert len(every) >= 300
    texts = every[part::PARTS]
    atlas = html.render_atlas([moved(soaked(text, i), i) for i, text in enumerate(texts)])
    return [_as_read(text) for text in texts], atlas


def _as_read(text: str) -> str:
    """What the page carries: half a character cannot be written, and is named instead."""
    return text.encode(errors="xmlcharrefreplace").decode()


def test_one_page_a_string_for_what_happens_on_load(reader: "Reader") -> None:
    for number, text in enumerate(OWN):
        page = reader.open(html.render(soaked(text, number)))
        assert page.locator("path.district").count() == 4
    reader.assert_clean()


def test_folium_never_sees_the_data() -> None:
    drawn = folium_map(soaked("{{ 7*7 }}{% for %}", 0))
    page: str = drawn.get_root().render()
    assert "<title>{{ 7*7 }}{% for %}" in page
    assert r'"\u007b\u007b 7*7 \u007d\u007d\u007b% for %\u007d"' in page
    assert page == drawn.get_root().render()
