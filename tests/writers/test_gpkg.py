"""GeoPackage: every layer read back by two readers, styles where QGIS looks, the same bytes."""

import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from support.hostile import WORDS
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.model import LegendItem, Symbol
from geomap.text import Text
from geomap.writers import gpkg
from geomap.writers.by_geometry import tables
from geomap.writers.qml import Look

THEMES = ["overview", "urbanisation", "metro", "charging", "measures"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shipped: Atlas) -> Path:
    made = tmp_path_factory.mktemp("gpkg")
    for theme in THEMES:
        shipped[theme].to_file(made / f"{theme}.gpkg")
    return made


@pytest.mark.parametrize("theme", THEMES)
def test_districts_are_read_back_as_they_were(shipped: Atlas, folder: Path, theme: str) -> None:
    frame = shipped[theme].layers["districts"]
    back = gpd.read_file(folder / f"{theme}.gpkg", layer="districts").set_index("adcode")
    assert back.crs == frame.crs
    assert back.geometry.geom_equals(frame.geometry).all()
    columns = [column for column in frame.columns if column != "geometry"]
    for column in columns:
        pd.testing.assert_series_equal(
            back[column], frame[column], check_dtype=False, check_index_type=False
        )


@pytest.mark.parametrize("theme", THEMES)
def test_every_row_of_every_layer_is_in_one_table(shipped: Atlas, folder: Path, theme: str) -> None:
    with sqlite3.connect(folder / f"{theme}.gpkg") as database:
        names = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")]
        for layer, frame in shipped[theme].layers.items():
            parts = [name for name in names if name == layer or name.startswith(f"{layer}_")]
            key = frame.index.name
            rows = [r for p in parts for (r,) in database.execute(f'SELECT "{key}" FROM "{p}"')]  # noqa: S608 # our own names
            assert sorted(rows) == sorted(frame.index)


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_has_the_classes_colours_and_counts_of_the_theme(
    shipped: Atlas, folder: Path, theme: str
) -> None:
    spec = shipped[theme].spec
    with sqlite3.connect(folder / f"{theme}.gpkg") as database:
        (row,) = database.execute(
            "SELECT f_table_catalog, f_table_schema, f_geometry_column, styleQML, useAsDefault "
            "FROM layer_styles WHERE f_table_name = 'districts'"
        )
        classes = Counter(c for (c,) in database.execute("SELECT class FROM districts"))
    assert (row[0], row[1], row[2], row[4]) == ("", "", "geom", 1)
    style = ET.fromstring(row[3].partition(">")[2])  # noqa: S314 # our own
    drawn = {each.get("value"): each.get("symbol") for each in style.iter("category")}
    items = [item for item in spec.legends[0].items if item.count]
    assert list(drawn) == [item.label.zh for item in items]
    assert classes == {item.label.zh: item.count for item in items}
    for item in items:
        symbol = next(s for s in style.iter("symbol") if s.get("name") == drawn[item.label.zh])
        first = next(o.get("value") for o in symbol.iter("Option") if o.get("name") == "color")
        assert item.symbol.fill is not None
        red, green, blue = (int(item.symbol.fill[i : i + 2], 16) for i in (1, 3, 5))
        assert first == f"{red},{green},{blue},255"


@pytest.mark.parametrize("theme", ["metro", "charging"])
def test_projects_and_sites_are_drawn_by_their_kind(
    shipped: Atlas, folder: Path, theme: str
) -> None:
    spec = shipped[theme].spec
    labels = {item.label.zh for legend in spec.legends[1:] for item in legend.items}
    labels |= {mark.title.zh for mark in spec.context}
    with sqlite3.connect(folder / f"{theme}.gpkg") as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        for table in styles.keys() - {"districts"}:
            used = {c for (c,) in database.execute(f'SELECT DISTINCT class FROM "{table}"')}  # noqa: S608 # our own names
            style = ET.fromstring(styles[table].partition(">")[2])  # noqa: S314 # our own
            assert {each.get("value") for each in style.iter("category")} == used <= labels


def test_only_what_is_known_exactly_has_an_unbroken_edge() -> None:
    def edge(symbol: Symbol) -> tuple[str | None, str | None, list[str | None]]:
        item = LegendItem("a", Text.same("a"), symbol, 1)
        look = Look((item,), (("class", "级别"),), "name").document()
        style = ET.fromstring(look.partition(">")[2])  # noqa: S314 # our own
        fill, *hatches = style.findall("renderer-v2/symbols/symbol/layer")
        found = {o.get("name"): o.get("value") for o in fill.iter("Option")}
        return found["outline_style"], found["style"], [each.get("class") for each in hatches]

    assert edge(Symbol("area", pattern="dots", dashed=True)) == ("dash", "no", ["PointPatternFill"])
    assert edge(Symbol("area", "#eeeeee", pattern="diagonal")) == (
        *("solid", "solid"), ["LinePatternFill"],
    )  # fmt: skip
    assert edge(Symbol("area", pattern="cross"))[2] == ["LinePatternFill"] * 2
    assert edge(Symbol("area")) == ("solid", "no", [])


