"""Shapefiles that open everywhere, zipped: short names, an encoding that is said, a dictionary.

A Shapefile's fields have names of ten bytes and text of 254. ``fields.csv`` in the archive gives
the names back; text that had to be cut, or that has no place in GBK, stands in full in
``lost.csv``. GBK is said in the table's header as well, for readers that never look at a .cpg.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geomap.errors import RenderError
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.tables.spreadsheets import inert
from geomap.text import Text
from geomap.writers.archives import write_zip
from geomap.writers.by_geometry import tables
from geomap.writers.encodings import Encoding
from geomap.writers.fields import cut, described, short_names
from geomap.writers.ogr import write_table
from geomap.writers.values import plain

_LONGEST = 254  # bytes of text in a DBF
_DIGITS = 10**17  # whole numbers of more digits are text: a DBF has room for 18 signs
_DATE = "2000-01-01"  # a DBF says when it was written: the same each time
_LANGUAGE_AT = 29  # the byte of a DBF's header that names its code page
# Encoding → what a .cpg says, what names of fields may be in, and the code page, if it has one.
_SAID: Mapping[Encoding, tuple[bytes, str, int | None]] = {
    "UTF-8": (b"UTF-8", "ascii", None),
    "GBK": (b"936", "gbk", 0x4D),
}
_HEAD = ("layer", "field", "name", "字段", "title", "单位", "year", "来源")


@dataclass
class _Notes:
    """What goes into the archive beside the layers."""

    encoding: Encoding
    fields: list[tuple[str, ...]] = field(default_factory=list)
    lost: list[tuple[str, str, str, str]] = field(default_factory=list)


def write(
    spec: MapSpec,
    frames: Mapping[LayerName, gpd.GeoDataFrame],
    path: Path,
    encoding: Encoding = "UTF-8",
) -> tuple[str, ...]:
    """Write all layers of a map into one archive of Shapefiles.

    Args:
        spec: The map; its theme begins the names of the files.
        frames: Its layers, in any CRS. What has no place becomes a ``.dbf`` alone.
        path: File to make.
        encoding: Of the text. In GBK a column with a Chinese name keeps what fits of it.

    Returns:
        The name of the file.

    Raises:
        RenderError: What was written does not read back as it was.
    """
    notes = _Notes(encoding)
    said, _, page = _SAID[encoding]
    members: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, _, rows in tables(frames):
            _layer(Path(folder), spec, name, rows, notes)
        members |= {each.name: each.read_bytes() for each in Path(folder).iterdir()}
    for name in [name for name in members if name.endswith(".dbf")]:
        members[f"{Path(name).stem}.cpg"] = said
        if page is not None:
            table = members[name]
            members[name] = table[:_LANGUAGE_AT] + bytes([page]) + table[_LANGUAGE_AT + 1 :]
    members["fields.csv"] = _table(_HEAD, notes.fields)
    if notes.lost:
        members["lost.csv"] = _table(("layer", "row", "name", "text"), notes.lost)
    write_zip(path, members)
    return (path.name,)


def _layer(folder: Path, spec: MapSpec, table: str, rows: pd.DataFrame, notes: _Notes) -> None:
    name = f"{spec.theme}-{table}"
    spatial = isinstance(rows, gpd.GeoDataFrame)
    columns = [str(c) for c in rows.columns if not (spatial and c == rows.geometry.name)]
    short = short_names(columns, _SAID[notes.encoding][1])
    notes.fields += [
        (
            name,
            short[f.name],
            f.name,
            f.title.zh,
            f.title.en,
            f.unit.zh,
            str(f.year or ""),
            f.source.zh,
        )
        for f in described(spec, columns)
    ]
    fitting = rows.copy()
    for column in columns:
        if not _is_number(rows[column]):
            cells = [_fitting(v, name, n, column, notes) for n, v in enumerate(rows[column], 1)]
            fitting[column] = pd.Series(cells, index=rows.index, dtype=object)
    file = folder / f"{name}.shp"
    options = {"encoding": notes.encoding, "layer_options": {"DBF_DATE_LAST_UPDATE": _DATE}}
    write_table(fitting.rename(columns=short), file, "ESRI Shapefile", options)
    _read_back(file if spatial else file.with_suffix(".dbf"), fitting, short, notes.encoding)


def _is_number(cells: pd.Series) -> bool:
    """Whether a DBF can hold a column as numbers."""
    if not pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells):
        return False
    if not pd.api.types.is_integer_dtype(cells):
        return True
    return bool((cells.dropna().abs() < _DIGITS).all())


def _fitting(value: object, layer: str, row: int, column: str, notes: _Notes) -> str | None:
    """Text that fits into a DBF; what had to be cut or replaced is noted in full."""
    found = plain(value)
    if found is None:
        return None
    words = str(found)
    short = cut(words, notes.encoding, _LONGEST)
    if short != words:
        notes.lost.append((layer, str(row), column, words))
    return short.strip(" ")  # a DBF fills with blanks, and readers take them away


def _read_back(path: Path, rows: pd.DataFrame, short: Mapping[str, str], encoding: str) -> None:
    """Hold what lies on the disk against what was meant: names, rows and text."""
    back = pyogrio.read_dataframe(path, encoding=encoding)
    wrong = [name for name in short.values() if name not in back.columns]
    if len(back) != len(rows):
        wrong.append(f"{len(back)} ≠ {len(rows)}")
    for column, name in short.items():
        if name in back.columns and not pd.api.types.is_numeric_dtype(rows[column]):
            meant = [words or None for words in rows[column]]
            found = [None if pd.isna(words) else str(words) for words in back[name]]
            wrong += [column] if meant != found else []
    if wrong:
        raise RenderError(
            Text(
                f"{path.name}：写入后读回不一致（{'、'.join(wrong)}）；请改用 gpkg",
                f"{path.name}: it does not read back as written ({', '.join(wrong)}); use gpkg",
            )
        )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """A CSV that Excel opens, with nothing in it that runs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode("utf-8")
