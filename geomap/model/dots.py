"""Many points of a map by columns, where each mark of its own would only cover the next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geomap.model.coded import Coded, Rows
from geomap.model.rows import Certainty
from geomap.text import Text

Strings = NDArray[np.object_]
Floats = NDArray[np.float64]


class Depth(NamedTuple):
    """How deep a place is coloured by the dots that fall on it; page, sheet and words agree on it.

    Attributes:
        least: Dots from which on it is so.
        opacity: Of the colour, 0 to 1.
        shade: Share of black in it, 0 to 1.
    """

    least: int
    opacity: float
    shade: float

    def color(self, color: str) -> str:
        """The colour so shaded, ``#rrggbb`` like the one that is given."""
        parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
        return "#" + "".join(f"{round(part * (1 - self.shade)):02x}" for part in parts)


# Steps of ten hold for thirty dots and for a million, at any zoom.
DEPTHS = (
    Depth(1, 0.55, 0.0),
    Depth(2, 0.8, 0.0),
    Depth(10, 1.0, 0.0),
    Depth(100, 1.0, 0.3),
    Depth(1000, 1.0, 0.55),
)


def rarities(counts: Mapping[str, int]) -> dict[str, int]:
    """How many times ten rarer than the most frequent class each one is.

    Where dots of several classes share a place, one of the rarest is shown, so that ten metro
    stations among ten thousand shops are seen; among classes of about the same size it is any
    one of the dots, so that the colours mix as the dots do.

    Args:
        counts: Class → how many dots it has, at least 1.
    """
    most = max(counts.values(), default=1)
    return {key: len(str(most // count)) - 1 for key, count in counts.items()}


@dataclass(frozen=True, slots=True, eq=False)
class FactColumn:
    """A line that the cards of dots have: its label, and what it says for each; "" says nothing."""

    label: Text
    said: Coded[Text]


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Projects or sites drawn as dots: what a `geomap.model.Mark` says, each column n long.

    Attributes:
        of: What they are; the id of a mark is ``site:…`` or ``project:…``.
        ids: Their keys, without what they are.
        names: Names, Chinese.
        names_en: Names, English; the Chinese one where there is none.
        lon: Degrees, WGS84.
        lat: Degrees, WGS84.
        items: Keys of their legend items.
        kinds: Their kinds, in words.
        statuses: Their states, in words; empty for sites.
        certainties: How sure their places are.
        uncertainties: Radius in metres around approximate ones; None else.
        facts: Lines of their cards.
        articles: Articles that name them.
        chapters: Chapters of those articles.
        districts: Adcodes they lie in.
    """

    of: Literal["project", "site"]
    ids: Strings
    names: Strings
    names_en: Strings
    lon: Floats
    lat: Floats
    items: Coded[str]
    kinds: Coded[Text]
    statuses: Coded[Text]
    certainties: Coded[Certainty]
    uncertainties: Coded[float | None]
    facts: tuple[FactColumn, ...]
    articles: Coded[tuple[int, ...]]
    chapters: Coded[tuple[int, ...]]
    districts: Coded[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    def shows_as(self, other: "Dots") -> bool:
        """Whether other dots are the same ones and look and say the same."""
        return self is other or (
            self.of == other.of
            and np.array_equal(self.ids, other.ids)
            and np.array_equal(self.names, other.names)
            and np.array_equal((self.lon, self.lat), (other.lon, other.lat))
            and self.districts.says_as(other.districts)
            and self.items.says_as(other.items)
            and [f.label for f in self.facts] == [f.label for f in other.facts]
            and all(
                mine.said.says_as(theirs.said)
                for mine, theirs in zip(self.facts, other.facts, strict=True)
            )
        )

    def take(self, rows: Rows) -> "Dots":
        """Some of the dots, by number or by mask; lines that none of them has are left out."""
        facts = (FactColumn(fact.label, fact.said.take(rows)) for fact in self.facts)
        return Dots(
            of=self.of,
            ids=self.ids[rows],
            names=self.names[rows],
            names_en=self.names_en[rows],
            lon=self.lon[rows],
            lat=self.lat[rows],
            items=self.items.take(rows),
            kinds=self.kinds.take(rows),
            statuses=self.statuses.take(rows),
            certainties=self.certainties.take(rows),
            uncertainties=self.uncertainties.take(rows),
            facts=tuple(f for f in facts if any(value.zh for value in f.said.distinct)),
            articles=self.articles.take(rows),
            chapters=self.chapters.take(rows),
            districts=self.districts.take(rows),
        )
