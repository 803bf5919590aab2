"""A code or a name → one district, or nothing and some suggestions. Never a guess. Pure."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geomap.model import Region

CITYWIDE = "全市"


@dataclass(frozen=True, slots=True)
class Entry:
    """A district as the gazetteer knows it."""

    adcode: str
    name: str
    short_name: str
    region: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The districts of one vintage, and the regions they form.

    Attributes:
        entries: Districts by adcode.
        names: Every accepted spelling → adcode.
        regions: Districts of each region and group, in the order of the boundaries.
    """

    entries: Mapping[str, Entry]
    names: Mapping[str, str] = field(repr=False)
    regions: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, entries: Iterable[Entry], regions: Iterable[Region]) -> "Gazetteer":
        """Make one from districts and the regions that the atlas declares.

        A short name that two districts share is left out: it would be a guess.
        """
        known = {entry.adcode: entry for entry in entries}
        names: dict[str, str] = {}
        shared = set()
        for entry in known.values():
            for spelling in {entry.adcode, entry.name, entry.short_name}:
                if names.setdefault(spelling, entry.adcode) != entry.adcode:
                    shared.add(spelling)
        for spelling in shared:
            del names[spelling]
        return cls(known, names, _members(known, tuple(regions)))

    def district(self, words: str) -> str | None:
        """The adcode of a district by its code, full name or short name; None if unknown."""
        return self.names.get(words)

    def places(self, words: str) -> tuple[str, ...] | None:
        """The adcodes of a district, region or group; None if unknown."""
        if words in self.regions:
            return self.regions[words]
        found = self.district(words)
        return None if found is None else (found,)

    def suggest(self, words: str, count: int = 3) -> tuple[str, ...]:
        """Names that look like ``words``, best first. Only ever shown, never used."""
        spellings = [*(entry.name for entry in self.entries.values()), *self.regions]
        starts = [name for name in spellings if words and name[:2] == words[:2]]
        close = difflib.get_close_matches(words, spellings, n=count, cutoff=0.5)
        return tuple(dict.fromkeys([*starts, *close]))[:count]


def _members(known: Mapping[str, Entry], regions: tuple[Region, ...]) -> dict[str, tuple[str, ...]]:
    proper = {
        region.key: tuple(e.adcode for e in known.values() if e.region == region.key)
        for region in regions
        if not region.parts
    }
    groups = {
        region.key: tuple(code for part in region.parts for code in proper.get(part, ()))
        for region in regions
        if region.parts
    }
    return proper | groups
