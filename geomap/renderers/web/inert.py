"""Values as JSON that stays inert in a page, and what several maps share stored once."""

import json
from collections.abc import Hashable, Iterator
from typing import Any, Generic, TypeVar

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&{}\u2028\u2029"}


def encoded(value: Any) -> str:  # noqa: ANN401 # any JSON value
    """JSON that neither HTML nor a template can mistake for its own.

    ``{`` and ``}`` of JSON itself must stay; inside strings they are escaped like ``<``.
    """
    if isinstance(value, dict):
        pairs = (f"{encoded(str(key))}:{encoded(part)}" for key, part in value.items())
        return "{" + ",\n".join(pairs) + "}"
    if isinstance(value, list | tuple) and any(isinstance(p, dict | list | tuple) for p in value):
        return "[" + ",".join(encoded(part) for part in value) + "]"
    plain = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return plain.translate(_ESCAPES)


Thing = TypeVar("Thing", bound=Hashable)


class Pool(Generic[Thing]):
    """Things met so far, each with its number."""

    def __init__(self) -> None:
        self._numbers: dict[Thing, int] = {}

    def number(self, thing: Thing) -> int:
        """The number of a thing, a new one if it was not met before."""
        return self._numbers.setdefault(thing, len(self._numbers))

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._numbers)
