"""Units (单位): what a row says against what the atlas declares, and values that look slipped."""

import math
from statistics import median

from geomap.model import Indicator, Location, Observation
from geomap.model.catalogue import Findings
from geomap.tables import units, values
from geomap.tables.cells import Cells
from geomap.text import Text

# Fewer values than this tell nothing about one that stands apart.
_FEW = 6
# Values this many decades apart (a factor of five) stand apart from each other.
_APART = math.log10(5)
_SLIPS = (1, 2, 3, 4)  # 10 to 10,000: 千, 万, m² and ha, % and ratio


def unit_fits(cells: Cells, column: str, indicator: Indicator) -> bool:
    """Whether the row's unit is the declared one, which an empty cell takes for granted."""
    words, declared = cells.words(column), indicator.unit
    if not words or units.agrees(words, declared):
        return True
    cells.findings.tell(
        "GM-I004",
        cells.location(column),
        Text(
            f"单位是“{words}”，指标“{indicator.title.zh}”的单位却是“{declared.zh}”",
            f"the unit is {words!r}, but that of {indicator.title.en!r} is {declared.en!r}",
        ),
        _conversion(units.factor(words, declared), declared),
    )
    return False


def _conversion(factor: float | None, declared: Text) -> Text:
    if factor is None:
        return Text(
            "二者不能换算，请核对数据或 geomap.toml 中的单位",
            "the two do not convert: check the data, or the unit in geomap.toml",
        )
    times = Text(f"乘以 {factor:.12g}", f"multiply the value by {factor:.12g}")
    if factor < 1:
        times = Text(f"除以 {1 / factor:.12g}", f"divide the value by {1 / factor:.12g}")
    return Text(
        f"请把数值{times.zh}，单位改为“{declared.zh}”",
        f"{times.en} and write {declared.en!r}",
    )


def group_fits(cells: Cells, column: str, indicator: Indicator) -> bool:
    """Whether a number leaves its magnitude to the unit: 65万 in 万人 would be 10,000 too many."""
    group = values.group(cells.words(column))
    if not group or not units.has_magnitude(indicator.unit.zh):
        return True
    cells.findings.tell(
        "GM-I006",
        cells.location(column),
        Text(
            f"“{cells.words(column)}”带有“{group}”，单位“{indicator.unit.zh}”又含量级",
            f"{cells.words(column)!r} has {group!r}, and so has the unit {indicator.unit.zh!r}",
        ),
        Text(
            f"只写以“{indicator.unit.zh}”计的数",
            f"write the plain number of {indicator.unit.zh!r}",
        ),
    )
    return False


def check_slips(observations: list[Observation], findings: Findings) -> None:
    """Find values that stand apart by a power of ten: 156.4 (万人) among numbers of people."""
    groups: dict[tuple[str, int], list[Observation]] = {}
    for observation in observations:
        if observation.value > 0:
            groups.setdefault((observation.indicator, observation.year), []).append(observation)
    for group in groups.values():
        for observation, slip in _slipped(group):
            _tell_slip(observation, slip, findings)


def _slipped(group: list[Observation]) -> list[tuple[Observation, int]]:
    """Values, and by which power of ten they seem wrong.

    Most values must form one cluster; a value is told only if it is farther from that cluster than
    the cluster is wide, and lands in it by a power of ten. So a table that is merely uneven, as
    city and mountain are, raises no alarm.
    """
    decades = {observation: math.log10(observation.value) for observation in group}
    usual = max(_clusters(sorted(decades.values())), key=len)
    if len(usual) < max(_FEW, len(group) // 2 + 1):
        return []
    low, high = usual[0], usual[-1]
    found = []
    for observation, at in decades.items():
        gap = max(low - at, at - high)
        sign = 1 if at < low else -1
        landing = [k * sign for k in _SLIPS if low <= at + k * sign <= high]
        if gap >= max(_APART, high - low) and landing:
            nearest = min(landing, key=lambda k: abs(at + k - median(usual)))
            found.append((observation, nearest))
    return found


def _clusters(values_in_order: list[float]) -> list[list[float]]:
    """Ascending values, parted wherever a gap is wide."""
    clusters: list[list[float]] = []
    for value in values_in_order:
        if clusters and value - clusters[-1][-1] < _APART:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return clusters


def _tell_slip(observation: Observation, slip: int, findings: Findings) -> None:
    place = observation.location
    times = 10.0 ** abs(slip)
    way = Text("小", "small") if slip > 0 else Text("大", "large")
    meant = observation.value * 10.0**slip
    findings.tell(
        "GM-I005",
        Location(place.file, place.row, "value"),
        Text(
            f"{observation.value:g} 与同年其他区县相比，像是{way.zh}了 {times:g} 倍",
            f"{observation.value:g} looks {times:g} times too {way.en} beside the other districts",
        ),
        Text(f"请核对单位；是否为 {meant:.12g}？", f"check its unit: should it be {meant:.12g}?"),
    )
