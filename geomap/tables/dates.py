"""Words of a cell → a year, a month or a day, or the reason why they are none."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geomap.tables.values import Invalid, fold
from geomap.text import Text

__all__ = ["Period", "period", "year"]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, a month or a day, as exactly as it was written; 0 where it was not.

    Attributes:
        year: 1900 to 2100.
        month: 1 to 12, or 0.
        day: 1 to 31, or 0.
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """ISO 8601, as far as it goes: ``2024``, ``2024-05``, ``2024-05-01``."""
        return "-".join([f"{self.year:04}", *(f"{p:02}" for p in (self.month, self.day) if p)])


_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SERIAL = re.compile(r"\d{2,5}(?:\.\d+)?")
_PERIODS = (
    re.compile(r"(\d{4})年?"),
    re.compile(r"(\d{4})年(\d{1,2})月份?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(\d{2})"),
)
_A_DATE = Text("日期", "a date")


def period(words: str) -> Period | Invalid:
    """A year, month or day: ``2024``, ``2024年5月``, ``2024-05``, ``2024/5/1``, ``20240501``.

    Returns:
        The period; or a reason, also for a bare 45413 (Excel's serial day) and for ``5/1/2024``,
        which two orders can mean.
    """
    folded = fold(words)
    compact = re.sub(r" ?([年月日号]) ?", r"\1", folded)
    for pattern in _PERIODS:
        match = pattern.fullmatch(compact)
        if match:
            return _period([int(part) for part in match.groups()])
    return Invalid(_A_DATE, _date_remedy(folded))


@lru_cache(maxsize=1 << 12)
def year(words: str) -> int | Invalid:
    """A year from 1900 to 2100: ``2024``, ``２０２４年``, ``2024.0`` as spreadsheets leave it."""
    folded = re.sub(r"\.0+$", "", fold(words))
    found = period(folded)
    expected = Text("年份", "a year")
    if isinstance(found, Invalid):
        return Invalid(expected, Text("写四位年份，如 2024", "write four digits, such as 2024"))
    if found.month:
        return Invalid(expected, Text("只写年份", "write the year only"))
    return found.year


def _period(parts: list[int]) -> Period | Invalid:
    whole_year = parts[0]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return Invalid(_A_DATE, Text("没有这一天，请核对", "there is no such day: check it"))
    if not _FIRST_YEAR <= whole_year <= _LAST_YEAR:
        return Invalid(
            _A_DATE,
            Text(
                f"年份应在 {_FIRST_YEAR} 至 {_LAST_YEAR} 之间",
                f"the year must be {_FIRST_YEAR} to {_LAST_YEAR}",
            ),
        )
    return Period(*parts)


def _date_remedy(folded: str) -> Text:
    if _SERIAL.fullmatch(folded):
        return Text(
            "这像是 Excel 的日期序号；请在 Excel 中把该列设为日期格式后另存",
            "this looks like Excel's serial day: format the column as a date and save again",
        )
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", folded):
        return Text("请把年份写在前面，如 2024-05-01", "write the year first, such as 2024-05-01")
    return Text("写作 2024、2024-05 或 2024-05-01", "write 2024, 2024-05 or 2024-05-01")
