"""Every row of a table is matched or told of, and none twice."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.checks.matching import Rows, district_column, match, rows_of
from geomap.gazetteer import reference
from geomap.gazetteer.gazetteer import Entry, Gazetteer
from geomap.model import Level
from geomap.model.tables import Row, Table

ENTRIES = [
    Entry("500103", "渝中区", "渝中", ""),
    Entry("500105", "江北区", "江北", ""),
    Entry("500110", "綦江区", "綦江", ""),
    Entry("500112", "渝北区", "渝北", ""),
    Entry("500240", "石柱土家族自治县", "石柱", ""),
    Entry("511602", "广安区", "广安", ""),
]
GAZETTEER = Gazetteer.of(ENTRIES, [], reference.shipped(), "2025-02")
WORDS = st.one_of(
    st.sampled_from(["渝中区", "渝中", "江北区", "渝北", "綦江", "石柱县", "石柱", "重庆市渝中区"]),
    st.sampled_from(["500103", "５００１０３", "500110", "500222", "510216", "500240.0", "511602"]),
    st.sampled_from(
        ["", "两江新区", "江北县", "广安", "999999", "511402", "宁波市江北区", "万盛区"]
    ),
    st.text(max_size=4),
)
YEARS = st.sampled_from(["", "1996", "2005", "2020", "今年"])


def table(rows: Sequence[tuple[str, str]]) -> Table:
    made = [Row(i, {"区县": words, "year": year}) for i, (words, year) in enumerate(rows, 2)]
    return Table("t.csv", ("区县", "year"), tuple(made))


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(st.tuples(WORDS, YEARS), max_size=12),
    st.sampled_from(["districts", "values", "places"]),
)
@pytest.mark.slow
def test_rows_in_are_rows_matched_and_rows_told(rows: list[tuple[str, str]], kind: Rows) -> None:
    made = table(rows)
    found = match(made, "区县", GAZETTEER, kind)
    matched = {row.number for several in found.matched.values() for row in several}
    told = {f.location.row for f in found.findings if f.level is Level.ERROR}
    assert sorted([*matched, *found.blank, *found.unmatched]) == [row.number for row in made.rows]
    assert told == set(found.unmatched)
    assert kind == "places" or not found.blank
    assert set(found.matched) | set(found.without) <= set(GAZETTEER.entries)
    assert not set(found.matched) & set(found.without)
    assert kind != "districts" or all(len(several) == 1 for several in found.matched.values())


def test_of_several_rows_of_one_district_none_is_taken() -> None:
    found = match(table([("石柱县", ""), ("石柱", ""), ("渝中", "")]), "区县", GAZETTEER)
    assert list(found.matched) == ["500103"]
    assert found.unmatched == (2, 3)
    assert [f.code for f in found.findings] == ["GM-T011", "GM-T011"]
    assert "rows 2, 3" in found.findings[0].message.en


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("500110", "")], []),
        ([("500110", ""), ("500222", "")], ["GM-T007", "GM-T010"]),
        ([("500110", "2020"), ("500240", "")], []),
        ([("500110", "2005"), ("510216", "1996")], ["GM-T010"] * 2 + ["GM-T011"] * 2),
    ],
)
def test_codes_of_several_years(rows: list[tuple[str, str]], codes: list[str]) -> None:
    found = match(table(rows), "区县", GAZETTEER)
    assert sorted(finding.code for finding in found.findings) == codes


def test_a_table_with_every_present_code_is_of_today() -> None:
    present = [(entry.adcode, "") for entry in ENTRIES]
    for rows in ([*present, ("500222", "")], [("500222", ""), *present]):
        found = match(table(rows), "区县", GAZETTEER, "values")
        assert set(found.matched) == set(GAZETTEER.entries)
        assert [finding.code for finding in found.findings] == ["GM-T010"]


def test_the_column_of_districts_is_found() -> None:
    assert district_column(table([("石柱县", "2020")]), GAZETTEER) == "区县"
    assert district_column(table([("x", "2020")]), GAZETTEER) is None
    assert district_column(Table("t", (), ()), GAZETTEER) is None


def test_tables_of_several_years_or_places_are_not_one_row_a_district() -> None:
    assert rows_of(table([])) == "values"
    assert rows_of(Table("t", ("区县", "人口"), ())) == "districts"
    assert rows_of(Table("t", ("区县", "经度", "纬度"), ())) == "places"
    assert rows_of(Table("t", ("id", "区县", "指标"), ())) == "values"


def test_a_place_may_name_several_districts_or_none() -> None:
    rows = [("渝中区;江北", ""), ("", ""), ("全市", ""), ("渝中、石柱乡", "")]
    found = match(table(rows), "区县", GAZETTEER, "places")
    assert {code: [r.number for r in rows] for code, rows in found.matched.items()} == {
        "500103": [2],
        "500105": [2],
    }
    assert (found.blank, found.unmatched) == ((3, 4), (5,))
    assert [(f.code, f.location.row) for f in found.findings] == [("GM-T006", 5)]
