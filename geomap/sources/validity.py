"""What is wrong with the places of a user's layer: told one by one, and repaired for an output."""

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geomap.errors import DataError
from geomap.geo.china import outline
from geomap.geo.repair import Repair, fault_of, repairs
from geomap.model import Finding, Location
from geomap.model.catalogue import finding
from geomap.sources import notes
from geomap.sources.crs import to_wgs84
from geomap.sources.layer import Layer
from geomap.text import Text

_MOST = 20  # told one by one; the rest together
_CODE = "GM-F011"


def repaired(frame: gpd.GeoDataFrame, file: str) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """A layer with its invalid polygons repaired.

    Args:
        frame: In degrees, with the column ``row``.
        file: How messages call it.

    Returns:
        The layer, a polygon of which nothing has an area without geometry; and what was changed.
        What is invalid and no polygon stays as it is.
    """
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object).copy()
    made = list(repairs(shapes))
    for one in made:
        if _is_polygon(shapes[one.number]):
            shapes[one.number] = one.shape
    told = [_told(one, frame, file, done=True) for one in made]
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs)), _few(told)


def faults(layer: Layer, located: gpd.GeoDataFrame | None) -> list[Finding]:
    """What is invalid in a layer, and what a repair would change.

    Args:
        layer: What was read.
        located: The same in degrees; None where they are not known, and so no area is.
    """
    if located is not None:
        shapes = np.asarray(located.geometry.to_numpy(), dtype=object)
        return _few([_told(one, located, layer.file, done=False) for one in repairs(shapes)])
    shapes = np.asarray(layer.frame.geometry.to_numpy(), dtype=object)
    with np.errstate(all="ignore"):  # coordinates of any size
        invalid = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    return _few([_unmeasured(layer, int(number)) for number in invalid])


def _is_polygon(shape: object) -> bool:
    return isinstance(shape, shapely.Polygon | shapely.MultiPolygon)


def _told(one: Repair, frame: gpd.GeoDataFrame, file: str, *, done: bool) -> Finding:
    place = Location(file, int(frame["row"].iloc[one.number]))
    where, outcome = one.location, one.outcome
    if not _is_polygon(frame.geometry.iloc[one.number]):
        what = Text(f"几何无效（{where.zh}）", f"the geometry is invalid ({where.en})")
        return finding(_CODE, place, what, Text("请修复", "repair it"))
    if done:
        what = Text(
            f"面无效（{where.zh}），已修复", f"an invalid polygon was repaired ({where.en})"
        )
        return finding(_CODE, place, what, Text(f"{outcome.zh}；请核对", f"{outcome.en}; check it"))
    what = Text(f"面无效（{where.zh}）", f"the polygon is invalid ({where.en})")
    remedy = Text(
        f"geomap convert 会修复：{outcome.zh}", f"geomap convert would repair it: {outcome.en}"
    )
    return finding(_CODE, place, what, remedy)


def _unmeasured(layer: Layer, number: int) -> Finding:
    reason, x, y = fault_of(layer.frame.geometry.iloc[number])
    at = "" if x is None else f" {x:.10g} {y:.10g}"
    return finding(
        _CODE,
        Location(layer.file, int(layer.frame["row"].iloc[number])),
        Text(f"几何无效（{reason.zh}{at}）", f"the geometry is invalid ({reason.en}{at})"),
        Text("请修复；坐标系已知时会说明面积变化", "repair it; with a CRS its area is told"),
    )


def _few(told: Sequence[Finding]) -> list[Finding]:
    """The first findings, and one that counts the rest."""
    rest = len(told) - _MOST
    if rest <= 0:
        return list(told)
    first = told[_MOST].location
    more = Text(f"自此处起另有 {rest} 个无效几何", f"{rest} more invalid geometries from here on")
    return [*told[:_MOST], finding(_CODE, first, more, Text("请一并修复", "repair them as well"))]


def abroad(layer: Layer, located: gpd.GeoDataFrame) -> list[Finding]:
    """What is told of a layer that does not lie in China, perhaps because its axes are exchanged.

    Args:
        layer: What was read.
        located: The same in degrees.
    """
    box = extent_of(located)
    if box is None or shapely.intersects(outline(), shapely.box(*box)):
        return []
    return [notes.outside_china(layer.file, swapped=is_swapped(layer))]


def is_swapped(layer: Layer) -> bool:
    """Whether the layer would lie in China if its axes were exchanged."""
    shapes = np.asarray(layer.frame.geometry.to_numpy(), dtype=object)
    turned = gpd.GeoSeries(shapely.transform(shapes, lambda points: points[:, ::-1]))
    try:
        located = to_wgs84(replace(layer, frame=layer.frame.set_geometry(turned)), layer.datum)
    except DataError:  # nor does it so
        return False
    box = extent_of(located)
    return box is not None and bool(shapely.intersects(outline(), shapely.box(*box)))


def extent_of(frame: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """West, south, east, north; None where there is no position."""
    west, south, east, north = (float(edge) for edge in frame.total_bounds)
    return None if np.isnan(west) else (west, south, east, north)
