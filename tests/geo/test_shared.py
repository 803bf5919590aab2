"""What maps make of the same shapes is made once, and known again by its coordinates alone."""

from typing import Any

import pytest
import shapely

from geomap.geo import shared, topology

SQUARES = tuple(shapely.box(x, 0, x + 1, 1) for x in range(3))
COPIES = tuple(shapely.from_wkb(shapely.to_wkb(shape)) for shape in SQUARES)


def test_equal_shapes_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[float] = []
    real = shapely.coverage_simplify

    def counted(shapes: Any, tolerance: float) -> object:  # noqa: ANN401 # an array
        calls.append(tolerance)
        return real(shapes, tolerance)

    shared.simpler.cache_clear()
    monkeypatch.setattr(shapely, "coverage_simplify", counted)
    first = shared.simpler(SQUARES, 0.1)
    assert shared.simpler(COPIES, 0.1) is first
    shared.simpler(SQUARES, 0.2)
    assert calls == [0.1, 0.2]


def test_a_vertex_moved_is_another_shape() -> None:
    wider = (*SQUARES[:2], shapely.box(2, 0, 4, 1))
    assert shared.united(SQUARES).area == 3
    assert shared.united(wider).area == 4
    one, other = (topology.build(each, tolerance=0, step=0.5) for each in (SQUARES, wider))
    assert one != other
    assert topology.build(COPIES, tolerance=0, step=0.5) is one


def test_an_order_of_its_own_is_another_coverage() -> None:
    turned = shared.simpler(SQUARES[::-1], 0.1)
    assert [shape.bounds for shape in turned] == [shape.bounds for shape in SQUARES[::-1]]
