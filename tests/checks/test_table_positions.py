"""What a table's positions are told of, in both languages, and what is no fault."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from support import tiny

from geomap.checks.looked import look, look_unused
from geomap.checks.near import far_from_named
from geomap.checks.table_positions import at_origin, odd_positions, outside
from geomap.model.tables import Row, Table

COLUMNS = ("lon", "lat")
GOOD = ("106.5", "29.5")


def table(*positions: tuple[str, str], names: tuple[str, ...] = ()) -> Table:
    """A row a position, numbered from 2 as in a file."""
    said = names or ("",) * len(positions)
    rows = [
        Row(number, {"district": name, "lon": lon, "lat": lat})
        for number, ((lon, lat), name) in enumerate(zip(positions, said, strict=True), 2)
    ]
    return Table("t.csv", ("district", *COLUMNS), tuple(rows))


@pytest.mark.parametrize(
    ("position", "zh", "en"),
    [
        (("", ""), "1 行没有位置：第 3 行", "1 row without a position: 3"),
        (
            ("106.5", ""),
            "1 行只有经度或只有纬度：第 3 行",
            "1 row with only one of longitude and latitude: 3",
        ),
        (("0", "0"), "1 行位于 0, 0：第 3 行", "1 row at 0, 0: 3"),
        (
            ("29.5", "106.5"),
            "1 行经纬度似乎颠倒：第 3 行",
            "1 row with longitude and latitude exchanged, it seems: 3",
        ),
        (
            ("500000", "3260000"),
            "1 行坐标不是度数：第 3 行",
            "1 row with coordinates that are no degrees: 3",
        ),
        (("2.35", "48.85"), "1 行不在中国范围内：第 3 行", "1 row outside China: 3"),
    ],
)
def test_each_kind_of_odd_position_is_told(position: tuple[str, str], zh: str, en: str) -> None:
    (found,) = odd_positions(table(GOOD, position, GOOD, GOOD), COLUMNS, abroad=True)
    assert (found.code, found.location.row, found.message.zh, found.message.en) == (
        *("GM-P013", 3),
        *(zh, en),
    )
    assert found.remedy.zh
    assert found.remedy.en


def test_many_rows_of_a_kind_are_told_once_and_counted() -> None:
    (found,) = odd_positions(table(*[("0", "0")] * 7), COLUMNS, abroad=True)
    assert found.message.zh == "7 行位于 0, 0：第 2、3、4、5、6 行等"
    assert found.message.en == "7 rows at 0, 0: 2, 3, 4, 5, 6 and 2 more"


def test_good_positions_are_told_of_nothing() -> None:
    assert odd_positions(table(GOOD, ("106°30′", "29°30′")), COLUMNS, abroad=True) == []


def test_rows_outside_all_districts_are_told() -> None:
    districts = tiny.checked().districts
    inside = shapely.point_on_surface(districts.geometry.iloc[0])
    near = (str(inside.x), str(inside.y))
    (found,) = outside(table(near, ("121", "31"), near), COLUMNS, districts)
    assert (found.code, found.location.row) == ("GM-P012", 3)
    assert found.message.zh == "1 个位置（共 3 个）在所有区县之外：第 3 行"
    assert found.message.en == "1 position lies outside every district (of 3): 3"


def test_a_position_far_from_the_district_of_its_row_is_told() -> None:
    checked = tiny.checked()
    names = tuple(checked.districts["name"].iloc[:2])
    points = shapely.point_on_surface(checked.districts.geometry.to_numpy())
    pairs = [(str(p.x), str(p.y)) for p in points[[0, 0]]]  # both in the first district
    rows = table(*pairs, names=names)
    (found,) = far_from_named(rows, COLUMNS, "district", checked.gazetteer, checked.districts)
    assert (found.code, found.location.row) == ("GM-P010", 3)
    assert found.message.zh == "1 行的位置远离所列区县：第 3 行"
    assert found.message.en == "1 position lies far from the districts of the row: 3"
    seen = look(rows, checked.gazetteer, checked.districts)
    assert (seen.column, [f.code for f in seen.findings]) == ("district", ["GM-P010"])


def test_what_lies_abroad_is_not_also_far_from_its_district() -> None:
    checked = tiny.checked()
    name = str(checked.districts["name"].iloc[0])
    for pair in (("0", "0"), ("2.35", "48.85")):
        rows = table(pair, names=(name,))
        assert far_from_named(rows, COLUMNS, "district", checked.gazetteer, checked.districts) == []


def test_a_layer_without_a_needed_column_is_told_of_its_places_all_the_same() -> None:
    checked = tiny.checked()
    rows = tuple(
        Row(n, {"geometry": words})
        for n, words in enumerate(("POINT (106.5 29.5)", "POINT (0 0)"), 1)
    )
    found = look_unused(
        Table("t.geojson", ("geometry",), rows), checked.gazetteer, checked.districts
    )
    assert [(f.code, f.location.row) for f in found] == [("GM-P006", 2)]


def test_a_vertex_at_0_0_is_told_and_the_sea_around_it_is_not() -> None:
    shapes = [shapely.box(-5, -5, 5, 5), shapely.Point(0, 0), shapely.box(0, 0, 1, 1), None]
    column = np.array(shapes, dtype=object)
    frame = gpd.GeoDataFrame({"row": [1, 2, 3, 4]}, geometry=column, crs="EPSG:4326")
    (found,) = at_origin(frame, "t.geojson")
    assert (found.message.zh, found.message.en) == (
        "2 个要素位于 0, 0：第 2, 3 个",
        "features at 0, 0: 2, 3",
    )
