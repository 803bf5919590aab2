"""TopoJSON, GeoJSON a line, provenance and simplestyle: read back by GDAL's own programs."""

import json
from collections import Counter
from itertools import accumulate, chain
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from support.ogr2ogr import by_gdal
from support.paths import THEMES
from support.specs import cell, tiny_spec

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.errors import RenderError
from geomap.geo.datum import Datum
from geomap.sources.readers import read_layer
from geomap.writers import topojson
from geomap.writers.by_geometry import tables

STYLED = OutputOptions(simplestyle=True)


@pytest.mark.gdal
@pytest.mark.parametrize("theme", THEMES)
def test_a_topology_is_read_by_gdal(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    chosen = shipped[theme]
    path = chosen.to_file(tmp_path / "x.topojson")
    for name, _, rows in tables(chosen.layers):
        if not isinstance(rows, gpd.GeoDataFrame):
            continue
        found = by_gdal(path, name)
        assert [each["properties"]["name"] for each in found] == list(rows["name"])
        shapes = [shapely.from_geojson(json.dumps(each["geometry"])) for each in found]
        apart = shapely.hausdorff_distance(shapes, rows.geometry.to_numpy())
        assert apart.max() < 1e-6  # the grid, 0.1 m
        if name == "districts":
            assert shapely.coverage_is_valid(shapes)


def test_each_border_is_there_once(shipped: Atlas, tmp_path: Path) -> None:
    path = shipped["metro"].to_file(tmp_path / "x.topojson")
    told = json.loads(path.read_text("utf-8"))
    districts = told["objects"]["districts"]["geometries"]
    used = Counter(
        n if n >= 0 else ~n
        for district in districts
        for n in chain.from_iterable(chain.from_iterable(district["arcs"]))
    )
    assert set(used.values()) == {1, 2}  # the outer border, and the shared ones
    assert sum(count == 2 for count in used.values()) > 80
    points = sum(len(told["arcs"][number]) for number in used)
    assert (
        points
        < 0.7
        * shapely.get_num_coordinates(
            shipped["metro"].layers["districts"].geometry.to_numpy()
        ).sum()
    )
    listed = told["objects"]["projects_listed"]["geometries"]
    assert {each["type"] for each in listed} == {None}
    assert len(listed) == 19


def test_a_small_topology_is_just_this(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["甲", "乙"]}, geometry=[cell(0, 0), cell(1, 0)])
    frame = frame.set_crs("EPSG:4326").rename_axis("adcode")
    topojson.write(tiny_spec(), {"districts": frame}, tmp_path / "x.topojson")
    told = json.loads((tmp_path / "x.topojson").read_text("utf-8"))
    assert len(told["arcs"]) == 3
    shared = [arc for arc in told["arcs"] if len(arc) == 2]
    (start, step), *_ = shared
    assert start[0] == 106_500_000
    assert abs(step[1]) == 500_000
    scale = told["transform"]["scale"][0]
    west = min(x for arc in told["arcs"] for x in accumulate(p[0] for p in arc)) * scale
    assert west == pytest.approx(106.0)


@pytest.mark.gdal
def test_a_line_is_a_feature(shipped: Atlas, tmp_path: Path) -> None:
    chosen = shipped["overview"]
    path = chosen.to_file(tmp_path / "x.geojsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    whole = json.loads(chosen.to_file(tmp_path / "x.geojson").read_text("utf-8"))
    assert lines == whole["features"]
    assert len(by_gdal(path)) == len(lines) == sum(len(f) for f in chosen.layers.values())


@pytest.mark.slow
def test_geojson_says_where_it_comes_from(shipped: Atlas, tmp_path: Path) -> None:
    spec = shipped["urbanisation"].spec
    path = shipped["urbanisation"].to_file(tmp_path / "x.geojson")
    told = json.loads(path.read_text("utf-8"))["geomap"]
    assert told["title"] == {"zh": spec.title.zh, "en": spec.title.en}
    assert [source["zh"] for source in told["sources"]] == [each.zh for each in spec.sources]
    assert [note["en"] for note in told["notes"]] == [each.en for each in spec.notes]
    assert told["reference_date"]["en"] == spec.reference_date.en
    assert "licence" not in told  # the atlas states none
    assert read_layer(path).datum is Datum.WGS84  # so that nobody shifts it twice


@pytest.mark.parametrize("ending", ["geojson", "geojsonl", "topojson"])
@pytest.mark.slow
def test_simplestyle_has_the_colours_of_the_map(
    shipped: Atlas, tmp_path: Path, ending: str
) -> None:
    chosen = shipped["overview"]
    path = chosen.to_file(tmp_path / f"x.{ending}", options=STYLED)
    text = path.read_text("utf-8")
    if ending == "topojson":
        objects = json.loads(text)["objects"].values()
        rows = [each for collection in objects for each in collection["geometries"]]
        kinds = [each["type"] for each in rows]
    else:
        lines = text.splitlines() if ending == "geojsonl" else None
        rows = [json.loads(line) for line in lines] if lines else json.loads(text)["features"]
        kinds = [each["geometry"] and each["geometry"]["type"] for each in rows]
    told = {"Point": "marker-color", "LineString": "stroke", "Polygon": "fill"}
    for row, kind in zip(rows, kinds, strict=True):
        properties = row["properties"]
        if kind is None:
            assert not properties.get("fill")
            continue
        name = told[kind.removeprefix("Multi")]
        assert properties[name] == properties["color"]
    assert np.isin(["Point", "LineString"], kinds).all()


def test_only_json_has_simplestyle(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="gpkg has no use for simplestyle"):
        shipped["metro"].to_file(tmp_path / "x.gpkg", options=STYLED)
    plain = shipped["metro"].to_file(tmp_path / "x.geojson").read_text("utf-8")
    assert "marker-color" not in plain
