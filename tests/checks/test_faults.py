"""Faults put into the shipped atlas, one at a time: each is found where it is, and told whole.

One list holds them all, by category; the last test counts them. The clean atlas raises no alarm.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from support.paths import ROOT

from geomap.api.atlas import Atlas
from geomap.checks.check import check
from geomap.errors import DataError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Finding
from geomap.model.tables import Inputs, Row, Table
from geomap.sources import readers
from geomap.text import Text

pytestmark = pytest.mark.slow

# Rows of the shipped tables that the faults go into.
PEOPLE, RATE, OTHER, SITE, TARGET, JOBS = 2, 5, 9, 2, 2, 5


def row_of(key: str) -> int:
    """The row of a project, wherever it stands in the shipped table."""
    with (ROOT / "data" / "projects.csv").open(encoding="utf-8", newline="") as file:
        return next(n for n, row in enumerate(csv.DictReader(file), 2) if row["id"] == key)


POINT, ROUTE = row_of("baoshan-bridge"), row_of("baishiyi-tunnel")
HAN = re.compile(r"[\u4e00-\u9fff]")
REFUSED = "refused"
Cells = dict[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is changed, and the finding that must come of it.

    Attributes:
        category: What kind of fault it is.
        words: What stands there instead; names the test.
        change: Puts it into what was read; the folder is for files that must be read again.
        code: Of the finding, or ``refused``.
        place: Where it must be told: file, row, column; None where nothing is asked of a part.
    """

    category: str
    words: str
    change: Callable[[Inputs, Path], Inputs]
    code: str
    place: tuple[str, int | None, str | None]


# --- Ways to put a fault in


def with_cells(inputs: Inputs, name: str, changes: Cells) -> Inputs:
    table = inputs.tables[name][0]
    rows = [Row(r.number, {**r.cells, **changes.get(r.number, {})}) for r in table.rows]
    return replace(inputs, tables={**inputs.tables, name: (replace(table, rows=tuple(rows)),)})


def cells(
    category: str, name: str, row: int, changes: dict[str, str], code: str, column: str
) -> Fault:
    """Other words in some cells of a row, told at one of them."""
    return Fault(
        category,
        f"{name}:{row} {changes}",
        lambda inputs, _: with_cells(inputs, name, {row: changes}),
        code,
        (f"data/{name}.csv", row, column),
    )


def cell(category: str, name: str, row: int, column: str, words: str, code: str) -> Fault:
    """Other words in one cell."""
    return cells(category, name, row, {column: words}, code, column)


def scaled(category: str, row: int, factor: float, code: str) -> Fault:
    """A value of the indicators times a number."""

    def change(inputs: Inputs, _: Path) -> Inputs:
        (found,) = [r for r in inputs.tables["indicators"][0].rows if r.number == row]
        value = f"{float(found.cells['value']) * factor:.6g}"
        return with_cells(inputs, "indicators", {row: {"value": value}})

    place = ("data/indicators.csv", row, "value")
    return Fault(category, f"row {row} times {factor:g}", change, code, place)


def twice(name: str, column: str, code: str) -> Fault:
    """The second row says what the first one says."""

    def change(inputs: Inputs, _: Path) -> Inputs:
        first, second = inputs.tables[name][0].rows[:2]
        return with_cells(inputs, name, {second.number: {column: first.cells[column]}})

    place = (f"data/{name}.csv", 3, column if code == "P008" else None)
    return Fault("duplicates", f"{name}.{column} twice", change, code, place)


def without(name: str, column: str) -> Fault:
    """A table that lacks a column."""

    def change(inputs: Inputs, _: Path) -> Inputs:
        table = inputs.tables[name][0]
        columns = tuple(c for c in table.columns if c != column)
        rows = tuple(Row(r.number, {c: r.cells[c] for c in columns}) for r in table.rows)
        tables = {**inputs.tables, name: (Table(table.file, columns, rows),)}
        return replace(inputs, tables=tables)

    return Fault("columns", f"no {name}.{column}", change, "T005", (f"data/{name}.csv", 1, column))


def file(
    category: str,
    words: str,
    name: str,
    change: Callable[[str], bytes],
    code: str,
    row: int | None = None,
    column: str | None = None,
) -> Fault:
    """A table whose file holds other bytes; it is read again."""

    def reread(inputs: Inputs, folder: Path) -> Inputs:
        shown = f"data/{name}.csv"
        (folder / "t.csv").write_bytes(change(Path(shown).read_text(encoding="utf-8")))
        table = readers.read_table(folder / "t.csv", shown)
        return replace(inputs, tables={**inputs.tables, name: (table,)})

    return Fault(category, words, reread, code, (f"data/{name}.csv", row, column))


