"""The same districts in every format and encoding read alike; positions keep their place."""

import csv
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

from geomap.api.atlas import Atlas
from geomap.api.inspection import inspect
from geomap.api.locating import locate
from geomap.api.positions import convert
from geomap.errors import DataError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.sources.crs import to_wgs84
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import read_boundaries, read_table

DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}
CENTIMETRE = 1e-7  # degrees
GAUSS_KRUGER = "EPSG:4545"  # CGCS2000, 3-degree zone of 108° E; northing is its first axis


@pytest.fixture(scope="module")
def districts(shipped: Atlas) -> gpd.GeoDataFrame:
    frame = shipped.checked.districts.reset_index()[["adcode", "name", "geometry"]]
    return gpd.GeoDataFrame(frame)


# --- Tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter(
    tmp_path: Path, districts: gpd.GeoDataFrame, encoding: str, delimiter: str
) -> None:
    rows = [["代码", "名称"], *districts[["adcode", "name"]].to_numpy().tolist()]
    path = tmp_path / "t.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    table = read_table(path)
    assert [list(row.cells.values()) for row in table.rows] == rows[1:]
    guessed = encoding in {"gb18030", "gbk"}
    assert [note.code for note in table.notes] == (["GM-F001"] if guessed else [])


def test_traditional_names_in_big5(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("名稱,值\n綦江區,1\n萬州區,2\n石柱土家族自治縣,3\n".encode("big5"))
    assert [row.cells["名稱"] for row in read_table(path).rows] == [
        "綦江區",
        "萬州區",
        "石柱土家族自治縣",
    ]


def test_an_encoding_may_be_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("名\n三\n".encode("gbk"))
    with pytest.raises(DataError, match="no other encoding is certain"):
        read_table(path)
    assert read_table(path, encoding="gbk").rows[0].cells == {"名": "三"}


def test_a_workbook_shows_what_people_see(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["各区县情况"])
    sheet.append(["代码", "占比", "日期", "人口", "是否"])
    sheet.append([500103.0, 0.125, "2024年5月", 1234567, True])
    sheet["B3"].number_format = "0.0%"
    sheet.append([None])
    book.create_sheet("说明").append(["x"])
    book.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx", "t.xlsx")
    assert [list(row.cells.values()) for row in table.rows] == [
        ["500103", "12.5%", "2024年5月", "1234567", "TRUE"]
    ]
    assert str(table.location(table.rows[0], "占比")) == "t.xlsx:Sheet:3:占比"
    assert [note.code for note in table.notes] == ["GM-F007", "GM-F005"]
    assert read_table(tmp_path / "t.xlsx", sheet="说明").columns == ("x",)
    with pytest.raises(DataError, match="no sheet '无'"):
        read_table(tmp_path / "t.xlsx", sheet="无")


# --- Layers


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "OGC:CRS84", GAUSS_KRUGER, "EPSG:3857"])
@pytest.mark.parametrize("suffix", DRIVERS)
def test_every_format_and_crs_is_the_same_place(
    tmp_path: Path, districts: gpd.GeoDataFrame, suffix: str, crs: str
) -> None:
    path = tmp_path / f"a{suffix}"
    some = districts.iloc[:3]
    pyogrio.write_dataframe(some.to_crs(crs), path, driver=DRIVERS[suffix], encoding="utf-8")
    read = read_boundaries(path, Datum.WGS84)
    assert read["name"].tolist() == some["name"].tolist()
    assert read["adcode"].tolist() == some["adcode"].tolist()
    away = shapely.hausdorff_distance(read.geometry.to_numpy(), some.geometry.to_numpy())
    assert away.max() < CENTIMETRE


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("cpg", [True, False])
def test_a_zipped_shapefile_with_chinese_names(
    tmp_path: Path, districts: gpd.GeoDataFrame, encoding: str, *, cpg: bool
) -> None:
    pyogrio.write_dataframe(districts, tmp_path / "a.shp", encoding=encoding)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in sorted(tmp_path.glob("a.*")):
            if part.suffix != ".zip" and (cpg or part.suffix != ".cpg"):
                archive.write(part, f"数据/{part.name}")
    layer = read_layer(tmp_path / "a.zip")
    assert layer.frame["name"].tolist() == districts["name"].tolist()
    assert [note.code for note in layer.notes] == (
        ["GM-F001"] if encoding == "GBK" and not cpg else []
    )


