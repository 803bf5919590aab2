"""The bad inputs of ``../shared/badinputs``: each is read, told of or refused as its line says.

Each is given to `geomap inspect` in a process of its own, whose time and memory are measured; a
crash of GDAL or PyArrow would show as a signal. The tables below say in our words what
`SOURCES.md` says of a file.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from support.paths import ROOT, TESTS

from geomap.sources.crs import to_wgs84
from geomap.sources.layers import read_layer
from geomap.sources.readers import read_table

SECONDS, MEGABYTES = 10, 1024
WORKERS = 2
PATIENCE = 600  # seconds

# R: refused, the words of the refusal; otherwise the codes of all findings, "" for none.
REFUSED = {
    "cn/mixed_encoding_rows.csv": r":3: byte 23 is not UTF-8",
    "csv/fl_empty.csv": "the file is empty",
    "csv/fl_structure-errors.csv": r":5: 6 cells, but the header has 3 columns",
    "gdal/crs_link_loopback.geojson": "crs is not a name",
    "gdal/vrt_named.geojson": "the content is not JSON",
    "gdal/vrt_named.shp": "the content is not Shapefile",
    "gdal/vrt_to_loopback.geojson": "the content is not JSON",
    "geojson/bad-duplicate-properties.geojson": ":1: the feature has no properties",
    "geojson/bad-json.geojson": r"not valid JSON .*line 3 column 5",
    "geojson/badcoordtype.geojson": r":1: the geometry is no polygon",
    "geojson/bbox-contains-string.geojson": ":1: bbox is not 4 or 6 numbers",
    "geojson/bbox-string.geojson": ":1: bbox is not 4 or 6 numbers",
    "geojson/expected_object.geojson": ":1: the feature has no properties",
    "geojson/featurecollection-obj.geojson": "not a FeatureCollection with features",
    "geojson/featurecollection-type-case.geojson": "not a FeatureCollection with features",
    "geojson/featurecollection_changed_semantics.geojson": ":coordinates: a FeatureCollection has",
    "gpkg/corrupt_page1.gpkg": "the file is damaged",
    "gpkg/truncated_half.gpkg": "the file is damaged",
    "gpkg/zero_bytes.gpkg": "the file is empty",
    "json/i_string_UTF-16LE_with_BOM.json": "not a FeatureCollection",
    "json/i_string_UTF-8_invalid_sequence.json": r":1: byte 7 is not UTF-8",
    "json/i_string_lone_second_surrogate.json": "not a FeatureCollection",
    "json/i_structure_UTF-8_BOM_empty_object.json": "not a FeatureCollection",
    "json/n_number_NaN.json": r"not valid JSON \(NaN\)",
    "json/n_object_trailing_comma.json": "not valid JSON .*line 1 column",
    "json/n_string_unescaped_ctrl_char.json": "not valid JSON .*line 1 column 4",
    "json/n_structure_100000_opening_arrays.json": "not valid JSON .*recursion",
    "json/transform_number_9223372036854775808.json": "not a FeatureCollection",
    "json/transform_string_1_invalid_codepoint.json": r":1: byte 2 is not UTF-8",
    "json/y_object_duplicated_key.json": "not a FeatureCollection",
    "json/y_string_u+2028_line_sep.json": "not a FeatureCollection",
    "parquet/no_footer.parquet": "the file is damaged",
    "shp/corrupt_too_long.shp": "the file is damaged",
    "shp/corrupt_too_long.shx": r"too_long\.shp: the file is damaged",
    "xlsx/far_cell_XFD1048576.xlsx": "the sheet is too large",
    "xlsx/xxe_file.xlsx": "the XML has entities or a DTD",
    "xlsx/zip_bomb_30MB.xlsx": "the archive unpacks to too much",
    "xml/billion_laughs.kml": "the XML has entities or a DTD",
    "xml/xxe.kml": "the XML has entities or a DTD",
    "xss/blns.json": "not a FeatureCollection",
    "xss/dompurify_expect.mjs": r"unknown format '\.mjs'",
    "xss/payloadbox_500.txt": r":478: 3 cells, but the header has 1",
    "zip/bomb_50MB.zip": "the archive unpacks to too much",
    "zip/empty_zipfile.zip": "not one dataset in it",
    "zip/shp_without_shx_dbf.zip": r"\.shx and \.dbf missing",
    "zip/traversal.zip": r"'\.\./\.\./evil\.geojson' leads out of the archive",
    "zip/two_datasets.zip": r"has: a\.geojson, b\.geojson",
}
READ = {
    "cn/big5_trad.csv": "F001",
    "cn/chongqing_code_history.csv": "T010",
    "cn/fullwidth.csv": "",
    "cn/name_variants.csv": "T011",
    "cn/old_codes.csv": "T006 T007 T010",
    "cn/pua_and_control.csv": "F004 T006 T011",
    "cn/thousands_percent.csv": "F017",
    "cn/unmatched_half.csv": "T001 T006",
    "cn/utf16le.csv": "",
    "csv/fl_blank-rows-multiple.csv": "F002",
    "csv/fl_bom.csv": "",
    "csv/fl_duplicate-headers.csv": "F022",
    "csv/fl_issue-1009-semicolon.csv": "",
    "csv/fl_without-rows.csv": "F003",
    "csv/gdal_header_with_line_break.csv": "",
    "csv/gdal_inf_nan.csv": "F017",
    "csv/spectrum_comma_in_quotes.csv": "",
    "csv/spectrum_empty_crlf.csv": "",
    "csv/spectrum_escaped_quotes.csv": "F017",
    "csv/spectrum_quotes_and_newlines.csv": "F017",
    "fgb/mapshaper_empty.fgb": "F003",
    "geojson/bad-polygon-interiorring-rhr.geojson": "F012 F013",
    "geojson/excessive_precision_truncated.geojson": "F013",
    "geojson/gdal_feature_with_type_Topology_property.json": "F009",
    "geojson/gdal_ids_0_1_null_1_null.json": "F009 F010",
    "gpkg/mapshaper_null_crs_gdal.gpkg": "F014",
    "gpkg/nulls.gpkg": "F013 P013",
    "parquet/geoparquet_v0.1.0.parquet": "F013 P013",
    "shp/big5.cpg": "F014",
    "shp/big5.dbf": "",
    "shp/big5.shp": "F014",
    "shp/big5.shx": "F014",
    "shp/corrupt_too_long.dbf": "",
    "shp/gauss_kruger.prj": "F013 F018",
    "shp/gauss_kruger.shp": "F013 F018",
    "shp/gbk.dbf": "F001",
    "shp/latin1.dbf": "F001",
    "shp/latin1.shp": "F001 F014",
    "wkt/jts_TestValid.tsv": "",
    "wkt/jts_TestValid2.tsv": "",
    "xlsx/codes_as_float.xlsx": "",
    "xlsx/fl_cast-int-to-string-issue-1251.xlsx": "F017",
    "xlsx/fl_merged-cells.xlsx": "F003 F006",
    "xlsx/fl_multiline-headers.xlsx": "F006",
    "xlsx/fl_number-format-multicode.xlsx": "",
    "xlsx/fl_skip-rows.xlsx": "F005 F006 F017",
    "xml/description_html.kml": "",
    "xml/gdal_kml_space_coordinates.kml": "F009",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: a report or a refusal, and what it took."""

    code: int
    report: dict[str, Any]
    stderr: str
    seconds: float
    megabytes: float

    @property
    def told(self) -> str:
        """The codes of all findings."""
        codes = {found["code"].removeprefix("GM-") for found in self.report.get("findings", ())}
        return " ".join(sorted(codes))


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "badinputs"