def shape(
    category: str,
    words: str,
    change: Callable[[BaseGeometry], BaseGeometry],
    code: str,
    row: int | None = 3,
) -> Fault:
    """The third district with another boundary; a fault between districts has no row."""

    def changed(inputs: Inputs, _: Path) -> Inputs:
        frame = inputs.districts.copy()
        shapes = list(frame.geometry)
        shapes[2] = change(shapes[2])
        made = frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs))
        return replace(inputs, districts=made)

    return Fault(category, words, changed, code, (DISTRICTS, row, None))


def feature(category: str, column: str, words: str, code: str) -> Fault:
    """The third district with another property."""

    def changed(inputs: Inputs, _: Path) -> Inputs:
        frame = inputs.districts.copy()
        frame.loc[frame["row"] == 3, column] = words
        return replace(inputs, districts=frame)

    return Fault(category, f"{column} {words!r}", changed, code, (DISTRICTS, 3, column))


DISTRICTS = "data/boundaries/districts.geojson"


# --- Rings


def bow_tie(area: BaseGeometry) -> BaseGeometry:
    west, south, east, north = shapely.bounds(area)
    return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


def pierced(area: BaseGeometry) -> BaseGeometry:
    west, south, east, north = shapely.bounds(area)
    hole = shapely.box((west + east) / 2, south - 0.1, east + 0.1, (south + north) / 2)
    return shapely.Polygon(shapely.box(west, south, east, north).exterior, [hole.exterior])


def in_datum(area: BaseGeometry, datum: Datum) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(
        area,
        lambda points: np.column_stack(
            convert_datum(points[:, 0], points[:, 1], Datum.WGS84, datum)
        ),
    )
    return moved


def swapped(area: BaseGeometry) -> BaseGeometry:
    turned: BaseGeometry = shapely.transform(area, lambda points: points[:, ::-1])
    return turned


def projected(area: BaseGeometry) -> BaseGeometry:
    metres: BaseGeometry = shapely.transform(area, lambda points: points * 100_000)
    return metres


def moved(area: BaseGeometry) -> BaseGeometry:
    aside: BaseGeometry = shapely.transform(area, lambda points: points + 0.01)
    return aside


def two_encodings(words: str) -> bytes:
    head, row, rest = words.split("\n", 2)
    return b"\n".join([head.encode(), row.encode("gb18030"), rest.encode()])


def read_wrong(words: str) -> bytes:
    """What becomes of UTF-8 that was opened as Latin-1 and saved."""
    return words.encode().decode("latin-1").encode()


def repeated_header(words: str) -> bytes:
    return words.replace("name_en", "name", 1).encode()


# --- The faults

