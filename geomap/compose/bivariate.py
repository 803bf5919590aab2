"""Two indicators at once: three classes each, nine colours. Pure."""

from collections import Counter

from geomap.compose import palettes, words
from geomap.compose.areas import area
from geomap.compose.classify import Classes, classify
from geomap.compose.classify import labels as ranges
from geomap.compose.scales import NO_DATA, FillScale, Numbers, dated, known, number_legend, of_year
from geomap.errors import DataError
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, Fill, Grid, Indicator, LegendItem
from geomap.text import Text

_STEPS = 3


def by_two(fill: Fill, config: AtlasConfig, joined: Joined) -> FillScale:
    """The scale of two indicators; a district has a class where it has both numbers.

    Raises:
        DataError: One of them has fewer than three different numbers.
    """
    titles = {indicator.key: indicator for indicator in config.indicators}
    first, second = titles[str(fill.indicator)], titles[str(fill.other)]
    across = of_year(first.key, fill.year, joined)
    up = of_year(second.key, fill.other_year, joined)
    columns = _classes(across, fill, fill.breaks, first)
    rows = _classes(up, fill, fill.other_breaks, second)
    items = {code: _item(across[code], up[code], columns, rows) for code in across}
    counts = Counter(items.values())
    grid = Grid(
        across=dated(first, str(fill.year)),
        up=dated(second, str(fill.other_year)),
        columns=tuple(map(Text.same, ranges(columns, 0))),
        rows=tuple(map(Text.same, ranges(rows, 0))),
        edges=(_edges(columns), _edges(rows)),
    )
    colors = fill.colors or palettes.square(palettes.SQUARES[fill.palette])
    shown = [
        LegendItem(key, _label(first, second, grid, place), area(colors[place]), counts[key])
        for place in range(_STEPS * _STEPS)
        for key in (_key(place % _STEPS, place // _STEPS),)
    ]
    title = fill.title or words.two(first.title, second.title)
    legend = number_legend(title, shown, counts[NO_DATA], grid)
    return FillScale(legend, items, dict.fromkeys(items))


def _classes(
    values: Numbers, fill: Fill, breaks: tuple[float, ...], indicator: Indicator
) -> Classes:
    classes = classify(known(values), fill.scheme, _STEPS, breaks)
    if len(classes.counts) < _STEPS:
        name = indicator.title
        raise DataError(
            Text(
                f'{name.zh}：不同数值不足三个，分不成三级；请改用 by = "indicator"',
                f"{name.en}: fewer than three different numbers make no three classes; "
                'use by = "indicator"',
            )
        )
    return classes


def _edges(classes: Classes) -> tuple[str, ...]:
    return tuple(f"{edge:,.12g}" for edge in classes.edges[1:-1])


def _key(column: int, row: int) -> str:
    return f"class:{column}-{row}"


def _item(across: float | None, up: float | None, columns: Classes, rows: Classes) -> str:
    if across is None or up is None:
        return NO_DATA
    return _key(columns.index(across), rows.index(up))


def _label(first: Indicator, second: Indicator, grid: Grid, place: int) -> Text:
    """Both ranges in words: the square shows where it lies, but a list or a table cannot."""
    column, row = grid.columns[place % _STEPS], grid.rows[place // _STEPS]
    return Text(
        f"{first.title.zh} {column.zh}，{second.title.zh} {row.zh}",
        f"{first.title.en} {column.en}, {second.title.en} {row.en}",
    )
