"""Each fault is found at its place by every command that reads it; clean files raise no alarm."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import faults
from support.faults import COMMANDS, Command, Fault, File
from support.paths import ROOT

import geomap
from geomap.api.atlas import check
from geomap.errors import DataError
from geomap.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

HEAD = """title = "小图集"
home = "重庆市"
boundaries = {{ file = "data/boundaries/districts.geojson", vintage = "2025-02" }}
[indicators.people]
zh = "常住人口"
unit = "人"
[indicators.rate]
zh = "城镇化率"
unit = "%"
[kinds.place]
zh = "地点"
[files]
{}
"""
THEME = 'title = "图"\nsites = "all"\nprojects = "all"\n'
LINES = {
    "numbers": 'indicators = {{ file = "{}", year = "2020" }}',
    "points": 'sites = {{ file = "{}", datum = "WGS84", certainty = "surveyed" }}',
    "layer": 'projects = {{ file = "{}", datum = "WGS84", certainty = "surveyed" }}',
}
Told = list[tuple[str, int | None, str]]  # code or "refused", row, words


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, thin_atlas: Path) -> Path:
    """The folder of an atlas of Chongqing's districts, with one theme."""
    made = tmp_path_factory.mktemp("stranger")
    folder = made / "data" / "boundaries"
    folder.mkdir(parents=True)
    (made / "themes").mkdir()
    (made / "themes" / "map.toml").write_text(THEME, encoding="utf-8")
    districts = thin_atlas / "data" / "boundaries" / "districts.geojson"
    (folder / "districts.geojson").write_bytes(districts.read_bytes())
    (made / "geomap.toml").write_text('themes = "themes"\n' + HEAD.format(""), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def atlas(root: Path) -> geomap.Atlas:
    return geomap.open(root)


def told_of(findings: tuple[Finding, ...]) -> Told:
    return [(f.code, f.location.row, f.message.en) for f in findings]


def _check(file: Path, of: File, root: Path) -> tuple[Finding, ...]:
    """What `check` tells of the file alone, as a table of the atlas."""
    line = LINES[of.kind].format(file.name)
    config = 'themes = "themes"\n' + HEAD.format(line)
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    return tuple(f for f in check(root) if file.name in f.location.file)


def told(command: Command, of: File, root: Path, atlas: geomap.Atlas) -> Told:
    """What a command tells of a file."""
    file = root / f"t{of.suffix}"
    file.write_bytes(of.data)
    out = root / f"out{'.geojson' if of.kind == 'layer' else '.csv'}"

    def match() -> tuple[Finding, ...]:
        table = geomap.read_table(file)
        return (*table.notes, *geomap.match(table, atlas).findings)

    does: dict[Command, Callable[[], tuple[Finding, ...]]] = {
        "inspect": lambda: geomap.inspect(file, atlas=atlas).findings,
        "check": lambda: _check(file, of, root),
        "convert": lambda: geomap.convert(file, out, "WGS84", "GCJ-02").findings,
        "locate": lambda: geomap.locate(file, out, atlas).findings,
        "match": match,
    }
    try:
        return told_of(does[command]())
    except DataError as error:
        words = error.message.en
        row = re.search(r"t\.\w+(?::[^:]+)?:(\d+)", words)
        return [("refused", int(row[1]) if row else None, words)]


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
