"""Rows of a table of positions that say nowhere, or half of it; a word for no value is nothing."""

import pytest

from geomap.checks.table_positions import odd_positions, position_columns, without_position
from geomap.model.tables import Table
from geomap.sources.delimited import read_delimited

NOTHING = ["", "—", "…", "N/A", "暂无"]


def read(lon: str, lat: str) -> Table:
    text = f'name,lon,lat\n甲,106.5,29.5\n乙,"{lon}","{lat}"\n'
    return read_delimited(text.encode(), "t.csv")


def odd(table: Table) -> list[str]:
    columns = position_columns(table)
    assert columns == ("lon", "lat")
    return [finding.message.en for finding in odd_positions(table, columns, abroad=True)]


@pytest.mark.parametrize("lon", NOTHING)
@pytest.mark.parametrize("lat", NOTHING)
def test_a_row_that_says_neither_is_without_a_position(lon: str, lat: str) -> None:
    table = read(lon, lat)
    (told,) = without_position(table)
    assert (told.location.row, told.message.en) == (3, "1 row without a position: 3")
    assert odd(table) == ["1 row without a position: 3"]


@pytest.mark.parametrize("nothing", NOTHING)
def test_a_row_that_says_one_of_them_is_half_told(nothing: str) -> None:
    for table in (read("106.5", nothing), read(nothing, "29.5")):
        assert odd(table) == ["1 row with only one of longitude and latitude: 3"]
        assert without_position(table) == []


def test_what_a_program_left_behind_says_something() -> None:
    assert without_position(read("nan", "#DIV/0!")) == []
