"""Every finding, with its place and both languages; no row lost between values and findings."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry
from support import tiny
from support.specs import cell

from geomap.checks.check import check
from geomap.model import Fill, Finding, Level, Theme
from geomap.tables.values import is_no_value

Change = Mapping[str, str]
NO_TABLES: tiny.Tables = MappingProxyType({})


def found(
    tables: tiny.Tables = NO_TABLES,
    districts: gpd.GeoDataFrame | None = None,
    themes: Sequence[Theme] = (),
) -> tuple[Finding, ...]:
    """What is found when the tables not named are empty."""
    empty = {table: list[Change]() for table in tiny.ROWS}
    return check(tiny.inputs({**empty, **tables}, districts), tiny.config(*themes)).findings


def test_the_tiny_atlas_has_nothing_to_tell() -> None:
    assert tiny.checked().findings == ()


# --- One wrong cell, one finding

SCHEME = {"certainty": "schematic", "lon": "", "lat": ""}
CELLS: list[tuple[str, Change, str, str]] = [
    ("indicators", {"adcode": ""}, "GM-T001", "adcode"),
    ("indicators", {"adcode": "甲"}, "", ""),
    ("indicators", {"adcode": "戊区"}, "GM-T006", "adcode"),
    ("indicators", {"adcode": "500199"}, "GM-T006", "adcode"),
    ("indicators", {"name": "乙区"}, "GM-I001", "name"),
    ("indicators", {"indicator": "cats"}, "GM-T004", "indicator"),
    ("indicators", {"year": "2020.5"}, "GM-T003", "year"),
    ("indicators", {"year": ""}, "GM-T001", "year"),
    ("indicators", {"value": ""}, "GM-T001", "value"),
    ("indicators", {"value": "1,564,449"}, "", ""),
    ("indicators", {"value": "156.4449万"}, "", ""),
    ("indicators", {"value": "1,564,44"}, "GM-T002", "value"),
    ("indicators", {"value": "1_564_449"}, "GM-T002", "value"),
    ("indicators", {"value": "68.92%"}, "GM-T002", "value"),
    ("indicators", {"value": "nan"}, "GM-T002", "value"),
    ("indicators", {"value": "1e999"}, "GM-T002", "value"),
    ("indicators", {"source": "hearsay"}, "GM-T004", "source"),
    ("measures", {"chapter": "3"}, "GM-M001", "chapter"),
    ("measures", {"chapter": ""}, "GM-M001", "chapter"),
    ("measures", {"article": "那条"}, "GM-T003", "article"),
    ("measures", {"title": ""}, "GM-T001", "title"),
    ("measures", {"scope": ""}, "GM-T001", "scope"),
    ("measures", {"scope": "甲区;戊县"}, "GM-T006", "scope"),
    ("measures", {"target": "70", "target_indicator": "rate"}, "GM-T001", "unit"),
    ("measures", {"target_indicator": "rate", "unit": "%"}, "GM-T001", "target"),
    ("measures", {"target": "七成", "unit": "%", "target_indicator": "rate"}, "GM-T002", "target"),
    ("projects", {"id": "a b"}, "GM-P007", "id"),
    ("projects", {"id": "Big Bridge"}, "GM-P007", "id"),
    ("projects", {"name": ""}, "GM-T001", "name"),
    ("projects", {"kind": "castle"}, "GM-T004", "kind"),
    ("projects", {"article": "15;其他"}, "GM-T003", "article"),
    ("projects", {"districts": "甲区、己县"}, "GM-T006", "districts"),
    ("projects", {"certainty": "sure"}, "GM-T004", "certainty"),
    ("projects", {"certainty": "none"}, "GM-P001", "certainty"),
    ("projects", {"lon": "east"}, "GM-T002", "lon"),
    ("projects", {"lat": ""}, "GM-T001", "lat"),
    ("projects", {**SCHEME, "route": "106.1 29.1"}, "GM-P002", "route"),
    ("projects", {**SCHEME, "route": "106.1, 29.1"}, "GM-P002", "route"),
    ("projects", {**SCHEME, "route": ""}, "GM-T001", "route"),
    ("projects", {"datum": "unknown", "uncertainty_m": "599"}, "GM-P003", "uncertainty_m"),
    ("projects", {"uncertainty_m": ""}, "GM-P004", "uncertainty_m"),
    ("projects", {"uncertainty_m": "-5"}, "GM-P004", "uncertainty_m"),
    ("projects", {"uncertainty_m": "far"}, "GM-T002", "uncertainty_m"),
    ("projects", {"datum": "mars"}, "GM-P005", "datum"),
    ("projects", {"datum": ""}, "GM-T001", "datum"),
    ("projects", {"lon": "206.25"}, "GM-P005", "lon"),
    ("projects", {"lon": "29.25", "lat": "106.25"}, "GM-P005", "lon"),
    ("projects", {"lon": "2.35", "lat": "48.86"}, "GM-P006", "lon"),
    ("projects", {"lon": "40.1", "lat": "80.2"}, "GM-P006", "lon"),
    (
        "projects",
        {"certainty": "schematic", "lon": "", "lat": "", "route": "106 29, 6 29"},
        "GM-P006",
        "route",
    ),
    (
        "projects",
        {"certainty": "whole-unit", "districts": "", **tiny.NOWHERE},
        "GM-P009",
        "districts",
    ),
    ("projects", {"lon": "106.95"}, "GM-P010", "lon"),
    ("sites", {"network": "tavern"}, "GM-T004", "network"),
    ("sites", {"lon": "2.35", "lat": "48.86"}, "GM-P006", "lon"),
]


@pytest.mark.parametrize(("table", "change", "code", "column"), CELLS)
def test_one_wrong_cell_makes_one_finding_with_its_place(
    table: str, change: Change, code: str, column: str
) -> None:
    findings = found({table: [change]})
    expected = [(code, f"data/{table}.csv:2:{column}")] if code else []
    assert [(f.code, str(f.location)) for f in findings] == expected
    for finding in findings:
        speaks_both_languages(finding)


def speaks_both_languages(finding: Finding) -> None:
    for words in (finding.message, finding.remedy):
        assert re.search(r"[\u4e00-\u9fff]", words.zh), words
        assert re.search(r"[a-z]{3}", words.en), words
    for lang in ("zh", "en"):
        assert finding.line(lang).startswith(str(finding.location))
        assert f"[{finding.code}]" in finding.line(lang)


def test_only_the_distance_to_its_district_is_a_warning() -> None:
    assert [f.level for f in found({"projects": [{"lon": "106.95"}]})] == [Level.WARNING]


def test_swapped_coordinates_are_told_as_such() -> None:
    for change in ({"lon": "29.25", "lat": "106.25"}, {"lon": "40.1", "lat": "80.2"}):
        (finding,) = found({"projects": [change]})
        assert "swapped" in finding.message.en + finding.remedy.en
        assert "颠倒" in finding.message.zh + finding.remedy.zh


@pytest.mark.parametrize(
    ("table", "code", "column"),
    [
        ("indicators", "GM-I002", None),
        ("projects", "GM-P008", "id"),
        ("sites", "GM-P008", "id"),
    ],
)
def test_a_repeated_row_names_the_first(table: str, code: str, column: str | None) -> None:
    (finding,) = found({table: [{}, {"value": "7"}]})
    assert (finding.code, finding.location.row, finding.location.column) == (code, 3, column)
    assert "2" in finding.message.zh
    assert "row 2" in finding.message.en
    speaks_both_languages(finding)


@pytest.mark.parametrize("table", tiny.ROWS)
def test_a_missing_column_is_told_once(table: str) -> None:
    inputs = tiny.inputs()
    column = tiny.ROWS[table].keys() & {"value", "scope", "certainty"}
    (full,) = inputs.tables[table]
    cut = type(full)(full.file, tuple(c for c in full.columns if c not in column), full.rows)
    tables = {**inputs.tables, table: (cut,)}
    checked = check(type(inputs)(inputs.districts, "d", tables), tiny.config())
    assert [(f.code, str(f.location)) for f in checked.findings] == [
        ("GM-T005", f"data/{table}.csv:1:{column.pop()}")
    ]
    speaks_both_languages(checked.findings[0])


# --- Boundaries

BOW_TIE = shapely.Polygon([(106, 29), (106.5, 29.5), (106.5, 29), (106, 29.5)])


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"adcode": "50010"}, "GM-D002", "3:adcode"),
        ({"adcode": "500101"}, "GM-D003", "3:adcode"),
        ({"region": "北片"}, "GM-D004", "3:region"),
        ({"name": ""}, "GM-D008", "3:name"),
        ({"geometry": shapely.box(10, 50, 11, 51)}, "GM-D005", "3"),
        ({"geometry": shapely.Polygon()}, "GM-D005", "3"),
        ({"geometry": BOW_TIE}, "GM-D006", "3"),
    ],
)
def test_a_wrong_district_is_told_with_its_feature(
    change: Mapping[str, str | BaseGeometry], code: str, place: str
) -> None:
    (finding,) = found(districts=tiny.boundaries({3: change}))
    assert (finding.code, str(finding.location)) == (code, f"data/districts.geojson:{place}")
    assert finding.level is Level.ERROR
    speaks_both_languages(finding)


def test_a_property_that_no_district_has_is_told() -> None:
    finding, *_ = found(districts=tiny.boundaries().drop(columns="name"))
    assert (finding.code, finding.location.column) == ("GM-D001", "name")
    assert "there are: adcode, short_name, region, province" in finding.remedy.en
    speaks_both_languages(finding)


def test_a_home_that_no_district_belongs_to_is_told_with_those_there_are() -> None:
    (finding,) = found(districts=tiny.boundaries().drop(columns="province"))
    assert (finding.code, finding.location.column) == ("GM-A002", "home")
    (finding,) = found(districts=tiny.boundaries({n: {"province": "重庆"} for n in range(1, 5)}))
    assert finding.remedy.zh.endswith("重庆")
    speaks_both_languages(finding)


def test_a_slit_between_districts_is_a_warning_that_names_them_and_its_place() -> None:
    apart = shapely.box(106.0, 29.5, 106.499995, 30.0)
    (finding,) = found(districts=tiny.boundaries({3: {"geometry": apart}}))
    assert (finding.code, finding.level) == ("GM-D007", Level.WARNING)
    assert "丙县" in finding.message.zh
    assert "at 106.499995, 29.5" in finding.message.en
    speaks_both_languages(finding)


def test_an_overlap_is_told_with_area_place_and_neighbours() -> None:
    wide = shapely.box(106.0, 29.5, 106.6, 30.0)
    (finding,) = found(districts=tiny.boundaries({3: {"geometry": wide}}))
    assert finding.message.en == (
        "an overlap of 536.100 km² between 丙县, 丁县 at 106.550000, 29.750000"
    )
    speaks_both_languages(finding)


LOOP = [(106, 29.75), (105.9999, 29.7499), (105.9999, 29.75), (106, 29.7499)]


def test_a_small_fault_of_a_ring_is_repaired_and_told() -> None:
    ring = shapely.Polygon([(106, 29.5), (106.5, 29.5), (106.5, 30), (106, 30), *LOOP])
    checked = check(tiny.inputs(districts=tiny.boundaries({3: {"geometry": ring}})), tiny.config())
    (finding,) = checked.findings
    assert (finding.code, finding.level) == ("GM-D009", Level.WARNING)
    assert "at 105.999950, 29.749950" in finding.message.en
    assert "(+53.6 m²)" in finding.remedy.en
    assert checked.districts.geometry.is_valid.all()
    assert len(checked.districts) == 4
    speaks_both_languages(finding)


def test_sound_districts_are_kept_by_code_with_names_filled_in() -> None:
    districts = tiny.checked().districts
    assert list(districts.index) == sorted(tiny.NAMES)
    assert list(districts["name_en"]) == list(tiny.NAMES.values())
    assert districts.geometry.loc["500104"].equals(cell(1, 1))


def test_boundaries_without_one_sound_district_are_only_told() -> None:
    away = {"geometry": shapely.box(1010, 50, 1011, 51)}
    districts = tiny.boundaries(dict.fromkeys(range(1, 5), away))
    checked = check(tiny.inputs(districts=districts), tiny.config())
    assert len(checked.districts) == 0
    assert {f.code for f in checked.errors} == {"GM-D005", "GM-T006"}


# --- Themes


def test_a_theme_without_its_numbers_is_told_with_the_years_there_are() -> None:
    theme = tiny.theme(Fill("indicator", indicator="people", year=1999))
    (finding,) = found({"indicators": [{}]}, themes=[theme])
    assert (finding.code, finding.location) == ("GM-A001", theme.location)
    assert "2020" in finding.remedy.zh
    assert "2020" in finding.remedy.en
    speaks_both_languages(finding)


# --- The law of rows

CONTENTS = ["", "x", "-1", "甲区", "1;x", "nan", "1_0"]
ROWS = {
    table: st.lists(
        st.dictionaries(st.sampled_from(sorted(row)), st.sampled_from(CONTENTS), max_size=2),
        max_size=4,
    )
    for table, row in tiny.ROWS.items()
}


@given(st.fixed_dictionaries(ROWS))
@settings(max_examples=100, deadline=None)
@pytest.mark.slow
def test_every_row_is_a_value_or_no_value_or_has_an_error(
    tables: dict[str, list[Change]],
) -> None:
    differing = {
        table: [{"id": f"n{i}", "year": f"{2000 + i}", **row} for i, row in enumerate(rows)]
        for table, rows in tables.items()
    }
    checked = check(tiny.inputs(differing), tiny.config())
    for table, rows in tables.items():
        values = {"indicators": "observations"}.get(table, table)
        good = [value.location.row for value in getattr(checked, values)]
        bad = {f.location.row for f in checked.errors if f.location.file == f"data/{table}.csv"}
        silent = {
            number
            for number, row in enumerate(rows, 2)
            if table == "indicators" and is_no_value(row.get("value") or "-")
        }
        assert len({*good, *bad}) == len(good) + len(bad)
        assert {*range(2, 2 + len(rows))} - {*good, *bad} <= silent
