"""What an atlas need not declare, because its tables say it: indicators and kinds. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geomap.checks.wide import ROLES, heading_of, number_columns
from geomap.model import (
    ALL,
    KIND_COLORS,
    AtlasConfig,
    Circles,
    Fill,
    Indicator,
    Kind,
    Observation,
)
from geomap.model.catalogue import Findings
from geomap.model.tables import Inputs, Table
from geomap.tables.headings import with_roles
from geomap.text import Text

_UNNAMED = {"kind": Text("项目", "project"), "network": Text("站点", "site")}


def with_undeclared(config: AtlasConfig, inputs: Inputs) -> AtlasConfig:
    """The atlas with indicators and kinds that it does not declare taken from its tables.

    Only where it declares none at all of them: beside declared ones, others are mistakes. A theme
    that shows all networks gets them by name.
    """
    indicators = config.indicators or tuple(indicators_of(inputs.tables.get("indicators", ())))
    kinds = config.kinds or tuple(_kinds(inputs))
    keys = tuple(kind.key for kind in kinds)
    themes = tuple(
        replace(theme, sites=keys) if theme.sites == (ALL,) else theme for theme in config.themes
    )
    return replace(config, indicators=indicators, kinds=kinds, themes=themes)


def with_years(config: AtlasConfig, observations: Iterable[Observation]) -> AtlasConfig:
    """The atlas with the latest year in each theme that names an indicator without one.

    What changes since a year that nobody says changes since the earliest.
    """
    years: dict[str, set[int]] = {}
    for each in observations:
        years.setdefault(each.indicator, set()).add(each.year)

    def latest(key: str | None, said: int | None) -> int | None:
        return max(years.get(key or "", ()), default=None) if said is None else said

    def dated(fill: Fill) -> Fill:
        have = sorted(years.get(fill.indicator or "", ()))
        shown = tuple(have) if fill.every_year else fill.years
        first = fill.since if fill.since is not None or not have else have[0]
        return replace(
            fill,
            years=shown,
            year=max(shown) if shown else latest(fill.indicator, fill.year),
            since=first if fill.by == "change" else None,
            other_year=latest(fill.other, fill.other_year),
        )

    def dated_circles(circles: Circles | None) -> Circles | None:
        if circles is None:
            return None
        return replace(circles, year=latest(circles.indicator, circles.year))

    themes = tuple(
        replace(
            theme,
            fill=dated(theme.fill),
            circles=dated_circles(theme.circles),
            dots=theme.dots
            and replace(theme.dots, year=latest(theme.dots.indicator, theme.dots.year)),
        )
        for theme in config.themes
    )
    return replace(config, themes=themes)


def indicators_of(tables: Iterable[Table]) -> Iterator[Indicator]:
    """An indicator a numeric column of a wide table, or a word of a long one's ``indicator``."""
    seen: set[str] = set()
    for table in tables:
        known = with_roles(table, ROLES, Findings(), table.columns_declared)
        for key, unit, digits in _named(known):
            if key and key not in seen:
                seen.add(key)
                yield Indicator(key, Text.same(key), Text.same(unit), digits)


def _named(table: Table) -> Iterator[tuple[str, str, int]]:
    if table.has("indicator") and not table.has("value"):  # a column a district
        for row in table.rows:
            heading = heading_of(table.cell(row, "indicator"))
            yield (
                heading.words,
                heading.unit or table.cell(row, "unit"),
                _digits(row.cells.values()),
            )
        return
    if table.has("indicator"):
        cells: dict[str, list[str]] = {}
        units: dict[str, str] = {}
        for row in table.rows:
            key = table.cell(row, "indicator")
            cells.setdefault(key, []).append(table.cell(row, "value"))
            units.setdefault(key, table.cell(row, "unit"))
        for key, values in cells.items():
            yield key, units[key], _digits(values)
        return
    for column in number_columns(table):
        heading = heading_of(column)
        yield heading.words, heading.unit, _digits(table.words(column))


_MOST_DIGITS = 2


def _digits(cells: Iterable[str]) -> int:
    """Decimals to be shown: as many as the cells have, two at most."""
    most = max((len(cell.partition(".")[2].rstrip("%％ ")) for cell in cells), default=0)
    return min(most, _MOST_DIGITS)


def _kinds(inputs: Inputs) -> Iterator[Kind]:
    seen: dict[str, Text] = {}
    for key, role in (("projects", "kind"), ("sites", "network")):
        for table in inputs.tables.get(key, ()):
            known = with_roles(table, (role,), Findings(), table.columns_declared)
            for row in known.rows:
                words = known.cell(row, role)
                seen.setdefault(
                    words or _UNNAMED[role].en, Text.same(words) if words else _UNNAMED[role]
                )
    for number, (key, title) in enumerate(seen.items()):
        yield Kind(key, title, KIND_COLORS[number % len(KIND_COLORS)])
