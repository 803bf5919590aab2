"""Shared arcs: what goes in comes out, and no border opens."""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from support.paths import ROOT
from support.specs import cell

from geomap.geo import topology
from geomap.geo.topology import Arc

STEP = 0.0001
DISTRICTS = ROOT / "data" / "boundaries" / "districts.geojson"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def unpacked(text: str) -> Arc:
    """An independent reader of `topology.packed`."""
    low = _DIGITS.index(text[0])
    bits = "".join(f"{_DIGITS.index(digit):06b}" for digit in text[1:])
    code = rf"1{{11}}([01]{{32}})|(1{{0,10}})0([01]{{{low}}})"
    found = (
        int(full, 2) if full else (len(ones) << low) + int(rest, 2)
        for full, ones, rest in re.findall(code, bits)
    )
    numbers = [-(value >> 1) if value & 1 else value >> 1 for value in found]
    vertices = np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)
    return tuple((int(x), int(y)) for x, y in vertices)


def test_a_border_is_stored_once() -> None:
    cells = [cell(column, row) for row in (0, 1) for column in (0, 1)]
    shared = topology.build(cells, tolerance=0, step=STEP)
    uses = [abs(n) if n >= 0 else ~n for shape in shared.shapes for ring in shape[0] for n in ring]
    assert len(shared.arcs) == 8  # four inner borders, four outer corners
    assert sorted(uses.count(n) for n in range(8)) == [1, 1, 1, 1, 2, 2, 2, 2]
    for before, after in zip(cells, topology.decode(shared), strict=True):
        assert after.symmetric_difference(before).area < 1e-9


def test_holes_islands_and_enclaves_survive() -> None:
    around = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    enclave = box(1, 1, 2, 2)
    islands = MultiPolygon([box(5, 5, 6, 6), box(7, 7, 8, 8)])
    shared = topology.build([around, enclave, islands], tolerance=0, step=STEP)
    ring, island = topology.decode(shared)[0], topology.decode(shared)[2]
    assert ring.area == pytest.approx(8)
    assert len(ring.geoms[0].interiors) == 1
    assert len(island.geoms) == 2
    assert len(shared.arcs) == 4  # the enclave's border is the hole's


def test_touching_at_a_corner_is_no_shared_border() -> None:
    shared = topology.build([box(0, 0, 1, 1), box(1, 1, 2, 2)], tolerance=0, step=STEP)
    assert len(shared.arcs) == 2
    assert [shape.area for shape in topology.decode(shared)] == pytest.approx([1, 1])


def test_the_input_is_left_as_it_was() -> None:
    cells = [cell(0, 0), cell(1, 0)]
    copies = [shapely.from_wkb(each.wkb) for each in cells]
    topology.build(cells, tolerance=0.1, step=STEP)
    assert cells == copies


Vertices = st.lists(
    st.tuples(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7)), min_size=2, max_size=30
)


@given(Vertices)
def test_packed_arcs_are_read_back(vertices: list[tuple[int, int]]) -> None:
    arc = tuple(vertices)
    text = topology.packed(arc)
    assert unpacked(text) == arc
    assert set(text) <= set(_DIGITS)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.lists(st.integers(1, 5), max_size=4))
def test_any_grid_comes_back(columns: list[int], rows: list[int]) -> None:
    east, north = np.cumsum([0, *columns]), np.cumsum([0, 1, *rows])
    cells = [
        box(west, south, east_, north_)
        for west, east_ in pairwise(east)
        for south, north_ in pairwise(north)
    ]
    back = topology.decode(topology.build(cells, tolerance=0, step=STEP))
    assert all(a.equals(b) for a, b in zip(cells, back, strict=True))


def test_the_shipped_districts_stay_a_coverage_with_the_same_neighbours() -> None:
    districts = list(gpd.read_file(DISTRICTS).geometry)
    west, _, east, _ = shapely.total_bounds(np.asarray(districts, dtype=object))
    tolerance = (east - west) / 12_800
    shared = topology.build(districts, tolerance=tolerance, step=tolerance / 3)
    drawn = topology.decode(shared)
    assert len(drawn) == 44
    assert all(shape.is_valid and not shape.is_empty for shape in drawn)
    assert shapely.coverage_is_valid(drawn)
    assert neighbours(drawn) == neighbours(districts)
    lost = shapely.area(shapely.symmetric_difference(drawn, districts)).sum()
    assert lost < 0.001 * shapely.area(districts).sum()


def neighbours(shapes: Sequence[BaseGeometry]) -> set[tuple[int, int]]:
    """Pairs that share a border of some length."""
    lines = [shapely.boundary(shape) for shape in shapes]
    return {
        (i, j)
        for i, j in combinations(range(len(shapes)), 2)
        if shapes[i].intersects(shapes[j]) and lines[i].intersection(lines[j]).length > 0
    }
