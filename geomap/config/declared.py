"""Reading a TOML table strictly: every key typed, none unknown, every refusal with a remedy. Pure.

Used by `geomap.config.atlas`, which knows what the keys mean.
"""

import difflib
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn, cast

from geomap.errors import AtlasError
from geomap.model import Location
from geomap.text import Text, clean


class StrictTable:
    """A TOML table whose keys are taken one by one; `done` refuses what nobody took.

    Args:
        table: The parsed table.
        location: File, and the key under which the table stands.
    """

    def __init__(self, table: object, location: Location) -> None:
        if not isinstance(table, Mapping):
            refuse(location, Text("应为一个表", "must be a table"))
        self._table: Mapping[str, Any] = table
        self._taken: list[str] = []
        self.location = location

    def at(self, key: str) -> Location:
        """The place of a key."""
        inner = f"{self.location.column}.{key}" if self.location.column else key
        return Location(self.location.file, column=inner)

    def has(self, key: str) -> bool:
        """Whether the table has that key. Counts as asked for, so that `done` knows the key."""
        self._taken.append(key)
        return key in self._table

    def string(self, key: str, default: str | None = None) -> str:
        """A non-empty string."""
        value = self._get(key, default)
        if not isinstance(value, str) or not clean(value):
            refuse(self.at(key), Text("应为非空文字", "must be text that is not empty"))
        return clean(value)

    def text(self, key: str, default: Text | None = None) -> Text:
        """``{ zh = "…", en = "…" }``."""
        value = self._get(key, default)
        if isinstance(value, Text):
            return value
        words = StrictTable(value, self.at(key))
        result = Text(words.string("zh"), words.string("en"))
        words.done()
        return result

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            refuse(self.at(key), Text("应为整数", "must be a whole number"))
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        value = self._get(key, default)
        if not _is_number(value):
            refuse(self.at(key), Text("应为数字", "must be a number"))
        return float(value)

    def day(self, key: str) -> date:
        """A date, written without quotes: ``2025-02-10``."""
        value = self._get(key, None)
        if type(value) is not date:
            refuse(
                self.at(key),
                Text("应为日期，如 2025-02-10", "must be a date such as 2025-02-10, unquoted"),
            )
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.string(key, default)
        require_known(value, allowed, self.at(key))
        return value

    def list_of(self, key: str, kind: type, default: Sequence[Any] = ()) -> tuple[Any, ...]:
        """A list whose members are all of one type; whole numbers pass as finite numbers."""
        value = self._get(key, list(default))

        def fits(item: object) -> bool:
            if kind is float:
                return _is_number(item)
            return isinstance(item, kind) and not isinstance(item, bool)

        if not isinstance(value, list) or not all(fits(item) for item in value):
            refuse(
                self.at(key),
                Text(f"应为 {kind.__name__} 的列表", f"must be a list of {kind.__name__}"),
            )
        return tuple(clean(item) if kind is str else kind(item) for item in value)

    def table(self, key: str, *, required: bool = True) -> "StrictTable":
        """A table inside this one; an empty one where it is missing and not required."""
        return StrictTable(self._get(key, None if required else {}), self.at(key))

    def is_table(self, key: str) -> bool:
        """Whether a key holds a table, where it may hold something else as well."""
        return isinstance(self._table.get(key), Mapping)

    def tables(self, key: str) -> tuple[tuple[str, "StrictTable"], ...]:
        """Named tables (``[key.name]``), in the order of the file."""
        group = self.table(key, required=False)
        return tuple((name, StrictTable(value, group.at(name))) for name, value in group.items())

    def array(self, key: str, default: Sequence[Any] = ()) -> tuple["StrictTable", ...]:
        """An array of tables (``[[key]]``)."""
        value = self._get(key, list(default))
        if not isinstance(value, list):
            refuse(self.at(key), Text("应为表的列表", "must be an array of tables"))
        return tuple(StrictTable(item, self.at(f"{key}[{i}]")) for i, item in enumerate(value, 1))

    def strings(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of names and words, in the order of the file; empty where it is missing."""
        table = self.table(key, required=False)
        return tuple((clean(name), table.string(name)) for name, _ in table.items())

    def items(self) -> tuple[tuple[str, Any], ...]:
        """All entries."""
        return tuple(self._table.items())

    def done(self) -> None:
        """Refuse keys that nobody asked for.

        Raises:
            AtlasError: There is one; the message suggests the key that was perhaps meant.
        """
        for key in self._table:
            if key not in self._taken:
                require_known(key, self._taken, self.location, Text("键", "key"))

    def _get(self, key: str, default: object) -> Any:  # noqa: ANN401 # TOML values are anything
        self._taken.append(key)
        if key in self._table:
            return self._table[key]
        if default is None:
            refuse(self.location, Text(f"缺少键“{key}”", f"the key {key!r} is missing"))
        return default


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(cast("float", value))


VALUE = Text("取值", "value")


def require_known(word: str, allowed: Sequence[str], place: Location, what: Text = VALUE) -> None:
    """Refuse a word that is not among the allowed ones, with the nearest as a suggestion.

    Raises:
        AtlasError: It is not.
    """
    if word not in allowed:
        raise AtlasError(unknown_message(word, allowed, place, what))


def unknown_message(word: str, allowed: Sequence[str], place: Location, what: Text) -> Text:
    """The words that refuse ``word``: the one that was perhaps meant, or all there are."""
    options = sorted(set(allowed))
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.5)
    hint = (
        Text(f"是否为“{near[0]}”？", f"did you mean {near[0]!r}?")
        if near
        else Text(f"可用：{'、'.join(options)}", f"known: {', '.join(options)}")
    )
    return _sentence(place, Text(f"未知{what.zh}“{word}”", f"unknown {what.en} {word!r}"), hint)


def refuse(place: Location, what: Text, remedy: Text | None = None) -> NoReturn:
    """Raise an AtlasError that says where, what, and what to do."""
    raise AtlasError(_sentence(place, what, remedy))


def _sentence(place: Location, what: Text, remedy: Text | None) -> Text:
    tail = Text("", "") if remedy is None else Text(f"；{remedy.zh}", f"; {remedy.en}")
    where = place.file + (f" [{place.column}]" if place.column else "")
    return Text(f"{where}：{what.zh}{tail.zh}", f"{where}: {what.en}{tail.en}")
