"""Merged cells of workbooks: the value of an area stands in each of its cells, and that is told."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geomap.errors import DataError
from geomap.model.tables import Table
from geomap.sources.merged import Area, areas_of, expanded
from geomap.sources.readers import read_table


def read(folder: Path, rows: list[Any], *merged: str) -> Table:
    """A workbook of these rows, read back."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(folder / "t.xlsx")
    return read_table(folder / "t.xlsx", "t.xlsx")


def values(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows]


def told(table: Table) -> list[str]:
    return [note.message.en for note in table.notes if note.code == "GM-F006"]


def test_a_merged_area_of_the_body_is_repeated_over_its_rows(tmp_path: Path) -> None:
    rows = [
        ["区域", "区县", "人"],
        ["渝西", "永川区", 1],
        [None, "合川区", 2],
        ["渝东", "万州区", 3],
    ]
    table = read(tmp_path, rows, "A2:A3")
    assert values(table) == [
        ["渝西", "永川区", "1"],
        ["渝西", "合川区", "2"],
        ["渝东", "万州区", "3"],
    ]
    assert told(table) == ["the values of 1 merged area were copied into 1 more cell"]


def test_a_merged_area_is_repeated_over_its_columns(tmp_path: Path) -> None:
    table = read(tmp_path, [["a", "b", "c"], [1, None, 3], ["x", None, None]], "A2:B2", "A3:C3")
    assert values(table) == [["1", "1", "3"], ["x", "x", "x"]]
    assert "2 merged areas were copied into 3 more" in told(table)[0]


def test_a_blank_row_inside_an_area_stays_blank(tmp_path: Path) -> None:
    table = read(tmp_path, [["a", "b"], ["x", 1], [], ["", 2]], "A2:A4")
    assert [(row.number, row.cells["a"]) for row in table.rows] == [(2, "x"), (4, "x")]


def test_rows_of_a_header_merged_down_give_one_name_a_column(tmp_path: Path) -> None:
    head = [["区县", "2020年", None, "2021年", None]]
    head += [[None, "常住人口", "城镇化率", "常住人口", "城镇化率"]]
    table = read(tmp_path, [*head, ["万州区", 1, 2, 3, 4]], "A1:A2", "B1:C1", "D1:E1")
    assert table.columns == (
        *("区县", "2020年/常住人口", "2020年/城镇化率"),
        *("2021年/常住人口", "2021年/城镇化率"),
    )
    assert values(table) == [["万州区", "1", "2", "3", "4"]]
    assert [note.code for note in table.notes] == ["GM-F006"]
    assert told(table)[0].endswith("into 0 more cells, and 2 header rows were joined into one")
    assert table.rows[0].number == 3


def test_names_below_a_header_merged_across_belong_to_it(tmp_path: Path) -> None:
    rows = [["年份", "人口", None], ["年", "城镇", "乡村"], [2020, 5, 6]]
    table = read(tmp_path, rows, "B1:C1")
    assert table.columns == ("年份/年", "人口/城镇", "人口/乡村")


def test_numbers_below_a_header_merged_across_are_data(tmp_path: Path) -> None:
    table = read(tmp_path, [["年份", "人口", None], [2020, 5, 6]], "B1:C1")
    assert table.columns == ("年份", "人口", "C")
    assert [note.code for note in table.notes] == ["GM-F006", "GM-F016"]


def test_columns_below_one_merged_cell_are_called_by_their_letters(tmp_path: Path) -> None:
    rows = [["区县", "人口", None], [None, None, None], ["万州区", 1, 2]]
    table = read(tmp_path, rows, "A1:A2", "B1:C2")
    assert table.columns == ("区县", "人口", "C")


def test_a_title_merged_over_the_table_is_left(tmp_path: Path) -> None:
    table = read(tmp_path, [["各区县", None], ["a", "b"], [1, 2]], "A1:B1")
    assert (table.columns, values(table)) == (("a", "b"), [["1", "2"]])
    assert [note.code for note in table.notes] == ["GM-F005", "GM-F006"]


def test_only_the_sheet_that_is_read_counts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.worksheets[0].append([1])
    other = book.create_sheet("other")
    other.append(["b", "c"])
    other.append([1, None])
    other.merge_cells("A2:B2")
    book.save(tmp_path / "t.xlsx")
    assert told(read_table(tmp_path / "t.xlsx")) == []
    table = read_table(tmp_path / "t.xlsx", sheet="other")
    assert values(table) == [["1", "1"]]


def test_columns_whose_joined_names_repeat_get_a_number(tmp_path: Path) -> None:
    rows = [["区县", "人口", "人口"], [None, "计", "计"], ["万州区", 1, 2]]
    table = read(tmp_path, rows, "A1:A2")
    assert table.columns == ("区县", "人口/计", "人口/计 (2)")
    assert [note.code for note in table.notes] == ["GM-F006", "GM-F022"]


def test_areas_as_large_as_a_sheet_fill_what_there_is() -> None:
    rows = [(2, ["x", ""]), (4, ["", "2"])]
    whole = [Area(2, 1, 1048576, 16384)] * 50
    assert expanded(rows, whole, 2) == ([(2, ["x", "x"]), (4, ["x", "2"])], 2)


def test_areas_are_read_from_any_way_to_write_them() -> None:
    xml = b"<x:mergeCell foo='1' ref='$A$2:$AB$3'/><mergeCell ref=\"B1:C1\"/>"
    assert areas_of(xml) == (Area(1, 2, 1, 3), Area(2, 1, 3, 28))
    assert areas_of(b"<mergeCell ref='A1'/>") == ()


def test_a_workbook_without_header_is_refused_still(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the workbook is empty"):
        read(tmp_path, [[None, None]], "A1:B1")
