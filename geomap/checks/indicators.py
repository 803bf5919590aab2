"""The indicator table (指标): long form, one value a row."""

from statistics import median

from geomap.cells import Cells, Findings, has_columns
from geomap.checks.places import one_district
from geomap.gazetteer import Found, Gazetteer
from geomap.model import AtlasConfig, Observation, Place
from geomap.tables import Table
from geomap.text import Text

# Fewer values than this tell nothing about whether they are ratios.
_FEW = 4
_CLEARLY_PERCENT = 5.0
COLUMNS = ("adcode", "indicator", "year", "value", "source")


def check_indicators(
    table: Table, gazetteer: Gazetteer, config: AtlasConfig, findings: Findings
) -> tuple[Observation, ...]:
    """Parse and check every row.

    Returns:
        One value for each district, indicator and year; a repeated one is found and left out.
    """
    if not table.columns or not has_columns(table, COLUMNS, findings):
        return ()
    mixed = gazetteer.has_former_codes(row.cells["adcode"] for row in table.rows)
    seen: dict[tuple[str, str, int], Place] = {}
    good = []
    for row in table.rows:
        cells = Cells(table, row, findings)
        observation = _observation(cells, gazetteer, config, mixed=mixed)
        if observation is None:
            continue
        key = (observation.adcode, observation.indicator, observation.year)
        if key in seen:
            _tell_repeat(cells, key, seen[key])
            continue
        seen[key] = observation.place
        good.append(observation)
    shares = {indicator.key for indicator in config.indicators if indicator.unit.en == "%"}
    _check_shares([o for o in good if o.indicator in shares], findings)
    return tuple(good)


def _observation(
    cells: Cells, gazetteer: Gazetteer, config: AtlasConfig, *, mixed: bool
) -> Observation | None:
    units = {indicator.key: indicator.unit.en for indicator in config.indicators}
    year = cells.year("year")
    adcode = one_district(cells, "adcode", gazetteer, year if mixed else None, mixed=mixed)
    indicator = cells.choice("indicator", tuple(units))
    is_share = units.get(indicator or "") == "%"
    value = cells.percent("value") if is_share else cells.number("value")
    source = cells.choice("source", tuple(source.key for source in config.sources))
    for column, parsed in (("year", year), ("value", value)):
        if parsed is None and not cells.words(column):
            cells.required(column)
    if adcode is None or indicator is None or year is None or value is None or source is None:
        return None
    if not _name_agrees(cells, gazetteer, adcode):
        return None
    return Observation(adcode, indicator, year, value, source, cells.place())


def _name_agrees(cells: Cells, gazetteer: Gazetteer, adcode: str) -> bool:
    """Whether the column ``name``, if there is one, names the district of the code."""
    named = cells.words("name")
    found = gazetteer.find(named) if named else None
    if found is None or (isinstance(found, Found) and found.adcode == adcode):
        return True
    cells.findings.error(
        "GM-I001",
        cells.place("name"),
        Text(
            f"代码 {adcode} 是“{gazetteer.entries[adcode].name}”，名称却是“{named}”",
            f"code {adcode} is {gazetteer.entries[adcode].name!r}, but the name says {named!r}",
        ),
        Text("请核对代码与名称", "make code and name agree"),
    )
    return False


def _check_shares(observations: list[Observation], findings: Findings) -> None:
    """Find percentages that look like ratios: 0.69 among values of about 60, or all below 1."""
    groups: dict[tuple[str, int], list[Observation]] = {}
    for observation in observations:
        groups.setdefault((observation.indicator, observation.year), []).append(observation)
    for group in groups.values():
        small = [o for o in group if 0 < abs(o.value) <= 1]
        if len(group) < _FEW or not small:
            continue
        if len(small) == len(group) or median(abs(o.value) for o in group) > _CLEARLY_PERCENT:
            for observation in small:
                _tell_ratio(observation, findings)


def _tell_ratio(observation: Observation, findings: Findings) -> None:
    place = observation.place
    findings.warn(
        "GM-I003",
        Place(place.file, place.row, "value"),
        Text(
            f"{observation.value:g} 像是比值，该指标的单位是 %",
            f"{observation.value:g} looks like a ratio, but the indicator is in %",
        ),
        Text(f"是否为 {observation.value * 100:g}？", f"should it be {observation.value * 100:g}?"),
    )


def _tell_repeat(cells: Cells, key: tuple[str, str, int], first: Place) -> None:
    adcode, indicator, year = key
    cells.findings.error(
        "GM-I002",
        cells.place(),
        Text(
            f"{adcode} 的 {indicator}（{year}）已在第 {first.row} 行给出",
            f"{indicator} of {adcode} for {year} is already given in row {first.row}",
        ),
        Text("只保留一行", "keep one of the rows"),
    )
