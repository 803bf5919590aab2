"""The page's script as it is put together."""

import re
from collections import Counter
from importlib import resources

from geomap.renderers.web import assets

ALL = (*assets.TILE_MODULES, *assets.MODULES)
SCRIPTS = resources.files("geomap.renderers.web") / "script"


def _source(name: str) -> str:
    return (SCRIPTS / name).read_text("utf-8")


def test_every_module_is_joined_after_what_it_imports() -> None:
    place = {name: number for number, name in enumerate(ALL)}
    for name in ALL:
        for imported in re.findall(r'from "\./(.*?)"', _source(name)):
            assert place[imported] < place[name], f"{name} imports {imported}"
    files = {each.name for each in SCRIPTS.iterdir() if each.name.endswith(".js")}
    assert files == {*ALL, assets.FOLIUM_MODULE}


def test_names_are_unique_because_all_modules_share_one_scope() -> None:
    names = Counter(
        name
        for module in ALL
        for name in re.findall(
            r"^(?:export )?(?:function|const|let) (\w+)", _source(module), re.MULTILINE
        )
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_imported_names_are_exported_where_they_are_said_to_be() -> None:
    for module in ALL:
        for names, origin in re.findall(r'import \{(.*?)\} from "\./(.*?)"', _source(module)):
            exported = re.findall(
                r"^export (?:function|const) (\w+)", _source(origin), re.MULTILINE
            )
            assert {name.strip() for name in names.split(",")} <= set(exported)


def test_nothing_but_folium_help_writes_html() -> None:
    script = assets.page_script() + assets.tiles_script()
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
    assert re.findall(newer, assets.page_script() + assets.tiles_script()) == []
    assert re.findall(r":has\(|@container|@layer|^\s*&", assets.page_style(), re.MULTILINE) == []


def test_modules_and_functions_stay_small() -> None:
    for module in ALL:
        assert _source(module).count("\n") <= 400, module
