"""Codes and names through the years, seen from the districts of one vintage. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from geomap.gazetteer.reference import Change, County, LaterUnit, Reference
from geomap.gazetteer.spellings import key, prefixes, upper
from geomap.text import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetiredUnit:
    """A unit that was given up, and the district of the boundaries that its land is in.

    Attributes:
        adcode: Code of that district.
        change: Its row in the history.
        words: Its name and years.
        part: The district has land of other units too.
    """

    adcode: str
    change: Change
    words: Text
    part: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a gazetteer knows beyond the names of its districts.

    Attributes:
        present: Names of the districts of the boundaries, by code.
        formers: Given-up units by code, in the order of the years.
        counties: All counties of today by code.
        later: Units founded after the vintage, by every key of their names.
        wider: Keys of the cities and provinces that hold the districts.
        vintage: Year and month of the boundaries.
        former_names: Given-up units by the key of their name.
        county_names: Counties of today by the key of their name.
    """

    present: Mapping[str, str] = field(default_factory=dict)
    formers: Mapping[str, tuple[RetiredUnit, ...]] = field(default_factory=dict)
    counties: Mapping[str, County] = field(default_factory=dict)
    later: Mapping[str, LaterUnit] = field(default_factory=dict)
    wider: frozenset[str] = frozenset()
    vintage: str = ""
    former_names: Mapping[str, tuple[RetiredUnit, ...]] = field(default_factory=dict)
    county_names: Mapping[str, tuple[County, ...]] = field(default_factory=dict)

    def was_given_up(self, code: str) -> bool:
        """Whether the code once meant a unit that is no more."""
        return code in self.formers

    def is_reused(self, code: str) -> bool:
        """Whether the code was given up and means another unit today, here or elsewhere."""
        return code in self.formers and (code in self.present or code in self.counties)

    def former_of_districts(self) -> dict[str, tuple[str, ...]]:
        """Names that each district, or a unit now within it, once had and has no more."""
        names: dict[str, dict[str, None]] = {}
        for formers in self.formers.values():
            for former in formers:
                if former.change.name != self.present.get(former.adcode):
                    names.setdefault(former.adcode, {})[former.change.name] = None
        return {adcode: tuple(sorted(found)) for adcode, found in names.items()}

    def meanings(self, code: str) -> tuple[Text, ...]:
        """Every unit that the code has meant, the present one last."""
        past = tuple(former.words for former in self.formers.get(code, ()))
        today = self.present.get(code) or self.elsewhere_code(code)
        return (*past, Text.same(today)) if today else past

    def former_of(self, code: str, year: int | None) -> RetiredUnit | None:
        """The unit that the code meant in a year; without a year, if it meant one only."""
        fitting = [
            former
            for former in self.formers.get(code, ())
            if year is None or former.change.start <= year < former.change.end
        ]
        return fitting[0] if len(fitting) == 1 else None

    def former_named(self, spelling: str) -> RetiredUnit | None:
        """The unit that once had a name, if all that had it are in one district today."""
        found = [
            former
            for before, rest in _splits(spelling)
            for former in self.former_names.get(rest, ())
            if not before or before in self._prefixes(former.adcode)
        ]
        if len({former.adcode for former in found}) != 1:
            return None
        return max(found, key=lambda former: former.change.end)

    def _prefixes(self, adcode: str) -> frozenset[str]:
        county = self.counties.get(adcode)
        return prefixes(county.city, county.province) if county else frozenset()

    def elsewhere_code(self, code: str) -> str | None:
        """The county that has the code today but is not in the boundaries."""
        return _full(self.counties[code]) if code in self.counties else None

    def elsewhere_name(self, spelling: str) -> str | None:
        """The one county outside the boundaries of that name, or None."""
        found = [
            county
            for before, rest in _splits(spelling)
            for county in self.county_names.get(rest, ())
            if county.code not in self.present
            and (not before or before in prefixes(county.city, county.province))
        ]
        return _full(found[0]) if len(found) == 1 else None

    def bearers_elsewhere(self, spelling: str) -> tuple[str, ...]:
        """The counties outside the boundaries that bear exactly this name, in full."""
        bearers = self.county_names.get(spelling, ())
        return tuple(_full(county) for county in bearers if county.code not in self.present)


def of(almanac: Reference, present: Mapping[str, str], vintage: str) -> Lineage:
    """Order an almanac for the districts of one vintage, given by code and name."""
    formers = tuple(_formers(almanac.changes, present))
    names = set(present.values())
    return Lineage(
        present=present,
        formers=_grouped((former.change.code, former) for former in formers),
        counties={county.code: county for county in almanac.counties},
        later={
            spelling: unit
            for unit in almanac.later
            if unit.since > vintage and unit.name not in names
            for spelling in _later_keys(unit, almanac.counties)
        },
        wider=_wider(almanac.counties, present),
        vintage=vintage,
        former_names=_grouped((key(former.change.name), former) for former in formers),
        county_names=_grouped((key(county.name), county) for county in almanac.counties),
    )


def _formers(changes: tuple[Change, ...], present: Mapping[str, str]) -> Iterable[RetiredUnit]:
    """Given-up units whose land is in the boundaries."""
    today = {change: _today(change, changes, present) for change in changes}
    for change in sorted(changes, key=lambda c: (c.code, c.start)):
        adcode = today[change]
        if adcode is None:
            continue
        others = (
            other
            for other in changes
            if other != change and other.start < change.end and change.start < other.end
        )
        part = any(today[other] == adcode for other in others)
        words = f"{change.name} ({change.start}–{change.end})"
        chinese = f"{change.name}（{change.start}–{change.end}）"
        yield RetiredUnit(adcode, change, Text(chinese, words), part)


def _today(change: Change, changes: tuple[Change, ...], present: Mapping[str, str]) -> str | None:
    """Follow successor after successor to a district of the boundaries."""
    while True:
        after = [c for c in changes if c.code == change.successor and c.start <= change.end < c.end]
        if not after:
            return change.successor if change.successor in present else None
        change = after[0]


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, tuple[T, ...]] = {}
    for group, value in pairs:
        groups[group] = (*groups.get(group, ()), value)
    return groups


def _splits(spelling: str) -> Iterable[tuple[str, str]]:
    """A spelling parted into a prefix, perhaps empty, and a name."""
    return ((spelling[:i], spelling[i:]) for i in range(len(spelling)))


def _later_keys(unit: LaterUnit, counties: Iterable[County]) -> set[str]:
    name = key(unit.name)
    homes = {
        prefix
        for county in counties
        if county.name in unit.parts
        for prefix in prefixes(county.city, county.province)
    }
    return {name, *(prefix + name for prefix in homes)}


def _wider(counties: Iterable[County], present: Mapping[str, str]) -> frozenset[str]:
    """Cities and provinces of the districts: 广安 alone may mean the city or its one district."""
    here = [county for county in counties if county.code in present]
    return frozenset(
        spelling for c in here for name in (c.city, c.province) for spelling in upper(name)
    )


def _full(county: County) -> str:
    """Province, city and name, the city left out where it is the province."""
    city = county.city if county.city != county.province else ""
    return f"{county.province}{city}{county.name}"
