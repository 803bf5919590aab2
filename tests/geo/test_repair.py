"""A repair says where the fault is, what it changes, and what it leaves out."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from shapely.geometry.base import BaseGeometry

from geomap.cli.main import main
from geomap.geo.repair import Repair, repairs

SQUARE = [(106, 29), (106.1, 29), (106.1, 29.1), (106, 29.1)]
BOW_TIE = shapely.Polygon([(106, 29), (106.1, 29.1), (106.1, 29), (106, 29.1)])
SPIKE = shapely.Polygon([*SQUARE[:3], (106.05, 29.1), (106.05, 29.2), (106.05, 29.1), SQUARE[3]])
TWICE = shapely.MultiPolygon(
    [shapely.box(106, 29, 106.2, 29.1), shapely.box(106.1, 29, 106.3, 29.1)]
)
FLAT = shapely.Polygon([(106, 29), (106.1, 29.1), (106, 29)])


def one(shape: BaseGeometry) -> Repair:
    (repair,) = repairs(np.array([None, shapely.box(106, 29, 107, 30), shape], dtype=object))
    assert repair.number == 2
    return repair


def test_a_bow_tie_had_no_area_and_gets_both_its_wings() -> None:
    repair = one(BOW_TIE)
    assert (repair.reason.en, repair.lon, repair.lat) == ("Self-intersection", 106.05, 29.05)
    assert repair.before == pytest.approx(0, abs=1e5)  # the lower wing is a little wider
    # Half of 0.1° by 0.1°, with 97.4 km and 110.9 km a degree at 29.05° N.
    assert repair.after == pytest.approx(9_738 * 11_086 / 2, rel=2e-3)
    assert repair.shape is not None
    assert repair.shape.is_valid
    assert repair.change > 0.99


def test_a_spike_goes_without_area_and_is_told_by_its_length() -> None:
    repair = one(SPIKE)
    assert repair.before == pytest.approx(repair.after, rel=1e-9)
    assert repair.left_over == pytest.approx(11_086, rel=1e-3)
    assert "11,08" in repair.outcome.en
    assert "left out" in repair.outcome.en
    assert "舍去" in repair.outcome.zh


def test_parts_that_lie_on_one_another_count_once() -> None:
    repair = one(TWICE)
    assert repair.change == pytest.approx(0.25, rel=1e-4)
    assert repair.shape is not None
    assert repair.shape.equals(shapely.box(106, 29, 106.3, 29.1))


def test_of_a_flat_ring_nothing_is_left() -> None:
    repair = one(FLAT)
    assert (repair.shape, repair.change) == (None, 1.0)
    assert repair.left_over > 10_000


@pytest.mark.parametrize("shape", [shapely.LineString([(106, 29), (106, 29)]), None])
def test_what_is_no_polygon_is_not_touched(shape: BaseGeometry | None) -> None:
    found = list(repairs(np.array([shape], dtype=object)))
    assert all(repair.shape is None for repair in found)
    assert len(found) == (shape is not None)


def geojson(path: Path, *shapes: BaseGeometry) -> Path:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in shapes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["--lang", "en", *arguments])
    return result.exit_code, [line for line in result.stderr.splitlines() if "GM-F011" in line]


@pytest.mark.slow
def test_inspect_tells_and_convert_does_it(tmp_path: Path) -> None:
    source = geojson(tmp_path / "a.geojson", shapely.box(106, 29, 107, 30), BOW_TIE, FLAT)
    code, told = run("inspect", str(source))
    assert (code, len(told)) == (0, 2)
    assert told[0].startswith(
        f"{source}:2: [GM-F011] The polygon is invalid (Self-intersection at "
    )
    assert "106.050000, 29.050000" in told[0]
    assert "convert would repair it: area " in told[0]
    assert "nothing of it has an area" in told[1]
    target = tmp_path / "b.geojson"
    code, told = run("convert", str(source), str(target), "--from", "wgs84", "--to", "wgs84")
    assert (code, len(told)) == (0, 2)
    assert "was repaired" in told[0]
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"] and f["geometry"]["type"] for f in features] == [
        "Polygon",
        "MultiPolygon",
        None,
    ]
    assert run("inspect", str(target)) == (0, [])


def test_many_faults_are_told_together(tmp_path: Path) -> None:
    source = geojson(tmp_path / "a.geojson", *[BOW_TIE] * 25)
    _, told = run("inspect", str(source))
    assert len(told) == 21
    assert told[-1].startswith(f"{source}:21: [GM-F011] 5 more invalid geometries")
