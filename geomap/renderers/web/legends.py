"""The legends of a page's data. Pure."""

from collections.abc import Callable
from typing import Any

from geomap.model import Grid, Legend, LegendItem
from geomap.renderers.web import parts
from geomap.text import Text

Json = dict[str, Any]
Say = Callable[[Text], int]


def as_json(legend: Legend, say: Say) -> Json:
    """A legend as a page carries it.

    Args:
        legend: With its final words.
        say: Text → its number in the page.
    """
    return {
        "title": say(legend.title),
        "note": None if legend.note is None else say(legend.note),
        "items": [_item(item, say) for item in legend.items],
        **({"nested": True} if legend.nested else {}),
        **({} if legend.grid is None else {"grid": _grid(legend.grid, say)}),
    }


def _grid(grid: Grid, say: Say) -> Json:
    return {
        "across": say(grid.across),
        "up": say(grid.up),
        "columns": [say(words) for words in grid.columns],
        "rows": [say(words) for words in grid.rows],
    }


def _item(item: LegendItem, say: Say) -> Json:
    return {
        "key": item.key,
        "label": say(item.label),
        "count": item.count,
        **parts.look(item.symbol),
    }
