"""Every row is accounted for; a point is given to a district only when that is sure."""

import pytest
import shapely
from pyproj import Geod
from support import tiny
from support.specs import cell

from geomap.api.atlas import Atlas
from geomap.joins.join import Joined, join

# A degree of longitude at 29.25 degrees north, on the ellipsoid.
DEGREE = Geod(ellps="WGS84").inv(106, 29.25, 107, 29.25)[2]


def site(lon: float, uncertainty: float, **change: str) -> Joined:
    place = {"lon": f"{lon:.7f}", "uncertainty_m": f"{uncertainty}", "districts": ""}
    return tiny.joined({"sites": [place | change]})


def test_numbers_become_columns_by_indicator_and_year() -> None:
    districts = tiny.joined().districts
    assert list(districts["people_2020"].fillna(-1)) == [100, 300, 100, -1]


def test_districts_know_their_measures_projects_and_sites() -> None:
    districts = tiny.joined().districts
    assert list(districts["measures"]) == [("m09", "m09-2", "m15"), ("m09",), ("m09-2",), ()]
    assert list(districts["projects"]) == [("zone", "bridge", "road"), ("zone",), (), ()]
    assert list(districts["project_count"]) == [3, 1, 0, 0]
    assert list(districts["sites"]) == [("station",), ("unsaid",), (), ()]
    assert list(districts["site_count"]) == [1, 1, 0, 0]


def test_an_article_with_two_rows_counts_once_and_the_whole_city_not_at_all() -> None:
    assert list(tiny.joined().districts["measure_count"]) == [2, 1, 1, 0]


@pytest.mark.parametrize("joined", [tiny.joined(), site(106.49, 50_000)])
def test_accounts_add_up(joined: Joined) -> None:
    for account in joined.accounts:
        assert account.rows == account.joined + account.citywide + account.unplaced


def test_accounts_tell_where_the_rows_went() -> None:
    told = {a.table: (a.rows, a.joined, a.citywide, a.unplaced) for a in tiny.joined().accounts}
    assert told == {
        "indicators": (6, 6, 0, 0),
        "measures": (4, 3, 1, 0),
        "projects": (4, 3, 1, 0),
        "sites": (2, 2, 0, 0),
    }
    assert site(106.49, 50_000).accounts[-1].unplaced == 1


def test_the_shipped_accounts_hold_every_row(shipped: Atlas) -> None:
    checked = shipped.checked
    rows = [len(v) for v in (checked.observations, checked.measures, checked.projects)]
    assert [a.rows for a in shipped.joined.accounts] == [*rows, len(checked.sites)]
    for account in shipped.joined.accounts:
        assert account.rows == account.joined + account.citywide + account.unplaced


@pytest.mark.parametrize(("metres", "sure"), [(990, True), (1010, False)])
def test_a_circle_that_leaves_the_district_gives_none(metres: float, *, sure: bool) -> None:
    joined = site(106.5 - 1000 / DEGREE, metres)
    assert joined.sites["districts"].loc["station"] == (("500101",) if sure else ())


def test_a_point_outside_of_all_districts_has_none() -> None:
    assert site(105.9, 100).sites["districts"].loc["station"] == ()


def test_what_the_table_says_goes_before_the_position() -> None:
    joined = site(106.25, 100, districts="乙区")
    assert joined.sites["districts"].loc["station"] == ("500102",)


def test_geometries_by_certainty() -> None:
    shapes = tiny.joined().projects.geometry
    assert shapes["zone"].equals(shapely.union_all([cell(0, 0), cell(1, 0)]))
    assert shapes["bridge"].equals(shapely.Point(106.25, 29.25))
    assert shapes["road"].geom_type == "LineString"
    assert shapes["platform"] is None


def test_what_was_checked_is_not_changed() -> None:
    checked = tiny.checked()
    before = (checked.districts.copy(), list(checked.districts.columns))
    joined = join(checked)
    joined.districts.loc["500101", "name"] = "改名"
    assert checked.districts.equals(before[0])
    assert list(checked.districts.columns) == before[1]
