"""Each fault is found at its place by every command that reads it; clean files raise no alarm."""

import re
from pathlib import Path

import pytest
from support import faults
from support.commands import stranger, told
from support.faults import COMMANDS, Command, Fault
from support.paths import ROOT

import geomap

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, thin_atlas: Path) -> Path:
    boundaries = thin_atlas / "data" / "boundaries" / "districts.geojson"
    return stranger(tmp_path_factory.mktemp("stranger"), boundaries)


@pytest.fixture(scope="module")
def atlas(root: Path) -> geomap.Atlas:
    return geomap.open(root)


def is_there(fault: Fault, one: tuple[str, int | None, str]) -> bool:
    """Whether something told speaks of the fault's place."""
    _, row, words = one
    if fault.row is None or row == fault.row:
        return True
    return re.search(rf"(?<!\d){fault.row}(?!\d)", words) is not None


def codes_at(fault: Fault, command: Command, root: Path, atlas: geomap.Atlas) -> list[str]:
    """The codes of what a command tells at a fault's place; the word for a refusal."""
    everything = told(command, fault.file, root, atlas)
    return list(dict.fromkeys(one[0] for one in everything if is_there(fault, one)))


@pytest.fixture(scope="module")
def found(
    root: Path, atlas: geomap.Atlas, tmp_path_factory: pytest.TempPathFactory
) -> dict[Fault, dict[Command, list[str]]]:
    """What each command that reads a fault tells of it."""
    every = faults.faults(tmp_path_factory.mktemp("made"))
    return {f: {c: codes_at(f, c, root, atlas) for c in f.reads} for f in every}


def test_each_fault_is_found_at_its_place_by_every_command_that_reads_it(
    found: dict[Fault, dict[Command, list[str]]],
) -> None:
    assert len(found) == len({fault.en for fault in found}) >= 60
    missing = {
        (f.en, c) for f, by_command in found.items() for c, told in by_command.items() if not told
    }
    assert missing == set()
    assert sum(len(by_command) for by_command in found.values()) > 200


def test_clean_files_raise_no_alarm(root: Path, atlas: geomap.Atlas, tmp_path: Path) -> None:
    files = faults.clean(tmp_path)
    assert len({name for name, _ in files}) >= 30
    alarms = {
        (name, command, *one)
        for name, file in files
        for command in faults.READS[file.kind]
        for one in told(command, file, root, atlas)
    }
    assert alarms == set()


def test_the_table_in_the_docs_is_what_is_found(
    found: dict[Fault, dict[Command, list[str]]], request: pytest.FixtureRequest
) -> None:
    page = ROOT / "docs" / "faults.md"
    words, head, lines = page.read_text(encoding="utf-8").partition(HEAD_OF_TABLE)
    table = "".join(_line(fault, told) for fault, told in found.items())
    if request.config.getoption("--update-snapshots"):
        page.write_text(words + head + table, encoding="utf-8", newline="\n")
        lines = table
    assert lines == table


HEAD_OF_TABLE = "|---|---|---|---|---|---|---|\n"


def _line(fault: Fault, told: dict[Command, list[str]]) -> str:
    cells = (_cell(told[command]) if command in told else "–" for command in COMMANDS)
    return f"| {fault.zh} | {fault.en} | {' | '.join(cells)} |\n"


def _cell(codes: list[str]) -> str:
    return ", ".join("refused" if code == "refused" else code.removeprefix("GM-") for code in codes)
