"""Totals of indicator tables, held against the sum of their rows. Pure."""

import re
from collections.abc import Iterable, Sequence

from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Indicator, Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables import values
from geomap.text import Text

_QUOTIENT = re.compile(r"[/%‰]|每|\bper\b", re.IGNORECASE)
_RATE = (
    "率",
    "比重",
    "占比",
    "密度",
    "人均",
    "平均",
    "指数",
    "rate",
    "share",
    "density",
    "average",
)


def check_totals(  # what a total is held against
    own: Table,
    totals: Iterable[Row],
    gazetteer: Gazetteer,
    config: AtlasConfig,
    findings: Findings,
    *,
    is_wide: bool,
) -> None:
    """Tell of totals that are not the sum of the rows that they stand for.

    Args:
        own: The table without them, its columns known by role.
        totals: The rows of totals.
        gazetteer: The districts.
        config: Which indicators there are; a rate has no sum.
        findings: Takes what is wrong.
        is_wide: The table has units elsewhere, of which a total may be as well.
    """
    declared = {indicator.key: indicator for indicator in config.indicators}
    parts = _parts(own, gazetteer)
    for row in totals:
        indicator = declared.get(own.cell(row, "indicator"))
        total = values.number(own.cell(row, "value"))
        if indicator is None or isinstance(total, values.Invalid) or not _adds_up(indicator):
            continue
        words = own.cell(row, "name") or own.cell(row, "adcode")
        members = _members(words, own.cell(row, "adcode"), gazetteer)
        if members is None and is_wide:
            continue  # it may be the total of units that are not here
        group = parts.get((indicator.key, own.cell(row, "year")), {})
        chosen = [group[c] for c in (members or tuple(group)) if c in group]
        if chosen and len(chosen) == len(members or group):
            _check_sum(own.location(row, "value"), words, total, chosen, findings)


def _members(words: str, code: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """The districts that a total is the sum of; None where only the table can tell."""
    if words in gazetteer.regions:
        return gazetteer.regions[words]
    if words in gazetteer.whole:  # 全市, or the city by its name: the atlas may hold more than it
        counties = gazetteer.lineage.counties
        of_city = {c for c, county in counties.items() if county.province in gazetteer.whole}
        return tuple(known for known in gazetteer.entries if known in of_city) or None
    if code.endswith("00"):
        prefix = code[:2] if code.endswith("0000") else code[:4]
        return tuple(known for known in gazetteer.entries if known.startswith(prefix)) or None
    return None


def _parts(own: Table, gazetteer: Gazetteer) -> dict[tuple[str, str], dict[str, str]]:
    """Words of the values by indicator and year, and by district."""
    parts: dict[tuple[str, str], dict[str, str]] = {}
    for row in own.rows:
        found = gazetteer.find(own.cell(row, "adcode") or own.cell(row, "name"))
        at = (own.cell(row, "indicator"), own.cell(row, "year"))
        known = found.adcode if isinstance(found, Found) else f"row {row.number}"
        parts.setdefault(at, {})[known] = own.cell(row, "value")
    return parts


def _adds_up(indicator: Indicator) -> bool:
    words = f"{indicator.title.zh} {indicator.title.en} {indicator.key}".casefold()
    quotient = _QUOTIENT.search(f"{indicator.unit.zh} {indicator.unit.en}")
    return quotient is None and not any(word in words for word in _RATE)


def _check_sum(
    place: Location, words: str, total: float, parts: Sequence[str], findings: Findings
) -> None:
    numbers = [values.number(part) for part in parts]
    good = [number for number in numbers if not isinstance(number, values.Invalid)]
    if len(good) != len(numbers):
        return
    digits = min(len(part.partition(".")[2]) for part in parts)
    slack = (len(parts) + 1) * 0.5 * 10.0**-digits
    if abs(sum(good) - total) <= slack:
        return
    findings.tell(
        "GM-I011",
        place,
        Text(
            f"“{words}”为 {total:.12g}，各行之和却是 {sum(good):.12g}",
            f"{words!r} is {total:.12g}, but the rows sum to {sum(good):.12g}",
        ),
        Text("请核对各行与合计", "check the rows and the total"),
    )
