"""Words of a unit → what it measures and how much of it, to tell 万人 and 人 apart. Pure.

A unit that is not in the table here measures itself: 万辆 is 10,000 of 辆, whatever 辆 may be.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from geomap.tables.values import fold
from geomap.text import Text

__all__ = ["Unit", "agrees", "factor", "has_magnitude", "parse"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures and how much of it one is.

    Attributes:
        measures: The thing, or the things of a quotient: ``("people", "area")`` for 人/km².
        size: One unit in the base unit of that thing: 10,000 for 万人, 1e6 for km².
    """

    measures: tuple[str, ...]
    size: float


_MU = 2000 / 3  # 亩, in m²
# What each base unit is called, with the size of one.
_NAMES: dict[str, dict[float, str]] = {
    "people": {1: "人 person persons people"},
    "households": {1: "户 household households"},
    "money": {1: "元 圆 人民币 yuan cny rmb"},
    "length": {1: "米 m metre metres meter meters", 1e3: "公里 千米 km kilometres kilometers"},
    "area": {
        1: "平方米 平米 m2 sqm",
        1e4: "公顷 ha hm2 hectare hectares",
        1e6: "平方公里 平方千米 km2 sqkm",
        _MU: "亩 mu",
    },
    "share": {1: "比值 ratio", 1e-2: "% 百分比 percent", 1e-3: "‰ 千分比 permille"},
    "mass": {1: "千克 公斤 kg", 1e3: "吨 t tonne tonnes"},
    "power": {1: "千瓦 kw", 1e3: "兆瓦 mw"},
    "energy": {1: "千瓦时 kwh"},
    "time": {1: "年 year a yr"},
}
_BASES = {
    word: (thing, size)
    for thing, sizes in _NAMES.items()
    for size, words in sizes.items()
    for word in words.split()
}
_GROUPS = {
    "万亿": 1e12,
    "亿": 1e8,
    "億": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "萬": 1e4,
    "千": 1e3,
    "百": 1e2,
    "billion": 1e9,
    "million": 1e6,
    "thousand": 1e3,
}
_COUNT = re.compile(r"[×x*]?([1-9][\d,]{0,15})(\D.*)")  # 10,000 people
_PER = re.compile(r"/|每|(?<=\w) per (?=\w)")


@lru_cache(maxsize=1 << 12)  # a column has one unit, or few
def parse(words: str) -> Unit | None:
    """The unit that words mean: ``万人/年``, ``km²``, ``10,000 people``; None for no words."""
    parts = [_part(_plain(part)) for part in _PER.split(fold(words).casefold())]
    if not all(thing for thing, _ in parts):
        return None
    (_, over), below = parts[0], math.prod(size for _, size in parts[1:])
    return Unit(tuple(thing for thing, _ in parts), over / below)


def agrees(words: str, declared: Text) -> bool:
    """Whether a table's word for a unit means the declared one."""
    if _plain(fold(words).casefold()) in {_plain(fold(w).casefold()) for w in _both(declared)}:
        return True
    return factor(words, declared) == 1


@lru_cache(maxsize=1 << 12)
def factor(words: str, declared: Text) -> float | None:
    """How many of the declared unit one unit of ``words`` is; None where they measure two things.

    ``factor("万人", 人)`` is 10,000.
    """
    found = parse(words)
    for unit in (parse(w) for w in _both(declared)):
        if found is not None and unit is not None and found.measures == unit.measures:
            ratio = found.size / unit.size
            # The sizes are exact in words, not in floats: 0.01 / 0.001 is not quite 10.
            return float(f"{ratio:.12g}")
    return None


def has_magnitude(words: str) -> bool:
    """Whether a unit counts in thousands or more: 万人 does, 人 and 千米 do not."""
    first = _plain(_PER.split(fold(words).casefold())[0])
    return first not in _BASES and (first.startswith(tuple(_GROUPS)) or bool(_COUNT.match(first)))


def _both(declared: Text) -> tuple[str, str]:
    return declared.zh, declared.en


def _plain(words: str) -> str:
    return words.replace("²", "2").replace("^", "").replace(" ", "")


def _part(words: str) -> tuple[str, float]:
    """A unit without quotient: what it measures, and its size."""
    counted = _COUNT.fullmatch(words)
    count = float(counted[1].replace(",", "")) if counted else 1.0
    words = counted[2] if counted else words
    if words not in _BASES:
        group = next((g for g in _GROUPS if words.startswith(g) and words != g), "")
        count *= _GROUPS.get(group, 1.0)
        words = words.removeprefix(group)
    thing, size = _BASES.get(words, (words, 1.0))
    return thing, count * size


_COUNTED_ZH = re.compile(r"[十百千万亿]*(人|人次|户|个|家|所|座|处|辆|套|件|起|张|条|台|次)")
_COUNTED_EN = ("people", "persons", "inhabitants", "households", "beds", "vehicles", "items")


def is_count(unit: Text) -> bool:
    """Whether numbers of a unit count things, so that they grow with a district's size.

    A unit with a divisor (people per km²) is of a rate.
    """
    if _PER.search(unit.zh) or _PER.search(unit.en):
        return False
    words = unit.en.casefold().split()
    return bool(_COUNTED_ZH.fullmatch(unit.zh.strip()) or (words and words[-1] in _COUNTED_EN))
