"""Reads the palette of ``[fill]``: a name, or colours of one's own."""

import re
from typing import get_args

from geomap.config.declared import StrictTable
from geomap.model import Diverging, FillBy, Palette
from geomap.text import Text

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TURNING = ("gap", "change")  # always around 0
_FEWEST = 2
_NINE = 9

Colors = tuple[str, ...]


def named(table: StrictTable, by: FillBy) -> str:
    """A palette's name; what falls short or goes beyond needs two colours."""
    if not table.is_text("palette") and table.has("palette"):
        return "own"
    if by == "bivariate":
        return table.choice("palette", ("blue-orange",), "blue-orange")
    if by in _TURNING:
        return table.choice("palette", get_args(Diverging), "orange-blue")
    return table.choice("palette", (*get_args(Palette), *get_args(Diverging)), "blues")


def own(table: StrictTable) -> tuple[Colors, Colors]:
    """Colours of one's own: from light to dark, or above a middle; and those below it.

    ``palette = ["#…", …]``, or ``{ below = […], above = […] }``, each from the middle outwards.
    """
    if table.is_table("palette"):
        sides = table.table("palette")
        above, below = (_colors(sides, side) for side in ("above", "below"))
        sides.done()
        return above, below
    if not table.has("palette") or table.is_text("palette"):
        return (), ()
    return _colors(table, "palette"), ()


def _colors(table: StrictTable, key: str) -> Colors:
    found = table.list_of(key, str)
    wrong = [color for color in found if not _COLOR.fullmatch(color)]
    if wrong or len(found) < _FEWEST:
        table.refuse(
            table.at(key),
            Text("应为两个以上的颜色，由浅到深", "must be two colours or more, from light to dark"),
            Text('如 ["#f0f0f0", "#303030"]', 'such as ["#f0f0f0", "#303030"]'),
        )
    return found


def turns(table: StrictTable) -> bool:
    """Whether the palette named has two colours."""
    if table.is_table("palette"):
        return True
    return table.is_text("palette") and table.string("palette") in get_args(Diverging)


def middle(table: StrictTable, by: FillBy) -> float:
    """Where a palette of two colours turns; said where nothing turns there, it would be lost."""
    if by == "bivariate" and table.has("palette") and not table.is_text("palette"):
        _check_nine(table)
    if by in _TURNING and table.has("palette") and not turns(table):
        table.refuse(
            table.at("palette"),
            Text("须为双色带", "must have two sides"),
            Text("如 { below = […], above = […] }", "such as { below = […], above = […] }"),
        )
    if not table.has("middle"):
        return 0.0
    if by in _TURNING:
        what = Text(
            "目标之差以达到目标为界，变化以 0 为界",
            "a gap turns where its target is reached, and a change at 0",
        )
        table.refuse(table.at("middle"), what, Text("请删去 middle", "remove middle"))
    elif not turns(table):
        table.refuse(
            table.at("middle"),
            Text("只有双色带才有分界值", "only a palette of two colours has a middle"),
            Text('如 palette = "orange-blue"', 'such as palette = "orange-blue"'),
        )
    return table.number("middle", 0.0)


def _check_nine(table: StrictTable) -> None:
    """Two numbers of three classes have nine colours."""
    if table.is_table("palette") or len(table.list_of("palette", str)) != _NINE:
        table.refuse(
            table.at("palette"),
            Text(
                "双变量须给出九个颜色，逐行由下至上",
                "two indicators need nine colours, row by row from below",
            ),
        )
