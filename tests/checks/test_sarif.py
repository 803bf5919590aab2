"""Findings as SARIF 2.1.0: the members that the standard asks for, and places that are right."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from geomap.checks import sarif
from geomap.cli.main import main
from geomap.model import Finding, Level, Location
from geomap.model.catalogue import CATALOGUE
from geomap.sources.line_numbers import line_numbers_in
from geomap.text import Text

# From the published schema: the members that an object must have, and others that it may have.
MEMBERS: Mapping[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"language", "columnKind", "originalUriBaseIds", "results"}),
    "driver": ({"name"}, {"version", "language", "rules"}),
    "rule": ({"id"}, {"shortDescription", "defaultConfiguration", "properties"}),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "properties"}),
    "location": (set(), {"physicalLocation", "logicalLocations"}),
    "physical": ({"artifactLocation"}, {"region"}),
    "artifact": ({"uri"}, {"uriBaseId"}),
    "region": ({"startLine"}, {"startColumn"}),
}


def conform(kind: str, value: Mapping[str, Any]) -> None:
    must, may = MEMBERS[kind]
    assert must <= set(value) <= must | may


def check_log(log: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The results of a log that has the structure of SARIF 2.1.0."""
    conform("log", log)
    assert log["version"] == "2.1.0"
    assert re.fullmatch(r"https://\S+sarif-schema-2\.1\.0\.json", log["$schema"])
    (run,) = log["runs"]
    conform("run", run)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    driver = run["tool"]["driver"]
    conform("driver", driver)
    for rule in driver["rules"]:
        conform("rule", rule)
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert rule["shortDescription"]["text"]
    for result in run["results"]:
        check_result(result, driver["rules"], run["originalUriBaseIds"])
    return list(run["results"])


def check_result(
    result: Mapping[str, Any], rules: list[Mapping[str, Any]], bases: Mapping[str, Any]
) -> None:
    conform("result", result)
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert result["message"]["text"]
    for location in result["locations"]:
        conform("location", location)
        physical = location["physicalLocation"]
        conform("physical", physical)
        conform("artifact", physical["artifactLocation"])
        assert not physical["artifactLocation"]["uri"].startswith(("/", "file:"))
        assert physical["artifactLocation"]["uri"].isascii()
        assert physical["artifactLocation"]["uriBaseId"] in bases
        if "region" in physical:
            conform("region", physical["region"])
            assert min(physical["region"].values()) >= 1


def run(atlas: Path, *arguments: str, lang: str = "en") -> tuple[int, list[Mapping[str, Any]]]:
    log = atlas / "out.sarif"
    command = ["--lang", lang, "check", "-a", str(atlas), "--sarif", str(log), *arguments]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    return result.exit_code, check_log(json.loads(log.read_text(encoding="utf-8")))


def region(result: Mapping[str, Any]) -> tuple[str, int, int]:
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    spot = physical["region"]
    return physical["artifactLocation"]["uri"], spot["startLine"], spot["startColumn"]


def test_a_clean_atlas_has_rules_and_no_results(atlas_copy: Path) -> None:
    assert run(atlas_copy) == (0, [])


def test_a_finding_points_at_its_cell(atlas_copy: Path) -> None:
    sites = atlas_copy / "data" / "sites.csv"
    words = sites.read_text(encoding="utf-8").replace("107.76056", "2.35")
    sites.write_text(words, encoding="utf-8")
    code, (result,) = run(atlas_copy)
    assert (code, result["ruleId"], result["level"]) == (1, "GM-P006", "error")
    file, line, column = region(result)
    assert file == "data/sites.csv"
    assert words.splitlines()[line - 1][column - 1 :].startswith("2.35,")
    assert set(result["properties"]) == {"zh", "en"}
    assert result["message"]["text"] == result["properties"]["en"]
    assert run(atlas_copy, lang="zh")[1][0]["message"]["text"] == result["properties"]["zh"]


def test_a_warning_is_a_warning(atlas_copy: Path) -> None:
    sites = atlas_copy / "data" / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("107.76056", "109.76056"), "utf-8")
    assert [(r["ruleId"], r["level"]) for r in run(atlas_copy)[1]] == [("GM-P010", "warning")]


