"""Dots as a page carries them: positions on a grid of 0.6 m, and every column once. Pure.

The rows are put in Morton order (each next to its neighbours), which makes their positions small
and lets the page pass over what it does not show. ``dots.js`` reads the result.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.model.coded import Coded
from geomap.model.dots import DEPTHS, Dots
from geomap.renderers.web import blocks
from geomap.renderers.web.initials import initials
from geomap.text import Text

Json = dict[str, Any]
Whole = NDArray[np.int64]

# The world is 2**26 pixels wide at zoom 18, of 256-pixel tiles; a cell is 4096 of them wide.
_WORLD_BITS, _CELL_BITS = 26, 12
_WORLD, _CELL = 1 << _WORLD_BITS, 1 << _CELL_BITS
_LOCAL_BYTES, _CELL_BYTES = 3, 4
# A column with more different texts than this, and than a quarter of its rows, is stored as texts.
_MANY_VALUES, _SHARE = 2048, 0.25


@dataclass(frozen=True, slots=True)
class PackedDots:
    """Dots ready for a page.

    Attributes:
        content: JSON that describes them, and holds whatever many of them share.
        blocks: By name, what is theirs alone: see `geomap.renderers.web.blocks`.
    """

    content: Json
    blocks: Mapping[str, str] = field(repr=False)


def pack(dots: Dots, say: Callable[[Text], int], districts: Mapping[str, int]) -> PackedDots:
    """Dots as a page carries them.

    Args:
        dots: n of them, within 85 degrees of the equator.
        say: Text → its number in the page.
        districts: Adcode → number of the district in the page.
    """
    x, y = _pixels(dots)
    key = (_interleaved(x >> _CELL_BITS, y >> _CELL_BITS) << (2 * _CELL_BITS)) | _interleaved(
        x & (_CELL - 1), y & (_CELL - 1)
    )
    order = np.argsort(key, kind="stable")
    packed = _Packing(dots.take(order), say, districts)
    return packed.whole(x[order], y[order], key[order])


class _Packing:
    """Dots in the making."""

    def __init__(
        self, dots: Dots, say: Callable[[Text], int], districts: Mapping[str, int]
    ) -> None:
        self._dots = dots
        self._say = say
        self._districts = districts
        self._blocks: dict[str, str] = {}

    def whole(self, x: Whole, y: Whole, key: Whole) -> PackedDots:
        dots = self._dots
        cells = self._places(x, y, key)
        self._text("id", dots.ids.tolist())
        self._text("name", dots.names.tolist())
        if not np.array_equal(dots.names, dots.names_en):
            self._text("name_en", dots.names_en.tolist())
        content = {
            "of": dots.of,
            "count": len(dots),
            "cells": cells,
            "letters": _letters(dots),
            "depths": [list(depth) for depth in DEPTHS],
            "item": self._column("item", dots.items, str),
            "kind": self._column("kind", dots.kinds, self._say),
            "status": self._column("status", dots.statuses, self._say),
            "certainty": self._column("certainty", dots.certainties, str),
            "radius": self._column("radius", dots.uncertainties, lambda metres: metres),
            "articles": self._column("articles", dots.articles, list),
            "chapters": self._column("chapters", dots.chapters, list),
            "districts": self._column("districts", dots.districts, self._numbers),
            "facts": [
                {"label": self._say(fact.label), **self._fact(f"fact{number}", fact.said)}
                for number, fact in enumerate(dots.facts)
            ],
        }
        return PackedDots(content, self._blocks)

    def _places(self, x: Whole, y: Whole, key: Whole) -> int:
        """The positions; how many cells they lie in."""
        local = key & ((1 << (2 * _CELL_BITS)) - 1)
        _, first, counts = np.unique(key >> (2 * _CELL_BITS), return_index=True, return_counts=True)
        steps = np.diff(local, prepend=0)
        steps[first] = local[first]
        cells = (x[first] >> _CELL_BITS, y[first] >> _CELL_BITS, counts)
        self._blocks["cells"] = blocks.numbers(cells, _CELL_BYTES)
        self._blocks["steps"] = blocks.numbers([steps], _LOCAL_BYTES)
        return len(first)

    def _numbers(self, adcodes: tuple[str, ...]) -> list[int]:
        return [self._districts[code] for code in adcodes if code in self._districts]

    def _column(self, name: str, column: Coded[Any], act: Callable[[Any], Any]) -> Json:
        """The different values, and in a block their numbers if there is more than one."""
        values = [act(value) for value in column.distinct]
        if len(values) < 2:  # noqa: PLR2004 # one value needs no numbers
            return {"values": values}
        size = blocks.width(len(values) - 1)
        self._blocks[name] = blocks.numbers([column.codes], size)
        return {"values": values, "size": size}

    def _fact(self, name: str, column: Coded[Text]) -> Json:
        distinct = len(column.distinct)
        if distinct <= max(_MANY_VALUES, _SHARE * len(column)):
            return self._column(name, column, self._say)
        self._text(name, list(column.map(lambda words: words.zh)))
        if any(words.zh != words.en for words in column.distinct):
            self._text(f"{name}_en", list(column.map(lambda words: words.en)))
        return {"values": []}

    def _text(self, name: str, column: list[str]) -> None:
        self._blocks[name] = blocks.texts(column)


def _pixels(dots: Dots) -> tuple[Whole, Whole]:
    """Web Mercator pixels at zoom 18, from the north-west."""
    sine = np.sin(np.radians(dots.lat))
    x = (dots.lon + 180) / 360
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return _cell_of(x), _cell_of(y)


def _cell_of(share: NDArray[np.float64]) -> Whole:
    return np.clip(np.floor(share * _WORLD), 0, _WORLD - 1).astype(np.int64)


def _interleaved(x: Whole, y: Whole) -> Whole:
    """Bits of x at even places, of y at odd ones."""
    return _spread(x) | (_spread(y) << 1)


def _spread(bits: Whole) -> Whole:
    """The bits of numbers below 2**16, each followed by a 0."""
    bits = (bits | (bits << 8)) & 0x00FF00FF
    bits = (bits | (bits << 4)) & 0x0F0F0F0F
    bits = (bits | (bits << 2)) & 0x33333333
    return (bits | (bits << 1)) & 0x55555555


def _letters(dots: Dots) -> dict[str, str]:
    """The letters that names are typed by: initial → the characters that begin with it."""
    found: dict[str, list[str]] = {}
    for char in sorted(set().union(*map(set, dots.names.tolist()))):
        if not char.isascii():
            for letter in initials(char):
                found.setdefault(letter, []).append(char)
    return {letter: "".join(chars) for letter, chars in sorted(found.items())}
