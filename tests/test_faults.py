"""Faults put into the shipped atlas, one at a time: each is found where it is, and whole."""

import re
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geomap import sources
from geomap.api import Atlas
from geomap.checks import check
from geomap.datum import Datum, convert_datum
from geomap.model import Finding
from geomap.tables import Inputs, Row, Table

# Rows of the shipped tables that the faults go into.
PEOPLE, SITE, POINT, ROUTE, TARGET = 2, 2, 22, 23, 2
HAN = re.compile(r"[\u4e00-\u9fff]")

CELLS: list[tuple[str, int, str, str, str]] = [
    *[("indicators", PEOPLE, "adcode", words, "T006") for words in (
        *("500199", "999999", "50010", "5001O1", "5.00101E+05"),
        *("江北县", "广安", "广安市", "重庆市"),
        *("万县", "渝中县", "市辖区", "合计", "渝中区、江北区", "涪陵市", "512301", "中心城区"),
    )],
    ("indicators", PEOPLE, "adcode", "两江新区", "T008"),
    ("indicators", PEOPLE, "adcode", "重庆市兩江新區", "T008"),
    *[("indicators", PEOPLE, "adcode", words, "T009") for words in (
        *("110101", "宁波市江北区", "东坡区"),
        *("511402", "511403", "511421"),  # by the year of the row
    )],
    *[("indicators", PEOPLE, "adcode", words, "T010") for words in ("开县", "500234", "513521")],
    *[("indicators", PEOPLE, "name", words, "I001") for words in (
        *("渝北区", "江北县", "500103", "x"),
    )],
    *[("indicators", PEOPLE, "year", words, "T003") for words in (
        *("20", "2020.5", "二〇二〇", "2020-13", "45413", "明年", "2020-05"),
    )],
    *[("indicators", PEOPLE, "value", words, "T002") for words in (
        *("—", "abc", "1,5", "12.5.1", "inf", "nan", "1e999", "约156万", "156人", "<5", "12%"),
        *("#DIV/0!", "1,564,44", "１，５", "无", "1_000", "²", "--5"),
    )],
    *[("indicators", PEOPLE, column, "", "T001") for column in (
        *("adcode", "indicator", "year", "value", "source"),
    )],
    ("indicators", PEOPLE, "indicator", "population", "T004"),
    ("indicators", PEOPLE, "source", "hearsay", "T004"),
    *[("sites", SITE, column, "", "T001") for column in ("id", "name", "lon", "lat", "datum")],
    *[("sites", SITE, "lon", words, code) for words, code in (
        *(("207.76", "P005"), ("东经", "T002"), ("2.35", "P006"), ("107°99′", "T002")),
        *(("107.7W", "P006"), ("11996000", "P005"), ("107,76", "T002")),
    )],
    *[("sites", SITE, "lat", words, "T002") for words in ("29°61′", "107°E", "29 度 30")],
    ("sites", SITE, "datum", "西安80", "P005"),
    *[("sites", SITE, "uncertainty_m", words, "P004") for words in ("", "0", "-5")],
    ("sites", SITE, "uncertainty_m", "far", "T002"),
    ("sites", SITE, "precision", "sure", "T004"),
    ("sites", SITE, "precision", "none", "P001"),
    ("sites", SITE, "precision", "exact", "P001"),
    ("sites", SITE, "id", "Wulong Area", "P007"),
    ("sites", SITE, "network", "castle", "T004"),
    ("sites", SITE, "districts", "石柱乡", "T006"),
    ("sites", SITE, "districts", "武隆区;两江新区", "T008"),
    ("projects", POINT, "article", "十五", "T003"),
    ("projects", POINT, "kind", "castle", "T004"),
    ("projects", POINT, "districts", "北碚区;渝北县", "T006"),
    ("projects", ROUTE, "route", "106.37092 29.4921", "P002"),
    ("projects", ROUTE, "route", "29.4921 106.37092, 29.49363 106.44973", "P005"),
    ("projects", ROUTE, "route", "6.37092 29.4921, 6.44973 29.49363", "P006"),
    ("measures", TARGET, "chapter", "9", "M001"),
    ("measures", TARGET, "chapter", "", "M001"),
    ("measures", TARGET, "article", "九", "T003"),
    ("measures", TARGET, "scope", "渝东", "T006"),
    ("measures", TARGET, "scope", "", "T001"),
    ("measures", TARGET, "title", "", "T001"),
    ("measures", TARGET, "target", "七成", "T002"),
    ("measures", TARGET, "target_indicator", "gdp", "T004"),
    ("measures", TARGET, "unit", "", "T001"),
]  # fmt: skip
COLUMNS = [
    *[("indicators", column) for column in ("adcode", "indicator", "year", "value", "source")],
    *[("measures", column) for column in ("article", "chapter", "title", "departments", "scope")],
    *[("projects", column) for column in ("id", "kind", "precision", "uncertainty_m")],
    *[("sites", column) for column in ("network", "lon", "datum")],
]


@pytest.fixture(scope="module")
def inputs(shipped: Atlas) -> Inputs:
    return sources.read_inputs(shipped.config)


def with_table(inputs: Inputs, name: str, table: Table) -> Inputs:
    return replace(inputs, tables={**inputs.tables, name: table})


def with_cells(table: Table, changes: dict[int, dict[str, str]]) -> Table:
    rows = [Row(r.number, {**r.cells, **changes.get(r.number, {})}) for r in table.rows]
    return replace(table, rows=tuple(rows))


