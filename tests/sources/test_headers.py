"""Where the header of a table is, and what its columns are called."""

import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from support import books

from geomap.cli.main import main
from geomap.errors import DataError
from geomap.model import Finding, Location
from geomap.model.tables import Table
from geomap.sources.line_numbers import line_numbers_in
from geomap.sources.readers import read_table
from geomap.sources.tabular import letters, looks_like_data
from geomap.text import Text


def read(folder: Path, content: str, *, header: bool = True) -> Table:
    path = folder / "t.csv"
    path.write_text(content, encoding="utf-8")
    return read_table(path, "t.csv", header=header)


Rows = Sequence[Sequence[str | int | None]]


def book(folder: Path, rows: Rows, *merged: str, header: bool = True) -> Table:
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    for area in merged:
        made.worksheets[0].merge_cells(area)
    made.save(folder / "t.xlsx")
    return read_table(folder / "t.xlsx", "t.xlsx", header=header)


def values(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows]


def codes(table: Table) -> list[str]:
    return [note.code for note in table.notes]


def note(table: Table, code: str) -> Finding:
    (found,) = [each for each in table.notes if each.code == code]
    return found


# --- A table without a header

DATA = "500103,渝中区,106.57,29.55\n500110,綦江区,106.65,29.03\n"


@pytest.mark.parametrize(
    "cells",
    [
        ["500103", "渝中区", "106.57", "29.55"],
        ["渝中区", "106.57", "29.55"],
        ["渝中区", "2020", "1,234.5"],
        ["渝中区", "12.5%"],
        ["大桥", "2024-05-01", "12"],
        ["大桥", "2024年5月1日"],
        ["106°33′4″E", "29°33′N"],
        ["-1.5e3"],
    ],
)
def test_a_row_of_numbers_dates_or_coordinates_looks_like_data(cells: list[str]) -> None:
    assert looks_like_data(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["区县", "2020", "2021"],
        ["2019", "2020", "2021"],
        ["区县", "2020年", "2021年度", "2022年5月"],
        ["区县", "2024-01", "2024-02-01", "2024/3"],
        ["id", "name", "lon", "lat"],
        ["区县", "人口", "面积", "1"],
        ["#", ""],
        [],
    ],
)
def test_names_of_columns_do_not(cells: list[str]) -> None:
    assert not looks_like_data(cells)


def test_a_first_row_of_data_is_told_with_the_choice(tmp_path: Path) -> None:
    table = read(tmp_path, DATA)
    told = note(table, "GM-F021")
    assert str(told.location) == "t.csv:1"
    assert told.message == Text(
        "用作列名的一行像是数据", "the row that names the columns looks like data"
    )
    assert "--no-header" in told.remedy.zh
    assert "header=False" in told.remedy.en
    assert len(table.rows) == 1


def test_without_a_header_columns_are_called_by_letters(tmp_path: Path) -> None:
    table = read(tmp_path, "500103,渝中区,,\n\n500110,綦江区,106.65,\n", header=False)
    assert table.columns == ("A", "B", "C")
    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (1, "500103", "渝中区", ""),
        (3, "500110", "綦江区", "106.65"),
    ]
    assert codes(table) == []


@pytest.mark.parametrize(
    "text",
    ["106.5 29.5\n106.6 29.6\n", "  106.5   29.5 \r\n\r\n  106.6\u3000 29.6\r\n"],
    ids=["one blank", "many blanks"],
)
def test_a_list_parted_by_blanks_is_told_and_read_on_request(tmp_path: Path, text: str) -> None:
    assert codes(read(tmp_path, text)) == ["GM-F021"]
    table = read(tmp_path, text, header=False)
    assert table.columns == ("A", "B")
    assert values(table) == [["106.5", "29.5"], ["106.6", "29.6"]]


def test_names_above_a_list_parted_by_blanks_name_its_columns(tmp_path: Path) -> None:
    table = read(tmp_path, "name lon lat\n甲 106.5 29.5\n乙 106.6 29.6\n")
    assert (table.columns, codes(table)) == (("name", "lon", "lat"), [])
    assert values(table) == [["甲", "106.5", "29.5"], ["乙", "106.6", "29.6"]]


