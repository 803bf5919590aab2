"""Points in districts: GEOS's answers, on borders too, in any number."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paths import ROOT

from geomap.geo.geodesy import distance
from geomap.geo.inside import NOWHERE, beyond, district_of


@pytest.fixture(scope="module")
def areas() -> np.ndarray:
    frame = gpd.read_file(ROOT / "data" / "boundaries" / "districts.geojson")
    return np.asarray(frame.geometry.to_numpy(), dtype=object)


def plainly(places: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """One by one, by GEOS."""
    holding = np.array([shapely.contains_properly(areas, place) for place in places])
    return np.where(holding.sum(axis=1) == 1, holding.argmax(axis=1), NOWHERE)


def sure(places: np.ndarray, areas: np.ndarray) -> np.ndarray:
    return district_of(places, areas, np.zeros(len(places)))


def test_random_points_are_where_geos_says(areas: np.ndarray) -> None:
    rng = np.random.default_rng(2)
    west, south, east, north = shapely.total_bounds(areas)
    places = np.asarray(shapely.points(rng.uniform([west, south], [east, north], (3000, 2))))
    found = sure(places, areas)
    assert np.array_equal(found, plainly(places, areas))
    assert 1000 < (found != NOWHERE).sum() < 3000


def test_corners_middles_and_their_neighbours_are_where_geos_says(areas: np.ndarray) -> None:
    rings = [shapely.get_coordinates(area)[::400] for area in areas]
    corners = np.concatenate(rings)[:400]
    middles = (corners[1:] + corners[:-1]) / 2
    steps = [10.0**power for power in (-15, -12, -9, -6)]
    moved = [corners + sign * step for step in steps for sign in (1, -1)]
    places = np.asarray(shapely.points(np.concatenate([corners, middles, *moved])))
    found = sure(places, areas)
    assert np.array_equal(found, plainly(places, areas))
    assert (found[: len(corners)] == NOWHERE).all()  # on a border it is in none


def test_nothing_and_nonsense_are_nowhere(areas: np.ndarray) -> None:
    places = np.array([None, shapely.Point(), shapely.Point(np.nan, 29), shapely.Point(0, 0)])
    assert (sure(places, areas) == NOWHERE).all()
    assert sure(np.array([], dtype=object), areas).tolist() == []


def test_lines_and_areas_must_lie_wholly_within() -> None:
    squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    lines = np.array(
        [
            shapely.LineString([(0.1, 0.1), (0.9, 0.9)]),
            shapely.LineString([(0.1, 0.1), (1.9, 0.9)]),
            shapely.box(1.2, 0.2, 1.8, 0.8),
        ]
    )
    assert sure(lines, squares).tolist() == [0, NOWHERE, 1]


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 3000))
def test_a_place_is_sure_only_with_its_whole_circle(radius: float) -> None:
    squares = np.array([shapely.box(106, 29, 106.1, 29.1), shapely.box(106.1, 29, 106.2, 29.1)])
    near = np.array([shapely.Point(106.09, 29.05)])  # 973 m from the border
    expected = 0 if radius <= 973 else NOWHERE
    if not 970 < radius < 976:
        assert district_of(near, squares, np.array([radius]))[0] == expected
    assert district_of(near, squares, np.array([np.nan]))[0] == NOWHERE


@given(
    st.lists(
        st.tuples(st.floats(104, 110), st.floats(27, 33), st.sampled_from([0.0, 5.0, 3e4, 1e5])),
        min_size=1,
        max_size=30,
    )
)
def test_beyond_is_farther_than_a_place_may_be_off(
    rows: list[tuple[float, float, float]],
) -> None:
    area = shapely.box(106, 29, 108, 31)
    places = np.array([*(shapely.Point(x, y) for x, y, _ in rows), None], dtype=object)
    radii = np.array([*(r for _, _, r in rows), 0.0])
    asked = np.array([*(i % 5 != 4 for i in range(len(rows))), True])
    far = [
        bool(ask) and place is not None and distance(area, place) > radius
        for place, radius, ask in zip(places, radii, asked, strict=True)
    ]
    assert list(beyond(area, places, radii, asked)) == far
