"""A user's own points and layers, in every format of data and any CRS; located in districts."""

import csv
import json
import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from support.ogr2ogr import by_gdal

import geomap
from geomap.api import outputs
from geomap.errors import DataError, DatumError, RenderError
from geomap.geo.borders import border_distances
from geomap.geo.geodesy import GEOD

NAMES = tuple(output.name for output in outputs.OUTPUTS if output.kind == "data")
_BY_GDAL = {"geojsonl", "topojson"}  # which geomap's own GDAL may not read
FORMATS = tuple(
    pytest.param(name, marks=pytest.mark.gdal) if name in _BY_GDAL else name for name in NAMES
)
POINTS = "名称,经度,纬度,fid,备注\n解放碑,106.5771,29.5588,7,=1+1\n观音桥,106.5341,29.5730,7,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text(POINTS, encoding="utf-8")
    return path


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "areas.geojson"
    shapes = [shapely.box(106.5, 29.5, 106.6, 29.6), shapely.box(106.6, 29.5, 106.7, 29.6)]
    frame = gpd.GeoDataFrame({"name": ["甲", "乙"], "code": ["007", "8"]}, geometry=shapes)
    pyogrio.write_dataframe(frame.set_crs("EPSG:4326"), path, driver="GeoJSON", RFC7946="YES")
    return path


def read_back(path: Path) -> pd.DataFrame:
    """A file by a reader that is not geomap's."""
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if path.suffix == ".xlsx":
        rows = list(openpyxl.load_workbook(path).worksheets[0].values)
        return pd.DataFrame(rows[1:], columns=[str(cell) for cell in rows[0]])
    if path.suffix == ".parquet":
        return gpd.GeoDataFrame(gpd.read_parquet(path))
    if path.suffix == ".kmz":
        with zipfile.ZipFile(path) as archive:
            archive.extract("doc.kml", path.parent)
        path = path.parent / "doc.kml"
    if path.name.endswith(".shp.zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.parent / "shp")
            listed = csv.reader(archive.read("fields.csv").decode("utf-8-sig").splitlines())
        (shp,) = (path.parent / "shp").glob("*.shp")
        back = pd.DataFrame(pyogrio.read_dataframe(shp))
        return back.rename(columns={row[1]: row[2] for row in listed})
    if path.suffix in {".geojsonl", ".topojson"}:
        return gpd.GeoDataFrame.from_features(by_gdal(path))
    layer = "features" if path.suffix == ".gpkg" else None
    frame = gpd.GeoDataFrame(pyogrio.read_dataframe(path, layer=layer))
    names = [name for name in ("名称", "name") if name in frame.columns]
    order = {name: number for number, name in enumerate(("解放碑", "观音桥", "甲", "乙"))}
    if path.suffix == ".fgb":  # which sorts its features by place
        frame = frame.sort_values(names[0], key=lambda column: column.map(order))
    return frame


# --- Convert


@pytest.mark.parametrize("ending", FORMATS)
def test_a_table_becomes_any_format(tmp_path: Path, table: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    done = geomap.convert(table, out, "GCJ-02", "WGS84")
    assert (done.written, done.unplaced, done.paths) == (2, 0, (out,))
    lon, lat = geomap.convert_datum([106.5771, 106.5341], [29.5588, 29.573],
                                    geomap.Datum.GCJ02, geomap.Datum.WGS84)  # fmt: skip
    back = read_back(out)
    if ending in {"csv", "xlsx"}:
        assert np.allclose(back["经度"].astype(float), lon, atol=1e-9)
        assert set(back["datum"]) == {"WGS84"}
    else:
        places = gpd.GeoDataFrame(back).geometry
        assert np.allclose(places.x, lon, atol=1e-7)
        assert np.allclose(places.y, lat, atol=1e-7)
    named = "Name" if ending in {"kml", "kmz"} else "名称"
    assert list(back[named]) == ["解放碑", "观音桥"]
    if ending == "gpkg":  # fid is the key of a GeoPackage; the column has another name, and says so
        with sqlite3.connect(out) as database:
            ((note,),) = database.execute("SELECT zh FROM geomap_about WHERE key = 'note'")
        assert note == "fid → fid_1"
        assert list(back["fid_1"]) == ["7", "7"]
        assert [path.name for path in tmp_path.glob("*.qgz")] == []


@pytest.mark.parametrize("ending", [each for each in FORMATS if each != "xlsx"])
def test_a_layer_becomes_any_format(tmp_path: Path, layer: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    assert geomap.convert(layer, out, "WGS84", "WGS84").written == 2
    back = read_back(out)
    meant = gpd.read_file(layer).geometry
    found = shapely.from_wkt(back["wkt"]) if ending == "csv" else back.geometry.to_numpy()
    assert shapely.hausdorff_distance(found, meant.to_numpy()).max() < 1e-6
    assert list(back["code"]) == ["007", "8"]


def test_a_workbook_has_no_room_for_areas(tmp_path: Path, layer: Path) -> None:
    with pytest.raises(RenderError, match=r"no room for lines and areas; use csv \(WKT\) or gpkg"):
        geomap.convert(layer, tmp_path / "out.xlsx", "WGS84", "WGS84")


@pytest.mark.parametrize("to", ["EPSG:4544", "gk", "gk6-zone", "EPSG:3857"])
@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "shp.zip", "csv", "xlsx"])
def test_a_plane_is_understood(tmp_path: Path, table: Path, to: str, ending: str) -> None:
    code = {"gk": "EPSG:4545", "gk6-zone": "EPSG:4496"}.get(to, to)
    out = tmp_path / f"out.{ending}"
    done = geomap.convert(table, out, "WGS84", to)
    assert done.where == code
    there = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)
    meant = np.array([there.transform(*p) for p in ((106.5771, 29.5588), (106.5341, 29.5730))])
    back = read_back(out)
    if ending in {"csv", "xlsx"}:
        assert np.abs(back[["x", "y"]].astype(float).to_numpy() - meant).max() < 0.01
        assert set(back["crs"]) == {code}
        assert list(back["经度"].astype(float)) == [106.5771, 106.5341]  # as they were
    else:
        found = gpd.GeoDataFrame(back)
        assert found.crs == pyproj.CRS.from_user_input(code)
        assert np.abs(shapely.get_coordinates(found.geometry) - meant).max() < 0.01


