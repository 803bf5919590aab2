"""Values read by what their words mean give what each row's own look gives, and find the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import tiny

from geomap.checks.check import check
from geomap.checks.plain_values import PlainValues
from geomap.model import Finding, Observation
from geomap.model.tables import Row, Table

CELLS: Mapping[str, Sequence[str]] = {
    "adcode": [
        "500101",
        "500102",
        "500103",
        "500104",
        "５００１０１",
        "500199",
        "甲区",
        "",
        "五百",
    ],
    "name": ["", "", "甲区", "乙区", "丙县", "丁", "戊区"],
    "indicator": ["people", "rate", "人口", "", "other"],
    "year": ["2020", "2021", "2020年", "2020.0", "", "21", "2020-05"],
    "value": ["100", "-3", "0.5", "61.25", "1,234", "12%", "1万", "…", "", "六", "1e3", "00012"],
    "unit": ["", "", "人", "%", "万人", "亩"],
    "source": ["census", "", "unknown"],
}
COLUMNS = tuple(CELLS)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """A row as most are, with one or two cells of any kind."""
    odd = draw(st.sets(st.sampled_from(COLUMNS), max_size=2))
    return {
        column: draw(st.sampled_from(words)) if column in odd else draw(st.sampled_from(words[:2]))
        for column, words in CELLS.items()
    }


def told(
    made: Sequence[dict[str, str]], *, in_heading: bool
) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
    """The values of a table, and what is found about it."""
    names = {"unit": "人口（万人）"} if in_heading else {}
    table = Table(
        "data/indicators.csv",
        COLUMNS,
        tuple(Row(number, row, names) for number, row in enumerate(made, 2)),
    )
    inputs = tiny.inputs()
    done = check(replace(inputs, tables={**inputs.tables, "indicators": (table,)}), tiny.config())
    return done.observations, done.findings


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=st.lists(rows(), min_size=1, max_size=12), in_heading=st.booleans())
@pytest.mark.slow
def test_no_value_and_no_finding_depends_on_the_short_way(
    made: list[dict[str, str]], *, in_heading: bool
) -> None:
    short = told(made, in_heading=in_heading)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainValues, "read", lambda _self, _row: None)
        assert short == told(made, in_heading=in_heading)


def test_plain_rows_take_the_short_way() -> None:
    row = tiny.table("indicators", [{}]).rows[0]
    table = tiny.table("indicators", [{}])
    gazetteer = tiny.checked().gazetteer
    plain = PlainValues(table, "adcode", gazetteer, tiny.config(), mixed=False)
    found = plain.read(row)
    assert found == Observation("500101", "people", 2020, 100.0, "census", table.location(row))