FAULTS = [
    *[cell("codes", "indicators", PEOPLE, "adcode", words, "T006") for words in (
        *("500199", "999999", "50010", "5001O1", "5.00101E+05", "512301"),
    )],
    *[cell("codes", "indicators", PEOPLE, "adcode", words, "T009") for words in (
        *("110101", "511402", "511403", "511421"),  # by the year of the row
    )],
    *[cell("codes", "indicators", PEOPLE, "adcode", words, "T010") for words in (
        *("500234", "513521"),
    )],
    feature("codes", "adcode", "50010", "D002"),
    *[cell("names", "indicators", PEOPLE, "adcode", words, "T006") for words in (
        *("江北县", "广安", "广安市", "重庆市", "万县", "渝中县", "市辖区", "合计"),
        *("渝中区、江北区", "涪陵市", "中心城区"),
    )],
    cell("names", "indicators", PEOPLE, "adcode", "两江新区", "T008"),
    cell("names", "indicators", PEOPLE, "adcode", "重庆市兩江新區", "T008"),
    cell("names", "indicators", PEOPLE, "adcode", "宁波市江北区", "T009"),
    cell("names", "indicators", PEOPLE, "adcode", "东坡区", "T009"),
    cell("names", "indicators", PEOPLE, "adcode", "开县", "T010"),
    *[cell("names", "indicators", PEOPLE, "name", words, "I001") for words in (
        *("渝北区", "江北县", "500103", "x"),
    )],
    cell("names", "sites", SITE, "districts", "石柱乡", "T006"),
    cell("names", "sites", SITE, "districts", "武隆区;两江新区", "T008"),
    cell("names", "projects", POINT, "districts", "北碚区;渝北县", "T006"),
    cell("names", "measures", TARGET, "scope", "渝东", "T006"),
    feature("names", "name", "", "D008"),
    feature("names", "region", "渝西", "D004"),
    file("encodings", "GBK", "projects", lambda w: w.encode("gbk", "ignore"), "F001"),
    file("encodings", "rows in two encodings", "projects", two_encodings, REFUSED, 2),
    file("encodings", "UTF-8 read as Latin-1", "sites", read_wrong, "T006", 2, "districts"),
    file("encodings", "UTF-16 without mark", "sites", lambda w: w.encode("utf-16-le"), REFUSED),
    file(
        *("encodings", "signs that stand for lost ones", "sites"),
        lambda w: w.replace("武隆区", "武\ufffd区").encode(),
        *("T006", 2, "districts"),
    ),
    file(
        *("encodings", "private and invisible signs", "sites"),
        lambda w: w.replace("武隆区", "武\ue000隆\u200b区").encode(),
        "F004",
    ),
    *[cell("dates", "indicators", PEOPLE, "year", words, "T003") for words in (
        *("20", "2020.5", "二〇二〇", "2020-13", "45413", "明年", "2020-05", "5/1/2020", "3020"),
        *("2020年5月", "民国109年"),
    )],
    *[cell("units", "indicators", PEOPLE, "unit", words, "I004") for words in (
        *("万人", "千人", "10,000 people", "户", "km²", "%"),
    )],
    *[cell("units", "indicators", RATE, "unit", words, "I004") for words in (
        *("‰", "比值", "person"),
    )],
    *[cell("units", "measures", TARGET, "unit", words, "I004") for words in ("‰", "万人")],
    *[cell("units", "measures", JOBS, "unit", words, "I004") for words in ("人/年", "万人")],
    cells(
        *("units", "indicators", PEOPLE),
        {"indicator": "rail_transit_length", "unit": "m", "value": "15000"},
        *("I004", "unit"),
    ),
    cells(
        *("units", "indicators", PEOPLE),
        {"indicator": "new_urban_jobs", "unit": "万人/年", "value": "65万"},
        *("I006", "value"),
    ),
    *[scaled("units", row, factor, "I005") for row, factor in (
        *((PEOPLE, 1e-4), (PEOPLE, 1e-3), (PEOPLE, 1e4), (OTHER, 10)),
    )],
    cell("percent or ratio", "indicators", RATE, "value", "0.6892", "I003"),
    cell("percent or ratio", "indicators", RATE, "value", "6892", "I005"),
    cell("percent or ratio", "indicators", RATE, "value", "68.92%%", "T002"),
    cell("percent or ratio", "indicators", PEOPLE, "value", "12%", "T002"),
    cell("percent or ratio", "measures", TARGET, "target", "七成", "T002"),
    cell("percent or ratio", "measures", TARGET, "target", "76%", "T002"),
    *[cell("numbers", "indicators", PEOPLE, "value", words, "T002") for words in (
        *("abc", "1,5", "12.5.1", "inf", "nan", "1e999", "约156万", "156人", "<5"),
        *("#DIV/0!", "1,564,44", "１，５", "1_000", "²", "--5"),
    )],
    cell("numbers", "sites", SITE, "uncertainty_m", "far", "T002"),
    *[cell("numbers", "sites", SITE, "uncertainty_m", words, "P004") for words in ("", "0", "-5")],
    cell("numbers", "projects", POINT, "article", "十五六", "T003"),
    cell("numbers", "measures", TARGET, "article", "其他", "T003"),
    cell("numbers", "measures", TARGET, "chapter", "9", "M001"),
    cell("numbers", "measures", TARGET, "chapter", "", "M001"),
    twice("sites", "id", "P008"),
    twice("projects", "id", "P008"),
    twice("indicators", "indicator", "I002"),
    feature("duplicates", "adcode", "500101", "D003"),
    file("duplicates", "a header twice", "sites", repeated_header, "F022", 1),
    cells(
        *("duplicates", "indicators", 6),
        {"adcode": "万州", "name": ""},
        *("I002", ""),
    ),
    shape("rings", "a bow tie", bow_tie, "D006"),
    shape("rings", "a hole that leaves the shell", pierced, "D006"),
    shape("rings", "empty", lambda _: shapely.Polygon(), "D005"),
    shape("rings", "simplified alone", lambda area: area.simplify(0.01), "D007", None),
    shape("rings", "moved by a kilometre", moved, "D007", None),
    shape("datum", "metres", projected, "D005"),
    shape("datum", "GCJ-02", lambda area: in_datum(area, Datum.GCJ02), "D007", None),
    shape("datum", "BD-09", lambda area: in_datum(area, Datum.BD09), "D007", None),
    cell("datum", "sites", SITE, "datum", "西安80", "P005"),
    cell("datum", "projects", POINT, "datum", "北京54", "P005"),
    cell("datum", "sites", SITE, "datum", "", "T001"),
    cell("datum", "sites", SITE, "lon", "11996000", "P005"),
    cells(
        *("datum", "sites", SITE),
        {"datum": "unknown", "uncertainty_m": "50"},
        *("P003", "uncertainty_m"),
    ),
    cells("axis order", "sites", SITE, {"lon": "29.32431", "lat": "107.76056"}, "P005", "lon"),
    cells("axis order", "sites", SITE, {"lon": "40.1", "lat": "80.2"}, "P006", "lon"),
    cells("axis order", "sites", SITE, {"lon": "29°19′N", "lat": "29.32"}, "T002", "lon"),
    cell("axis order", "sites", SITE, "lat", "107°E", "T002"),
    cell("axis order", "projects", ROUTE, "route", "29.4921 106.37092, 29.49363 106.44973", "P005"),
    shape("axis order", "latitude first", swapped, "D005"),
    *[cell("positions", "sites", SITE, "lon", words, code) for words, code in (
        *(("207.76", "P005"), ("东经", "T002"), ("2.35", "P006"), ("107°99′", "T002")),
        *(("107.7W", "P006"), ("107,76", "T002")),
    )],
    *[cell("positions", "sites", SITE, "lat", words, "T002") for words in ("29°61′", "29 度 30")],
    cell("positions", "sites", SITE, "certainty", "sure", "T004"),
    cell("positions", "sites", SITE, "certainty", "none", "P001"),
    cell("positions", "sites", SITE, "certainty", "whole-unit", "P001"),
    cells("positions", "sites", SITE, {"districts": "城口县"}, "P010", "lon"),
    cell("positions", "projects", ROUTE, "route", "106.37092 29.4921", "P002"),
    cell("positions", "projects", ROUTE, "route", "6.37092 29.4921, 6.44973 29.49363", "P006"),
    *[cell("words", "indicators", PEOPLE, column, "", "T001") for column in (
        *("adcode", "indicator", "year", "value"),
    )],
    *[cell("words", "sites", SITE, column, "", "T001") for column in ("name", "lon", "lat")],
    cell("words", "indicators", PEOPLE, "indicator", "population", "T004"),
    cell("words", "indicators", PEOPLE, "source", "hearsay", "T004"),
    cell("words", "sites", SITE, "id", "Wulong Area", "P007"),
    cell("words", "sites", SITE, "network", "castle", "T004"),
    cell("words", "projects", POINT, "kind", "castle", "T004"),
    *[cell("words", "measures", TARGET, column, "", "T001") for column in (
        *("scope", "title", "unit"),
    )],
    cell("words", "measures", TARGET, "target_indicator", "gdp", "T004"),
    *[without("indicators", c) for c in ("indicator", "year", "value")],
    *[without("measures", c) for c in ("article", "chapter", "title", "scope")],
    *[without("projects", c) for c in ("name", "kind", "datum", "certainty")],
    *[without("sites", c) for c in ("name", "network", "lon", "datum")],
]  # fmt: skip
MUST = (
    *("names", "codes", "encodings", "dates", "units", "percent or ratio", "duplicates"),
    *("rings", "datum", "axis order"),
)


