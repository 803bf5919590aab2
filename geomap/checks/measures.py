"""The table of policy measures (举措)."""

from collections.abc import Iterable

from geomap.checks import places
from geomap.checks.units import unit_fits
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Measure, Target
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.tables.cells import Cells
from geomap.tables.headings import known_tables
from geomap.text import Text

_NEEDED = ("title", "scope")
ROLES = (
    *("article", "chapter", "title", "title_en", "departments", "scope", "summary", "summary_en"),
    *("target_indicator", "target", "unit"),
)


def check_measures(
    tables: Iterable[Table], gazetteer: Gazetteer, config: AtlasConfig, findings: Findings
) -> tuple[Measure, ...]:
    """Parse and check every row; the order of the tables is kept."""
    good: list[Measure] = []
    needed = (*_NEEDED, "article", "chapter") if config.chapters else _NEEDED
    for table in known_tables(tables, ROLES, needed, findings):
        for row in table.rows:
            cells = Cells(table, row, findings)
            measure = _measure(cells, gazetteer, config, [m.article for m in good])
            if measure is not None:
                good.append(measure)
    return tuple(good)


def _measure(
    cells: Cells, gazetteer: Gazetteer, config: AtlasConfig, earlier: list[int | None]
) -> Measure | None:
    errors_before = cells.findings.errors()
    article = cells.ordinal("article")
    chapter = _chapter(cells, config)
    cells.required("title")
    cells.required("scope")
    codes = places.districts(cells, "scope", gazetteer)
    target = _target(cells, config)
    if cells.findings.errors() > errors_before or chapter is None or codes is None:
        return None
    return Measure(
        id=_id(article, earlier),
        article=article,
        chapter=chapter,
        title=cells.text("title"),
        departments=cells.several("departments"),
        scope=cells.several("scope"),
        districts=codes,
        citywide=not gazetteer.whole.isdisjoint(cells.several("scope")),
        target=target,
        summary=cells.text("summary"),
        location=cells.location(),
    )


def _chapter(cells: Cells, config: AtlasConfig) -> int | None:
    """The number of the chapter; 0 where the atlas has a plan without chapters."""
    if not config.chapters:
        return 0
    chapter = cells.ordinal("chapter")
    if chapter is not None and 1 <= chapter <= len(config.chapters):
        return chapter
    cells.findings.tell(
        "GM-M001",
        cells.location("chapter"),
        Text(
            f"章“{cells.words('chapter')}”不在规划中",
            f"the plan has no chapter {cells.words('chapter')!r}",
        ),
        Text(f"应为 1 至 {len(config.chapters)}", f"write 1 to {len(config.chapters)}"),
    )
    return None


def _id(article: int | None, earlier: list[int | None]) -> str:
    """``m09``, and ``m09-2`` for the second row of article 9."""
    nth = earlier.count(article) + 1
    return f"m{article or 0:02d}" + (f"-{nth}" if nth > 1 else "")


def _target(cells: Cells, config: AtlasConfig) -> Target | None:
    given = [c for c in ("target_indicator", "target", "unit") if cells.words(c)]
    if not given:
        return None
    value = cells.number("target")
    declared = {indicator.key: indicator for indicator in config.indicators}
    indicator = cells.choice("target_indicator", tuple(declared))
    unit = cells.required("unit")
    if value is None and not cells.words("target"):
        cells.required("target")
    if value is None or indicator is None or unit is None:
        return None
    if not unit_fits(cells, "unit", declared[indicator]):
        return None
    return Target(indicator, value, unit)
