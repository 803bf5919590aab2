"""TopoJSON: arcs shared by neighbours, put together to features."""

from itertools import accumulate
from typing import Any, NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import Finding, Location
from geomap.sources.features import read_each
from geomap.sources.geojson import cell_text
from geomap.sources.jsontext import type_of
from geomap.sources.layer import Record
from geomap.sources.reasons import reason_of
from geomap.sources.refusals import refuse
from geomap.text import Text, clean

_Position = tuple[float, float]
_Arcs = list[list[_Position]]
_FAULTS = (
    *(TypeError, ValueError, KeyError, IndexError, OverflowError),
    *(shapely.errors.ShapelyError, shapely.errors.GEOSException),
)


def is_topology(document: object) -> bool:
    """Whether a document says that it is TopoJSON."""
    return type_of(document) == "Topology"


def read_topology(
    document: dict[str, Any], name: str, *, strict: bool = False
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The features of the one object of a topology; see `features.read_each`.

    Raises:
        DataError: There is no object or more than one, or an arc is not what it should be.
    """
    objects = document.get("objects")
    if not isinstance(objects, dict) or len(objects) != 1:
        names = ", ".join(objects) if isinstance(objects, dict) else "-"
        refuse(
            Location(name),
            Text(f"TopoJSON 应恰有一个对象（有：{names}）", f"not one object in it (has: {names})"),
            Text("请只导出一个图层", "export a single layer"),
        )
    try:
        arcs = [_positions(arc, document.get("transform")) for arc in document["arcs"]]
        top = next(iter(objects.values()))
        members = _members(top)
    except _FAULTS as error:
        _refuse(Location(name), error)
    return read_each(members, lambda m, place: _record(m, arcs, place), name, strict=strict)


def _members(top: dict[str, Any]) -> list[Any]:
    """The geometries of a collection, or the one geometry that the object is."""
    if type_of(top) != "GeometryCollection":
        return [top]
    members = top["geometries"]
    if not isinstance(members, list):
        msg = "geometries is no list"
        raise TypeError(msg)
    return members


def _positions(arc: list[list[float]], transform: dict[str, Any] | None) -> list[_Position]:
    """An arc's positions; with a transform each is a step from the one before it."""
    if transform is None:
        return [(_number(x), _number(y)) for x, y, *_ in arc]
    (scale_x, scale_y), (west, south) = (
        map(_number, transform[key]) for key in ("scale", "translate")
    )
    xs = accumulate(_number(point[0]) for point in arc)
    ys = accumulate(_number(point[1]) for point in arc)
    return [(x * scale_x + west, y * scale_y + south) for x, y in zip(xs, ys, strict=True)]


def _number(value: object) -> float:
    """A number of JSON: neither a truth, which Python counts with, nor words."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"{value!r} is no number"
        raise TypeError(msg)
    return float(value)


def _record(member: dict[str, Any], arcs: _Arcs, place: Location) -> Record:
    try:
        properties = member.get("properties")
        said = {} if properties is None else properties
        cells = {clean(k): cell_text(v) for k, v in said.items()}
        geometry = None if member.get("type") is None else _geometry(member, arcs)
    except (*_FAULTS, AttributeError) as error:
        _refuse(place, error)
    assert place.row is not None  # noqa: S101 # places of features have their number
    return Record(place.row, cells, geometry)


def _geometry(member: dict[str, Any], arcs: _Arcs) -> BaseGeometry:
    kind = member["type"]
    if kind == "Polygon":
        return _polygon(member["arcs"], arcs)
    if kind == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(rings, arcs) for rings in member["arcs"]])
    if kind == "LineString":
        return shapely.LineString(_line(member["arcs"], arcs))
    if kind == "MultiLineString":
        return shapely.MultiLineString([_line(line, arcs) for line in member["arcs"]])
    msg = f"geometry type {kind!r}"
    raise ValueError(msg)


def _polygon(rings: list[list[int]], arcs: _Arcs) -> shapely.Polygon:
    shell, *holes = [_line(ring, arcs) for ring in rings]
    return shapely.Polygon(shell, holes)


def _line(numbers: list[int], arcs: _Arcs) -> list[_Position]:
    """Arcs end to end; ``~n`` runs the n-th backwards. Where two meet, one point is left out."""
    line: list[_Position] = []
    for said in numbers:
        number = int(_number(said))
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


def _refuse(place: Location, error: Exception) -> NoReturn:
    refuse(
        place,
        Text(f"TopoJSON 有误（{reason_of(error).zh}）", f"not valid TopoJSON ({error!r})"),
        Text("请重新导出，点图层请用 GeoJSON", "export it again; use GeoJSON for points"),
        error,
    )
