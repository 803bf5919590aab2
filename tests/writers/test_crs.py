"""Files in other CRSs: the right place by pyproj to a centimetre, right axes, told datums."""

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

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.errors import DatumError, RenderError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.geo.target import Target

# The zones in which Chongqing and its neighbours lie, and the others that a map may be asked in.
CODES = (
    *("EPSG:4326", "EPSG:4490", "EPSG:3857", "EPSG:32648", "EPSG:4610"),
    *(f"EPSG:{4534 + zone}" for zone in (10, 11, 12)),  # 3 degrees, about 105 to 111
    *(f"EPSG:{4513 + zone}" for zone in (10, 11)),  # the same with their numbers
    *(f"EPSG:{4502 + zone}" for zone in (5, 6)),  # 6 degrees, about 105 and 111
    "EPSG:4497",
)
MADE = ("gpkg", "fgb", "parquet", "shp.zip")


def districts(path: Path) -> gpd.GeoDataFrame:
    """The districts of a file, by code."""
    if path.suffix == ".parquet":
        frame = gpd.read_parquet(path)
        return gpd.GeoDataFrame(frame.set_index("adcode"))
    if path.name.endswith(".shp.zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.parent / "shp")
        (path,) = (path.parent / "shp").glob("*-districts.shp")
    layer = "districts" if path.suffix == ".gpkg" else None
    return gpd.GeoDataFrame(pyogrio.read_dataframe(path, layer=layer).set_index("adcode"))


def by_pyproj(frame: gpd.GeoDataFrame, code: str) -> gpd.GeoSeries:
    """Where places are by pyproj alone, easting first, point by point."""
    there = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)
    shapes = shapely.transform(
        frame.geometry.to_numpy(), lambda points: np.array([there.transform(*p) for p in points])
    )
    return gpd.GeoSeries(shapes, index=frame.index)


@pytest.mark.parametrize("ending", MADE)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.slow
def test_places_are_right_to_a_centimetre(
    shipped: Atlas, tmp_path: Path, code: str, ending: str
) -> None:
    frame = shipped["overview"].layers["districts"].iloc[:3]
    options = OutputOptions(target=shipped.target(code))
    made = shipped["overview"].to_file(tmp_path / f"x.{ending}", "districts", options=options)
    found = districts(made)
    assert found.crs is not None
    if ending == "shp.zip":  # ESRI's words for it
        assert found.crs.to_epsg(min_confidence=20) == int(code[5:])
    else:
        assert found.crs == pyproj.CRS.from_user_input(code)
    meant = by_pyproj(frame, code)
    centimetre = 0.01 if found.crs.is_projected else 1e-7
    apart = shapely.hausdorff_distance(
        np.asarray(found.geometry.loc[meant.index]), np.asarray(meant)
    )
    assert apart.max() < centimetre
    east, north = found.geometry.iloc[0].centroid.coords[0]
    if found.crs.is_projected and found.crs.to_epsg() != 3857:
        assert 2_900_000 < north < 3_700_000  # the distance from the equator at 28 to 32 degrees
        zone = {4523: 35, 4524: 36, 4497: 19}.get(found.crs.to_epsg() or 0, 0)
        assert east // 1_000_000 == zone


@pytest.mark.parametrize("ending", MADE)
@pytest.mark.slow
def test_every_format_of_data_can_be_in_a_plane(
    shipped: Atlas, tmp_path: Path, ending: str
) -> None:
    options = OutputOptions(target=shipped.target("gk"), metadata=True)
    made = shipped["metro"].to_file(tmp_path / f"x.{ending}", options=options)
    found, frame = districts(made), shipped["metro"].layers["districts"]
    assert found.crs is not None
    assert found.crs.to_epsg() == 4545
    meant = frame.to_crs("EPSG:4545").loc[found.index]
    assert (
        shapely.hausdorff_distance(np.asarray(found.geometry), np.asarray(meant.geometry)).max()
        < 0.01
    )
    told = json.loads((tmp_path / f"x.{ending}.metadata.json").read_text("utf-8"))
    assert (told["crs"]["code"], told["datum"]) == ("EPSG:4545", "CGCS2000")
    if ending == "shp.zip":
        prj = next((tmp_path / "shp").glob("*-districts.prj")).read_text()
        assert prj.startswith('PROJCS["CGCS2000_3_Degree_GK_CM_108E",GEOGCS["GCS_China_Geodetic')