def test_what_is_no_datum_and_no_crs_is_refused(tmp_path: Path, table: Path) -> None:
    with pytest.raises(DatumError, match="unknown coordinate system 'nonsense'"):
        geomap.convert(table, tmp_path / "out.csv", "WGS84", "nonsense")
    with pytest.raises(RenderError, match="geojson takes degrees on WGS84 only, not EPSG:4544"):
        geomap.convert(table, tmp_path / "out.geojson", "WGS84", "EPSG:4544")
    with pytest.raises(RenderError, match="no format of data that can be written"):
        geomap.convert(table, tmp_path / "out.png", "WGS84", "WGS84")
    assert [path.name for path in tmp_path.iterdir()] == ["points.csv"]


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "shp.zip", "xlsx", "csv", "geojson"])
def test_shifted_files_say_so(tmp_path: Path, table: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    geomap.convert(table, out, "WGS84", "GCJ-02")
    back = read_back(out)
    if ending == "geojson":
        assert json.loads(out.read_text("utf-8"))["geomap"]["datum"] == "GCJ-02"
    else:
        assert set(back["datum"]) == {"GCJ-02"}
    if ending in {"gpkg", "fgb", "parquet"}:
        crs = gpd.GeoDataFrame(back).crs
        assert crs is None or "ndefined" in crs.name


def test_rows_without_a_place_are_kept_or_the_format_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("名称,经度,纬度\n甲,106.5,29.5\n乙,,\n", encoding="utf-8")
    done = geomap.convert(table, tmp_path / "out.gpkg", "WGS84", "WGS84")
    assert (done.written, done.unplaced) == (1, 1)
    listed = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="features_listed")
    assert list(listed["名称"]) == ["乙"]
    with pytest.raises(RenderError, match="1 without a place would be lost in fgb; use gpkg"):
        geomap.convert(table, tmp_path / "out.fgb", "WGS84", "WGS84")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_bytes_each_time(tmp_path: Path, table: Path, ending: str) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        geomap.convert(table, tmp_path / name / f"out.{ending}", "GCJ-02", "WGS84")
        made.append((tmp_path / name / f"out.{ending}").read_bytes())
    assert made[0] == made[1]


# --- Locate


