"""Files of data read without what wrote them: by struct, sqlite3, json, ElementTree, pyarrow …"""

import csv
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

_KML = "{http://www.opengis.net/kml/2.2}"


@dataclass(frozen=True)
class Found:
    """A table of a file: its columns, and a geometry a row; None where a format has none."""

    columns: Mapping[str, Sequence[Any]]
    shapes: Sequence[BaseGeometry | None] | None = None


Tables = dict[str, Found]


def geopackage(path: Path) -> Tables:
    """Tables of features and attributes, by sqlite3; a blob is a header, then WKB."""
    found: Tables = {}
    with closing(sqlite3.connect(path)) as database:
        listed = database.execute(
            "SELECT c.table_name, g.column_name FROM gpkg_contents c "
            "LEFT JOIN gpkg_geometry_columns g USING (table_name)"
        ).fetchall()
        for name, geometry in listed:
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 # a test's own file
            heads = [column[0] for column in rows.description]
            table = dict(zip(heads, _turned(rows.fetchall(), len(heads)), strict=True))
            shapes = table.pop(geometry) if geometry else None
            found[name] = Found(table, None if shapes is None else [_blob(b) for b in shapes])
    return found


def _blob(blob: bytes | None) -> BaseGeometry | None:
    if blob is None:
        return None
    assert blob[:2] == b"GP"
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def _turned(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[n] for row in rows] for n in range(width)]


def features(path: Path) -> Tables:
    """GeoJSON, or a feature a line: a table a layer."""
    text = path.read_text("utf-8")
    every = (
        [json.loads(line) for line in text.split("\n") if line]
        if path.suffix == ".geojsonl"
        else json.loads(text)["features"]
    )
    by_layer: dict[str, list[dict[str, Any]]] = {}
    for feature in every:
        by_layer.setdefault(feature["properties"]["layer"], []).append(feature)
    return {name: _of_features(own) for name, own in by_layer.items()}


def _of_features(own: Sequence[Mapping[str, Any]]) -> Found:
    heads = [name for name in own[0]["properties"] if name != "layer"]
    columns = {name: [each["properties"][name] for each in own] for name in heads}
    shapes = [each["geometry"] for each in own]
    return Found(
        columns, [None if s is None else shapely.from_geojson(json.dumps(s)) for s in shapes]
    )


def topology(path: Path) -> Tables:
    """TopoJSON: steps on a grid summed up, arcs joined end to end."""
    told = json.loads(path.read_text("utf-8"))
    scale, (west, south) = told["transform"]["scale"], told["transform"]["translate"]

    def place(point: Sequence[int]) -> tuple[float, float]:
        return point[0] * scale[0] + west, point[1] * scale[1] + south

    arcs = [
        [place(p) for p in accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])]
        for arc in told["arcs"]
    ]

    def line(numbers: Sequence[int]) -> list[tuple[float, float]]:
        joined: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            joined += arc[1:] if joined else arc
        return joined

    def polygon(rings: Sequence[Sequence[int]]) -> shapely.Polygon:
        outer, *inner = map(line, rings)
        return shapely.Polygon(outer, inner)

    make: dict[str | None, Callable[[Any], BaseGeometry | None]] = {
        None: lambda _: None,
        "Point": lambda g: shapely.Point(place(g["coordinates"])),
        "MultiPoint": lambda g: shapely.MultiPoint([place(p) for p in g["coordinates"]]),
        "LineString": lambda g: shapely.LineString(line(g["arcs"])),
        "MultiLineString": lambda g: shapely.MultiLineString([line(p) for p in g["arcs"]]),
        "Polygon": lambda g: polygon(g["arcs"]),
        "MultiPolygon": lambda g: shapely.MultiPolygon([polygon(p) for p in g["arcs"]]),
    }
    found: Tables = {}
    for name, collection in told["objects"].items():
        own = collection["geometries"]
        columns = {k: [g["properties"][k] for g in own] for k in own[0]["properties"]}
        found[name] = Found(columns, [make[geometry["type"]](geometry) for geometry in own])
    return found


def shapefiles(path: Path) -> Tables:
    """An archive of Shapefiles: the table by its header, the shapes by their records."""
    archive = zipfile.ZipFile(path)
    parts = {name: archive.read(name) for name in archive.namelist()}
    rows = list(csv.DictReader(io.StringIO(parts["fields.csv"].decode("utf-8-sig"))))
    found: Tables = {}
    for name in (name.removesuffix(".dbf") for name in parts if name.endswith(".dbf")):
        codec = {b"UTF-8": "utf-8", b"936": "gbk"}[parts[f"{name}.cpg"]]
        full = {row["field"]: row["name"] for row in rows if row["layer"] == name}
        table = {full[short]: cells for short, cells in dbf(parts[f"{name}.dbf"], codec).items()}
        shapes = list(_shapes(parts[f"{name}.shp"])) if f"{name}.shp" in parts else None
        found[name.partition("-")[2]] = Found(table, shapes)
    return found


