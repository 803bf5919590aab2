"""One number for several districts: a sum, or a mean by weight."""

from collections.abc import Iterable

from geomap.checks.check import Checked
from geomap.model import Indicator


def aggregate(
    indicator: Indicator, year: int, codes: Iterable[str], checked: Checked
) -> float | None:
    """One number for several districts: their sum, or their weighted mean if it has a weight.

    Returns:
        The number, or None when a district lacks the value or its weight, or a formula makes the
        number and no weight says how to put it together.
    """
    wanted = tuple(codes)
    values = _values(indicator.key, year, checked)
    if not wanted or any(code not in values for code in wanted):
        return None
    if indicator.weight is None and indicator.formula is not None:
        return None  # a ratio of sums is not the sum of ratios
    if indicator.weight is None:
        return sum(values[code] for code in wanted)
    weights = _values(indicator.weight, year, checked)
    total = sum(weights.get(code, 0.0) for code in wanted)
    if total <= 0 or any(code not in weights for code in wanted):
        return None
    return sum(values[code] * weights[code] for code in wanted) / total


def _values(key: str, year: int, checked: Checked) -> dict[str, float]:
    return {
        o.adcode: o.value for o in checked.observations if o.indicator == key and o.year == year
    }
