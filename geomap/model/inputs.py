"""The files that an atlas is made from, with what they do not say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from geomap.geo.datum import Datum


@dataclass(frozen=True, slots=True)
class InputFile:
    """A table or layer that an atlas is made from, with what it does not say of itself.

    Attributes:
        path: Absolute path.
        encoding: Of its text; None where it tells.
        layer: Layer of a GeoPackage or sheet of a workbook; None takes the only or first one.
        crs: Of its coordinates, e.g. ``EPSG:4544``; None where it tells, or has degrees.
        columns: Role → heading, for columns whose headings geomap does not know.
        defaults: Role → what is meant where a row says nothing.
        header: Whether a row of the table names its columns; else they are called A, B, C.
        sheets: ``year`` reads every sheet of a workbook whose title has a year, which its rows get.
    """

    path: Path
    encoding: str | None = None
    layer: str | None = None
    crs: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    header: bool = True
    sheets: Literal["year"] | None = None


Role = Literal["water", "river", "road", "rail", "neighbour", "sea"]


@dataclass(frozen=True, slots=True)
class ContextFile:
    """A layer that helps a reader find the way, and that nothing is counted in.

    Attributes:
        file: Where it is.
        role: What it shows; decides how it is drawn.
        datum: Datum of its degrees; None takes what the file says.
        source: Key of its source, or None.
    """

    file: InputFile
    role: Role
    datum: Datum | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AtlasFiles:
    """The input files of an atlas; empty where the atlas has no such table."""

    districts: InputFile
    indicators: tuple[InputFile, ...] = ()
    measures: tuple[InputFile, ...] = ()
    projects: tuple[InputFile, ...] = ()
    sites: tuple[InputFile, ...] = ()
    context: tuple[ContextFile, ...] = ()

    def tables(self) -> Mapping[str, tuple[InputFile, ...]]:
        """The tables by their keys in ``[files]``; those that the atlas has."""
        every = {
            "indicators": self.indicators,
            "measures": self.measures,
            "projects": self.projects,
            "sites": self.sites,
        }
        return {key: files for key, files in every.items() if files}

    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return (
            self.districts.path,
            *(file.path for files in self.tables().values() for file in files),
            *(layer.file.path for layer in self.context),
        )
