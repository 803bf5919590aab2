"""Cells that are no numbers, or of another kind, in columns whose other cells are. Pure."""

from geomap.checks.table_positions import position_columns
from geomap.checks.wide import without_remarks
from geomap.model import Finding
from geomap.model.catalogue import Findings, finding
from geomap.model.tables import Table
from geomap.tables import coordinates, values
from geomap.tables.cells import parts_of
from geomap.tables.headings import ROLES, with_roles
from geomap.text import Text

# A column counts as numbers if at least this share of its filled cells are numbers.
_LEAST_NUMBERS = 0.25
_AXES: tuple[coordinates.Axis, coordinates.Axis] = ("lon", "lat")
# Codes, names, years and numbers of articles have readers of their own, and more ways to be right.
_READ_OTHERWISE = ("adcode", "name", "year", "id", "districts", "article", "chapter", "datum")
_SIGN = "%"
# What stands in the heading of a column that may have numbers with a sign and without.
_SHARES = ("%", "％", "‰", "率", "比", "占", "rate", "share", "percent", "ratio")


def odd_cells(table: Table) -> list[Finding]:
    """Cells of columns of numbers that are none; of columns of positions, that are no coordinates.

    Words for no value (``—``, ``暂无``) are none of them.
    """
    return _in_columns(table, _READ_OTHERWISE)


def odd_cells_besides(table: Table) -> list[Finding]:
    """The odd cells of columns that play no role: what an atlas does not read itself."""
    return _in_columns(table, ROLES)


def _in_columns(table: Table, aside: tuple[str, ...]) -> list[Finding]:
    known = with_roles(table, aside, Findings(), table.columns_declared)
    left = {known.heading(role) for role in aside}
    axes = dict(zip(position_columns(table) or (), _AXES, strict=False))
    own = without_remarks(table)
    columns = [column for column in table.columns if column not in left]
    return [found for column in columns for found in _odd(own, column, axes.get(column))]


def _odd(table: Table, column: str, axis: coordinates.Axis | None) -> list[Finding]:
    words = table.words(column)
    said = {each for each in words if each and not values.is_no_value(each)}
    whys = {each: why for each in said if (why := _no_number(each, axis)) is not None}
    filled = sum(each in said for each in words)
    good = filled - sum(each in whys for each in words)
    if good < max(1.0, _LEAST_NUMBERS * filled):
        return []
    reasons = [(table.rows[n], whys[each]) for n, each in enumerate(words) if each in whys]
    odd = [
        finding(
            "GM-F017",
            table.location(row, column),
            Text(
                f"“{row.cells[column]}”不是数字，该列多为数字",
                f"{row.cells[column]!r} is no number; the column has numbers",
            ),
            why.remedy,
        )
        for row, why in reasons
    ]
    return odd if axis is not None else [*odd, *_percentages(table, column, good)]


def _percentages(table: Table, column: str, numbers: int) -> list[Finding]:
    """Percentages among plain numbers, where the heading speaks of no share."""
    if any(word in column.casefold() for word in _SHARES):
        return []
    places = [n for n, said in enumerate(table.words(column)) if said[-1:] == _SIGN]
    if 2 * len(places) >= numbers:
        return []
    signed = [table.rows[place] for place in places]
    return [
        finding(
            "GM-F017",
            table.location(row, column),
            Text(
                f"“{row.cells[column]}”是百分数，该列其他格不是",
                f"{row.cells[column]!r} is a percentage; the column has plain numbers",
            ),
            Text("请核对", "check it"),
        )
        for row in signed
    ]


def _no_number(words: str, axis: coordinates.Axis | None) -> values.Invalid | None:
    """Why words are no number; a coordinate may be one in metres as well as in degrees."""
    if axis is None:
        return _not_numbers(words)
    degrees = coordinates.coordinate(words, axis)
    plain = not isinstance(values.number(words), values.Invalid)
    return degrees if isinstance(degrees, values.Invalid) and not plain else None


def _not_numbers(words: str) -> values.Invalid | None:
    """Why words are neither a number nor several of them (``18;19``)."""
    whole = values.percent(words)
    if not isinstance(whole, values.Invalid):
        return None
    parts = [values.percent(part) for part in parts_of(words)]
    several = len(parts) > 1 and not any(isinstance(part, values.Invalid) for part in parts)
    return None if several else whole
