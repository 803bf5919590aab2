"""A code or a name, of any year and spelling → one district, or a refusal. Never a guess. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geomap.gazetteer import history
from geomap.gazetteer.answers import USE_THE_BOUNDARIES, Found, Refusal
from geomap.gazetteer.history import Lineage, RetiredUnit
from geomap.gazetteer.reference import Reference
from geomap.gazetteer.spellings import key, prefixes, variants
from geomap.model import Region
from geomap.tables.values import district_code
from geomap.text import Text

CITYWIDE = "全市"


@dataclass(frozen=True, slots=True)
class Entry:
    """A district as the gazetteer knows it."""

    adcode: str
    name: str
    short_name: str
    region: str


_NUMERAL = re.compile(r"[\d.,+%-]+")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The districts of one vintage, and the regions they form.

    Attributes:
        entries: Districts by adcode.
        names: Code, full and short name → adcode.
        regions: Districts of each region and group, in the order of the boundaries.
        spellings: Every other way to write a name, as keys → adcode.
        lineage: What was before and after, and what lies elsewhere.
        whole: What is written for all districts together: 全市, or the name of the city.
    """

    entries: Mapping[str, Entry]
    names: Mapping[str, str] = field(repr=False)
    regions: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str] = field(default_factory=dict, repr=False)
    lineage: Lineage = field(default_factory=Lineage, repr=False)
    whole: frozenset[str] = frozenset({CITYWIDE})

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry],
        regions: Iterable[Region],
        almanac: Reference | None = None,
        vintage: str = "",
        home: str | None = None,
    ) -> "Gazetteer":
        """Make one from districts and the regions that the atlas declares.

        A spelling that two districts share is left out: it would be a guess.

        Args:
            entries: The districts of the boundaries.
            regions: Regions and groups.
            almanac: What is known of other years and places; None knows nothing.
            vintage: Year and month of the boundaries, e.g. ``2025-02``; empty if unknown.
            home: Province or city that all districts are of.
        """
        known = {entry.adcode: entry for entry in entries}
        spoken = [(s, e.adcode) for e in known.values() for s in (e.adcode, e.name, e.short_name)]
        almanac = almanac or Reference()
        return cls(
            known,
            _unshared(spoken),
            _members(known, tuple(regions)),
            _unshared(_spellings(known.values(), almanac)),
            history.of(almanac, {code: entry.name for code, entry in known.items()}, vintage),
            frozenset({CITYWIDE} | ({home} if home else set())),
        )

    def district(self, words: str) -> str | None:
        """The adcode of a district by its exact code, full or short name; None if unknown."""
        return self.names.get(words)

    def find(self, words: str, year: int | None = None, *, mixed: bool = False) -> Found | Refusal:
        """The district that a code or name of any year and spelling means.

        Args:
            words: A cell.
            year: Year that the cell is of; decides between the meanings of a reused code.
            mixed: The words stand among codes that were given up, so that a reused code without
                a year may mean either unit. Else codes are taken for those of the boundaries.
        """
        code = district_code(words)
        if isinstance(code, str):
            return self._find_code(code, words, year, mixed=mixed)
        if words in self.names and key(words) not in self.lineage.wider:
            return Found(self.names[words], "exact")
        return self._find_name(words)

    def _find_code(
        self, code: str, words: str, year: int | None, *, mixed: bool
    ) -> Found | Refusal:
        reused = self.lineage.is_reused(code)
        if reused and year is None and (mixed or code not in self.entries):
            return self._ambiguous(code)
        # A code that has no other meaning keeps its own in every year: offices change slowly.
        former = self.lineage.former_of(code, year if reused else None)
        if former is not None and (year is not None or code not in self.entries):
            return _found(former)
        if code in self.entries:
            return Found(code, "exact" if words == code else "spelling")
        return self._unknown(words, self.lineage.elsewhere_code(code))

    def _find_name(self, words: str) -> Found | Refusal:
        spelling = key(words)
        if spelling in self.lineage.later:
            return self._later(words, spelling)
        if spelling in self.spellings and spelling not in self.lineage.wider:
            return Found(self.spellings[spelling], "spelling")
        if _NUMERAL.fullmatch(spelling):  # no name of other years or places
            return self._unknown(words, None)
        former = self.lineage.former_named(spelling)
        if former is not None:
            return _found(former)
        bearers = self.lineage.bearers_elsewhere(spelling)
        if len(bearers) > 1:
            return _shared_elsewhere(words, bearers)
        return self._unknown(words, self.lineage.elsewhere_name(spelling))

    def _ambiguous(self, code: str) -> Refusal:
        meanings = self.lineage.meanings(code)
        return Refusal(
            "ambiguous",
            Text(
                f"代码 {code} 先后用于{'、'.join(m.zh for m in meanings)}",
                f"the code {code} has been used for {', then '.join(m.en for m in meanings)}",
            ),
            Text(
                "请加一列“year”写明代码的年份，或改写名称",
                "add a column “year” with the year of the code, or write the name",
            ),
        )

    def _later(self, words: str, spelling: str) -> Refusal:
        unit = self.lineage.later[spelling]
        vintage = f" {self.lineage.vintage}" if self.lineage.vintage else ""
        return Refusal(
            "later",
            Text(
                f"“{words}”自 {unit.since} 起才是区县，晚于边界的时点{vintage}",
                f"{words!r} is a district since {unit.since} only, after the boundaries"
                + (f" ({vintage.strip()})" if vintage else ""),
            ),
            Text(
                f"请改用新边界，或按原区县（{'、'.join(unit.parts)}）填写",
                f"use newer boundaries, or give the former districts ({', '.join(unit.parts)})",
            ),
        )

    def _unknown(self, words: str, elsewhere: str | None) -> Refusal:
        if elsewhere is not None:
            return Refusal(
                "elsewhere",
                Text(
                    f"“{words}”是{elsewhere}，不在边界文件中",
                    f"{words!r} is {elsewhere}, which is not in the boundaries",
                ),
                Text("请删去该行，或换用包含它的边界", "remove it, or use boundaries that hold it"),
            )
        return Refusal(
            "unknown",
            Text(f"区县“{words}”不在区划表中", f"the district {words!r} is not in the boundaries"),
            lambda: self._suggestion(words),
        )

    def _suggestion(self, words: str) -> Text:
        near = [
            f"“{name}”({code})" if (code := self.names.get(name)) else f"“{name}”"
            for name in self.suggest(words)
        ]
        if not near:
            return USE_THE_BOUNDARIES
        return Text(f"是否为{'、'.join(near)}？", f"did you mean {', '.join(near)}?")

    def has_former_codes(self, words: Iterable[str]) -> bool:
        """Whether any of these is a code that was given up and has no other meaning here."""
        codes = (district_code(word) for word in words)
        return any(
            isinstance(code, str) and code not in self.entries and self.lineage.was_given_up(code)
            for code in codes
        )

    def is_named(self, adcode: str, words: str) -> bool:
        """Whether words are a name of that district, also one that others bear as well."""
        entry = self.entries.get(adcode)
        spelling = key(words)
        if entry is None or not spelling:
            return False
        names = variants(entry.name) | {key(entry.short_name)}
        county = self.lineage.counties.get(adcode)
        before = prefixes(county.city, county.province) if county else frozenset()
        return spelling in names or any(
            spelling == prefix + name for prefix in before for name in names
        )

    def places(self, words: str) -> tuple[str, ...] | None:
        """The adcodes of a district, region or group, exactly as named; None if unknown."""
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


