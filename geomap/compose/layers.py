"""A composed map → GeoDataFrames, one a layer: what GIS staff get. Pure.

Numbers come from the joined data, classes and colours from the map itself, so an exported file and
a drawn map cannot disagree.
"""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geomap.checks.check import Checked
from geomap.geo.datum import WGS84_CRS
from geomap.joins.join import Joined
from geomap.model import MapSpec, Project, Site
from geomap.model.layers import LayerName


def layer_frames(
    spec: MapSpec, checked: Checked, joined: Joined
) -> dict[LayerName, gpd.GeoDataFrame]:
    """The layers of a map, those that are empty left out.

    Returns:
        Frames in degrees, EPSG:4326. ``districts``: index ``adcode``; names, region, every
        indicator, counts, ``measures`` (ids, joined by ``;``), ``value``, ``class`` and
        ``color`` as drawn, and for proportional circles ``circle_value``, ``circle_radius`` in
        points, and ``circle_lon`` and ``circle_lat`` in degrees, WGS84, where they stand.
        ``projects`` and ``sites``: index ``id``; what the tables say,
        ``class`` and ``color`` as drawn, with ``geometry`` None where nothing is drawn.
        ``context``: index ``id``; names, ``role``, ``class`` and ``color``.
    """
    shown = {mark.id for mark in spec.marks}
    projects = [p for p in checked.projects if f"project:{p.id}" in shown]
    sites = [s for s in checked.sites if f"site:{s.id}" in shown]
    frames: dict[LayerName, gpd.GeoDataFrame] = {"districts": _districts(spec, joined)}
    if projects:
        frames["projects"] = _as_drawn(_projects(projects, joined), spec, "project")
    if sites:
        frames["sites"] = _as_drawn(_sites(sites, joined), spec, "site")
    if spec.context:
        frames["context"] = _context(spec)
    return frames


def _context(spec: MapSpec) -> gpd.GeoDataFrame:
    """What the map shows to find the way by; ``id`` numbers it within the map."""
    marks = spec.context
    columns = {
        "name": [mark.name.zh for mark in marks],
        "name_en": [mark.name.en for mark in marks],
        "role": [mark.role for mark in marks],
        "class": [mark.title.zh for mark in marks],
        "class_en": [mark.title.en for mark in marks],
        "color": [mark.symbol.fill or mark.symbol.stroke for mark in marks],
    }
    index = pd.Index([mark.id.partition(":")[2] for mark in marks], name="id")
    shapes = [mark.geometry for mark in marks]
    return gpd.GeoDataFrame(columns, geometry=shapes, index=index, crs=WGS84_CRS)


def _districts(spec: MapSpec, joined: Joined) -> gpd.GeoDataFrame:
    frame = joined.districts.copy()
    for column in ("measures", "projects", "sites"):
        frame[column] = [";".join(ids) for ids in frame[column]]
    drawn = {d.adcode: (d.value, spec.item(d.item)) for d in spec.districts}
    frame["value"] = [drawn[str(code)][0] for code in frame.index]
    frame["class"] = [drawn[str(code)][1].label.zh for code in frame.index]
    frame["class_en"] = [drawn[str(code)][1].label.en for code in frame.index]
    frame["color"] = [drawn[str(code)][1].symbol.fill for code in frame.index]
    if spec.circles is not None:
        circles = {d.adcode: d.circle for d in spec.districts}
        found = [circles[str(code)] for code in frame.index]
        frame["circle_value"] = [None if each is None else each.value for each in found]
        frame["circle_radius"] = [None if each is None else each.radius for each in found]
        places = [(None, None) if each is None else each.at for each in found]
        frame["circle_lon"], frame["circle_lat"] = zip(*places, strict=True)
    return frame


def _as_drawn(frame: gpd.GeoDataFrame, spec: MapSpec, kind: str) -> gpd.GeoDataFrame:
    """The rows with their class and colour on the map, as districts have them."""
    looks = {mark.id: spec.item(mark.item) for mark in spec.marks}
    items = [looks[f"{kind}:{key}"] for key in frame.index]
    frame["class"] = [item.label.zh for item in items]
    frame["class_en"] = [item.label.en for item in items]
    frame["color"] = [item.symbol.fill or item.symbol.stroke for item in items]
    return frame


def _projects(projects: Sequence[Project], joined: Joined) -> gpd.GeoDataFrame:
    frame = _items(projects, joined.projects)
    frame.insert(3, "status", [p.status.zh for p in projects])
    frame.insert(4, "status_en", [p.status.en for p in projects])
    frame.insert(5, "articles", [";".join(map(str, p.articles)) for p in projects])
    frame.insert(2, "kind", [p.kind for p in projects])
    return frame


def _sites(sites: Sequence[Site], joined: Joined) -> gpd.GeoDataFrame:
    frame = _items(sites, joined.sites)
    frame.insert(2, "network", [s.network for s in sites])
    frame.insert(3, "road", [s.road for s in sites])
    return frame


def _items(items: Sequence[Project | Site], joined: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The columns that projects and sites share."""
    ids = [item.id for item in items]
    columns = {
        "name": [item.name.zh for item in items],
        "name_en": [item.name.en for item in items],
        "districts": [";".join(codes) for codes in joined.loc[ids, "districts"]],
        "shape": [str(item.position.extension) for item in items],
        "certainty": [str(item.position.certainty) for item in items],
        "uncertainty_m": [item.position.uncertainty for item in items],
        "datum_given": [item.position.datum for item in items],
        "note": [item.note.zh for item in items],
        "note_en": [item.note.en for item in items],
        "source": [item.source for item in items],
    }
    return gpd.GeoDataFrame(
        columns,
        geometry=joined.loc[ids].geometry.to_numpy(),
        index=pd.Index(ids, name="id"),
        crs=WGS84_CRS,
    )
