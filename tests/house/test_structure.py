"""The house stays a house: few rooms, small modules, short functions, no circle, a true plan."""

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support.paths import ROOT

PACKAGE = ROOT / "geomap"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_ENTRIES, MOST_LINES, MOST_FUNCTION_LINES = 19, 320, 40


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def rooms() -> set[str]:
    """What `ls geomap` shows, besides dunders, data and the marker of types."""
    hidden = {"data", "py.typed"}
    return {
        path.name.removesuffix(".py")
        for path in PACKAGE.iterdir()
        if not path.name.startswith("__") and path.name not in hidden
    }


def test_a_stranger_sees_few_rooms() -> None:
    assert len(rooms()) <= MOST_ENTRIES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert {f.name: n for f in functions if (n := code_lines(f, text)) > MOST_FUNCTION_LINES} == {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> int:
    """Lines of a function that hold code: no docstring, blank line or comment."""
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    docstring = ast.get_docstring(function, clean=False)
    blank = sum(1 for line in lines if not line.strip() or line.strip().startswith("#"))
    return len(lines) - blank - (len(docstring.split("\n")) if docstring else 0)


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=name_of)
def test_an_init_holds_names_and_no_logic(path: Path) -> None:
    if path.parent == PACKAGE:
        return  # the public face, whose names are imported when they are first asked for
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
    assert all(isinstance(node, allowed) for node in ast.parse(path.read_text("utf-8")).body)


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """Modules of geomap that a module needs before it is there itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("geomap"):
            continue
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in known else str(node.module)


def test_imports_run_in_no_circle() -> None:
    known = {name_of(path) for path in MODULES}
    graph = {name_of(path): set(imports(path, known)) - {"geomap"} for path in MODULES}
    assert len(tuple(TopologicalSorter(graph).static_order())) >= len(known) - 1


def test_the_contract_of_layers_leaves_no_room_out() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    assert contract["exhaustive"]
    layers = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    assert set(layers) - {"__main__"} == rooms()


def test_the_plan_names_every_room_and_no_other() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)/?` \|", plan, re.MULTILINE)
    assert sorted(named) == sorted(rooms())


def test_the_plan_names_no_module_that_is_gone() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)+\w+\.(?:py|toml|js))`", plan)
    assert named
    assert [
        each for each in named if not ((PACKAGE / each).exists() or (ROOT / each).exists())
    ] == []


def test_tests_mirror_the_rooms() -> None:
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and p.name[0] not in "._"}
    others = {"data", "support", "house", "whole"}
    assert folders - others <= rooms()
