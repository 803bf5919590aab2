"""Strict JSON: no NaN, no trailing comma, no repeated key without a word."""

import json
import math
from typing import Any, NoReturn

from geomap.model import Finding, Location
from geomap.sources import notes
from geomap.sources.encodings import decode
from geomap.sources.reasons import reason_of
from geomap.sources.refusals import refuse
from geomap.text import Text

_AS_UTF8 = Text("请另存为 UTF-8", "save it as UTF-8")


def read_json(data: bytes, name: str) -> tuple[Any, tuple[Finding, ...]]:
    """Parse a file.

    Returns:
        The document, and what there is to tell about it.

    Raises:
        DataError: Not valid JSON; the parser's message has line and column.
    """
    repeated: list[str] = []

    def take(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend({key for key in keys if keys.count(key) > 1})
        return members

    decoded = decode(data, name, remedy=_AS_UTF8)
    try:
        document = json.loads(
            decoded.text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=take
        )
    except (ValueError, RecursionError) as error:
        why = reason_of(error)
        refuse(
            Location(name),
            Text(f"不是合格的 JSON（{why.zh}）", f"not valid JSON ({why.en})"),
            Text("请重新导出为 GeoJSON", "export it again as GeoJSON"),
            error,
        )
    told = [notes.guessed_encoding(name, decoded.encoding)] if decoded.guessed else []
    if repeated:
        told.append(notes.repeated_keys(name, repeated[0], len(repeated)))
    return document, tuple(told)


def type_of(value: object) -> str | None:
    """The member ``type`` of an object, where it is text; any JSON value may stand there."""
    found = value.get("type") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(digits)
    return value
