"""What the tables say, parsed and checked. Coordinates are degrees, WGS84."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.model.findings import Location
from geomap.model.inputs import Role
from geomap.text import Text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one district and year."""

    adcode: str
    indicator: str
    year: int
    value: float
    source: str
    location: Location


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric target of the plan: at least ``value`` of ``indicator``."""

    indicator: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A policy measure (举措) of the plan.

    Attributes:
        id: ``m09`` for article 9; ``m09-2`` for its second row; ``m00`` for what stands before
            the articles.
        article: Number of the article, or None for the general requirements.
        chapter: Number of the chapter.
        title: Heading.
        departments: Departments in charge, as the plan names them.
        scope: Places as written in the table.
        districts: Adcodes that the scope comes to; empty when city-wide.
        citywide: The measure names no place: it holds for the whole city.
        target: Numeric target, if there is one.
        summary: What is to happen, in geomap's own words.
        place: Row of the table.
    """

    id: str
    article: int | None
    chapter: int
    title: Text
    departments: tuple[str, ...]
    scope: tuple[str, ...]
    districts: tuple[str, ...]
    citywide: bool
    target: Target | None
    summary: Text
    location: Location


class Certainty(StrEnum):
    """How sure a place is, whatever its shape.

    SURVEYED: measured, to ``uncertainty`` metres if that is known. APPROXIMATE: about there, within
    ``uncertainty`` metres. SCHEMATIC: drawn to tell what belongs together, not where it runs.
    WHOLE_UNIT: the districts named are the place. NONE: no place is known; shown in lists only.
    """

    SURVEYED = "surveyed"
    APPROXIMATE = "approximate"
    SCHEMATIC = "schematic"
    WHOLE_UNIT = "whole-unit"
    NONE = "none"


class Extension(StrEnum):
    """What a place covers; the word that an exported layer carries."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    SEVERAL = "several"
    DISTRICTS = "districts"
    NONE = "none"


_BY_DIMENSION = (Extension.POINT, Extension.LINE, Extension.AREA)


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is, and how sure that is: a shape and a certainty, two things.

    Attributes:
        certainty: See `Certainty`.
        geometry: Points, lines or polygons, degrees, WGS84; None when the districts are the place
            and when there is no place.
        datum: Datum that the table declared; ``unknown`` where nobody says.
        uncertainty: Metres: the accuracy of a survey if it is known, else the radius that the
            place may be off; None where nothing is drawn.
    """

    certainty: Certainty
    geometry: "BaseGeometry | None" = None
    datum: str | None = None
    uncertainty: float | None = None

    @property
    def extension(self) -> Extension:
        """What the place covers."""
        if self.certainty is Certainty.WHOLE_UNIT:
            return Extension.DISTRICTS
        if self.geometry is None:
            return Extension.NONE
        import shapely  # noqa: PLC0415 # `geomap themes` answers without it

        if len(shapely.get_parts(self.geometry)) > 1:
            return Extension.SEVERAL
        return _BY_DIMENSION[shapely.get_dimensions(self.geometry)]


@dataclass(frozen=True, slots=True)
class ContextFeature:
    """A river, a road, a neighbour: what helps a reader find the way.

    Attributes:
        name: Name for people; empty where it has none.
        role: What it is; decides how it is drawn.
        geometry: Degrees, WGS84.
        source: Key of its source, or "".
    """

    name: Text
    role: Role
    geometry: "BaseGeometry"
    source: str


@dataclass(frozen=True, slots=True)
class Project:
    """A named project, zone, platform or programme of the plan.

    Attributes:
        id: Stable ASCII key.
        name: Name for people.
        kind: Key of its `Kind`.
        status: State as the plan says it.
        articles: Articles of the plan that name it.
        districts: Adcodes of the districts it lies in; empty when city-wide.
        position: Where it is.
        source: Citation.
        note: How sure the place is and why.
        place: Row of the table.
    """

    id: str
    name: Text
    kind: str
    status: Text
    articles: tuple[int, ...]
    districts: tuple[str, ...]
    position: Position
    source: str
    note: Text
    location: Location


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a network (a service area, a charging point).

    Attributes:
        id: Stable ASCII key.
        name: Name for people.
        network: Network it belongs to; also the key of its `Kind`.
        road: Road it stands on, or "".
        districts: Adcodes of the district it is said to lie in; empty when nobody says.
        position: Where it is.
        source: Citation.
        note: How sure the place is and why.
        place: Row of the table.
    """

    id: str
    name: Text
    network: str
    road: str
    districts: tuple[str, ...]
    position: Position
    source: str
    note: Text
    location: Location
