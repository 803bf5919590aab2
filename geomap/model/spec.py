"""The map, ready to be drawn: what `geomap.compose` makes and every renderer takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.geo.extent import Extent
from geomap.model.fields import Field
from geomap.model.inputs import Role
from geomap.model.legend import Legend, LegendItem, Symbol
from geomap.model.rows import Certainty
from geomap.model.sheet import NO_CHOICES, SheetChoices
from geomap.text import Lang, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geomap.model.dots import Dots


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: a label and a value, both final words."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Circle:
    """A district's proportional circle.

    Attributes:
        value: The number that it tells.
        radius: In points (1/72 inch) on paper; a page draws a point as 4/3 pixel.
        at: Longitude and latitude of its centre: the roomiest place inside the district.
    """

    value: float
    radius: float
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class DistrictMark:
    """A district as it is drawn.

    Attributes:
        adcode: Six digits.
        name: Full name.
        label: Short name, for the map.
        former: Names that it, or a unit now within it, once had; to be found by.
        region: Its region.
        province: Its province or municipality.
        geometry: Polygon or MultiPolygon, degrees, WGS84; shared borders are equal vertex for
            vertex.
        item: Key of its legend item.
        value: The number behind its colour, or None.
        facts: Lines of its card.
        measures: Ids of the measures that name it.
        marks: Ids of the marks (drawn or listed) that lie in it.
        circle: Its proportional circle; None without a number, or where the number is 0.
    """

    adcode: str
    name: Text
    label: Text
    former: tuple[str, ...]
    region: Text
    province: Text
    geometry: "BaseGeometry"
    item: str
    value: float | None
    facts: tuple[Fact, ...]
    measures: tuple[str, ...]
    marks: tuple[str, ...]
    circle: Circle | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A project or site as it is drawn.

    Attributes:
        id: ``project:…`` or ``site:…``.
        name: Name.
        kind: Its kind, in words.
        status: Its state, in words; empty for sites.
        item: Key of its legend item.
        certainty: How sure its place is; decides how it is drawn.
        geometry: Points, lines or polygons, degrees, WGS84; None when it is in the list only.
        uncertainty: Radius in metres around approximate points; None else.
        facts: Lines of its card: kind, status, districts, certainty in words, source, note.
        articles: Articles that name it.
        chapters: Chapters of those articles.
        districts: Adcodes it lies in.
        members: Adcodes of the districts whose union the geometry is; empty where the geometry
            is one of its own.
    """

    id: str
    name: Text
    kind: Text
    status: Text
    item: str
    certainty: Certainty
    geometry: "BaseGeometry | None"
    uncertainty: float | None
    facts: tuple[Fact, ...]
    articles: tuple[int, ...]
    chapters: tuple[int, ...]
    districts: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure as it is listed: final words, and the numbers to group and look up by.

    The article's number is None for what stands before the articles.
    """

    id: str
    article: Text
    article_number: int | None
    chapter_number: int
    chapter: Text
    title: Text
    departments: tuple[str, ...]
    scope: Text
    target: Text | None
    summary: Text
    citywide: bool


@dataclass(frozen=True, slots=True)
class Border:
    """The outline of a region, drawn over the districts.

    Attributes:
        title: Name of the region.
        members: Adcodes of its districts, at least one; the outline is that of their union.
    """

    title: Text
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextMark:
    """Something that helps a reader find the way, as it is drawn; it stands in no legend or list.

    Attributes:
        id: ``context:…``, unique in the map.
        name: Name; empty where it has none.
        role: What it is.
        title: What it is, in words.
        symbol: How it looks; of an area with no fill only ``outline`` is drawn.
        below: It lies below the districts, else above their colours.
        geometry: Degrees, WGS84.
        outline: Lines of an area that are drawn: those that neither the districts draw
            themselves nor a cut of its layer made. None takes all of them.
    """

    id: str
    name: Text
    role: Role
    title: Text
    symbol: Symbol
    below: bool
    geometry: "BaseGeometry"
    outline: "BaseGeometry | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """Dots that stand for so many of a number each, and not for places.

    Attributes:
        item: Key of their legend item.
        per: How many a dot stands for.
        counts: Adcode and number of dots of each district that has any, in the order of the places.
        places: Longitude and latitude, n x 2, degrees, WGS84.
    """

    item: str
    per: float
    counts: tuple[tuple[str, int], ...]
    places: "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Panel:
    """One year of a map that has several: a complete map, with the classes of all of them.

    Attributes:
        year: Year.
        spec: The map of that year.
    """

    year: int
    spec: "MapSpec"


@dataclass(frozen=True, slots=True)
class MapSpec:
    """One map, complete and final: a renderer adds nothing to it and leaves nothing out.

    Attributes:
        theme: Key of the theme.
        atlas: Title of the atlas.
        title: Title: what the map says, or what it is of.
        subtitle: Line below the title.
        name: What it is of, in few words, to be picked from a list.
        language: Language that the output opens in.
        bilingual: The atlas speaks the other language as well.
        summary: Sentences made from the data, for running text and for who presents the map.
        context: Ground to find the way by, in drawing order.
        alt: What the picture shows, in words made from the data.
        reference_date: Line with the day that the map shows.
        approval: Line with the approval number, or the words that this is a sketch.
        sources: Lines that name the sources.
        notes: Remarks below the map.
        extent: What the map shows, in degrees, WGS84.
        districts: In drawing order.
        borders: Outlines of regions.
        marks: In drawing order: areas, lines, points; then those in the list only.
        legends: Fill first, then circles, then kinds of marks, then how sure places are.
        measures: In the order of the plan.
        dots: Points above all marks, of which there are too many to be marks.
        fields: What the columns of its layers are.
        sheet: How its sheet is to look.
        panels: Maps of several years, the latest last, of which this one is the latest; empty for
            a map of one year.
        scatter: Dots spread over the districts, so many each; None for a map without.
        licence: On what terms its data may be used; None where the atlas does not say.
    """

    theme: str
    atlas: Text
    title: Text
    subtitle: Text
    name: Text
    language: Lang
    alt: Text
    reference_date: Text
    approval: Text
    sources: tuple[Text, ...]
    notes: tuple[Text, ...]
    extent: Extent
    districts: tuple[DistrictMark, ...]
    borders: tuple[Border, ...]
    marks: tuple[Mark, ...]
    legends: tuple[Legend, ...]
    measures: tuple[MeasureEntry, ...]
    bilingual: bool = True
    context: tuple[ContextMark, ...] = ()
    summary: tuple[Text, ...] = ()
    dots: tuple["Dots", ...] = ()
    fields: tuple[Field, ...] = ()
    licence: Text | None = None
    sheet: SheetChoices = NO_CHOICES
    panels: tuple[Panel, ...] = ()
    scatter: Scatter | None = None

    @property
    def circles(self) -> Legend | None:
        """The legend of the proportional circles; all of them look like its first entry."""
        return next((legend for legend in self.legends if legend.nested), None)

    def item(self, key: str) -> LegendItem:
        """The legend item of that key.

        Raises:
            KeyError: The map has no such item.
        """
        for legend in self.legends:
            for item in legend.items:
                if item.key == key:
                    return item
        raise KeyError(key)
