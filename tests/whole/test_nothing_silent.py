"""What was once wrong without a word, each named after its fault: told now, in both languages."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result
from support import tiny
from support.paths import ROOT

import geomap
from geomap.api.atlas import Atlas
from geomap.checks.check import check
from geomap.cli.main import main
from geomap.errors import DataError
from geomap.model import Finding, Indicator
from geomap.model.tables import Row, Table
from geomap.text import Text


def run(*words: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, *map(str, words)])


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


# --- 1: a layer that declares its datum


def declared(tmp_path: Path, said: str) -> Path:
    """The shipped districts in GCJ-02, saying that they are in ``said``."""
    path = tmp_path / f"{said}.geojson"
    run(
        "convert",
        ROOT / "data/boundaries/districts.geojson",
        path,
        "--from",
        "wgs84",
        "--to",
        "gcj02",
    )
    layer = json.loads(path.read_text(encoding="utf-8"))
    layer["geomap"] = {"datum": said}
    path.write_text(json.dumps(layer), encoding="utf-8")
    return path


@pytest.mark.slow
def test_1_a_declared_datum_is_told_and_not_undone(shipped: Atlas, tmp_path: Path) -> None:
    report = geomap.inspect(declared(tmp_path, "GCJ-02"), atlas=shipped)
    assert report.datum is not None
    assert (report.declared, report.datum.datum) == ("GCJ-02", "GCJ-02")
    assert "declared datum: GCJ-02" in report.lines("en")
    west = shapely.total_bounds(shipped.checked.districts.geometry.to_numpy())[0]
    assert report.extent is not None
    assert report.extent[0] - west > 0.003  # the degrees of the file, half a kilometre east
    assert "GM-F023" not in codes(report.findings)


@pytest.mark.slow
def test_1_a_wrong_declaration_is_told(shipped: Atlas, tmp_path: Path) -> None:
    report = geomap.inspect(declared(tmp_path, "WGS84"), atlas=shipped)
    (finding,) = [f for f in report.findings if f.code == "GM-F023"]
    assert finding.message.en == "the file declares WGS84, but its positions fit GCJ-02"
    assert finding.message.zh == "文件注明为 WGS84，位置却像 GCJ-02"


# --- 2: codes and their rows


def rows_of(tmp_path: Path, *rows: str) -> list[Finding]:
    """What `check` says of rows added to the shipped indicators."""
    table = tmp_path / "t.csv"
    head = "adcode,name,indicator,year,value,unit,source"
    table.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    atlas = geomap.open(ROOT)
    from geomap.sources import readers  # noqa: PLC0415 # only here

    inputs = readers.read_inputs(atlas.config)
    tables = {**inputs.tables, "indicators": (readers.read_table(table),)}
    found = check(replace(inputs, tables=tables), atlas.config).findings
    return [f for f in found if f.location.file == table.as_posix()]


@pytest.mark.slow
def test_2_a_reused_code_with_the_rows_own_year_is_told_as_match_tells_it(tmp_path: Path) -> None:
    (finding,) = rows_of(tmp_path, "500110,万盛区,resident_population,2010,255800,,census2020")
    assert finding.code == "GM-T010"
    assert "万盛区" in finding.message.zh
    (plain,) = rows_of(tmp_path, "500110,,resident_population,2010,255800,,census2020")
    assert plain.code == "GM-T010"


@pytest.mark.slow
def test_2_a_name_that_says_which_settles_it(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "500110,綦江区,resident_population,2010,801000,,census2020") == []


def test_2_present_codes_are_not_ambiguous_because_other_rows_are_old(
    shipped: Atlas, tmp_path: Path
) -> None:
    districts = shipped.checked.districts
    named = [f"{code},{name},1" for code, name in districts["name"].items()]
    old = "500222,綦江县,1"  # a code that was given up
    path = tmp_path / "t.csv"
    for rows in ([*named, old], [old, *named]):
        path.write_text("\n".join(["code,name,v", *rows]) + "\n", encoding="utf-8")
        result = geomap.match(geomap.read_table(path), shipped, "code")
        assert "GM-T007" not in codes(result.findings)
        assert len(result.matched) >= 43  # 綦江区 has two rows now: its own and the county's


# --- 3: ranges and parts


def observed(**values: str) -> list[Finding]:
    """Findings on the first district's numbers, in the tiny atlas."""
    rows = [
        {"adcode": "500101", "indicator": key, "value": value, "unit": ""}
        for key, value in values.items()
    ]
    return list(check(tiny.inputs({"indicators": rows}), tiny.config()).findings)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rate": "171.2"}, "171.2 is outside the range of Rate (0 to 100)"),
        ({"rate": "-5"}, "-5 is outside the range of Rate (0 to 100)"),
        ({"people": "-3"}, "-3 is outside the range of People (0 to …)"),
    ],
)
def test_3_values_that_cannot_be_are_told(values: dict[str, str], told: str) -> None:
    (finding,) = observed(**values)
    assert (finding.code, finding.message.en) == ("GM-I009", told)
    assert finding.location.column == "value"


