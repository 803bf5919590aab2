"""The indicator table (指标): long form, one value a row."""

from geomap.cells import Cells, Findings, has_columns
from geomap.checks.places import one_district
from geomap.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Observation, Place
from geomap.tables import Table
from geomap.text import Text

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
    keys = tuple(indicator.key for indicator in config.indicators)
    sources = tuple(source.key for source in config.sources)
    seen: dict[tuple[str, str, int], Place] = {}
    good = []
    for row in table.rows:
        cells = Cells(table, row, findings)
        observation = _observation(cells, gazetteer, keys, sources)
        if observation is None:
            continue
        key = (observation.adcode, observation.indicator, observation.year)
        if key in seen:
            _tell_repeat(cells, key, seen[key])
            continue
        seen[key] = observation.place
        good.append(observation)
    return tuple(good)


def _observation(
    cells: Cells, gazetteer: Gazetteer, keys: tuple[str, ...], sources: tuple[str, ...]
) -> Observation | None:
    adcode = one_district(cells, "adcode", gazetteer)
    indicator = cells.choice("indicator", keys)
    year, value = cells.integer("year"), cells.number("value")
    source = cells.choice("source", sources)
    for column, parsed in (("year", year), ("value", value)):
        if parsed is None and not cells.words(column):
            cells.required(column)
    if adcode is None or indicator is None or year is None or value is None or source is None:
        return None
    named = cells.words("name")
    if named and gazetteer.district(named) != adcode:
        cells.findings.error(
            "GM-I001",
            cells.place("name"),
            Text(
                f"代码 {adcode} 是“{gazetteer.entries[adcode].name}”，名称却是“{named}”",
                f"code {adcode} is {gazetteer.entries[adcode].name!r}, but the name says {named!r}",
            ),
            Text("请核对代码与名称", "make code and name agree"),
        )
        return None
    return Observation(adcode, indicator, year, value, source, cells.place())


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
