"""Reading a TOML table strictly: every key typed, none unknown, every refusal with a remedy. Pure.

Used by `geomap.config.atlas` and `geomap.config.themes`, which know what the keys mean.
"""

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn, TypeVar, cast

from geomap.config.examples import EXAMPLES
from geomap.config.faults import Faults
from geomap.errors import AtlasError
from geomap.model import Location
from geomap.text import Text, clean

T = TypeVar("T")
_COLOR = re.compile(r"#[0-9a-f]{6}")


class StrictTable:
    """A TOML table whose keys are taken one by one; `done` refuses what nobody took.

    Args:
        table: The parsed table; None for one that is missing, which was told.
        location: File, and the key under which the table stands.
        faults: Takes what is wrong, and the value asked for comes back empty; None, and the first
            fault is raised.
    """

    def __init__(self, table: object, location: Location, faults: Faults | None = None) -> None:
        self.location = location
        self.faults = faults
        self._taken: list[str] = []
        self._table: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
        self._is_void = not isinstance(table, Mapping)  # nothing more is to be told about it
        if self._is_void and table is not None:
            self.refuse(location, Text("应为一个表", "must be a table"))

    def at(self, key: str) -> Location:
        """The place of a key."""
        inner = f"{self.location.column}.{key}" if self.location.column else key
        return Location(self.location.file, column=inner)

    def has(self, key: str) -> bool:
        """Whether the table has that key. Counts as asked for, so that `done` knows the key."""
        self._taken.append(key)
        return key in self._table

    def string(self, key: str, default: str | None = None) -> str:
        """A non-empty string; empty where it is wrong and that is told elsewhere."""
        value = self._get(key, default)
        if isinstance(value, str) and (clean(value) or value == default):
            return clean(value)
        return self._wrong(key, value, Text("应为非空文字", "must be text that is not empty"), "")

    def text(self, key: str, default: Text | None = None) -> Text:
        """``"…"``, or ``{ zh = "…", en = "…" }`` with one or both of the languages."""
        value = self._get(key, default)
        if isinstance(value, Text):
            return value
        if isinstance(value, str) and clean(value):
            return Text.same(clean(value))
        if not isinstance(value, Mapping):
            said = Text("应为文字，或 { zh = …, en = … }", "must be text, or { zh = …, en = … }")
            return self._wrong(key, value, said, Text("", ""))
        words = self._inner(value, key)
        result = words.names()
        words.done()
        return result

    def names(self, default: Text | None = None) -> Text:
        """The words under ``zh`` and ``en`` of this table; the one stands in for the other."""
        zh = self.string("zh", "") if self.has("zh") else ""
        en = self.string("en", "") if self.has("en") else ""
        if zh or en:
            return Text(zh or en, en or zh)
        if default is not None:
            return default
        return Text.same(self.string("zh"))

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._wrong(key, value, Text("应为整数", "must be a whole number"), 0)

    def flag(self, key: str, *, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        return self._wrong(key, value, Text("应为 true 或 false", "must be true or false"), default)

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        value = self._get(key, default)
        if _is_number(value):
            return float(value)
        return self._wrong(key, value, Text("应为数字", "must be a number"), 0.0)

    def day(self, key: str) -> date | None:
        """A date, written without quotes: ``2025-02-10``; None where it is missing."""
        if not self.has(key):
            return None
        value = self._table[key]
        if type(value) is date:
            return value
        said = Text("应为日期，如 2025-02-10", "must be a date such as 2025-02-10, unquoted")
        return self._wrong(key, value, said, None)

    def color(self, key: str, default: str | None = None) -> str:
        """A colour, ``#rrggbb``."""
        value = self.string(key, default)
        if value and not _COLOR.fullmatch(value):
            said = Text(f"不是颜色：“{value}”", f"not a colour: {value!r}")
            self.refuse(self.at(key), said, Text("如 #b5532a", "such as #b5532a"))
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.string(key, default)
        if value:
            self.require_known(value, allowed, self.at(key))
        return value

    def list_of(self, key: str, kind: type, default: Sequence[Any] = ()) -> tuple[Any, ...]:
        """A list whose members are all of one type; whole numbers pass as finite numbers."""
        value = self._get(key, list(default))

        def fits(item: object) -> bool:
            if kind is float:
                return _is_number(item)
            return isinstance(item, kind) and not isinstance(item, bool)

        if isinstance(value, list) and all(fits(item) for item in value):
            return tuple(clean(item) if kind is str else kind(item) for item in value)
        what = _KINDS[kind]
        said = Text(f"应为{what.zh}的列表", f"must be a list of {what.en}")
        return self._wrong(key, value, said, ())

    def table(self, key: str, *, required: bool = True) -> "StrictTable":
        """A table inside this one; an empty one where it is missing and not required."""
        value = self._get(key, None if required else {})
        return self._inner(value, key)

    def is_table(self, key: str) -> bool:
        """Whether a key holds a table, where it may hold something else as well."""
        return isinstance(self._table.get(key), Mapping)

    def is_text(self, key: str) -> bool:
        """Whether a key holds text, where it may hold something else as well."""
        return isinstance(self._table.get(key), str)

    def is_flag(self, key: str) -> bool:
        """Whether a key holds ``true`` or ``false``, where it may hold something else as well."""
        return isinstance(self._table.get(key), bool)

    def is_list(self, key: str) -> bool:
        """Whether a key holds a list, where it may hold something else as well."""
        return isinstance(self._table.get(key), list)

    def tables(self, key: str) -> tuple[tuple[str, "StrictTable"], ...]:
        """Named tables (``[key.name]``), in the order of the file."""
        group = self.table(key, required=False)
        return tuple(
            (name, StrictTable(value, group.at(name), self.faults)) for name, value in group.items()
        )

    def array(self, key: str, default: Sequence[Any] = ()) -> tuple["StrictTable", ...]:
        """An array of tables (``[[key]]``)."""
        value = self._get(key, list(default))
        if not isinstance(value, list):
            said = Text("应为表的列表", "must be an array of tables")
            return self._wrong(key, value, said, ())
        return tuple(self._inner(item, f"{key}[{i}]") for i, item in enumerate(value, 1))

    def either(self, key: str, plain: str) -> tuple["StrictTable", ...]:
        """Text, a table, or a list of these; text is a table with the one key ``plain``."""
        if not self.has(key):
            return ()
        value = self._get(key, None)
        several = isinstance(value, list)
        members = value if several else [value]
        if not all(isinstance(item, str | Mapping) for item in members):
            said = Text("应为文字或表", "must be text or a table")
            return self._wrong(key, value, said, ())
        return tuple(
            self._inner(
                {plain: item} if isinstance(item, str) else item,
                f"{key}[{number}]" if several else key,
            )
            for number, item in enumerate(members, 1)
        )

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of words, each as `text` takes them."""
        value = self._get(key, [])
        if not isinstance(value, list):
            return self._wrong(key, value, Text("应为列表", "must be a list"), ())
        members = {f"{key}[{i}]": item for i, item in enumerate(value, 1)}
        inner = StrictTable(members, self.location, self.faults)
        return tuple(inner.text(name) for name in members)

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
                self.require_known(key, self._taken, self.location, Text("键", "key"))

    def require_known(
        self, word: str, allowed: Iterable[str], place: Location, what: Text | None = None
    ) -> None:
        """Refuse a word that is not among the allowed ones, with the nearest as a suggestion.

        Raises:
            AtlasError: It is not.
        """
        options = list(allowed)
        if word not in options:
            self._tell(place, unknown_message(word, options, place, what or VALUE))

    def refuse(self, place: Location, what: Text, remedy: Text | None = None) -> None:
        """Say where, what, and what to do.

        Raises:
            AtlasError: Always, where nobody takes the faults.
        """
        self._tell(place, _sentence(place, what, remedy))

    def _tell(self, place: Location, message: Text) -> None:
        if self.faults is None:
            raise AtlasError(message)
        self.faults.add(place, message)

    def _inner(self, value: object, key: str) -> "StrictTable":
        return StrictTable(value, self.at(key), self.faults)

    def _get(self, key: str, default: object) -> Any:  # noqa: ANN401 # TOML values are anything
        self._taken.append(key)
        if key in self._table:
            return self._table[key]
        if default is None and not self._is_void:
            self.refuse(
                self.location,
                Text(f"缺少键“{key}”", f"the key {key!r} is missing"),
                EXAMPLES.get(key),
            )
        return default

    def _wrong(self, key: str, value: object, what: Text, instead: T) -> T:
        """Tell that a value is wrong, unless it is missing, which was told; what stands for it."""
        if value is not None:
            self.refuse(self.at(key), what, EXAMPLES.get(key))
        return instead


_KINDS = {
    str: Text("文字", "texts"),
    int: Text("整数", "whole numbers"),
    float: Text("数字", "numbers"),
}


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
    hint = Text("这里没有可用的取值", "there is none to choose from")
    if near:
        hint = Text(f"是否为“{near[0]}”？", f"did you mean {near[0]!r}?")
    elif options:
        hint = Text(f"可用：{'、'.join(options)}", f"known: {', '.join(options)}")
    return _sentence(place, Text(f"未知{what.zh}“{word}”", f"unknown {what.en} {word!r}"), hint)


def refuse(place: Location, what: Text, remedy: Text | None = None) -> NoReturn:
    """Raise an AtlasError that says where, what, and what to do."""
    raise AtlasError(_sentence(place, what, remedy))


def _sentence(place: Location, what: Text, remedy: Text | None) -> Text:
    tail = Text("", "") if remedy is None else Text(f"；{remedy.zh}", f"; {remedy.en}")
    where = place.file + (f" [{place.column}]" if place.column else "")
    return Text(f"{where}：{what.zh}{tail.zh}", f"{where}: {what.en}{tail.en}")
