"""Small parts of a page's data. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geomap.errors import RenderError
from geomap.model import Circle, DistrictMark, MapSpec, Scatter, Symbol
from geomap.model.profile import ProfileLinks
from geomap.text import Text

Json = dict[str, Any]


def both_ways(words: Text) -> str | list[str]:
    """Chinese and English; one string where they are the same."""
    return words.zh if words.zh == words.en else [words.zh, words.en]


def look(symbol: Symbol) -> Json:
    """How a legend item looks."""
    return {
        "geometry": symbol.geometry,
        "fill": symbol.fill,
        "stroke": symbol.stroke,
        "width": symbol.width,
        "shape": symbol.shape,
        "pattern": symbol.pattern,
        "dashed": symbol.dashed,
        **({} if symbol.radius is None else {"radius": symbol.radius}),
    }


def circled(circle: Circle | None) -> list[list[float]]:
    """A circle's value, radius in points, longitude and latitude; nothing where there is none."""
    return [] if circle is None else [[circle.value, circle.radius, *circle.at]]


def links(profiles: ProfileLinks | None, numbers: Mapping[str, int]) -> Json:
    """Which districts have a profile, and where; a page without profiles does not mention them."""
    if profiles is None:
        return {}
    there = set(profiles.adcodes)
    found = [number for code, number in numbers.items() if code in there]
    return {"profiles": {"base": profiles.base, "districts": found}}


_FINE = 1e-4  # degrees, about ten metres: a dot is no place


def scattered(scatter: Scatter | None) -> Json:
    """Dots as steps from one to the next, longitude first; nothing for a map without."""
    if scatter is None:
        return {}
    grid = np.rint(scatter.places / _FINE).astype(np.int64)
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {"scatter": {"item": scatter.item, "step": _FINE, "at": steps.ravel().tolist()}}


def shared_districts(specs: Sequence[MapSpec]) -> dict[str, DistrictMark]:
    """The districts of all maps, by adcode.

    Raises:
        RenderError: Two maps draw the same district differently.
    """
    shared: dict[str, DistrictMark] = {}
    for spec in specs:
        for district in spec.districts:
            first = shared.setdefault(district.adcode, district)
            if first.geometry != district.geometry:
                raise RenderError(
                    Text(
                        f"{spec.theme}：{district.adcode} 的界线与其他专题不同；"
                        "同一图集应使用同一份界线",
                        f"{spec.theme}: the border of {district.adcode} differs from other "
                        "themes'; maps of one atlas share one set of borders",
                    )
                )
    return shared
