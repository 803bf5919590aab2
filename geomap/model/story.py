"""A story: steps of text, each with the map that it is about."""

from dataclasses import dataclass

from geomap.geo.extent import Extent
from geomap.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """A step.

    Attributes:
        title: Its heading.
        text: Its paragraphs.
        theme: Key of the theme that is shown.
        extent: What of the map is shown, in degrees, WGS84; None shows all of it.
        select: Adcode of the district or id of the mark that stands out, or None.
    """

    title: Text
    text: tuple[Text, ...]
    theme: str
    extent: Extent | None = None
    select: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A story, its steps in order: at least one."""

    title: Text
    intro: Text | None
    steps: tuple[Step, ...]
