"""Files after those of real offices, with five lines of TOML each at most: right to the cell.

The others of the sixteen, as tables that are turned or have no heading, are in
`test_tables_of_offices.py`.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyproj
import pytest
import shapely
from support import books
from support.offices import INDICATORS, atlas, values_of, xlsx
from support.specs import cell

import geomap
from geomap.gazetteer import reference

RIGHT: dict[tuple[str, str], float] = {
    ("甲区", "people"): 15_000,
    ("乙区", "people"): 20_000,
    ("丙县", "people"): 30_000,
}
RIGHT |= {("甲区", "rate"): 80.5, ("乙区", "rate"): 60.25, ("丙县", "rate"): 40}
PLAIN: books.Rows = [
    ["区县", "常住人口（万人）", "城镇化率（%）"],
    ["甲区", 1.5, 80.5],
    ["乙区", 2, 60.25],
    ["丙县", 3, 40],
]
YEAR = 'indicators = {{ file = "{}", year = "2020" }}'


def told(made: geomap.Atlas) -> set[str]:
    return {f.code for f in made.checked.findings}


def yearbook() -> bytes:
    """A title, a heading of three rows with merged cells, and a total."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[Any] = [
        ["表1-2 各区县人口（2020年）", None, None],
        ["区县", "人口", None],
        [None, "常住", "城镇化"],
        [None, "常住人口（万人）", "城镇化率（%）"],
        *[[*row] for row in PLAIN[1:]],
        ["合计", 6.5, None],
    ]
    for row in rows:
        sheet.append([*row])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("B2:C2")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_yearbook_with_three_heading_rows(tmp_path: Path) -> None:
    line = (
        'indicators = { file = "a.xlsx", year = "2020", columns = '
        '{ people = "人口/常住/常住人口（万人）", rate = "人口/城镇化/城镇化率（%）" } }'
    )
    made = atlas(tmp_path, line, yearbook(), "a.xlsx")
    assert values_of(made) == RIGHT
    assert told(made) == {"GM-F005", "GM-F006"}


def test_an_xls(tmp_path: Path) -> None:
    made = atlas(tmp_path, YEAR.format("a.xls"), books.xls({"表": PLAIN}), "a.xls")
    assert values_of(made) == RIGHT
    assert told(made) == set()


def test_the_second_of_two_sheets(tmp_path: Path) -> None:
    data = xlsx({"说明": [["本表由统计局编制"]], "数据": PLAIN})
    line = 'indicators = { file = "a.xlsx", sheet = "数据", year = "2020" }'
    made = atlas(tmp_path, line, data, "a.xlsx")
    assert values_of(made) == RIGHT
    assert told(made) == set()


def test_a_row_of_units(tmp_path: Path) -> None:
    rows: books.Rows = [["区县", "常住人口", "城镇化率"], ["单位", "万人", "%"], *PLAIN[1:]]
    made = atlas(tmp_path, YEAR.format("a.ods"), books.ods({"表": rows}), "a.ods")
    assert values_of(made) == RIGHT
    assert told(made) == {"GM-F025"}


def test_a_gbk_csv_with_total_and_footnotes(tmp_path: Path) -> None:
    text = "".join(",".join(map(str, row)) + "\r\n" for row in PLAIN)
    text += "合计,6.5,\r\n注：丁县暂缺,,\r\n资料来源：统计局,,\r\n"
    made = atlas(tmp_path, YEAR.format("a.csv"), text.encode("gbk"), "a.csv")
    assert values_of(made) == RIGHT
    assert told(made) == {"GM-F001"}


