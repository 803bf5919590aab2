"""The lines of ``geomap.toml`` that take a table into an atlas."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.api.proposal_places import places_of
from geomap.checks.matching import district_column
from geomap.checks.turned import is_turned
from geomap.checks.undeclared import indicators_of
from geomap.checks.wide import ROLES, by_words, folded, heading_of, number_columns
from geomap.errors import DataError
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Indicator
from geomap.model.catalogue import Findings
from geomap.model.tables import Table
from geomap.sources.disk import read_bytes
from geomap.sources.layers import ReadOptions
from geomap.tables.headings import with_roles
from geomap.text import Text, year_in
from geomap.writers.files import write_text

_OUTSIDE = "…/"  # stands for a file that the atlas cannot name
_FILES = re.compile(r"^[ \t]*\[files\][ \t]*(#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What takes a table into an atlas.

    Attributes:
        file: The line for ``[files]``.
        indicators: Those that the atlas does not declare.
        key: What the table is in ``[files]``.
        kinds: Words for kinds of places that the atlas does not declare.
    """

    file: str
    indicators: tuple[Indicator, ...] = ()
    key: str = "indicators"
    kinds: tuple[str, ...] = ()

    @property
    def lines(self) -> str:
        """As it is shown."""
        return f"[files]\n{self.file}\n{self._sections}"

    @property
    def _sections(self) -> str:
        return "".join(
            f"\n[indicators.{_quoted(one.key)}]\nzh = {_quoted(one.title.zh)}\n"
            + (f"unit = {_quoted(one.unit.zh)}\n" if one.unit.zh else "")
            + (f"digits = {one.digits}\n" if one.digits else "")
            for one in self.indicators
        ) + "".join(f"\n[kinds.{_quoted(word)}]\nzh = {_quoted(word)}\n" for word in self.kinds)

    def write(self, config: AtlasConfig) -> None:
        """Add it to ``geomap.toml``; comments and all else stay as they are.

        Raises:
            DataError: The atlas has tables of that kind already, or the table lies outside its
                folder.
            RenderError: The disk refuses.
        """
        before = read_bytes(config.file, config.file.name).decode("utf-8")
        old = tomllib.loads(before)
        if self.key in config.files.tables() or not isinstance(old.get("files", {}), dict):
            _refuse(f"[files] 中已有 {self.key}", f"[files] has {self.key} already")
        if _OUTSIDE in self.file:
            _refuse("表格不在图集的文件夹中", "the table is not in the folder of the atlas")
        header = _FILES.search(before)
        if header is not None:
            after = f"{before[: header.end()]}\n{self.file}{before[header.end() :]}"
        else:
            after = f"{before.rstrip()}\n\n[files]\n{self.file}\n"
        after = f"{after.rstrip()}\n{self._sections}"
        if not _is_only_more(old, _parsed(after)):
            _refuse("无法在原文中插入", "the lines cannot be put into the file")
        write_text(config.file, after)


def proposed(
    table: Table, path: Path, choice: ReadOptions, config: AtlasConfig, gazetteer: Gazetteer
) -> Proposal | None:
    """What to write for a table of indicators, projects or sites.

    Args:
        table: As it was read.
        path: Its file.
        choice: What was said to read it.
        config: The atlas.
        gazetteer: Its districts.

    Returns:
        The proposal; None for a table that has neither places nor districts with numbers.
    """
    places = places_of(table, config)
    if places is not None:
        said = {role: _quoted(words) for role, words in places.said.items()}
        line = _file(path, choice, config, places.columns, said)
        return Proposal(f"{places.key} = {line}", key=places.key, kinds=places.kinds)
    known = with_roles(table, ROLES, Findings())
    column = district_column(table, gazetteer)
    turned = is_turned(known, gazetteer)
    columns: dict[str, str] = {}
    if not turned and not (known.has("adcode") or known.has("name")):
        if column is None:
            return None
        columns["name"] = column
        known = with_roles(table, ROLES, Findings(), columns)
    found = tuple(indicators_of((known,)))
    if not found:
        return None
    declared = by_words(config.indicators)
    new = tuple(one for one in found if folded(one.key) not in declared)
    year = year_in(table.file)
    dated = {"year": _quoted(year)} if year and not _says_years(known) else {}
    return Proposal(f"indicators = {_file(path, choice, config, columns, dated)}", new)


def _file(
    path: Path,
    choice: ReadOptions,
    config: AtlasConfig,
    columns: Mapping[str, str],
    said: Mapping[str, str],
) -> str:
    name = _quoted(_inside(path, config))
    more = []
    if choice.layer is not None:
        more.append(f"sheet = {_quoted(choice.layer)}")
    if choice.encoding is not None:
        more.append(f"encoding = {_quoted(choice.encoding)}")
    if not choice.header:
        more.append("header = false")
    if columns:
        pairs = ", ".join(f"{role} = {_quoted(words)}" for role, words in columns.items())
        more.append(f"columns = {{ {pairs} }}")
    more += [f"{role} = {words}" for role, words in said.items()]
    return f"{{ {', '.join([f'file = {name}', *more])} }}" if more else name


def _says_years(table: Table) -> bool:
    if table.has("year"):
        return True
    headings = number_columns(table)
    if table.has("indicator"):
        headings = tuple(table.cell(row, "indicator") for row in table.rows)
    return all(heading_of(words).year for words in headings)


def _inside(path: Path, config: AtlasConfig) -> str:
    """The path as ``geomap.toml`` says it."""
    full = path.resolve()
    inside = full.is_relative_to(config.root)
    return full.relative_to(config.root).as_posix() if inside else f"{_OUTSIDE}{full.name}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _is_only_more(old: object, new: object) -> bool:
    """Whether all that was said is still said."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _is_only_more(value, new[key]) for key, value in old.items())
    return old == new


def _refuse(zh: str, en: str) -> None:
    raise DataError(
        Text(
            f"geomap.toml：{zh}；未写入，请手工添加上面的几行",
            f"geomap.toml: {en}; nothing was written: add the lines above by hand",
        )
    )
