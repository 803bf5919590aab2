"""Which format a file has: by its first bytes, held against what its name promises."""

from enum import StrEnum
from pathlib import PurePath

from geomap.model import Place
from geomap.sources import shapefile
from geomap.sources.layer import FORMATS
from geomap.sources.refusals import refuse
from geomap.text import Text


class Kind(StrEnum):
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
    **dict.fromkeys((".csv", ".tsv", ".txt", ".tab"), Kind.DELIMITED),
    **dict.fromkeys((".geojson", ".json", ".topojson"), Kind.JSON),
    **dict.fromkeys((".parquet", ".geoparquet"), Kind.PARQUET),
    **dict.fromkeys((".zip", ".kmz"), Kind.ARCHIVE),
    ".xlsx": Kind.WORKBOOK,
    ".kml": Kind.XML,
    ".shp": Kind.SHAPEFILE,
    ".dbf": Kind.DBF,
    ".gpkg": Kind.GEOPACKAGE,
    ".fgb": Kind.FLATGEOBUF,
}
# What an archive may hold: one layer.
LAYERS = frozenset(_PROMISED) - {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".dbf", ".zip", ".kmz"}
_MAGIC = {
    b"SQLite format 3\0": Kind.GEOPACKAGE,
    shapefile.MAGIC: Kind.SHAPEFILE,
    b"fgb\x03": Kind.FLATGEOBUF,
    b"PAR1": Kind.PARQUET,
    b"PK\x03\x04": Kind.ARCHIVE,
    b"PK\x05\x06": Kind.ARCHIVE,
}
_TEXT = {Kind.DELIMITED, Kind.JSON, Kind.XML}
_UTF8_MARK = b"\xef\xbb\xbf"


def kind_of(data: bytes, name: str) -> Kind:
    """The format of a file.

    Args:
        data: Its bytes.
        name: How messages call it; without a suffix, the content alone decides.

    Raises:
        DataError: It is empty, of no known format, or not what its name promises.
    """
    if not data:
        refuse(
            Place(name),
            Text("文件是空的", "the file is empty"),
            Text("请重新导出", "export it again"),
        )
    suffix = PurePath(name).suffix.lower()
    promised = _PROMISED.get(suffix)
    if suffix and promised is None:
        refuse(Place(name), Text(f"未知格式“{suffix}”", f"unknown format {suffix!r}"), FORMATS)
    found = _by_content(data)
    if promised is None:
        return found
    if promised is not found and not _is_allowed(promised, found):
        refuse(
            Place(name),
            Text(f"内容不是 {promised}", f"the content is not {promised}"),
            Text(f"看来是 {found}；请改用正确的扩展名", f"it looks like {found}: name it so"),
        )
    return promised


def _by_content(data: bytes) -> Kind:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    first = data.removeprefix(_UTF8_MARK).lstrip()[:1]
    if first in {b"{", b"["}:
        return Kind.JSON
    return Kind.XML if first == b"<" else Kind.DELIMITED


def _is_allowed(promised: Kind, found: Kind) -> bool:
    """Formats that the first bytes cannot tell apart; their own readers look closer."""
    if promised is Kind.WORKBOOK:
        return found is Kind.ARCHIVE
    if promised is Kind.DBF:
        return found is Kind.DELIMITED
    if promised is Kind.JSON:
        return found is Kind.DELIMITED  # perhaps in UTF-16, or no JSON at all
    return promised in _TEXT and found in _TEXT
