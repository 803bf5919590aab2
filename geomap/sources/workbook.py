"""Excel workbooks (XLSX): cells as people see them, as text."""

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from defusedxml.common import DefusedXmlException

from geomap.errors import DataError
from geomap.model import Location
from geomap.model.tables import Table
from geomap.sources import notes
from geomap.sources.archive import Archive
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.merged import NumberedRow, areas_of, uncomputed_of
from geomap.sources.refusals import AGAIN, DAMAGED, ENTITIES, refuse
from geomap.sources.sheets import check_size, chosen_sheet, is_percent, table_of, text_of
from geomap.text import Text, clean

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def read_workbook(
    data: bytes,
    name: str,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    header: bool = True,
) -> Table:
    """Read one sheet of a workbook.

    A number shown as a percentage arrives with its sign (12.5%), a date as ISO 8601, a whole
    number without decimals; formulas give the value last computed. The value of a merged area
    stands in each of its cells; a header of several merged rows gives names such as
    ``2020年/常住人口``.

    Args:
        data: The file's bytes.
        name: How messages call it.
        sheet: Name of the sheet; the first one with cells otherwise.
        limits: How large it may be.
        header: Whether a row names the columns; they are called A, B, C otherwise.

    Returns:
        The table; its file is called ``book.xlsx:Sheet``. Title rows above the header are left.

    Raises:
        DataError: It is no sound workbook, is too large, has entities or macros, or no header.
    """
    archive = Archive(data, name, limits)
    if "xl/vbaProject.bin" in archive.members:
        refuse(
            Location(name),
            Text("工作簿含宏", "the workbook has macros"),
            Text("请另存为 .xlsx", "save it as .xlsx"),
        )
    sheets = _open(data, name).worksheets
    try:
        titled = [each.title for each in sheets]
        index, told = chosen_sheet(name, titled, lambda i: _filled(sheets[i]), sheet)
        chosen = sheets[index]
        file = f"{name}:{clean(chosen.title)}"
        xml = _xml(archive, chosen)
        if uncomputed := uncomputed_of(xml):
            told.append(notes.uncomputed_cells(file, uncomputed))
        return table_of(file, _rows(file, chosen, limits), areas_of(xml), told, header=header)
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 # openpyxl raises anything on broken files
        _refuse(name, error)


def titles(data: bytes, name: str) -> tuple[str, ...]:
    """The titles of a workbook's sheets.

    Raises:
        DataError: It is no sound workbook.
    """
    return tuple(sheet.title for sheet in _open(data, name).worksheets)


def _open(data: bytes, name: str) -> "Workbook":
    # It uses defusedxml, which geomap depends on: entities are refused.
    import openpyxl  # noqa: PLC0415 # slow to import

    try:
        # It prints and warns, in English, of styles that are not there; they carry no cell.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
    except Exception as error:  # noqa: BLE001 # openpyxl raises anything on broken files
        _refuse(name, error)


def _refuse(name: str, error: Exception) -> NoReturn:
    entities = any(isinstance(e, DefusedXmlException) for e in (error, error.__cause__))
    refuse(Location(name), ENTITIES if entities else DAMAGED, AGAIN, error)


def _filled(sheet: "Worksheet") -> bool:
    """Whether any of the first rows has a cell: enough to tell a table from a blank sheet."""
    rows = sheet.iter_rows(max_row=100, max_col=100, values_only=True)
    return any(value is not None for row in rows for value in row)


def _xml(archive: Archive, sheet: "Worksheet") -> bytes:
    """The XML of a sheet: openpyxl tells less of it where it reads row by row."""
    member = str(sheet._worksheet_path)  # type: ignore[attr-defined] # noqa: SLF001 # its only name
    return archive.read(member.removeprefix("/"))


def _rows(file: str, sheet: "Worksheet", limits: Limits) -> Iterator[NumberedRow]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        check_size(file, number, len(cells), limits)
        yield number, [text_of(c.value, percent=is_percent(c.number_format)) for c in cells]
