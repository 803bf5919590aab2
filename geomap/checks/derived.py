"""Indicators that are worked out from others: their values, district by district. Pure."""

import math
from collections.abc import Sequence

import geopandas as gpd

from geomap.geo.geodesy import area
from geomap.model import AtlasConfig, Indicator, Observation
from geomap.model.catalogue import Findings
from geomap.model.formula import AREA, Formula, Reference
from geomap.text import Text

_GIVEN, _UNDEFINED = "GM-I020", "GM-I021"

_SQUARE_KILOMETRE = 1e6  # m²


def with_derived(
    observations: Sequence[Observation],
    districts: gpd.GeoDataFrame,
    config: AtlasConfig,
    findings: Findings,
) -> tuple[Observation, ...]:
    """The observations, and those that formulas make of them.

    A year has a value where everything that the formula needs has one; a formula that names every
    year itself gives a value of the latest of them.

    Args:
        observations: From the tables.
        districts: Index ``adcode``; degrees, WGS84.
        config: Its indicators say their formulas, each after those that it needs.
        findings: Takes divisions by 0, and tables that give what is to be worked out.
    """
    formulas = [(i, i.formula) for i in config.indicators if i.formula is not None]
    if not formulas:
        return tuple(observations)
    made = {indicator.key for indicator, _ in formulas}
    for observation in observations:
        if observation.indicator in made:
            _tell_given(observation, findings)
    bench = _Bench(districts, [o for o in observations if o.indicator not in made], findings)
    for indicator, formula in formulas:
        bench.work_out(indicator, formula)
    return tuple(bench.known.values())


class _Bench:
    """What is known so far, and what it takes to know more."""

    def __init__(
        self, districts: gpd.GeoDataFrame, given: Sequence[Observation], findings: Findings
    ) -> None:
        self._shapes = {str(code): shape for code, shape in districts.geometry.items()}
        self._findings = findings
        self.known = {(o.indicator, o.adcode, o.year): o for o in given}
        self._years: dict[tuple[str, str], set[int]] = {}
        for key, code, year in self.known:
            self._years.setdefault((key, code), set()).add(year)

    def work_out(self, indicator: Indicator, formula: Formula) -> None:
        """Every value that a formula has."""
        for code in self._shapes:
            for year in self._years_of(formula, code):
                found = self._value(indicator, formula, code, year)
                if found is not None:
                    self.known[indicator.key, code, year] = found
                    self._years.setdefault((indicator.key, code), set()).add(year)

    def _years_of(self, formula: Formula, code: str) -> list[int]:
        """The years that a formula may have a value for."""
        needed = formula.references()
        free = {each.indicator for each in needed if each.year is None}
        if not free:
            return [max(each.year for each in needed if each.year is not None)]
        years = [self._years.get((name, code), set()) for name in sorted(free)]
        return sorted(set.intersection(*years))

    def _value(
        self, indicator: Indicator, formula: Formula, code: str, year: int
    ) -> Observation | None:
        used: dict[Reference, Observation] = {}
        for reference in formula.references():
            found = self.known.get((reference.indicator, code, reference.year or year))
            if found is None:
                return None
            used[reference] = found

        def of(reference: Reference) -> float:
            if reference.indicator == AREA:
                return area(self._shapes[code]) / _SQUARE_KILOMETRE
            return used[reference].value

        try:
            value = formula.value(of)
        except (ZeroDivisionError, OverflowError):
            value = math.inf
        every = tuple(used.values())
        if not math.isfinite(value):
            _tell_undefined(indicator, every[-1], self._findings)
            return None
        return Observation(code, indicator.key, year, value, every[0].source, every[0].location)


def _tell_given(observation: Observation, findings: Findings) -> None:
    findings.tell(
        _GIVEN,
        observation.location,
        Text(
            f"指标“{observation.indicator}”由公式算出，表中又给出 {observation.value:g}，未采用",
            f"the indicator {observation.indicator!r} is worked out by a formula; the table's "
            f"{observation.value:g} is not used",
        ),
        Text("请删去此行，或去掉公式", "remove the row, or the formula"),
    )


def _tell_undefined(indicator: Indicator, last: Observation, findings: Findings) -> None:
    findings.tell(
        _UNDEFINED,
        last.location,
        Text(
            f"{last.adcode} {last.year} 年的“{indicator.title.zh}”算不出（除以 0 或数太大），"
            "按无数据处理",
            f"{indicator.title.en} of {last.adcode} in {last.year} cannot be worked out (division "
            "by 0, or too large) and counts as no data",
        ),
        Text("请核对所用的数", "check the numbers that it is made from"),
    )