@pytest.fixture(scope="module")
def inputs(shipped: Atlas) -> Inputs:
    return readers.read_inputs(shipped.config)


def whole(words: Text) -> bool:
    """Whether it is told in Chinese and in English."""
    return bool(HAN.search(words.zh) and re.search(r"[a-z]{3}", words.en) and words.zh != words.en)


def told(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    """The findings of a code, each of them whole."""
    found = [finding for finding in findings if finding.code == f"GM-{code}"]
    assert all(whole(words) for f in found for words in (f.message, f.remedy))
    return found


def test_the_clean_atlas_raises_no_alarm(inputs: Inputs, shipped: Atlas) -> None:
    assert check(inputs, shipped.config).findings == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.category}: {f.words}")
def test_a_fault_is_found_at_its_place_in_both_languages(
    inputs: Inputs, shipped: Atlas, tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shipped.config.root)
    file_name, row, column = fault.place
    if fault.code == REFUSED:
        with pytest.raises(DataError) as caught:
            fault.change(inputs, tmp_path)
        assert whole(caught.value.message)
        start = file_name if row is None else f"{file_name}:{row}："
        assert caught.value.message.zh.startswith(start)
        return
    found = told(check(fault.change(inputs, tmp_path), shipped.config).findings, fault.code)
    assert any(
        f.location.file == file_name
        and row in {None, f.location.row}
        and (not column or f.location.column == column)
        for f in found
    ), [str(f.location) for f in found]