def test_a_table_in_gbk_has_the_same_spots(atlas_copy: Path) -> None:
    path = atlas_copy / "data" / "projects.csv"
    words = path.read_text(encoding="utf-8").replace("北碚区", "北碚乡", 1)
    path.write_bytes(words.encode("gb18030"))
    results = run(atlas_copy)[1]
    assert [r["ruleId"] for r in results] == ["GM-F001", "GM-T006"]
    _, line, column = region(results[1])
    assert "北碚乡" in words.splitlines()[line - 1][column - 1 :].split(",")[0]


def test_features_and_rows_of_workbooks_are_no_lines(atlas_copy: Path) -> None:
    layer = atlas_copy / "data" / "boundaries" / "districts.geojson"
    layer.write_text(
        layer.read_text(encoding="utf-8").replace('"500101"', '"50010"', 1), encoding="utf-8"
    )
    book = openpyxl.Workbook()
    for line in (atlas_copy / "data" / "sites.csv").read_text(encoding="utf-8").splitlines():
        book.worksheets[0].append(line.split(",")[:16])
    book.worksheets[0]["A2"] = "Not an id"
    book.save(atlas_copy / "data" / "站点.xlsx")
    config = atlas_copy / "geomap.toml"
    config.write_text(config.read_text("utf-8").replace("sites.csv", "站点.xlsx"), "utf-8")
    for result in run(atlas_copy)[1]:
        (location,) = result["locations"]
        file = location["physicalLocation"]["artifactLocation"]["uri"]
        (named,) = location["logicalLocations"]
        if result["ruleId"] in {"GM-D002", "GM-P007"}:
            assert "region" not in location["physicalLocation"]
            assert file in {"data/boundaries/districts.geojson", "data/%E7%AB%99%E7%82%B9.xlsx"}
            assert named["fullyQualifiedName"].endswith((":1:adcode", "站点.xlsx:Sheet:2:id"))
    assert {"GM-D002", "GM-P007"} <= {r["ruleId"] for r in run(atlas_copy)[1]}


def test_what_stops_the_check_is_a_result_too(atlas_copy: Path) -> None:
    (atlas_copy / "data" / "sites.csv").unlink()
    code, (result,) = run(atlas_copy)
    assert (code, result["ruleId"]) == (2, "GM-F000")
    assert "data/sites.csv" in result["message"]["text"]
    (atlas_copy / "geomap.toml").unlink()
    assert [r["ruleId"] for r in run(atlas_copy)[1]] == ["GM-F000"]


def test_a_log_that_cannot_be_written_is_refused(atlas_copy: Path) -> None:
    command = ["--lang", "en", "check", "-a", str(atlas_copy), "--sarif", "no/where.sarif"]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_of_the_catalogue_is_a_rule(lang: Any) -> None:  # noqa: ANN401 # a literal
    place = Location("a b.csv", 3, "x")
    found = Finding("GM-T001", Level.ERROR, place, Text("空", "empty"), Text("填", "fill"))
    log: Any = sarif.log([found], {place: (3, 5)}, lang, "1")
    (result,) = check_log(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert {r["id"]: r["shortDescription"]["text"] for r in rules} == {
        code: meaning.get(lang) for code, (_, meaning) in CATALOGUE.items()
    }
    assert region(result) == ("a%20b.csv", 3, 5)


TEXT = 'a,"b, c",d\n1,2,3\n"x\ny",",",9\n\n7\n'


@pytest.mark.parametrize(
    ("row", "column", "spot"),
    [
        (1, "b, c", (1, 3)),
        (2, "d", (2, 5)),
        (3, "a", (3, 1)),
        (3, "b, c", (4, 4)),
        (3, "d", (4, 8)),
        (6, "d", (6, 1)),
        (2, "e", (2, 1)),
        (2, None, (2, 1)),
    ],
)
def test_spots_are_counted_as_editors_do(
    row: int, column: str | None, spot: tuple[int, int]
) -> None:
    place = Location("t.csv", row, column)
    assert line_numbers_in(TEXT, [place, Location("t.csv"), Location("t.csv", 99)]) == {place: spot}
