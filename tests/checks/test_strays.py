"""Rows that are no district: totals, footnotes, units elsewhere; national tables in any order."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from support import tiny
from support.paths import ROOT

from geomap.api.atlas import Atlas
from geomap.checks.check import check
from geomap.checks.indicators import check_indicators
from geomap.checks.strays import own_rows
from geomap.gazetteer import reference
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.model import Finding, Indicator, Observation
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.sources.delimited import read_delimited
from geomap.text import Text

HEAD = "区县,2020年人口（{}）,2020年城镇化率(%)\n"
ROWS = "甲区,40,80\n乙区,50,60\n"


def read(text: str) -> Table:
    return read_delimited(text.encode(), "t.csv")


def looked(text: str) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
    """What the tiny atlas makes of a table of indicators."""
    inputs = replace(tiny.inputs(), tables={"indicators": (read(text),)})
    done = check(inputs, tiny.config())
    return done.observations, done.findings


def values_of(text: str) -> list[tuple[str, str, float]]:
    found, findings = looked(text)
    assert findings == ()
    return [(o.adcode, o.indicator, o.value) for o in found]


@pytest.mark.parametrize("words", ["合计", "总计", "全市", "Total", "重庆市", "全国", "全 市"])
def test_a_total_is_no_district(words: str) -> None:
    people = [("500101", "people", 40), ("500101", "rate", 80)]
    people += [("500102", "people", 50), ("500102", "rate", 60)]
    for text in (f"{words},90,70\n{ROWS}", f"{ROWS}{words},90,70\n"):
        assert values_of(HEAD.format("人") + text) == people


def test_a_total_that_is_not_the_sum_is_told_for_counts_only() -> None:
    found, (finding,) = looked(HEAD.format("人") + ROWS + "合计,99,1\n")
    assert len(found) == 4
    assert (finding.code, str(finding.location)) == ("GM-I011", "t.csv:4:2020年人口（人）")
    assert finding.message.en == "'合计' is 99, but the rows sum to 90"
    assert finding.message.zh == "“合计”为 99，各行之和却是 90"


def test_rounding_is_no_difference() -> None:
    assert len(values_of(HEAD.format("人") + ROWS + "合计,91,\n")) == 4


def test_a_region_is_the_total_of_its_districts() -> None:
    rows = HEAD.format("人") + ROWS + "丁县,30,50\n"
    assert len(values_of(rows + "东片,80,\n")) == 6
    (finding,) = looked(rows + "东片,120,\n")[1]
    assert finding.code == "GM-I011"


def test_footnotes_are_no_rows() -> None:
    text = HEAD.format("人") + ROWS + "注：甲区含开发区,,\n资料来源：统计局,,\n"
    assert len(values_of(text)) == 4
    merged = HEAD.format("人") + ROWS + "注：同上,注：同上,注：同上\n"  # as a merged row is read
    assert len(values_of(merged)) == 4


@pytest.mark.parametrize("words", ["—", "…", "-", "N/A", "缺", "暂无"])
def test_words_for_no_value_are_no_value(words: str) -> None:
    assert ("500101", "people", 40) in values_of(
        HEAD.format("人") + f"甲区,40,80\n乙区,{words},60\n"
    )
    assert len(values_of(HEAD.format("人") + f"甲区,40,80\n乙区,{words},{words}\n")) == 2


@pytest.mark.parametrize(
    ("unit", "value"), [("人", 40), ("万人", 400_000), ("千人", 40_000), ("10,000 people", 400_000)]
)
def test_the_unit_of_a_heading_becomes_the_declared_one(unit: str, value: float) -> None:
    quoted = HEAD.replace("2020年人口（{}）", '"2020年人口（{}）"')
    assert values_of(quoted.format(unit) + ROWS)[0] == ("500101", "people", value)


def test_a_unit_that_does_not_convert_is_told() -> None:
    found, findings = looked(HEAD.format("公顷") + ROWS)
    assert {o.indicator for o in found} == {"rate"}
    assert [f.code for f in findings] == ["GM-I004"] * 2


# --- A national table


def national(shape: str) -> list[str]:
    """2,875 counties and 115 old or wider units, as ``code,name,province,year,value``."""
    rows = [
        (c.code, c.name, c.province, f"{n}") for n, c in enumerate(reference.shipped().counties)
    ]
    known = {row[0] for row in rows}
    old = [f"32{n:04}" for n in range(9001, 9116) if f"32{n:04}" not in known]
    rows += [(code, f"旧{code}县", "江苏省", "7") for code in old]
    assert len(rows) == 2_990
    picked = {"code": (0,), "name": (0, 1), "province": (0, 1, 2), "nocode": (1, 2)}[shape]
    return [",".join([*(row[i] for i in picked), "2020", row[3]]) for row in rows]


HEADS = {
    "code": "adcode,year,population",
    "name": "adcode,name,year,population",
    "province": "adcode,name,province,year,population",
    "nocode": "name,province,year,population",
}


@pytest.fixture(scope="module")
def forty_four() -> Gazetteer:
    path = ROOT / "data" / "indicators.csv"
    codes = {line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]}
    known = [c for c in reference.shipped().counties if c.code in codes]
    entries = [Entry(c.code, c.name, c.name[:-1], "") for c in known]
    assert len(entries) == 44
    return Gazetteer.of(entries, [], reference.shipped(), "2025-02", "重庆市")


def test_the_total_of_a_city_is_held_against_its_own_districts(forty_four: Gazetteer) -> None:
    codes = list(forty_four.entries)
    own = [code for code in codes if code.startswith("50")]
    assert (len(codes), len(own)) == (44, 38)
    table = [f"{code},2020,10" for code in codes]
    for total in ("全市", "重庆市", "500000"):
        for number, told in ((380, []), (440, ["GM-I011"])):
            seen, findings = observed(
                [*table, f"{total},2020,{number}"], "adcode,year,人口", forty_four
            )
            assert seen == set(codes)
            assert [finding.code for finding in findings] == told, total


def observed(
    rows: list[str], head: str, districts: Gazetteer
) -> tuple[set[str], tuple[Finding, ...]]:
    people = Indicator("population", Text("人口", "population"), Text.same(""))
    config = replace(tiny.config(), indicators=(people,))
    findings = Findings()
    found = check_indicators((read("\n".join([head, *rows]) + "\n"),), districts, config, findings)
    return {o.adcode for o in found}, findings.all()


@pytest.mark.parametrize("shape", HEADS)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_national_table_gives_its_44(shape: str, seed: int, forty_four: Gazetteer) -> None:
    rows = national(shape)
    random.Random(seed).shuffle(rows)  # noqa: S311 # not for secrets
    found, findings = observed(rows, HEADS[shape], forty_four)
    assert found == set(forty_four.entries)
    assert [f.code for f in findings if f.level == "error"] == []
    (told,) = [f for f in findings if f.code == "GM-T012"]
    assert told.message.en.startswith("2,946 rows are of units elsewhere and not used: ")
    assert told.message.zh.startswith("2946 行是别处的单位，未使用：")


@pytest.mark.parametrize("seed", [0, 1])
def test_old_codes_beside_them_make_no_present_code_doubtful(
    seed: int, forty_four: Gazetteer
) -> None:
    rows = [*(f"{code},,1" for code in forty_four.entries), "510216,,1"]
    random.Random(seed).shuffle(rows)  # noqa: S311 # not for secrets
    head = "adcode,name,2020年population"
    found, findings = observed(rows, head, forty_four)
    assert found == set(forty_four.entries)
    assert "GM-T007" not in [f.code for f in findings]


def test_a_misspelt_district_in_a_national_table_is_still_an_error(forty_four: Gazetteer) -> None:
    names = [row for row in national("nocode") if not row.startswith("涪陵区,")]
    found, findings = observed([*names, "涪凌区,重庆市,2020,5"], HEADS["nocode"], forty_four)
    assert len(found) == 43
    (error,) = [f for f in findings if f.level == "error"]
    assert (error.code, error.location.row) == ("GM-T006", 2991)
    assert "涪陵区" in error.remedy.zh


def test_one_code_of_elsewhere_may_be_a_slip_and_stays_an_error(forty_four: Gazetteer) -> None:
    rows = [f"{code},2020,1" for code in forty_four.entries]
    _, findings = observed([*rows, "110101,2020,1"], HEADS["code"], forty_four)
    assert [f.code for f in findings] == ["GM-T009"]


def test_a_code_of_elsewhere_with_a_name_of_here_is_an_error(forty_four: Gazetteer) -> None:
    rows = [*national("name"), "110102,涪陵区,2020,5"]
    _, findings = observed(rows, HEADS["name"], forty_four)
    assert "GM-T009" in [f.code for f in findings if f.level == "error"]


def test_inputs_are_not_changed(shipped: Atlas) -> None:
    table = read("adcode,indicator,year,value\n合计,people,2020,1\n")
    own_rows(table, shipped.checked.gazetteer, shipped.config, Findings())
    assert len(table.rows) == 1
    assert Path(table.file).name == "t.csv"
