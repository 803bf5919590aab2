"""Small workbooks in the formats that openpyxl does not write: .xls by xlwt, the others by hand."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import xlwt

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}
_ERRORS |= {"#N/A": 42}


@dataclass(frozen=True, slots=True)
class Percent:
    """A number shown as a percentage."""

    value: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that Excel could not compute."""

    words: str


Value = str | float | dt.date | dt.time | Percent | Fault | None
Rows = Sequence[Sequence[Value]]
Merged = Sequence[tuple[int, int, int, int]]  # top, left, bottom, right, from 1


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# --- .xls


def xls(sheets: Mapping[str, Rows], merged: Merged = ()) -> bytes:
    """An .xls; the merged areas are of its first sheet."""
    book = xlwt.Workbook()
    styles = {
        Percent: xlwt.easyxf(num_format_str="0.0%"),
        dt.datetime: xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"),
        dt.date: xlwt.easyxf(num_format_str="yyyy-mm-dd"),
        dt.time: xlwt.easyxf(num_format_str="hh:mm"),
    }
    plain = xlwt.Style.default_style
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = book.add_sheet(title)
        for at, row in enumerate(rows):
            for i, value in enumerate(row):
                if isinstance(value, Fault):
                    sheet.row(at).set_cell_error(i, _ERRORS[value.words])
                elif value is not None:
                    raw = value.value if isinstance(value, Percent) else value
                    sheet.write(at, i, raw, styles.get(type(value), plain))
        for top, left, bottom, right in merged if number == 0 else ():
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --- .ods


def ods(sheets: Mapping[str, Rows], merged: Merged = ()) -> bytes:
    """An .ods; the merged areas are of its first sheet."""
    bodies = []
    for number, (title, rows) in enumerate(sheets.items()):
        areas = {(area[0], area[1]): area for area in merged} if number == 0 else {}
        cells = [
            "".join(_ods_cell(value, areas.get((r, c))) for c, value in enumerate(row, 1))
            for r, row in enumerate(rows, 1)
        ]
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        bodies.append(f"<table:table table:name={quoteattr(title)}>{body}</table:table>")
    return ods_of("".join(bodies))


def ods_of(tables: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An .ods with these sheets, in its own words."""
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in names.items()
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, **(more or {})})


def _ods_cell(value: Value, area: tuple[int, int, int, int] | None = None) -> str:
    spans = ""
    if area is not None:
        top, left, bottom, right = area
        spans = f' table:number-rows-spanned="{bottom - top + 1}"'
        spans += f' table:number-columns-spanned="{right - left + 1}"'
    if value is None:
        return f"<table:table-cell{spans}/>"
    attributes, words = _ods_value(value)
    return (
        f"<table:table-cell{spans} {attributes}><text:p>{escape(words)}</text:p></table:table-cell>"
    )


def _ods_value(value: Value) -> tuple[str, str]:  # noqa: PLR0911 # a line a kind
    if isinstance(value, Percent):
        return f'office:value-type="percentage" office:value="{value.value}"', "?"
    if isinstance(value, Fault):
        said = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return said, value.words
    if isinstance(value, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', "?"
    if isinstance(value, int | float):
        return f'office:value-type="float" office:value="{value}"', "?"
    if isinstance(value, dt.date):
        return f'office:value-type="date" office:date-value="{value.isoformat()}"', "?"
    if isinstance(value, dt.time):
        clock = f"PT{value.hour:02}H{value.minute:02}M{value.second:02}S"
        return f'office:value-type="time" office:time-value="{clock}"', "?"
    return 'office:value-type="string"', str(value)


# --- .xlsb

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 # spreadsheets know no zones
_PLAIN, _PERCENT, _DATE, _TIME, _CLOCK = range(5)
_FORMATS = (0, 164, 14, 22, 20)  # of these styles


def xlsb(
    sheets: Mapping[str, Rows],
    merged: Merged = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An .xlsb; the merged areas are of its first sheet."""
    links, bundle, members = "", b"", {}
    for number, (title, rows) in enumerate(sheets.items(), 1):
        member = f"worksheets/sheet{number}.bin"
        links += f'<Relationship Id="rId{number}" Type="x/worksheet" Target="{member}"/>'
        names = _wide(f"rId{number}") + _wide(title)
        bundle += _record(156, struct.pack("<II", 0, number) + names)
        members[f"xl/{member}"] = _xlsb_sheet(rows, merged if number == 1 else ())
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{space}">{links}</Relationships>',
            "xl/styles.bin": _xlsb_styles(),
            **members,
            **(more or {}),
        }
    )


def _xlsb_styles() -> bytes:
    formats = _record(44, struct.pack("<H", 164) + _wide('0.0%"x"'))
    styles = b"".join(_record(47, struct.pack("<HH12x", 0, number)) for number in _FORMATS)
    begin = struct.pack("<I", len(_FORMATS))
    listed = _record(615, struct.pack("<I", 1)) + formats + _record(616)
    return _record(278) + listed + _record(617, begin) + styles + _record(618) + _record(279)


def _xlsb_sheet(rows: Rows, merged: Merged) -> bytes:
    wide = max((len(row) for row in rows), default=1)
    size = struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, wide - 1)
    body = b"".join(_xlsb_row(at, row) for at, row in enumerate(rows))
    areas = b"".join(
        _record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        for top, left, bottom, right in merged
    )
    cells = _record(129) + _record(148, size) + _record(145) + body + _record(146)
    return (
        cells + _record(177, struct.pack("<I", len(merged))) + areas + _record(178) + _record(130)
    )


def _xlsb_row(at: int, row: Iterable[Value]) -> bytes:
    cells = b"".join(_xlsb_cell(i, value) for i, value in enumerate(row) if value is not None)
    return _record(0, struct.pack("<I13x", at)) + cells


def _xlsb_cell(column: int, value: Value) -> bytes:
    style, number = _PLAIN, 0.0
    if isinstance(value, Fault):
        return _record(3, struct.pack("<IIB", column, style, _ERRORS[value.words]))
    if isinstance(value, bool):
        return _record(4, struct.pack("<IIB", column, style, value))
    if isinstance(value, str):
        return _record(6, struct.pack("<II", column, style) + _wide(value))
    if isinstance(value, Percent):
        style, number = _PERCENT, value.value
    elif isinstance(value, dt.datetime):
        style, number = _TIME, (value - _EPOCH) / dt.timedelta(days=1)
    elif isinstance(value, dt.date):
        style, number = _DATE, float((value - _EPOCH.date()).days)
    elif isinstance(value, dt.time):
        style, number = _CLOCK, (value.hour * 60 + value.minute) / 1440
    elif value is not None:
        number = float(value)
    return _record(5, struct.pack("<IId", column, style, number))


def _record(kind: int, body: bytes = b"") -> bytes:
    return _packed(kind) + _packed(len(body)) + body


def _packed(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def _wide(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")
