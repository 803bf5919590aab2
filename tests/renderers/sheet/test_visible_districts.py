"""Districts are united right, whether they share their borders or overlap."""

import shapely

from geomap.renderers.sheet.plot import VisibleDistricts


def test_neighbours_and_overlapping_districts_are_united_alike() -> None:
    one = shapely.box(0, 0, 2, 2)
    for other, area in ((shapely.box(2, 0, 4, 2), 8.0), (shapely.box(1, 0, 3, 2), 6.0)):
        united = VisibleDistricts({"1": one, "2": other}, 0.1).united(["1", "2", "none"])
        assert united.is_valid
        assert united.area == area


def test_nothing_united_is_empty() -> None:
    assert VisibleDistricts({}, 0.1).united(["1"]).is_empty
