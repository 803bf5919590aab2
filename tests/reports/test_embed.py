"""`geomap embed` and notebooks: a map in pages and documents that are not ours."""

import re
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from support.browser import Reader
from support.hostile import WORDS
from support.paths import ROOT
from support.specs import tiny_spec

import geomap
from geomap.cli.main import main
from geomap.errors import AtlasError
from geomap.renderers import html
from geomap.reports.embed import iframe, picture
from geomap.text import Text

EXAMPLE = ROOT / "docs" / "report.qmd"


def test_the_frame_grows_to_what_the_page_needs_and_heeds_nobody_else(
    reader: Reader, shipped: geomap.Atlas
) -> None:
    folder = reader.folder
    (folder / "metro.html").write_bytes(html.render(tiny_spec()))
    (folder / "outer.html").write_text(iframe(shipped.config, "metro", 200), "utf-8")
    page = reader.page
    page.set_viewport_size({"width": 600, "height": 900})
    page.goto((folder / "outer.html").as_uri())
    height = "document.querySelector('iframe').clientHeight"
    page.wait_for_function(f"{height} > 300")
    settled = page.evaluate(height)
    page.evaluate("postMessage({ type: 'geomap:height', height: 3000 }, '*')")
    page.wait_for_timeout(300)
    assert page.evaluate(height) == settled < 3000
    inside = page.frames[1].evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert inside[0] <= inside[1]
    reader.assert_clean()


@pytest.mark.parametrize("words", [*WORDS, "a*b_c[d](e)`f`", '"} {.x onclick=y}'], ids=str.encode)
def test_words_are_no_markup_in_markdown(words: str) -> None:
    spec = replace(tiny_spec(), title=Text.same(words), alt=Text.same(words))
    shown = MarkdownIt().render(picture(spec, "md", "zh"))
    tags = set(re.findall(r"<(\w+)", shown))
    assert tags == {"p", "img", "em"}
    assert shown.count("<img") == 1


@pytest.mark.parametrize("kind", ["figure", "md", "quarto", "latex"])
def test_a_picture_has_its_text_alternative_and_caption(kind: Any) -> None:  # noqa: ANN401 # a literal
    spec = replace(tiny_spec(), title=Text.same("50 % & more"), alt=Text.same("A_map"))
    shown = picture(spec, kind, "en")
    plain = re.sub(r"\\(?=[^a-z])", "", shown).replace("&amp;", "&")
    assert "A_map" in plain
    assert "50 % & more" in plain
    assert ("tiny.pdf" if kind == "latex" else "tiny.svg") in shown


def test_latex_takes_no_command_from_data() -> None:
    spec = replace(tiny_spec(), title=Text.same(r"\input{/etc/passwd} $x$ #1 ~^"))
    shown = picture(spec, "latex", "en")
    assert r"\textbackslash{}input\{/etc/passwd\} \$x\$ \#1" in shown
    assert r"\input" not in shown


@pytest.mark.parametrize("kind", ["figure", "md", "quarto", "latex"])
def test_an_address_that_runs_is_refused(kind: Any) -> None:  # noqa: ANN401 # a literal
    with pytest.raises(AtlasError):
        picture(tiny_spec(), kind, "zh", "javascript:alert(1)")


def test_the_command_prints_what_the_page_shows(shipped: geomap.Atlas) -> None:
    done = CliRunner().invoke(main, ["embed", "metro", "--as", "quarto", "--atlas", str(ROOT)])
    assert done.exit_code == 0
    assert done.stdout == f"{picture(shipped['metro'].spec, 'quarto', 'zh')}\n"
    assert "{#fig-metro fig-alt=" in done.stdout


@pytest.mark.slow
def test_the_example_runs_cell_by_cell_and_asks_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a notebook does: statements run, and the last expression shows itself."""
    monkeypatch.chdir(EXAMPLE.parent)
    cells = re.findall(r"```\{python\}\n(.*?)```", EXAMPLE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    shown = []
    for cell in cells:
        *before, last = cell.strip().splitlines()
        exec("\n".join(before), names)  # noqa: S102 # our own example
        value = eval(last, names)  # noqa: S307 # as above
        shown.append(value._repr_html_() if hasattr(value, "_repr_html_") else "")
    assert "<code>urbanisation</code>" in shown[0]
    assert 'sandbox="allow-scripts"' in shown[1]
    assert not re.search(r"src=(?:&quot;|\")https?:", shown[1])
