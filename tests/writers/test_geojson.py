"""RFC 7946, held by a strict checker of our own, which is held by broken documents."""

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import geopandas as gpd
import numpy as np
import pytest
import shapely
from support import tiny
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.compose.compose import compose
from geomap.compose.layers import layer_frames
from geomap.joins.join import join
from geomap.model import Fill
from geomap.model.layers import LayerName
from geomap.writers import geojson
from geomap.writers.files import write_whole

Json = dict[str, Any]
Ring = list[list[float]]


def strictly(text: str) -> Json:
    """Parse JSON; NaN and Infinity are no JSON, and a key may stand once only."""

    def refuse(word: str) -> NoReturn:
        raise ValueError(word)

    def once(pairs: list[tuple[str, object]]) -> Json:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    loaded: Json = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    return loaded


# --- The checker


def violations(document: Json) -> Iterator[str]:
    """What RFC 7946 would object to, and what this project adds: seven decimals, a bbox."""
    if document.get("type") != "FeatureCollection" or "crs" in document:
        yield "collection"
    features = document.get("features", [])
    for feature in features:
        yield from feature_violations(feature)
    ids = [feature.get("id") for feature in features]
    if len(set(ids)) != len(ids):
        yield "ids"
    points = [point for feature in features for point in positions(feature["geometry"])]
    if document.get("bbox") != bounds(points):
        yield "bbox"


def feature_violations(feature: Json) -> Iterator[str]:
    if feature.get("type") != "Feature" or not isinstance(feature.get("properties"), dict):
        yield "feature"
    if "geometry" not in feature or "crs" in feature:
        yield "geometry"
    elif feature["geometry"] is not None:
        yield from geometry_violations(feature["geometry"])
    elif feature["properties"].get("certainty") != "none":
        yield "null"


def geometry_violations(geometry: Json) -> Iterator[str]:
    for point in positions(geometry):
        if len(point) != 2 or not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            yield "position"
        if any(len(repr(number).partition(".")[2]) > 7 for number in point):
            yield "decimals"
    for rings in polygons(geometry):
        for i, ring in enumerate(rings):
            if len(ring) < 4 or ring[0] != ring[-1]:
                yield "ring"
            if (area(ring) > 0) != (i == 0):
                yield "hand"


def polygons(geometry: Json) -> list[list[Ring]]:
    coordinates: Any = geometry["coordinates"]
    by_type: dict[str, list[list[Ring]]] = {"Polygon": [coordinates], "MultiPolygon": coordinates}
    return by_type.get(geometry["type"], [])


def positions(geometry: Json | None) -> Ring:
    if geometry is None:
        return []
    if geometry["type"] == "Point":
        return [geometry["coordinates"]]
    if geometry["type"] == "LineString":
        return list(geometry["coordinates"])
    return [point for polygon in polygons(geometry) for ring in polygon for point in ring]


def bounds(points: Ring) -> list[float] | None:
    if not points:
        return None
    x, y = [p[0] for p in points], [p[1] for p in points]
    return [min(x), min(y), max(x), max(y)]


def area(ring: Ring) -> float:
    """Twice the signed area: above 0 for a counter-clockwise ring."""
    # Around the first corner, so that no digits are lost.
    x0, y0 = ring[0]
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring))


RING: Ring = [[106, 29], [107, 29], [107, 30], [106, 30], [106, 29]]


def document(geometry: Json | None, **members: object) -> Json:
    feature = {"type": "Feature", "id": "a", "properties": {}, "geometry": geometry}
    collection = {"type": "FeatureCollection", "bbox": [106, 29, 107, 30], "features": [feature]}
    return collection | members


def polygon(*rings: Ring) -> Json:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_the_checker_passes_a_sound_document() -> None:
    assert list(violations(document(polygon(RING)))) == []


@pytest.mark.parametrize(
    ("broken", "violation"),
    [
        (document(polygon(RING), crs={}), "collection"),
        (document(polygon(RING), type="Feature"), "collection"),
        (document(polygon(RING), bbox=[106, 29, 107, 29]), "bbox"),
        (document(polygon(RING[::-1])), "hand"),
        (document(polygon(RING, [[106.2, 29.2], [106.4, 29.2], [106.4, 29.4]])), "ring"),
        (document(polygon(RING, RING)), "hand"),
        (document(None), "null"),
        (document({"type": "Point", "coordinates": [29, 106]}), "position"),
        (document({"type": "Point", "coordinates": [106.12345678, 29]}), "decimals"),
    ],
)
def test_the_checker_finds_what_is_broken(broken: Json, violation: str) -> None:
    assert violation in list(violations(broken))


# --- The writer


