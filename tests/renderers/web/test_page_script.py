"""The page's script as it is put together."""

import re
from collections import Counter
from importlib import resources

import pytest

from geomap.renderers.web import assets, squeeze

ALL = (*assets.modules(assets.TILES), *assets.modules(assets.PAGE))
DOTS = assets.modules(assets.DOTS)
COMPARE = (*assets.modules(assets.TILES), *assets.modules(assets.COMPARE))
STORY = (*assets.modules(assets.TILES), *assets.modules(assets.STORY))
UNITS = (ALL, DOTS, COMPARE, STORY)
EVERY = tuple(dict.fromkeys(name for unit in UNITS for name in unit))
SCRIPTS = resources.files("geomap.renderers.web") / "script"


def _scripts() -> str:
    """All but what folium's layers need."""
    tiles, dots = assets.tiles_script(), assets.dots_script()
    return tiles + dots + assets.page_script() + assets.compare_script() + assets.story_script()


def _source(name: str) -> str:
    return (SCRIPTS / name).read_text("utf-8")


@pytest.mark.parametrize("joined", UNITS)
def test_every_module_is_joined_after_what_it_imports(joined: tuple[str, ...]) -> None:
    place = {name: number for number, name in enumerate(joined)}
    for name in joined:
        for imported in assets.imports(name):
            assert place[imported] < place[name], f"{name} imports {imported}"


def test_no_module_is_left_over() -> None:
    folders = [each for each in SCRIPTS.iterdir() if each.is_dir()]
    assert sorted(each.name for each in folders) == [
        *("compare", "core", "dots", "map", "panel", "story", "table"),
    ]
    files = {f"{folder.name}/{each.name}" for folder in folders for each in folder.iterdir()}
    assert files | {assets.PAGE} == {*EVERY, assets.FOLIUM}


@pytest.mark.parametrize("joined", UNITS)
def test_names_are_unique_because_all_modules_share_one_scope(joined: tuple[str, ...]) -> None:
    names = Counter(
        name
        for module in joined
        for names in re.findall(
            r"^(?:export )?(?:function|const|let) (\w+|\[[\w, ]+\])", _source(module), re.MULTILINE
        )
        for name in re.findall(r"\w+", names)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_nothing_but_folium_help_writes_html() -> None:
    script = _scripts()
    for door in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert door not in script
    assert "innerHTML" in assets.folium_script()


def test_syntax_stays_with_old_browsers() -> None:
    newer = r"\?\.|\?\?|\.at\(|hasOwn|structuredClone|replaceAll|\bawait\b|static \{|#\w+ ="
    assert re.findall(newer, _scripts()) == []
    for style in (assets.page_style(), assets.page_style("compare"), assets.page_style("story")):
        assert re.findall(r":has\(|@container|@layer|^\s*&", style, re.MULTILINE) == []


def test_no_type_gives_up() -> None:
    """`any` switches the type checker off, just where mistakes live."""
    sources = [_source(module) for module in (*EVERY, assets.FOLIUM)]
    sources.append((SCRIPTS / "types.d.ts").read_text("utf-8"))
    assert [each for source in sources for each in re.findall(r"[{<:|] *any\b[^\n]*", source)] == []


def test_modules_stay_small() -> None:
    for module in EVERY:
        assert _source(module).count("\n") <= 320, module


@pytest.mark.parametrize("module", [*EVERY, assets.FOLIUM])
def test_no_template_literal_holds_another_or_a_line_end(module: str) -> None:
    """What takes blanks and comments out tells by the quotes where a text begins and ends."""
    code = re.sub(r"(?m)^\s*(//|/?\*).*$", "", _source(module))
    for literal in re.findall(r"`(?:[^`\\]|\\.)*`", code):
        assert "\n" not in literal
        assert literal.count("{") == literal.count("}"), literal


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("/** @type {A} */ (first());\nsecond();\n/** A note. */\nthird();\n// done\n", None),
        ("const a = b + +c - -d; // e\n", "const a=b+ +c- -d;\n"),
        ('  if (x) return /[/\'"] /.test(y) ? `a // ${b}` : "/* c */";\n', None),
        ("a = b / c / d; x(1, /\\/ /g);\n\n\n", "a=b/c/d;x(1, /\\/ /g);\n"),
    ],
)
def test_a_script_is_squeezed_without_touching_what_it_says(source: str, short: str | None) -> None:
    kept = {
        "/**": "(first());\nsecond();\nthird();\n",
        "  i": 'if(x)return/[/\'"] /.test(y)?`a // ${b}`:"/* c */";\n',
    }
    assert squeeze.script(source) == (short or kept[source[:3]])


def test_a_style_sheet_is_squeezed_to_a_line_a_rule() -> None:
    source = (
        '/* x */\na b:hover,\n.c > d {\n  content: ": {";\n  left: calc(1px + 2%);\n}\n\ne {}\n'
    )
    assert squeeze.style(source) == 'a b:hover,.c > d{content:": {";left:calc(1px + 2%)}\ne{}\n'
