"""KML: placemarks with their names, data and geometry. Links and styles are left alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
import shapely
from defusedxml.common import DefusedXmlException
from shapely.geometry.base import BaseGeometry

from geomap.model import Finding, Location
from geomap.sources.features import read_each
from geomap.sources.layer import Record
from geomap.sources.reasons import reason_of
from geomap.sources.refusals import refuse
from geomap.text import Text, clean

_SHAPES = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"}
_MULTI: dict[str, Callable[[Any], BaseGeometry]] = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}
_Part = TypeVar("_Part", BaseGeometry, list[tuple[float, float]])
_FAULTS = (ValueError, TypeError, IndexError, shapely.errors.GEOSException)


def read_kml(
    data: bytes, name: str, *, strict: bool = False
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The placemarks of a document, whatever folders they lie in; see `features.read_each`.

    Raises:
        DataError: Not well-formed XML, or it has entities; or no placemark; or a geometry that
            is none.
    """
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        refuse(
            Location(name),
            Text("XML 含实体或 DTD", "the XML has entities or a DTD"),
            Text("请从可信的来源重新导出", "export it again from a source that you trust"),
            error,
        )
    except (ParseError, ValueError, LookupError) as error:
        why = reason_of(error)
        refuse(
            Location(name),
            Text(f"不是合格的 XML（{why.zh}）", f"not well-formed XML ({why.en})"),
            Text("请重新导出", "export it again"),
            error,
        )
    placemarks = [element for element in root.iter() if _tag(element) == "Placemark"]
    if not placemarks:
        refuse(
            Location(name),
            Text("没有地标（Placemark）", "there is no Placemark in it"),
            Text("请导出含要素的 KML", "export a KML with features"),
        )
    return read_each(placemarks, _record, name, strict=strict)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) == tag)


def _words(element: Element, tag: str) -> str:
    child = next(_children(element, tag), None)
    return "" if child is None else clean(child.text or "")


def _record(placemark: Element, place: Location) -> Record:
    cells = {tag: _words(placemark, tag) for tag in ("name", "description")}
    for element in placemark.iter():
        if _tag(element) == "SimpleData":
            cells[clean(element.get("name", ""))] = clean(element.text or "")
        elif _tag(element) == "Data":
            cells[clean(element.get("name", ""))] = _words(element, "value")
    shape = next((child for child in placemark if _tag(child) in _SHAPES), None)
    try:
        geometry = None if shape is None else _geometry(shape)
    except _FAULTS as error:
        why = reason_of(error)
        refuse(
            place,
            Text(f"几何有误（{why.zh}）", f"the geometry is wrong ({why.en})"),
            Text("请修复或删除该地标", "repair or remove the placemark"),
            error,
        )
    assert place.row is not None  # noqa: S101 # places of features have their number
    return Record(place.row, cells, geometry)


def _geometry(element: Element) -> BaseGeometry | None:
    """A geometry, or None where it has no position."""
    tag = _tag(element)
    if tag == "MultiGeometry":
        parts = [_geometry(child) for child in element if _tag(child) in _SHAPES]
        return _together(_all(parts))
    if tag == "Polygon":
        shells = [ring for outer in _children(element, "outerBoundaryIs") for ring in _rings(outer)]
        holes = [ring for inner in _children(element, "innerBoundaryIs") for ring in _rings(inner)]
        return shapely.Polygon(shells[0], _all(holes)) if shells and shells[0] else None
    positions = _positions(element)
    if not positions:
        return None
    if tag == "Point":
        return shapely.Point(positions[0])
    return shapely.LineString(positions)


def _all(parts: Sequence[_Part | None]) -> list[_Part]:
    """Parts of a geometry, each of which must be there: without one it is another geometry."""
    found = [part for part in parts if part is not None and part != []]
    if len(found) < len(parts):
        msg = "a part has no coordinates"
        raise ValueError(msg)
    return found


def _together(parts: list[BaseGeometry]) -> BaseGeometry | None:
    if not parts:
        return None
    kinds = {part.geom_type for part in parts}
    multi = _MULTI.get(kinds.pop()) if len(kinds) == 1 else None
    return shapely.GeometryCollection(parts) if multi is None else multi(parts)


def _rings(boundary: Element) -> list[list[tuple[float, float]]]:
    return [_positions(ring) for ring in _children(boundary, "LinearRing")]


def _positions(element: Element) -> list[tuple[float, float]]:
    """``lon,lat[,height]`` parted by blanks; the height is left out."""
    words = "".join(child.text or "" for child in _children(element, "coordinates")).split()
    positions = []
    for word in words:
        lon, lat, *_ = word.split(",")
        positions.append((float(lon), float(lat)))
    return positions
