"""Tables in every format: any cell of any kind at any place, and rows that are none."""

import csv
import datetime as dt
import io
import math
from collections.abc import Mapping
from typing import Any

import openpyxl
from support import books
from support.fuzz.files import file_grammar
from support.fuzz.trees import ABSENT, Place

SHEET = [
    ["代码", "名称", "人口", "lon", "lat"],
    ["500103", "渝中区", 588_717, 106.56, 29.55],
    ["500105", "江北区", 925_791, 106.57, 29.6],
    ["500106", "沙坪坝区", 1_477_345, 106.46, 29.54],
    ["500107", "九龙坡区", 1_526_844, 106.51, 29.5],
]
TEXTS: tuple[Any, ...] = (
    *("", " ", "x", "0", "-1", "1,5", "12%", "1e400", "NaN", "Infinity", "１２３", "—", "约12"),
    *("#DIV/0!", "=1+1", "＝1+1", "2020-01-01", "a\nb", '"', '""x', "\ufeff", "\u200b", "\x00"),
    *("江北区;渝中区", "5.00103E+05", "106°33′36″", "POINT (1 2)", "x" * 40_000, "\t", ";", "#"),
)
CELLS: tuple[Any, ...] = (
    *(None, True, 0, -1.5, 1e308, 1e-320, dt.date(2020, 1, 1), dt.time(12, 30)),
    *(dt.datetime(2020, 1, 1, 8, 30), books.Percent(0.5), books.Fault("#DIV/0!")),  # noqa: DTZ001
    *("", "x", "=1+1", "—", "x" * 30_000, "a\nb", "\u200b", "500103"),
)
_NONE = {"—", "x"}  # words that say, as a blank does, that there is no value


def rows_of(tree: Any) -> list[list[Any]]:  # noqa: ANN401 # any tree
    """A sheet of any tree: what is no list is a row or a cell."""
    rows = tree if isinstance(tree, list) else [tree]
    return [[_cell(c) for c in row] if isinstance(row, list) else [row] for row in rows]


def _cell(value: Any) -> Any:  # noqa: ANN401 # any tree
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _csv(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows_of(tree):
        writer.writerow("" if cell is None else cell for cell in row)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _bare_csv(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    """Without quotation marks, as programs write it that do not know better."""
    lines = [",".join("" if c is None else str(c) for c in row) for row in rows_of(tree)]
    return ("\n".join(lines) + "\n").encode("gb18030", "surrogatepass")


def _xlsx(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows_of(tree), 1):
        for at, value in enumerate(row, 1):
            _put(sheet.cell(number, at), value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(cell: Any, value: Any) -> None:  # noqa: ANN401 # openpyxl's cell
    if isinstance(value, books.Percent):
        cell.value, cell.number_format = value.value, "0.0%"
    elif isinstance(value, books.Fault):
        cell.value, cell.data_type = value.words, "e"
    else:
        cell.value = value


def _xls(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    return books.xls({"表1": rows_of(tree)})


def _xlsb(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    return books.xlsb({"表1": rows_of(tree)})


def _ods(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    return books.ods({"表1": rows_of(tree)})


def _free(place: Place, value: Any) -> bool:  # noqa: ANN401 # any tree
    """Words of cells are anybody's, and so is a heading; in a column of numbers another number is,
    and a blank, but not in one of positions.
    """
    if len(place) != 2 or place[0] == 0 or place[1] in {0, 1} or _is_number(value):
        return True
    words = "" if value is ABSENT or value is None else str(value)
    if place[1] == 2:
        is_percent = words[-1:] == "%" or isinstance(value, books.Percent)
        return is_percent or words in _NONE or not words.strip("\u200b\ufeff\t ,[]'")
    return place[1] == 3 and words[-1:] == "″"  # the same in degrees, minutes and seconds


def _is_number(value: Any) -> bool:  # noqa: ANN401 # any tree
    try:
        return math.isfinite(float(str(value)))
    except ValueError:
        return False


_FORMATS: Mapping[str, Any] = {".xlsx": _xlsx, ".xls": _xls, ".xlsb": _xlsb, ".ods": _ods}
GRAMMARS = (
    file_grammar("CSV", ".csv", SHEET, (*TEXTS, [], [""], ["x"] * 7), _csv, _free),
    file_grammar(
        "CSV without quotes", ".csv", SHEET, (*TEXTS, [], [""], ["x"] * 7), _bare_csv, _free
    ),
    *(
        file_grammar(f"cells of {suffix}", suffix, SHEET, (*CELLS, [], ["x"] * 7), render, _free)
        for suffix, render in _FORMATS.items()
    ),
)