def test_old_codes_beside_a_reused_one_ask_for_the_year(inputs: Inputs, shipped: Atlas) -> None:
    rows = inputs.tables["indicators"][0].rows
    reused = [row.number for row in rows if row.cells["adcode"] == "500110"]
    # No row is left of one district: a table with every present code is of today.
    first = [row.number for row in rows if row.cells["adcode"] == "500101"]
    changes = {number: {"adcode": "500222", "name": ""} for number in first}
    changes |= {reused[0]: {"year": "", "name": ""}}
    findings = check(with_cells(inputs, "indicators", changes), shipped.config).findings
    assert [f.location.row for f in told(findings, "T007")] == [reused[0]]


def test_a_fault_of_every_row_is_found_in_every_row(inputs: Inputs, shipped: Atlas) -> None:
    rows = [r for r in inputs.tables["indicators"][0].rows if r.cells["unit"] == "%"]
    ratios = {r.number: {"value": str(float(r.cells["value"]) / 100)} for r in rows}
    findings = check(with_cells(inputs, "indicators", ratios), shipped.config).findings
    assert [f.location.row for f in told(findings, "I003")] == [r.number for r in rows]
    assert told(findings, "I005") == []
    units = {r.number: {"unit": "‰"} for r in rows}
    findings = check(with_cells(inputs, "indicators", units), shipped.config).findings
    assert [f.location.row for f in told(findings, "I004")] == [r.number for r in rows]


@pytest.mark.parametrize(
    ("changed", "make"),
    [
        ("value", lambda cells: f"{cells['value']}%"),
        ("value", lambda cells: f"{float(cells['value']) * 10:g}‰"),
        ("unit", lambda _: "percent"),
        ("unit", lambda _: ""),
        ("year", lambda _: "2020年"),
        ("adcode", lambda cells: cells["name"]),
        ("adcode", lambda cells: f"{cells['adcode']}000000"),
    ],
)
def test_another_way_to_say_the_same_raises_no_alarm(
    inputs: Inputs, shipped: Atlas, changed: str, make: Callable[[dict[str, str]], str]
) -> None:
    rows = [r for r in inputs.tables["indicators"][0].rows if r.cells["unit"] == "%"]
    changes = {r.number: {changed: make(dict(r.cells))} for r in rows}
    assert check(with_cells(inputs, "indicators", changes), shipped.config).findings == ()


def test_what_is_to_be_done_about_a_unit_is_told_with_the_factor(
    inputs: Inputs, shipped: Atlas
) -> None:
    for words, zh, en in (
        (
            "万人",
            "请把数值乘以 10000，单位改为“人”",
            "multiply the value by 10000 and write 'people'",
        ),
        ("0.1人", "二者不能换算", "the two do not convert"),
        ("km²", "二者不能换算", "the two do not convert"),
    ):
        changed = with_cells(inputs, "indicators", {PEOPLE: {"unit": words}})
        (finding,) = told(check(changed, shipped.config).findings, "I004")
        assert zh in finding.remedy.zh
        assert en in finding.remedy.en
        assert "“人”" in finding.message.zh
        assert words in finding.message.zh


def test_there_are_enough_faults_of_every_category(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter(fault.category for fault in FAULTS)
    with capsys.disabled():
        listed = ", ".join(f"{category} {count}" for category, count in counts.most_common())
        print(f"\nseeded faults: {counts.total()} ({listed})")  # noqa: T201 # told on success too
    assert len({(fault.category, fault.words) for fault in FAULTS}) == len(FAULTS) >= 80
    assert min(counts[category] for category in MUST) >= 3
    assert counts["units"] >= 6
