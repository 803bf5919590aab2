"""GeoJSON and TopoJSON: any JSON value at any place."""

import json
from typing import Any

from support.fuzz.files import file_grammar
from support.fuzz.trees import ABSENT, Place

# One of each kind of JSON value, and some that look like what belongs there.
KINDS: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 1e308, "", "x", "Point", "Feature", "Topology"),
    *([], [[]], [0], [None], [[0, 0]], [["a", "b"]], {}, {"type": []}, {"type": {}}, {"a": None}),
)
_POLYGON = {"type": "Polygon", "coordinates": [[[106, 29], [107, 29], [107, 30], [106, 29]]]}
_GEOJSON = {
    "type": "FeatureCollection",
    "bbox": [106, 29, 107, 30],
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
    "geomap": {"datum": "GCJ-02"},
    "features": [
        {"type": "Feature", "id": 1, "properties": {"name": "甲"}, "geometry": _POLYGON},
        {
            "type": "Feature",
            "properties": {"name": "乙", "n": 2},
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [106.5, 29.5]}],
            },
        },
    ],
}
_TOPOJSON = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [106, 29]},
    "arcs": [[[0, 0], [5, 0], [0, 5], [-5, -5]]],
    "objects": {
        "a": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0]], "id": 7, "properties": {"name": "甲"}},
                {"type": "MultiLineString", "arcs": [[0], [-1]], "properties": None},
            ],
        }
    },
}


def _render(tree: Any) -> bytes:  # noqa: ANN401 # any JSON value
    return json.dumps(tree, ensure_ascii=False).encode()


def _free(place: Place, value: Any) -> bool:  # noqa: ANN401 # any JSON value
    """Properties are anybody's, a number for a number is another place, what may lack may lack."""
    optional = {"bbox", "crs", "geomap", "id", "properties", "transform"}
    if "properties" in place and "crs" not in place:
        return (
            place[-1] != "properties" or isinstance(value, dict) or value is None or value is ABSENT
        )
    if value is None and place[-1] in {*optional, "geometry"}:
        return True
    whole = {"Feature", "Topology", "Point", "FeatureCollection"}
    in_position = {"coordinates", "arcs", "scale", "translate", "bbox"} & set(place)
    return (
        bool(in_position and _is_numbers(value))
        or (not place and value in whole)
        or value is ABSENT
    )


def _is_numbers(value: Any) -> bool:  # noqa: ANN401 # any JSON value
    """A number, or lists of them."""
    if isinstance(value, list):
        return all(map(_is_numbers, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


GRAMMARS = (
    file_grammar("GeoJSON", ".geojson", _GEOJSON, KINDS, _render, _free, keep=lambda _: False),
    file_grammar(
        "bare geometry",
        ".json",
        {"type": "MultiPoint", "coordinates": [[106.5, 29.5], [106.6, 29.6]]},
        kinds=KINDS,
        render=_render,
        free=_free,
        keep=lambda _: False,
    ),
    file_grammar("TopoJSON", ".topojson", _TOPOJSON, KINDS, _render, _free, keep=lambda _: False),
)
