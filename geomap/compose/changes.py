"""How much an indicator changed between two years. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext

from geomap.compose import words
from geomap.compose.areas import QUIET_BORDER, area
from geomap.compose.classify import Classes, sides
from geomap.compose.colors import parted
from geomap.compose.palettes import PLAIN
from geomap.compose.scales import NO_DATA, FillScale, dated, entries, known, number_legend, of_year
from geomap.errors import DataError
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, Fact, Fill, Indicator, LegendItem
from geomap.text import Text

ONE_YEAR = "class:one-year"
NO_BASE = "class:no-base"
_UNKNOWN = {
    ONE_YEAR: Text("仅有一年数据", "One of the two years only"),
    NO_BASE: Text("起始年不大于 0，无百分比", "Not above 0 at first: no per cent of it"),
}
_PRECISION = 17  # digits; as many as a binary fraction tells


def by_change(fill: Fill, config: AtlasConfig, joined: Joined) -> FillScale:
    """The scale of a change, parted at 0.

    Districts with a number of one year only are told from those that have none.

    Raises:
        DataError: No district has both years.
    """
    indicator = next(i for i in config.indicators if i.key == fill.indicator)
    before, after = (of_year(indicator.key, year, joined) for year in (fill.since, fill.year))
    items, values, relative = {}, {}, fill.change == "percent"
    for code in before:
        items[code], values[code] = _change(before[code], after[code], relative=relative)
    _check(values, fill, indicator)
    classes, symbols = parted(fill, known(values), 0.0)
    items |= {
        code: f"class:{classes.index(value)}" for code, value in values.items() if value is not None
    }
    changed = as_change(indicator, fill)
    counts = Counter(items.values())
    shown = entries(classes, labels(classes), symbols)
    shown += _unknown(counts)
    title = fill.title or dated(changed, f"{fill.since}–{fill.year}")
    legend = number_legend(title, shown, counts[NO_DATA])
    facts = {
        code: Fact(fact_label(changed, fill), told(value, changed))
        for code, value in values.items()
        if value is not None
    }
    return FillScale(legend, items, values, changed, facts=facts)


def _unknown(counts: Mapping[str, int]) -> list[LegendItem]:
    """An entry for each reason why a district has no change, where it holds for one."""
    look = area(PLAIN, QUIET_BORDER)
    return [
        LegendItem(key, label, look, counts[key]) for key, label in _UNKNOWN.items() if counts[key]
    ]


def _change(
    before: float | None, after: float | None, *, relative: bool
) -> tuple[str, float | None]:
    """The change, or why there is none."""
    if before is None and after is None:
        return NO_DATA, None
    if before is None or after is None:
        return ONE_YEAR, None
    with localcontext(prec=_PRECISION):  # without the dust of binary fractions
        first, last = Decimal(repr(before)), Decimal(repr(after))
        if not relative:
            return "", float(last - first)
        if first <= 0:
            return NO_BASE, None
        return "", float((last - first) / first * 100)


def _check(values: Mapping[str, float | None], fill: Fill, indicator: Indicator) -> None:
    if any(value is not None for value in values.values()):
        return
    raise DataError(
        Text(
            f"{indicator.title.zh}：没有一个区县同时有 {fill.since} 年和 {fill.year} 年的数；"
            "请检查数据表或改用其他年份",
            f"{indicator.title.en}: no district has a number for both {fill.since} and "
            f"{fill.year}; check the table, or choose other years",
        )
    )


def as_change(indicator: Indicator, fill: Fill) -> Indicator:
    """The change as an indicator: of shares it is in points, else in the indicator's unit."""
    unit = Text.same("%") if fill.change == "percent" else words.difference(indicator.unit)
    title = Text(
        f"{indicator.title.zh}变化",
        f"Change of {indicator.title.en[:1].lower()}{indicator.title.en[1:]}",
    )
    digits = max(indicator.digits, 1) if fill.change == "percent" else indicator.digits
    return replace(indicator, title=title, unit=unit, digits=digits)


def labels(classes: Classes) -> list[Text]:
    """The classes in words: down or up by how much."""
    return sides(classes, _down, _up)


def _down(least: float, most: float | None) -> Text:
    if most is None:
        if not least:
            return Text("减少", "down")
        return Text(f"减少 {_n(least)} 以上", f"down by more than {_n(least)}")
    if not least:
        return Text(f"减少不超过 {_n(most)}", f"down by {_n(most)} at most")
    return Text(f"减少 {_n(least)} – {_n(most)}", f"down by {_n(least)} – {_n(most)}")


def _up(least: float, most: float | None) -> Text:
    if most is None:
        if not least:
            return Text("增加或不变", "up, or unchanged")
        return Text(f"增加 {_n(least)} 以上", f"up by {_n(least)} or more")
    if not least:
        return Text(f"增加不足 {_n(most)}，或不变", f"up by less than {_n(most)}, or unchanged")
    return Text(f"增加 {_n(least)} – {_n(most)}", f"up by {_n(least)} – {_n(most)}")


def _n(number: float) -> str:
    """A number in full; what is even and large reads better with its thousands parted."""
    return f"{number:,.12g}"


def fact_label(changed: Indicator, fill: Fill) -> Text:
    """What a card calls the change."""
    return Text(
        f"{changed.title.zh}（{fill.since}–{fill.year}）",
        f"{changed.title.en} ({fill.since}–{fill.year})",
    )


def told(value: float, changed: Indicator) -> Text:
    """A change with its sign, as a card tells it."""
    said = words.value(value, changed)
    return said if value <= 0 else Text(f"+{said.zh}", f"+{said.en}")


def headline(fill: FillScale) -> Text:
    """How many districts went up."""
    found = [value for value in fill.values.values() if value is not None]
    more = sum(1 for value in found if value > 0)
    zh, en = (
        said.partition(mark)[0]
        for said, mark in ((fill.legend.title.zh, "变化"), (fill.legend.title.en, " ("))
    )
    return Text(
        f"{len(found)}个区县中{more}个{zh}上升",
        f"{en}: up in {more} of {len(found)} districts",
    )
