"""Cells as offices write them: the one meaning that they have, or the reason for none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.tables import coordinates, dates, values
from geomap.tables.dates import Period
from geomap.tables.values import Invalid

NUMBERS = {
    "12": 12.0,
    "-12.5": -12.5,
    "+3": 3.0,
    "１２３": 123.0,
    "−7": -7.0,
    "－7": -7.0,
    "1,234": 1234.0,
    "1,234.5": 1234.5,
    "１，２３４": 1234.0,
    "1 234 567": 1234567.0,
    "1'234": 1234.0,
    "12,345,678.90": 12345678.9,
    "1.5万": 15000.0,
    "1 234万": 12340000.0,
    "3213.34 万": 32133400.0,
    "2亿": 2e8,
    "1.2万亿": 1.2e12,
    "3億": 3e8,
    ".5": 0.5,
    "5.": 5.0,
    "1e3": 1000.0,
    "-3.2E-2": -0.032,
    "007": 7.0,
}
NOT_NUMBERS = [
    *("", "abc", "—", "…", "#DIV/0!", "N/A", "无", "nan", "inf", "-inf", "Infinity", "1e999"),
    *("1,23", "1,2345", "12,34,567", "1,234 567", "1.2.3", "12%", "‰5", "1-2", "约12", "<5"),
    *("12人", "²", "½5", "1_000", "0x10", "一百", "--5", "1 2", "万", "12 万万"),
]
PERCENTS = {
    "12.5%": 12.5,
    "12.5": 12.5,
    "１２．５％": 12.5,
    "125‰": 12.5,
    "0.5%": 0.5,
    "100 %": 100,
}
PERIODS = {
    "2024": "2024",
    "２０２４年": "2024",
    "2024年5月": "2024-05",
    "2024年05月份": "2024-05",
    "2024 年 5 月": "2024-05",
    "2024-05": "2024-05",
    "2024/5": "2024-05",
    "2024.5": "2024-05",
    "202405": "2024-05",
    "2024-05-01": "2024-05-01",
    "2024/5/1": "2024-05-01",
    "2024.05.01": "2024-05-01",
    "20240501": "2024-05-01",
    "2024年5月1日": "2024-05-01",
    "2024-02-29": "2024-02-29",
    "2024-05-01 00:00:00": "2024-05-01",
    "2024-05-01T08:30": "2024-05-01",
}
NOT_PERIODS = [
    *("", "5/1/2024", "1-5-24", "2024-13", "2023-02-29", "2024-00", "1066", "2024Q1", "45413"),
    *("24", "2024年5", "二〇二四年", "2024-5-1-1", "20241301", "99999999", "2024-05-32", "明年"),
]
ANGLES = [
    ("106.5512", "lon", 106.5512),
    ("-0.5", "lat", -0.5),
    ("１０６．５", "lon", 106.5),
    ("106°33′04.32″E", "lon", 106.5512),
    ("106°33'04.32\"E", "lon", 106.5512),
    ("E106°33'04.32''", "lon", 106.5512),
    ("106º33’04.32”", "lon", 106.5512),
    ("东经106度33分4.32秒", "lon", 106.5512),
    ("106° 33′ 4.32″ E", "lon", 106.5512),
    ("106°33.072′", "lon", 106.5512),
    ("29.5°N", "lat", 29.5),
    ("北纬29度30分", "lat", 29.5),
    ("29°30′S", "lat", -29.5),
    ("w10.25", "lon", -10.25),
    ("180", "lon", 180.0),
]
NOT_ANGLES = [
    *[("", "lon"), ("29.5°N", "lon"), ("106.5E", "lat"), ("106.5", "lat"), ("180.1", "lon")],
    *[("106°60′", "lon"), ("106°33′61″", "lon"), ("E106W", "lon"), ("-106E", "lon")],
    *[("106,5", "lon"), ("106.5°33′", "lon"), ("106.5 29.5", "lon"), ("东", "lon")],
    *[("11856000", "lon"), ("nan", "lon"), ("1e2", "lon"), ("106°33″", "lon")],
]
CODES = ["500110", "５００１１０", "500110.0", "'500110", "500,110", "500110000000", " 500 110 "]
NOT_CODES = ["", "50011", "050011", "5001100", "5.0011E+11", "500110.5", "500110100000", "五〇"]


@pytest.mark.parametrize(("words", "value"), NUMBERS.items())
def test_numbers(words: str, value: float) -> None:
    assert values.number(words) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("words", NOT_NUMBERS)
def test_what_is_no_number_has_a_reason_in_both_languages(words: str) -> None:
    reason = values.number(words)
    assert isinstance(reason, Invalid)
    assert reason.expected.zh
    assert reason.expected.en
    assert reason.remedy.zh != reason.remedy.en


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("—", "leave the cell empty"),
        ("1,5", "decimals"),
        ("12%", "percent sign"),
        ("<5", "definite"),
    ],
)
def test_the_remedy_fits_what_is_there(words: str, hint: str) -> None:
    reason = values.number(words)
    assert isinstance(reason, Invalid)
    assert hint in reason.remedy.en


@pytest.mark.parametrize(("words", "value"), PERCENTS.items())
def test_percentages_are_in_percent(words: str, value: float) -> None:
    assert values.percent(words) == pytest.approx(value)


@pytest.mark.parametrize("words", ["‰5", "12%%", "%", ""])
def test_no_percentages(words: str) -> None:
    assert isinstance(values.percent(words), Invalid)


@pytest.mark.parametrize(
    ("words", "value"), [("12", 12), ("12.0", 12), ("1.2万", 12000), ("1,234", 1234)]
)
def test_whole_numbers(words: str, value: int) -> None:
    found = values.integer(words)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize("words", ["1.5", "x", "1e999", ""])
def test_no_whole_numbers(words: str) -> None:
    assert isinstance(values.integer(words), Invalid)


@pytest.mark.parametrize(("words", "iso"), PERIODS.items())
def test_periods(words: str, iso: str) -> None:
    assert str(dates.period(words)) == iso


@pytest.mark.parametrize("words", NOT_PERIODS)
def test_no_periods(words: str) -> None:
    assert isinstance(dates.period(words), Invalid)


@pytest.mark.parametrize(("words", "found"), [("2024", 2024), ("2024年", 2024), ("2024.0", 2024)])
def test_years(words: str, found: int) -> None:
    assert dates.year(words) == found


@pytest.mark.parametrize("words", ["24", "2024-05", "3024", "今年", "45413"])
def test_no_years(words: str) -> None:
    assert isinstance(dates.year(words), Invalid)


@pytest.mark.parametrize(("words", "axis", "degrees"), ANGLES)
def test_coordinates(words: str, axis: coordinates.Axis, degrees: float) -> None:
    assert coordinates.coordinate(words, axis) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(("words", "axis"), NOT_ANGLES)
def test_no_coordinates(words: str, axis: coordinates.Axis) -> None:
    assert isinstance(coordinates.coordinate(words, axis), Invalid)


@pytest.mark.parametrize("words", CODES)
def test_codes(words: str) -> None:
    assert values.district_code(words) == "500110"


@pytest.mark.parametrize("words", NOT_CODES)
def test_no_codes(words: str) -> None:
    assert isinstance(values.district_code(words), Invalid)


@given(st.text(max_size=20))
def test_any_text_gives_a_value_or_a_reason(words: str) -> None:
    for found in (
        values.number(words),
        values.percent(words),
        values.integer(words),
        dates.period(words),
        dates.year(words),
        coordinates.coordinate(words, "lon"),
        values.district_code(words),
    ):
        assert isinstance(found, Invalid | float | int | str | Period)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_by_python_reads_back(value: float) -> None:
    assert values.number(repr(value)) == value
    assert values.number(f"{value:,.3f}") == pytest.approx(float(f"{value:.3f}"))