@pytest.fixture(scope="module")
def outcomes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What came of each file; found out once, however many processes run the tests."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        found = answers(folder)
    else:
        found = shared(tmp_path_factory.getbasetemp().parent / "outcomes.json", folder)
    return {Path(one["file"]).relative_to(folder).as_posix(): outcome(one) for one in found}


def shared(path: Path, folder: Path) -> list[dict[str, Any]]:
    """The answers of the process that came first; the others wait for its file."""
    try:
        os.close(os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not path.exists():
            assert time.monotonic() < until, "the other process does not answer"
            time.sleep(0.5)
    else:
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(answers(folder)), encoding="utf-8")
        fresh.replace(path)
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return told


def answers(folder: Path) -> list[dict[str, Any]]:
    """What the command says of each file, in processes side by side."""
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "SOURCES.md"]
    command = [sys.executable, str(TESTS / "support" / "alone.py"), str(ROOT)]
    shares = [[str(path) for path in paths[i::WORKERS]] for i in range(WORKERS)]
    running = [
        subprocess.Popen([*command, *share], stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 # our own script
        for share in shares
    ]
    lines = [line for process in running for line in process.communicate()[0].splitlines()]
    return [json.loads(line) for line in lines]


def outcome(answer: dict[str, Any]) -> Outcome:
    report = json.loads(answer["stdout"]) if answer["stdout"] else {}
    took = answer["seconds"], answer["megabytes"]
    return Outcome(answer["code"], report, answer["stderr"], *took)


def test_the_table_names_every_file(folder: Path, outcomes: dict[str, Outcome]) -> None:
    text = (folder / "SOURCES.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\w+/\S+) \|[^|]*\| \d+ \|", text, re.MULTILINE)
    assert len(listed) == 95
    assert set(outcomes) == set(listed) == {*REFUSED, *READ}


def test_every_file_behaves_as_its_line_says(
    outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {name: fault for name, one in outcomes.items() if (fault := fault_of(name, one))}
    ends = Counter(
        {0: "read", 1: "read, with errors", 2: "refused"}[o.code] for o in outcomes.values()
    )
    slowest = max(outcomes.values(), key=lambda one: one.seconds)
    largest = max(outcomes.values(), key=lambda one: one.megabytes)
    with capsys.disabled():
        print(  # noqa: T201 # told on success too
            f"\nbad inputs: tried {len(outcomes)}, failed {len(wrong)} {dict(ends)};"
            f" at most {slowest.seconds:.1f} s and {largest.megabytes:.0f} MB"
        )
    assert wrong == {}


def fault_of(name: str, one: Outcome) -> str:
    """What is not as it should be; empty if nothing."""
    if one.seconds > SECONDS or one.megabytes > MEGABYTES:
        return f"took {one.seconds:.1f} s and {one.megabytes:.0f} MB"
    if name in REFUSED:
        refused = one.code == 2 and not one.report and re.search(REFUSED[name], one.stderr)
        return "" if refused else f"{one.code}: {one.stderr or one.told}"
    errors = any(found["level"] == "error" for found in one.report.get("findings", ()))
    read = one.code == int(errors) and not one.stderr and one.told == READ[name]
    return "" if read else f"{one.code}: {one.stderr or one.told}"


def test_each_refusal_is_one_line_with_file_and_remedy(outcomes: dict[str, Outcome]) -> None:
    for name in REFUSED:
        lines = outcomes[name].stderr.splitlines()
        assert len(lines) == 1, name
        assert Path(name).stem in lines[0]
        assert "; " in lines[0]


def cells(path: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(path).rows]


def test_what_is_read_is_what_stands_there(folder: Path, outcomes: dict[str, Outcome]) -> None:
    assert cells(folder / "cn/big5_trad.csv")[0]["名稱"] == "綦江區"
    assert cells(folder / "shp/gbk.dbf")[0]["NAME"] == "简体国语"
    assert cells(folder / "shp/latin1.dbf")[0]["Name"] == "Ñandú"
    assert read_layer(folder / "shp/latin1.shp").frame["Name"][0] == "Ñandú"
    assert "\ufffd" not in cells(folder / "shp/big5.dbf")[0]["NAME"]
    assert cells(folder / "csv/spectrum_comma_in_quotes.csv")[0] == {
        "first": "John",
        "last": "Doe",
        "address": "120 any st.",
        "city": "Anytown, WW",
        "zip": "08123",
    }
    assert cells(folder / "csv/fl_issue-1009-semicolon.csv")[0]["fieldNameA"] == "0123"
    codes = [next(iter(row.values())) for row in cells(folder / "xlsx/codes_as_float.xlsx")]
    assert codes == ["500110", "500111"]
    assert outcomes["gpkg/nulls.gpkg"].report["geometry"] == {"Point": 4}


@pytest.mark.parametrize("suffix", [".shp", ".prj"])
def test_a_gauss_kruger_crs_in_esri_words_is_known_and_undone(folder: Path, suffix: str) -> None:
    layer = read_layer(folder / f"shp/gauss_kruger{suffix}")
    assert layer.crs is not None
    assert layer.crs.to_string() == "EPSG:2435"  # Beijing 1954, 3 degrees about 114° E
    there = to_wgs84(layer).geometry[0]
    # 79 m west of the zone's origin, which lies 500 km west of its meridian, on the equator.
    assert there.distance(shapely.Point(109.512, 0)) < 0.002


@pytest.mark.parametrize(
    ("name", "rows", "matched"),
    [("unmatched_half", 4, 1), ("name_variants", 9, 4), ("old_codes", 9, 6), ("fullwidth", 2, 2)],
)
def test_rows_match_or_are_told(
    outcomes: dict[str, Outcome], name: str, rows: int, matched: int
) -> None:
    report = outcomes[f"cn/{name}.csv"].report
    assert (report["rows"], report["matched"]) == (rows, matched)
    told = {found["row"] for found in report["findings"] if found["level"] == "error"}
    assert len(told) == rows - matched


@pytest.mark.parametrize("name", ["jts_TestValid.tsv", "jts_TestValid2.tsv"])
def test_validity_agrees_with_jts(folder: Path, name: str) -> None:
    rows = cells(folder / "wkt" / name)
    assert rows
    with np.errstate(invalid="ignore"):  # some of them have NaN for a coordinate
        shapes = shapely.from_wkt([row["wkt"] for row in rows])
    assert list(shapely.is_valid(shapes)) == [row["expected"] == "true" for row in rows]
