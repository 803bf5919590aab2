"""Yearbook tables (a row a district, a column an indicator) → a row a value. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from geomap.model import AtlasConfig, Indicator, Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables.cells import has_columns
from geomap.tables.headings import with_roles
from geomap.tables.values import Invalid, fold, is_no_value, number, percent
from geomap.text import Text, without_years, year_in

ROLES = ("adcode", "name", "province", "city", "indicator", "year", "value", "unit", "source")
_LONG = ("indicator", "value")
_NEEDED = ("indicator", "year", "value")
_DISTRICT = ("adcode", "name")
_KEPT = ("adcode", "name", "province", "city", "year", "source")
_REMARK = re.compile(
    r"(附?注|资料来源|数据来源|来源|说明|备注|notes?|sources?)\s*[:：\d]", re.IGNORECASE
)
_UNIT = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_NUMBERED = re.compile(r"(?<=\S) \(\d+\)$")  # what tells repeated headings apart
_EDGES = " /_-·:：,，、"
_MOSTLY = 0.6  # of a column's filled cells that must be numbers


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: ``2020年/常住人口（万人）``."""

    words: str
    unit: str
    year: str


def heading_of(words: str) -> Heading:
    """A heading taken apart."""
    folded = _NUMBERED.sub("", fold(words))
    without = without_years(folded)
    units = [found for found in _UNIT.findall(without) if found.strip()]
    bare = _UNIT.sub("", without).strip(_EDGES)
    return Heading(bare, units[-1].strip() if units else "", year_in(folded))


def long_form(table: Table, config: AtlasConfig, findings: Findings) -> Table | None:
    """The table with a row a value, its columns known by role.

    Args:
        table: As it was read, in either form.
        config: Which indicators there are.
        findings: Takes what is missing, and columns that are no indicator.

    Returns:
        A table with the roles ``adcode`` or ``name``, ``indicator``, ``year``, ``value``, and
        perhaps ``unit`` and ``source``, each row with the headings of its cells; None where it
        lacks one.
    """
    known = without_remarks(with_roles(table, ROLES, findings, table.columns_declared))
    if not known.columns:
        return None
    if not any(known.has(role) for role in _DISTRICT):
        has_columns(known, ("adcode",), findings)
        return None
    if any(known.heading(role) in known.columns for role in _LONG):
        return _with_values(known) if has_columns(known, _NEEDED, findings) else None
    found = dict(_values(known, config, findings))
    if not found:
        return None
    kept = tuple(role for role in _KEPT if known.has(role) and role != "year")
    columns = (*kept, "indicator", "year", "value", "unit")
    return replace(known, columns=columns, rows=tuple(_rows(known, found)), names={})


def _with_values(table: Table) -> Table:
    """A long table without the rows whose value is a word for none, as in a wide one."""
    kept = tuple(row for row in table.rows if not is_no_value(table.cell(row, "value")))
    return table if len(kept) == len(table.rows) else replace(table, rows=kept)


def without_remarks(table: Table) -> Table:
    """The table without footnotes: a row that says one thing, which begins as a remark does."""
    kept = tuple(row for row in table.rows if not _is_remark(row))
    return table if len(kept) == len(table.rows) else replace(table, rows=kept)


def _is_remark(row: Row) -> bool:
    said = {words for words in row.cells.values() if words}
    return len(said) == 1 and _REMARK.match(fold(next(iter(said)))) is not None


