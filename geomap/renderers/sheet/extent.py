"""A map drawn for some of its districts."""

import difflib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from geomap.errors import RenderError
from geomap.geo.extent import Extent
from geomap.model import DistrictMark, MapSpec
from geomap.text import Text


def drawn_for(spec: MapSpec, named: Sequence[str]) -> MapSpec:
    """The map with the extent of districts and regions, named in either language or by code.

    Raises:
        RenderError: It has no district and no region of a name.
    """
    chosen = [shape for words in named for shape in _shapes(spec, words)]
    bounds = shapely.total_bounds(np.array(chosen, dtype=object))
    return replace(spec, extent=Extent(*(float(edge) for edge in bounds)))


def _shapes(spec: MapSpec, words: str) -> list[object]:
    found = [each.geometry for each in spec.districts if words.casefold() in _names(each)]
    if found:
        return list(found)
    known = sorted({name for each in spec.districts for name in _names(each)} - {""})
    near = difflib.get_close_matches(words.casefold(), known, n=1, cutoff=0.5)
    hint = Text(f"；是否为“{near[0]}”？", f"; did you mean {near[0]!r}?") if near else Text("", "")
    raise RenderError(
        Text(
            f"{spec.theme}：没有区县或区域“{words}”{hint.zh}",
            f"{spec.theme}: there is no district or region {words!r}{hint.en}",
        )
    )


def _names(district: DistrictMark) -> set[str]:
    texts = (district.name, district.label, district.region)
    names = {name.casefold() for text in texts for name in (text.zh, text.en)}
    return names | {district.adcode}
