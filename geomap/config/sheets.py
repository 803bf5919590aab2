"""Reads ``[sheet]`` of a theme, and the options of the command line that say the same."""

from collections.abc import Mapping
from typing import cast, get_args

from geomap.config.declared import StrictTable
from geomap.errors import AtlasError, RenderError
from geomap.model import Location
from geomap.model.sheet import MAP, PARTS, Background, InsetPlace, Part, SheetChoices
from geomap.renderers.sheet.page import find_page
from geomap.text import Text

_DPI = (36, 1200)
_MARGIN = (0, 100)
_EVERY = 1_000_000
OPTIONS = Location("命令行 options")


def read_sheet(table: StrictTable) -> SheetChoices:
    """What a theme says about its sheet.

    Raises:
        AtlasError: It says something that geomap does not know, where nobody takes the faults.
    """
    labels = table.table("labels", required=False)
    choices = SheetChoices(
        page=_page(table),
        margin=_between(table, "margin", _MARGIN),
        dpi=_whole(_between(table, "dpi", _DPI)),
        districts=_count(labels, "districts"),
        projects=_count(labels, "projects"),
        sites=_count(labels, "sites"),
        inset=cast("InsetPlace", table.choice("inset", get_args(InsetPlace)))
        if table.has("inset")
        else None,
        parts=_parts(table),
        background=cast("Background", table.choice("background", get_args(Background)))
        if table.has("background")
        else None,
        extent=table.list_of("extent", str) if table.has("extent") else None,
    )
    labels.done()
    table.done()
    return choices


def from_options(said: Mapping[str, object]) -> SheetChoices:
    """The same from options of a command: only those that were given.

    Raises:
        RenderError: One of them says something that geomap does not know.
    """
    try:
        return read_sheet(StrictTable(dict(said), OPTIONS))
    except AtlasError as error:
        raise RenderError(error.message) from error


def _page(table: StrictTable) -> str | None:
    if not table.has("page"):
        return None
    name = table.string("page")
    try:
        find_page(name)
    except RenderError as error:
        table.refuse(table.at("page"), error.message)
    return name


def _between(table: StrictTable, key: str, ends: tuple[int, int]) -> float | None:
    if not table.has(key):
        return None
    number, (low, high) = table.number(key), ends
    if not low <= number <= high:
        said = Text(f"应在 {low} 与 {high} 之间", f"must be between {low} and {high}")
        table.refuse(table.at(key), said)
    return number


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def _count(table: StrictTable, key: str) -> int | None:
    """``true`` for all, ``false`` for none, or how many."""
    if not table.has(key):
        return None
    if table.is_flag(key):
        return _EVERY if table.flag(key, default=True) else 0
    number = table.integer(key)
    if number < 0:
        table.refuse(table.at(key), Text("不能为负数", "must not be negative"))
    return number


def _parts(table: StrictTable) -> tuple[Part, ...] | None:
    if not table.has("parts"):
        return None
    named = table.list_of("parts", str)
    for name in named:
        table.require_known(name, (MAP, *PARTS), table.at("parts"), Text("部分", "part"))
    return tuple(part for part in PARTS if part in named)
