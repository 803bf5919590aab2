"""The values that walk through the house: frozen, plain, and free of files and drawing.

Coordinates are longitude, latitude in degrees, WGS84, everywhere in this module: whatever datum a
file declared, `checks` has converted it before a value is made.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from shapely.geometry.base import BaseGeometry

from geomap.datum import Datum
from geomap.text import Lang, Text

# ---------------------------------------------------------------------------------------------
# Where something stands in a file, and what was found there


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in an input: file, row (1 is the header), column name.

    ``str()`` gives ``data/projects.csv:14:districts``.
    """

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(part) for part in (self.row, self.column) if part is not None)]
        return ":".join(parts)


class Level(StrEnum):
    """How much a finding matters: an error stops a build, a warning is told and counted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `checks` found in the input.

    Attributes:
        code: Stable name of the kind of finding, e.g. ``GM-P003``.
        level: Error or warning.
        place: Where it stands.
        message: What is there and what was expected.
        remedy: What to do.
    """

    code: str
    level: Level
    place: Place
    message: Text
    remedy: Text

    def line(self, lang: Lang) -> str:
        """One line: where, code, what, remedy."""
        colon = "：" if lang == "zh" else ": "
        stop = "。" if lang == "zh" else ". "
        return (
            f"{self.place}{colon}[{self.code}] {self.message.get(lang)}"
            f"{stop}{self.remedy.get(lang)}"
        )


# ---------------------------------------------------------------------------------------------
# What an atlas declares (geomap.toml, data/themes/*.toml)


