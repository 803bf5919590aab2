"""The docs name what there is, and nothing else."""

import re

import click
import pytest
from support.paths import ROOT

from geomap.cli.console import ExitCode
from geomap.cli.main import main

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