@pytest.mark.parametrize(
    "text",
    [
        "New York\nSan Jose\n",
        "坐标\n106.5 29.5\n",
        "WGS84 坐标\n106.5 29.5\n",
        'name\n"1 2"\n',
        "a note here\nof three words\n",
        "1 2\n3 4 5\n",
    ],
)
def test_blanks_within_a_cell_part_nothing(tmp_path: Path, text: str) -> None:
    assert len(read(tmp_path, text).columns) == 1


def test_a_sheet_without_a_header_keeps_all_its_rows(tmp_path: Path) -> None:
    rows: Rows = [[500103, "渝中区", None], [None, "綦江区", 2]]
    table = book(tmp_path, rows, "A1:A2", header=False)
    assert table.columns == ("A", "B", "C")
    assert values(table) == [["500103", "渝中区", ""], ["500103", "綦江区", "2"]]
    assert codes(table) == ["GM-F006"]
    assert codes(book(tmp_path, [[500103, "渝中区"], [500110, "綦江区"]])) == ["GM-F021"]


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_the_choice_holds_in_other_workbooks(tmp_path: Path, kind: str) -> None:
    made = {"xls": books.xls, "xlsb": books.xlsb, "ods": books.ods}[kind]
    (tmp_path / f"t.{kind}").write_bytes(made({"a": [[1, 2], [3, 4]]}))
    table = read_table(tmp_path / f"t.{kind}", header=False)
    assert (table.columns, values(table)) == (("A", "B"), [["1", "2"], ["3", "4"]])


@pytest.mark.slow
def test_the_command_line_takes_the_choice(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(DATA, encoding="utf-8")
    plain = CliRunner().invoke(main, ["--lang", "en", "inspect", str(path)])
    assert "[GM-F021]" in plain.stderr
    chosen = CliRunner().invoke(main, ["--lang", "en", "inspect", str(path), "--no-header"])
    assert "GM-F021" not in chosen.stderr
    assert "fields: A, B, C, D" in chosen.stdout
    assert "rows: 2" in chosen.stdout


# --- Names that are repeated


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("2020,2020", ("2020", "2020 (2)")),
        ("a,a,a", ("a", "a (2)", "a (3)")),
        ("a,a,a (2)", ("a", "a (3)", "a (2)")),
        ("a (2),a,a,a", ("a (2)", "a", "a (3)", "a (4)")),
        ("a (2),a (2)", ("a (2)", "a (2) (2)")),
        ("x,C,", ("x", "C", "C (2)")),
        ("a, a\u200b", ("a", "a (2)")),
    ],
)
def test_repeated_names_get_a_number(tmp_path: Path, header: str, columns: tuple[str, ...]) -> None:
    cells = ",".join("xyzw"[: header.count(",") + 1])
    table = read(tmp_path, f"题\n{header}\n{cells}\n")
    assert table.columns == columns
    assert values(table) == [list("xyzw"[: len(columns)])]
    assert str(note(table, "GM-F022").location) == "t.csv:2"


def test_which_names_are_repeated_is_told(tmp_path: Path) -> None:
    assert note(read(tmp_path, "a,b,a,b\nw,x,y,z\n"), "GM-F022").message == Text(
        "列名重复，以编号区分：a (2)、b (2)",
        "names of columns are repeated and got a number: a (2), b (2)",
    )


# --- What stands above a header

