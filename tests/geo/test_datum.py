"""The datums: published vectors, laws, and what is refused."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geomap.errors import DatumError
from geomap.geo.china import in_china, outline
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum

# A box in each corner of the land: deep inside, so that a shifted point is inside too.
IN_CHINA = st.one_of(
    st.tuples(st.floats(80, 88), st.floats(32, 42)),
    st.tuples(st.floats(100, 115), st.floats(24, 36)),
    st.tuples(st.floats(124, 127), st.floats(46, 52)),
    st.tuples(st.floats(109, 110), st.floats(18.7, 19.7)),
    st.tuples(st.floats(120.5, 121.2), st.floats(23, 24.5)),
)
# Beyond the box of the published implementations, and capitals within it that are not China.
CAPITALS = {
    "Ulan Bator": (106.92, 47.92),
    "Hanoi": (105.85, 21.03),
    "Seoul": (126.98, 37.57),
    "Pyongyang": (125.75, 39.03),
    "Kathmandu": (85.32, 27.71),
    "Dhaka": (90.41, 23.81),
    "Manila": (120.98, 14.60),
    "Delhi": (77.21, 28.61),
    "Bishkek": (74.60, 42.87),
    "Singapore": (103.82, 1.35),
}
OUTSIDE = st.one_of(
    st.tuples(st.floats(-180, 71.9), st.floats(-90, 90)),
    st.tuples(st.floats(138, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0.7)),
    st.tuples(st.floats(-180, 180), st.floats(56, 90)),
    st.sampled_from(sorted(CAPITALS.values())),
)
PAIRS = st.sampled_from(list(permutations(Datum, 2)))
# README of wandergis/coordtransform: (116.404, 39.915) taken from one datum to the next.
PUBLISHED = [
    (Datum.WGS84, Datum.GCJ02, 116.41024449916938, 39.91640428150164),
    (Datum.GCJ02, Datum.BD09, 116.41036949371029, 39.92133699351021),
]


@pytest.mark.parametrize(("source", "target", "lon", "lat"), PUBLISHED)
def test_published_vectors(source: Datum, target: Datum, lon: float, lat: float) -> None:
    assert convert_datum(116.404, 39.915, source, target) == pytest.approx((lon, lat), abs=1e-11)


@pytest.mark.parametrize(("source", "target", "lon", "lat"), PUBLISHED)
def test_published_vectors_backwards(source: Datum, target: Datum, lon: float, lat: float) -> None:
    back = convert_datum(lon, lat, target, source)
    assert back == pytest.approx((116.404, 39.915), abs=1e-11)


@given(IN_CHINA, PAIRS)
def test_there_and_back(point: tuple[float, float], pair: tuple[Datum, Datum]) -> None:
    source, target = pair
    back = convert_datum(*convert_datum(*point, source, target), target, source)
    assert back == pytest.approx(point, abs=1e-9)


@pytest.mark.parametrize("target", [Datum.GCJ02, Datum.BD09])
def test_on_meridian_105_where_gcj02_has_a_vertical_root(target: Datum) -> None:
    away = np.concatenate([[0.0], np.geomspace(1e-15, 1e-6, 2_000)])
    lon = np.concatenate([105.0 - away, 105.0 + away])
    for lat in np.linspace(23.5, 41.0, 7):
        point = lon, np.full_like(lon, lat)
        back = convert_datum(*convert_datum(*point, Datum.WGS84, target), target, Datum.WGS84)
        assert np.abs(np.subtract(back, point)).max() < 1e-9


@given(OUTSIDE, PAIRS)
def test_outside_china_nothing_moves(point: tuple[float, float], pair: tuple[Datum, Datum]) -> None:
    assert np.array_equal(convert_datum(*point, *pair), point)


@pytest.mark.parametrize("target", [Datum.GCJ02, Datum.BD09])
def test_up_to_the_very_outline(target: Datum) -> None:
    within = shapely.get_coordinates(outline().buffer(-1e-6))
    lon, lat = within[:, 0], within[:, 1]
    shifted = convert_datum(lon, lat, Datum.WGS84, target)
    back = convert_datum(*shifted, target, Datum.WGS84)
    assert np.abs(np.subtract(shifted, (lon, lat))).max() > 1e-3
    assert np.abs(np.subtract(back, (lon, lat))).max() < 1e-9


@pytest.mark.parametrize(
    "place",
    [
        *((73.52, 39.3), (134.75, 48.35), (123.3, 53.55), (109.5, 18.2), (121.5, 25.0)),
        *((114.17, 22.3), (113.55, 22.2), (112.34, 16.84), (80.1, 32.5), (87.6, 43.8)),
    ],
)
def test_the_ends_of_the_land_are_shifted(place: tuple[float, float]) -> None:
    assert convert_datum(*place, Datum.WGS84, Datum.GCJ02)[0] != place[0]


def test_a_hundred_thousand_points_there_and_back() -> None:
    generator = np.random.default_rng(7)
    lon, lat = generator.uniform(73.3, 135.3, 300_000), generator.uniform(3.5, 53.8, 300_000)
    inside = in_china(lon, lat)
    lon, lat = lon[inside][:100_000], lat[inside][:100_000]
    assert len(lon) == 100_000
    for target, limit in ((Datum.GCJ02, 1e-9), (Datum.BD09, 1e-6)):
        there = convert_datum(lon, lat, Datum.WGS84, target)
        back = convert_datum(*there, target, Datum.WGS84)
        assert np.abs(np.subtract(back, (lon, lat))).max() < limit


@given(IN_CHINA)
def test_bd09_goes_by_way_of_gcj02(point: tuple[float, float]) -> None:
    gcj02 = convert_datum(*point, Datum.WGS84, Datum.GCJ02)
    by_way = convert_datum(*gcj02, Datum.GCJ02, Datum.BD09)
    at_once = convert_datum(*point, Datum.WGS84, Datum.BD09)
    assert np.abs(np.subtract(by_way, at_once)).max() < 1e-9


@given(st.floats(105.2, 110.3), st.floats(28.1, 32.3))
def test_around_chongqing_gcj02_is_half_a_kilometre_off(lon: float, lat: float) -> None:
    x, y = convert_datum(lon, lat, Datum.WGS84, Datum.GCJ02)
    assert 350 < Geod(ellps="WGS84").inv(lon, lat, float(x), float(y))[2] < 650


def test_cgcs2000_is_wgs84_here() -> None:
    same = convert_datum(106.5, 29.5, Datum.WGS84, Datum.CGCS2000)
    assert np.array_equal(same, (106.5, 29.5))
    assert convert_datum(106.5, 29.5, Datum.CGCS2000, Datum.GCJ02) == convert_datum(
        106.5, 29.5, Datum.WGS84, Datum.GCJ02
    )


@pytest.mark.parametrize("shape", [(), (0,), (1,), (6,), (2, 3), (1, 2, 3)])
def test_any_shape_is_kept(shape: tuple[int, ...]) -> None:
    lon, lat = np.full(shape, 106.5), np.full(shape, 29.5)
    x, y = convert_datum(lon, lat, Datum.GCJ02, Datum.WGS84)
    one = convert_datum(106.5, 29.5, Datum.GCJ02, Datum.WGS84)
    assert x.shape == y.shape == shape
    assert np.array_equal(x, np.full(shape, one[0]))
    assert np.array_equal(y, np.full(shape, one[1]))


@pytest.mark.parametrize("pair", list(permutations(Datum, 2)))
def test_the_input_is_neither_changed_nor_shared(pair: tuple[Datum, Datum]) -> None:
    lon, lat = np.array([106.5, 0.0]), np.array([29.5, 0.0])
    x, y = convert_datum(lon, lat, *pair)
    x[:], y[:] = -1.0, -1.0
    assert lon.tolist() == [106.5, 0.0]
    assert lat.tolist() == [29.5, 0.0]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (float("nan"), 29.5),
        (106.5, float("inf")),
        (180.1, 0.0),
        (29.5, 106.5),  # swapped
        (11856000.0, 3440000.0),  # metres
        ([106.5, 106.6], [29.5]),
        ("east", "north"),
        (None, None),
    ],
)
@pytest.mark.parametrize("source", [Datum.WGS84, Datum.GCJ02])
def test_what_is_no_position_is_refused(lon: Any, lat: Any, source: Datum) -> None:  # noqa: ANN401 - deliberately wrong types
    with pytest.raises(DatumError):
        convert_datum(lon, lat, source, Datum.WGS84)


def test_the_message_points_at_the_first_bad_position() -> None:
    with pytest.raises(DatumError, match=r"position 3 \(29\.5, 106\.5\).*2 in all.*swapped"):
        convert_datum([0, 1, 29.5, 200], [0, 1, 106.5, 0], Datum.WGS84, Datum.GCJ02)


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("WGS84", Datum.WGS84),
        ("wgs 84", Datum.WGS84),
        ("WGS_1984", Datum.WGS84),
        ("EPSG:4326", Datum.WGS84),
        ("epsg:4490", Datum.CGCS2000),
        ("cgcs2000", Datum.CGCS2000),
        ("2000国家大地坐标系", Datum.CGCS2000),
        ("gcj02", Datum.GCJ02),
        ("GCJ-02", Datum.GCJ02),
        ("ＧＣＪ－０２", Datum.GCJ02),
        ("火星坐标", Datum.GCJ02),
        ("bd09", Datum.BD09),
        ("BD-09", Datum.BD09),
        (" 百度 ", Datum.BD09),
    ],
)
def test_usual_spellings(text: str, datum: Datum) -> None:
    assert Datum.parse(text) is datum


@pytest.mark.parametrize("text", ["", "unknown", "EPSG:3857", "bd09mc", "西安80", "北京54"])
def test_other_spellings_are_refused_and_the_datums_named(text: str) -> None:
    with pytest.raises(DatumError) as caught:
        Datum.parse(text)
    for words in (caught.value.message.zh, caught.value.message.en):
        assert all(datum in words for datum in Datum)
