"""Coordinate systems in every format that carries one: read right, asked for, doubted."""

import json
import sqlite3
import warnings
from pathlib import Path

import geopandas as gpd
import pyogrio
import pyproj
import pytest
import shapely

from geomap.api.inspection import inspect
from geomap.api.positions import convert
from geomap.errors import DataError
from geomap.geo.datum import Datum
from geomap.sources.crs import to_wgs84
from geomap.sources.layers import ReadOptions, read_layer

DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}
SUFFIXES = [*DRIVERS, ".parquet"]
CENTIMETRE = 1e-7  # degrees
FAMILY = range(4491, 4555)  # CGCS2000 / Gauss-Krüger: 6 and 3 degrees, with and without zone number
PLACE = shapely.box(106.5, 29.5, 106.6, 29.6)


def write(path: Path, frame: gpd.GeoDataFrame) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
        return path
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)  # on purpose
        pyogrio.write_dataframe(frame, path, driver=DRIVERS[path.suffix], encoding="utf-8")
    return path


def frame(crs: str | None, *, swapped: bool = False) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame({"name": ["渝中区"]}, geometry=[PLACE], crs="EPSG:4490")
    shapes = made.to_crs(crs or "EPSG:4490").geometry.to_numpy()
    if swapped:
        shapes = shapely.transform(shapes, lambda points: points[:, ::-1])
    return gpd.GeoDataFrame(made[["name"]], geometry=gpd.GeoSeries(shapes), crs=crs)


def misses(path: Path, choice: ReadOptions | None = None) -> float:
    read = to_wgs84(read_layer(path, choice=choice or ReadOptions()))
    return float(shapely.hausdorff_distance(read.geometry[0], PLACE))


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4545", "EPSG:4524", "EPSG:4513", "EPSG:4495"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cgcs2000_is_read_right_from_every_format(tmp_path: Path, suffix: str, crs: str) -> None:
    path = write(tmp_path / f"a{suffix}", frame(crs))
    read = read_layer(path)
    assert read.crs is not None
    assert read.crs.to_string() == crs
    assert misses(path) < CENTIMETRE


@pytest.mark.slow
def test_the_whole_family_of_gauss_kruger_is_read_easting_first(tmp_path: Path) -> None:
    """Its first axis is northing by definition, but no file stores it so."""
    for code in FAMILY:
        crs = pyproj.CRS.from_epsg(code)
        assert [axis.direction for axis in crs.axis_info] == ["north", "east"]
        assert crs.area_of_use is not None
        lon, lat = (crs.area_of_use.west + crs.area_of_use.east) / 2 + 0.5, 30.2
        x, y = pyproj.Transformer.from_crs(4490, crs, always_xy=True).transform(lon, lat)
        document = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}},
            "features": [
                {
                    "type": "Feature",
                    "properties": {},
                    "geometry": {"type": "Point", "coordinates": [x, y]},
                }
            ],
        }
        path = tmp_path / f"{code}.geojson"
        path.write_text(json.dumps(document), encoding="utf-8")
        point = to_wgs84(read_layer(path)).geometry[0]
        assert point.distance(shapely.Point(lon, lat)) < CENTIMETRE, code


@pytest.mark.parametrize("code", [4490, 4513, 4524, 4545, 4549])
def test_the_words_of_esri_are_known(tmp_path: Path, code: int) -> None:
    crs = pyproj.CRS.from_epsg(code)
    write(tmp_path / "a.shp", frame(f"EPSG:{code}"))
    (tmp_path / "a.prj").write_text(crs.to_wkt("WKT1_ESRI"), encoding="utf-8")
    assert misses(tmp_path / "a.shp") < CENTIMETRE
    assert [note.code for note in read_layer(tmp_path / "a.shp").notes] == []


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".parquet"])
def test_a_layer_without_crs_is_refused_unless_it_is_said(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", frame(None))
    assert [f.code for f in inspect(path).findings] == ["GM-F014"]
    with pytest.raises(DataError, match="does not say its coordinate reference system"):
        convert(path, tmp_path / "b.geojson", Datum.WGS84, Datum.GCJ02)
    assert not (tmp_path / "b.geojson").exists()
    assert misses(path, ReadOptions(crs="EPSG:4490")) < CENTIMETRE


@pytest.mark.parametrize("row", [-1, 0])
def test_a_geopackage_may_say_that_its_crs_is_undefined(tmp_path: Path, row: int) -> None:
    path = write(tmp_path / "a.gpkg", frame("EPSG:4490"))
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (row,))
        database.execute("UPDATE gpkg_contents SET srs_id = ?", (row,))
    database.close()
    assert [f.code for f in inspect(path).findings] == ["GM-F014"]


def test_geojson_without_crs_is_wgs84_as_its_standard_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", frame(None))
    assert misses(path) < CENTIMETRE


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4545", "EPSG:4524"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_swapped_axes_are_suspected(tmp_path: Path, suffix: str, crs: str) -> None:
    path = write(tmp_path / f"a{suffix}", frame(crs, swapped=True))
    (doubt,) = [f for f in inspect(path).findings if f.code in {"GM-F013", "GM-F015"}]
    assert "seem swapped" in doubt.remedy.en
    assert "颠倒" in doubt.remedy.zh


def test_swapped_axes_are_suspected_in_kml(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>29.5,106.5'
        "</coordinates></Point></Placemark></kml>"
    )
    (doubt,) = inspect(path).findings
    assert (doubt.code, doubt.level) == ("GM-F015", "error")
    assert "seem swapped" in doubt.remedy.en


def test_a_layer_elsewhere_is_not_called_swapped(tmp_path: Path) -> None:
    away = gpd.GeoDataFrame({"n": ["x"]}, geometry=[shapely.box(10, 50, 11, 51)], crs="EPSG:4326")
    (doubt,) = inspect(write(tmp_path / "a.gpkg", away)).findings
    assert doubt.code == "GM-F013"
    assert "swapped" not in doubt.remedy.en


@pytest.mark.parametrize(
    ("crs", "datum"), [("EPSG:4214", "Beijing 1954"), ("EPSG:2343", "Xi'an 1980")]
)
def test_an_old_datum_is_told(tmp_path: Path, crs: str, datum: str) -> None:
    path = write(tmp_path / "a.gpkg", frame(crs))
    (told,) = inspect(path).findings
    assert told.code == "GM-F018"
    assert datum in told.message.en


def test_degrees_on_another_datum_are_shifted(tmp_path: Path) -> None:
    """NAD27 to WGS84 is tens of metres in Kansas, as PROJ does it with or without its grids."""
    kansas = gpd.GeoDataFrame({"n": ["x"]}, geometry=[shapely.Point(-98, 38)], crs="EPSG:4267")
    point = to_wgs84(read_layer(write(tmp_path / "a.gpkg", kansas))).geometry[0]
    assert 1e-4 < point.distance(shapely.Point(-98, 38)) < 1e-2
