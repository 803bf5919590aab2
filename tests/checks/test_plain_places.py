"""Many rows at a time give what each row gives by itself."""

from collections.abc import Sequence
from dataclasses import replace

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.checks import positions
from geomap.checks.ground import IN_CHINA
from geomap.checks.plain_places import plain_points
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables.cells import Cells

COLUMNS = ("lon", "lat", "point", "route", "datum", "certainty", "uncertainty_m")

GOOD = ("106.55", "29.56", "", "", "GCJ-02", "surveyed", "")
NUMBERS = (
    "29.5",
    "+106.550001",
    "-106",
    "0",
    "300",
    "1e2",
    "106,5",
    "",
    "东经106",
    "１０６.5",
    ".",
)
# What a cell of each column may have instead.
ODD = (
    st.one_of(st.sampled_from(NUMBERS), st.floats(70, 140).map("{:.6f}".format)),
    st.one_of(st.sampled_from(NUMBERS), st.floats(0, 60).map("{:.4f}".format)),
    st.just("106.5, 29.5"),
    st.just("106 29, 107 30"),
    st.sampled_from(["WGS84", "BD-09", "CGCS2000", "wgs 84", "unknown", "Beijing54", ""]),
    st.sampled_from(["approximate", "实测", "SURVEYED", "schematic", "exact", "none", "x", ""]),
    st.sampled_from(["5", "5.5", "1,000", "0", "-3", "五", "nan", "1万"]),
)


@st.composite
def rows_with_oddities(draw: st.DrawFn) -> tuple[str, ...]:
    """A row as most are, with one or two cells that are not."""
    odd = draw(st.sets(st.integers(0, len(GOOD) - 1), max_size=2))
    return tuple(draw(ODD[at]) if at in odd else cell for at, cell in enumerate(GOOD))


def table_of(rows: Sequence[tuple[str, ...]]) -> Table:
    cells = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return Table("s.csv", COLUMNS, tuple(Row(i, each) for i, each in enumerate(cells, 2)))


@given(rows=st.lists(rows_with_oddities(), max_size=12), meant=st.booleans())
def test_a_plain_row_has_the_position_that_its_own_look_gives_and_nothing_is_found_about_it(
    rows: Sequence[tuple[str, ...]], *, meant: bool
) -> None:
    table = table_of(rows)
    if meant:
        table = replace(table, defaults={"datum": "GCJ-02", "certainty": "surveyed"})
    found = plain_points(table, IN_CHINA).by_row(table)
    for row in table.rows:
        findings = Findings()
        own = positions.position(Cells(table, row, findings))
        if row.number in found:
            assert own == found[row.number]
            assert findings.all() == ()


def test_most_tables_are_plain() -> None:
    rows = [("106.55", "29.56", "", "", "GCJ-02", "surveyed", ""), *[("",) * 7]]
    table = table_of(rows)
    ((number, where),) = plain_points(table, IN_CHINA).by_row(table).items()
    assert number == 2
    assert isinstance(where.geometry, shapely.Point)
    assert plain_points(table, IN_CHINA).are_plain.tolist() == [True, False]