@dataclass(frozen=True, slots=True)
class Source:
    """Where data comes from, named by a key in tables and in full in every output."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number (指标) known for districts.

    Attributes:
        key: Name in ``indicators.csv``.
        title: Name for people.
        unit: Unit as shown behind a value, e.g. ``%``, ``人``.
        digits: Decimals shown.
        weight: Indicator whose sum weighs this one when districts are put together: a rate is
            the mean of its districts' rates weighted by what it is a rate of. None for numbers
            that add up.
    """

    key: str
    title: Text
    unit: Text
    digits: int = 0
    weight: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A named set of districts: a region proper, or a group of regions.

    Attributes:
        key: Chinese name, as the tables use it.
        title: Name for people.
        parts: Regions that make up a group; empty for a region proper, whose districts are
            those that carry its key.
        color: Fill of its districts where a theme is coloured by region, ``#rrggbb``.
    """

    key: str
    title: Text
    parts: tuple[str, ...] = ()
    color: str | None = None


Shape = Literal["circle", "square", "triangle", "diamond", "pentagon", "star", "cross", "plus"]
Pattern = Literal["none", "diagonal", "dots", "cross"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one entry of a legend looks, on the page as on the sheet.

    Attributes:
        geometry: What it draws.
        fill: Fill colour ``#rrggbb``, or None for no fill.
        stroke: Line colour ``#rrggbb``.
        width: Line width in points (1/72 inch; a page draws a point as 4/3 pixel).
        shape: Outline of a point symbol; see `geomap.shapes`.
        pattern: Hatch inside an area, so that it reads in black and white.
        dashed: A dashed line or outline.
    """

    geometry: Literal["area", "point", "line"]
    fill: str | None = None
    stroke: str = "#444444"
    width: float = 0.6
    shape: Shape = "circle"
    pattern: Pattern = "none"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of project or site.

    How one of them is drawn also depends on how sure its place is, so a kind holds what is
    common: its colour, the shape of its points and the hatch of its areas.
    """

    key: str
    title: Text
    color: str
    shape: Shape = "circle"
    pattern: Pattern = "diagonal"


FillBy = Literal["region", "indicator", "measures", "sites"]
Scheme = Literal["breaks", "quantile", "equal", "natural"]


@dataclass(frozen=True, slots=True)
class Fill:
    """What colours the districts of a theme.

    Attributes:
        by: ``region`` (categories), ``indicator`` (a number of ``indicators.csv``), ``measures``
            (how many articles name the district) or ``sites`` (how many sites lie in it).
        title: Title of the legend; None takes the indicator's.
        indicator: Key of the indicator, for ``by = "indicator"``.
        year: Year of the indicator.
        scheme: How classes are cut.
        k: Number of classes, for schemes that choose their edges.
        breaks: Inner class edges, ascending, for ``scheme = "breaks"``.
        palette: Name in `geomap.palettes`.
        regions: For ``by = "region"``: the regions to colour; others are left plain.
    """

    by: FillBy
    title: Text | None = None
    indicator: str | None = None
    year: int | None = None
    scheme: Scheme = "natural"
    k: int = 5
    breaks: tuple[float, ...] = ()
    palette: str = "blues"
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which projects, sites or measures a theme shows. Empty tuples select nothing at all.

    Attributes:
        chapters: Chapters of the plan.
        articles: Articles of the plan, besides those of ``chapters``.
        kinds: Only these kinds; empty means every kind.
    """

    chapters: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One map: what it shows and how it looks. Made from one file in ``data/themes``.

    Attributes:
        key: File name without ``.toml``; names the output files.
        title: Title on every output.
        subtitle: Line below the title.
        fill: What colours the districts.
        order: Place in lists and in the gallery.
        extent: Region key that the map is drawn for; None for every district.
        projects: Which projects are shown.
        sites: Networks of sites that are shown.
        measures: Which measures are listed.
        sources: Keys of sources to name besides those that the data itself names.
        notes: Remarks below the map.
        place: The theme's file.
    """

    key: str
    title: Text
    subtitle: Text
    fill: Fill
    place: Place
    order: int = 100
    extent: str | None = None
    projects: Selection = Selection()
    sites: tuple[str, ...] = ()
    measures: Selection = Selection()
    sources: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class AtlasConfig:
    """What ``geomap.toml`` says, with paths resolved against its folder.

    Attributes:
        root: Folder of ``geomap.toml``.
        title: Name of the atlas.
        language: Language that outputs open in.
        reference_date: The day whose administrative units and plan the maps show.
        home: Province or municipality that "the whole city" (全市) means.
        vintage: Year and month of the boundaries, e.g. ``2025-02``.
        approval: Map approval number (审图号), or None; never invented.
        boundary_source: Key of the source of the boundaries.
        boundary_datum: Datum of the boundary file.
        plan: The plan that the measures come from.
        chapters: Headings of the plan's chapters, the first being chapter 1.
        files: Where the tables are.
        sources, regions, indicators, kinds: What tables and themes may name.
        themes: In the order of the gallery.
    """

    root: Path
    title: Text
    language: Lang
    reference_date: date
    home: str
    vintage: str
    approval: str | None
    boundary_source: str
    boundary_datum: Datum
    plan: Source
    chapters: tuple[Text, ...]
    files: "AtlasFiles"
    sources: tuple[Source, ...]
    regions: tuple[Region, ...]
    indicators: tuple[Indicator, ...]
    kinds: tuple[Kind, ...]
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class AtlasFiles:
    """The input files of an atlas, as absolute paths; None where the atlas has no such table."""

    districts: Path
    indicators: Path | None
    measures: Path | None
    projects: Path | None
    sites: Path | None


# ---------------------------------------------------------------------------------------------
# What the tables say, parsed and checked


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one district and year."""

    adcode: str
    indicator: str
    year: int
    value: float
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric target of the plan: at least ``value`` of ``indicator``."""

    indicator: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A policy measure (举措) of the plan.

    Attributes:
        id: ``m09`` for article 9; ``m09-2`` for its second row; ``m00`` for what stands before
            the articles.
        article: Number of the article, or None for the general requirements.
        chapter: Number of the chapter.
        title: Heading.
        departments: Departments in charge, as the plan names them.
        scope: Places as written in the table.
        districts: Adcodes that the scope comes to; empty when city-wide.
        citywide: The measure names no place: it holds for the whole city.
        target: Numeric target, if there is one.
        summary: What is to happen, in geomap's own words.
        place: Row of the table.
    """

    id: str
    article: int | None
    chapter: int
    title: Text
    departments: tuple[str, ...]
    scope: tuple[str, ...]
    districts: tuple[str, ...]
    citywide: bool
    target: Target | None
    summary: Text
    place: Place