@pytest.mark.parametrize("theme", ["metro", "measures"])
def test_measures_are_related_to_the_districts_that_they_name(
    shipped: Atlas, folder: Path, theme: str
) -> None:
    spec, districts = shipped[theme].spec, shipped[theme].layers["districts"]
    with sqlite3.connect(folder / f"{theme}.gpkg") as database:
        rows = database.execute("SELECT id, article, title, departments, citywide FROM measures")
        assert rows.fetchall() == [
            (m.id, m.article.zh, m.title.zh, ";".join(m.departments), int(m.citywide))
            for m in spec.measures
        ]
        ((*relation,),) = database.execute(
            "SELECT base_table_name, base_primary_column, related_table_name, "
            "related_primary_column, mapping_table_name FROM gpkgext_relations"
        )
        assert relation == ["districts", "fid", "measures", "fid", "measure_districts"]
        found = database.execute(
            "SELECT d.adcode, m.id, l.adcode, l.measure FROM measure_districts l "
            "JOIN districts d ON d.fid = l.base_id JOIN measures m ON m.fid = l.related_id"
        ).fetchall()
    own = {measure.id for measure in spec.measures}
    listed = districts["measures"].str.split(";").items()
    meant = [(code, m, code, m) for code, ids in listed for m in ids if m in own]
    assert sorted(found) == sorted(meant) != []


def test_without_districts_there_is_nothing_to_relate(shipped: Atlas, tmp_path: Path) -> None:
    path = shipped["metro"].to_file(tmp_path / "x.gpkg", "projects")
    with sqlite3.connect(path) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert not names & {"measures", "measure_districts", "gpkgext_relations"}


def test_it_says_what_it_is_in_both_languages(shipped: Atlas, folder: Path) -> None:
    spec = shipped["metro"].spec
    with sqlite3.connect(folder / "metro.gpkg") as database:
        told = list(database.execute("SELECT key, zh, en FROM geomap_about"))
    assert ("title", spec.title.zh, spec.title.en) in told
    assert [row[1] for row in told if row[0] == "source"] == [s.zh for s in spec.sources]


def test_the_same_map_gives_the_same_bytes(shipped: Atlas, folder: Path, tmp_path: Path) -> None:
    again = shipped["metro"].to_files(tmp_path / "metro.gpkg")
    assert [path.read_bytes() for path in again] == [
        (folder / name).read_bytes() for name in ("metro.gpkg", "metro.qgz")
    ]
    assert {p.name for p in tmp_path.iterdir()} == {"metro.gpkg", "metro.qgz"}


def test_the_date_that_gdal_is_told_is_taken_back(shipped: Atlas, tmp_path: Path) -> None:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    shipped["metro"].to_file(tmp_path / "metro.gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_words(shipped: Atlas, tmp_path: Path, words: str) -> None:
    rows = shipped["metro"].layers["districts"].iloc[:2].assign(name=words)
    spec = tiny_spec(title=Text.same(words), theme="t")
    gpkg.write(spec, {"districts": rows}, tmp_path / "t.gpkg")
    assert list(gpd.read_file(tmp_path / "t.gpkg", layer="districts")["name"]) == [words, words]
    with sqlite3.connect(tmp_path / "t.gpkg") as database:
        ((title,),) = database.execute("SELECT zh FROM geomap_about WHERE key = 'title'")
        ((qml,),) = database.execute("SELECT styleQML FROM layer_styles")
    assert title == words
    ET.fromstring(qml.partition(">")[2])  # noqa: S314 # our own


def test_single_and_multiple_areas_of_one_layer_become_one_type() -> None:
    square = shapely.box(106, 29, 107, 30)
    both = shapely.MultiPolygon([square, shapely.box(108, 29, 109, 30)])
    frame = gpd.GeoDataFrame(
        {"class": ["a", "b"], "color": ["#111111"] * 2}, geometry=[square, both]
    )
    frame = frame.set_crs("EPSG:4326").rename_axis("adcode")
    ((_, _, rows),) = tables({"districts": frame})
    assert isinstance(rows, gpd.GeoDataFrame)
    assert set(rows.geom_type) == {"MultiPolygon"}
    assert list(shapely.get_num_geometries(rows.geometry.to_numpy())) == [1, 2]
