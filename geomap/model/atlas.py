"""What an atlas declares in ``geomap.toml`` and ``data/themes/*.toml``."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from geomap.geo.datum import Datum
from geomap.model.fills import Circles, DotDensity, Fill, Wanted
from geomap.model.findings import Location
from geomap.model.formula import Formula
from geomap.model.inputs import AtlasFiles
from geomap.model.sheet import NO_CHOICES, SheetChoices
from geomap.text import Lang, Text


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
        range: Least and largest value it can have; None lets title and unit say.
        parts: Indicators that it is the sum of.
        formula: How it is worked out from others; None where tables give it.
        weight: Indicator whose sum weighs this one when districts are put together: a rate is
            the mean of its districts' rates weighted by what it is a rate of. None for numbers
            that add up.
    """

    key: str
    title: Text
    unit: Text
    digits: int = 0
    weight: str | None = None
    range: tuple[float, float] | None = None
    parts: tuple[str, ...] = ()
    formula: Formula | None = None


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


# For kinds that name no colour, in turn.
KIND_COLORS = (
    *("#a3341f", "#1c6a78", "#8a5a00", "#5b3f8c"),
    *("#2f6b2f", "#9c2f6a", "#33567d", "#6b4a32"),
)


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


ALL = "all"  # networks of sites: whatever there are


@dataclass(frozen=True, slots=True)
class Selection:
    """Which projects or measures a theme shows; nothing at all where nothing is said.

    Attributes:
        chapters: Chapters of the plan.
        articles: Articles of the plan, besides those of ``chapters``.
        kinds: Only these kinds; where no chapter and no article is given, all of these kinds.
        every: All there are.
    """

    chapters: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """One map: what it shows and how it looks. Made from one file in ``data/themes``.

    Attributes:
        key: File name without ``.toml``; names the output files.
        title: Title on every output.
        subtitle: Line below the title; empty where there is none.
        fill: What colours the districts.
        circles: What their circles tell; None draws none.
        headline: What the map says, above its title: words, or True for a sentence made from the
            data.
        order: Place in lists and in the gallery.
        extent: Regions and districts that the map is drawn for; empty for every district.
        projects: Which projects are shown.
        sites: Networks of sites that are shown; `ALL` alone for all.
        measures: Which measures are listed.
        sources: Keys of sources to name besides those that the data itself names.
        notes: Remarks below the map.
        context: The atlas's context layers are shown.
        location: The theme's file.
        sheet: How its sheet is to look.
        dots: Dots spread over the districts, so many each; None draws none.
    """

    key: str
    title: Text
    subtitle: Text
    fill: Fill
    location: Location
    order: int = 100
    extent: tuple[str, ...] = ()
    projects: Selection = Selection()
    sites: tuple[str, ...] = ()
    measures: Selection = Selection()
    sources: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    context: bool = True
    circles: Circles | None = None
    headline: Text | bool = False
    sheet: SheetChoices = NO_CHOICES
    dots: DotDensity | None = None

    def numbers(self) -> tuple[Wanted, ...]:
        """The numbers that it needs."""
        others = (self.circles, self.dots)
        return (
            *self.fill.wanted(),
            *(wanted for each in others if each is not None for wanted in each.wanted()),
        )


@dataclass(frozen=True, slots=True)
class Basemap:
    """An online map that may lie below the districts of a page. See `geomap.config.basemaps`.

    Attributes:
        key: Name in ``geomap.toml``.
        title: Name for people.
        url: Template of a tile's address, with ``{z}``, ``{x}``, ``{y}``, and where they are
            declared ``{s}`` and ``{key}``.
        datum: What the tiles are drawn in.
        attribution: Shown while the base map is.
        max_zoom: Largest zoom that there are tiles for.
        subdomains: What ``{s}`` stands for.
        key_env: Environment variable that holds what ``{key}`` stands for; None where the service
            wants no key, or where ``url`` already has it.
    """

    key: str
    title: Text
    url: str
    datum: Datum
    attribution: str
    max_zoom: int
    subdomains: tuple[str, ...] = ()
    key_env: str | None = None


@dataclass(frozen=True, slots=True)
class AtlasConfig:
    """What ``geomap.toml`` says, with paths resolved against its folder.

    Attributes:
        file: ``geomap.toml``.
        root: Its folder.
        title: Name of the atlas.
        language: Language that outputs open in.
        reference_date: The day whose administrative units and plan the maps show, or None.
        provinces: Names of the provinces that districts belong to.
        home: Province or municipality that "the whole city" (全市) means; None means all districts.
        vintage: Year and month of the boundaries, e.g. ``2025-02``; empty where nobody says.
        approval: Map approval number (审图号), or None; never invented.
        boundary_source: Key of the source of the boundaries, or None.
        boundary_datum: Datum of the boundary file.
        plan: The plan that the measures come from, or None.
        chapters: Headings of the plan's chapters, the first being chapter 1.
        files: Where the tables are.
        sources, regions, indicators, kinds: What tables and themes may name.
        basemaps: Online maps that a page may be built with; it has none otherwise.
        themes: In the order of the gallery.
        licence: On what terms the maps and their data may be used, or None; never invented.
    """

    file: Path
    root: Path
    title: Text
    language: Lang
    reference_date: date | None
    provinces: tuple[Text, ...]
    home: str | None
    vintage: str
    approval: str | None
    boundary_source: str | None
    boundary_datum: Datum
    plan: Source | None
    chapters: tuple[Text, ...]
    files: AtlasFiles
    sources: tuple[Source, ...]
    regions: tuple[Region, ...]
    indicators: tuple[Indicator, ...]
    kinds: tuple[Kind, ...]
    basemaps: tuple[Basemap, ...]
    themes: tuple[Theme, ...]
    licence: Text | None = None

    @property
    def bilingual(self) -> bool:
        """Whether the atlas speaks both languages: its title is given in both."""
        return self.title.zh != self.title.en