def _shared_elsewhere(words: str, bearers: Sequence[str]) -> Refusal:
    first, count = bearers[:3], len(bearers)
    return Refusal(
        "elsewhere",
        Text(
            f"“{words}”是 {count} 个区县的名称，都不在边界文件中，如{'、'.join(first)}",
            f"{words!r} names {count} districts, none in the boundaries: {', '.join(first)} …",
        ),
        Text(
            "请在名称前写明省份，或写代码；不属于本图集的请删去",
            "write the province before the name, or the code; remove it if it is not of this atlas",
        ),
    )


def _found(former: RetiredUnit) -> Found:
    return Found(former.adcode, "former", former.words, former.part)


def _unshared(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spelling → adcode, without spellings that two districts share."""
    found: dict[str, str] = {}
    shared = set()
    for spelling, adcode in pairs:
        if found.setdefault(spelling, adcode) != adcode:
            shared.add(spelling)
    return {spelling: adcode for spelling, adcode in found.items() if spelling not in shared}


def _spellings(entries: Iterable[Entry], almanac: Reference) -> Iterable[tuple[str, str]]:
    """Every way to write each name, with and without its city and province before it."""
    counties = {county.code: county for county in almanac.counties}
    for entry in entries:
        county = counties.get(entry.adcode)
        before = prefixes(county.city, county.province) if county else frozenset()
        for name in variants(entry.name) | {key(entry.short_name)}:
            yield name, entry.adcode
            for prefix in before:
                yield prefix + name, entry.adcode


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
