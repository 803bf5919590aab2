"""The only reader: a path in, plain values out, each with its place in the file.

Nothing here judges what the words mean; that is the work of `geomap.checks`. What a file may be
and how it is kept from reaching beyond itself: `kinds`, `archive`, `disk` and `geomap.gdal`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geomap.geo.datum import Datum
from geomap.model import AtlasConfig, ContextFile, InputFile, Location
from geomap.model.tables import Inputs, Row, Table
from geomap.sources.crs import parse_crs, to_wgs84
from geomap.sources.delimited import read_delimited
from geomap.sources.disk import check_inside, display_name, read_bytes
from geomap.sources.encodings import AS_CSV, decode
from geomap.sources.formats import Format, format_of
from geomap.sources.layer import FORMATS, Layer
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.legacy import read_xls, read_xlsb
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.line_numbers import has_lines, line_numbers_in
from geomap.sources.opendocument import read_opendocument
from geomap.sources.refusals import refuse, refuse_choice
from geomap.sources.sheet_titles import sheet_titles
from geomap.sources.sidecars import whole_of
from geomap.sources.workbook import read_workbook
from geomap.text import Text, year_in

__all__ = [
    "DEFAULT_LIMITS",
    "Layer",
    "Limits",
    "ReadOptions",
    "display_name",
    "is_table",
    "line_numbers",
    "read_boundaries",
    "read_inputs",
    "read_layer",
    "read_table",
]

_AREAS = {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}
_GEOMETRY = "geometry"
_WORKBOOKS = {
    Format.WORKBOOK: read_workbook,
    Format.XLS: read_xls,
    Format.XLSB: read_xlsb,
    Format.ODS: read_opendocument,
}
_TABLES = {Format.DELIMITED, Format.DBF, *_WORKBOOKS}


def read_table(
    path: str | Path,
    name: str | None = None,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    header: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Read a table: CSV, TSV or other delimited text, a workbook, or a .dbf.

    Workbooks are .xlsx, .xls, .xlsb and .ods.

    Args:
        path: The file.
        name: How messages call it; its path otherwise.
        encoding: Encoding of its text; found out otherwise: by mark, by strict UTF-8, then by
            what makes plausible Chinese.
        sheet: Sheet of a workbook; the first one with cells otherwise.
        header: Whether a row names the columns; without one they are called A, B, C.
        limits: How large it may be; raise it with ``Limits.up_to("500MB")``.

    Returns:
        The table, every cell as cleaned text; a blank row is passed over, a short row is filled
        with empty cells. What is to be told about the file stands in its ``notes``.

    Raises:
        DataError: The file is missing, empty, too large, damaged or of another format; its
            encoding is not certain; or a row has more cells than the header.
    """
    choice = ReadOptions(encoding, sheet, limits=limits, header=header)
    path = Path(path)
    return _read_table(path, name or path.as_posix(), choice, AS_CSV)


def _read_table(path: Path, name: str, choice: ReadOptions, remedy: Text) -> Table:
    """Read a table; ``remedy`` is what to do where its encoding is not certain."""
    data = read_bytes(path, name, choice.limits.file)
    kind = format_of(data, name) if data else Format.DELIMITED
    if kind not in _WORKBOOKS:
        refuse_choice(name, choice.layer)
    if kind in _WORKBOOKS:
        return _WORKBOOKS[kind](data, name, choice.layer, choice.limits, header=choice.header)
    if kind is Format.DBF:
        return _as_table(read_layer(path, name, choice))
    if kind is not Format.DELIMITED:
        refuse(Location(name), Text(f"{kind} 不是表格", f"{kind} is no table"), FORMATS)
    return read_delimited(data, name, choice.encoding, choice.limits, remedy, header=choice.header)


