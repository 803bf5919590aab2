"""Points by a grid of cells: the answers of GEOS, wherever a point lies."""

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import numpy as np
import pytest
import shapely
from support.paths import ROOT

from geomap.geo.cells import NOWHERE, Cells, by_cells, cells_of, holding, one_by_one

BORDER = -2
STEPS = [10.0**-power for power in range(9, 16, 2)]


def districts() -> np.ndarray:
    frame = gpd.read_file(ROOT / "data" / "boundaries" / "districts.geojson")
    return np.asarray(frame.geometry.to_numpy(), dtype=object)


def voronoi(seed: int) -> np.ndarray:
    """A coverage with holes and exclaves: the cells of some spots, dealt to fewer areas."""
    rng = np.random.default_rng(seed)
    spots = shapely.MultiPoint(rng.uniform([100, 20], [110, 30], (60, 2)))
    pieces = np.array(shapely.get_parts(shapely.voronoi_polygons(spots)))
    owner = rng.integers(0, 25, len(pieces))
    kept = [pieces[owner == number] for number in range(25) if (owner == number).any()]
    areas = [shapely.coverage_union_all(each) for each in kept[:-2]]  # two are holes
    inner = shapely.box(104.9, 24.9, 105.1, 25.1)
    return np.array([*(shapely.difference(area, inner) for area in areas), inner], dtype=object)


COVERAGES: dict[str, Callable[[], np.ndarray]] = {
    "districts": districts,
    **{f"seed {number}": partial(voronoi, number) for number in range(20)},
}


def adversaries(areas: np.ndarray, cells: Cells) -> np.ndarray:
    """Corners, middles of edges, both moved by next to nothing, edges of cells, and nonsense."""
    rings = shapely.get_coordinates(areas)
    corners = rings[:: max(1, len(rings) // 4000)]
    middles = (rings[1:] + rings[:-1])[:: max(1, len(rings) // 4000)] / 2
    moved = [at + sign * step for at in (corners, middles) for step in STEPS for sign in (1, -1)]
    side = len(cells.labels)
    rng = np.random.default_rng(5)
    columns, lines = rng.integers(0, side + 1, (2, 4000))
    crossings = np.column_stack(
        [cells.west + columns / cells.across, cells.south + lines / cells.up]
    )
    beyond = [[np.nan, 25], [105, np.nan], [np.inf, 25], [-np.inf, -np.inf], [1e300, 25], [0, 0]]
    return np.concatenate([corners, middles, *moved, crossings, np.array(beyond)])


@pytest.mark.parametrize("side", [8, 64, 513])
@pytest.mark.parametrize("name", COVERAGES)
def test_no_place_is_too_close_to_call(name: str, side: int) -> None:
    areas = COVERAGES[name]()
    cells = cells_of(areas, side)
    x, y = adversaries(areas, cells).T
    found = by_cells(x, y, areas, cells)
    inside = np.array([shapely.contains_xy(area, x, y) for area in areas])
    assert np.array_equal(found, np.where(inside.any(axis=0), inside.argmax(axis=0), NOWHERE))
    assert np.array_equal(found, one_by_one(x, y, areas))


def test_most_points_need_no_look_at_a_border() -> None:
    areas = districts()
    cells = cells_of(areas, 1024)
    assert (cells.labels == BORDER).mean() < 0.05
    assert len(np.unique(cells.labels)) == len(areas) + 2
    assert (cells.labels[[0, -1]] == NOWHERE).all()
    assert (cells.labels[:, [0, -1]] == NOWHERE).all()


def test_many_points_in_any_order() -> None:
    areas = districts()
    west, south, east, north = shapely.total_bounds(areas)
    x, y = np.random.default_rng(1).uniform([west, south], [east, north], (300_000, 2)).T
    found = holding(x, y, areas)
    assert np.array_equal(found, one_by_one(x, y, areas))
    assert np.array_equal(holding(x[::-1], y[::-1], areas)[::-1], found)


def test_no_areas_hold_nothing() -> None:
    x = np.zeros(100_000)
    assert (holding(x, x, np.array([], dtype=object)) == NOWHERE).all()
    assert (holding(x, x, np.array([shapely.Polygon()], dtype=object)) == NOWHERE).all()


def test_an_area_thinner_than_a_cell_is_found() -> None:
    sliver = shapely.Polygon([(0, 0), (10, 10), (10, 10 + 1e-9)])
    far = shapely.box(0, 20, 10, 30)
    areas = np.array([sliver, far], dtype=object)
    x = np.array([9.9, 9.9])
    y = np.array([9.9 + 5e-10, 25.0])
    assert by_cells(x, y, areas, cells_of(areas, 64)).tolist() == [0, 1]
