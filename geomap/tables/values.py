"""Words of a cell → a value by its role, or the reason why it is none. Pure.

Offices write numbers in many ways: full-width digits, thousands separators, 万 and 亿, a percent
sign, Excel's serial days, degrees with minutes and seconds. Each parser here takes exactly the ways
that have one meaning; for all others it returns a `Reason` and never guesses.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from geomap.text import Text, clean

__all__ = [
    "Axis",
    "Epoch",
    "Invalid",
    "Period",
    "coordinate",
    "district_code",
    "fold",
    "group",
    "integer",
    "number",
    "percent",
    "period",
    "year",
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
_MINUS = str.maketrans(dict.fromkeys("−﹣－", "-"))
_NO_VALUE = {"-", "--", "—", "——", "–", "...", "…", "/", "*", "n/a", "na", "nan", "null", "none"}
_NO_VALUE |= {"无", "缺", "空", "无数据", "暂缺", "#div/0!", "#n/a", "#ref!", "#value!", "#name?"}


def fold(words: str) -> str:
    """Words with full-width forms made narrow and every kind of minus made ``-``.

    A raised or circled digit stays as it is: ² is not 2.
    """
    narrow = (
        char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKC", char)
        for char in words
    )
    return clean("".join(narrow)).translate(_MINUS)


# --- Numbers

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


# --- Years, months and days


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


Epoch = Literal[1900, 1904]
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Excel counts 29 February 1900, a day that never was; from 1 March 1900 on this origin is right.
_ORIGIN: dict[Epoch, date] = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_FIRST_SOUND_SERIAL = 61
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


def period(words: str, epoch: Epoch | None = None) -> Period | Invalid:
    """A year, month or day: ``2024``, ``2024年5月``, ``2024-05``, ``2024/5/1``, ``20240501``.

    Args:
        words: The cell.
        epoch: Where the cell may be an Excel serial day: the workbook's date system. A number of
            up to five digits outside 1900 to 2100 then counts days from its origin. None for text
            files, where a bare 45413 is refused.

    Returns:
        The period; or a reason, also for ``5/1/2024``, which two orders can mean.
    """
    folded = fold(words)
    if epoch is not None and _SERIAL.fullmatch(folded):
        whole = int(float(folded))
        if not _FIRST_YEAR <= whole <= _LAST_YEAR or "." in folded:
            return _from_serial(whole, epoch)
    compact = re.sub(r" ?([年月日号]) ?", r"\1", folded)
    for pattern in _PERIODS:
        match = pattern.fullmatch(compact)
        if match:
            return _period([int(part) for part in match.groups()])
    return Invalid(_A_DATE, _date_remedy(folded))


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


def _from_serial(whole: int, epoch: Epoch) -> Period | Invalid:
    if epoch == 1900 and whole < _FIRST_SOUND_SERIAL:  # noqa: PLR2004 # the date system's name
        return Invalid(
            _A_DATE,
            Text("Excel 1900 年 3 月前的序号有误", "Excel's serials before March 1900 are wrong"),
        )
    day = _ORIGIN[epoch] + timedelta(days=whole)
    return _period([day.year, day.month, day.day])


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


# --- Coordinates

Axis = Literal["lon", "lat"]
_LIMIT: dict[Axis, float] = {"lon": 180.0, "lat": 90.0}
_SIDES: dict[str, tuple[Axis, int]] = {
    "E": ("lon", 1),
    "W": ("lon", -1),
    "N": ("lat", 1),
    "S": ("lat", -1),
    "东经": ("lon", 1),
    "西经": ("lon", -1),
    "北纬": ("lat", 1),
    "南纬": ("lat", -1),
}
_SIDE = r"[EWNS]|东经|西经|北纬|南纬"
_ANGLE = re.compile(
    rf"(?P<before>{_SIDE})? ?(?P<sign>[+-]?)(?P<degrees>\d{{1,3}}(?:\.\d+)?) ?[°度]?"
    r"(?: ?(?P<minutes>\d{1,2}(?:\.\d+)?) ?['′’分]"
    r"(?: ?(?P<seconds>\d{1,2}(?:\.\d+)?) ?(?:[\"″”秒]|''|′′|’’))?)?"
    rf" ?(?P<after>{_SIDE})?"
)
_AN_ANGLE: dict[Axis, Text] = {
    "lon": Text("经度", "a longitude"),
    "lat": Text("纬度", "a latitude"),
}
_SIXTY = 60.0


def coordinate(words: str, axis: Axis) -> float | Invalid:
    """A longitude or latitude in decimal degrees, east and north positive.

    Takes ``106.5512``, ``106°33′04.3″E``, ``E106°33.07'``, ``东经106度33分4秒``.

    Args:
        words: The cell.
        axis: Which of the two it must be.

    Returns:
        Degrees within ±180 or ±90; or a reason, which says so where the axes seem exchanged.
    """
    folded = unicodedata.normalize("NFKC", clean(words).replace("º", "°")).translate(_MINUS)
    folded = folded.replace("\u2032\u2032", "″").replace("ˊ", "′")
    match = _ANGLE.fullmatch(folded.upper())
    if match is None:
        return Invalid(
            _AN_ANGLE[axis],
            Text("写十进制度，如 106.5512", "write decimal degrees, such as 106.5512"),
        )
    return _angle(match, axis)


def _angle(match: re.Match[str], axis: Axis) -> float | Invalid:
    expected = _AN_ANGLE[axis]
    sides = [side for side in (match["before"], match["after"]) if side]
    if len(sides) > 1 or (sides and match["sign"]):
        return Invalid(expected, Text("方向只写一次", "state the direction once"))
    if sides and _SIDES[sides[0]][0] != axis:
        return Invalid(
            expected, Text("经度与纬度似乎写反了", "longitude and latitude seem exchanged")
        )
    minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return Invalid(expected, Text("分、秒应小于 60", "minutes and seconds must be below 60"))
    if match["minutes"] and "." in match["degrees"]:
        return Invalid(expected, Text("有分秒时度应为整数", "with minutes, degrees must be whole"))
    size = float(match["degrees"]) + minutes / 60 + seconds / 3600
    negative = match["sign"] == "-" or (sides and _SIDES[sides[0]][1] < 0)
    if size > _LIMIT[axis]:
        return Invalid(
            expected,
            Text(
                f"绝对值应不超过 {_LIMIT[axis]:g} 度；经纬度是否写反？",
                f"it must lie within ±{_LIMIT[axis]:g} degrees: are the axes exchanged?",
            ),
        )
    return -size if negative else size


# --- Codes

_CODE = re.compile(r"[1-9]\d{5}")
_LONG_CODE = re.compile(r"([1-9]\d{5})0{6}")  # the statistical code of a county has twelve digits
_A_CODE = Text("六位行政区划代码", "a six-digit district code")


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
