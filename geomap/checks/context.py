"""Layers of context: each feature with a name, if it has one, and a place that can be drawn."""

from collections.abc import Iterable, Iterator

import shapely

from geomap.model import ContextFeature, ContextFile
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells
from geomap.tables.headings import with_roles
from geomap.text import Text

_ROLES = ("name", "name_en", "geometry")


def check_context(
    layers: Iterable[tuple[ContextFile, Table]], findings: Findings
) -> tuple[ContextFeature, ...]:
    """The features of all layers, in their order; what cannot be drawn is told and left out."""
    return tuple(
        feature for layer, table in layers for feature in _features(layer, table, findings)
    )


def _features(layer: ContextFile, table: Table, findings: Findings) -> Iterator[ContextFeature]:
    known = with_roles(table, _ROLES, findings, table.columns_declared)
    for row in known.rows:
        cells = Cells(known, row, findings)
        shape = shapely.from_wkt(cells.words("geometry") or "POINT EMPTY")
        drawn = shape if shape.is_valid else shapely.make_valid(shape)
        if drawn.is_empty:
            findings.tell(
                "GM-C001",
                cells.location("geometry"),
                Text("要素没有几何，未画出", "the feature has no geometry and is not drawn"),
                Text("请删去或补上几何", "remove it, or give it a place"),
            )
            continue
        yield ContextFeature(cells.text("name"), layer.role, drawn, layer.source or "")
