"""What a theme is drawn for: regions, and districts by name or code. Pure."""

from collections.abc import Iterable

from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Location
from geomap.model.catalogue import Findings

_UNKNOWN = "GM-A011"


def adcodes(named: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The districts that an extent names; what names none is left out, and told by the check."""
    found: set[str] = set()
    for words in named:
        if words in gazetteer.regions:
            found.update(gazetteer.regions[words])
            continue
        answer = gazetteer.find(words)
        if isinstance(answer, Found):
            found.add(answer.adcode)
    return frozenset(found)


def check_extents(config: AtlasConfig, gazetteer: Gazetteer, findings: Findings) -> None:
    """Tell of names in extents that no region and no district bears."""
    for theme in config.themes:
        place = Location(theme.location.file, column="extent")
        for words in theme.extent:
            answer = None if words in gazetteer.regions else gazetteer.find(words)
            if answer is not None and not isinstance(answer, Found):
                findings.tell(_UNKNOWN, place, answer.message, answer.remedy)