def told(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    """The findings of a code, each of them whole."""
    found = [finding for finding in findings if finding.code == f"GM-{code}"]
    for finding in found:
        for words in (finding.message, finding.remedy):
            assert HAN.search(words.zh)
            assert words.en
            assert words.zh != words.en
    return found


def test_the_clean_atlas_raises_no_alarm(inputs: Inputs, shipped: Atlas) -> None:
    assert check(inputs, shipped.config).findings == ()


def test_there_are_enough_faults() -> None:
    assert len(CELLS) + len(COLUMNS) >= 100


@pytest.mark.parametrize(("name", "row", "column", "words", "code"), CELLS)
def test_a_wrong_cell_is_found_at_its_place(
    inputs: Inputs, shipped: Atlas, name: str, row: int, column: str, words: str, code: str
) -> None:
    table = inputs.tables[name]
    broken = with_table(inputs, name, with_cells(table, {row: {column: words}}))
    found = told(check(broken, shipped.config).findings, code)
    assert (table.file, row) in {(f.place.file, f.place.row) for f in found}
    places = {f.place.column for f in found if f.place.row == row}
    assert column in places or (name, code) == ("sites", "P001")


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_missing_column_is_found(inputs: Inputs, shipped: Atlas, name: str, column: str) -> None:
    table = inputs.tables[name]
    columns = tuple(c for c in table.columns if c != column)
    rows = [Row(r.number, {c: r.cells[c] for c in columns}) for r in table.rows]
    broken = with_table(inputs, name, Table(table.file, columns, tuple(rows)))
    (finding,) = told(check(broken, shipped.config).findings, "T005")
    assert (finding.place.file, finding.place.column) == (table.file, column)


@pytest.mark.parametrize(("name", "column", "code"), [
    ("sites", "id", "P008"), ("projects", "id", "P008"), ("indicators", "indicator", "I002"),
])  # fmt: skip
def test_what_is_there_twice_is_found(
    inputs: Inputs, shipped: Atlas, name: str, column: str, code: str
) -> None:
    table = inputs.tables[name]
    first, second = table.rows[0], table.rows[1]
    broken = with_cells(table, {second.number: {column: first.cells[column]}})
    findings = check(with_table(inputs, name, broken), shipped.config).findings
    assert second.number in {f.place.row for f in told(findings, code)}


def test_old_codes_beside_a_reused_one_ask_for_the_year(inputs: Inputs, shipped: Atlas) -> None:
    table = inputs.tables["indicators"]
    reused = [row.number for row in table.rows if row.cells["adcode"] == "500110"]
    broken = with_cells(table, {PEOPLE: {"adcode": "500222"}, reused[0]: {"year": ""}})
    findings = check(with_table(inputs, "indicators", broken), shipped.config).findings
    assert [f.place.row for f in told(findings, "T007")] == [reused[0]]


def test_a_ratio_among_percentages_is_found(inputs: Inputs, shipped: Atlas) -> None:
    table = inputs.tables["indicators"]
    rates = [r for r in table.rows if r.cells["indicator"] == "urbanisation_rate"]
    one = {rates[0].number: {"value": "0.6892"}}
    findings = check(with_table(inputs, "indicators", with_cells(table, one)), shipped.config)
    assert [f.place.row for f in told(findings.findings, "I003")] == [rates[0].number]
    every = {r.number: {"value": str(float(r.cells["value"]) / 100)} for r in rates}
    findings = check(with_table(inputs, "indicators", with_cells(table, every)), shipped.config)
    assert len(told(findings.findings, "I003")) == len(rates)
    signed = {r.number: {"value": f"{r.cells['value']}%"} for r in rates}
    findings = check(with_table(inputs, "indicators", with_cells(table, signed)), shipped.config)
    assert findings.findings == ()


def test_a_site_far_from_its_district_is_found(inputs: Inputs, shipped: Atlas) -> None:
    broken = with_cells(inputs.tables["sites"], {SITE: {"districts": "城口县"}})
    findings = check(with_table(inputs, "sites", broken), shipped.config).findings
    assert [f.place.row for f in told(findings, "P010")] == [SITE]


def _bow_tie(area: BaseGeometry) -> BaseGeometry:
    west, south, east, north = shapely.bounds(area)
    return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


def _in_gcj02(area: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(
        area,
        lambda points: np.column_stack(
            convert_datum(points[:, 0], points[:, 1], Datum.WGS84, Datum.GCJ02)
        ),
    )
    return moved


RINGS: list[tuple[str, Callable[[BaseGeometry], BaseGeometry]]] = [
    ("D006", _bow_tie),
    ("D005", lambda _: shapely.Polygon()),
    ("D005", lambda area: shapely.transform(area, lambda points: points[:, ::-1])),
    ("D005", lambda area: shapely.transform(area, lambda points: points * 100_000)),
    ("D007", _in_gcj02),
    ("D007", lambda area: area.simplify(0.01)),
]


@pytest.mark.parametrize(("code", "change"), RINGS)
def test_a_wrong_ring_is_found(
    inputs: Inputs, shipped: Atlas, code: str, change: Callable[[BaseGeometry], BaseGeometry]
) -> None:
    frame = inputs.districts.copy()
    shapes = list(frame.geometry)
    shapes[2] = change(shapes[2])
    broken = replace(inputs, districts=frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs)))
    found = told(check(broken, shipped.config).findings, code)
    assert found
    assert code == "D007" or {f.place.row for f in found} == {3}
