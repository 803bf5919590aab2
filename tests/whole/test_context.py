"""Rivers and neighbours: on every sheet, page and export, quiet, and off by one word."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from support.specs import cell

import geomap
from geomap.api.atlas import Atlas, Map
from geomap.errors import AtlasError, DataError
from geomap.renderers.sheet.primitives import Path as Ink
from geomap.renderers.web.payload import payload

RIVERS = ("长江", "嘉陵江", "乌江")
NEIGHBOURS = ("湖北省", "湖南省", "四川省", "贵州省", "陕西省")
THEMES = (
    *("overview", "urbanisation", "citizenship", "counties"),
    *("metro", "renewal", "charging", "measures"),
)


@pytest.mark.parametrize("theme", THEMES)
def test_the_shipped_atlas_shows_its_rivers_and_neighbours(shipped: Atlas, theme: str) -> None:
    chosen = shipped[theme]
    names = [mark.name.zh for mark in chosen.spec.context]
    assert names == [*NEIGHBOURS, *RIVERS]  # what lies below comes first
    frame = chosen.layers["context"]
    assert list(frame["name"]) == names
    data = payload([chosen.spec]).content
    drawn = [data["context"][number] for number in data["themes"][0]["context"]]
    assert sum("below" in ground for ground in drawn) == len(NEIGHBOURS)
    assert all(ground["lines"] for ground in drawn)
    assert any("1:400万" in line.zh for line in chosen.spec.sources)


@pytest.mark.slow
def test_a_reader_sees_which_river_the_bridge_crosses(shipped: Atlas) -> None:
    spec = shipped["metro"].spec
    (bridge,) = [mark for mark in spec.marks if mark.name.zh == "宝山嘉陵江大桥"]
    near = {mark.name.zh: mark.geometry.distance(bridge.geometry) for mark in spec.context}
    assert min(near, key=lambda name: near[name]) == "嘉陵江"
    assert near["嘉陵江"] < 0.02  # degrees; the point itself is sure to kilometres only
    sheet = geomap_sheet(shipped["metro"])
    assert {"嘉陵江", "长江"} <= set(sheet.words())
    layers = [layer.name for layer in sheet.layers]
    assert layers.index("around") < layers.index("districts") < layers.index("rivers")
    assert layers.index("rivers") < layers.index("borders")
    inks = [item for layer in sheet.layers if layer.name == "rivers" for item in layer.items]
    assert {item.stroke for item in inks if isinstance(item, Ink)} == {"#4d94b8"}


def geomap_sheet(chosen: Map) -> "geomap.renderers.sheet.primitives.Sheet":
    """The map on its usual page."""
    from geomap.api.product import Product  # noqa: PLC0415 # only here

    return Product(chosen.spec, {}).sheet


def test_no_line_of_a_neighbour_repeats_a_border_of_the_districts(shipped: Atlas) -> None:
    spec = shipped["overview"].spec
    own = shapely.union_all([d.geometry for d in spec.districts]).boundary
    lines = [mark.outline for mark in spec.context if mark.role == "neighbour"]
    assert all(line is not None and not line.is_empty for line in lines)
    assert all(line.distance(own) > 0.02 for line in lines if line is not None)
    shared = shapely.intersection_all([lines[0], lines[2]])
    assert shared.length < 0.01  # what two of them share is drawn once


ATLAS = 'title = "图"\nboundaries = "districts.geojson"\n'


def write(root: Path, config: str, theme: str = 'title = "图"\n') -> Path:
    (root / "data" / "themes").mkdir(parents=True)
    (root / "geomap.toml").write_text(ATLAS + config, encoding="utf-8")
    (root / "data" / "themes" / "map.toml").write_text(theme, encoding="utf-8")
    shapes = [cell(n % 2, n // 2) for n in range(4)]
    names = ["甲区", "乙区", "丙县", "丁县"]
    districts = gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326")
    districts.to_file(root / "districts.geojson", driver="GeoJSON")
    river = shapely.LineString([(105.5, 29.2), (106.6, 29.4), (107.5, 29.8)])
    lake = shapely.box(106.6, 29.6, 106.7, 29.7)
    for file, shape, name in (("river", river, "大河"), ("lake", lake, "大湖")):
        layer = gpd.GeoDataFrame({"河名": [name]}, geometry=[shape], crs="EPSG:4490")
        layer.to_crs("EPSG:4545").to_file(root / f"{file}.gpkg", driver="GPKG")
    return root


LAYERS = (
    '[[context]]\nfile = "river.gpkg"\nrole = "river"\ncolumns = { name = "河名" }\n'
    '[[context]]\nfile = "lake.gpkg"\nrole = "water"\ncolumns = { name = "河名" }\n'
)


def test_layers_of_any_format_and_crs_are_context(tmp_path: Path) -> None:
    chosen = geomap.open(write(tmp_path, LAYERS))["map"]
    river, lake = chosen.spec.context
    assert (river.name.zh, river.role, lake.name.zh) == ("大河", "river", "大湖")
    assert shapely.hausdorff_distance(lake.geometry, shapely.box(106.6, 29.6, 106.7, 29.7)) < 1e-7
    assert {"大河", "大湖"} <= set(geomap_sheet(chosen).words())
    svg = chosen.to_file(tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "#cfe4ee" in svg  # the lake's fill
    back = json.loads(chosen.to_file(tmp_path / "x.geojson").read_text(encoding="utf-8"))
    roles = [f["properties"].get("role") for f in back["features"]]
    assert roles == [None, None, None, None, "river", "water"]


def test_a_theme_may_leave_the_context_out(tmp_path: Path) -> None:
    chosen = geomap.open(write(tmp_path, LAYERS, 'title = "图"\ncontext = false\n'))["map"]
    assert chosen.spec.context == ()
    assert "context" not in chosen.layers
    assert "大河" not in geomap_sheet(chosen).words()


def test_the_extent_is_that_of_the_districts(tmp_path: Path) -> None:
    spec = geomap.open(write(tmp_path, LAYERS))["map"].spec
    assert spec.extent == (106.0, 29.0, 107.0, 30.0)


def test_a_role_must_be_known_and_a_file_there(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=re.escape("[context[1].role]: unknown value 'rivers'")):
        geomap.open(write(tmp_path / "a", LAYERS.replace('"river"', '"rivers"')))
    with pytest.raises(DataError, match=r"canal\.gpkg"):
        geomap.open(write(tmp_path / "b", LAYERS.replace("river.gpkg", "canal.gpkg")))