class Precision(StrEnum):
    """How sure the place of a project or site is.

    EXACT: the union of whole districts. APPROXIMATE: a point with a radius. SCHEMATIC: a route
    between places it connects, not surveyed. NONE: no place is known; shown in lists only.
    """

    EXACT = "exact"
    APPROXIMATE = "approximate"
    SCHEMATIC = "schematic"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is, and how sure that is.

    Attributes:
        precision: See `Precision`.
        geometry: Point or LineString, degrees, WGS84; None when exact (the districts are the
            place) and when there is no place.
        datum: Datum that the table declared; ``unknown`` where nobody says.
        uncertainty: Radius in metres; None where nothing is drawn.
    """

    precision: Precision
    geometry: BaseGeometry | None = None
    datum: str | None = None
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A named project, zone, platform or programme of the plan.

    Attributes:
        id: Stable ASCII key.
        name: Name for people.
        kind: Key of its `Kind`.
        status: State as the plan says it.
        articles: Articles of the plan that name it.
        districts: Adcodes of the districts it lies in; empty when city-wide.
        position: Where it is.
        source: Citation.
        note: How sure the place is and why.
        place: Row of the table.
    """

    id: str
    name: Text
    kind: str
    status: Text
    articles: tuple[int, ...]
    districts: tuple[str, ...]
    position: Position
    source: str
    note: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a network (a service area, a charging point).

    Attributes:
        id: Stable ASCII key.
        name: Name for people.
        network: Network it belongs to; also the key of its `Kind`.
        road: Road it stands on, or "".
        districts: Adcodes of the district it is said to lie in; empty when nobody says.
        position: Where it is.
        source: Citation.
        note: How sure the place is and why.
        place: Row of the table.
    """

    id: str
    name: Text
    network: str
    road: str
    districts: tuple[str, ...]
    position: Position
    source: str
    note: Text
    place: Place


# ---------------------------------------------------------------------------------------------
# The map, ready to be drawn: what `compose` makes and every renderer takes


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: a label and a value, both final words."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of a legend.

    Attributes:
        key: Unique in the map; marks and districts name it.
        label: Final words.
        symbol: How it looks.
        count: How many districts or marks it stands for.
    """

    key: str
    label: Text
    symbol: Symbol
    count: int


@dataclass(frozen=True, slots=True)
class Legend:
    """A titled list of entries. ``note`` is a line below it."""

    title: Text
    items: tuple[LegendItem, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class DistrictMark:
    """A district as it is drawn.

    Attributes:
        adcode: Six digits.
        name: Full name.
        label: Short name, for the map.
        region: Its region.
        province: Its province or municipality.
        geometry: Polygon or MultiPolygon, degrees, WGS84; shared borders are equal vertex for
            vertex.
        item: Key of its legend item.
        value: The number behind its colour, or None.
        facts: Lines of its card.
        measures: Ids of the measures that name it.
        marks: Ids of the marks (drawn or listed) that lie in it.
    """

    adcode: str
    name: Text
    label: Text
    region: Text
    province: Text
    geometry: BaseGeometry
    item: str
    value: float | None
    facts: tuple[Fact, ...]
    measures: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A project or site as it is drawn.

    Attributes:
        id: ``project:…`` or ``site:…``.
        name: Name.
        kind: Its kind, in words.
        status: Its state, in words; empty for sites.
        item: Key of its legend item.
        precision: How sure its place is; decides how it is drawn.
        geometry: Polygon (exact), Point (approximate) or LineString (schematic), degrees,
            WGS84; None when it is in the list only.
        uncertainty: Radius in metres around an approximate point; None else.
        facts: Lines of its card: kind, status, districts, precision in words, source, note.
        articles: Articles that name it.
        chapters: Chapters of those articles.
        districts: Adcodes it lies in.
    """

    id: str
    name: Text
    kind: Text
    status: Text
    item: str
    precision: Precision
    geometry: BaseGeometry | None
    uncertainty: float | None
    facts: tuple[Fact, ...]
    articles: tuple[int, ...]
    chapters: tuple[int, ...]
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure as it is listed: final words, and the chapter's number to group by."""

    id: str
    article: Text
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
    """The outline of a region, drawn over the districts."""

    title: Text
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class MapSpec:
    """One map, complete and final: a renderer adds nothing to it and leaves nothing out.

    Attributes:
        theme: Key of the theme.
        atlas: Title of the atlas.
        title: Title.
        subtitle: Line below the title.
        language: Language that the output opens in.
        alt: What the picture shows, in words made from the data.
        reference_date: Line with the day that the map shows.
        approval: Line with the approval number, or the words that this is a sketch.
        sources: Lines that name the sources.
        notes: Remarks below the map.
        extent: west, south, east, north in degrees.
        districts: In drawing order.
        borders: Outlines of regions.
        marks: In drawing order: areas, lines, points; then those in the list only.
        legends: Fill first, then kinds of marks, then how sure places are.
        measures: In the order of the plan.
    """

    theme: str
    atlas: Text
    title: Text
    subtitle: Text
    language: Lang
    alt: Text
    reference_date: Text
    approval: Text
    sources: tuple[Text, ...]
    notes: tuple[Text, ...]
    extent: tuple[float, float, float, float]
    districts: tuple[DistrictMark, ...]
    borders: tuple[Border, ...]
    marks: tuple[Mark, ...]
    legends: tuple[Legend, ...]
    measures: tuple[MeasureEntry, ...]

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
