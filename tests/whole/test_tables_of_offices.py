"""Tables as offices have them go into an atlas with a few lines of TOML, right to the cell."""

from pathlib import Path

import pytest
from support import books
from support.offices import atlas, values_of, xlsx

import geomap
from geomap.errors import DataError

Rows = list[list[books.Value]]
TURNED: Rows = [
    ["指标", "单位", "甲区", "乙区", "丙县", "丁县", "合计"],
    ["常住人口", "万人", 1.5, 2, 3, "…", 6.5],
    ["城镇化率", "‰", 805, 602.5, "—", 400, None],
    ["注：丁县数据暂缺", None, None, None, None, None, None],
]
RIGHT: dict[tuple[str, str], float] = {
    ("甲区", "people"): 15_000,
    ("乙区", "people"): 20_000,
    ("丙县", "people"): 30_000,
}
RIGHT |= {("甲区", "rate"): 80.5, ("乙区", "rate"): 60.25, ("丁县", "rate"): 40}


MAKERS = {"a.xlsx": xlsx, "a.xls": books.xls, "a.xlsb": books.xlsb, "a.ods": books.ods}


def test_a_transposed_table(tmp_path: Path) -> None:
    made = atlas(
        tmp_path, 'indicators = { file = "a.xlsx", year = "2020" }', xlsx({"表": TURNED}), "a.xlsx"
    )
    assert values_of(made) == RIGHT
    assert {f.code for f in made.checked.findings} == set()


def test_a_transposed_table_needs_no_declared_indicators(tmp_path: Path) -> None:
    file = 'indicators = { file = "a.xlsx", year = "2020" }'
    made = atlas(tmp_path, file, xlsx({"表": TURNED}), "a.xlsx", more="")
    assert values_of(made)["乙区", "常住人口"] == 2


def test_a_wrong_cell_of_a_transposed_table_is_told_at_its_row_and_column(tmp_path: Path) -> None:
    rows = [*TURNED[:1], [*TURNED[1][:2], "约12", *TURNED[1][3:]]]
    file = 'indicators = { file = "a.xlsx", year = "2020" }'
    with pytest.raises(geomap.FindingsError) as caught:
        atlas(tmp_path, file, xlsx({"表": rows}), "a.xlsx")
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.location)) == ("GM-T002", "a.xlsx:表:2:甲区")


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.slow
def test_one_sheet_a_year(tmp_path: Path, name: str, *, turned: bool) -> None:
    plain: Rows = [["区县", "常住人口（万人）"], ["甲区", 1.5], ["乙区", 2], ["合计", 3.5]]
    years = range(2010, 2025)
    sheets: dict[str, Rows] = {"说明": [["本表"]]}
    sheets |= {f"{year}年": TURNED if turned else plain for year in years}
    made = atlas(
        tmp_path, f'indicators = {{ file = "{name}", sheets = "year" }}', MAKERS[name](sheets), name
    )
    found = {
        (o.adcode, o.year): o.value for o in made.checked.observations if o.indicator == "people"
    }
    assert len(found) == 15 * (3 if turned else 2)
    assert all(found["甲区", year] == 15_000 for year in years)
    assert [f.code for f in made.checked.findings] == []


def test_sheets_without_a_year_are_refused_in_both_languages(tmp_path: Path) -> None:
    file = 'indicators = { file = "a.xlsx", sheets = "year" }'
    with pytest.raises(DataError) as caught:
        atlas(tmp_path, file, xlsx({"表": TURNED}), "a.xlsx")
    assert caught.value.message.en == "a.xlsx: no sheet whose title has a year; there are: 表"
    assert caught.value.message.zh == "a.xlsx：没有名称含年份的工作表；有：表"


def test_a_table_of_text_has_no_sheets(tmp_path: Path) -> None:
    file = 'indicators = { file = "a.csv", sheets = "year" }'
    with pytest.raises(DataError, match="has no sheets"):
        atlas(tmp_path, file, "区县,人口\n甲区,1\n".encode(), "a.csv")


def test_no_heading_row(tmp_path: Path) -> None:
    file = (
        'indicators = { file = "a.csv", header = false, year = "2020", '
        'columns = { name = "A", people = "B", rate = "C" } }'
    )
    made = atlas(tmp_path, file, "甲区,15000,80.5\n乙区,20000,60.25\n".encode(), "a.csv")
    assert values_of(made) == {k: v for k, v in RIGHT.items() if k[0] in {"甲区", "乙区"}}
    assert [f.code for f in made.checked.findings] == []


def test_a_version_line_first_and_a_total_and_footnotes_last(tmp_path: Path) -> None:
    text = (
        "# 2024年第2版\n\n区县,2020年常住人口（万人）,2020年城镇化率（‰）\n甲区,1.5,805\n"
        "乙区,2,602.5\n丙县,3,—\n丁县,…,400\n合计,6.5,\n注：丁县暂缺,,\n资料来源：统计局,,\n"
    )
    made = atlas(tmp_path, 'indicators = "a.csv"', text.encode(), "a.csv")
    assert values_of(made) == RIGHT
