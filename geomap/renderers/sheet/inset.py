"""The inset: districts too small for their names at the main scale, enlarged.

Which ones is read from the map itself. The region with most such districts gets the inset, if
they lie close together; no name is special.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geomap.geo.extent import Bounds
from geomap.renderers.fonts import Face
from geomap.renderers.sheet.candidates import fits_inside
from geomap.renderers.sheet.naming import district_requests
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.plot import Plot, Scene
from geomap.renderers.sheet.projection import View, round_up
from geomap.text import Text

_FEWEST = 3
_MOSTLY = 0.7
_LARGEST_SHARE = 0.12  # of the main map's ground
_MARGIN = 0.06  # around the enlarged districts
_LEAST_GAIN = 1.6  # below this factor an inset shows nothing new


@dataclass(frozen=True, slots=True)
class Core:
    """What an inset should show.

    Attributes:
        title: Name of the region.
        adcodes: Districts that are labelled there and not on the main map.
        bounds: Its ground, in metres.
    """

    title: Text
    adcodes: tuple[str, ...]
    bounds: Bounds

    def view(self, scene: Scene, width: float, height: float) -> View:
        """A view at (0, 0) that is as large as fits into ``width`` x ``height`` millimetres."""
        left, bottom, right, top = self.bounds
        scale = round_up(max((right - left) / width, (top - bottom) / height) * 1000)
        box = Box(0, 0, (right - left) / scale * 1000, (top - bottom) / scale * 1000)
        return View(box, scene.projection, ((left + right) / 2, (bottom + top) / 2), scale)


def find_core(plot: Plot, face: Face) -> Core | None:
    """The cluster of districts that needs an inset, or None."""
    small = _too_small(plot, face)
    regions: dict[Text, list[int]] = {}
    for number in small:
        regions.setdefault(plot.scene.spec.districts[number].region, []).append(number)
    crowded = sorted(regions.items(), key=lambda entry: (-len(entry[1]), entry[0].zh))
    for title, cramped in crowded:
        bounds = _bounds(plot.scene, _small_ones(plot.scene, title, cramped))
        if len(cramped) >= _FEWEST and _compact(bounds, plot.scene.bounds):
            return Core(title, _named(plot.scene, title, bounds), bounds)
    return None


def _small_ones(scene: Scene, region: Text, cramped: Sequence[int]) -> list[int]:
    """The cramped districts and all others below the mean of their region.

    Without those the inset would cut through neighbours that are hardly larger.
    """
    areas = shapely.area(scene.districts)
    members = [n for n, d in enumerate(scene.spec.districts) if d.region == region]
    mean = float(np.mean(areas[members]))
    return [n for n in members if n in cramped or areas[n] < mean]


def _too_small(plot: Plot, face: Face) -> list[int]:
    """Numbers of districts that can be seen but cannot hold their own label."""
    requests = district_requests(plot, face, (d.adcode for d in plot.scene.spec.districts))
    cramped = {r.key for r in requests if not fits_inside(r)}
    return [n for n, d in enumerate(plot.scene.spec.districts) if d.adcode in cramped]


def _bounds(scene: Scene, members: Sequence[int]) -> Bounds:
    left, bottom, right, top = shapely.total_bounds(scene.districts[np.array(members)])
    edge = _MARGIN * max(right - left, top - bottom)
    return Bounds(float(left - edge), float(bottom - edge), float(right + edge), float(top + edge))


def _named(scene: Scene, region: Text, bounds: Bounds) -> tuple[str, ...]:
    """Districts of the region that lie in the inset by their greater part, large ones included."""
    inside = shapely.area(shapely.clip_by_rect(scene.districts, *bounds))
    whole = shapely.area(scene.districts)
    return tuple(
        district.adcode
        for district, part in zip(scene.spec.districts, inside / whole, strict=True)
        if district.region == region and part >= _MOSTLY
    )


def _compact(part: Bounds, whole: Bounds) -> bool:
    return part.area <= _LARGEST_SHARE * whole.area


def worth_it(inset: View, main: View) -> bool:
    """Whether the inset enlarges enough to be worth its paper."""
    return main.scale / inset.scale >= _LEAST_GAIN
