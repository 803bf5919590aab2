"""How far districts are from the targets that measures set for their areas. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.classify import Classes, sides
from geomap.errors import DataError
from geomap.model import AtlasConfig, Fill, Indicator
from geomap.text import Text


def targets(fill: Fill, config: AtlasConfig, checked: Checked) -> Mapping[str, float]:
    """Adcode → the target of its area.

    A target for the whole city is the city's and not a district's. Of several that name a district
    the one for the smallest area counts, which speaks of it most; of equal ones the first.

    Args:
        fill: Names the indicator.
        config: What the atlas declares.
        checked: Its data.

    Raises:
        DataError: No measure sets a target on the indicator for any district.
    """
    found: dict[str, tuple[int, float]] = {}
    for measure in checked.measures:
        target = measure.target
        if target is None or target.indicator != fill.indicator:
            continue
        for code in measure.districts:
            size = len(measure.districts)
            if code not in found or size < found[code][0]:
                found[code] = size, target.value
    if not found:
        title = next(i.title for i in config.indicators if i.key == fill.indicator)
        raise DataError(
            Text(
                f"没有举措为任何区县规定“{title.zh}”的目标；请在举措表中给出，"
                '或改用 by = "indicator"',
                f"no measure sets a target on {title.en} for any district; give one in the table "
                'of measures, or use by = "indicator"',
            )
        )
    return {code: value for code, (_, value) in found.items()}


def beyond(value: float, target: float) -> float:
    """How much a value is above its target, without the dust of binary fractions."""
    return float(Decimal(repr(value)) - Decimal(repr(target)))


def in_points(indicator: Indicator | None) -> Indicator | None:
    """The difference of two of an indicator's values as an indicator: of shares it is in points."""
    if indicator is None:
        return None
    title = Text(f"{indicator.title.zh}与目标之差", f"{indicator.title.en} above its target")
    return replace(indicator, title=title, unit=words.difference(indicator.unit))


def labels(classes: Classes) -> list[Text]:
    """The classes in words: how short of the target, or by how much beyond it."""
    return sides(classes, _short, _reached)


def _short(least: float, most: float | None) -> Text:
    if most is None:
        if not least:
            return Text("未达到", "short of it")
        return Text(f"差 {least:.12g} 以上", f"short by more than {least:.12g}")
    if not least:
        return Text(f"差不超过 {most:.12g}", f"short by {most:.12g} at most")
    return Text(f"差 {least:.12g} – {most:.12g}", f"short by {least:.12g} – {most:.12g}")


def _reached(least: float, most: float | None) -> Text:
    if most is None:
        if not least:
            return Text("已达到", "reached")
        return Text(f"已达到，超出 {least:.12g} 以上", f"reached, {least:.12g} or more above")
    if not least:
        return Text(f"已达到，超出不足 {most:.12g}", f"reached, less than {most:.12g} above")
    return Text(
        f"已达到，超出 {least:.12g} – {most:.12g}", f"reached, {least:.12g} – {most:.12g} above"
    )
