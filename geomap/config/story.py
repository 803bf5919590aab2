"""Reads the steps of a story from TOML: `docs/story.md` lists the keys."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geomap.config.declared import StrictTable
from geomap.config.faults import Faults
from geomap.geo.extent import Extent
from geomap.model import Location
from geomap.model.story import Step, Story
from geomap.sources.toml import read_toml
from geomap.text import Text

_THEME = Text("主题", "theme")
_SHOWN = Text("该主题图上的区县代码或项目编号", "code of a district or id of a project on that map")


@dataclass(frozen=True, slots=True)
class Known:
    """What a story may name.

    Attributes:
        themes: Keys of the atlas's themes.
        shown: Key of a theme → adcodes and ids of marks on its map.
        extent: District, region or group, as people write it → its extent, None where unknown.
        suggest: Words that nobody knows → names that look like them.
    """

    themes: tuple[str, ...]
    shown: Callable[[str], tuple[str, ...]]
    extent: Callable[[str], Extent | None]
    suggest: Callable[[str], tuple[str, ...]]


def read_story(path: Path, name: str, known: Known) -> Story:
    """Read a story.

    Args:
        path: TOML file.
        name: How messages call it.
        known: What it may name.

    Raises:
        AtlasError: The file is missing or says something that geomap does not know; the message has
            a line for each fault.
    """
    faults = Faults()
    table = StrictTable(read_toml(path, name), Location(name), faults)
    title = table.text("title")
    intro = table.text("intro") if table.has("intro") else None
    steps = tuple(_step(each, known) for each in table.array("step"))
    if not steps:
        said = Text("没有步骤", "there is no step")
        table.refuse(table.at("step"), said, Text("写上 [[step]]", "write a [[step]]"))
    table.done()
    faults.end()
    return Story(title, intro, steps)


def _step(table: StrictTable, known: Known) -> Step:
    theme = table.string("theme")
    place = table.at("theme")
    if theme:
        table.require_known(theme, known.themes, place, _THEME)
    select = table.string("select") if table.has("select") else None
    if select is not None and theme in known.themes:
        table.require_known(select, known.shown(theme), table.at("select"), _SHOWN)
    step = Step(
        title=table.text("title"),
        text=table.texts("text"),
        theme=theme,
        extent=_extent(table, known),
        select=select,
    )
    table.done()
    return step


def _extent(table: StrictTable, known: Known) -> Extent | None:
    """The extent of all places named together."""
    found = []
    for words in table.list_of("extent", str) if table.has("extent") else ():
        each = known.extent(words)
        if each is None:
            near = known.suggest(words)
            remedy = Text(f"是否为{'、'.join(near)}", f"did you mean {', '.join(near)}?")
            said = Text(
                f"“{words}”不是本图集的区县或区域",
                f"{words!r} is no district or region of this atlas",
            )
            table.refuse(table.at("extent"), said, remedy if near else None)
        else:
            found.append(each)
    if not found:
        return None
    west, south, east, north = zip(*found, strict=True)
    return Extent(min(west), min(south), max(east), max(north))