def is_table(path: Path, name: str, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a file is read as a table rather than as a layer.

    Raises:
        DataError: It is of no known format.
    """
    whole, name = whole_of(path, name)
    return format_of(read_bytes(whole, name, limits.file), name) in _TABLES


def _as_table(layer: Layer) -> Table:
    cells = layer.frame[list(layer.fields)].to_dict("records")
    rows = [Row(i, {str(k): str(v) for k, v in row.items()}) for i, row in enumerate(cells, 2)]
    told = tuple(note for note in layer.notes if note.code != "GM-F009")  # a table has no geometry
    return Table(layer.file, layer.fields, tuple(rows), told)


def read_boundaries(
    path: str | Path,
    datum: Datum,
    name: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    choice: ReadOptions | None = None,
) -> gpd.GeoDataFrame:
    """Read district boundaries from a layer of any known format.

    Args:
        path: A layer of polygons.
        datum: Datum of the coordinates; anything but WGS84 is converted.
        name: How messages call the file.
        limits: How large it may be.
        choice: What else the file leaves open; its limits count.

    Returns:
        One row a feature, degrees, EPSG:4326; all properties as columns of cleaned text, and
        ``row``, the number of the feature in the file, counted from 1.

    Raises:
        DataError: The file cannot be read as such.
    """
    whole = replace(choice or ReadOptions(limits=limits), strict=True)
    layer = read_layer(Path(path), name, whole)
    _check_areas(layer)
    return to_wgs84(layer, datum)


def _check_areas(layer: Layer) -> None:
    """Refuse a layer that has no features, or one that is no polygon."""
    if layer.frame.empty:
        refuse(
            Location(layer.file),
            Text("不是含要素的 FeatureCollection", "not a FeatureCollection with features"),
            Text("请重新导出", "export it again"),
        )
    kinds = shapely.get_type_id(np.asarray(layer.frame.geometry.to_numpy(), dtype=object))
    for row, kind in zip(layer.frame["row"], kinds, strict=True):
        if kind not in _AREAS:
            refuse(
                Location(layer.file, int(row)),
                Text("几何不是多边形", "the geometry is no polygon"),
                Text("请修复或删除该要素", "repair or remove the feature"),
            )


def read_inputs(config: AtlasConfig, limits: Limits = DEFAULT_LIMITS) -> Inputs:
    """Read the boundaries and all tables of an atlas.

    Raises:
        DataError: One of the files cannot be read, or lies outside the atlas's folder.
    """
    districts = config.files.districts
    boundary_file = display_name(districts.path, config.root)
    for path in config.files.paths():
        check_inside(path, config.root, display_name(path, config.root))
    # A map that lacks a district is no map: here a feature that cannot be read is refused.
    whole = replace(_options(districts, limits), strict=True)
    layer = read_layer(districts.path, boundary_file, whole)
    _check_areas(layer)
    return Inputs(
        districts=to_wgs84(layer, config.boundary_datum),
        boundary_file=boundary_file,
        # That rings were turned asks nobody for anything: it is no reason to stop a strict build.
        boundary_notes=tuple(note for note in layer.notes if note.code != "GM-F012"),
        tables={
            key: tuple(
                _read_declared(config, key, each, limits)
                for file in files
                for each in _sheets_of(config, file, limits)
            )
            for key, files in config.files.tables().items()
        },
        context=tuple(
            (layer, _read_context(config, layer, limits)) for layer in config.files.context
        ),
    )


def _read_context(config: AtlasConfig, context: ContextFile, limits: Limits) -> Table:
    name = display_name(context.file.path, config.root)
    layer = read_layer(context.file.path, name, _options(context.file, limits))
    return _placed(layer, context.file, context.datum)


def _sheets_of(config: AtlasConfig, file: InputFile, limits: Limits) -> list[InputFile]:
    """The file once; where its sheets are years, once a sheet of a year, in their order."""
    if file.sheets is None:
        return [file]
    name = display_name(file.path, config.root)
    titles = sheet_titles(read_bytes(file.path, name, limits.file), name, limits)
    years = [(title, year) for title in titles if (year := year_in(title))]
    if not years:
        refuse(
            Location(name),
            Text("没有名称含年份的工作表", "no sheet whose title has a year"),
            Text(f"有：{'、'.join(titles) or '无'}", f"there are: {', '.join(titles) or 'none'}"),
        )
    return [
        replace(file, layer=title, defaults={**file.defaults, "year": year})
        for title, year in years
    ]


def _options(file: InputFile, limits: Limits) -> ReadOptions:
    return ReadOptions(file.encoding, file.layer, file.crs, limits, file.header)


def _read_declared(config: AtlasConfig, key: str, file: InputFile, limits: Limits) -> Table:
    """A table of the atlas; a layer becomes one, its geometry a column of WKT."""
    name = display_name(file.path, config.root)
    if not is_table(file.path, name, limits):
        said = file.defaults.get("datum")
        datum = None if said is None else Datum.parse(said)
        return _placed(read_layer(file.path, name, _options(file, limits)), file, datum)
    declared = f'{key} = {{ file = "{name}", encoding = "gb18030" }}'
    remedy = Text(
        f"请另存为“CSV UTF-8（逗号分隔）”，或在 geomap.toml 的 [files] 中写明编码，如 {declared}",
        "save it as “CSV UTF-8 (comma delimited)”, or say its encoding in [files] of geomap.toml, "
        f"such as {declared}",
    )
    crs = None if file.crs is None else parse_crs(file.crs, name)
    table = _read_table(file.path, name, _options(file, limits), remedy)
    return replace(table, columns_declared=file.columns, defaults=file.defaults, crs=crs)


def _placed(layer: Layer, file: InputFile, datum: Datum | None) -> Table:
    """A layer as a table; its places in degrees, WGS84, one geometry a row."""
    frame = to_wgs84(layer, datum)
    fields = [field for field in layer.fields if field not in {"row", _GEOMETRY}]
    cells = frame[fields].astype(str).to_dict("records")
    shapes = shapely.to_wkt(np.asarray(frame.geometry.to_numpy()), rounding_precision=8)
    rows = tuple(
        Row(int(number), {**{str(k): v for k, v in row.items()}, _GEOMETRY: shape or ""})
        for number, row, shape in zip(frame["row"], cells, shapes, strict=True)
    )
    return Table(
        layer.file,
        (*fields, _GEOMETRY),
        rows,
        layer.notes,
        columns_declared=file.columns,
        defaults={**file.defaults, "datum": str(Datum.WGS84)},
    )


def line_numbers(
    config: AtlasConfig, places: Iterable[Location], limits: Limits = DEFAULT_LIMITS
) -> Mapping[Location, tuple[int, int]]:
    """Line and character, both from 1, of the places that lie in an atlas's tables of text.

    Rows of a workbook and features of a layer are no lines: they are left out.

    Raises:
        DataError: A table can no longer be read.
    """
    wanted = list(places)
    found: dict[Location, tuple[int, int]] = {}
    for file in (file for files in config.files.tables().values() for file in files):
        name = display_name(file.path, config.root)
        inside = [place for place in wanted if place.file == name]
        if inside and has_lines(name):
            data = read_bytes(file.path, name, limits.file)
            found |= line_numbers_in(decode(data, name, file.encoding).text, inside)
    return found
