"""The datum of a layer: the right one, or unsure, and never a wrong one."""

from collections import Counter

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.api.atlas import Atlas
from geomap.geo.datum import Datum
from geomap.geo.detect import Detection, detect_datum
from geomap.geo.shift import convert_datum

NOISE = 30.0  # metres, one sigma in each direction
DEGREES = NOISE / 111_320.0


@pytest.fixture(scope="module")
def districts(shipped: Atlas) -> gpd.GeoDataFrame:
    return shipped.checked.districts


def shifted(positions: np.ndarray, datum: Datum, generator: np.random.Generator) -> np.ndarray:
    noisy = positions + generator.normal(0.0, DEGREES, positions.shape)
    return np.column_stack(convert_datum(noisy[:, 0], noisy[:, 1], Datum.WGS84, datum))


def outline(area: BaseGeometry, datum: Datum, seed: int) -> gpd.GeoSeries:
    generator = np.random.default_rng(seed)
    moved = shapely.transform(area.boundary, lambda points: shifted(points, datum, generator))
    return gpd.GeoSeries([moved])


def points(
    districts: gpd.GeoDataFrame, datum: Datum, seed: int, each: int
) -> tuple[gpd.GeoSeries, list[str]]:
    """Points anywhere in each district, with the district that they are in."""
    generator = np.random.default_rng(seed)
    inside, codes = [], []
    for code, area in districts.geometry.items():
        west, south, east, north = area.bounds
        tried = generator.uniform((west, south), (east, north), (each * 8, 2))
        tried = tried[shapely.contains_xy(area, tried)][:each]
        inside.append(tried)
        codes += [str(code)] * len(tried)
    return gpd.GeoSeries(gpd.points_from_xy(*shifted(np.vstack(inside), datum, generator).T)), codes


def expected(datum: Datum) -> Datum:
    return Datum.WGS84 if datum is Datum.CGCS2000 else datum


@pytest.mark.slow
def test_four_hundred_trials(districts: gpd.GeoDataFrame) -> None:
    results: Counter[str] = Counter()
    for seed, datum in enumerate(Datum):
        trials: list[Detection] = [
            detect_datum(outline(area, datum, seed), districts, [str(code)])
            for code, area in districts.geometry.items()
        ]
        for i in range(56):  # every fourth district in turn
            layer, codes = points(districts.iloc[i % 4 :: 4], datum, 100 * seed + i, 60)
            trials.append(detect_datum(layer, districts, codes))
        for found in trials:
            right = found.datum is expected(datum)
            results["right" if right else "unsure" if found.datum is None else "wrong"] += 1
    assert results["wrong"] == 0
    assert results.total() == 400
    assert results["right"] >= 396, results


@pytest.mark.parametrize("datum", list(Datum))
def test_outlines_without_names_are_held_against_all_borders(
    districts: gpd.GeoDataFrame, datum: Datum
) -> None:
    found = detect_datum(outline(districts.geometry.iloc[3], datum, 1), districts)
    assert found.datum is expected(datum)
    assert found.confidence > 0.99
    assert set(found.residuals) == set(Datum)
    assert min(found.residuals, key=lambda d: found.residuals[d]) is expected(datum)


def test_points_without_districts_tell_nothing(districts: gpd.GeoDataFrame) -> None:
    layer, codes = points(districts, Datum.GCJ02, 1, 2)
    assert detect_datum(layer, districts) == Detection(None, 0.0, {}, 0)
    assert detect_datum(layer, districts, [None] * len(codes)).datum is None


def test_few_points_deep_inside_are_unsure(districts: gpd.GeoDataFrame) -> None:
    middle = gpd.GeoSeries(districts.geometry.iloc[:5]).representative_point()
    found = detect_datum(middle, districts, [str(code) for code in middle.index])
    assert found.datum is None
    assert found.positions == 5
    assert found.confidence < 0.5


def test_what_fits_no_hypothesis_is_unsure(districts: gpd.GeoDataFrame) -> None:
    moved = gpd.GeoSeries(districts.geometry.iloc[:1]).translate(0.02, -0.013)
    assert detect_datum(moved, districts, [str(moved.index[0])]).datum is None


def test_wrong_districts_do_not_mislead(districts: gpd.GeoDataFrame) -> None:
    layer, codes = points(districts, Datum.GCJ02, 5, 10)
    assert detect_datum(layer, districts, codes[::-1]).datum is None


def test_missing_and_empty_geometries_are_passed_over(districts: gpd.GeoDataFrame) -> None:
    layer = gpd.GeoSeries(
        np.array([None, shapely.Point(), districts.geometry.iloc[0]], dtype=object)
    )
    found = detect_datum(layer, districts, ["500103", "500103", str(districts.index[0])])
    assert found.datum is Datum.WGS84
