"""Rows of a page's data by columns: each key once, and what many rows share once. Pure.

Ten thousand sites say the same kind, district and source thousands of times; as columns they take
a tenth of the bytes. ``decode.js`` turns them back into rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_SHARED = 0.5  # share of different values up to which each is written once and pointed at


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as columns.

    Args:
        rows: JSON objects; a key that a row lacks reads as null.

    Returns:
        ``count``, and by key ``{"all": value}``, ``{"each": values}``, or ``{"values": distinct,
        "at": their numbers}``.
    """
    keys = dict.fromkeys(key for row in rows for key in row)
    return {
        "count": len(rows),
        "columns": {key: _column([row.get(key) for row in rows]) for key in keys},
    }


def _column(values: list[Any]) -> dict[str, Any]:
    names = [_name(value) for value in values]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    if len(numbers) == 1:
        return {"all": values[0]}
    if len(numbers) > _SHARED * len(values):
        return {"each": values}
    distinct = dict(zip(names, values, strict=True))
    return {"values": [distinct[name] for name in numbers], "at": [numbers[n] for n in names]}


def _name(value: Any) -> str | int:  # noqa: ANN401 # any JSON value
    """What equal values share, and no others: 1 is neither true nor 1.0."""
    if type(value) is int:
        return value
    return repr(value) if isinstance(value, str | list | tuple) else json.dumps(value)
