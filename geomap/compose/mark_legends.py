"""How marks and dots look, and the legends that tell it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.compose import words
from geomap.model import Certainty, Kind, Legend, LegendItem, Mark, Symbol
from geomap.model.dots import Dots
from geomap.text import Text

Form = Literal["area", "line", "point"]
# Drawing order: what covers much lies below; what is only listed comes last.
LAYERS: tuple[Form, ...] = ("area", "line", "point")
ORDER = (
    *(Certainty.WHOLE_UNIT, Certainty.SCHEMATIC, Certainty.APPROXIMATE),
    *(Certainty.SURVEYED, Certainty.NONE),
)
# How a place of each certainty mostly looks; another form is told in the key of its legend entry.
_USUAL: dict[Certainty, Form] = {
    Certainty.WHOLE_UNIT: "area",
    Certainty.SCHEMATIC: "line",
    Certainty.APPROXIMATE: "point",
    Certainty.SURVEYED: "point",
}
# What is not on the map needs no symbol of its own: one legend entry counts it all.
LISTED = "listed"
_AREA_WIDTH, _LINE_WIDTH, _POINT_WIDTH = 1.4, 1.8, 0.8


def form_of(geometry: BaseGeometry) -> Form:
    """What a place is drawn as."""
    return ("point", "line", "area")[shapely.get_dimensions(geometry)]


def item_key(kind: Kind, certainty: Certainty, geometry: BaseGeometry | None) -> str:
    """Key of the legend item of a place; one for all that have none."""
    return LISTED if geometry is None else key_of(kind, certainty, form_of(geometry))


def key_of(kind: Kind, certainty: Certainty, form: Form) -> str:
    """Key of the legend item of what is drawn so."""
    tail = "" if form == _USUAL[certainty] else f":{form}"
    return f"kind:{kind.key}:{certainty}{tail}"


def legend_of(
    title: Text, marks: list[Mark], dots: Sequence[Dots], kinds: Mapping[str, Kind]
) -> Legend:
    """The legend of marks and dots: an entry for each look that they have, with its count."""
    counts = Counter(mark.item for mark in marks)
    looks = {m.item: (m.certainty, form_of(m.geometry)) for m in marks if m.geometry is not None}
    # The sentences below the legend speak of circles and of routes: only where there are such.
    usual = {certainty for certainty, form in looks.values() if form == _USUAL[certainty]}
    for each in dots:
        counts.update(each.items.counts())
        looks |= {item: (Certainty(item.split(":")[2]), "point") for item in each.items.distinct}
    order = {key: number for number, key in enumerate(kinds)}

    def place(key: str) -> tuple[int, int, int]:
        certainty, form = looks[key]
        return LAYERS.index(form), ORDER.index(certainty), order[_kind_of(key)]

    entries = []
    for key in sorted(looks, key=place):
        kind, look = kinds[_kind_of(key)], looks[key]
        entries.append(LegendItem(key, _label(kind, *look), _symbol(kind, *look), counts[key]))
    if counts[LISTED]:
        symbol = Symbol("point", stroke="#8a8a85", width=_POINT_WIDTH)
        label = words.FORM[Certainty.NONE]
        entries.append(LegendItem(LISTED, label, symbol, counts[LISTED]))
    return Legend(title, tuple(entries), words.how_sure(usual))


def _kind_of(key: str) -> str:
    return key.split(":")[1]


def _label(kind: Kind, certainty: Certainty, form: Form) -> Text:
    sure = words.FORM[certainty]
    if certainty is Certainty.SCHEMATIC and form != "line":
        sure = words.SCHEMATIC
    return Text(f"{kind.title.zh}（{sure.zh}）", f"{kind.title.en} ({sure.en})")


def _symbol(kind: Kind, certainty: Certainty, form: Form) -> Symbol:
    """Only what is known to be just there has an unbroken line; a scheme's point is pale."""
    loose = certainty not in {Certainty.WHOLE_UNIT, Certainty.SURVEYED}
    if form == "area":
        pattern, width = kind.pattern, _AREA_WIDTH
        return Symbol("area", stroke=kind.color, width=width, pattern=pattern, dashed=loose)
    if form == "line":
        return Symbol("line", stroke=kind.color, width=_LINE_WIDTH, dashed=loose)
    if certainty is Certainty.SCHEMATIC:
        return Symbol("point", _paled(kind.color), "#ffffff", _POINT_WIDTH, kind.shape)
    return Symbol("point", fill=kind.color, stroke="#ffffff", width=_POINT_WIDTH, shape=kind.shape)


def _paled(color: str) -> str:
    """The colour half way to white."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(part + 255) // 2:02x}" for part in parts)