def written(folder: Path, frames: dict[LayerName, gpd.GeoDataFrame], title: str = "title") -> Json:
    path = folder / "out.geojson"
    geojson.write(tiny_spec(theme=title), frames, path)
    return strictly(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def frames() -> dict[LayerName, gpd.GeoDataFrame]:
    checked = tiny.checked()
    joined = join(checked)
    spec = compose(
        tiny.theme(Fill("indicator", indicator="rate", year=2020, k=2)),
        tiny.config(),
        checked,
        joined,
    )
    return layer_frames(spec, checked, joined)


@pytest.mark.parametrize(
    "key",
    [
        *("overview", "urbanisation", "citizenship", "counties"),
        *("metro", "renewal", "charging", "measures"),
    ],
)
@pytest.mark.slow
def test_every_shipped_theme_is_sound(shipped: Atlas, tmp_path: Path, key: str) -> None:
    collection = strictly(shipped[key].to_file(tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert list(violations(collection)) == []
    layers = [feature["properties"]["layer"] for feature in collection["features"]]
    assert layers.count("districts") == 44
    spec = shipped[key].spec
    assert layers.count("context") == len(spec.context) == 8
    assert len(layers) - 44 - 8 == len(spec.marks)


def test_a_layer_of_unplaced_things_only_has_no_bbox(shipped: Atlas, tmp_path: Path) -> None:
    path = shipped["citizenship"].to_file(tmp_path / "x.geojson", "projects")
    collection = strictly(path.read_text(encoding="utf-8"))
    assert list(violations(collection)) == []
    assert {feature["geometry"] for feature in collection["features"]} == {None}


def test_all_layers_go_into_one_collection(
    tmp_path: Path, frames: dict[LayerName, gpd.GeoDataFrame]
) -> None:
    collection = written(tmp_path, frames)
    assert list(violations(collection)) == []
    assert [feature["id"] for feature in collection["features"]] == [
        *(f"districts:{code}" for code in tiny.NAMES),
        *("projects:zone", "projects:bridge", "projects:road", "projects:platform"),
        *("sites:station", "sites:unsaid"),
    ]


def test_properties_keep_their_type_and_what_is_missing_is_null(
    tmp_path: Path, frames: dict[LayerName, gpd.GeoDataFrame]
) -> None:
    collection = written(tmp_path, frames)
    first, last = (collection["features"][i]["properties"] for i in (0, 3))
    assert first["adcode"] == "500101"
    assert (first["people_2020"], type(first["people_2020"])) == (100, int)
    assert first["project_count"] == 3
    assert last["rate_2020"] is None
    assert last["value"] is None


def test_rings_are_turned_and_numbers_rounded(tmp_path: Path) -> None:
    hole = shapely.box(106.2, 29.2, 106.4, 29.4)
    clockwise = shapely.Polygon(RING[::-1], [hole.exterior.coords])
    far = shapely.transform(clockwise, lambda points: points + 1 / 3)
    frame = gpd.GeoDataFrame(
        {"name": ["甲"]}, geometry=[shapely.union_all([clockwise, far])], crs="EPSG:4326"
    ).rename_axis("adcode")
    assert list(violations(written(tmp_path, {"districts": frame}))) == []


@pytest.mark.parametrize("words", ["{{7*7}}", "{% raw %}", "${1}", "</script>", '"\\', "`'\u2028"])
def test_words_are_kept_letter_for_letter(tmp_path: Path, words: str) -> None:
    frame = gpd.GeoDataFrame(
        {"name": [words]}, geometry=[shapely.Point(106, 29)], index=[words], crs="EPSG:4326"
    ).rename_axis("id")
    collection = written(tmp_path, {"sites": frame}, words)
    assert collection["name"] == words
    assert collection["features"][0]["properties"]["name"] == words
    assert collection["features"][0]["id"] == f"sites:{words}"


def test_a_number_that_json_lacks_is_never_written(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"value": [math.inf]}, geometry=[shapely.Point(106, 29)])
    frames: dict[LayerName, gpd.GeoDataFrame] = {"sites": frame.rename_axis("id")}
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_whole(tmp_path / "x.geojson", lambda path: geojson.write(tiny_spec(), frames, path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [0, 1, geojson.PIECE - 1, geojson.PIECE, geojson.PIECE + 1])
@pytest.mark.slow
def test_a_layer_is_whole_however_many_pieces_it_is_made_in(tmp_path: Path, count: int) -> None:
    frame = gpd.GeoDataFrame(
        {"number": range(count)}, geometry=shapely.points(np.full(count, 106.5), 29.5), crs=4326
    ).rename_axis("id")
    last = frame.iloc[:1]
    made = written(tmp_path, {"sites": frame, "projects": last})["features"]
    numbers = [each["properties"]["number"] for each in made]
    assert numbers == [*range(count), *last["number"]]


def test_gdal_reads_it_back(tmp_path: Path, frames: dict[LayerName, gpd.GeoDataFrame]) -> None:
    districts = frames["districts"]
    geojson.write(tiny_spec(), {"districts": districts}, tmp_path / "x.geojson")
    back = gpd.read_file(tmp_path / "x.geojson").set_index("adcode")
    assert list(back["name"]) == list(districts["name"])
    assert back.geometry.geom_equals(districts.geometry).all()


def test_same_frames_same_bytes(tmp_path: Path, frames: dict[LayerName, gpd.GeoDataFrame]) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        geojson.write(tiny_spec(), frames, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes().endswith(b"}\n]}\n")
