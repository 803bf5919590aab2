"""Districts + indicators + measures + projects + sites, with every row accounted for. Pure.

The only place where tables meet. Joining is by adcode, which `geomap.checks` has resolved; a point
counts for a district by what the table says, and by its position only where the table says
nothing and the whole circle of its uncertainty lies in one district.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.checks.check import Checked
from geomap.geo.datum import WGS84_CRS
from geomap.geo.inside import NOWHERE, district_of
from geomap.model import Certainty, Measure, Observation, Project
from geomap.model.coded import Coded
from geomap.model.sites import Sites


@dataclass(frozen=True, slots=True)
class Account:
    """Where the rows of one table went: ``rows == joined + citywide + unplaced``.

    Attributes:
        table: Name of the table.
        rows: Rows that passed the checks.
        joined: Rows that belong to at least one district.
        citywide: Rows that hold for the whole city, by their own word or for want of a district.
        unplaced: Rows that can't be given to a district: nobody says which, and the position is
            not sure enough to tell.
    """

    table: str
    rows: int
    joined: int
    citywide: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Joined:
    """An atlas's data, joined.

    Attributes:
        districts: Index ``adcode``; the columns of the boundaries, one column
            ``<indicator>_<year>`` a number (NaN where there is none), and for measures, projects
            and sites a column of tuples of ids and a column of counts: ``measures``,
            ``measure_count`` (articles, not rows), ``projects``, ``project_count``, ``sites``,
            ``site_count``.
        projects: Index ``id``; ``name, kind, certainty, uncertainty_m, articles, districts`` and
            the geometry: the union of its districts where those are the place, else as
            placed, or None.
        sites: The same, with ``network`` for ``kind``.
        accounts: Where every row went.
    """

    districts: gpd.GeoDataFrame
    projects: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    accounts: tuple[Account, ...]


def join(checked: Checked) -> Joined:
    """Join checked data.

    Args:
        checked: Values without errors; their adcodes are all in ``checked.districts``.

    Returns:
        New frames; degrees, EPSG:4326. Nothing of ``checked`` is changed.
    """
    boundaries = checked.districts
    projects = _projects(checked.projects, boundaries)
    inside = _sure_districts(checked.sites, boundaries)
    sites = _sites(checked.sites, inside, boundaries)

    districts = boundaries.copy()
    for name, column in _indicator_columns(checked.observations).items():
        districts[name] = column.reindex(districts.index)
    districts["measures"] = _ids_by_district(
        districts.index, ((m.id, m.districts) for m in checked.measures)
    )
    districts["measure_count"] = [
        _count_articles(ids, checked.measures) for ids in districts["measures"]
    ]
    pairs = zip(projects.index, projects["districts"], strict=True)
    districts["projects"] = _ids_by_district(districts.index, pairs)
    districts["sites"] = _sites_by_district(districts.index, checked.sites, inside)
    for name in ("project", "site"):
        districts[f"{name}_count"] = [len(ids) for ids in districts[f"{name}s"]]
    return Joined(districts, projects, sites, _accounts(checked, projects, sites))


def _indicator_columns(observations: Sequence[Observation]) -> dict[str, pd.Series]:
    """One Series by adcode for each indicator and year."""
    values: dict[str, dict[str, float]] = {}
    for o in observations:
        values.setdefault(f"{o.indicator}_{o.year}", {})[o.adcode] = o.value
    return {name: pd.Series(by_code, dtype=float) for name, by_code in sorted(values.items())}


def _ids_by_district(
    adcodes: Iterable[str], pairs: Iterable[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, ...]]:
    found: dict[str, list[str]] = {code: [] for code in adcodes}
    for item, codes in pairs:
        for code in codes:
            found[code].append(item)
    return [tuple(ids) for ids in found.values()]


def _sites_by_district(
    adcodes: Iterable[str], sites: Sites, inside: Coded[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """The ids of the sites in each district, in the order of their tables."""
    by_place = np.split(
        np.argsort(inside.codes, kind="stable"),
        np.cumsum(np.bincount(inside.codes, minlength=len(inside.distinct)))[:-1],
    )
    rows: dict[str, list[np.ndarray[Any, Any]]] = {code: [] for code in adcodes}
    for codes, members in zip(inside.distinct, by_place, strict=False):
        for code in codes:
            rows[code].append(members)
    return [
        tuple(sites.ids[np.sort(np.concatenate(found))] if found else ()) for found in rows.values()
    ]


def _count_articles(ids: tuple[str, ...], measures: Sequence[Measure]) -> int:
    """How many articles the measures are from; an article with two rows counts once."""
    return len({m.article for m in measures if m.id in ids and m.article is not None})


def _projects(items: Sequence[Project], boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = {
        "name": [item.name.zh for item in items],
        "kind": [item.kind for item in items],
        "certainty": [str(item.position.certainty) for item in items],
        "uncertainty_m": [item.position.uncertainty for item in items],
        "articles": [item.articles for item in items],
        "districts": [item.districts for item in items],
    }
    geometries = np.array([_geometry(item, boundaries) for item in items], dtype=object)
    index = pd.Index([item.id for item in items], name="id")
    return gpd.GeoDataFrame(columns, geometry=geometries, index=index, crs=WGS84_CRS)


def _geometry(item: Project, boundaries: gpd.GeoDataFrame) -> BaseGeometry | None:
    if item.position.certainty is not Certainty.WHOLE_UNIT:
        return item.position.geometry
    return _united(item.districts, boundaries)


def _united(adcodes: tuple[str, ...], boundaries: gpd.GeoDataFrame) -> BaseGeometry:
    """What districts cover together."""
    shapes = boundaries.loc[list(adcodes)].geometry.to_numpy()
    union: BaseGeometry = shapely.coverage_union_all(shapes)
    return shapely.normalize(union)


def _sites(
    sites: Sites, inside: Coded[tuple[str, ...]], boundaries: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    places = sites.places()
    whole = sites.certainties.where(lambda sure: sure is Certainty.WHOLE_UNIT)
    for row in np.flatnonzero(whole).tolist():
        places[row] = _united(sites.districts[row], boundaries)
    columns = {
        "name": sites.names.tolist(),
        "network": list(sites.networks),
        "certainty": list(sites.certainties.map(str)),
        "uncertainty_m": list(sites.uncertainties),
        "articles": [()] * len(sites),
        "districts": list(inside),
    }
    index = pd.Index(sites.ids, name="id")
    return gpd.GeoDataFrame(columns, geometry=places, index=index, crs=WGS84_CRS)


def _sure_districts(sites: Sites, boundaries: gpd.GeoDataFrame) -> Coded[tuple[str, ...]]:
    """For each site, what its row says, else the one district that surely holds it, or none."""
    areas = np.asarray(boundaries.geometry.to_numpy(), dtype=object)
    said = sites.districts
    unsaid = np.flatnonzero(said.where(lambda codes: not codes))
    alone = sites.take(unsaid)
    found = district_of(alone.places(), areas, alone.radii())
    ours: list[tuple[str, ...]] = [(str(code),) for code in boundaries.index]
    values = (*said.distinct, (), *ours)
    codes = said.codes.copy()
    # `NOWHERE` is the number before the first area's: there stands the empty tuple.
    codes[unsaid] = len(said.distinct) - NOWHERE + found
    return Coded(values, codes).map(tuple)


def _accounts(
    checked: Checked, projects: gpd.GeoDataFrame, sites: gpd.GeoDataFrame
) -> tuple[Account, ...]:
    citywide = sum(1 for m in checked.measures if not m.districts)
    listed = sum(1 for codes in projects["districts"] if not codes)
    lost = int(sites["districts"].map(len).eq(0).sum())
    observed, measures = len(checked.observations), len(checked.measures)
    return (
        Account("indicators", observed, observed, 0, 0),
        Account("measures", measures, measures - citywide, citywide, 0),
        Account("projects", len(projects), len(projects) - listed, listed, 0),
        Account("sites", len(sites), len(sites) - lost, 0, lost),
    )
