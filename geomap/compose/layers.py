"""A composed map → GeoDataFrames, one a layer: what GIS staff get. Pure.

Numbers come from the joined data, classes and colours from the map itself, so an exported file and
a drawn map cannot disagree.
"""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap.checks.check import Checked
from geomap.geo.datum import WGS84_CRS
from geomap.joins.join import Joined
from geomap.model import MapSpec, Project
from geomap.model.coded import Coded
from geomap.model.layers import LayerName
from geomap.model.rows import Extension
from geomap.model.sites import Sites


def layer_frames(
    spec: MapSpec, checked: Checked, joined: Joined
) -> dict[LayerName, gpd.GeoDataFrame]:
    """The layers of a map, those that are empty left out.

    Returns:
        Frames in degrees, EPSG:4326. ``districts``: index ``adcode``; names, region, every
        indicator, counts, ``measures`` (ids, joined by ``;``), ``value``, ``class`` and
        ``color`` as drawn, and for proportional circles ``circle_value``, ``circle_radius`` in
        points, and ``circle_lon`` and ``circle_lat`` in degrees, WGS84, where they stand; for maps
        of several years ``class_<year>`` and ``color_<year>``.
        ``projects`` and ``sites``: index ``id``; what the tables say,
        ``class`` and ``color`` as drawn, with ``geometry`` None where nothing is drawn.
        ``context``: index ``id``; names, ``role``, ``class`` and ``color``.
    """
    shown = {mark.id for mark in spec.marks}
    projects = [p for p in checked.projects if f"project:{p.id}" in shown]
    sites = _shown_sites(spec, checked.sites)
    frames: dict[LayerName, gpd.GeoDataFrame] = {"districts": _districts(spec, joined)}
    if projects:
        frames["projects"] = _as_drawn(_projects(projects, joined), spec, "project")
    if len(sites):
        frames["sites"] = _as_drawn(_sites(sites, joined), spec, "site")
    if spec.context:
        frames["context"] = _context(spec)
    return frames


def _shown_sites(spec: MapSpec, sites: Sites) -> Sites:
    """The sites of a map, as marks or as dots, in the order of their tables."""
    shown = {mark.id.removeprefix("site:") for mark in spec.marks if mark.id.startswith("site:")}
    for dots in spec.dots:
        if dots.of == "site":
            shown.update(dots.ids)
    return sites.take(np.fromiter((key in shown for key in sites.ids), bool, len(sites)))


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
    for panel in spec.panels:
        looks = {d.adcode: panel.spec.item(d.item) for d in panel.spec.districts}
        frame[f"class_{panel.year}"] = [looks[str(code)].label.zh for code in frame.index]
        frame[f"color_{panel.year}"] = [looks[str(code)].symbol.fill for code in frame.index]
    if spec.scatter is not None:
        counts = dict(spec.scatter.counts)
        frame["dot_count"] = [counts.get(str(code), 0) for code in frame.index]
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
    drawn = {
        mark.id.partition(":")[2]: mark.item for mark in spec.marks if mark.id.startswith(kind)
    }
    for dots in spec.dots:
        if dots.of == kind:
            drawn.update(zip(dots.ids, dots.items, strict=True))
    looks = Coded.of(drawn[key] for key in frame.index).map(spec.item)
    frame["class"] = list(looks.map(lambda item: item.label.zh))
    frame["class_en"] = list(looks.map(lambda item: item.label.en))
    frame["color"] = list(looks.map(lambda item: item.symbol.fill or item.symbol.stroke))
    return frame


def _projects(projects: Sequence[Project], joined: Joined) -> gpd.GeoDataFrame:
    ids = [p.id for p in projects]
    columns = {
        "name": [p.name.zh for p in projects],
        "name_en": [p.name.en for p in projects],
        "kind": [p.kind for p in projects],
        "districts": [";".join(codes) for codes in joined.projects.loc[ids, "districts"]],
        "status": [p.status.zh for p in projects],
        "status_en": [p.status.en for p in projects],
        "articles": [";".join(map(str, p.articles)) for p in projects],
        "shape": [str(p.position.extension) for p in projects],
        "certainty": [str(p.position.certainty) for p in projects],
        "uncertainty_m": [p.position.uncertainty for p in projects],
        "datum_given": [p.position.datum for p in projects],
        "note": [p.note.zh for p in projects],
        "note_en": [p.note.en for p in projects],
        "source": [p.source for p in projects],
    }
    return _frame(columns, ids, joined.projects.loc[ids])


def _sites(sites: Sites, joined: Joined) -> gpd.GeoDataFrame:
    frame = joined.sites.loc[sites.ids.tolist()]
    inside = Coded.of(frame["districts"])
    columns = {
        "name": sites.names.tolist(),
        "name_en": sites.names_en.tolist(),
        "network": list(sites.networks),
        "road": list(sites.roads),
        "districts": list(inside.map(";".join)),
        "shape": _extensions(sites),
        "certainty": list(sites.certainties.map(str)),
        "uncertainty_m": list(sites.uncertainties),
        "datum_given": list(sites.datums),
        "note": list(sites.notes.map(lambda note: note.zh)),
        "note_en": list(sites.notes.map(lambda note: note.en)),
        "source": list(sites.sources),
    }
    return _frame(columns, sites.ids.tolist(), frame)


def _extensions(sites: Sites) -> list[str]:
    """What each place covers."""
    found = np.full(len(sites), str(Extension.POINT), dtype=object)
    for row in np.flatnonzero(~sites.are_points):
        found[row] = str(sites[int(row)].position.extension)
    return list(found)


def _frame(
    columns: Mapping[str, object], ids: list[str], placed: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """A layer with the places that the joined rows have."""
    return gpd.GeoDataFrame(
        dict(columns),
        geometry=placed.geometry.to_numpy(),
        index=pd.Index(ids, name="id"),
        crs=WGS84_CRS,
    )
