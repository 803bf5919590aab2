"""The bad inputs of ``../shared/badinputs``: each is read, told of or refused as its line says.

Run in one process a file would hide a crash of GDAL, so the public entry runs in forked workers
with limits of time and memory. The table below says in our words what `SOURCES.md` says of a file.
"""

import multiprocessing
import re
import resource
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.api import Atlas
from geomap.checks import Checked
from geomap.errors import DataError
from geomap.inspection import Report, inspect
from geomap.sources import read_table

SECONDS, MEMORY = 10, 1 << 30
SHAPEFILE_PARTS = {".cpg", ".shx", ".prj"}

# R: refused, the words of the refusal; otherwise the codes of all findings, "" for none.
REFUSED = {
    "cn/mixed_encoding_rows.csv": r":3: byte 23 is not UTF-8",
    "csv/fl_duplicate-headers.csv": r":1: column name 'id' is repeated",
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
    "shp/big5.cpg": "part of a Shapefile",
    "shp/big5.shx": "part of a Shapefile",
    "shp/corrupt_too_long.shp": "the file is damaged",
    "shp/corrupt_too_long.shx": "part of a Shapefile",
    "shp/gauss_kruger.prj": "part of a Shapefile",
    "shp/latin1.dbf": r"byte 9 is not UTF-8.*add a \.cpg",
    "shp/latin1.shp": r"byte 9 is not UTF-8.*add a \.cpg",
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
    "gpkg/nulls.gpkg": "F013",
    "shp/big5.dbf": "",
    "shp/big5.shp": "F014",
    "shp/corrupt_too_long.dbf": "",
    "shp/gauss_kruger.shp": "F013",
    "shp/gbk.dbf": "F001",
    "wkt/jts_TestValid.tsv": "",
    "wkt/jts_TestValid2.tsv": "",
    "xlsx/codes_as_float.xlsx": "",
    "xlsx/fl_cast-int-to-string-issue-1251.xlsx": "F017",
    "xlsx/fl_merged-cells.xlsx": "F003 F006",
    "xlsx/fl_multiline-headers.xlsx": "F006 F016",
    "xlsx/fl_number-format-multicode.xlsx": "",
    "xlsx/fl_skip-rows.xlsx": "F005 F006 F017",
    "xml/description_html.kml": "",
    "xml/gdal_kml_space_coordinates.kml": "F009",
}
# Refused without PyArrow, which is an extra; read with it.
OPTIONAL = {"parquet/geoparquet_v0.1.0.parquet": "needs PyArrow"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: a report, a refusal, or an exception that must not get out."""

    report: Report | None = None
    refusal: str = ""
    fault: str = ""
    megabytes: float = 0.0


def look(path: Path, atlas: Checked) -> Outcome:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        report = inspect(path, None, atlas)
    except DataError as error:
        return Outcome(refusal=error.message.en)
    except Exception as error:  # noqa: BLE001 # this is what must not happen
        return Outcome(fault=repr(error))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Outcome(report, megabytes=peak)


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "badinputs"


@pytest.fixture(scope="module")
def outcomes(folder: Path, shipped: Atlas) -> dict[str, Outcome]:
    """What came of each file, each in a worker of its own that is killed when it takes too long."""
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "SOURCES.md"]
    found = {}
    with multiprocessing.get_context("fork").Pool(4, maxtasksperchild=1) as pool:
        waiting = {p: pool.apply_async(look, (p, shipped.checked)) for p in paths}
        for path, result in waiting.items():
            try:
                outcome = result.get(SECONDS * 3)
            except multiprocessing.TimeoutError:
                outcome = Outcome(fault="crashed or took too long")
            found[path.relative_to(folder).as_posix()] = outcome
    return found


def test_the_table_names_every_file(folder: Path, outcomes: dict[str, Outcome]) -> None:
    text = (folder / "SOURCES.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\w+/\S+) \|[^|]*\| \d+ \|", text, re.MULTILINE)
    assert len(listed) == 95
    assert set(outcomes) == set(listed) == {*REFUSED, *READ, *OPTIONAL}


def test_every_file_behaves_as_its_line_says(outcomes: dict[str, Outcome]) -> None:
    wrong = {}
    for name, outcome in outcomes.items():
        if outcome.fault or outcome.megabytes * 1024 * 1024 > MEMORY:
            wrong[name] = outcome.fault or "memory"
        elif name in OPTIONAL and outcome.refusal:
            wrong |= {} if OPTIONAL[name] in outcome.refusal else {name: outcome.refusal}
        elif name in REFUSED:
            wrong |= {} if re.search(REFUSED[name], outcome.refusal) else {name: outcome.refusal}
        elif outcome.report is None:
            wrong[name] = outcome.refusal
        elif name in READ:
            codes = " ".join(sorted({f.code.removeprefix("GM-") for f in outcome.report.findings}))
            wrong |= {} if codes == READ[name] else {name: codes}
    tried = Counter("refused" if o.refusal else "read" for o in outcomes.values())
    assert wrong == {}, f"tried {tried.total()}, failed {len(wrong)}: {wrong}"


def test_each_refusal_is_one_line_with_file_and_remedy(outcomes: dict[str, Outcome]) -> None:
    for name, outcome in outcomes.items():
        if outcome.refusal:
            assert "\n" not in outcome.refusal
            assert Path(name).name in outcome.refusal
            assert "; " in outcome.refusal


def cells(path: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(path).rows]


def test_what_is_read_is_what_stands_there(folder: Path, outcomes: dict[str, Outcome]) -> None:
    assert cells(folder / "cn/big5_trad.csv")[0]["名稱"] == "綦江區"
    assert cells(folder / "shp/gbk.dbf")[0]["NAME"] == "简体国语"
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
    nulls = outcomes["gpkg/nulls.gpkg"].report
    assert nulls is not None
    assert nulls.geometry == {"Point": 4}
    kruger = outcomes["shp/gauss_kruger.shp"].report
    assert kruger is not None
    assert kruger.crs == "EPSG:2435"


@pytest.mark.parametrize(
    ("name", "rows", "matched"),
    [("unmatched_half", 4, 1), ("name_variants", 9, 4), ("old_codes", 9, 6), ("fullwidth", 2, 2)],
)
def test_rows_match_or_are_told(
    outcomes: dict[str, Outcome], name: str, rows: int, matched: int
) -> None:
    report = outcomes[f"cn/{name}.csv"].report
    assert report is not None
    assert (report.rows, report.matched) == (rows, matched)
    told = {finding.place.row for finding in report.findings if finding.level == "error"}
    assert len(told) == rows - matched


@pytest.mark.parametrize("name", ["jts_TestValid.tsv", "jts_TestValid2.tsv"])
def test_validity_agrees_with_jts(folder: Path, name: str) -> None:
    rows = cells(folder / "wkt" / name)
    assert rows
    with np.errstate(invalid="ignore"):  # some of them have NaN for a coordinate
        shapes = shapely.from_wkt([row["wkt"] for row in rows])
    assert list(shapely.is_valid(shapes)) == [row["expected"] == "true" for row in rows]
