"""Which format a file has: by its first bytes, held against what its name promises."""

from enum import StrEnum
from pathlib import PurePath

from geomap.model import Location
from geomap.sources import shapefile
from geomap.sources.layer import FORMATS
from geomap.sources.refusals import refuse
from geomap.text import Text


class Format(StrEnum):
    """A format that geomap reads."""

    DELIMITED = "CSV"
    WORKBOOK = "XLSX"
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
    ".xlsx": Format.WORKBOOK,
    ".kml": Format.XML,
    ".shp": Format.SHAPEFILE,
    ".dbf": Format.DBF,
    ".gpkg": Format.GEOPACKAGE,
    ".fgb": Format.FLATGEOBUF,
}
# What an archive may hold: one layer.
LAYERS = frozenset(_PROMISED) - {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".dbf", ".zip", ".kmz"}
_MAGIC = {
    b"SQLite format 3\0": Format.GEOPACKAGE,
    shapefile.MAGIC: Format.SHAPEFILE,
    b"fgb\x03": Format.FLATGEOBUF,
    b"PAR1": Format.PARQUET,
    b"PK\x03\x04": Format.ARCHIVE,
    b"PK\x05\x06": Format.ARCHIVE,
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
            Text(f"看来是 {found}；请改用正确的扩展名", f"it looks like {found}: name it so"),
        )
    return promised


def _by_content(data: bytes) -> Format:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    first = data.removeprefix(_UTF8_MARK).lstrip()[:1]
    if first in {b"{", b"["}:
        return Format.JSON
    return Format.XML if first == b"<" else Format.DELIMITED


def _is_allowed(promised: Format, found: Format) -> bool:
    """Formats that the first bytes cannot tell apart; their own readers look closer."""
    if promised is Format.WORKBOOK:
        return found is Format.ARCHIVE
    if promised is Format.DBF:
        return found is Format.DELIMITED
    if promised is Format.JSON:
        return found is Format.DELIMITED  # perhaps in UTF-16, or no JSON at all
    return promised in _TEXT and found in _TEXT