@pytest.mark.parametrize("ending", FORMATS)
def test_points_are_located_in_any_format(
    shipped: geomap.Atlas, tmp_path: Path, table: Path, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    done = geomap.locate(table, out, shipped, uncertainty=1000)
    assert (done.written, done.unplaced) == (2, 0)
    back = read_back(out)
    assert list(back["district"]) == ["渝中区", "江北区"]
    assert list(back["region"]) == ["中心城区", "中心城区"]
    assert list(back["adcode"]) == ["500103", "500105"]


def test_the_border_is_as_far_as_on_the_ellipsoid(shipped: geomap.Atlas) -> None:
    areas = np.asarray(shipped.checked.districts.geometry.to_numpy(), dtype=object)
    rng = np.random.default_rng(7)
    west, south, east, north = shapely.total_bounds(areas)
    places = np.asarray(shapely.points(rng.uniform((west, south), (east, north), (40, 2))))
    edges = shapely.union_all(shapely.boundary(areas))
    for place, metres in zip(places, border_distances(places, areas), strict=True):
        # The truth: the least of the distances to points every few metres along the near border.
        near = shapely.intersection(edges, place.buffer(edges.distance(place) * 1.3 + 0.001))
        dense = shapely.get_coordinates(shapely.segmentize(near, 0.0001))
        here = np.tile(shapely.get_coordinates(place), (len(dense), 1))
        _, _, found = GEOD.inv(here[:, 0], here[:, 1], dense[:, 0], dense[:, 1])
        assert metres == pytest.approx(found.min(), rel=0.005, abs=6)


def test_what_has_no_place_has_no_border(shipped: geomap.Atlas) -> None:
    areas = np.asarray(shipped.checked.districts.geometry.to_numpy(), dtype=object)
    places = np.array([None, shapely.Point(106.55, 29.56), shapely.Point()], dtype=object)
    assert list(np.isnan(border_distances(places, areas))) == [True, False, True]
    assert np.isnan(border_distances(places[[0, 2]], areas)).all()


def test_points_near_a_border_are_unsure(shipped: geomap.Atlas, tmp_path: Path) -> None:
    table, out = tmp_path / "a.csv", tmp_path / "b.csv"
    table.write_text(
        "lon,lat,uncertainty_m\n106.5771,29.5588,\n106.5771,29.5588,5000\n10,50,\n,,9\n", "utf-8"
    )
    done = geomap.locate(table, out, shipped)
    assert (done.written, done.unplaced, done.unsure) == (4, 2, 1)
    rows = [row.cells for row in geomap.read_table(out).rows]
    assert [row["unsure"] for row in rows] == ["", "yes", "", ""]
    assert [row["district"] for row in rows] == ["渝中区", "渝中区", "", ""]
    assert 0 < float(rows[0]["border_m"]) < 2000
    assert float(rows[2]["border_m"]) > 1_000_000
    assert rows[3]["border_m"] == ""
    assert geomap.locate(table, out, shipped, uncertainty=3000).unsure == 2


def test_a_layer_of_points_in_metres_is_located(shipped: geomap.Atlas, tmp_path: Path) -> None:
    projects = shipped["metro"].layers["projects"]
    points = projects[projects.geom_type == "Point"].to_crs("EPSG:4545")[["name", "geometry"]]
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame(points), path)
    done = geomap.locate(path, tmp_path / "b.gpkg", shipped)
    assert done.written == len(points) > 3
    back = pyogrio.read_dataframe(tmp_path / "b.gpkg", layer="features")
    areas = shipped.checked.districts
    for place, code in zip(back.geometry, back["adcode"], strict=True):
        assert areas.geometry[code].contains(place)


def test_projected_numbers_of_a_table_are_located(shipped: geomap.Atlas, tmp_path: Path) -> None:
    there = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4545", always_xy=True)
    x, y = there.transform(106.5771, 29.5588)
    table = tmp_path / "a.csv"
    table.write_text(f"x,y\n{x:.3f},{y:.3f}\n{y:.3f},{x:.3f}\n", "utf-8")
    geomap.locate(table, tmp_path / "b.csv", shipped, choice=geomap.ReadOptions(crs="EPSG:4545"))
    rows = [row.cells for row in geomap.read_table(tmp_path / "b.csv").rows]
    assert [row["district"] for row in rows] == ["渝中区", "渝中区"]


def test_areas_are_not_located(shipped: geomap.Atlas, tmp_path: Path, layer: Path) -> None:
    with pytest.raises(DataError, match=r"areas\.geojson:1: a Polygon and no point"):
        geomap.locate(layer, tmp_path / "b.csv", shipped)
