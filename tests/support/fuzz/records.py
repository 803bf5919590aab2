"""Formats of records and columns: BIFF in .xls and .xlsb, DBF, GeoPackage's tables, Parquet."""

import contextlib
import datetime as dt
import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
import xlwt
from support import books, mutants
from support.fuzz.files import file_grammar
from support.fuzz.json_like import KINDS as JSON_KINDS
from support.fuzz.trees import Place
from xlwt.CompoundDoc import XlsDoc

BYTES: tuple[Any, ...] = (
    *(b"", b"\0", b"\xff" * 4, b"\0" * 40, b"\xff" * 40, b"\x01" * 300, b"\x80\x81\xfe\xff" * 30),
    *(0, 1, 9, 10, 65_535, 129, 156, 617),  # kinds of records, and sizes
)


def number(value: Any, low: int = 0, high: int = 65_535) -> int:  # noqa: ANN401 # any tree
    """A number that fits, of anything."""
    return min(high, max(low, int(value))) if isinstance(value, int | float) else low


def raw(value: Any) -> bytes:  # noqa: ANN401 # any tree
    """Bytes of anything."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def listed(tree: Any) -> list[Any]:  # noqa: ANN401 # any tree
    """A list of anything."""
    return tree if isinstance(tree, list) else [tree]


# --- .xls: the records of its one stream


def _xls_records() -> list[list[Any]]:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    for row, cells in enumerate(mutants.CELLS):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.write(3, 2, 0.5, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write_merge(4, 5, 0, 0, "x")
    stream, found, at = book.get_biff_data(), [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        found.append([kind, stream[at + 4 : at + 4 + size]])
        at += 4 + size
    return found


def _xls(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    made = bytearray()
    for record in listed(tree):
        kind, body = [*listed(record), b"", b""][:2]
        data = raw(body)[:65_535]
        made += struct.pack("<HH", number(kind), len(data)) + data
    stream = io.BytesIO()
    XlsDoc().save(stream, bytes(made))
    return stream.getvalue()


# --- .xlsb: the records of its members


def _xlsb_tree() -> dict[str, Any]:
    data = books.xlsb({"表1": [*mutants.CELLS, ["x", books.Percent(0.5), 1]]}, [(2, 1, 3, 1)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: _xlsb_records(archive.read(name)) if name.endswith(".bin") else archive.read(name)
            for name in archive.namelist()
        }


def _xlsb_records(stream: bytes) -> list[list[Any]]:
    found, at = [], 0

    def packed() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = stream[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(stream):
        kind, size = packed(), packed()
        found.append([kind, stream[at : at + size]])
        at += size
    return found


def _xlsb(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    members = tree if isinstance(tree, dict) else {"xl/workbook.bin": tree}
    return books.zipped(
        {
            str(name): raw(member) if name.endswith((".xml", ".rels")) else _stream(member)
            for name, member in members.items()
        }
    )


def _stream(member: Any) -> bytes:  # noqa: ANN401 # any tree
    parts = [[*listed(record), b"", b""][:2] for record in listed(member)]
    return b"".join(books._record(number(kind, 0, 16_383), raw(body)) for kind, body in parts)  # noqa: SLF001


# --- DBF: its header, fields and rows

_DBF = {
    "version": 3,
    "rows": 2,
    "header": None,  # as it should be
    "width": None,
    "fields": [
        {"name": b"name", "type": b"C", "length": 10, "decimals": 0},
        {"name": b"value", "type": b"N", "length": 8, "decimals": 2},
        {"name": b"day", "type": b"D", "length": 8, "decimals": 0},
        {"name": b"yes", "type": b"L", "length": 1, "decimals": 0},
    ],
    "cells": [
        [b" ", "渝中区".encode("gbk").ljust(10), b"    1.50", b"20200101", b"T"],
        [b" ", "江北区".encode("gbk").ljust(10), b"       2", b"20201231", b"F"],
    ],
}
_DBF_KINDS: tuple[Any, ...] = (
    *(b"", b"\0", b"\xff" * 10, b"*" * 8, b"x" * 8, b"      -1", b"1e999   ", b"99999999", b"?"),
    *(b"M", b"F", b"I", b"B", b"@", b"G", b"0", 0, 1, 2, 32, 255, 65_535, 131, 245, []),
)


def _dbf(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    said: Mapping[str, Any] = tree if isinstance(tree, dict) else {}
    fields = [each for each in listed(said.get("fields", [])) if isinstance(each, dict)]
    header = b"".join(
        raw(each.get("name", b""))[:11].ljust(11, b"\0")
        + raw(each.get("type", b"C"))[:1].ljust(1, b"\0")
        + bytes(4)
        + bytes([number(each.get("length", 0), 0, 255), number(each.get("decimals", 0), 0, 255)])
        + bytes(14)
        for each in fields
    )
    cells = [b"".join(map(raw, listed(row))) for row in listed(said.get("cells", []))]
    size, width = said.get("header"), said.get("width")
    start = struct.pack(
        "<BBBBIHH20x",
        *(number(said.get("version", 0), 0, 255), 120, 1, 1, number(said.get("rows", 0), 0)),
        number(33 + len(header) if size is None else size),
        number(max(map(len, cells), default=1) if width is None else width),
    )
    return start + header + b"\r" + b"".join(cells) + b"\x1a"


# --- GeoPackage: cells of its own tables and of the layer's


def _blob(shape: shapely.Geometry) -> bytes:
    return b"GP\0\x01" + struct.pack("<i", 4490) + shapely.to_wkb(shape)


_SYSTEM = 'GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.257]],UNIT["degree",0.0174532925199433]]'
_GPKG: dict[str, Any] = {
    "gpkg_spatial_ref_sys": {
        "columns": {
            "srs_name": "TEXT",
            "srs_id": "INTEGER",
            "organization": "TEXT",
            "organization_coordsys_id": "INTEGER",
            "definition": "TEXT",
            "description": "TEXT",
        },
        "rows": [["x", 4490, "EPSG", 4490, _SYSTEM, ""], ["u", -1, "NONE", -1, "undefined", ""]],
    },
    "gpkg_contents": {
        "columns": {
            "table_name": "TEXT",
            "data_type": "TEXT",
            "identifier": "TEXT",
            "description": "TEXT",
            "last_change": "DATETIME",
            "min_x": "DOUBLE",
            "min_y": "DOUBLE",
            "max_x": "DOUBLE",
            "max_y": "DOUBLE",
            "srs_id": "INTEGER",
        },
        "rows": [
            ["a", "features", "a", "", "2020-01-01T00:00:00.000Z", 106.0, 29.0, 108.0, 30.0, 4490]
        ],
    },
    "gpkg_geometry_columns": {
        "columns": {
            "table_name": "TEXT",
            "column_name": "TEXT",
            "geometry_type_name": "TEXT",
            "srs_id": "INTEGER",
            "z": "TINYINT",
            "m": "TINYINT",
        },
        "rows": [["a", "geom", "POLYGON", 4490, 0, 0]],
    },
    "a": {
        "columns": {
            "fid": "INTEGER PRIMARY KEY",
            "geom": "POLYGON",
            "name": "TEXT",
            "value": "REAL",
            "day": "DATE",
            "yes": "BOOLEAN",
        },
        "rows": [
            [1, _blob(shapely.box(106, 29, 107, 30)), "渝中区", 1.5, "2020-01-01", 1],
            [2, _blob(shapely.box(107, 29, 108, 30)), "江北区", 2.5, "2020-12-31", 0],
        ],
    },
}
_GPKG_KINDS: tuple[Any, ...] = (
    *(None, "", "x", "a", "geom", 0, -1, 1.5, 1e308, 2**62, b"", b"GP", b"GP\0\x01" + bytes(4)),
    *(b"\0" * 60, _blob(shapely.Point(106, 29)), _blob(shapely.Polygon()), "INTEGER", "BLOB"),
    *("POINT", "GEOMETRY", "DATETIME", "渝中区", []),
)


def _gpkg(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.execute("PRAGMA application_id = 1196444487")
            base.execute("PRAGMA user_version = 10300")
            for table, said in tree.items() if isinstance(tree, dict) else ():
                _make(base, str(table), said if isinstance(said, dict) else {})
            base.commit()
        return path.read_bytes()


def _make(base: sqlite3.Connection, table: str, said: Mapping[str, Any]) -> None:
    columns = said.get("columns")
    columns = columns if isinstance(columns, dict) and columns else {"x": "TEXT"}
    ddl = ", ".join(f'"{name}" {kind}' for name, kind in columns.items() if isinstance(kind, str))
    with contextlib.suppress(sqlite3.Error):  # words that no table takes: it is not there
        base.execute(f'CREATE TABLE "{table}" ({ddl or "x"})')
    names = [name for name, kind in columns.items() if isinstance(kind, str)] or ["x"]
    marks = ", ".join("?" * len(names))
    for row in listed(said.get("rows", [])):
        cells = [*listed(row), *[None] * len(names)][: len(names)]
        plain = [None if isinstance(cell, list) else cell for cell in cells]
        with contextlib.suppress(sqlite3.Error, OverflowError):  # a key that is none
            base.execute(f'INSERT INTO "{table}" VALUES ({marks})', plain)  # noqa: S608 # our own


# --- Parquet: columns of any type, and what the footer says of geometry

_WKB = [shapely.to_wkb(shapely.box(106, 29, 107, 30)), shapely.to_wkb(shapely.Point(106, 29))]
_PARQUET: dict[str, Any] = {
    "geo": {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["Polygon"],
                "crs": None,
                "bbox": [106, 29, 107, 30],
                "covering": {"bbox": {"xmin": ["box", "xmin"], "ymax": ["box", "ymax"]}},
            }
        },
    },
    "columns": {
        "geometry": _WKB,
        "name": ["渝中区", "江北区"],
        "value": [1.5, 2.5],
        "box": [{"xmin": 1.0, "ymax": 2.0}, {"xmin": 1.0, "ymax": 2.0}],
    },
}
_COLUMNS: tuple[Any, ...] = (
    *([None, None], [True, False], [1, None], [2**62, -1], [float("nan"), float("inf")]),
    *([dt.date(2020, 1, 1), None], [dt.datetime(2020, 1, 1), None], [dt.time(1, 2), None]),  # noqa: DTZ001
    *([dt.timedelta(days=1), None], [b"x", b""], ["", "x" * 1000], [[1], []], [{"a": 1}, None]),
    *([["a", None], ["b"]], [shapely.to_wkb(shapely.Polygon()), None], _WKB[:1], []),
)


def _parquet(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    said: Mapping[str, Any] = tree if isinstance(tree, dict) else {}
    columns = said.get("columns")
    made = {str(k): _array(v) for k, v in columns.items()} if isinstance(columns, dict) else {}
    longest = max(map(len, made.values()), default=0)
    even = {k: pa.concat_arrays([v, pa.nulls(longest - len(v), v.type)]) for k, v in made.items()}
    table = pa.table(even)
    if "geo" in said:
        table = table.replace_schema_metadata({"geo": json.dumps(said["geo"], default=str)})
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def _array(values: Any) -> Any:  # noqa: ANN401 # any tree
    try:
        made = pa.array(listed(values))
        pq.write_table(pa.table({"x": made}), io.BytesIO())
    except (pa.ArrowException, OverflowError):  # of several kinds, or of one that has no place
        return pa.array([str(value) for value in listed(values)])
    return made


def _any(place: Place, value: Any) -> bool:  # noqa: ANN401, ARG001 # any tree
    """Bytes and columns of another kind may make another sound document."""
    return True


GRAMMARS = (
    file_grammar("records of .xls", ".xls", _xls_records(), BYTES, _xls, _any),
    file_grammar("records of .xlsb", ".xlsb", _xlsb_tree(), BYTES, _xlsb, _any),
    file_grammar("DBF", ".dbf", _DBF, _DBF_KINDS, _dbf, _any),
    file_grammar("GeoPackage", ".gpkg", _GPKG, _GPKG_KINDS, _gpkg, _any),
    file_grammar("GeoParquet", ".parquet", _PARQUET, (*JSON_KINDS, *_COLUMNS), _parquet, _any),
)
