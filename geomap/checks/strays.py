"""Rows of indicator tables that are no district of the atlas: totals, and units elsewhere. Pure.

A national table gives an atlas its own districts; the rest is counted once. A total is held
against the sum of its rows and never taken for a district.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geomap.checks.totals import check_totals
from geomap.checks.wide import without_remarks
from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.spellings import key, upper
from geomap.model import AtlasConfig, Location
from geomap.model.catalogue import Findings
from geomap.model.tables import Row, Table
from geomap.tables import dates, values
from geomap.tables.headings import with_roles
from geomap.text import Text, counted

_TOTALS = {"总数", "全市", "全省", "全国", "全区", "全县", "sum", "china"}
_TOTAL = re.compile(r".*(合计|总计|小计)|(grand |sub)?total", re.IGNORECASE)
# Fewer units than this may be slips of single codes: each of them is told as the error it may be.
_SEVERAL = 3
_NAMED = 3
Kind = Literal["here", "total", "elsewhere", "stranger"]


@dataclass(frozen=True, slots=True)
class _Who:
    """What a row says of the unit that it is about."""

    code: str
    name: str
    province: str
    city: str
    year: int | None

    @property
    def words(self) -> str:
        """How messages call it."""
        return self.name or self.code


def own_rows(table: Table, gazetteer: Gazetteer, config: AtlasConfig, findings: Findings) -> Table:
    """The table with the rows of the atlas's districts; totals and units elsewhere are told.

    Args:
        table: A row a value, its columns known by role.
        gazetteer: The districts.
        config: Which indicators there are.
        findings: Takes the count of units elsewhere, and totals that are not the sum.

    Returns:
        The table without them. A row that may be a misspelt district stays, to be told.
    """
    own, totals, lost = _parted(table, gazetteer, findings)
    if lost:
        _tell_elsewhere(table, lost, findings)
    if totals:
        check_totals(own, totals, gazetteer, config, findings, is_wide=bool(lost))
    return own


def district_rows(table: Table, column: str, gazetteer: Gazetteer, findings: Findings) -> Table:
    """The table with the rows that are meant to be of districts; what is elsewhere is told.

    Args:
        table: As it was read, a row a district.
        column: Its column of codes or names.
        gazetteer: The districts.
        findings: Takes the count of units elsewhere.
    """
    roles = with_roles(table, ("adcode", "name", "province", "city", "year"), Findings())
    names = roles.names
    if column not in {roles.heading("adcode"), roles.heading("name")}:
        names = {**names, "name": column}
    own, _, lost = _parted(replace(without_remarks(table), names=names), gazetteer, findings)
    if lost:
        _tell_elsewhere(table, lost, findings)
    return replace(table, rows=own.rows)


def _parted(
    table: Table, gazetteer: Gazetteer, findings: Findings
) -> tuple[Table, list[Row], list[tuple[Row, _Who]]]:
    """The table without strays; its rows of totals; those of units elsewhere."""
    who = [_who(table, row) for row in table.rows]
    names = frozenset(key(word) for word in gazetteer.names)
    kinds = {one: _kind(one, gazetteer, names) for one in dict.fromkeys(who)}
    far = [one for one, kind in kinds.items() if kind == "elsewhere"]
    is_wide = len(far) >= _SEVERAL
    if is_wide:
        far += [one for one, kind in kinds.items() if kind == "stranger"]
    away = set(far) if is_wide else {one for one in far if _says_so_itself(one, gazetteer)}
    unclear = {one for one in kinds if is_wide and _is_unclear(one, kinds[one], gazetteer)}
    _tell_unclear(table, who, unclear, findings)
    totals = [row for row, one in zip(table.rows, who, strict=True) if kinds[one] == "total"]
    lost = [(row, one) for row, one in zip(table.rows, who, strict=True) if one in away]
    kept = tuple(
        row
        for row, one in zip(table.rows, who, strict=True)
        if kinds[one] != "total" and one not in away and one not in unclear
    )
    return replace(table, rows=kept), totals, lost


def _who(table: Table, row: Row) -> _Who:
    year = dates.year(table.cell(row, "year"))
    known = None if isinstance(year, values.Invalid) else year
    code, name = table.cell(row, "adcode"), table.cell(row, "name")
    return _Who(code, name, table.cell(row, "province"), table.cell(row, "city"), known)


def _is_unclear(one: _Who, kind: Kind, gazetteer: Gazetteer) -> bool:
    """Whether a row of a national table has only a name that a county elsewhere bears as well."""
    plain = kind == "here" and not (one.code or one.province or one.city)
    return (
        plain and isinstance(gazetteer.find(one.name), Found) and _is_elsewhere(one.name, gazetteer)
    )


def _tell_unclear(
    table: Table, who: Sequence[_Who], unclear: set[_Who], findings: Findings
) -> None:
    """Tell of the rows whose name alone does not say which district of China they are."""
    rows = {row.number: (row, one) for row, one in zip(table.rows, who, strict=True)}
    for row, one in rows.values():
        if one not in unclear:
            continue
        findings.tell(
            "GM-T014",
            table.location(row, "name"),
            Text(
                f"“{one.name}”在别处也有，全国表中只写名称分不清",
                f"{one.name!r} is also a district elsewhere, and a name alone does not tell which",
            ),
            Text(
                "请加一列写明省份或地市，或写代码",
                "add a column with the province or city, or write the code",
            ),
        )


def _says_so_itself(one: _Who, gazetteer: Gazetteer) -> bool:
    """Whether code and name both speak of the same unit elsewhere."""
    county = gazetteer.lineage.counties.get(one.code)
    return county is not None and key(county.name) == key(one.name)


def _kind(one: _Who, gazetteer: Gazetteer, names: frozenset[str]) -> Kind:
    if _is_total(one, gazetteer, names):
        return "total"
    if not gazetteer.lineage.counties:
        return "here"
    code = values.district_code(one.code) if one.code else None
    if isinstance(code, str):
        return _kind_of_code(code, one, gazetteer)
    return _kind_of_name(one.name or one.code, one, gazetteer)


def _is_total(one: _Who, gazetteer: Gazetteer, names: frozenset[str]) -> bool:
    words = key(one.words).casefold()
    if not words or words in names:
        return False
    if words in _TOTALS or _TOTAL.fullmatch(words) or one.words in gazetteer.whole:
        return True
    code = values.district_code(one.code) if one.code else None
    if isinstance(code, str) and code.endswith("00") and code not in gazetteer.entries:
        return all(known.startswith(code.rstrip("0")) for known in gazetteer.entries)
    return one.words in gazetteer.regions


def _kind_of_code(code: str, one: _Who, gazetteer: Gazetteer) -> Kind:
    lineage = gazetteer.lineage
    found = gazetteer.find(code, one.year)
    if isinstance(found, Found) or code in gazetteer.entries:
        return "here"
    if found.trouble == "ambiguous" and not _says_so_itself(one, gazetteer):
        return "here"
    named = gazetteer.find(one.name) if one.name else None
    if isinstance(named, Found) and not _is_elsewhere(one.name, gazetteer):
        return "here"  # code and name disagree, which is told of the row
    near = {known[:4] for known in gazetteer.entries}
    return "elsewhere" if code in lineage.counties or code[:4] not in near else "here"


def _kind_of_name(name: str, one: _Who, gazetteer: Gazetteer) -> Kind:
    found = gazetteer.find(name)
    if isinstance(found, Found):
        county = gazetteer.lineage.counties.get(found.adcode)
        said = ((one.province, "province"), (one.city, "city"))
        other = county and any(
            words and key(words) not in upper(getattr(county, of)) | upper(county.province)
            for words, of in said
        )
        return "elsewhere" if other and _is_elsewhere(name, gazetteer) else "here"
    if found.trouble == "elsewhere" or _is_elsewhere(name, gazetteer):
        return "elsewhere"
    unlike = found.trouble == "unknown" and not _looks_like_one(name, gazetteer)
    return "stranger" if name and unlike else "here"


def _is_elsewhere(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a county outside the boundaries bears the name, or several do."""
    spelled = gazetteer.lineage.county_names.get(key(name), ())
    return any(county.code not in gazetteer.entries for county in spelled)


