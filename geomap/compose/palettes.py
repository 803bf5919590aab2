"""Colours for classes: named ramps, cut into as many even steps as there are classes. Pure.

A ramp is a few anchor colours; between them colours run straight through OKLab, where equal steps
look equal (B. Ottosson 2020), so lightness falls evenly from the first class to the last and the
order still reads in grey and to eyes that confuse hues.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geomap.model import Pattern

PALETTES: dict[str, tuple[str, ...]] = {
    "blues": ("#e6f0f8", "#8dbbdc", "#3d83b8", "#123f6e"),
    "greens": ("#e8f3e6", "#9cc99a", "#4a9463", "#134a35"),
    "oranges": ("#fbeedd", "#f0b878", "#d17a2f", "#7d3b0c"),
    "purples": ("#f0ecf6", "#bfb0d9", "#8468b0", "#432a6b"),
    "teals": ("#e3f2f1", "#8cc7c4", "#3a8f94", "#0f4a56"),
    "greys": ("#f2f2f2", "#bdbdbd", "#7f7f7f", "#333333"),
}

# What lies below the middle and what above it, each from light to dark: hues that differ in yellow
# and blue, which those who confuse red and green tell apart.
DIVERGING: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "orange-blue": (PALETTES["oranges"], PALETTES["blues"]),
    "purple-green": (PALETTES["purples"], PALETTES["greens"]),
    "greys-hatched": (("#fdfdfd", "#d4d4d4"), ("#d8d8d8", "#8f8f8f", "#2b2b2b")),
}
# Two sides that one ink can print: what is below the middle is pale and bears one of these, from
# the middle outwards; what is above is grey to black.
PATTERNED: dict[str, tuple[Pattern, ...]] = {"greys-hatched": ("dots", "cross")}
# Of a side's ramp: its lightest colours are too near to those of the other side and of no data.
_SIDE = (0.3, 0.95)
_ONLY = 0.55

# For categories that name no colour, in turn: told apart by lightness as well as by hue.
CATEGORIES = (
    *("#d17a2f", "#8dbbdc", "#4a9463", "#bfb0d9"),
    *("#12506e", "#f0d078", "#8468b0", "#9fc98a"),
)

# Of two numbers: both low, the first high, the second high, both high. Blue and orange stay apart
# for those who confuse red and green, and lightness falls with both numbers.
SQUARES: dict[str, tuple[str, str, str, str]] = {
    "blue-orange": ("#ececea", "#3d8fc4", "#e09a3c", "#3a2f33"),
}

NO_DATA = "#e4e4e0"
PLAIN = "#efefec"

# sRGB (linear) → cone response → OKLab, from the definition.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

Color = NDArray[np.float64]


def ramp(anchors: Sequence[str], count: int) -> tuple[str, ...]:
    """``count`` colours along anchor colours ``#rrggbb``, which run from light to dark.

    One colour is taken from the middle; two or more span the whole ramp.
    """
    positions = [0.5] if count == 1 else [float(t) for t in np.linspace(0, 1, count)]
    return _at(anchors, positions)


def diverging(left: Sequence[str], right: Sequence[str], below: int, above: int) -> tuple[str, ...]:
    """Colours of ``below`` classes under a middle and ``above`` over it, ``#rrggbb``.

    Darkest at both ends; the two classes beside the middle are the palest.

    Args:
        left: Anchors below the middle, from it outwards.
        right: Anchors above it.
        below: Classes below.
        above: Classes above.
    """
    return (*reversed(_side(left, below)), *_side(right, above))


def _side(anchors: Sequence[str], count: int) -> tuple[str, ...]:
    positions = [_ONLY] if count == 1 else [float(t) for t in np.linspace(*_SIDE, count)]
    return _at(anchors, positions)


def square(corners: Sequence[str], steps: int = 3) -> tuple[str, ...]:
    """Colours of two numbers at once, row by row, the lowest class of the second first.

    Args:
        corners: Both low, the first high, the second high, both high.
        steps: Classes of each.
    """
    low, right, up, high = (_oklab(color) for color in corners)
    parts = np.linspace(0, 1, steps)
    return tuple(
        _hex((1 - y) * ((1 - x) * low + x * right) + y * ((1 - x) * up + x * high))
        for y in parts
        for x in parts
    )


def _at(anchors: Sequence[str], positions: Sequence[float]) -> tuple[str, ...]:
    known = [_oklab(color) for color in anchors]
    return tuple(_hex(_along(known, position)) for position in positions)


def _along(anchors: list[Color], position: float) -> Color:
    """The colour at a share of the ramp's length, which is measured in OKLab."""
    lengths = [float(np.linalg.norm(b - a)) for a, b in pairwise(anchors)]
    left = position * sum(lengths)
    for (start, end), length in zip(pairwise(anchors), lengths, strict=True):
        if left <= length:
            return start + (end - start) * (left / length)
        left -= length
    return anchors[-1]


def _oklab(color: str) -> Color:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 # sRGB
    lab: Color = _TO_LAB @ np.cbrt(_TO_CONES @ linear)
    return lab


def _hex(lab: Color) -> str:
    cones = (np.linalg.inv(_TO_LAB) @ lab) ** 3
    linear = np.clip(np.linalg.inv(_TO_CONES) @ cones, 0, 1)
    srgb = np.where(
        linear <= 0.0031308,  # noqa: PLR2004 # sRGB
        linear * 12.92,
        1.055 * linear ** (1 / 2.4) - 0.055,
    )
    return "#" + "".join(f"{round(255 * float(channel)):02x}" for channel in srgb)
