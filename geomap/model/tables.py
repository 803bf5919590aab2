"""What was read, as it stands in the files: text in cells, each with its place. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd

from geomap.model import Finding, Location


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file (1 is the header) and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the file: every cell is cleaned text.

    Attributes:
        file: Name of the file as messages show it.
        columns: Header, in order.
        rows: Rows that are not blank.
        notes: What the reader has to tell about the file.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Finding, ...] = ()

    def location(self, row: Row, column: str | None = None) -> Location:
        """The place of a row, or of one of its cells."""
        return Location(self.file, row.number, column)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What `geomap.sources` read for an atlas.

    Attributes:
        districts: One row a feature, WGS84, with the column ``row``.
        boundary_file: How messages call the boundary file.
        tables: By the name of the file in ``[files]``; absent where the atlas has none.
    """

    districts: gpd.GeoDataFrame
    boundary_file: str
    tables: Mapping[str, Table]
