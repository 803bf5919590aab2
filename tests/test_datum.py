"""The datums: published vectors, laws, and what is refused."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geomap.datum import Datum, convert_datum
from geomap.errors import DatumError

# Well inside the box, so that a shifted point is inside too.
IN_CHINA = st.tuples(st.floats(72.1, 137.7), st.floats(0.9, 55.7))
# Farther from the box than any shift.
OUTSIDE = st.one_of(
    st.tuples(st.floats(-180, 71.9), st.floats(-90, 90)),
    st.tuples(st.floats(138, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0.7)),
    st.tuples(st.floats(-180, 180), st.floats(56, 90)),
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
    for lat in np.linspace(1.0, 55.0, 7):
        point = lon, np.full_like(lon, lat)
        back = convert_datum(*convert_datum(*point, Datum.WGS84, target), target, Datum.WGS84)
        assert np.abs(np.subtract(back, point)).max() < 1e-9


@given(OUTSIDE, PAIRS)
def test_outside_china_nothing_moves(point: tuple[float, float], pair: tuple[Datum, Datum]) -> None:
    assert np.array_equal(convert_datum(*point, *pair), point)


@pytest.mark.parametrize("target", [Datum.GCJ02, Datum.BD09])
def test_up_to_the_very_border_of_the_rule(target: Datum) -> None:
    within = 1e-9
    lon = np.tile(np.linspace(72.004 + within, 137.8347 - within, 101), 2)
    lat = np.repeat([0.8293 + within, 55.8271 - within], 101)
    shifted = convert_datum(lon, lat, Datum.WGS84, target)
    back = convert_datum(*shifted, target, Datum.WGS84)
    assert np.abs(np.subtract(shifted, (lon, lat))).max() > 1e-3
    assert np.abs(np.subtract(back, (lon, lat))).max() < 1e-9


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
