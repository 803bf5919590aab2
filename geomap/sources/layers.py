"""Layers of any format → one shape of value, and its coordinates → degrees on WGS84."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geomap.errors import DatumError
from geomap.geo.datum import WGS84_CRS, Datum
from geomap.model import Finding, Location
from geomap.sources import dictionary, geojson, notes, ogr, shapefile, sidecars, topojson
from geomap.sources.archive import Archive
from geomap.sources.crs import old_datum, parse_crs
from geomap.sources.disk import read_bytes
from geomap.sources.formats import LAYERS, Format, format_of
from geomap.sources.geoparquet import read_geoparquet
from geomap.sources.jsontext import read_json
from geomap.sources.kml import read_kml
from geomap.sources.layer import FORMATS, Layer, Record, frame_of
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.refusals import refuse, refuse_choice
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user says about a file that the file does not say.

    Attributes:
        encoding: Of its text.
        layer: Which layer of a GeoPackage, or member of an archive.
        crs: Its coordinate reference system, e.g. ``EPSG:4546``.
        limits: How large it may be.
        header: Whether a row of a table names its columns.
        strict: Whether one feature that cannot be read refuses the layer; it is left out
            otherwise, and told.
    """

    encoding: str | None = None
    layer: str | None = None
    crs: str | None = None
    limits: Limits = DEFAULT_LIMITS
    header: bool = True
    strict: bool = False


_NOTHING = ReadOptions()


def read_layer(path: Path, name: str | None = None, choice: ReadOptions = _NOTHING) -> Layer:
    """Read a layer of any known format.

    Args:
        path: The file; for a part of a Shapefile (.prj, .shx …) the .shp beside it.
        name: How messages call it; its path otherwise.
        choice: What the file leaves open.

    Raises:
        DataError: The file cannot be read as a layer; the message says where and what to do.
    """
    path, name = sidecars.whole_of(path, name or path.as_posix())
    data = read_bytes(path, name, choice.limits.file)
    kind = format_of(data, name)
    if kind is Format.ARCHIVE:
        return _read_archive(Archive(data, name, choice.limits), choice)
    beside = (
        sidecars.read_sidecars(path, choice.limits)
        if kind in {Format.SHAPEFILE, Format.DBF}
        else {}
    )
    return _read(kind, data, name, beside, choice)


def _read(
    kind: Format, data: bytes, name: str, beside: Mapping[str, bytes], choice: ReadOptions
) -> Layer:
    if kind not in {Format.GEOPACKAGE, Format.FLATGEOBUF}:
        refuse_choice(name, choice.layer)
    if kind is Format.JSON:
        return _read_json(data, name, choice)
    if kind is Format.XML:
        records, left_out = read_kml(data, name, strict=choice.strict)
        return _layer(name, "KML", records, parse_crs(WGS84_CRS, name), left_out)
    if kind is Format.SHAPEFILE:
        return _read_shapefile({".shp": data, **beside}, name, choice)
    if kind is Format.DBF:
        decoded = shapefile.table_encoding(data, beside.get(".cpg"), name, choice.encoding)
        told = shapefile.encoding_notes(name, decoded)
        records, _ = ogr.read_with_gdal({".dbf": data}, name, None, decoded.encoding)
        records = _in_full(records, beside, name)
        return _layer(name, "DBF", records, None, told, decoded.encoding)
    if kind is Format.PARQUET:
        records, crs = read_geoparquet(data, name)
        return _layer(name, kind, records, _chosen(crs, choice, name))
    if kind in {Format.GEOPACKAGE, Format.FLATGEOBUF}:
        suffix = ".gpkg" if kind is Format.GEOPACKAGE else ".fgb"
        records, crs = ogr.read_with_gdal({suffix: data}, name, choice.layer)
        return _layer(name, kind, records, _chosen(crs, choice, name))
    refuse(Location(name), Text(f"{kind} 不是图层", f"{kind} is a table, not a layer"), FORMATS)


def _read_json(data: bytes, name: str, choice: ReadOptions) -> Layer:
    document, told = read_json(data, name)
    if topojson.is_topology(document):
        records, left_out = topojson.read_topology(document, name, strict=choice.strict)
        crs = parse_crs(choice.crs or WGS84_CRS, name)
        return _layer(name, "TopoJSON", records, crs, (*told, *left_out))
    said = geojson.crs_name(document, name)
    records, left_out = geojson.read_features(document, name, strict=choice.strict)
    crs = parse_crs(choice.crs or (WGS84_CRS if said is None else said), name)
    told = (*told, *left_out)
    return _layer(name, "GeoJSON", records, crs, told, datum=_declared(document, name))


def _declared(document: object, name: str) -> Datum | None:
    """The datum in geomap's own member: a file that geomap wrote says what it is in."""
    about = document.get("geomap") if isinstance(document, dict) else None
    if about is None:
        return None
    words = about.get("datum") if isinstance(about, dict) else None
    place = Location(name, column="geomap")
    if not isinstance(words, str):
        refuse(
            place,
            Text("成员 geomap 没有写明基准", "the member geomap says no datum"),
            Text(
                '请写作 {"datum": "WGS84"}，或删去该成员',
                'write {"datum": "WGS84"}, or remove that member',
            ),
        )
    try:
        return Datum.parse(words)
    except DatumError as error:
        remedy = Text("请更正成员 geomap 中的 datum", "put right datum in the member geomap")
        refuse(place, error.message, remedy, error)


