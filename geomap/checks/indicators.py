"""The indicator tables (指标): one value for each district, indicator and year."""

from collections.abc import Iterable
from statistics import median

from geomap.checks.places import name_agrees, one_district
from geomap.checks.plain_values import PlainValues
from geomap.checks.ranges import check_ranges
from geomap.checks.strays import are_of_today, own_rows
from geomap.checks.turned import turned_form
from geomap.checks.units import check_slips, group_fits, unit_fits
from geomap.checks.wide import long_form
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Indicator, Location, Observation
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables import units, values
from geomap.tables.cells import Cells
from geomap.text import Text

# Fewer values than this tell nothing about whether they are ratios.
_FEW = 4
_CLEARLY_PERCENT = 5.0


def check_indicators(
    tables: Iterable[Table], gazetteer: Gazetteer, config: AtlasConfig, findings: Findings
) -> tuple[Observation, ...]:
    """Parse and check every row.

    Returns:
        One value for each district, indicator and year; a repeated one is found and left out.
    """
    seen: dict[tuple[str, str, int], Location] = {}
    good = []
    for table in tables:
        turned = turned_form(table, gazetteer, config, findings)
        known = long_form(table, config, findings) if turned is None else turned
        if known is None:
            continue
        known = own_rows(known, gazetteer, config, findings)
        district = "adcode" if known.has("adcode") else "name"
        codes = [known.cell(row, district) for row in known.rows]
        mixed = gazetteer.has_former_codes(codes) and not are_of_today(codes, gazetteer.entries)
        plain = PlainValues(known, district, gazetteer, config, mixed)
        for row in known.rows:
            observation = plain.read(row) or _observation(
                Cells(known, row, findings), district, gazetteer, config, mixed=mixed
            )
            if observation is None:
                continue
            key = (observation.adcode, observation.indicator, observation.year)
            if key in seen:
                _tell_repeat(Cells(known, row, findings), key, seen[key])
                continue
            seen[key] = observation.location
            good.append(observation)
    shares = {indicator.key for indicator in config.indicators if indicator.unit.en == "%"}
    ratios = _ratios([o for o in good if o.indicator in shares])
    for observation in ratios:
        _tell_ratio(observation, findings)
    told = {observation.location for observation in ratios}
    check_slips([o for o in good if o.location not in told], findings)
    check_ranges([o for o in good if o.location not in told], config, findings)
    return tuple(good)


def _observation(
    cells: Cells, district: str, gazetteer: Gazetteer, config: AtlasConfig, *, mixed: bool
) -> Observation | None:
    declared = {indicator.key: indicator for indicator in config.indicators}
    year = cells.year("year")
    name = cells.words("name") if district == "adcode" else ""
    adcode = one_district(cells, district, gazetteer, year, mixed=mixed, name=name)
    key = cells.choice("indicator", tuple(declared))
    value = _value(cells, declared.get(key or ""))
    source = _source(cells, config)
    for column, parsed in (("year", year), ("value", value)):
        if parsed is None and not cells.words(column):
            cells.required(column)
    if adcode is None or key is None or year is None or value is None or source is None:
        return None
    if not name_agrees(cells, gazetteer, adcode, year):
        return None
    return Observation(adcode, key, year, value, source, cells.location())


def _source(cells: Cells, config: AtlasConfig) -> str | None:
    """The key of the row's source; empty where nobody says; None where it is not declared."""
    if not cells.words("source"):
        return ""
    return cells.choice("source", tuple(source.key for source in config.sources))


def _value(cells: Cells, indicator: Indicator | None) -> float | None:
    """The number in the declared unit; None where it is wrong or in another unit."""
    if indicator is None:
        return cells.number("value")
    value = cells.percent("value") if indicator.unit.en == "%" else cells.number("value")
    if "unit" in cells.row.names:  # said once, in the heading of a column
        factor = units.factor(cells.words("unit"), indicator.unit)
        if factor is not None and factor != 1 and not values.group(cells.words("value")):
            return None if value is None else float(f"{value * factor:.12g}")
    fits = [unit_fits(cells, "unit", indicator), group_fits(cells, "value", indicator)]
    return value if all(fits) else None


def _ratios(observations: list[Observation]) -> list[Observation]:
    """Percentages that look like ratios: 0.69 among values of about 60, or all below 1."""
    groups: dict[tuple[str, int], list[Observation]] = {}
    for observation in observations:
        groups.setdefault((observation.indicator, observation.year), []).append(observation)
    found = []
    for group in groups.values():
        small = [o for o in group if 0 < abs(o.value) <= 1]
        if len(group) < _FEW or not small:
            continue
        if len(small) == len(group) or median(abs(o.value) for o in group) > _CLEARLY_PERCENT:
            found += small
    return found


def _tell_ratio(observation: Observation, findings: Findings) -> None:
    place = observation.location
    findings.tell(
        "GM-I003",
        Location(place.file, place.row, "value"),
        Text(
            f"{observation.value:g} 像是比值，该指标的单位是 %",
            f"{observation.value:g} looks like a ratio, but the indicator is in %",
        ),
        Text(f"是否为 {observation.value * 100:g}？", f"should it be {observation.value * 100:g}?"),
    )


def _tell_repeat(cells: Cells, key: tuple[str, str, int], first: Location) -> None:
    adcode, indicator, year = key
    cells.findings.tell(
        "GM-I002",
        cells.location(),
        Text(
            f"{adcode} 的 {indicator}（{year}）已在第 {first.row} 行给出",
            f"{indicator} of {adcode} for {year} is already given in row {first.row}",
        ),
        Text("只保留一行", "keep one of the rows"),
    )
