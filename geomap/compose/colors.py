"""The classes of a fill of numbers and how each looks: a ramp, or two sides of a middle. Pure."""

from collections.abc import Sequence

from geomap.compose import palettes
from geomap.compose.areas import area
from geomap.compose.classify import Classes, around, classify
from geomap.model import Fill, Pattern, Symbol


def classed(fill: Fill, values: Sequence[float]) -> tuple[Classes, tuple[Symbol, ...]]:
    """The classes of a fill and the look of each.

    Raises:
        DataError: The values cannot be classified.
    """
    if fill.below or fill.palette in palettes.DIVERGING:
        return parted(fill, values, fill.middle)
    classes = classify(values, fill.scheme, fill.k, fill.breaks)
    anchors = fill.colors or palettes.PALETTES[fill.palette]
    return classes, tuple(area(color) for color in palettes.ramp(anchors, len(classes.counts)))


def parted(
    fill: Fill, values: Sequence[float], middle: float
) -> tuple[Classes, tuple[Symbol, ...]]:
    """The same around a middle, in the two colours of the fill's palette.

    Raises:
        DataError: The values cannot be classified.
    """
    classes = around(values, middle, fill.scheme, fill.k, fill.breaks)
    below = classes.below(middle)
    left, right = fill.below, fill.colors
    if not left:
        left, right = palettes.DIVERGING[fill.palette]
    colors = palettes.diverging(left, right, below, len(classes.counts) - below)
    patterns = palettes.PATTERNED.get(fill.palette, ("none",))
    hatched = [patterns[min(away, len(patterns) - 1)] for away in reversed(range(below))]
    plain: list[Pattern] = ["none"] * (len(colors) - below)
    looks = (area(color, pattern=p) for color, p in zip(colors, hatched + plain, strict=True))
    return classes, tuple(looks)
