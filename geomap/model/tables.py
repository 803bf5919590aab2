"""What was read, as it stands in the files: text in cells, each with its place. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import pyproj

from geomap.model import ContextFile, Finding, Location
from geomap.model.table_rows import ColumnRows, Row

__all__ = ["Inputs", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the file: every cell is cleaned text.

    Attributes:
        file: Name of the file as messages show it.
        columns: Header, in order.
        rows: Rows that are not blank.
        notes: What the reader has to tell about the file.
        names: Role of a column → its heading, where they differ.
        defaults: Role of a column → what is meant where a row says nothing.
        columns_declared: Role → heading as the atlas declares it, not yet looked at.
        crs: What ``lon`` and ``lat`` are in; None for degrees.
        header: Number in the file of the row that names the columns.
    """

    file: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    notes: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    columns_declared: Mapping[str, str] = field(default_factory=dict)
    crs: pyproj.CRS | None = None
    header: int = 1

    def heading(self, role: str) -> str:
        """The heading of the column that plays a role."""
        return self.names.get(role, role)

    def has(self, role: str) -> bool:
        """Whether a column plays that role, or its cells may be taken for granted."""
        return self.heading(role) in self.columns or role in self.defaults

    def cell(self, row: Row, role: str) -> str:
        """The cell of the column that plays a role; what is meant where it says nothing."""
        return row.cells.get(self.heading(role), "") or self.defaults.get(role, "")

    @property
    def numbers(self) -> Sequence[int]:
        """Number of each row in the file."""
        if isinstance(self.rows, ColumnRows):
            return self.rows.numbers
        return [row.number for row in self.rows]

    def words(self, heading: str) -> list[str]:
        """The cells of a column as they stand, blank where there is none."""
        if not isinstance(self.rows, ColumnRows):
            return [row.cells.get(heading, "") for row in self.rows]
        cells = self.rows.columns.get(heading)
        return [""] * len(self.rows) if cells is None else cells

    def column(self, role: str) -> list[str]:
        """What `cell` says of each row."""
        words, default = self.words(self.heading(role)), self.defaults.get(role, "")
        return [said or default for said in words] if default else words

    def location(self, row: Row, column: str | None = None) -> Location:
        """The place of a row, or of one of its cells, by heading or role."""
        named = None if column is None else row.names.get(column, self.heading(column))
        return Location(self.file, row.number, named)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What `geomap.sources` read for an atlas.

    Attributes:
        districts: One row a feature, WGS84, with the column ``row``.
        boundary_file: How messages call the boundary file.
        tables: By their key in ``[files]``; absent where the atlas has none.
        context: Layers of context, their geometry as WKT in degrees, WGS84.
        boundary_notes: What the reader has to tell about the boundary file.
    """

    districts: gpd.GeoDataFrame
    boundary_file: str
    tables: Mapping[str, tuple[Table, ...]]
    context: tuple[tuple[ContextFile, Table], ...] = ()
    boundary_notes: tuple[Finding, ...] = ()