def test_kml_and_kmz(tmp_path: Path) -> None:
    kml = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Folder><Placemark>'
        "<name>甲</name><ExtendedData><Data name='代码'><value>500103</value></Data></ExtendedData>"
        "<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>106,29,0 107,29,0 "
        "107,30,0 106,29,0</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry>"
        "</Placemark></Folder></kml>"
    )
    (tmp_path / "a.kml").write_text(kml, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", kml)
    for suffix in (".kml", ".kmz"):
        frame = read_layer(tmp_path / f"a{suffix}").frame
        assert (frame["name"][0], frame["代码"][0]) == ("甲", "500103")
        assert frame.geometry[0].equals(shapely.Polygon([(106, 29), (107, 29), (107, 30)]))


def test_topojson(tmp_path: Path) -> None:
    document = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [106, 29]},
        "arcs": [
            [[1, 0], [0, 1]],
            [[1, 1], [-1, 0], [0, -1], [1, 0]],
            [[1, 0], [1, 0], [0, 1], [-1, 0]],
        ],
        "objects": {
            "d": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "甲"}},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"name": "乙"}},
                ],
            }
        },
    }
    path = tmp_path / "a.topojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    frame = read_layer(path).frame
    assert frame["name"].tolist() == ["甲", "乙"]
    assert frame.geometry[0].equals(shapely.box(106, 29, 106.5, 29.5))
    assert frame.geometry[1].equals(shapely.box(106.5, 29, 107, 29.5))


def test_a_layer_without_crs_is_refused_unless_it_is_said(
    tmp_path: Path, districts: gpd.GeoDataFrame
) -> None:
    path = tmp_path / "a.shp"
    pyogrio.write_dataframe(districts.iloc[:1], path, encoding="utf-8")
    (tmp_path / "a.prj").unlink()
    with pytest.raises(DataError, match="does not say its coordinate reference system"):
        to_wgs84(read_layer(path))
    assert len(to_wgs84(read_layer(path, choice=ReadOptions(crs="EPSG:4490")))) == 1
    with pytest.raises(DataError, match="unknown coordinate reference system"):
        read_layer(path, choice=ReadOptions(crs="http://127.0.0.1/crs"))


# --- Positions


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@pytest.mark.slow
def test_a_layer_there_and_back_and_never_twice(
    tmp_path: Path, districts: gpd.GeoDataFrame, datum: Datum
) -> None:
    start, there, back = (tmp_path / f"{n}.geojson" for n in ("start", "there", "back"))
    pyogrio.write_dataframe(districts.iloc[:2], start, driver="GeoJSON", RFC7946="YES")
    convert(start, there, Datum.WGS84, datum)
    with pytest.raises(DataError, match="not converted twice"):
        convert(there, back, Datum.WGS84, datum)
    convert(there, back, datum, Datum.WGS84)
    first, last = (read_layer(path).frame.geometry for path in (start, back))
    assert shapely.hausdorff_distance(first.to_numpy(), last.to_numpy()).max() < CENTIMETRE
    assert json.loads(back.read_text(encoding="utf-8"))["geomap"]["datum"] == "WGS84"
    moved = read_layer(there).frame.geometry
    assert shapely.hausdorff_distance(first.to_numpy(), moved.to_numpy()).min() > 1e-3


def test_a_table_there_and_never_twice(tmp_path: Path) -> None:
    start, there = tmp_path / "a.csv", tmp_path / "b.csv"
    start.write_text("名称,经度,纬度\n=甲,106°33′4.32″E,29.563\n乙,,\n", encoding="utf-8")
    assert convert(start, there, Datum.GCJ02, Datum.WGS84).written == 1
    one, two = read_table(there).rows
    lon, lat = convert_datum(106.5512, 29.563, Datum.GCJ02, Datum.WGS84)
    assert np.allclose([float(one.cells["经度"]), float(one.cells["纬度"])], [lon, lat], atol=1e-9)
    assert (one.cells["datum"], two.cells["datum"]) == ("WGS84", "")
    assert one.cells["名称"] == "'=甲"  # no formula for a spreadsheet
    with pytest.raises(DataError, match=r"b\.csv:2:datum: the row says WGS84"):
        convert(there, tmp_path / "c.csv", Datum.GCJ02, Datum.WGS84)
    assert not (tmp_path / "c.csv").exists()


def test_points_are_located(tmp_path: Path, shipped: Atlas) -> None:
    start, there = tmp_path / "a.csv", tmp_path / "b.csv"
    start.write_text("lon,lat\n106.5512,29.563\n10,50\n", encoding="utf-8")
    done = locate(start, there, shipped.checked.districts, Datum.WGS84)
    assert (done.written, done.unplaced) == (2, 1)
    assert [row.cells["district"] for row in read_table(there).rows] == ["渝中区", ""]


@pytest.mark.slow
def test_a_layer_in_gcj02_is_seen_through(tmp_path: Path, shipped: Atlas) -> None:
    frame = shipped.checked.districts.reset_index()[["name", "geometry"]]
    start, there = tmp_path / "a.geojson", tmp_path / "b.geojson"
    pyogrio.write_dataframe(gpd.GeoDataFrame(frame), start, driver="GeoJSON", RFC7946="YES")
    convert(start, there, Datum.WGS84, Datum.GCJ02)
    posing = json.loads(there.read_text(encoding="utf-8"))
    del posing["geomap"]
    there.write_text(json.dumps(posing), encoding="utf-8")
    report = inspect(there, None, shipped.checked)
    assert report.datum is not None
    assert report.datum.datum is Datum.GCJ02
