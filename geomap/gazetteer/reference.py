"""What geomap knows about China's counties besides the user's boundaries: packaged tables.

Codes and names that were given up, all counties of today, and districts founded later. Read once
from the package; `geomap.gazetteer` takes the values and stays free of files.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Change:
    """A code and name that were given up.

    Attributes:
        code: Six digits.
        name: Full name then.
        start: First year in use.
        end: Year of the change; the code had its old meaning before it.
        successor: Code that followed, which may itself have been given up later.
    """

    code: str
    name: str
    start: int
    end: int
    successor: str


@dataclass(frozen=True, slots=True)
class County:
    """A county of today: code, full name, and the city and province it belongs to."""

    code: str
    name: str
    city: str
    province: str


@dataclass(frozen=True, slots=True)
class LaterUnit:
    """A district that was founded after the counties of today were listed.

    Attributes:
        name: Full name.
        since: Day of its founding, ISO 8601.
        parts: Names of the districts whose land it took.
    """

    name: str
    since: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The three tables together. An empty one makes a gazetteer of plain names and codes."""

    changes: tuple[Change, ...] = ()
    counties: tuple[County, ...] = ()
    later: tuple[LaterUnit, ...] = ()


@cache
def shipped() -> Reference:
    """The tables that come with geomap; ``geomap/data/SOURCE.md`` says where from."""
    return Reference(
        changes=tuple(
            Change(r["old_code"], r["old_name"], int(r["start"]), int(r["end"]), r["new_code"])
            for r in _rows("code_history.csv")
        ),
        counties=tuple(
            County(r["code"], r["name"], r["city"], r["province"]) for r in _rows("counties.csv")
        ),
        later=tuple(
            LaterUnit(r["name"], r["since"], tuple(r["parts"].split(";")))
            for r in _rows("later_units.csv")
        ),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("geomap").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
