"""The page of findings and the code name the same codes; what a finding says is whole."""

import re

from support.paths import ROOT

from geomap.model.catalogue import CATALOGUE

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


def test_levels_are_those_of_the_code() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "geomap").rglob("*.py"))
    for code, row in rows().items():
        told = re.search(rf'findings\.(error|warn)\(\s*"{code}"', text)
        if told:
            assert row[1] == {"error": "error", "warn": "warning"}[told[1]], code
