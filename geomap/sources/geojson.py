"""GeoJSON (RFC 7946): features of any geometry, checked before a library sees them."""

import difflib
import json
from dataclasses import replace
from itertools import chain
from types import NoneType
from typing import Any, NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import Finding, Location
from geomap.sources.features import read_each
from geomap.sources.jsontext import type_of
from geomap.sources.layer import Record
from geomap.sources.reasons import reason_of
from geomap.sources.refusals import refuse
from geomap.text import Text, clean

AGAIN = Text("请重新导出为 GeoJSON", "export it again as GeoJSON")
# How deep the coordinates of each type of geometry lie.
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_ANY = Text("合格的几何", "geometry")
_NAMES = {
    "Point": Text("点", "point"),
    "LineString": Text("线", "line"),
    "Polygon": Text("多边形", "polygon"),
    "MultiPolygon": Text("多边形", "polygon"),
}
_COLLECTION = "GeometryCollection"
_NAMED = "name"
# Numbers in a position: none where it is empty; the fourth is a measure of older files.
_SIZES = frozenset((0, 2, 3, 4))
_BOXES = {4, 6}
# Members of other GeoJSON objects: RFC 7946, 7.1 forbids that they change what an object is.
_FOREIGN = {
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
    "Feature": {"coordinates", "geometries", "features"},
    "Geometry": {"features", "geometry", "properties"},
}


