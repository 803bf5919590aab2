"""A category of a map: a named group of districts."""

from dataclasses import dataclass

from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Category:
    """Districts that a theme fills alike: all that any of its lists names.

    Attributes:
        title: Name for people.
        color: ``#rrggbb``; None takes one of the house's, in turn.
        projects: Ids of projects, for the districts that they name.
        regions: Regions and groups of regions, for their districts.
        districts: Codes or names of districts.
    """

    title: Text
    color: str | None = None
    projects: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
