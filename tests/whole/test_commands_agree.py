"""`inspect`, `check` and `match` tell the same of the same file, whoever made it.

Their words differ where one knows more: what is an odd cell to one is a wrong number to the
other, a district in two rows is a value given twice. What must not differ is which rows are told
of, what the reader notes, and whether the file can be used.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import commands, faults
from support.faults import File, Kind

import geomap
from geomap.checks.table_positions import position_columns
from geomap.errors import GeomapError
from geomap.model import Finding, Level
from geomap.sources.readers import DEFAULT_LIMITS, is_table

pytestmark = pytest.mark.slow

# What an atlas asks of a table's columns; nothing is wrong with the file.
_ASKED = {"GM-T005", "GM-I007", "GM-I008"}
# Of cells, not of the file: the other command may have its own word for it.
_OF_CELLS = {"GM-F011", "GM-F013", "GM-F014", "GM-F015", "GM-F017"}
_ALL_OF_IT = "GM-F013"  # the whole extent is abroad, which is told of the layer or of each row
_LISTED = re.compile(r"(?:: |rows? )((?:\d+, )*\d+)")
_WITH_LISTS = {"GM-I002", "GM-P010", "GM-P012", "GM-P013", "GM-T011"}


@dataclass(frozen=True)
class Answer:
    """What a command makes of a file."""

    usable: bool
    notes: frozenset[str] = frozenset()
    rows: frozenset[int] = frozenset()
    everywhere: bool = False


def answer(findings: tuple[Finding, ...]) -> Answer:
    own = [found for found in findings if found.code not in _ASKED]
    codes = {found.code for found in own}
    fatal = {
        found.code for found in own if found.level is Level.ERROR and found.location.row is None
    }
    return Answer(
        usable=not fatal & {"GM-F014", "GM-F015"},
        notes=frozenset(c for c in codes if c.startswith("GM-F")) - _OF_CELLS,
        rows=frozenset(row for found in own for row in rows_of(found)),
        everywhere=_ALL_OF_IT in codes,
    )


def rows_of(found: Finding) -> set[int]:
    rows = set() if found.location.row is None else {found.location.row}
    listed = _LISTED.findall(found.message.en) if found.code in _WITH_LISTS else []
    return rows | {int(number) for numbers in listed for number in numbers.split(", ")}


def difference(inspected: Answer, checked: Answer) -> str:
    """How two answers differ; empty if they agree."""
    if not (inspected.usable and checked.usable):
        same = inspected.usable == checked.usable
        return "" if same else f"usable: {inspected.usable}, {checked.usable}"
    if inspected.notes != checked.notes:
        return f"notes: {sorted(inspected.notes)}, {sorted(checked.notes)}"
    if inspected.everywhere and inspected.rows <= checked.rows and checked.rows:
        return ""
    same = inspected.rows == checked.rows
    return "" if same else f"rows: {sorted(inspected.rows)}, {sorted(checked.rows)}"


def compared(path: Path, of: File, root: Path, atlas: geomap.Atlas) -> str:
    """How `inspect` and `check` differ on a file in the atlas's folder."""
    try:
        inspected = answer(geomap.inspect(path, atlas=atlas).findings)
    except GeomapError:
        inspected = Answer(usable=False)
    try:
        checked = answer(commands.checked(path, of, root))
    except GeomapError:
        checked = Answer(usable=False)
    return difference(inspected, checked) or matched(path, atlas)


def matched(path: Path, atlas: geomap.Atlas) -> str:
    """How `match` and `inspect` differ on the districts of a table."""
    try:
        table = geomap.read_table(path)
        report = geomap.inspect(path, atlas=atlas)
    except GeomapError:
        return ""
    try:
        found = geomap.match(table, atlas)
    except GeomapError:
        return "" if report.column is None else f"match finds no column, inspect {report.column}"
    mine, its = _districts(found.findings), _districts(report.findings)
    if (found.column, mine) == (report.column, its):
        return ""
    return f"match: {found.column} {sorted(mine)}; inspect: {report.column} {sorted(its)}"


def _districts(findings: tuple[Finding, ...]) -> set[tuple[str, int | None, str]]:
    codes = {"GM-T006", "GM-T007", "GM-T008", "GM-T009", "GM-T010", "GM-T011", "GM-T012", "GM-T014"}
    return {(f.code, f.location.row, f.message.zh) for f in findings if f.code in codes}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, thin_atlas: Path) -> Path:
    boundaries = thin_atlas / "data" / "boundaries" / "districts.geojson"
    return commands.stranger(tmp_path_factory.mktemp("stranger"), boundaries)


@pytest.fixture(scope="module")
def atlas(root: Path) -> geomap.Atlas:
    return geomap.open(root)


def test_inspect_check_and_match_agree_on_every_fault(
    root: Path, atlas: geomap.Atlas, tmp_path: Path
) -> None:
    differ = {}
    for fault in faults.faults(tmp_path):
        path = root / f"t{fault.file.suffix}"
        path.write_bytes(fault.file.data)
        if words := compared(path, fault.file, root, atlas):
            differ[fault.en] = words
    assert differ == {}


def kind_of(path: Path) -> Kind:
    """What a table would be in an atlas; a file that nobody can read is one of numbers."""
    try:
        if not is_table(path, path.name, DEFAULT_LIMITS):
            return "layer"
        return "points" if position_columns(geomap.read_table(path)) else "numbers"
    except GeomapError:
        return (
            "layer" if path.suffix in {".geojson", ".json", ".kml", ".zip", ".shp"} else "numbers"
        )


@pytest.mark.shared
def test_inspect_check_and_match_agree_on_every_bad_input(
    root: Path, atlas: geomap.Atlas, shared_dir: Path
) -> None:
    differ = {}
    files = [p for p in sorted((shared_dir / "badinputs").rglob("*")) if p.is_file()]
    for source in files:
        for part in source.parent.glob(f"{source.stem}.*"):  # a layer may be several files
            shutil.copy(part, root / part.name)
        path = root / source.name
        if words := compared(path, File(kind_of(path), path.suffix, b""), root, atlas):
            differ[source.name] = words
        for part in source.parent.glob(f"{source.stem}.*"):
            (root / part.name).unlink()
    assert len(files) > 90
    assert differ == {}
