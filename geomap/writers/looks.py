"""Which classes, labels and words each table of a map has: what QGIS is to be told."""

from collections.abc import Iterable

import pandas as pd

from geomap.model import LegendItem, MapSpec
from geomap.model.layers import LayerName
from geomap.text import Text
from geomap.writers.fields import described
from geomap.writers.gpkg_measures import COLUMNS, LINKS
from geomap.writers.qml import Look

LAYERS: dict[LayerName, Text] = {
    "districts": Text("区县", "Districts"),
    "projects": Text("项目", "Projects"),
    "sites": Text("站点", "Sites"),
    "context": Text("底图", "Context"),
    "measures": Text("举措", "Measures"),
    "features": Text("要素", "Features"),
}
_KINDS: dict[str, Text] = {
    "points": Text("点", "points"),
    "lines": Text("线", "lines"),
    "areas": Text("面", "areas"),
    "listed": Text("未上图", "listed"),
}


def title_of(name: str, layer: LayerName) -> Text:
    """What a table is called: its layer, with its kind of geometry where there are several."""
    if name == LINKS:
        return Text("举措-区县", "Measures-districts")
    kind, title = _KINDS.get(name.removeprefix(f"{layer}_")), LAYERS[layer]
    return title if kind is None else Text(f"{title.zh}-{kind.zh}", f"{title.en}-{kind.en}")


def look_of(spec: MapSpec, layer: LayerName, rows: pd.DataFrame) -> Look | None:
    """How a table is drawn; None where a map does not draw it.

    Args:
        spec: The map.
        layer: Layer that the table is of.
        rows: The table.
    """
    if layer == "features":
        return None
    columns = [str(column) for column in rows.columns if column != "geometry"]
    fields = _fields(spec, columns)
    if layer == "districts":
        items = [item for item in spec.legends[0].items if item.count]
        return Look(tuple(items), fields, "short_name", spec.circles)
    if layer == "context":
        named = set(rows["class"])
        roles = {mark.title.zh: mark for mark in spec.context if mark.title.zh in named}
        items = [LegendItem(m.role, m.title, m.symbol, 0) for m in roles.values()]
        return Look(tuple(items), fields, "name")
    ids = {f"{layer.removesuffix('s')}:{key}" for key in rows["id"]}
    looks = {mark.item for mark in spec.marks if mark.id in ids}
    looks |= {key for dots in spec.dots if f"{dots.of}s" == layer for key in dots.items.distinct}
    items = [item for legend in spec.legends for item in legend.items if item.key in looks]
    return Look(tuple(items), fields, "name")


def looks_of_measures(spec: MapSpec) -> tuple[tuple[str, Look], ...]:
    """The tables of measures: name, and what their columns are called."""
    return tuple((name, Look((), _fields(spec, columns), "")) for name, columns in COLUMNS.items())


def _fields(spec: MapSpec, columns: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f.name, f.title.get(spec.language)) for f in described(spec, columns))