@pytest.mark.slow
def test_tables_have_easting_and_northing(shipped: Atlas, tmp_path: Path) -> None:
    options = OutputOptions(target=shipped.target("gk"))
    shipped["metro"].to_file(tmp_path / "x.csv", options=options)
    rows = pd.read_csv(tmp_path / "x-projects_points.csv").set_index("id")
    points = shipped["metro"].layers["projects"].to_crs("EPSG:4545").loc[rows.index].geometry
    assert "lon" not in rows.columns
    assert np.abs(rows["x"] - points.x).max() < 0.01
    assert np.abs(rows["y"] - points.y).max() < 0.01
    book = openpyxl.load_workbook(shipped["metro"].to_file(tmp_path / "x.xlsx", options=options))
    told = {row[0]: row[1] for row in book["来源"].iter_rows(values_only=True)}
    assert told["crs"] == "CGCS2000 / 3-degree Gauss-Kruger CM 108E (EPSG:4545)"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        *(("gk", 4545), ("GK3", 4545), ("gk6", 4507), ("gk-zone", 4524), ("gk6-zone", 4496)),
        *(("EPSG:4544", 4544), ("4490", 4490), ("cgcs2000", 4490), ("WGS84", 4326)),
    ],
)
def test_a_crs_is_known_by_number_name_or_zone(shipped: Atlas, words: str, code: int) -> None:
    assert shipped.target(words).code == f"EPSG:{code}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("EPSG:9999", "unknown coordinate system 'EPSG:9999'"),
        ("mercator", "unknown coordinate system 'mercator'"),
        ("EPSG:4979", "is no CRS of a plane or of degrees"),
        ("EPSG:5773", "is no CRS of a plane or of degrees"),
        ("GCJ-02", "is a shifted datum and no CRS"),
    ],
)
def test_what_is_no_crs_is_refused_with_a_remedy(shipped: Atlas, words: str, told: str) -> None:
    with pytest.raises(DatumError, match=told):
        shipped.target(words)


def test_a_crs_of_another_country_is_refused(shipped: Atlas, tmp_path: Path) -> None:
    for code in ("EPSG:2193", "EPSG:27700", "EPSG:4534"):
        with pytest.raises(DatumError, match="which holds nothing of what is to be written"):
            shipped["metro"].to_file(
                tmp_path / "x.gpkg", options=OutputOptions(target=shipped.target(code))
            )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["geojson", "kml", "kmz"])
@pytest.mark.slow
def test_formats_of_wgs84_stay_on_it(shipped: Atlas, tmp_path: Path, ending: str) -> None:
    for target in (shipped.target("gk"), shipped.target("4490"), shipped.target(datum="gcj02")):
        with pytest.raises(RenderError, match="takes degrees on WGS84 only") as refused:
            shipped["metro"].to_file(tmp_path / f"x.{ending}", options=OutputOptions(target=target))
        assert "gpkg" in refused.value.message.en
        assert "WGS84" in refused.value.message.zh
    shipped["metro"].to_file(
        tmp_path / f"x.{ending}", options=OutputOptions(target=shipped.target("4326"))
    )


def test_a_picture_has_no_crs(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="png is no format of data, so EPSG:4545 is not for it"):
        shipped["metro"].to_file(
            tmp_path / "x.png", options=OutputOptions(target=shipped.target("gk"))
        )


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@pytest.mark.parametrize("ending", MADE)
@pytest.mark.slow
def test_a_shifted_datum_is_told_everywhere(
    shipped: Atlas, tmp_path: Path, ending: str, datum: Datum
) -> None:
    mark = {Datum.GCJ02: "gcj02", Datum.BD09: "bd09"}[datum]
    options = OutputOptions(target=shipped.target(datum=datum), metadata=True)
    made = shipped["citizenship"].to_file(tmp_path / f"x.{ending}", options=options)
    assert made.name == f"x-{mark}.{ending}"
    told = json.loads((tmp_path / f"x-{mark}.{ending}.metadata.json").read_text("utf-8"))
    assert (told["crs"], told["datum"]) == (None, datum)
    assert any(str(datum) in note["zh"] for note in told["notes"])
    found, frame = districts(made), shipped["citizenship"].layers["districts"]
    assert set(found["datum"]) == {str(datum)}
    assert found.crs is None or "ndefined" in found.crs.name or "nknown" in found.crs.name
    for code in ("500112", "500229"):
        lon, lat = shapely.get_coordinates(frame.geometry[code])[0]
        x, y = convert_datum(lon, lat, Datum.WGS84, datum)
        assert shapely.Point(float(x), float(y)).distance(found.geometry[code].boundary) < 1e-9
    if ending == "gpkg":
        with sqlite3.connect(made) as database:
            circle = database.execute(
                "SELECT circle_lon, circle_lat FROM districts WHERE adcode = '500112'"
            ).fetchone()
        at = frame.loc["500112", ["circle_lon", "circle_lat"]].astype(float)
        assert circle == tuple(
            map(float, convert_datum(at.iloc[0], at.iloc[1], Datum.WGS84, datum))
        )


def test_a_name_that_tells_the_datum_is_kept(shipped: Atlas, tmp_path: Path) -> None:
    options = OutputOptions(target=shipped.target(datum="gcj02"))
    made = shipped["metro"].to_file(tmp_path / "metro_GCJ-02.csv", options=options)
    assert made.name == "metro_GCJ-02.csv"


def test_a_crs_and_a_datum_are_one_too_many(shipped: Atlas) -> None:
    with pytest.raises(DatumError, match="leave one of them out"):
        shipped.target("gk", "gcj02")


def test_places_without_coordinates_in_the_crs_are_refused() -> None:
    with pytest.raises(DatumError, match="positions lie where EPSG:4545 has no coordinates"):
        Target("EPSG:4545").way()(np.array([[106.0, 91.0], [106.0, 29.0]]))


@pytest.mark.parametrize("ending", [*MADE, "csv", "xlsx"])
@pytest.mark.slow
def test_the_same_bytes_each_time(shipped: Atlas, tmp_path: Path, ending: str) -> None:
    options = OutputOptions(target=shipped.target("gk-zone"))
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(shipped["charging"].to_files(tmp_path / name / f"x.{ending}", options=options))
    one, two = made
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
