"""An Excel workbook: a sheet a layer, codes as text, numbers as numbers, nothing that runs.

The first row has the fields' names as every other format has them, so that a table can be read
back or joined; the sheet of fields says in words what they are, the last one where data comes from.
"""

import datetime as dt
import errno
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.tables.spreadsheets import inert
from geomap.text import Text
from geomap.writers import about
from geomap.writers.archives import read_zip, write_zip
from geomap.writers.by_geometry import columns, tables
from geomap.writers.fields import described
from geomap.writers.looks import title_of
from geomap.writers.values import plain

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIELDS, _SOURCES = Text("字段", "Fields"), Text("来源", "Sources")
_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
# What openpyxl says of the usual font, in an order that the format's schema does not have.
_FONT = b'<name val="Calibri"/><family val="2"/><color theme="1"/><sz val="11"/>'
_ORDERED = b'<sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/>'
_WIDEST = 60
_ROUNDED = 10**15  # a spreadsheet keeps fifteen digits of a number


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one workbook.

    Args:
        spec: The map; sheets have titles in its language.
        frames: Its layers. Points get columns of their coordinates: `by_geometry.columns`; other
            geometry is left to the formats of a GIS.
        path: File to make.

    Returns:
        The name of the file.
    """
    import openpyxl  # noqa: PLC0415 # slow to import

    book = openpyxl.Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    fields: dict[str, None] = {}
    for name, layer, rows in tables(frames):
        table = columns(rows)
        fields |= dict.fromkeys(table)
        sheet = book.create_sheet(title_of(name, layer).get(spec.language))
        _fill(sheet, [list(table), *zip(*table.values(), strict=True)])
    _fill(
        book.create_sheet(_FIELDS.get(spec.language)),
        [
            ["field", "字段", "title", "单位", "unit", "year", "来源", "source"],
            *(
                [
                    f.name,
                    f.title.zh,
                    f.title.en,
                    f.unit.zh,
                    f.unit.en,
                    f.year,
                    f.source.zh,
                    f.source.en,
                ]
                for f in described(spec, fields)
            ),
        ],
    )
    _fill(book.create_sheet(_SOURCES.get(spec.language)), [["", "zh", "en"], *_about(spec, frames)])
    book.properties.created = book.properties.modified = _DAY
    book.properties.creator = "geomap"
    members = read_zip(_saved(book))
    # openpyxl writes the time at which it saves.
    stamp = f"{_DAY.isoformat()}Z".encode()
    members[_CORE] = _STAMP.sub(lambda found: found[1] + stamp, members[_CORE])
    members[_STYLES] = members[_STYLES].replace(_FONT, _ORDERED)
    write_zip(path, members, first="[Content_Types].xml")
    return (path.name,)


def _saved(book: "Workbook") -> io.BytesIO:
    """The workbook in memory: a disk that refuses is told when the finished file is written.

    Raises:
        OSError: There is no room for the files that openpyxl makes beside it.
    """
    packed = io.BytesIO()
    try:
        book.save(packed)
    except Exception as error:
        # openpyxl writes by lxml where that is installed, which has an error of its own.
        if type(error).__module__ != "lxml.etree":
            raise
        raise OSError(errno.EIO, str(error)) from error
    return packed


def _about(spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame]) -> Iterable[list[str]]:
    lines = (*about.lines(spec), ("crs", Text.same(about.crs_of(frames))))
    return ([key, words.zh, words.en] for key, words in lines)


def _fill(sheet: "Worksheet", rows: Iterable[Iterable[object]]) -> None:
    """Rows with a heading that stays in view; every text is text and nothing else."""
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            shown = _cell(value)
            if shown is None:
                continue
            cell = sheet.cell(number, column)
            if isinstance(shown, str):
                cell.value, cell.data_type, cell.number_format = shown, "s", "@"
            else:
                cell.value = shown
            widths[column] = max(widths.get(column, 0), _width(str(shown)))
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 # slow to import

    for column, width in widths.items():
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "B2"


def _cell(value: object) -> str | int | float | None:
    found = plain(value)
    if found is None:
        return None
    if isinstance(found, bool):
        return str(found)
    if isinstance(found, int) and abs(found) >= _ROUNDED:
        return str(found)
    return inert(found) if isinstance(found, str) else found


def _width(words: str) -> int:
    """How wide words are in a sheet: a Chinese character takes the room of two letters."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in words)  # noqa: PLR2004 # from CJK on
