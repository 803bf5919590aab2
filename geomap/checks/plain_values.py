"""Values as most tables have them, without a look of its own at each row.

Most rows of a table name a district, an indicator, a year and a unit that other rows have named
before, and a plain number. What such words mean is found out once; a row about which anything is to
be told, or that is written in another way, is left to its own look (`geomap.checks.indicators`),
which gives plain rows the same value.
"""

import re
from dataclasses import dataclass, field

from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Indicator, Observation
from geomap.model.tables import Row, Table
from geomap.tables import dates, units

_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)

_Who = tuple[str, int]  # adcode and year
_What = tuple[str, str, float]  # indicator, source and what a number is to be multiplied by


@dataclass(slots=True)
class PlainValues:
    """What the rows of one table say plainly.

    Attributes:
        table: A row a value, its columns known by role.
        district: Role of the column that names the district: ``adcode`` or ``name``.
        gazetteer: The districts.
        config: Which indicators and sources there are.
        mixed: The column has codes that were given up.
    """

    table: Table
    district: str
    gazetteer: Gazetteer
    config: AtlasConfig
    mixed: bool
    _indicators: dict[str, Indicator] = field(init=False)
    _sources: frozenset[str] = field(init=False)
    _who: dict[tuple[str, str, str], _Who | None] = field(default_factory=dict)
    _what: dict[tuple[str, str, str, bool], _What | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Order what the atlas declares."""
        self._indicators = {indicator.key: indicator for indicator in self.config.indicators}
        self._sources = frozenset({"", *(source.key for source in self.config.sources)})

    def read(self, row: Row) -> Observation | None:
        """The row's value; None where the row needs a look of its own."""
        cell = self.table.cell
        words = cell(row, "value")
        if _DECIMAL.fullmatch(words) is None:
            return None
        name = cell(row, "name") if self.district == "adcode" else ""
        said = (cell(row, self.district), name, cell(row, "year"))
        if said not in self._who:
            self._who[said] = self._district(*said)
        asked = (
            cell(row, "indicator"),
            cell(row, "unit"),
            cell(row, "source"),
            "unit" in row.names,
        )
        if asked not in self._what:
            self._what[asked] = self._indicator(*asked)
        who, what = self._who[said], self._what[asked]
        if who is None or what is None:
            return None
        adcode, year = who
        key, source, factor = what
        value = float(words) if factor == 1 else float(f"{float(words) * factor:.12g}")
        return Observation(adcode, key, year, value, source, self.table.location(row))

    def _district(self, words: str, name: str, year: str) -> _Who | None:
        when = dates.year(year) if year else None
        if not words or not isinstance(when, int):
            return None
        plain = self.gazetteer.find(words)
        named = isinstance(plain, Found) and self.gazetteer.is_named(plain.adcode, name)
        found = plain if named else self.gazetteer.find(words, when, mixed=self.mixed)
        if not isinstance(found, Found) or found.former is not None:
            return None
        agrees = not name or self.gazetteer.is_named(found.adcode, name)
        return (found.adcode, when) if agrees else None

    def _indicator(self, key: str, unit: str, source: str, in_heading: bool) -> _What | None:  # noqa: FBT001 # part of a key
        indicator = self._indicators.get(key)
        if indicator is None or source not in self._sources:
            return None
        factor = units.factor(unit, indicator.unit) if in_heading else None
        if factor is not None and factor != 1:
            return key, source, factor
        fits = not unit or units.agrees(unit, indicator.unit)
        return (key, source, 1.0) if fits else None