@pytest.mark.slow
def test_a_national_census_of_2990_rows_and_60_columns(tmp_path: Path) -> None:
    counties = list(reference.shipped().counties)
    ours = [c for c in counties if c.province == "重庆市"][:4]
    head = ["区划代码", "名称", "常住人口（人）", *[f"指标{i}" for i in range(57)]]
    rows = [[c.code, c.name, str(1000 + i), *["1"] * 57] for i, c in enumerate(counties)]
    cities = list(dict.fromkeys((c.code[:4] + "00", c.city) for c in counties if c.city))
    rows += [[code, name, "9", *["1"] * 57] for code, name in cities][: 2990 - len(rows)]
    assert len(rows) == 2990
    text = "\n".join(",".join(row) for row in [head, *rows])
    root = tmp_path
    (root / "data" / "themes").mkdir(parents=True)
    (root / "data" / "themes" / "map.toml").write_text('title = "图"\n', encoding="utf-8")
    (root / "a.csv").write_text(text, encoding="utf-8")
    toml = f'title = "城"\nboundaries = "d.geojson"\n[files]\n{YEAR.format("a.csv")}\n'
    (root / "geomap.toml").write_text(toml + INDICATORS, encoding="utf-8")
    shapes = [cell(n % 2, n // 2) for n in range(4)]
    frame = {"adcode": [c.code for c in ours], "name": [c.name for c in ours]}
    gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326").to_file(root / "d.geojson")
    made = geomap.open(root)
    wanted = {(c.code, "people"): 1000 + i for i, c in enumerate(counties) if c in ours}
    assert values_of(made) == wanted
    (elsewhere,) = [f for f in made.checked.findings if f.code == "GM-T012"]
    assert elsewhere.message.en.startswith(f"{2990 - 4:,} rows are of units elsewhere")
    assert told(made) == {"GM-T012", "GM-I008"}


# --- Places


def places_of(made: geomap.Atlas) -> dict[str, Any]:
    checked = made.checked
    found = [(p.name.zh, p.position.geometry) for p in checked.projects]
    found += [(s.name.zh, s.position.geometry) for s in checked.sites]
    return {name: shape for name, shape in found if shape is not None}


def place_atlas(root: Path, line: str, data: bytes, name: str) -> geomap.Atlas:
    return atlas(root, line, data, name, more="")


WHERE = {"甲站": (106.25, 29.25), "乙站": (106.75, 29.75)}


def test_a_gbk_csv_with_degrees_minutes_and_seconds(tmp_path: Path) -> None:
    text = "站名,经度,纬度\n甲站,106°15′00″,29°15′00″\n乙站,106°45′,29°45′\n"
    line = 'sites = { file = "a.csv", datum = "CGCS2000", certainty = "surveyed" }'
    made = place_atlas(tmp_path, line, text.encode("gbk"), "a.csv")
    assert {k: (p.x, p.y) for k, p in places_of(made).items()} == {
        k: pytest.approx(v, abs=1e-9) for k, v in WHERE.items()
    }


@pytest.mark.parametrize("swapped", [True, False])
def test_x_and_y_in_gauss_krueger_in_either_order(tmp_path: Path, *, swapped: bool) -> None:
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4544", always_xy=True)
    rows = []
    for name, (lon, lat) in WHERE.items():
        east, north = to_metres.transform(lon, lat)
        pair = (north, east) if swapped else (east, north)
        rows.append(f"{name},{pair[0]:.3f},{pair[1]:.3f}")
    line = (
        'sites = { file = "a.csv", crs = "EPSG:4544", datum = "CGCS2000", certainty = "surveyed",'
        ' columns = { lon = "X坐标", lat = "Y坐标" } }'
    )
    text = "站名,X坐标,Y坐标\n" + "\n".join(rows) + "\n"
    made = place_atlas(tmp_path, line, text.encode(), "a.csv")
    assert {k: (p.x, p.y) for k, p in places_of(made).items()} == {
        k: pytest.approx(v, abs=1e-7) for k, v in WHERE.items()
    }


def layer(folder: Path, suffix: str, shapes: Sequence[shapely.Geometry], crs: str) -> bytes:
    frame = gpd.GeoDataFrame(
        {"名称": ["甲", "乙"], "类型": ["园区", "园区"]}, geometry=shapes, crs=crs
    )
    drivers = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}
    frame.to_file(folder / f"a{suffix}", driver=drivers[suffix], encoding="utf-8")
    return (folder / f"a{suffix}").read_bytes()


def test_polygons_of_a_geopackage_with_chinese_fields(tmp_path: Path) -> None:
    areas: list[shapely.Geometry] = [shapely.box(106.1, 29.1, 106.2, 29.2)] * 2
    data = layer(tmp_path, ".gpkg", areas, "EPSG:4490")
    line = 'projects = { file = "a.gpkg", datum = "CGCS2000", certainty = "surveyed" }'
    made = place_atlas(tmp_path, line, data, "a.gpkg")
    assert [shape.equals(areas[0]) for shape in places_of(made).values()] == [True, True]
    assert {p.kind for p in made.checked.projects} == {"园区"}


def test_a_shapefile_of_routes(tmp_path: Path) -> None:
    lines: list[shapely.Geometry] = [shapely.LineString([(106.1, 29.1), (106.3, 29.4)])] * 2
    data = layer(tmp_path, ".shp", lines, "EPSG:4490")
    line = 'projects = { file = "a.shp", datum = "CGCS2000", certainty = "schematic" }'
    made = place_atlas(tmp_path, line, data, "a.shp")
    assert [shape.equals(lines[0]) for shape in places_of(made).values()] == [True, True]


def test_a_kml_of_points(tmp_path: Path) -> None:
    mark = "<Placemark><name>{}</name><Point><coordinates>{},{}</coordinates></Point></Placemark>"
    text = "".join(mark.format(name, *where) for name, where in WHERE.items())
    line = 'sites = { file = "a.kml", certainty = "surveyed" }'
    made = place_atlas(tmp_path, line, f"<kml>{text}</kml>".encode(), "a.kml")
    assert {k: (p.x, p.y) for k, p in places_of(made).items()} == WHERE


def test_a_flatgeobuf_of_areas_in_web_mercator(tmp_path: Path) -> None:
    squares = [shapely.box(106.1, 29.1, 106.2, 29.2), shapely.box(106.3, 29.3, 106.4, 29.4)]
    way = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    metric = [
        shapely.transform(one, lambda p: np.column_stack(way.transform(*p.T))) for one in squares
    ]
    data = layer(tmp_path, ".fgb", metric, "EPSG:3857")
    line = 'projects = { file = "a.fgb", datum = "WGS84", certainty = "surveyed" }'
    made = place_atlas(tmp_path, line, data, "a.fgb")
    found = sorted(places_of(made).values(), key=lambda one: float(one.bounds[0]))
    assert [
        one.equals_exact(s, 1e-7) or one.normalize().equals_exact(s.normalize(), 1e-7)
        for one, s in zip(found, squares, strict=True)
    ] == [True, True]


def test_places_of_a_table_in_one_column_of_wkt(tmp_path: Path) -> None:
    text = '名称,WKT\n甲,POINT (106.1 29.1)\n乙,"LINESTRING (106.1 29.1, 106.3 29.4)"\n'
    line = (
        'projects = { file = "a.csv", datum = "WGS84", certainty = "schematic",'
        ' columns = { geometry = "WKT" } }'
    )
    made = place_atlas(tmp_path, line, text.encode(), "a.csv")
    assert {name: shape.wkt for name, shape in places_of(made).items()} == {
        "甲": "POINT (106.1 29.1)",
        "乙": "LINESTRING (106.1 29.1, 106.3 29.4)",
    }
