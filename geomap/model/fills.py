"""What a theme asks to be drawn in its districts: colours, circles."""

from dataclasses import dataclass
from typing import Literal

from geomap.model.categories import Category
from geomap.text import Text

FillBy = Literal[
    "region", "category", "indicator", "gap", "change", "bivariate", "measures", "sites", "none"
]
CirclesBy = Literal["indicator", "measures", "sites"]
Scheme = Literal["breaks", "quantile", "equal", "natural"]
Palette = Literal["blues", "greens", "oranges", "purples", "teals", "greys"]
# Away from a middle, to both sides; of the greys those below it are hatched.
Diverging = Literal["orange-blue", "purple-green", "greys-hatched"]
Scaling = Literal["perceptual", "area"]
ChangeIn = Literal["absolute", "percent"]
# What a fill may be by to name an indicator.
BY_INDICATOR: tuple[FillBy, ...] = ("indicator", "gap", "change", "bivariate")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that a theme asks for.

    Attributes:
        indicator: Its key.
        year: Its year; None takes any.
    """

    indicator: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Fill:
    """What colours the districts of a theme.

    Attributes:
        by: ``region``, ``category`` (groups that the theme names), ``indicator`` (a number of
            ``indicators.csv``), ``gap`` (how far an indicator is from the target that a measure
            sets for the district's area), ``change`` (of an indicator between two years),
            ``bivariate`` (two indicators, three classes each), ``measures`` (how many articles
            name the district), ``sites`` (how many sites lie in it) or ``none`` (all alike).
        title: Title of the legend; None takes the indicator's.
        indicator: Key of the indicator, for `BY_INDICATOR`.
        year: Year of the indicator; None takes the latest one there is.
        since: For ``change``: the year that it is counted from; None takes the earliest one.
        change: For ``change``: ``absolute``, or ``percent`` of the first year's number.
        other: For ``bivariate``: key of the second indicator.
        other_year: Its year; None takes the latest one there is.
        other_breaks: Its two inner class edges, for ``scheme = "breaks"``.
        years: For ``indicator``: a map each of these years, with one set of classes.
        every_year: All years there are, in place of ``years``.
        scheme: How classes are cut.
        k: Number of classes, for schemes that choose their edges.
        breaks: Inner class edges, ascending, for ``scheme = "breaks"``.
        palette: Name in `geomap.compose.palettes`; a diverging one parts the classes at
            ``middle``; ``own`` has the colours that follow.
        colors: Colours of one's own from light to dark, or above a middle; for ``bivariate`` nine,
            row by row, the lowest class of the second indicator first.
        below: Those below a middle, from it outwards; empty where nothing turns.
        middle: Where a diverging palette turns from one colour to the other.
        regions: For ``by = "region"``: the regions to colour; others are left plain.
        categories: For ``by = "category"``; of several the first that holds a district has it.
    """

    by: FillBy
    title: Text | None = None
    indicator: str | None = None
    year: int | None = None
    scheme: Scheme = "natural"
    k: int = 5
    breaks: tuple[float, ...] = ()
    palette: str = "blues"
    colors: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    middle: float = 0.0
    regions: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    since: int | None = None
    change: ChangeIn = "absolute"
    other: str | None = None
    other_year: int | None = None
    other_breaks: tuple[float, ...] = ()
    years: tuple[int, ...] = ()
    every_year: bool = False

    def wanted(self) -> tuple[Wanted, ...]:
        """The numbers that it needs."""
        if self.indicator is None:
            return ()
        found = [Wanted(self.indicator, self.year)]
        found += [Wanted(self.indicator, year) for year in self.years if year != self.year]
        if self.by == "change":
            found.append(Wanted(self.indicator, self.since))
        if self.other is not None:
            found.append(Wanted(self.other, self.other_year))
        return tuple(found)


CIRCLE_COLOR = "#b5532a"
DOT_COLOR = "#7a2d18"


@dataclass(frozen=True, slots=True)
class Circles:
    """Proportional circles: a number of each district as a circle of its size.

    Attributes:
        by: ``indicator``, ``measures`` or ``sites``, as in `Fill`.
        title: Title of the legend; None takes the indicator's.
        indicator: Key of the indicator, for ``by = "indicator"``.
        year: Year of the indicator; None takes the latest one there is.
        color: ``#rrggbb``.
        scaling: How a radius grows with its number: ``perceptual`` (Flannery's exponent, so that
            a circle looks twice as large for twice the number) or ``area`` (the exact area).
    """

    by: CirclesBy
    title: Text | None = None
    indicator: str | None = None
    year: int | None = None
    color: str = CIRCLE_COLOR
    scaling: Scaling = "perceptual"

    def wanted(self) -> tuple[Wanted, ...]:
        """The numbers that they need."""
        return () if self.indicator is None else (Wanted(self.indicator, self.year),)


@dataclass(frozen=True, slots=True)
class DotDensity:
    """Dot density: dots in each district, one for so many of an indicator.

    Attributes:
        indicator: Its key; a count.
        title: Title of the legend; None takes the indicator's.
        year: Year of the indicator; None takes the latest one there is.
        per: How many a dot stands for; None takes a round number that makes about 2,000 dots.
        color: ``#rrggbb``.
    """

    indicator: str
    title: Text | None = None
    year: int | None = None
    per: float | None = None
    color: str = DOT_COLOR

    @property
    def by(self) -> str:
        """As `Fill` and `Circles` say it."""
        return "indicator"

    def wanted(self) -> tuple[Wanted, ...]:
        """The numbers that they need."""
        return (Wanted(self.indicator, self.year),)
