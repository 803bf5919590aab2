"""The titles of a workbook's sheets, in their order."""

from defusedxml.common import DefusedXmlException

from geomap.model import Location
from geomap.sources import biff, legacy, opendocument, workbook, xlsb
from geomap.sources.archive import Archive
from geomap.sources.formats import Format, format_of
from geomap.sources.limits import Limits
from geomap.sources.refusals import AGAIN, DAMAGED, ENTITIES, refuse
from geomap.text import Text


def sheet_titles(data: bytes, name: str, limits: Limits) -> tuple[str, ...]:
    """The titles of the sheets of a workbook of any format.

    Args:
        data: The file's bytes.
        name: How messages call it.
        limits: How large it may be.

    Raises:
        DataError: It is no workbook, or a damaged one.
    """
    kind = format_of(data, name)
    try:
        if kind is Format.WORKBOOK:
            Archive(data, name, limits)
            return workbook.titles(data, name)
        if kind is Format.XLS:
            return tuple(part.title for part in biff.read_xls(data).sheets)
        if kind is Format.XLSB:
            parts = xlsb.read_xlsb(Archive(data, name, limits)).sheets
            return tuple(part.title for part in parts)
        if kind is Format.ODS:
            return opendocument.titles(data, name, limits)
    except DefusedXmlException as error:
        refuse(Location(name), ENTITIES, AGAIN, error)
    except legacy.FAULTS as error:
        refuse(Location(name), DAMAGED, AGAIN, error)
    refuse(
        Location(name),
        Text(f"{kind} 没有工作表", f"{kind} has no sheets"),
        Text("请删去 sheets", "remove sheets"),
    )