def _read_shapefile(files: dict[str, bytes], name: str, choice: ReadOptions) -> Layer:
    index = shapefile.build_index(files[".shp"], name)  # also finds a file that was cut
    decoded = None
    told: list[Finding] = []
    if ".dbf" in files:
        cpg = files.get(".cpg")
        decoded = shapefile.table_encoding(files[".dbf"], cpg, name, choice.encoding)
        told = shapefile.encoding_notes(name, decoded)
    handed = {k: v for k, v in files.items() if k in {".shp", ".dbf", ".prj"}} | {".shx": index}
    encoding = decoded.encoding if decoded else None
    records, crs = ogr.read_with_gdal(handed, name, None, encoding)
    records = _in_full(records, files, name)
    return _layer(name, "Shapefile", records, _chosen(crs, choice, name), told, encoding)


def _in_full(
    records: tuple[Record, ...], files: Mapping[str, bytes], name: str
) -> tuple[Record, ...]:
    """Records under the names that geomap's dictionary beside a Shapefile has for its fields."""
    words = files.get(dictionary.NAME)
    layer = PurePosixPath(name.rpartition(":")[2]).stem
    return (
        records
        if words is None
        else dictionary.renamed(records, dictionary.full_names(words, layer))
    )


def _read_archive(archive: Archive, choice: ReadOptions) -> Layer:
    found = [m for m in archive.members if PurePosixPath(m).suffix.lower() in LAYERS]
    wanted = [m for m in found if choice.layer is None or m == choice.layer]
    if len(wanted) != 1:
        names = ", ".join(found) or "-"
        refuse(
            Location(archive.name),
            Text(
                f"压缩包中应恰有一个数据集（有：{names}）", f"not one dataset in it (has: {names})"
            ),
            Text(
                "请只压缩一个数据集，或用 --layer 选择", "pack one dataset, or choose with --layer"
            ),
        )
    member = PurePosixPath(wanted[0])
    name = f"{archive.name}:{member}"
    data = archive.read(str(member))
    kind = format_of(data, name)
    inside = replace(choice, layer=None)  # it has chosen the member
    if kind is not Format.SHAPEFILE:
        return _read(kind, data, name, {}, inside)
    return _read(kind, data, name, _packed_sidecars(archive, member, name), inside)


def _packed_sidecars(archive: Archive, shp: PurePosixPath, name: str) -> dict[str, bytes]:
    beside = {
        other.suffix.lower(): str(other)
        for other in map(PurePosixPath, archive.members)
        if other.parent == shp.parent and other.stem == shp.stem
    }
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in beside]
    if missing:
        refuse(
            Location(name),
            Text(f"缺少 {'、'.join(missing)}", f"{' and '.join(missing)} missing"),
            Text("请把 Shapefile 的全部文件一起压缩", "pack all files of the Shapefile"),
        )
    dictionary_of = str(shp.with_name(dictionary.NAME))
    if dictionary_of in archive.members:
        beside[dictionary.NAME] = dictionary_of
    wanted = [part for part in (*sidecars.READ, dictionary.NAME) if part in beside]
    return {part: archive.read(beside[part]) for part in wanted}


def _layer(
    file: str,
    kind: str,
    records: tuple[Record, ...],
    crs: pyproj.CRS | None,
    told: tuple[Finding, ...] | list[Finding] = (),
    encoding: str | None = None,
    datum: Datum | None = None,
) -> Layer:
    fields, frame = frame_of(records)
    frame, found = _checked(frame, file, turned=kind == "GeoJSON")
    if "id" in fields and _are_unclear(frame["id"]):
        found.append(notes.unclear_ids(file, 1))
    if not records:
        found.append(notes.no_rows(file, layer=True))
    if old := old_datum(crs):
        found.append(notes.old_datum(file, old))
    return Layer(file, str(kind), encoding, fields, frame, crs, (*told, *found), datum)


def _are_unclear(ids: Any) -> bool:  # noqa: ANN401 # a column of text
    return bool(ids.duplicated().any() or (ids == "").any())


def _checked(
    frame: gpd.GeoDataFrame, file: str, *, turned: bool
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Tell of missing geometries; turn rings that run against RFC 7946."""
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    found = []
    missing = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(missing):
        found.append(notes.no_geometry(file, len(missing), int(frame["row"].iloc[missing[0]])))
    if turned:
        right = shapely.orient_polygons(shapes)
        wrong = np.flatnonzero(
            ~shapely.is_missing(shapes) & ~shapely.equals_identical(shapes, right)
        )
        if len(wrong):
            found.append(notes.wound_wrong(file, len(wrong), int(frame["row"].iloc[wrong[0]])))
        frame = frame.set_geometry(gpd.GeoSeries(right, index=frame.index))
    return frame, found


def _chosen(crs: pyproj.CRS | None, choice: ReadOptions, name: str) -> pyproj.CRS | None:
    return parse_crs(choice.crs, name) if choice.crs else crs
