"""Binary Excel workbooks (.xls, .xlsb): cells as people see them, as text; macros are never run."""

import json
import struct
import subprocess
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from geomap.model import Finding, Location
from geomap.model.tables import Table
from geomap.sources import biff, calamine_apart, notes, xlsb
from geomap.sources.archive import Archive
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.merged import NumberedRow
from geomap.sources.ole import Ole, is_encrypted
from geomap.sources.refusals import AGAIN, DAMAGED, ENTITIES, refuse, refuse_encrypted
from geomap.sources.sheets import check_size, chosen_sheet, table_of, text_of
from geomap.text import clean

FAULTS = (ValueError, KeyError, IndexError, struct.error, StopIteration, ParseError)
_MACROS = {"_VBA_PROJECT_CUR", "_VBA_PROJECT"}
_MACRO_PART = "xl/vbaProject.bin"
_SECONDS = 300


def read_xls(
    data: bytes,
    name: str,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    header: bool = True,
) -> Table:
    """Read one sheet of an .xls, as `workbook.read_workbook` does of an .xlsx.

    Raises:
        DataError: It is no sound workbook, is encrypted or too large, or has no header.
    """
    try:
        if is_encrypted(data):
            refuse_encrypted(name)
        told = [notes.macros(name)] if _MACROS & {*Ole(data).entries} else []
        book = biff.read_xls(data)
        return _table(data, name, book, sheet, limits, told, header=header)
    except FAULTS as error:
        refuse(Location(name), DAMAGED, AGAIN, error)


def read_xlsb(
    data: bytes,
    name: str,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    header: bool = True,
) -> Table:
    """Read one sheet of an .xlsb, as `workbook.read_workbook` does of an .xlsx.

    Raises:
        DataError: It is no sound workbook, is too large or has entities, or has no header.
    """
    archive = Archive(data, name, limits)
    told = [notes.macros(name)] if _MACRO_PART in archive.members else []
    try:
        return _table(data, name, xlsb.read_xlsb(archive), sheet, limits, told, header=header)
    except DefusedXmlException as error:
        refuse(Location(name), ENTITIES, AGAIN, error)
    except FAULTS as error:
        refuse(Location(name), DAMAGED, AGAIN, error)


def _table(
    data: bytes,
    name: str,
    book: biff.Book,
    wanted: str | None,
    limits: Limits,
    told: Sequence[Finding],
    *,
    header: bool,
) -> Table:
    titles = [part.title for part in book.sheets]
    index, others = chosen_sheet(
        name, titles, lambda i: next(book.sheets[i].cells(), None) is not None, wanted
    )
    part = book.sheets[index]
    file = f"{name}:{clean(part.title)}"
    percent: set[tuple[int, int]] = set()
    errors: dict[tuple[int, int], str] = {}
    for cell in part.cells():
        check_size(file, cell.row + 1, cell.column + 1, limits)
        if cell.error:
            errors[cell.row, cell.column] = cell.error
        elif cell.style in book.percent:
            percent.add((cell.row, cell.column))
    rows = _rows(_values(data, name, part.index, limits), percent, errors)
    return table_of(file, rows, part.areas(), [*told, *others], header=header)


def _rows(
    values: Sequence[Sequence[object]],
    percent: Container[tuple[int, int]],
    errors: Mapping[tuple[int, int], str],
) -> Iterator[NumberedRow]:
    """Numbered rows of words; calamine leaves cells with errors blank."""
    wide: dict[int, int] = {}
    for at, i in errors:
        wide[at] = max(wide.get(at, 0), i + 1)
    for at in range(max(len(values), *(row + 1 for row in wide), 0)):
        row = [*values[at]] if at < len(values) else []
        row += [""] * (wide.get(at, 0) - len(row))
        yield (
            at + 1,
            [
                errors.get((at, i)) or text_of(value, percent=(at, i) in percent)
                for i, value in enumerate(row)
            ],
        )


def _values(data: bytes, name: str, index: int, limits: Limits) -> list[list[object]]:
    """The values of a sheet, from a process that a damaged file may end."""
    command = [sys.executable, "-P", "-X", "utf8", str(Path(calamine_apart.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 # our own script
            [*command, str(index), str(limits.sheet_rows)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        refuse(Location(name), DAMAGED, AGAIN, error)
    if "encrypted" in answer:
        refuse_encrypted(name)
    rows: list[list[object]] = answer["rows"]
    return rows
