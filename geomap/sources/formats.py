"""Which format a file has: by its first bytes, held against what its name promises."""

from enum import StrEnum
from pathlib import PurePath

from geomap.model import Location
from geomap.sources import ole, shapefile
from geomap.sources.archive import kind_of_zip
from geomap.sources.layer import FORMATS
from geomap.sources.refusals import refuse
from geomap.text import Text


class Format(StrEnum):
    """A format that geomap reads."""

    DELIMITED = "CSV"
    WORKBOOK = "XLSX"
    XLS = "XLS"
    XLSB = "XLSB"
    ODS = "ODS"
    JSON = "JSON"
    XML = "KML"
    SHAPEFILE = "Shapefile"
    DBF = "DBF"
    GEOPACKAGE = "GeoPackage"
    FLATGEOBUF = "FlatGeobuf"
    PARQUET = "GeoParquet"
    ARCHIVE = "ZIP"


_PROMISED = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ".tab"), Format.DELIMITED),
    **dict.fromkeys((".geojson", ".json", ".topojson"), Format.JSON),
    **dict.fromkeys((".parquet", ".geoparquet"), Format.PARQUET),
    **dict.fromkeys((".zip", ".kmz"), Format.ARCHIVE),
    **dict.fromkeys((".xls", ".et"), Format.XLS),  # .et is what WPS calls it
    ".xlsx": Format.WORKBOOK,
    ".xlsb": Format.XLSB,
    ".ods": Format.ODS,
    ".kml": Format.XML,
    ".shp": Format.SHAPEFILE,
    ".dbf": Format.DBF,
    ".gpkg": Format.GEOPACKAGE,
    ".fgb": Format.FLATGEOBUF,
}
WORKBOOKS = frozenset({Format.WORKBOOK, Format.XLS, Format.XLSB, Format.ODS})
_NO_LAYERS = WORKBOOKS | {Format.DELIMITED, Format.DBF, Format.ARCHIVE}
# What an archive may hold: one layer.
LAYERS = frozenset(suffix for suffix, kind in _PROMISED.items() if kind not in _NO_LAYERS)
_MAGIC = {
    b"SQLite format 3\0": Format.GEOPACKAGE,
    shapefile.MAGIC: Format.SHAPEFILE,
    b"fgb\x03": Format.FLATGEOBUF,
    b"PAR1": Format.PARQUET,
    ole.MAGIC: Format.XLS,
    b"PK\x03\x04": Format.ARCHIVE,
    b"PK\x05\x06": Format.ARCHIVE,
}
# What zips are by a file in them, or by what the file "mimetype" says.
_IN_ZIPS = {
    "xl/workbook.xml": Format.WORKBOOK,
    "xl/workbook.bin": Format.XLSB,
    "application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
}
_TEXT = {Format.DELIMITED, Format.JSON, Format.XML}
_UTF8_MARK = b"\xef\xbb\xbf"


def format_of(data: bytes, name: str) -> Format:
    """The format of a file.

    Args:
        data: Its bytes.
        name: How messages call it; without a suffix, the content alone decides.

    Raises:
        DataError: It is empty, of no known format, or not what its name promises.
    """
    if not data:
        refuse(
            Location(name),
            Text("文件是空的", "the file is empty"),
            Text("请重新导出", "export it again"),
        )
    suffix = PurePath(name).suffix.lower()
    promised = _PROMISED.get(suffix)
    if suffix and promised is None:
        refuse(Location(name), Text(f"未知格式“{suffix}”", f"unknown format {suffix!r}"), FORMATS)
    found = _by_content(data)
    if promised is None:
        return found
    if promised is not found and not _is_allowed(promised, found):
        refuse(
            Location(name),
            Text(f"内容不是 {promised}", f"the content is not {promised}"),
            _rename(data, promised, found),
        )
    return promised


def _rename(data: bytes, promised: Format, found: Format) -> Text:
    """What to do about a file that is something else than its name says."""
    if promised in WORKBOOKS and found is Format.XML:
        # What many sites give out as .xls; Excel opens it after a question.
        return Text(
            "看来是网页；请用 Excel 或 WPS 打开后另存为 .xlsx",
            "it looks like a web page: open it in Excel and save it as .xlsx",
        )
    if promised is Format.WORKBOOK and ole.is_encrypted(data):
        return Text("请去除密码后另存为 .xlsx", "it has a password: save it without one")
    return Text(f"看来是 {found}；请改用正确的扩展名", f"it looks like {found}: name it so")


def _by_content(data: bytes) -> Format:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return _IN_ZIPS.get(kind_of_zip(data, _IN_ZIPS), kind)
    first = data.removeprefix(_UTF8_MARK).lstrip()[:1]
    if first in {b"{", b"["}:
        return Format.JSON
    return Format.XML if first == b"<" else Format.DELIMITED


def _is_allowed(promised: Format, found: Format) -> bool:
    """Formats that the first bytes cannot tell apart; their own readers look closer."""
    if promised in WORKBOOKS:
        return found is Format.ARCHIVE and promised is not Format.XLS
    if promised is Format.DBF:
        return found is Format.DELIMITED
    if promised is Format.JSON:
        return found is Format.DELIMITED  # perhaps in UTF-16, or no JSON at all
    return promised in _TEXT and found in _TEXT