@pytest.mark.parametrize("values", [{"rate": "100"}, {"rate": "0"}, {"people": "0"}])
def test_3_the_edges_of_a_range_belong_to_it(values: dict[str, str]) -> None:
    assert observed(**values) == []


@pytest.mark.slow
def test_3_parts_must_add_up_to_their_whole(tmp_path: Path) -> None:
    row = "500101,万州区,{},2020,{},,census2020"

    def told(total: int, urban: int, rural: int | None = None) -> list[str]:
        rows = [row.format("resident_population", total), row.format("urban_population", urban)]
        if rural is not None:
            rows.append(row.format("rural_population", rural))
        return codes(tuple(rows_of(tmp_path, *rows)))

    assert told(1000, 700, 300) == []
    assert told(1000, 700) == []
    assert told(1000, 1200) == ["GM-I010"]
    assert told(1000, 700, 200) == ["GM-I010"]


def test_3_a_declared_range_comes_first() -> None:
    from geomap.checks.ranges import _range  # noqa: PLC0415 # the rule itself

    rate = Indicator("r", Text("增长率", "Growth rate"), Text.same("%"))
    assert _range(rate) == (None, None)
    assert _range(Indicator("r", Text("城镇化率", "Rate"), Text.same("%"))) == (0, 100)
    assert _range(Indicator("r", Text("率", "Rate"), Text.same("%"), range=(5, 9))) == (5, 9)


# --- 4: positions of tables


POINTS = (
    "name,lon,lat\n甲,106.5,29.5\n乙,0,0\n丙,,\n丁,29.5,106.5\n戊,500000,3260000\n己,2.35,48.85\n"
)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.slow
def test_4_inspect_looks_at_the_positions_of_a_table(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(POINTS, encoding="utf-8")
    said = run("inspect", path, lang=lang).stderr
    wanted = {
        "en": [
            "1 row at 0, 0: 3",
            "1 row without a position: 4",
            "exchanged",
            "no degrees",
            "outside China: 7",
        ],
        "zh": [
            "1 行位于 0, 0：第 3 行",
            "1 行没有位置：第 4 行",
            "经纬度似乎颠倒",
            "不是度数",
            "不在中国范围内",
        ],
    }[lang]
    for words in wanted:
        assert words in said, said


def test_4_a_table_from_abroad_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,lon,lat\nA,2.35,48.85\nB,2.4,48.9\n", encoding="utf-8")
    assert geomap.inspect(path).findings == ()


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            "乙,106.5,",
            "1 行只有经度或只有纬度：第 3 行",
            "1 row with only one of longitude and latitude: 3",
        ),
        ("乙,,29.5", "请补上另一个", "ill in the other"),
        ("乙,50%,29.5", "“50%”不是数字", "'50%' is no number"),
    ],
)
@pytest.mark.slow
def test_4_half_a_position_and_no_coordinate_are_told(
    tmp_path: Path, row: str, zh: str, en: str
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"name,lon,lat\n甲,106.5,29.5\n{row}\n丙,106.6,29.6\n", encoding="utf-8")
    assert zh in run("inspect", path, lang="zh").stderr
    assert en in run("inspect", path).stderr


def test_4_degrees_minutes_and_seconds_among_decimal_degrees_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,lon,lat\n甲,106.5,29.5\n乙,106°33′36″,29°30′\n", encoding="utf-8")
    assert geomap.inspect(path).findings == ()


