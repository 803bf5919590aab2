"""Places of marks for a page: polygons, lines and points in degrees. Pure."""

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import RenderError
from geomap.model import Mark
from geomap.text import Text

_DIGITS = 5  # of degrees, about a metre: marks are no surer than that


def of(mark: Mark) -> dict[str, Any]:
    """The geometry of a mark; nothing for one that is only listed.

    Raises:
        RenderError: It is neither area, line nor point.
    """
    geometry = mark.geometry
    if geometry is None:
        return {}
    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        return {"area": [_rings(part) for part in shapely.get_parts(geometry)]}
    if geometry.geom_type in {"LineString", "MultiLineString"}:
        return {"line": [_degrees(part) for part in shapely.get_parts(geometry)]}
    if geometry.geom_type == "Point":
        return {"at": _degrees(geometry)[0], "radius": mark.uncertainty}
    raise RenderError(
        Text(
            f"{mark.id}：几何类型为 {geometry.geom_type}；应为面、线或点；请拆分该地物",
            f"{mark.id}: its geometry is a {geometry.geom_type}; an area, a line or a point "
            "was expected; split the feature",
        )
    )


def _rings(polygon: shapely.Polygon) -> list[list[list[float]]]:
    return [_degrees(ring) for ring in (polygon.exterior, *polygon.interiors)]


def _degrees(line: BaseGeometry) -> list[list[float]]:
    return [[round(x, _DIGITS), round(y, _DIGITS)] for x, y, *_ in line.coords]
