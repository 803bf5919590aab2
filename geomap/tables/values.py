"""Words of a cell → a number or a code, or the reason why they are none.

Offices write numbers in many ways: full-width digits, thousands separators, 万 and 亿, a percent
sign. Each parser here, in `geomap.tables.dates` and in `geomap.tables.coordinates` takes exactly
the ways that have one meaning; for all others it returns an `Invalid` and never guesses.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from geomap.text import Text, clean

__all__ = [
    "Invalid",
    "district_code",
    "fold",
    "group",
    "integer",
    "is_no_value",
    "number",
    "percent",
]


@dataclass(frozen=True, slots=True)
class Invalid:
    """Why words are not a value of a role.

    Attributes:
        expected: What kind of value was looked for, e.g. “a number”.
        remedy: What to write instead.
    """

    expected: Text
    remedy: Text


# What offices and converters write for a minus sign and for "no value".
MINUS = str.maketrans(dict.fromkeys("−﹣－", "-"))
_NO_VALUE = {"-", "--", "—", "——", "–", "...", "…", "/", "*", "n/a", "na", "nan", "null", "none"}
_NO_VALUE |= {"无", "缺", "空", "无数据", "暂缺", "#div/0!", "#n/a", "#ref!", "#value!", "#name?"}
_NO_VALUE |= {"暂无", "不详", "缺失", "……", "·", "x", "na."}
_LEFT_BEHIND = {"nan", "null", "none", "#div/0!", "#n/a", "#ref!", "#value!", "#name?"}
_WORDS_FOR_NONE = frozenset(_NO_VALUE - _LEFT_BEHIND)


@lru_cache(maxsize=1 << 16)  # the same names and headings are asked about row by row
def fold(words: str) -> str:
    """Words with full-width forms made narrow and every kind of minus made ``-``.

    A raised or circled digit stays as it is: ² is not 2.
    """
    if words.isascii():  # nothing to make narrow: most cells, and twenty times as fast
        return clean(words)
    narrow = (
        char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKC", char)
        for char in words
    )
    return clean("".join(narrow)).translate(MINUS)


def is_no_value(words: str) -> bool:
    """Whether words say that there is no value: ``—``, ``…``, ``N/A``, ``暂无``.

    What a program leaves behind where it could not compute (``nan``, ``#DIV/0!``) is no such word.
    """
    return fold(words).casefold() in _WORDS_FOR_NONE


_GROUPS = {"": 1.0, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "万亿": 1e12}
_GROUPED = r"\d{1,3}(?P<comma>[, '’])\d{3}(?:(?P=comma)\d{3})*(?:\.\d+)?"  # one separator
_PLAIN = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)(?P<digits>{_GROUPED}|{_PLAIN})"
    r" ?(?P<group>万亿|[千万萬亿億]?) ?(?P<share>[%‰]?)"
)
_A_NUMBER = Text("数字", "a number")
_A_PERCENT = Text("百分数", "a percentage")


def number(words: str) -> float | Invalid:
    """A finite number: ``1,234.5``, ``１２３４``, ``1 234万`` (12,340,000), ``-3.2e5``.

    A percent sign is refused: whether 12.5 or 0.125 is meant, only the column can say.
    """
    found = _match_number(words)
    if isinstance(found, Invalid):
        return found
    value, share = found
    if share:
        return Invalid(
            _A_NUMBER,
            Text(
                "去掉百分号，或把该指标的单位声明为 %",
                "remove the percent sign, or declare % as the unit of the indicator",
            ),
        )
    return value


def percent(words: str) -> float | Invalid:
    """A percentage, in percent: ``12.5%``, ``12.5`` and ``125‰`` are all 12.5.

    Whether a column without signs holds ratios (0.125) can be told from the whole column only;
    `geomap.checks` does.
    """
    found = _match_number(words)
    if isinstance(found, Invalid):
        return Invalid(_A_PERCENT, found.remedy)
    value, share = found
    return value / 10 if share == "‰" else value


def integer(words: str) -> int | Invalid:
    """A whole number, in any way that `number` takes; ``12.0`` counts as whole."""
    found = number(words)
    expected = Text("整数", "a whole number")
    if isinstance(found, Invalid):
        return Invalid(expected, found.remedy)
    if found != int(found):
        return Invalid(expected, Text("去掉小数", "write it without decimals"))
    return int(found)


def group(words: str) -> str:
    """The magnitude behind a number, such as the 万 of ``65万``; empty where there is none."""
    match = _NUMBER.fullmatch(fold(words))
    return match["group"] if match else ""


def _match_number(words: str) -> tuple[float, str] | Invalid:
    folded = fold(words)
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return Invalid(_A_NUMBER, _number_remedy(folded))
    digits = match["digits"]
    if match["comma"]:
        digits = digits.replace(match["comma"], "")
    value = float(digits) * _GROUPS[match["group"]] * (-1 if match["sign"] == "-" else 1)
    if not math.isfinite(value):
        return Invalid(_A_NUMBER, Text("请写有限的数", "write a finite number"))
    return value, match["share"]


def _number_remedy(folded: str) -> Text:
    if folded.casefold() in _NO_VALUE:
        return Text("没有数据时请留空", "leave the cell empty where there is no value")
    if re.fullmatch(r"[+-]?\d+,\d+", folded):
        return Text(
            "小数点请用“.”；千分位应为三位一组",
            "write decimals with “.”, or thousands in groups of three",
        )
    if re.fullmatch(r"[<>≤≥约~]+ ?[\d.,]+.*", folded):
        return Text("请写一个确定的数", "write one definite number")
    return Text(
        "只写数字，单位放在表头或单位列",
        "write the number only, its unit in the header or a column of its own",
    )


_CODE = re.compile(r"[1-9]\d{5}")
_LONG_CODE = re.compile(r"([1-9]\d{5})0{6}")  # the statistical code of a county has twelve digits
_A_CODE = Text("六位行政区划代码", "a six-digit district code")


@lru_cache(maxsize=1 << 16)
def district_code(words: str) -> str | Invalid:
    """A code of GB/T 2260: six digits, also as spreadsheets leave it.

    ``５００１１０``, ``500110.0``, ``'500110``, ``500,110`` and ``500110000000`` are all 500110.
    """
    folded = fold(words).lstrip("'’").replace(" ", "")
    folded = re.sub(r"\.0+$", "", folded)
    folded = re.sub(r"^(\d{3}),(\d{3})$", r"\1\2", folded)
    folded = _LONG_CODE.sub(r"\1", folded) if _LONG_CODE.fullmatch(folded) else folded
    if _CODE.fullmatch(folded):
        return folded
    if re.fullmatch(r"\d\.\d+E\+\d+", folded.upper()):
        return Invalid(
            _A_CODE,
            Text(
                "Excel 已丢失后几位；请把该列设为文本后重新填写",
                "Excel has lost its last digits: make the column text and fill it in again",
            ),
        )
    return Invalid(_A_CODE, Text("写六位数字，如 500110", "write six digits, such as 500110"))