def dbf(data: bytes, codec: str) -> dict[str, list[Any]]:
    """The columns of a dBASE table: text, or numbers where its header says so."""
    count, header, size = struct.unpack_from("<IHH", data, 4)
    heads = [data[at : at + 32] for at in range(32, header - 1, 32)]
    found: dict[str, list[Any]] = {}
    offset = 1
    for head in heads:
        name, kind, width = head[:11].split(b"\0")[0].decode(codec), chr(head[11]), head[16]
        starts = [header + row * size + offset for row in range(count)]
        cells = [data[at : at + width].strip(b" \0").decode(codec) for at in starts]
        found[name] = [_number(cell) for cell in cells] if kind in "NF" else cells
        offset += width
    return found


def _number(cell: str) -> float | int | None:
    if not cell.strip("*"):
        return None
    return float(cell) if "." in cell or "e" in cell.lower() else int(cell)


def _shapes(data: bytes) -> Iterator[BaseGeometry | None]:
    at = 100
    while at < len(data):
        length = 2 * struct.unpack_from(">i", data, at + 4)[0]
        yield _shape(data[at + 8 : at + 8 + length])
        at += 8 + length


def _shape(record: bytes) -> BaseGeometry | None:
    (kind,) = struct.unpack_from("<i", record)
    if kind == 0:
        return None
    if kind == 1:
        return shapely.Point(struct.unpack_from("<2d", record, 4))
    if kind == 8:
        (count,) = struct.unpack_from("<i", record, 36)
        return shapely.MultiPoint(
            [struct.unpack_from("<2d", record, 40 + 16 * n) for n in range(count)]
        )
    parts, count = struct.unpack_from("<2i", record, 36)
    starts = [*struct.unpack_from(f"<{parts}i", record, 44), count]
    first = 44 + 4 * parts
    points = [struct.unpack_from("<2d", record, first + 16 * n) for n in range(count)]
    lines = [points[a:b] for a, b in pairwise(starts)]
    if kind == 3:
        return shapely.MultiLineString(lines)
    assert kind == 5
    if not any(shapely.is_ccw(shapely.LinearRing(ring)) for ring in lines):
        return shapely.MultiPolygon([shapely.Polygon(ring) for ring in lines])
    # Holes run the other way, and stand in any order: what is odd inside is inside.
    return shapely.build_area(shapely.GeometryCollection([shapely.LineString(r) for r in lines]))


def geoparquet(path: Path) -> Found:
    """One file, by pyarrow: columns, and WKB."""
    table = pq.read_table(path).to_pydict()
    table.pop("bbox", None)
    return Found(table, [None if s is None else shapely.from_wkb(s) for s in table.pop("geometry")])


def kml(path: Path) -> Tables:
    """KML or KMZ: a folder a layer; every value is text, and one that is not there is None."""
    data = zipfile.ZipFile(path).read("doc.kml") if path.suffix == ".kmz" else path.read_bytes()
    found: Tables = {}
    for folder in ET.fromstring(data).iter(f"{_KML}Folder"):  # noqa: S314 # our own
        marks = folder.findall(f"{_KML}Placemark")
        cards = [
            {d.get("name") or "": d.findtext(f"{_KML}value") for d in mark.iter(f"{_KML}Data")}
            for mark in marks
        ]
        heads = dict.fromkeys(name for card in cards for name in card)
        shapes = [_placed(mark) for mark in marks]
        columns = {name: [card.get(name) for card in cards] for name in heads}
        found[folder.findtext(f"{_KML}name") or ""] = Found(columns, shapes)
    return found


def _placed(mark: ET.Element) -> BaseGeometry | None:
    def line(element: ET.Element) -> list[list[float]]:
        words = element.findtext(f".//{_KML}coordinates") or ""
        return [[float(number) for number in point.split(",")] for point in words.split()]

    pieces: list[BaseGeometry] = [shapely.Point(line(e)[0]) for e in mark.iter(f"{_KML}Point")]
    pieces += [shapely.LineString(line(e)) for e in mark.iter(f"{_KML}LineString")]
    for element in mark.iter(f"{_KML}Polygon"):
        outer = [line(e) for e in element.iter(f"{_KML}outerBoundaryIs")]
        inner = [line(e) for e in element.iter(f"{_KML}innerBoundaryIs")]
        pieces.append(shapely.Polygon(outer[0], inner))
    return _together(pieces)


def _together(pieces: Sequence[BaseGeometry]) -> BaseGeometry | None:
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    kinds: dict[str, Callable[[Any], BaseGeometry]] = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
    }
    return kinds.get(pieces[0].geom_type, shapely.MultiPolygon)(pieces)


def workbook(path: Path) -> list[Found]:
    """The sheets of a workbook, but those of fields and sources, in their order."""
    book = openpyxl.load_workbook(path)
    found = []
    for sheet in book.worksheets[:-2]:
        heads, *rows = sheet.iter_rows(values_only=True)
        found.append(Found(dict(zip(map(str, heads), _turned(rows, len(heads)), strict=True))))
    return found


def table(path: Path) -> Found:
    """A CSV."""
    heads, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return Found(dict(zip(heads, _turned(rows, len(heads)), strict=True)))
