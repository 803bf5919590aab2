"""The docs name what there is, and nothing else."""

import re
import subprocess
import sys
from dataclasses import fields
from typing import get_args

import click
import pytest
from support.paths import ROOT

from geomap.cli.console import ExitCode
from geomap.cli.main import main
from geomap.model import (
    Category,
    ChangeIn,
    Circles,
    CirclesBy,
    Diverging,
    DotDensity,
    Fill,
    FillBy,
    Palette,
    Scaling,
    Scheme,
    Theme,
)
from geomap.model.sheet import Background, InsetPlace, Part, SheetChoices

READMES = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")]
DOCS = "\n".join(
    [*READMES, *(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))]
)


def commands() -> dict[str, click.Command]:
    return dict(main.commands)


def test_both_readmes_have_the_same_commands() -> None:
    def lines(text: str) -> list[str]:
        blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        return [line.partition(" #")[0].rstrip() for block in blocks for line in block.splitlines()]

    english, chinese = map(lines, READMES)
    assert english == chinese
    assert len(english) > 8


# The file itself, tables of their own, and what other forms of `palette` and `years` say.
_NO_KEYS = {"key", "location", "fill", "circles", "dots", "sheet"}
_NO_KEYS |= {"colors", "below", "every_year"}


def test_every_key_of_a_theme_is_in_its_tables_and_no_other() -> None:
    text = (ROOT / "docs" / "themes.md").read_text("utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    for part, kind in zip(
        parts[:6], (Theme, Fill, Circles, DotDensity, SheetChoices, Category), strict=True
    ):
        rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+)", part, re.MULTILINE)
        listed = {key for row in rows for key in re.findall(r"\w+", row)}
        # A category bears its title as its words in both languages.
        words: dict[str, tuple[str, ...]] = {"title": ("zh", "en")} if kind is Category else {}
        words |= dict.fromkeys(("projects", "sites"), ()) if kind is SheetChoices else {}
        words |= {"districts": ("labels",)} if kind is SheetChoices else {}
        keys = {key for each in fields(kind) for key in words.get(each.name, (each.name,))}
        assert listed == keys - _NO_KEYS


def test_every_word_that_a_theme_may_choose_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "themes.md").read_text("utf-8")
    fills = (FillBy, CirclesBy, Scheme, Palette, Diverging, Scaling, ChangeIn)
    for words in (*fills, InsetPlace, Part, Background):
        for word in get_args(words):
            assert f"`{word}`" in text


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_in_the_docs(name: str) -> None:
    assert f"geomap {name}" in DOCS


def test_every_command_in_the_docs_is_there_with_its_options() -> None:
    for line in re.findall(r"^geomap [^\n]*$", DOCS, re.MULTILINE):
        words = line.partition(" #")[0].split()
        command = commands()[words[1]]
        known = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("-")} <= known, line


def test_the_table_of_exit_codes_is_the_real_one() -> None:
    listed = re.findall(
        r"^\| (\d+) \|", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE
    )
    assert [int(code) for code in listed] == [int(code) for code in ExitCode]


@pytest.mark.slow
def test_every_promise_has_a_command_that_there_is() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    lines = re.findall(r"^\| (?!promise)(.*) \|$", text, re.MULTILINE)
    rows = [line.split(" | ") for line in lines]
    assert len(rows) > 15
    for _, command in rows:
        script, *arguments = command.strip("`").split()
        assert (ROOT / script).is_file(), command
        if script == "scripts/test.py":
            assert arguments
            for path in arguments:
                assert "\ndef test_" in (ROOT / path).read_text("utf-8"), path
            continue
        usage = subprocess.run(  # noqa: S603 # our own script
            [sys.executable, str(ROOT / script), *arguments, "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert arguments[0] in usage.stdout
        assert {each for each in arguments if each.startswith("-")} <= {*usage.stdout.split()}
