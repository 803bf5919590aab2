"""Gaps and overlaps are found where they are; holes that are nobody's fault are not."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from support.paths import ROOT
from support.specs import cell

from geomap.checks.borders import check_borders
from geomap.geo.coverage import CoverageFault, FaultKind, coverage_faults, unmatched_edges
from geomap.model.catalogue import Findings

DISTRICTS = ROOT / "data" / "boundaries" / "districts.geojson"


def array(shapes: list[BaseGeometry]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.array(shapes, dtype=object)


def found(*shapes: BaseGeometry) -> tuple[CoverageFault, ...]:
    return coverage_faults(array(list(shapes)), even=not unmatched_edges(array(list(shapes))))


@pytest.fixture(scope="module")
def districts() -> gpd.GeoDataFrame:
    return gpd.read_file(DISTRICTS)


def test_the_shipped_districts_have_no_seam_although_their_union_has_holes(
    districts: gpd.GeoDataFrame,
) -> None:
    shapes = districts.geometry.to_numpy()
    assert unmatched_edges(shapes) == ()
    assert coverage_faults(shapes, even=True) == coverage_faults(shapes, even=False) == ()
    union = shapely.coverage_union_all(shapes)
    assert sum(len(part.interiors) for part in shapely.get_parts(union)) == 11


@pytest.mark.slow
def test_an_atlas_without_one_of_its_districts_has_no_gap_there(
    districts: gpd.GeoDataFrame,
) -> None:
    shapes = districts.geometry.to_numpy()
    for left_out in range(len(shapes)):
        rest = np.delete(shapes, left_out)
        assert coverage_faults(rest, even=True) == (), districts["name"][left_out]


def test_borders_simplified_one_by_one_are_told_largest_first_and_counted(
    districts: gpd.GeoDataFrame,
) -> None:
    shapes = array([shape.simplify(0.001) for shape in districts.geometry])
    every = coverage_faults(shapes, even=False)
    assert [s.area for s in every] == sorted((s.area for s in every), reverse=True)
    assert {FaultKind.GAP, FaultKind.OVERLAP} <= {seam.kind for seam in every}
    findings = Findings()
    check_borders(districts.set_geometry(gpd.GeoSeries(shapes)), "d.geojson", findings)
    told = [finding.message.en for finding in findings.all()]
    assert len(told) == 11
    assert told[-1].startswith(f"{len(every) - 10} smaller gaps or overlaps, ")


def notched(east: float, low: float, high: float) -> BaseGeometry:
    """The cell 0, 0 whose eastern border turns away to a point between two latitudes."""
    ring = [(106, 29), (106.5, 29), (106.5, low), (east, (low + high) / 2), (106.5, high)]
    return shapely.Polygon([*ring, (106.5, 29.5), (106, 29.5)])


def test_a_gap_has_its_place_area_and_neighbours() -> None:
    (seam,) = found(notched(106.499, 29.2, 29.22), cell(1, 0))
    assert (seam.kind, seam.neighbours) == (FaultKind.GAP, (0, 1))
    triangle = shapely.Polygon([(106.5, 29.2), (106.499, 29.21), (106.5, 29.22)])
    assert triangle.contains(shapely.Point(seam.lon, seam.lat))
    # Half of 0.001° by 0.02°, with 97.2 km and 110.9 km a degree at 29.21° N.
    assert seam.area == pytest.approx(0.001 * 97_240 * 0.02 * 110_860 / 2, rel=1e-3)


def test_an_overlap_lies_between_two() -> None:
    (seam,) = found(notched(106.501, 29.2, 29.22), cell(1, 0))
    assert (seam.kind, seam.neighbours) == (FaultKind.OVERLAP, (0, 1))


@pytest.mark.parametrize(
    ("east", "kind"), [(106.499995, FaultKind.NARROW_GAP), (106.500005, FaultKind.NARROW_OVERLAP)]
)
def test_what_is_narrower_than_a_metre_is_a_sliver(east: float, kind: FaultKind) -> None:
    (seam,) = found(notched(east, 29.2, 29.4), cell(1, 0))
    assert seam.kind is kind


def test_a_hole_inside_one_polygon_is_its_own() -> None:
    hole = shapely.box(106.2, 29.2, 106.2001, 29.2001)
    assert found(shapely.Polygon(cell(0, 0).exterior, [hole.exterior]), cell(1, 0)) == ()


def test_a_vertex_that_only_one_has_is_told_with_its_place() -> None:
    one = shapely.Polygon([(106, 29), (106.5, 29), (106.5, 29.2), (106.5, 29.5), (106, 29.5)])
    (edge,) = unmatched_edges(array([one, cell(1, 0)]))
    assert edge.neighbours == (0, 1)
    assert edge.lon == pytest.approx(106.5)
    assert 29 < edge.lat < 29.5
    assert coverage_faults(array([one, cell(1, 0)]), even=False) == ()
