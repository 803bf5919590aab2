"""What the tables hold and no map shows: told with its count, always."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import geopandas as gpd
import numpy as np

from geomap.checks.selection import chapters_of, shows_measure, shows_project
from geomap.geo.inside import NOWHERE, beyond, district_of
from geomap.geo.shared import united
from geomap.model import AtlasConfig, Location, Measure, Project
from geomap.model.catalogue import Findings
from geomap.model.sites import Sites
from geomap.text import Text, counted

_NAMED = 3  # names shown before the rest is counted
_ON_NO_MAP, _OUTSIDE = "GM-A003", "GM-P012"
# What a row is called, and where it stands.
Unseen = tuple[Text, Location]


def check_unseen(
    config: AtlasConfig,
    measures: Sequence[Measure],
    projects: Sequence[Project],
    sites: Sites,
    findings: Findings,
) -> None:
    """Tell of measures, projects and sites that no theme shows, if there are themes."""
    if not config.themes:
        return
    chapters = chapters_of(measures)
    networks = {network for theme in config.themes for network in theme.sites}
    measured, shown = [t.measures for t in config.themes], [t.projects for t in config.themes]
    lost_measures = [
        (measure.title, measure.location)
        for measure in measures
        if not any(shows_measure(selection, measure) for selection in measured)
    ]
    lost_projects = [
        (project.name, project.location)
        for project in projects
        if not any(shows_project(selection, project, chapters) for selection in shown)
    ]
    lost_sites = sites.take(sites.networks.where(lambda network: network not in networks))
    _tell(lost_measures, Text("项举措", "measure"), "measures", findings)
    _tell(lost_projects, Text("个项目", "project"), "projects", findings)
    _tell(_Named(lost_sites), Text("个站点", "site"), "sites", findings)


@dataclass(frozen=True, slots=True)
class _Named(Sequence[Unseen]):
    """What sites are called and where they stand; made for those that are asked for only."""

    sites: Sites

    def __len__(self) -> int:
        return len(self.sites)

    @overload
    def __getitem__(self, row: int) -> Unseen: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Unseen]: ...
    def __getitem__(self, row: int | slice) -> Unseen | Sequence[Unseen]:
        if isinstance(row, slice):
            return [(site.name, site.location) for site in self.sites[row]]
        site = self.sites[row]
        return site.name, site.location


def _tell(unseen: Sequence[Unseen], noun: Text, key: str, findings: Findings) -> None:
    if not unseen:
        return
    names, place = _names(unseen), unseen[0][1]
    findings.tell(
        _ON_NO_MAP,
        Location(place.file, place.row),
        Text(
            f"{len(unseen)} {noun.zh}不在任何一幅图上：{names.zh}",
            f"{counted(len(unseen), noun.en)} on no map: {names.en}",
        ),
        Text(
            f'请在一个主题中选上，如 {key} = "all"',
            f'choose them in a theme, such as {key} = "all"',
        ),
    )


def _names(items: Sequence[Unseen]) -> Text:
    shown = [title for title, _ in items[:_NAMED]]
    rest = len(items) - len(shown)
    return Text(
        "、".join(title.zh for title in shown) + ("等" if rest else ""),
        ", ".join(title.en for title in shown) + (f" and {rest:,} more" if rest else ""),
    )


def check_outside(sites: Sites, districts: gpd.GeoDataFrame, findings: Findings) -> None:
    """Tell of sites farther from every district than they may be off: no district counts them.

    A site whose row names its district counts there, wherever it lies.
    """
    areas = np.asarray(districts.geometry.to_numpy(), dtype=object)
    if len(areas) == 0:
        return
    placed = sites.places()
    inside = district_of(placed, areas, np.zeros(len(sites))) != NOWHERE
    if inside.all():
        return
    radii = np.nan_to_num(sites.radii())
    unsaid = sites.districts.where(lambda codes: not codes)
    away = beyond(united(tuple(areas)), placed, radii, unsaid & ~inside)
    lost = sites.take(away)
    if not len(lost):
        return
    names = _names(_Named(lost))
    findings.tell(
        _OUTSIDE,
        Location(lost[0].location.file, lost[0].location.row),
        Text(
            f"{len(lost)} 个站点（共 {len(sites)} 个）在所有区县之外，不计入任何区县：{names.zh}",
            f"{counted(len(lost), 'site')} of {len(sites):,} outside all districts, counted in "
            f"none: {names.en}",
        ),
        Text("请核对坐标与基准，或补上边界", "check coordinates and datum, or add boundaries"),
    )
