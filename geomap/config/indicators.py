"""Indicators as ``geomap.toml`` declares them."""

from collections.abc import Sequence

from geomap.config.declared import StrictTable
from geomap.config.formulas import parse_formula
from geomap.errors import DataError
from geomap.model import Indicator
from geomap.model.formula import Formula
from geomap.text import Text


def indicator(key: str, table: StrictTable) -> Indicator:
    """An indicator; what is wrong with it is told to the table's faults."""
    made = Indicator(
        key=key,
        title=table.names(Text.same(key)),
        unit=table.text("unit", Text("", "")),
        digits=table.integer("digits", 0),
        weight=table.string("weight") if table.has("weight") else None,
        range=_range(table),
        parts=table.list_of("parts", str),
        formula=_formula(table) if table.has("value") else None,
    )
    table.done()
    return made


def check_indicators(indicators: Sequence[Indicator], declared: StrictTable) -> None:
    """What an indicator names must be declared, and what it is worked out from before it."""
    keys = [each.key for each in indicators]
    given = [each.key for each in indicators if each.formula is None]
    for number, each in enumerate(indicators):
        weight = () if each.weight is None else (each.weight,)
        references = () if each.formula is None else each.formula.references()
        needed = [reference.indicator for reference in references]
        for name, words, known in (
            ("weight", weight, keys),
            ("parts", each.parts, keys),
            ("value", needed, [*given, *keys[:number]]),
        ):
            for word in words:
                place = declared.at(f"indicators.{each.key}.{name}")
                declared.require_known(word, known, place)


def _formula(table: StrictTable) -> Formula | None:
    """``value = "a / b * 100"``."""
    words = table.string("value")
    try:
        return parse_formula(words) if words else None
    except DataError as error:
        table.refuse(table.at("value"), error.message)
        return None


def _range(table: StrictTable) -> tuple[float, float] | None:
    """``range = [least, most]``."""
    if not table.has("range"):
        return None
    edges = table.list_of("range", float)
    if len(edges) != len(("least", "most")) or edges[0] > edges[1]:
        table.refuse(
            table.at("range"),
            Text("应为最小值和最大值", "must be the least and the largest value"),
            Text("如 [0, 100]", "such as [0, 100]"),
        )
        return None
    return edges[0], edges[1]