@pytest.mark.slow
def test_4_convert_and_locate_tell_what_they_take(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,lon,lat\n甲,106.5,29.5\n乙,0,0\n丙,,\n", encoding="utf-8")
    for words in (
        ("convert", path, tmp_path / "o.csv", "--from", "wgs84", "--to", "gcj02"),
        ("locate", path, "-o", tmp_path / "l.csv", "-a", ROOT),
    ):
        said = run(*words).stderr
        assert "1 row at 0, 0: 3" in said
        assert "1 row without a position: 4" in said


def test_4_a_layer_with_a_point_at_0_0_is_told(tmp_path: Path) -> None:
    points = gpd.GeoDataFrame(
        geometry=[shapely.Point(106, 29), shapely.Point(0, 0)], crs="EPSG:4326"
    )
    points.to_file(tmp_path / "p.geojson", driver="GeoJSON")
    said = run(
        "convert",
        tmp_path / "p.geojson",
        tmp_path / "o.geojson",
        "--from",
        "wgs84",
        "--to",
        "gcj02",
    )
    assert "Features at 0, 0: 2" in said.stderr


@pytest.mark.slow
def test_4_all_points_outside_is_more_than_a_count(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("lon,lat\n120.1,30.1\n121,31\n", encoding="utf-8")
    said = run("locate", path, "-o", tmp_path / "l.csv", "-a", ROOT).stderr
    assert "All 2 positions lie outside every district" in said


# --- 6: --crs of tables


@pytest.mark.slow
def test_6_the_crs_of_a_table_is_heeded(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,x,y\n甲,3236894.5,427235.1\n", encoding="utf-8")
    done = run(
        "convert",
        path,
        tmp_path / "o.csv",
        "--from",
        "cgcs2000",
        "--to",
        "wgs84",
        "--crs",
        "EPSG:4545",
    )
    assert done.exit_code == 0, done.stderr
    (row,) = geomap.read_table(tmp_path / "o.csv").rows
    assert (float(row.cells["x"]), float(row.cells["y"])) == pytest.approx(
        (107.25, 29.25), abs=1e-2
    )
    placed = run("locate", path, "-o", tmp_path / "l.csv", "-a", ROOT, "--crs", "EPSG:4545")
    assert placed.exit_code == 0, placed.stderr
    (row,) = geomap.read_table(tmp_path / "l.csv").rows
    assert row.cells["district"] == "南川区"


# --- A wrong reason, or a choice that was not heeded


@pytest.mark.parametrize("option", ["--sheet", "--layer"])
@pytest.mark.slow
def test_a_sheet_of_a_file_that_has_none_is_not_overlooked(tmp_path: Path, option: str) -> None:
    table = tmp_path / "p.csv"
    table.write_text("name,lon,lat\n甲,106.5,29.5\n", encoding="utf-8")
    layer = ROOT / "data/context/rivers.geojson"
    for path in (table, layer):
        for lang, words in (("en", "has no sheets or layers"), ("zh", "没有可选的工作表或图层")):
            done = run("inspect", path, option, "2020", lang=lang)
            assert done.exit_code == 2
            assert words in done.stderr
            assert path.name in done.stderr
            assert "'2020'" in done.stderr or "“2020”" in done.stderr
    out = tmp_path / "o.csv"
    done = run("convert", table, out, "--from", "wgs84", "--to", "gcj02", option, "2")
    assert done.exit_code == 2
    assert not out.exists()


@pytest.mark.slow
def test_a_layer_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.Point(106, 29)], crs="EPSG:4490").to_file(path, layer="甲")
    said = run("inspect", path, "--layer", "乙").stderr
    assert "no layer '乙'; choose one: 甲" in said
    assert "没有图层“乙”；请选择：甲" in run("inspect", path, "--layer", "乙", lang="zh").stderr


@pytest.mark.slow
def test_a_member_of_an_archive_is_chosen_and_no_layer_within_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    rivers = (ROOT / "data/context/rivers.geojson").read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", rivers)
        archive.writestr("b.geojson", rivers)
    assert run("inspect", path, "--layer", "b.geojson").exit_code == 0


@pytest.mark.slow
def test_a_table_without_districts_says_what_was_tried(tmp_path: Path) -> None:
    atlas = geomap.open(ROOT)
    path = tmp_path / "t.csv"
    path.write_text("何处,数\n渝中区,1\n甲,2\n乙,3\n丙,4\n丁,5\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        geomap.match(geomap.read_table(path), atlas)
    assert "没有一列写明区县；各列中是区县的比例：何处 20%、数 0%" in caught.value.message.zh
    assert "of the cells of each column: 何处 20%, 数 0%" in caught.value.message.en
    assert "column=" in caught.value.message.en


@pytest.mark.slow
def test_a_misspelt_column_is_told_with_the_one_meant(tmp_path: Path) -> None:
    atlas = geomap.open(ROOT)
    path = tmp_path / "t.csv"
    path.write_text("标题\n\n区县名,数\n渝中区,1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        geomap.match(geomap.read_table(path), atlas, "区县名称")
    assert caught.value.message.en.endswith(
        "t.csv:3: no column '区县名称'; did you mean '区县名'? there are: 区县名, 数"
    )
    assert "没有列“区县名称”；是否为“区县名”？可用：区县名、数" in caught.value.message.zh


# --- Tables as offices have them


@pytest.mark.parametrize("row", [",万人,%", "单位,万人,％", ",（万人）,（%）"])
def test_a_row_of_units_below_the_headings(tmp_path: Path, row: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"区县,人口,城镇化率\n{row}\n万州区,156.4,68.92\n", encoding="utf-8")
    table = geomap.read_table(path)
    assert table.columns in {("区县", "人口（万人）", f"城镇化率（{sign}）") for sign in "%％"}
    assert [r.number for r in table.rows] == [3]
    (told,) = table.notes
    assert (told.code, told.location.row) == ("GM-F025", 2)
    assert told.message.zh == "表头下一行是单位，已并入列名"
    assert told.message.en == "the row below the header has units; they were joined to it"


@pytest.mark.parametrize("row", ["甲,人,%", ",12,%", ",,", "单位,,"])
def test_other_rows_are_no_units(tmp_path: Path, row: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"区县,人口,城镇化率\n{row}\n万州区,156.4,68.92\n", encoding="utf-8")
    assert "GM-F025" not in codes(geomap.read_table(path).notes)


@pytest.mark.parametrize("words", ["—", "暂无", "N/A", "…"])
def test_words_for_no_value_in_a_long_table(words: str) -> None:
    rows = [{"adcode": "500101", "indicator": "people", "value": words}]
    assert observed_rows(rows) == []
    rows[0]["value"] = "nan"  # what a program left behind
    assert observed_rows(rows) == ["GM-T002"]


def observed_rows(rows: list[dict[str, str]]) -> list[str]:
    return codes(check(tiny.inputs({"indicators": rows}), tiny.config()).findings)


def test_match_takes_a_total_for_no_district(shipped: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("区县,数\n万州区,1\n涪陵区,2\n合计,3\n全市,3\n注：甲,\n", encoding="utf-8")
    found = geomap.match(geomap.read_table(path), shipped)
    assert sorted(found.matched) == ["500101", "500102"]
    assert found.unmatched == (4, 5, 6)
    assert found.findings == ()


CITIES = "海曙区,宁波市\n鄞州区,宁波市\n慈溪市,宁波市\n余姚市,宁波市\n江北区,宁波市\n"


def test_a_city_settles_which_jiangbei_it_is(shipped: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = f"区县,地市\n{CITIES}江北区,重庆市\n渝中区,重庆市\n"
    path.write_text(text, encoding="utf-8")
    found = geomap.match(geomap.read_table(path), shipped)
    assert {code: [r.number for r in rows] for code, rows in found.matched.items()} == {
        "500105": [7],
        "500103": [8],
    }
    assert codes(found.findings) == ["GM-T012"]


def test_a_name_alone_in_a_national_table_is_no_guess(shipped: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    names = [line.partition(",")[0] for line in CITIES.splitlines()]
    path.write_text("\n".join(["区县", *names, "江北区", "渝中区"]) + "\n", encoding="utf-8")
    found = geomap.match(geomap.read_table(path), shipped)
    assert list(found.matched) == ["500103"]
    unclear = [f for f in found.findings if f.code == "GM-T014"]
    assert [f.location.row for f in unclear] == [6, 7]
    assert unclear[0].message.zh == "“江北区”在别处也有，全国表中只写名称分不清"
    assert "a name alone does not tell which" in unclear[0].message.en
    assert "a column with the province or city" in unclear[0].remedy.en


def test_a_name_of_many_asks_for_the_province(shipped: Atlas) -> None:
    from geomap.gazetteer.answers import Refusal  # noqa: PLC0415 # only here

    for words in ("鼓楼区", "城关区"):
        found = shipped.checked.gazetteer.find(words)
        assert isinstance(found, Refusal)
        assert found.remedy.zh.startswith("请在名称前写明省份，或写代码")
        assert "write the province before the name" in found.remedy.en


def test_two_columns_of_one_indicator_are_told_once_not_in_every_row() -> None:
    made = tiny.config()
    rows = tuple(
        Row(n, {"adcode": code, "人口": "10", "人口 (2)": "11", "year": "2020"})
        for n, code in enumerate(("500101", "500102"), 2)
    )
    table = Table("t.csv", ("adcode", "year", "人口", "人口 (2)"), rows)
    inputs = tiny.inputs()
    found = check(replace(inputs, tables={**inputs.tables, "indicators": (table,)}), made).findings
    (told,) = [f for f in found if f.location.file == "t.csv"]
    assert (told.code, told.location.row, told.location.column) == ("GM-I002", 1, "人口 (2)")
    assert told.message.zh == "列“人口 (2)”与列“人口”是同一指标的同一年"
    assert "give the same indicator for the same year" in told.message.en


def test_a_table_that_lacks_a_column_is_told_of_its_rows_all_the_same() -> None:
    rows = tuple(Row(n, {"adcode": c, "value": v}) for n, (c, v) in enumerate(CELLS, 2))
    table = Table("t.csv", ("adcode", "value"), rows)
    inputs = tiny.inputs()
    tables = {**inputs.tables, "indicators": (table,)}
    found = check(replace(inputs, tables=tables), tiny.config()).findings
    told = [(f.code, f.location.row) for f in found if f.location.file == "t.csv"]
    assert told == [("GM-T005", 1), ("GM-T005", 1), ("GM-F017", 3)]


CELLS = (("500101", "1"), ("500102", "约12"), ("500103", "3"))