def read_features(
    document: object, name: str, *, strict: bool = False
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The features of a document, in order; a bare feature or geometry counts as one.

    One that cannot be read is left out and told, unless it is strict or there is no other.

    Raises:
        DataError: The document is not GeoJSON; the message has the number of the feature.
    """
    kind = type_of(document)
    if isinstance(document, dict) and kind == "FeatureCollection":
        return read_each(_members(document, name), _record, name, strict=strict)
    if isinstance(document, dict) and kind == "Feature":
        return (_record(document, Location(name, 1)),), ()
    if kind in _DEPTHS or kind == _COLLECTION:
        return (Record(1, {}, _geometry(document, Location(name, 1))),), ()
    refuse(
        Location(name),
        Text("不是含要素的 FeatureCollection", "not a FeatureCollection with features"),
        AGAIN,
    )


def crs_name(document: object, name: str) -> str | None:
    """What the old member ``crs`` names, e.g. ``urn:ogc:def:crs:EPSG::4490``; None without one.

    Raises:
        DataError: It is a link, or no name: geomap asks nobody for a coordinate system.
    """
    crs = document.get("crs") if isinstance(document, dict) else None
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(crs, dict) and crs.get("type") == _NAMED and isinstance(named, str):
        return clean(named)
    refuse(
        Location(name, column="crs"),
        Text("crs 不是名称（可能是链接）", "crs is not a name (perhaps a link)"),
        Text(
            "请改为 EPSG 名称，或删去 crs 并用 --crs 指明",
            "make it an EPSG name, or remove it and say --crs",
        ),
    )


def _members(document: dict[str, Any], name: str) -> list[Any]:
    features = document.get("features")
    if not isinstance(features, list):
        refuse(
            Location(name),
            Text("不是含要素的 FeatureCollection", "not a FeatureCollection with features"),
            AGAIN,
        )
    changed = _FOREIGN["FeatureCollection"] & set(document)
    if changed:
        member = min(changed)
        refuse(
            Location(name, column=member),
            Text(f"FeatureCollection 不得有“{member}”", f"a FeatureCollection has no {member!r}"),
            Text("请删去该成员", "remove that member"),
        )
    _check_box(document, Location(name))
    return features


def _record(feature: object, place: Location) -> Record:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict | NoneType):
        _no_properties(place)
    if feature.get("type") != "Feature" or "properties" not in feature:
        _no_properties(place)
    _check_members(feature, place)
    _check_box(feature, place)
    cells = {clean(str(key)): cell_text(value) for key, value in (properties or {}).items()}
    member = feature.get("geometry")
    geometry = None if member is None else _geometry(member, place)
    assert place.row is not None  # noqa: S101 # places of features have their number
    return Record(place.row, cells, geometry)


def _check_members(feature: dict[str, Any], place: Location) -> None:
    """Refuse a feature that says its geometry elsewhere, or its id as something else."""
    foreign = _FOREIGN["Feature"] & set(feature)
    if foreign:
        member = min(foreign)
        refuse(
            replace(place, column=member),
            Text(f"要素不得有“{member}”", f"a Feature has no {member!r}"),
            Text("几何应写在 geometry 中", "its geometry stands in the member geometry"),
        )
    if "geometry" not in feature:
        near = difflib.get_close_matches("geometry", list(feature), 1)
        refuse(
            replace(place, column=near[0] if near else None),
            Text("要素没有 geometry", "the feature has no member 'geometry'"),
            Text("没有位置时写 null", "write null where it has no place"),
        )
    number = feature.get("id")
    if number is not None and not (_is_number(number) or isinstance(number, str)):
        refuse(
            replace(place, column="id"),
            Text("id 既不是文字也不是数字", "the id is neither text nor a number"),
            Text("请更正或删去 id", "put it right or remove it"),
        )


def _no_properties(place: Location) -> NoReturn:
    refuse(place, Text("要素没有属性", "the feature has no properties"), AGAIN)


def cell_text(value: object) -> str:
    """A property as a cell of text; what is no text stands as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    return clean(json.dumps(value, ensure_ascii=False))


def _check_box(owner: dict[str, Any], place: Location) -> None:
    box = owner.get("bbox")
    if box is None:
        return
    numbers = isinstance(box, list) and all(_is_number(value) for value in box)
    if not numbers or len(box) not in _BOXES:
        refuse(
            place,
            Text("bbox 不是 4 或 6 个数字", "bbox is not 4 or 6 numbers"),
            Text("请删去或更正 bbox", "remove it or put it right"),
        )


def _geometry(member: object, place: Location) -> BaseGeometry:
    kind = type_of(member)
    if isinstance(member, dict):
        _check_box(member, place)
    reason = _fault(member)
    if reason is not None:
        refuse_geometry(place, kind, reason, None)
    try:
        return shapely.from_geojson(json.dumps(member))
    except shapely.errors.GEOSException as error:
        refuse_geometry(place, kind, reason_of(error), error)


def _fault(member: object) -> Text | None:
    """What is wrong with the structure of a geometry; None if nothing."""
    if not isinstance(member, dict):
        return Text("不是对象", "not an object")
    if foreign := _FOREIGN["Geometry"] & set(member):
        name = min(foreign)
        return Text(f"几何不得有“{name}”", f"a geometry has no {name!r}")
    kind = type_of(member)
    if kind == _COLLECTION:
        return _fault_of_parts(member.get("geometries"))
    if kind not in _DEPTHS:
        said = member.get("type")
        return Text(f"未知类型“{clean(str(said))}”", f"unknown type {said!r}")
    if not _is_nested(member.get("coordinates"), _DEPTHS[kind]):
        return Text(f"coordinates 不是 {kind} 的坐标", f"the coordinates are not those of a {kind}")
    return None


def _fault_of_parts(parts: object) -> Text | None:
    """What is wrong with the first part of a collection that has a fault; None if nothing."""
    if not isinstance(parts, list):
        return Text("geometries 不是列表", "geometries is not a list")
    return next((fault for part in parts if (fault := _fault(part))), None)


def _is_nested(value: object, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth == 1:
        return _are_places(value)
    if depth == 0:
        return _are_places([value])
    return all(_is_nested(part, depth - 1) for part in value)


def _are_places(value: list[object]) -> bool:
    """Whether a list holds positions alone; there may be a hundred thousand, so all at once."""
    places = [place for place in value if isinstance(place, list)]
    fits = len(places) == len(value) and {*map(len, places)} <= _SIZES
    return fits and {*map(type, chain.from_iterable(places))} <= {int, float}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def refuse_geometry(
    place: Location, kind: object, reason: Text, cause: Exception | None
) -> NoReturn:
    """Refuse a feature whose geometry is not what its type says."""
    expected = _NAMES.get(str(kind), _ANY)
    refuse(
        place,
        Text(
            f"几何不是{expected.zh}（{reason.zh}）",
            f"the geometry is no {expected.en} ({reason.en})",
        ),
        Text("请修复或删除该要素", "repair or remove the feature"),
        cause,
    )
