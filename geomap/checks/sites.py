"""The tables of sites, by columns: thirty rows or a million.

A row with a plain position, a name, a known kind and known districts needs no look of its own; any
other row gets one, and the rows come together again in their order.
"""

from collections.abc import Callable, Iterable
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.checks.items import POSITION_ROLES, Item, Items, needed_columns, readable
from geomap.checks.plain_places import PlainPoints, plain_points
from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Site
from geomap.model.catalogue import Findings
from geomap.model.coded import Coded, paired
from geomap.model.sites import Sites, stacked, strings
from geomap.model.tables import Table
from geomap.tables.cells import Cells, parts_of
from geomap.text import Text

SITE_ROLES = ("id", "name", "name_en", "network", "road", "districts", *POSITION_ROLES)
Mask = NDArray[np.bool_]
Codes = tuple[str, ...]


def check_sites(
    tables: Iterable[Table],
    gazetteer: Gazetteer,
    config: AtlasConfig,
    boundaries: gpd.GeoDataFrame,
    findings: Findings,
) -> Sites:
    """Parse and check every row of the tables of sites; their order is kept."""
    items = Items("network", gazetteer, config, boundaries)
    known = readable(tables, SITE_ROLES, needed_columns("network", config), findings)
    return stacked([_of_table(table, items, findings) for table in known])


def _of_table(table: Table, items: Items, findings: Findings) -> Sites:
    points = plain_points(table, items.ground)
    kinds = Coded.of(table.column("network")).map(items.kind_of)
    codes = Coded.of(table.column("districts")).map(_silently(items.gazetteer))
    plain = points.are_plain & np.array([bool(name) for name in table.column("name")], dtype=bool)
    plain &= kinds.where(bool) & codes.where(lambda named: named is not None)
    plain &= _near(points, codes, plain, items)
    ids: list[str | None] = [None] * len(table.rows)
    odd: list[tuple[int, Site]] = []
    numbers, words, names = table.numbers, table.column("id"), table.column("name")
    for row, is_plain in enumerate(plain.tolist()):
        if is_plain:
            ids[row] = items.ids.quick(words[row], names[row], table.file, numbers[row])
        if ids[row] is None:
            cells = Cells(table, table.rows[row], findings)
            site = items.good(cells, partial(_site, cells))
            if site is not None:
                odd.append((row, site))
    rows = np.flatnonzero([key is not None for key in ids])
    alone = Sites.of([site for _, site in odd])
    whole = stacked([_plain(table, points, (ids, kinds, codes), rows), alone])
    return whole.take(np.argsort([*rows.tolist(), *(row for row, _ in odd)], kind="stable"))


def _silently(gazetteer: Gazetteer) -> Callable[[str], Codes | None]:
    """Cell → the districts that it names; None where there is something to tell about it."""

    def read(words: str) -> Codes | None:
        found: set[str] = set()
        for part in parts_of(words):
            if part in gazetteer.regions:
                found.update(gazetteer.regions[part])
            elif part not in gazetteer.whole:
                one = gazetteer.find(part)
                if not isinstance(one, Found) or one.former is not None:
                    return None
                found.add(one.adcode)
        return tuple(sorted(found))

    return read


def _near(points: PlainPoints, codes: Coded[Codes | None], plain: Mask, items: Items) -> Mask:
    """The rows whose point lies in the districts that they name, if they name any."""
    near = codes.where(lambda named: not named)
    for code, named in enumerate(codes.distinct):
        ours = np.flatnonzero(plain & (codes.codes == code))
        if named and len(ours):
            area = items.united(named)
            near[ours] = shapely.intersects_xy(area, points.lon[ours], points.lat[ours])
    return near


def _plain(
    table: Table,
    points: PlainPoints,
    read: tuple[list[str | None], Coded[str | None], Coded[Codes | None]],
    rows: NDArray[np.intp],
) -> Sites:
    """The rows that need no look of their own."""
    ids, kinds, codes = read
    names = strings(table.column("name"))[rows]
    english = strings(table.column("name_en"))[rows]
    notes = paired(Coded.of(table.column("note")), Coded.of(table.column("note_en"))).take(rows)
    return Sites(
        ids=np.array(ids, dtype=object)[rows],
        names=names,
        names_en=np.where(english == "", names, english),
        networks=kinds.take(rows).map(str),
        roads=Coded.of(table.column("road")).take(rows),
        districts=codes.take(rows).map(lambda named: named or ()),
        lon=points.lon[rows],
        lat=points.lat[rows],
        shapes={},
        certainties=points.certainties.take(rows),
        datums=points.datums.take(rows),
        uncertainties=points.uncertainties.take(rows),
        sources=Coded.of(table.column("source")).take(rows),
        notes=notes.map(lambda said: Text(said[0], said[1] or said[0])),
        files=Coded.all(table.file, len(rows)),
        rows=np.array(table.numbers, dtype=np.int64)[rows],
    )


def _site(cells: Cells, item: Item) -> Site:
    return Site(
        id=item.key,
        name=cells.text("name"),
        network=item.kind,
        road=cells.words("road"),
        districts=item.districts,
        position=item.where,
        source=cells.words("source"),
        note=cells.text("note"),
        location=cells.location(),
    )
