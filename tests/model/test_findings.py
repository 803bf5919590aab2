"""The page of findings and the code name the same codes; what a finding says is whole."""

import ast
import re

import pytest
from support.paths import ROOT

from geomap.model.catalogue import CATALOGUE, Findings
from geomap.model.findings import SHOWN, Level, Location, lines
from geomap.text import Text

CODE = re.compile(r"GM-[A-Z]\d{3}")


def rows() -> dict[str, list[str]]:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    listed = [line.strip("| ").split(" | ") for line in page.splitlines() if line[:5] == "| GM-"]
    assert len({row[0] for row in listed}) == len(listed)
    return {row[0]: row for row in listed}


def test_page_and_code_name_the_same_codes() -> None:
    in_code = {
        code
        for path in (ROOT / "geomap").rglob("*.py")
        if path.name != "catalogue.py"  # which names them all, found or not
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert set(rows()) == in_code


def test_page_and_catalogue_say_the_same() -> None:
    page = {code: (row[1], row[2], row[3]) for code, row in rows().items()}
    assert page == {
        code: (str(level), meaning.zh, meaning.en) for code, (level, meaning) in CATALOGUE.items()
    }
    assert list(page) == sorted(page)


def test_each_row_has_level_both_languages_and_an_example() -> None:
    for code, row in rows().items():
        assert len(row) == 5, code
        _, level, chinese, english, example = row
        assert level in {"error", "warning"}
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert english.isascii()
        assert example


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_has_the_level_of_its_kind(code: str) -> None:
    findings = Findings()
    findings.tell(code, Location("a.csv", 2), Text("甲", "a"), Text("乙", "b"))
    (told,) = findings.all()
    assert told.level is CATALOGUE[code][0]
    assert findings.errors() == (told.level is Level.ERROR)


def test_no_code_gives_a_finding_a_level_of_its_own() -> None:
    """All go through `finding`, which asks the catalogue."""
    doors = [
        f"{path.relative_to(ROOT)}"
        for path in (ROOT / "geomap").rglob("*.py")
        if path.name != "catalogue.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"
    ]
    assert doors == []


def test_of_a_crowd_of_findings_the_first_are_told_and_the_rest_counted() -> None:
    findings = Findings()
    for row in range(2, 2 + SHOWN + 1234):
        findings.tell("GM-T002", Location("a.csv", row, "lon"), Text("甲", "a"), Text("乙", "b"))
    findings.tell("GM-T002", Location("b.csv", 2, "lon"), Text("甲", "a"), Text("乙", "b"))
    told = list(lines(findings.all(), "en"))
    assert len(told) == SHOWN + 2
    assert told[0] == "a.csv:2:lon: [GM-T002] A. B."
    assert told[-2] == "b.csv:2:lon: [GM-T002] A. B."
    assert told[-1] == "a.csv: [GM-T002] 1,234 more of these."
    assert list(lines(findings.all(), "zh"))[-1] == "a.csv：[GM-T002] 同类还有 1,234 处。"


def test_a_crowd_in_one_file_is_none_in_another() -> None:
    findings = Findings()
    for row in range(SHOWN):
        assert not findings.is_crowd("GM-T006", "a.csv")
        findings.tell("GM-T006", Location("a.csv", row), Text("甲", "a"), Text("乙", "b"))
    assert findings.is_crowd("GM-T006", "a.csv")
    assert not findings.is_crowd("GM-T006", "b.csv")
    assert not findings.is_crowd("GM-T002", "a.csv")