TABLE = "区县,人口,面积\n万州区,156.4,3457\n涪陵区,111.5,2946\n"
ABOVE = {
    "blank": "\n",
    "blank cells": ",,\n",
    "title": "2020年各区县情况\n",
    "title as Excel saves it": "各区县情况,,\n",
    "title with commas": "表1 各区县人口, 2020年\n",
    "version": "# v1.2\n",
    "comment with a comma": "# 2021年更新, 初稿\n",
    "unit": ",,单位：万人\n",
    "what Excel wants": "sep=,\n",
    "several": "# v1.2\n\n表1 各区县情况\n单位：万人, 平方公里\n",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("above", ABOVE)
def test_what_stands_above_a_header_is_left_and_told(
    tmp_path: Path, above: str, ending: str
) -> None:
    table = read(tmp_path, (ABOVE[above] + TABLE).replace("\n", ending))
    lines = ABOVE[above].count("\n")
    assert table.columns == ("区县", "人口", "面积")
    assert [(row.number, row.cells["人口"]) for row in table.rows] == [
        *((lines + 2, "156.4"), (lines + 3, "111.5")),
    ]
    assert codes(table) == ["GM-F005"]
    assert str(table.notes[0].location) == f"t.csv:{lines + 1}"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_title_hides_no_delimiter(tmp_path: Path, delimiter: str) -> None:
    content = "# 2021年, 初稿, 王\n" + TABLE.replace(",", delimiter)
    assert read(tmp_path, content).columns == ("区县", "人口", "面积")


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("a\n1\n2\n", ("a",)),
        ("#,name\n1,x\n", ("#", "name")),
        ("#id,name\nx,y\nz,w\n", ("#id", "name")),
        ("# id,name\n1,2\n", ("# id", "name")),
        ("表1,表2\nx,y\n", ("表1", "表2")),
        ("a;b\n1,5;2,5\n3,5;4\n", ("a", "b")),
        ("note\nx; y\nz\nw\nu; v\n", ("note",)),
        ("a,b,c\nx\ny\n", ("a", "b", "c")),
        ("# only\nname\n甲\n", ("name",)),
    ],
)
def test_a_header_is_not_taken_for_a_title(
    tmp_path: Path, content: str, columns: tuple[str, ...]
) -> None:
    assert read(tmp_path, content).columns == columns


def test_blank_rows_below_count_and_those_above_do_not(tmp_path: Path) -> None:
    table = read(tmp_path, ",,\n题,,\n,,\na,b,c\n,,\n1,2,3\n")
    assert codes(table) == ["GM-F005", "GM-F002"]
    assert table.notes[1].message.en == "1 blank row was skipped"


def test_columns_without_a_name_are_called_by_letters_if_they_have_cells(tmp_path: Path) -> None:
    table = read(tmp_path, "a,,c,,\n1,2,3,,\n4,,5\n")
    assert table.columns == ("a", "B", "c")
    assert values(table) == [["1", "2", "3"], ["4", "", "5"]]
    assert codes(table) == ["GM-F016"]
    assert str(table.notes[0].location) == "t.csv:1"
    assert read(tmp_path, "a,\n").columns == ("a",)


def test_a_column_of_a_sheet_with_neither_name_nor_cells_is_left(tmp_path: Path) -> None:
    table = book(tmp_path, [["a", None, "c"], [1, None, 3]])
    assert (table.columns, codes(table)) == (("a", "c"), [])


def test_cells_of_a_longer_row_are_still_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.csv:3: 3 cells, but the header has 2 columns"):
        read(tmp_path, "# v1\na,b\nx,y,z\nx,y\n")


def test_lines_and_characters_are_found_below_a_title() -> None:
    text = "# v1.2\n表1\na,,b\n1,2,3\n"
    place, nameless = Location("t.csv", 4, "b"), Location("t.csv", 4, "B")
    assert line_numbers_in(text, [place, nameless]) == {place: (4, 5), nameless: (4, 3)}


def test_a_missing_column_is_told_where_the_header_is(atlas_copy: Path) -> None:
    path = atlas_copy / "data" / "measures.csv"
    content = path.read_text(encoding="utf-8").replace(",scope,", ",range,", 1)
    path.write_text(f"# v1.2\n\n{content}", encoding="utf-8")
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(atlas_copy)])
    assert "data/measures.csv:3:scope: [GM-T005]" in result.stderr


def test_letters_go_on_after_z() -> None:
    assert [letters(i) for i in (1, 26, 27, 52, 53, 702, 703)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"),
    ]


def test_a_chinese_refusal_has_no_english_of_a_library(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('区县,人口\n"甲,1\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_table(path, "t.csv")
    assert "引号未闭合" in caught.value.message.zh
    assert not re.search(r"[A-Za-z]{4,}", caught.value.message.zh.replace("t.csv", ""))
    assert "not well-formed CSV" in caught.value.message.en
