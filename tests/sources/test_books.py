"""Workbooks of all kinds read alike: .xls, .xlsb and .ods as .xlsx."""

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from click.testing import CliRunner
from support import books
from support.books import Fault, Percent, Rows

from geomap.cli.main import main
from geomap.errors import DataError
from geomap.model.tables import Table
from geomap.sources import calamine_apart
from geomap.sources.limits import Limits
from geomap.sources.ole import Ole
from geomap.sources.readers import is_table, read_table
from geomap.text import Text

Make = Callable[..., bytes]


def xlsx(sheets: Mapping[str, Rows], merged: books.Merged = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = sheet.cell(r, c)
                if isinstance(value, Percent):
                    cell.value, cell.number_format = value.value, "0.0%"
                elif isinstance(value, Fault):
                    cell.value = value.words
                    assert cell.data_type == "e"
                else:
                    cell.value = value
    for top, left, bottom, right in merged:
        book.worksheets[0].merge_cells(None, top, left, bottom, right)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MAKERS: dict[str, Make] = {
    "xlsx": xlsx,
    "xls": books.xls,
    "xlsb": books.xlsb,
    "ods": books.ods,
}
kinds = pytest.mark.parametrize("kind", MAKERS)
binary = pytest.mark.parametrize("kind", ["xls", "xlsb"])

HALF_PAST = dt.datetime(2024, 5, 1, 8, 30)  # noqa: DTZ001 # a cell has no zone
OFFICE: Rows = [
    ["各区县情况"],
    [None],
    ["代码", "名称", "占比", "日期", "时刻", "钟点", "人口", "是否"],
    [
        *(500103.0, "渝中区", Percent(0.125), dt.date(2024, 5, 1), HALF_PAST),
        *(HALF_PAST.time(), 1234567.5, True),
    ],
    [None],
    [500110, "綦江区", Percent(1), None, None, None, 0.1, False],
]


def read(folder: Path, kind: str, data: bytes, **choice: Any) -> Table:  # noqa: ANN401 # as read_table takes them
    path = folder / f"t.{kind}"
    path.write_bytes(data)
    return read_table(path, f"t.{kind}", **choice)


def refusal(folder: Path, kind: str, data: bytes, **choice: Any) -> Text:  # noqa: ANN401 # the same
    with pytest.raises(DataError) as caught:
        read(folder, kind, data, **choice)
    return caught.value.message


def values(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows]


@kinds
def test_cells_are_what_people_see(tmp_path: Path, kind: str) -> None:
    table = read(tmp_path, kind, MAKERS[kind]({"表1": OFFICE, "说明": [["x"]]}))
    assert table.file == f"t.{kind}:表1"
    assert values(table) == [
        [
            *("500103", "渝中区", "12.5%", "2024-05-01"),
            *("2024-05-01 08:30:00", "08:30:00", "1234567.5", "TRUE"),
        ],
        ["500110", "綦江区", "100%", "", "", "", "0.1", "FALSE"],
    ]
    assert [row.number for row in table.rows] == [4, 6]
    assert [note.code for note in table.notes] == ["GM-F007", "GM-F005"]
    assert table.notes[1].location.row == 3


@kinds
def test_a_sheet_is_chosen_or_the_first_with_cells(tmp_path: Path, kind: str) -> None:
    data = MAKERS[kind]({"空": [], "甲": [["a"], [1]], "乙": [["b"], [2]]})
    first = read(tmp_path, kind, data)
    assert (first.columns, values(first)) == (("a",), [["1"]])
    second = read(tmp_path, kind, data, sheet="乙")
    assert (second.columns, values(second), second.notes) == (("b",), [["2"]], ())
    message = refusal(tmp_path, kind, data, sheet="丙")
    assert message.zh == f"t.{kind}：没有工作表“丙”；可用：空、甲、乙"
    assert message.en == f"t.{kind}: no sheet '丙'; there are: 空, 甲, 乙"


@kinds
def test_merged_cells_stand_for_each_of_theirs(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["区域", "区县", "人"], ["渝西", "永川区", 1], [None, "合川区", 2]]
    table = read(tmp_path, kind, MAKERS[kind]({"a": rows}, [(2, 1, 3, 1)]))
    assert values(table) == [["渝西", "永川区", "1"], ["渝西", "合川区", "2"]]
    assert [note.code for note in table.notes] == ["GM-F006"]


@kinds
def test_errors_are_empty_cells_and_told_once(tmp_path: Path, kind: str) -> None:
    errors = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
    body: Rows = [[i, Fault(words)] for i, words in enumerate(errors)]
    rows: Rows = [["a", "b"], *body, [7, 8]]
    table = read(tmp_path, kind, MAKERS[kind]({"a": rows}))
    assert values(table) == [*[[str(i), ""] for i in range(7)], ["7", "8"]]
    assert [note.code for note in table.notes] == ["GM-F020"]
    assert str(table.notes[0].location) == f"t.{kind}:a:2"
    assert table.notes[0].message == Text(
        "7 格是错误值，按空格处理：B2 #DIV/0!、B3 #N/A、B4 #REF!等",
        "7 cells have errors and are taken as empty: B2 #DIV/0!, B3 #N/A, B4 #REF! …",
    )


@kinds
def test_an_error_below_or_beside_all_else_is_told(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["a"], [1], [None, None, Fault("#REF!")]]
    table = read(tmp_path, kind, MAKERS[kind]({"a": rows}))
    assert (table.columns, values(table)) == (("a",), [["1"]])
    told = [note.message.en for note in table.notes]
    assert told == ["1 cell has an error and is taken as empty: C3 #REF!"]


@kinds
def test_a_sheet_beyond_the_limit_is_refused(tmp_path: Path, kind: str) -> None:
    data = MAKERS[kind]({"a": [["a"], *[[i] for i in range(10)]]})
    limits = Limits(sheet_rows=10)
    message = refusal(tmp_path, kind, data, limits=limits)
    assert message.en.startswith(f"t.{kind}:a:11: the sheet is too large (over 10 rows")
    assert "--max-size" in message.zh
    assert len(read(tmp_path, kind, data, limits=Limits(sheet_rows=11)).rows) == 10


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
def test_a_cell_far_to_the_right_is_refused(tmp_path: Path, kind: str) -> None:
    message = refusal(tmp_path, kind, MAKERS[kind]({"a": [["a"], [*[None] * 2000, "far"]]}))
    assert "the sheet is too large" in message.en
    assert "delete cells far away" in message.en


@kinds
def test_a_workbook_without_cells_is_refused(tmp_path: Path, kind: str) -> None:
    message = refusal(tmp_path, kind, MAKERS[kind]({"a": [], "b": []}))
    assert message == Text(
        f"t.{kind}：工作簿是空的；第一行应为列名",
        f"t.{kind}: the workbook is empty; the first row must name the columns",
    )


@kinds
def test_half_a_workbook_is_refused_in_one_line(
    tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data = MAKERS[kind]({"a": OFFICE})
    message = refusal(tmp_path, kind, data[: len(data) // 2])
    assert message.zh.startswith(f"t.{kind}：文件已损坏；请")
    assert message.en.startswith(f"t.{kind}: the file is damaged; ")
    assert "\n" not in message.en
    assert capfd.readouterr() == ("", "")


@kinds
def test_a_workbook_is_known_by_its_content(tmp_path: Path, kind: str) -> None:
    data = MAKERS[kind]({"a": [["a"], [1]]})
    (tmp_path / "table").write_bytes(data)
    assert is_table(tmp_path / "table", "table")
    assert values(read_table(tmp_path / "table", "table")) == [["1"]]
    other = "ods" if kind == "xlsx" else "xlsx"
    message = refusal(tmp_path, other, data)
    shown = kind.upper()
    assert message.zh.endswith(f"：内容不是 {other.upper()}；看来是 {shown}；请改用正确的扩展名")
    assert message.en.endswith(f"is not {other.upper()}; it looks like {shown}: name it so")


@kinds
def test_an_atlas_may_choose_the_sheet(atlas_copy: Path, kind: str) -> None:
    table = (atlas_copy / "data" / "indicators.csv").read_text(encoding="utf-8")
    rows: Rows = [line.split(",") for line in table.splitlines()]
    data = MAKERS[kind]({"说明": [["x"]], "表2": rows})
    (atlas_copy / "data" / f"t.{kind}").write_bytes(data)
    config = atlas_copy / "geomap.toml"
    words = config.read_text(encoding="utf-8")
    said = f'indicators = {{ file = "data/t.{kind}", sheet = "表2" }}'
    config.write_text(words.replace('indicators = "data/indicators.csv"', said), encoding="utf-8")
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(atlas_copy)])
    assert (result.exit_code, result.stderr) == (0, "0 errors, 0 warnings\n")
    config.write_text(
        words.replace('indicators = "data/indicators.csv"', said.replace("表2", "表3")),
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(atlas_copy)])
    assert result.stderr == f"data/t.{kind}: no sheet '表3'; there are: 说明, 表2\n"


# --- .xls


def test_wps_calls_an_xls_et(tmp_path: Path) -> None:
    assert read(tmp_path, "et", books.xls({"a": [["a"], [1]]})).columns == ("a",)


def test_a_web_page_called_xls_is_told_as_such(tmp_path: Path) -> None:
    message = refusal(tmp_path, "xls", b"<html><table><tr><td>a</td></tr></table></html>")
    assert "看来是网页；请用 Excel 或 WPS 打开后另存为 .xlsx" in message.zh
    assert "it looks like a web page: open it in Excel" in message.en


def test_numbers_in_a_row_are_percentages_one_by_one(tmp_path: Path) -> None:
    rows: Rows = [["a", "b", "c", "d"], [Percent(0.5), 7, Percent(0.25), 8]]  # one record, MULRK
    assert values(read(tmp_path, "xls", books.xls({"a": rows}))) == [["50%", "7", "25%", "8"]]


def renamed(data: bytes, old: str, new: str) -> bytes:
    """An OLE2 file with another name for an entry."""
    wide = [f"{name}\0".encode("utf-16-le") for name in (old, new)]
    at = data.rindex(wide[0])
    entry = wide[1].ljust(64, b"\0") + struct.pack("<H", len(wide[1]))
    return data[:at] + entry + data[at + 66 :]


def test_macros_are_told_and_not_run(tmp_path: Path) -> None:
    data = books.xls({"a": [["a"], [1]]})
    assert "Workbook" in Ole(data).entries
    more = data.replace(
        "Root Entry\0".encode("utf-16-le"), "_VBA_PROJECT_CUR\0".encode("utf-16-le")
    )
    more = renamed(data, "Root Entry", "_VBA_PROJECT_CUR")
    members = {"xl/vbaProject.bin": b"x"}
    cases = {
        "xls": more,
        "xlsb": books.xlsb({"a": [["a"], [1]]}, more=members),
        "ods": books.ods_of(
            '<table:table table:name="a"><table:table-row><table:table-cell><text:p>a</text:p>'
            "</table:table-cell></table:table-row></table:table>",
            {"Basic/Standard/Module1.xml": "<x/>"},
        ),
    }
    for kind, book in cases.items():
        assert "GM-F019" in [note.code for note in read(tmp_path, kind, book).notes], kind


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_a_password_is_told(tmp_path: Path, kind: str) -> None:
    data = renamed(books.xls({"a": [["a"], [1]]}), "Workbook", "EncryptedPackage")
    message = refusal(tmp_path, kind, data)
    assert "密码" in message.zh
    assert "password" in message.en


@binary
def test_what_ends_calamine_ends_not_this_process(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "ends.py"
    script.write_text("import os, sys\nprint('panicked', file=sys.stderr)\nos.abort()\n")
    monkeypatch.setattr(calamine_apart, "__file__", str(script))
    message = refusal(tmp_path, kind, MAKERS[kind]({"a": [["a"], [1]]}))
    assert message.en == f"t.{kind}: the file is damaged; export the file again"
    assert capfd.readouterr() == ("", "")


def test_a_formula_that_failed_is_told(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for at, row in enumerate((["a", "b", "c"], [1, xlwt.Formula("1/0"), xlwt.Formula("6/2")])):
        for i, value in enumerate(row):
            sheet.write(at, i, value)
    stream = io.BytesIO()
    book.save(stream)
    data = bytearray(stream.getvalue())
    for column, result in ((1, b"\2\0\7\0\0\0\xff\xff"), (2, struct.pack("<d", 3))):
        found = re.search(rb"\x06\x00..\x01\x00" + bytes([column]), data, re.DOTALL)
        assert found is not None
        data[found.start() + 10 : found.start() + 18] = result
    table = read(tmp_path, "xls", bytes(data))
    assert values(table) == [["1", "", "3"]]
    assert [note.code for note in table.notes] == ["GM-F020"]


# --- .ods


def ods_rows(rows: str) -> bytes:
    return books.ods_of(f'<table:table table:name="a">{rows}</table:table>')


def row(*cells: str, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def words(text: str, times: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return f"<table:table-cell{repeated}><text:p>{text}</text:p></table:table-cell>"


def blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def test_repeated_cells_and_rows_are_as_many_as_they_say(tmp_path: Path) -> None:
    rows = row(words("a"), words("b"), blank(1022)) + row(words("x", 2), times=2)
    rows += row(blank(1024), times=3) + row(words("y"), blank(16383))
    rows += row(blank(16384), times=1_048_000)
    table = read(tmp_path, "ods", ods_rows(rows))
    assert [(r.number, *r.cells.values()) for r in table.rows] == [
        *((2, "x", "x"), (3, "x", "x")),
        (7, "y", ""),
    ]


def test_a_bomb_of_repeated_cells_is_refused_at_once(tmp_path: Path) -> None:
    for times in (150_000, 1_048_576):
        bomb = row(words("a", 1000), times=times)
        assert "the sheet is too large" in refusal(tmp_path, "ods", ods_rows(bomb)).en


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = ods_rows(row(words(" " * 30_000_000)))
    assert "the archive unpacks to too much" in refusal(tmp_path, "ods", bomb).en


def test_rows_in_groups_count_and_those_of_other_things_do_not(tmp_path: Path) -> None:
    inner = f"<table:table>{row(words('not this'))}</table:table>"
    rows = f"<table:table-header-rows>{row(words('a'))}</table:table-header-rows>"
    rows += f"<table:shapes>{inner}</table:shapes>"
    rows += f"<table:table-row-group>{row(words('1'))}</table:table-row-group>"
    assert values(read(tmp_path, "ods", ods_rows(rows))) == [["1"]]


def test_a_comment_is_not_part_of_a_cell(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>not this</text:p></office:annotation>"
    cell = f"<table:table-cell>{comment}<text:p>one<text:s/>two</text:p><text:p>three</text:p>"
    rows = row(words("a")) + row(f"{cell}</table:table-cell>")
    assert values(read(tmp_path, "ods", ods_rows(rows))) == [["one two three"]]


def test_entities_and_passwords_of_an_ods_are_told(tmp_path: Path) -> None:
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    data = books.zipped({"mimetype": books.ODS_TYPE, "content.xml": evil})
    assert "the XML has entities or a DTD" in refusal(tmp_path, "ods", data).en
    locked = books.ods_of("", {"META-INF/manifest.xml": "<m:encryption-data/>"})
    assert refusal(tmp_path, "ods", locked).zh == "t.ods：工作簿有密码；请去除密码后另存为 .xlsx"


def ods_formula(more: str) -> bytes:
    """A workbook with a formula in A2."""
    cells = (
        '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>',
        f'<table:table-cell table:formula="of:=1" {more}/>',
    )
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in (*cells, cells[0]))
    return books.ods_of(f'<table:table table:name="a">{rows}</table:table>')


def xlsx_formula(value: str) -> bytes:
    """A workbook with a formula in A2, and what is written for its value."""
    data = xlsx({"a": [["a"], ["=1+1"], ["b"]]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b"<f>1+1</f><v />" in sheet or b"<f>1+1</f><v></v>" in sheet
    made = re.sub(rb"(<f>1\+1</f>)<v ?(/>|></v>)", rb"\1" + value.encode(), sheet)
    return books.zipped({**members, "xl/worksheets/sheet1.xml": made})


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("xlsx", xlsx_formula(""), True),
        ("xlsx", xlsx_formula("<v/>"), True),
        ("xlsx", xlsx_formula("<v>2</v>"), False),
        ("ods", ods_formula(""), True),
        ("ods", ods_formula('office:value-type="float" office:value="2"'), False),
    ],
)
def test_a_formula_without_a_value_is_told(
    tmp_path: Path, kind: str, data: bytes, *, told: bool
) -> None:
    """As in a workbook that a program wrote and that no spreadsheet has opened since."""
    table = read(tmp_path, kind, data)
    notes = [note for note in table.notes if note.code == "GM-F024"]
    assert bool(notes) == told
    assert ["2"] in values(table) or told
    for note in notes:
        assert note.location.row == 2
        assert note.message.zh == "1 格的公式没有计算结果，按空格处理：A2"
        assert note.message.en == "1 formula has no value and is taken as empty: A2"


def test_what_openpyxl_prints_and_warns_is_not_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = xlsx({"a": [["a"], [1]]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    styles = members["xl/styles.xml"]
    members["xl/styles.xml"] = re.sub(rb'xfId="0"', b'xfId="9"', styles)
    assert members["xl/styles.xml"] != styles
    with pytest.raises(DataError):
        read(tmp_path, "xlsx", books.zipped(members))
    assert capsys.readouterr().out == ""


def test_a_damaged_cell_is_refused_wherever_the_first_look_meets_it(tmp_path: Path) -> None:
    data = xlsx({"a": [["a"], [1]]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].replace(b'r="A1"', b'r="NaN"')
    with pytest.raises(DataError, match="damaged"):
        read(tmp_path, "xlsx", books.zipped({**members, "xl/worksheets/sheet1.xml": sheet}))
