"""Ramps: lighter to darker without fail, and told apart by every kind of eye."""

from itertools import combinations, pairwise, product
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from geomap.compose.colors import parted
from geomap.compose.palettes import (
    DIVERGING,
    NO_DATA,
    PALETTES,
    PATTERNED,
    PLAIN,
    SQUARES,
    diverging,
    ramp,
    square,
)
from geomap.model import Diverging, Fill, Palette

Floats = NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", severity 1.0; they work on linear RGB.
EYES = {
    "common": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Linear sRGB → XYZ under D65 (IEC 61966-2-1).
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
NAMES = sorted(PALETTES)
MOST_CLASSES = 7


def cielab(color: str, eye: Floats) -> Floats:
    """CIELAB of a colour as an eye sees it; apart from geomap, which works in OKLab."""
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(eye @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, eye: Floats) -> float:
    return float(np.linalg.norm(cielab(one, eye) - cielab(other, eye)))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", NAMES)
def test_lightness_falls_and_neighbours_differ(name: str, eye: str) -> None:
    for count in range(2, MOST_CLASSES + 1):
        colors = ramp(PALETTES[name], count)
        lightness = [cielab(color, EYES[eye])[0] for color in colors]
        assert all(lighter - darker > 5 for lighter, darker in pairwise(lightness))
        assert min(difference(a, b, EYES[eye]) for a, b in pairwise(colors)) > 8


@pytest.mark.parametrize("name", NAMES)
def test_a_ramp_spans_the_palette_and_one_colour_is_its_middle(name: str) -> None:
    assert (ramp(PALETTES[name], 5)[0], ramp(PALETTES[name], 5)[-1]) == (
        PALETTES[name][0],
        PALETTES[name][-1],
    )
    assert ramp(PALETTES[name], 1) == (ramp(PALETTES[name], 3)[1],)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", NAMES)
def test_no_data_is_no_class(name: str, eye: str) -> None:
    nearest = min(difference(NO_DATA, color, EYES[eye]) for color in ramp(PALETTES[name], 5))
    assert nearest > 2.3  # just noticeable (Mahy 1994); besides, it is hatched


def test_plain_is_light() -> None:
    assert cielab(PLAIN, EYES["common"])[0] > 90


# --- two sides of a middle, and two numbers at once


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", sorted(set(DIVERGING) - set(PATTERNED)))
@pytest.mark.parametrize("sides", [(1, 1), (2, 2), (3, 3), (1, 4), (4, 1)])
def test_two_sides_are_told_apart(name: str, eye: str, sides: tuple[int, int]) -> None:
    left, right = DIVERGING[name]
    colors = diverging(left, right, *sides)
    below, above = colors[: sides[0]], colors[sides[0] :]
    nearest = min(difference(a, b, EYES[eye]) for a, b in product(below, above))
    assert nearest > 12


def test_one_ink_tells_the_sides_by_hatches() -> None:
    fill = Fill("change", palette="greys-hatched", k=6, scheme="equal")
    _, looks = parted(fill, [-9, -5, -1, 1, 5, 9], 0.0)
    assert [look.pattern for look in looks] == ["cross", "cross", "dots", "none", "none", "none"]
    assert all(look.fill and look.fill[1:3] == look.fill[3:5] == look.fill[5:] for look in looks)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", SQUARES)
def test_the_nine_colours_of_two_numbers_are_told_apart(name: str, eye: str) -> None:
    colors = square(SQUARES[name])
    assert len(set(colors)) == 9
    assert min(difference(a, b, EYES[eye]) for a, b in combinations(colors, 2)) > 10
    light = [cielab(color, EYES[eye])[0] for color in colors]
    for place in range(9):  # darker with either number
        for other in ((place + 1) * (place % 3 < 2), (place + 3) * (place < 6)):
            assert not other or light[place] - light[other] > 8


def test_the_model_knows_the_names_of_all_palettes() -> None:
    assert get_args(Palette) == tuple(PALETTES)
    assert get_args(Diverging) == tuple(DIVERGING)