def number_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table whose cells are mostly numbers, and that play no other role."""
    used = {table.heading(role) for role in (*ROLES, "region", "province", "id", "lon", "lat")}
    return tuple(
        column for column in table.columns if column not in used and _is_numeric(table, column)
    )


def _is_numeric(table: Table, column: str) -> bool:
    filled = [words for words in table.words(column) if words and not is_no_value(words)]
    good = sum(1 for words in filled if not isinstance(_number(words), Invalid))
    return bool(filled) and good >= _MOSTLY * len(filled)


def _number(words: str) -> float | Invalid:
    plain = number(words)
    return percent(words) if isinstance(plain, Invalid) else plain


def _values(
    table: Table, config: AtlasConfig, findings: Findings
) -> Iterator[tuple[str, tuple[Indicator, Heading]]]:
    """Column → its indicator and what else its heading says; what is no indicator is told."""
    known = by_words(config.indicators)
    declared = {heading: role for role, heading in table.columns_declared.items()}
    others = []
    given: dict[tuple[str, str], str] = {}
    for column in number_columns(table):
        heading = heading_of(column)
        words = declared.get(column, heading.words)
        indicator = known.get(folded(words)) or known.get(folded(column))
        if indicator is None:
            others.append(column)
            continue
        if not (heading.year or table.has("year")):
            tell_no_year(table, column, findings)
        elif (first := given.setdefault((indicator.key, heading.year), column)) != column:
            _tell_twice(table, column, first, findings)
        else:
            yield column, (indicator, heading)
    if others:
        tell_unused(table, others, config, findings)


def by_words(indicators: Iterable[Indicator]) -> Mapping[str, Indicator]:
    """Indicators by their folded titles and keys."""
    return {
        folded(words): indicator
        for indicator in indicators
        for words in (indicator.title.en, indicator.title.zh, indicator.key)
    }


def folded(words: str) -> str:
    """Words in lower case, narrow, without blanks."""
    return "".join(fold(words).casefold().split())


def _rows(table: Table, found: Mapping[str, tuple[Indicator, Heading]]) -> Iterator[Row]:
    for row in table.rows:
        kept = {role: words for role in _KEPT if (words := table.cell(row, role))}
        names = {role: table.heading(role) for role in kept}
        for column, (indicator, heading) in found.items():
            words = row.cells.get(column, "")
            if not words or is_no_value(words):
                continue
            cells = kept | {"indicator": indicator.key, "value": words, "unit": heading.unit}
            if heading.year:
                cells["year"] = heading.year
            own = dict.fromkeys(("indicator", "value", "unit"), column)
            yield Row(row.number, cells, names | own)


def _tell_twice(table: Table, column: str, first: str, findings: Findings) -> None:
    """Tell once that two columns give the same indicator of the same year."""
    findings.tell(
        "GM-I002",
        Location(table.file, table.header, column),
        Text(
            f"列“{column}”与列“{first}”是同一指标的同一年",
            f"the columns {first!r} and {column!r} give the same indicator for the same year",
        ),
        Text("只保留一列，或改写其中一个列名", "keep one of the columns, or rename one"),
    )


def tell_no_year(table: Table, column: str, findings: Findings) -> None:
    """Tell that values do not say their year."""
    findings.tell(
        "GM-I007",
        Location(table.file, table.header, column),
        Text(f"列“{column}”没有说明年份", f"the column {column!r} does not say its year"),
        Text(
            '请在表头写明，或在 geomap.toml 的 [files] 中写明：year = "2020"',
            'say it in the heading, or in [files] of geomap.toml: year = "2020"',
        ),
    )


def tell_unused(table: Table, columns: list[str], config: AtlasConfig, findings: Findings) -> None:
    """Tell which values are no declared indicators."""
    shown = columns[:5]
    more = Text(f"等 {len(columns)} 列", f" and {len(columns) - len(shown)} more")
    tail = more if len(columns) > len(shown) else Text("", "")
    keys = [indicator.key for indicator in config.indicators]
    findings.tell(
        "GM-I008",
        Location(table.file, table.header),
        Text(
            f"列 {'、'.join(shown)}{tail.zh}不是已声明的指标，未使用",
            f"the columns {', '.join(shown)}{tail.en} are no declared indicators and are not used",
        ),
        Text(
            f"已声明：{'、'.join(keys) or '无'}；需要时请在 [indicators] 中声明",
            f"declared are {', '.join(keys) or 'none'}; declare them under [indicators] if needed",
        ),
    )
