"""Values outside their range, and parts that do not add up to their whole."""

from collections.abc import Iterable, Mapping, Sequence

from geomap.model import AtlasConfig, Indicator, Location, Observation
from geomap.model.catalogue import Findings
from geomap.text import Text

_CODE, _PARTS = "GM-I009", "GM-I010"
_CHANGE = ("增", "减", "变化", "差", "同比", "环比", "growth", "change", "increase", "balance")
_SHARE = ("率", "比重", "占比", "份额", "rate", "share", "percentage", "proportion")
# Words of units that count things, of which there are never fewer than none.
_COUNTED = (
    "人",
    "户",
    "个",
    "辆",
    "套",
    "所",
    "处",
    "台",
    "家",
    "公里",
    "km",
    "people",
    "households",
)
_SLACK = 0.005  # of the whole that rounding may hide in its parts

Range = tuple[float | None, float | None]


def check_ranges(
    observations: Sequence[Observation], config: AtlasConfig, findings: Findings
) -> None:
    """Find values that their indicator cannot have, and wholes that are not their parts' sum.

    A range is what the atlas declares, else what title and unit say: a rate in percent lies between
    0 and 100, a count of people is not negative; what tells a change may be anything.
    """
    declared = {indicator.key: indicator for indicator in config.indicators}
    for observation in observations:
        indicator = declared[observation.indicator]
        low, high = _range(indicator)
        value = observation.value
        if (low is not None and value < low) or (high is not None and value > high):
            _tell(observation, indicator, (low, high), findings)
    _check_parts(observations, config.indicators, findings)


def _range(indicator: Indicator) -> Range:
    if indicator.range is not None:
        return indicator.range
    words = f"{indicator.title.zh} {indicator.title.en} {indicator.key}".casefold()
    if any(word in words for word in _CHANGE):
        return None, None
    units = (indicator.unit.zh, indicator.unit.en)
    if "%" in units:
        return (0.0, 100.0) if any(word in words for word in _SHARE) else (None, None)
    counted = any(word in unit for unit in units for word in _COUNTED)
    return (0.0, None) if counted else (None, None)


def _tell(
    observation: Observation, indicator: Indicator, allowed: Range, findings: Findings
) -> None:
    low, high = ("…" if edge is None else f"{edge:g}" for edge in allowed)
    place = observation.location
    findings.tell(
        _CODE,
        Location(place.file, place.row, place.column or "value"),
        Text(
            f"{observation.value:g} 超出“{indicator.title.zh}”的范围（{low} 至 {high}）",
            f"{observation.value:g} is outside the range of {indicator.title.en} ({low} to {high})",
        ),
        Text(
            "请核对；确实如此则在指标中写明 range = [最小, 最大]",
            "check it; if it is right, declare range = [least, most] for the indicator",
        ),
    )


def _check_parts(
    observations: Iterable[Observation], indicators: Iterable[Indicator], findings: Findings
) -> None:
    found: dict[tuple[str, int], dict[str, Observation]] = {}
    for observation in observations:
        key = (observation.adcode, observation.year)
        found.setdefault(key, {})[observation.indicator] = observation
    for whole in (indicator for indicator in indicators if indicator.parts):
        for values in found.values():
            if whole.key in values:
                _check_sum(whole, values, findings)


def _check_sum(whole: Indicator, values: Mapping[str, Observation], findings: Findings) -> None:
    total = values[whole.key]
    parts = [values[key].value for key in whole.parts if key in values]
    is_full = len(parts) == len(whole.parts)
    off = sum(parts) - total.value
    slack = _SLACK * abs(total.value)
    if off <= slack and not (is_full and off < -slack):
        return
    place = total.location
    findings.tell(
        _PARTS,
        Location(place.file, place.row, place.column or "value"),
        Text(
            f"“{whole.title.zh}”为 {total.value:.12g}，各分项之和却是 {sum(parts):.12g}",
            f"{whole.title.en} is {total.value:.12g}, but its parts sum to {sum(parts):.12g}",
        ),
        Text("请核对这些数", "check these numbers"),
    )
