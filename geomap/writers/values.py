"""One value of a table as formats without types of their own have it: text, number, or nothing."""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

# Beyond it a whole number in a float may be another one.
_EXACT = 2.0**53


def plain(value: object) -> str | int | float | None:
    """A value as JSON and spreadsheets know it.

    Returns:
        None for whatever is missing (None, NaN, NaT, NA); truth as ``bool``; a whole number as
        ``int``, also from a float that holds it exactly; a day as ``2026-03-01``, a moment with its
        time; all else as its text.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        return plain(pd.Timestamp(value) if isinstance(value, np.datetime64) else value.item())
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat().removesuffix("T00:00:00")
    return value if isinstance(value, bool | int | str) else str(value)


def plain_column(values: Iterable[object]) -> list[str | int | float | None]:
    """All values of a column: `plain`."""
    return [plain(value) for value in values]


def _number(value: float) -> int | float | None:
    if value != value:  # noqa: PLR0124 # not a number
        return None
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value