def _looks_like_one(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name differs from a district's by one character, or by its last ones only."""
    words = key(name)
    for entry in gazetteer.entries.values():
        other = key(entry.name)
        differing = sum(a != b for a, b in zip(words, other, strict=False))
        if len(words) == len(other) and differing <= 1:
            return True
        if words[:2] == other[:2] or key(entry.short_name) in words:
            return True
    return False


def _tell_elsewhere(table: Table, lost: Sequence[tuple[Row, _Who]], findings: Findings) -> None:
    rows = len(dict.fromkeys(row.number for row, _ in lost))
    units = list(dict.fromkeys(one.words for _, one in lost))
    named, more = units[:_NAMED], len(units) > _NAMED
    findings.tell(
        "GM-T012",
        Location(table.file, lost[0][0].number),
        Text(
            f"{rows} 行是别处的单位，未使用：{'、'.join(named)}{'等' if more else ''}",
            f"{counted(rows, 'row is', 'rows are')} of units elsewhere and not used: "
            f"{', '.join(named)}{' …' if more else ''}",
        ),
        Text(
            "本图集的区县已取用；其余请核对",
            "the districts of this atlas are taken; check that none of these is one",
        ),
    )


def are_of_today(codes: Iterable[str], known: Mapping[str, object]) -> bool:
    """Whether a table has the code of every present district: then its codes are today's."""
    found = {code for words in codes if isinstance(code := values.district_code(words), str)}
    return set(known) <= found
