"""What each command tells of a file of a stranger, in an atlas that has nothing else."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from support.faults import Command, File

import geomap
from geomap.api.atlas import check
from geomap.errors import DataError
from geomap.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

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


def stranger(made: Path, boundaries: Path) -> Path:
    """The folder of an atlas of Chongqing's districts, with one theme and no table."""
    folder = made / "data" / "boundaries"
    folder.mkdir(parents=True)
    (made / "themes").mkdir()
    (made / "themes" / "map.toml").write_text(THEME, encoding="utf-8")
    (folder / "districts.geojson").write_bytes(boundaries.read_bytes())
    (made / "geomap.toml").write_text('themes = "themes"\n' + HEAD.format(""), encoding="utf-8")
    return made


def told_of(findings: tuple[Finding, ...]) -> Told:
    return [(f.code, f.location.row, f.message.en) for f in findings]


def checked(file: Path, of: File, root: Path) -> tuple[Finding, ...]:
    """What `check` tells of the file alone, as a table of the atlas."""
    line = LINES[of.kind].format(file.name)
    config = 'themes = "themes"\n' + HEAD.format(line)
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    return tuple(f for f in check(root) if file.stem in f.location.file)


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
        "check": lambda: checked(file, of, root),
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
