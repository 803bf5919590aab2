"""The placement engine, on boxes and polygons of its own."""

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from geomap.renderers.sheet.candidates import Request, fits_inside
from geomap.renderers.sheet.labels import Obstacles, Placing, place
from geomap.renderers.sheet.page import Box

FRAME = Box(0, 0, 100, 100)


def _area(key: str, left: float, top: float, width: float, height: float) -> Request:
    return Request(key, (key,), 6.0, 3.0, 0, box(left, top, left + width, top + height))


def _point(key: str, x: float, y: float, rank: int = 1) -> Request:
    return Request(key, (key,), 8.0, 2.5, rank, Point(x, y), 1.2)


def _boxes(placing: Placing) -> dict[str, Box]:
    return {request.key: candidate.box for request, candidate in placing.placed}


def _overlaps(placing: Placing) -> list[tuple[str, str]]:
    boxes = sorted(_boxes(placing).items())
    return [(a, b) for a, one in boxes for b, other in boxes if a < b and one.overlaps(other)]


def test_a_label_stands_in_the_middle_of_a_roomy_area() -> None:
    (only,) = place([_area("a", 20, 20, 40, 40)], Obstacles(FRAME)).placed
    assert only[1].leader is None
    x, y = only[1].box.middle
    assert abs(x - 40) < 2
    assert abs(y - 40) < 2


def test_an_area_too_small_for_its_label_gets_a_leader_line() -> None:
    request = _area("a", 50, 50, 1.5, 1.5)
    assert not fits_inside(request)
    (only,) = place([request], Obstacles(FRAME)).placed
    assert only[1].leader is not None
    assert box(50, 50, 51.5, 51.5).covers(Point(only[1].leader[0]))


def test_labels_keep_clear_of_solid_things() -> None:
    solid = Box(30, 30, 20, 20)
    placing = place([_area("a", 20, 20, 40, 40)], Obstacles(FRAME, (solid,)))
    assert not _boxes(placing)["a"].overlaps(solid)


def test_labels_stay_in_the_frame() -> None:
    placing = place([_point("a", 99, 50), _point("b", 1, 1)], Obstacles(FRAME))
    assert all(FRAME.contains(found) for found in _boxes(placing).values())


def test_labels_avoid_lines_when_they_can() -> None:
    line = LineString([(0, 40), (100, 40)])
    placing = place([_area("a", 20, 20, 40, 40)], Obstacles(FRAME, (), (line,)))
    assert not box(*_boxes(placing)["a"].bounds).intersects(line)


def test_what_has_no_room_is_handed_back() -> None:
    everything = Box(-1, -1, 102, 102)
    placing = place([_point("a", 50, 50)], Obstacles(FRAME, (everything,)))
    assert [request.key for request in placing.unplaced] == ["a"]
    assert placing.placed == ()


def test_the_lower_rank_gives_way() -> None:
    tight = Box(0, 0, 12, 4)
    placing = place([_point("low", 2, 2, rank=2), _point("high", 2, 2, rank=1)], Obstacles(tight))
    assert [request.key for request in placing.unplaced] == ["low"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(2, 98), st.floats(2, 98)), min_size=1, max_size=25, unique=True)
)
def test_no_two_labels_overlap_and_all_are_accounted_for(spots: list[tuple[float, float]]) -> None:
    requests = [_point(f"p{n}", x, y) for n, (x, y) in enumerate(spots)]
    placing = place(requests, Obstacles(FRAME))
    assert _overlaps(placing) == []
    assert len(placing.placed) + len(placing.unplaced) == len(requests)


def test_the_order_of_requests_does_not_matter() -> None:
    requests = [_point(f"p{n}", 40 + n % 4 * 3, 40 + n // 4 * 2) for n in range(16)]
    there, back = place(requests, Obstacles(FRAME)), place(requests[::-1], Obstacles(FRAME))
    assert _boxes(there) == _boxes(back)
