"""Names of districts and regions: what measures, projects and sites share."""

from geomap.gazetteer.answers import Found, Refusal, RefusalReason
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.tables.cells import Cells
from geomap.text import Text

_CODES: dict[RefusalReason, str] = {
    "unknown": "GM-T006",
    "ambiguous": "GM-T007",
    "later": "GM-T008",
    "elsewhere": "GM-T009",
}


def one_district(
    cells: Cells,
    column: str,
    gazetteer: Gazetteer,
    year: int | None = None,
    *,
    mixed: bool = False,
    name: str = "",
) -> str | None:
    """Return the adcode of the district a cell names; report a finding and None if there is none.

    A code is judged by its own row: by the name beside it, then by the row's year.

    Args:
        cells: The row.
        column: Column of the code or name.
        gazetteer: The districts.
        year: Year of the row, where codes of several years are mixed.
        mixed: The column has codes that were given up.
        name: What the row calls the district, where ``column`` has a code.
    """
    words = cells.required(column)
    if words is None:
        return None
    plain = gazetteer.find(words)
    if isinstance(plain, Found) and plain.former is None and gazetteer.is_named(plain.adcode, name):
        return plain.adcode
    return _one(cells, column, gazetteer.find(words, year, mixed=mixed))


def _one(cells: Cells, column: str, found: Found | Refusal) -> str | None:
    if isinstance(found, Refusal):
        code = _CODES[found.trouble]
        remedy = found.usual if cells.findings.is_crowd(code, cells.table.file) else found.remedy
        cells.findings.tell(code, cells.location(column), found.message, remedy)
        return None
    if found.former is not None:
        _tell_former(cells, column, found, found.former)
    return found.adcode


def name_agrees(cells: Cells, gazetteer: Gazetteer, adcode: str, year: int | None = None) -> bool:
    """Whether the column ``name``, if there is one, names the district of the row's code.

    A former name that leads to the same district agrees; where the code did not tell of it, it is
    told here, as its numbers may be those of a part.
    """
    named = cells.words("name")
    if not named or gazetteer.is_named(adcode, named):
        return True
    found = gazetteer.find(named)
    if isinstance(found, Found) and found.adcode == adcode:
        coded = gazetteer.find(cells.words("adcode"), year)
        if found.former is not None and not (isinstance(coded, Found) and coded.former):
            _tell_former(cells, "name", found, found.former)
        return True
    cells.findings.tell(
        "GM-I001",
        cells.location("name"),
        Text(
            f"代码 {adcode} 是“{gazetteer.entries[adcode].name}”，名称却是“{named}”",
            f"code {adcode} is {gazetteer.entries[adcode].name!r}, but the name says {named!r}",
        ),
        Text("请核对代码与名称", "make code and name agree"),
    )
    return False


def _tell_former(cells: Cells, column: str, found: Found, former: Text) -> None:
    part = Text("，只是其中一部分", ", only a part of it") if found.part else Text("", "")
    cells.findings.tell(
        "GM-T010",
        cells.location(column),
        Text(
            f"{former.zh}已撤销，算入 {found.adcode}{part.zh}",
            f"{former.en} is no more; it counts for {found.adcode}{part.en}",
        ),
        Text("请核对，并改用现行代码或名称", "check it, and use the present code or name"),
    )


def districts(cells: Cells, column: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """The adcodes of all districts and regions that a cell names; None if one is unknown."""
    codes: list[str | None] = []
    for words in cells.several(column):
        if words in gazetteer.regions:
            codes.extend(gazetteer.regions[words])
        elif words not in gazetteer.whole:
            codes.append(_one(cells, column, gazetteer.find(words)))
    good = [code for code in codes if code is not None]
    return tuple(sorted(set(good))) if len(good) == len(codes) else None
