"""A district on one page: its map, its figures, and all that names it, in final words."""

from dataclasses import dataclass

from geomap.model.spec import MapSpec
from geomap.text import Lang, Text

# The legend items of a profile's ground.
OWN, OTHER = "own", "other"


@dataclass(frozen=True, slots=True)
class ProfileLinks:
    """Where a page finds the profiles of its districts.

    Attributes:
        base: Relative address of their folder up to ``profile-``, quoted as an address is; it
            begins with ``./`` or ``../``, so that nothing in it is taken for a scheme.
        adcodes: Of the districts that have one there.
    """

    base: str
    adcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """All districts' values on a line, as shares of it from the smallest to the largest.

    Attributes:
        others: Of the other districts, each from 0 to 1.
        own: Of the district.
        ends: Smallest and largest value, in words.
    """

    others: tuple[float, ...]
    own: float
    ends: tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of the district.

    Attributes:
        title: Indicator and year.
        value: With its unit, or that there is none.
        rank: Among the districts; empty without a value.
        references: Region, city and targets, a line each.
        strip: Where the district stands; None with fewer than two different values.
    """

    title: Text
    value: Text
    rank: Text
    references: tuple[Text, ...]
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure or project: its name and what is said of it."""

    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list; never empty."""

    title: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A district's page, complete and final: an output adds nothing and leaves nothing out.

    Attributes:
        adcode: Of the district.
        name: Full name.
        subtitle: Province, region and code.
        map: The district and what lies around it; its ``extent`` is the district's.
        summary: Sentences made from the data.
        figures_title: Heading of the figures.
        figures: In the order of the atlas; those that nobody has a value of are left out.
        sections: Measures, then projects and sites.
        sources_title: Heading of the sources.
        sources: Lines.
    """

    adcode: str
    name: Text
    subtitle: Text
    map: MapSpec
    summary: tuple[Text, ...]
    figures_title: Text
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    sources_title: Text
    sources: tuple[Text, ...]

    def words(self, lang: Lang) -> tuple[str, ...]:
        """Every line that an output must show, in one language."""
        figures = [
            text
            for f in self.figures
            for text in (f.title, f.value, f.rank, *f.references, *_ends(f.strip))
        ]
        listed = [
            text
            for section in self.sections
            for text in (section.title, *(t for e in section.entries for t in (e.title, *e.lines)))
        ]
        ends = (self.map.atlas, self.map.reference_date, self.map.approval)
        every = (
            *(self.name, self.subtitle, *self.summary, *figures, *listed),
            *(*self.sources, *ends, *((self.figures_title,) if self.figures else ())),
        )
        return tuple(text.get(lang) for text in every if text.get(lang))


def _ends(strip: Strip | None) -> tuple[Text, ...]:
    return () if strip is None else strip.ends
