"""GeoParquet, by PyArrow where it is installed: an extra, as it is twice the size of all the rest.

PyArrow is native code and is handed what was looked at before: marks, the length of the footer,
and how much the footer says that rows unpack to. They are then taken in small portions, so that a
few bytes that stand for a billion rows are refused before they fill the memory. What the footer
says of single columns is not asked for: in a damaged file that ends the process.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyproj
import shapely

from geomap.model import Location
from geomap.sources.layer import Record
from geomap.sources.ogr import cell_text
from geomap.sources.refusals import AGAIN, DAMAGED, refuse
from geomap.text import Text, clean

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData, ParquetFile

MAGIC = b"PAR1"
_TAIL = 8  # length of the footer, then the mark again
MAX_UNPACKED = 1 << 30
MAX_ROWS = 5_000_000
MAX_RATIO = 100
# A small file unpacks by more than any ratio tells about; no more than this is unpacked at once.
_PORTION_BYTES = 16 << 20
_PORTION_ROWS = 4096
_FAULTS = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError),
    *(OSError, MemoryError, shapely.errors.GEOSException),
)
_UNSAID = "OGC:CRS84"  # what the specification says of a column without the member crs


@dataclass(frozen=True, slots=True)
class _Geometry:
    """The primary column, columns that are no fields, and its CRS if the file gives one."""

    column: str
    aside: frozenset[str]
    crs: pyproj.CRS | None


def read_geoparquet(data: bytes, name: str) -> tuple[tuple[Record, ...], pyproj.CRS | None]:
    """Read GeoParquet of any version whose geometry is WKB.

    Returns:
        The features, x before y as the format has it, and their CRS; None where the file says that
        it is not known.

    Raises:
        DataError: The file is damaged, unpacks to too much or holds no geometry, or PyArrow is not
            installed.
    """
    _check_frame(data, name)
    if find_spec("pyarrow") is None:
        refuse(
            Location(name),
            Text("读取 GeoParquet 需要 PyArrow", "GeoParquet needs PyArrow"),
            Text(
                "请安装 geomap[parquet]，或另存为 GeoPackage",
                "install geomap[parquet], or save it as GeoPackage",
            ),
        )
    import pyarrow as pa  # noqa: PLC0415 # an extra
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 # the same

    faults = (*_FAULTS, pa.ArrowException)
    try:
        file = ParquetFile(pa.BufferReader(data))
        most = min(MAX_UNPACKED, max(_PORTION_BYTES, MAX_RATIO * len(data)))
        too_large = _unpacked(file.metadata) > most or file.metadata.num_rows > MAX_ROWS
        members = (file.metadata.metadata or {}).get(b"geo")
        geo = None if members is None else json.loads(members)
    except faults as error:
        refuse(Location(name), DAMAGED, AGAIN, error)
    if too_large:
        _refuse_size(name)
    try:
        geometry = _geometry_of(geo, file.schema_arrow.names, name)
        return tuple(_records(file, geometry, most, name)), geometry.crs
    except faults as error:
        refuse(Location(name), DAMAGED, AGAIN, error)


def _check_frame(data: bytes, name: str) -> None:
    """The marks at both ends, and between them a footer of the length that is said."""
    framed = data.startswith(MAGIC) and data.endswith(MAGIC) and len(data) > len(MAGIC) + _TAIL
    if not framed or struct.unpack_from("<I", data, len(data) - _TAIL)[0] > len(data) - _TAIL:
        refuse(Location(name), DAMAGED, AGAIN)


def _unpacked(meta: "FileMetaData") -> int:
    """How many bytes the columns have before they are compressed, as the footer says.

    Raises:
        ValueError: The rows of the groups do not add up, or a size is none.
    """
    groups = [meta.row_group(i) for i in range(meta.num_row_groups)]
    sizes = [int(group.total_byte_size) for group in groups]
    if sum(group.num_rows for group in groups) != meta.num_rows or any(size < 0 for size in sizes):
        msg = "the groups of rows do not add up"
        raise ValueError(msg)
    return sum(sizes)


def _refuse_size(name: str) -> NoReturn:
    refuse(
        Location(name),
        Text("文件解开后过大", "the file unpacks to too much"),
        Text("请先拆分或简化", "split or simplify it first"),
    )


def _geometry_of(geo: Any, names: list[str], name: str) -> _Geometry:  # noqa: ANN401 # JSON
    """What the member ``geo`` of the footer says."""
    if geo is None:
        refuse(
            Location(name),
            Text(
                "Parquet 中没有几何（缺少 geo 元数据）",
                "a Parquet without geometry (no member geo)",
            ),
            Text("请另存为 GeoParquet 或 CSV", "save it as GeoParquet or CSV"),
        )
    column = geo["primary_column"]
    about = geo["columns"][column]
    if column not in names or names.count(column) > 1:
        msg = f"no column {column!r}"
        raise ValueError(msg)
    if about["encoding"] != "WKB":
        words = clean(str(about["encoding"]))
        refuse(
            Location(name, column=clean(str(column))),
            Text(f"几何以“{words}”编码", f"the geometry is encoded as {words!r}"),
            Text("请以 WKB 编码另存", "save it with the encoding WKB"),
        )
    boxes = {path[0] for path in about.get("covering", {}).get("bbox", {}).values()}
    crs = _crs(about["crs"]) if "crs" in about else pyproj.CRS(_UNSAID)
    return _Geometry(column, frozenset({*geo["columns"], *boxes}), crs)


def _crs(said: Any) -> pyproj.CRS | None:  # noqa: ANN401 # PROJJSON; old files have WKT
    if said is None:
        return None
    return pyproj.CRS.from_json_dict(said) if isinstance(said, dict) else pyproj.CRS.from_wkt(said)


def _records(file: "ParquetFile", geometry: _Geometry, most: int, name: str) -> Iterator[Record]:
    """Rows in portions, each small enough even if every value were as large as its column."""
    names = file.schema_arrow.names
    fields = {column: clean(column) for column in names if column not in geometry.aside}
    wanted = [*fields, geometry.column]
    row, taken = 0, 0
    for batch in file.iter_batches(_portion(file.metadata), columns=wanted, use_threads=False):
        taken += batch.nbytes
        if taken > most:
            _refuse_size(name)
        cells = {field: batch.column(column).to_pylist() for column, field in fields.items()}
        with np.errstate(all="ignore"):  # coordinates of any size
            shapes = shapely.force_2d(shapely.from_wkb(batch.column(geometry.column).to_pylist()))
        for i, shape in enumerate(np.atleast_1d(shapes)):
            row += 1
            texts = {field: cell_text(values[i], whole=False) for field, values in cells.items()}
            yield Record(row, texts, shape)


def _portion(meta: "FileMetaData") -> int:
    """Rows to take at once."""
    sizes = [int(meta.row_group(group).total_byte_size) for group in range(meta.num_row_groups)]
    return max(1, min(_PORTION_ROWS, _PORTION_BYTES // max([1, *sizes])))
