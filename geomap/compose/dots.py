"""Projects and sites of which there are too many for signs of their own, as columns. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import shapely

from geomap.compose import words
from geomap.model import Certainty, Kind, Mark
from geomap.model.coded import Coded, paired
from geomap.model.dots import Dots, FactColumn
from geomap.model.sites import Sites, strings
from geomap.text import Text

MANY = 1500  # points; beyond it signs of their own only cover each other
_NOTHING = Text("", "")
ItemKey = Callable[[Kind, Certainty], str]
Names = Callable[[tuple[str, ...]], Text]


def dots_of_sites(
    sites: Sites,
    inside: Coded[tuple[str, ...]],
    kinds: Mapping[str, Kind],
    item_key: ItemKey,
    names: Names,
) -> Dots:
    """Sites as dots.

    Args:
        sites: n sites, all of them points.
        inside: Adcodes of the districts that each counts in.
        kinds: The kind of each network.
        item_key: Key of the legend item of a point of a kind, by how sure its place is.
        names: Districts in words.
    """
    count = len(sites)
    looks = paired(sites.networks, sites.certainties)
    sure = paired(paired(sites.certainties, sites.uncertainties), sites.datums)
    titles = sites.networks.map(lambda network: kinds[network].title)
    facts = (
        FactColumn(words.KIND, titles),
        FactColumn(words.ROAD, sites.roads.map(Text.same)),
        FactColumn(words.DISTRICTS, inside.map(names)),
        FactColumn(words.PLACE, sure.map(lambda said: words.certainty(*said[0], said[1]))),
        FactColumn(words.NOTE, sites.notes),
        FactColumn(words.SOURCE, sites.sources.map(Text.same)),
    )
    return Dots(
        of="site",
        ids=sites.ids,
        names=sites.names,
        names_en=sites.names_en,
        lon=sites.lon,
        lat=sites.lat,
        items=looks.map(lambda look: item_key(kinds[look[0]], look[1])),
        kinds=titles,
        statuses=Coded.all(_NOTHING, count),
        certainties=sites.certainties,
        uncertainties=paired(sites.certainties, sites.uncertainties).map(_radius),
        facts=_said(facts),
        articles=Coded.all((), count),
        chapters=Coded.all((), count),
        districts=inside,
    )


def dots_of_marks(marks: Sequence[Mark], of: Literal["project", "site"]) -> Dots:
    """Marks as dots.

    Args:
        marks: n marks, all of them points.
        of: What they are.
    """
    labels = dict.fromkeys(fact.label for mark in marks for fact in mark.facts)
    said = [{fact.label: fact.value for fact in mark.facts} for mark in marks]
    facts = (
        FactColumn(label, Coded.of(each.get(label, _NOTHING) for each in said)) for label in labels
    )
    places = np.array([mark.geometry for mark in marks], dtype=object)
    return Dots(
        of=of,
        ids=strings(mark.id.partition(":")[2] for mark in marks),
        names=strings(mark.name.zh for mark in marks),
        names_en=strings(mark.name.en for mark in marks),
        lon=shapely.get_x(places),
        lat=shapely.get_y(places),
        items=Coded.of(mark.item for mark in marks),
        kinds=Coded.of(mark.kind for mark in marks),
        statuses=Coded.of(mark.status for mark in marks),
        certainties=Coded.of(mark.certainty for mark in marks),
        uncertainties=Coded.of(mark.uncertainty for mark in marks),
        facts=_said(tuple(facts)),
        articles=Coded.of(mark.articles for mark in marks),
        chapters=Coded.of(mark.chapters for mark in marks),
        districts=Coded.of(mark.districts for mark in marks),
    )


def _said(facts: tuple[FactColumn, ...]) -> tuple[FactColumn, ...]:
    """The lines in which at least one dot has something to say."""
    return tuple(fact for fact in facts if any(value.zh for value in fact.said.distinct))


def _radius(said: tuple[Certainty, float | None]) -> float | None:
    """Metres of the circle around an approximate place."""
    certainty, metres = said
    return metres if certainty is Certainty.APPROXIMATE else None
