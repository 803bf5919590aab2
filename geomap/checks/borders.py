"""Where districts do not meet as neighbours should: told with place, area and names."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from geomap.geo.coverage import CoverageFault, Edge, coverage_faults, unmatched_edges
from geomap.geo.repair import position, square
from geomap.model import Location
from geomap.model.catalogue import Findings
from geomap.text import Text

_CODE = "GM-D007"
_MOST = 10  # told one by one; the rest together
_REMEDY = Text("请用拓扑一致的边界", "use boundaries whose shared borders are equal")


def check_borders(districts: gpd.GeoDataFrame, file: str, findings: Findings) -> None:
    """Tell of gaps and overlaps between neighbours: fills would show slits, joins count twice.

    Args:
        districts: Valid polygons in degrees, with the column ``name``.
        file: How messages call the boundary file.
        findings: Takes what is wrong.
    """
    shapes = np.asarray(districts.geometry.to_numpy(), dtype=object)
    names = [str(name) for name in districts["name"]]
    edges = unmatched_edges(shapes)
    found = coverage_faults(shapes, even=not edges)
    told = {number for seam in found for number in seam.neighbours}
    messages = [_seam(seam, names) for seam in found[:_MOST]]
    if len(found) > _MOST:
        messages.append(_rest(found[_MOST:]))
    lone = [edge for edge in edges if told.isdisjoint(edge.neighbours)]
    messages += [_edge(edge, names) for edge in lone[:_MOST]]
    if len(lone) > _MOST:
        messages.append(_lone_rest(lone[_MOST:], names))
    for message in messages:
        findings.tell(_CODE, Location(file), message, _REMEDY)


def _seam(seam: CoverageFault, names: Sequence[str]) -> Text:
    between = [names[number] for number in seam.neighbours]
    kind, size, at = seam.kind.value, square(seam.area), position(seam.lon, seam.lat)
    return Text(
        f"{'、'.join(between)}之间有{kind.zh}，{size}，位于 {at}",
        f"{kind.en} of {size} between {', '.join(between)} at {at}",
    )


def _rest(found: Sequence[CoverageFault]) -> Text:
    size = square(sum(seam.area for seam in found))
    return Text(
        f"另有 {len(found)} 处较小的缝隙或重叠，共 {size}",
        f"{len(found)} smaller gaps or overlaps, {size} in all",
    )


def _edge(edge: Edge, names: Sequence[str]) -> Text:
    of = [names[number] for number in edge.neighbours]
    length, at = f"{edge.length:,.1f} m", position(edge.lon, edge.lat)
    return Text(
        f"{'、'.join(of)}的边界有 {length} 不一致，位于 {at}",
        f"{length} of the borders of {', '.join(of)} are not shared at {at}",
    )


def _lone_rest(edges: Sequence[Edge], names: Sequence[str]) -> Text:
    others = [names[number] for edge in edges for number in edge.neighbours]
    return Text(
        f"{'、'.join(others)}的边界也有不一致",
        f"borders of {', '.join(others)} are not shared either",
    )
