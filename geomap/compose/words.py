"""The phrases that maps are made of, in two languages. Pure."""

from collections.abc import Collection

from geomap.model import AtlasConfig, Certainty, Indicator, Measure
from geomap.model.dots import DEPTHS
from geomap.text import Text

NO_DATA = Text("无数据", "No data")
NO_TARGET = Text("没有区域目标", "No target of its area")
MAP = Text("地图", "Map")
DISTRICT = Text("区县", "Districts")
OTHER_DISTRICTS = Text("其他区县", "Other districts")
PROJECTS = Text("项目", "Projects")
SITES = Text("站点", "Sites")
CITYWIDE = Text("全市", "Whole city")
STATUS = Text("状态", "Status")
KIND = Text("类别", "Kind")
REGION = Text("区域", "Region")
CATEGORY = Text("类别", "Category")
ARTICLES = Text("条款", "Articles")
DISTRICTS = Text("所在区县", "Districts")
PLACE = Text("位置", "Position")
ROAD = Text("道路", "Road")
NOTE = Text("说明", "Note")
SOURCE = Text("来源", "Source")
FORMER = Text("曾用名", "Former names")
NOT_STATED = Text("未说明", "not stated")
_STEPS = tuple(f"{depth.least:,}" for depth in DEPTHS)
DENSITY = Text(
    f"点很多，画作小圆点：颜色由浅到深，表示同一处有 {'、'.join(_STEPS)} 个以上；"
    "网页上位置取整至约 0.6 米",
    "There are many points, drawn as dots: from pale to deep, "
    f"{', '.join(_STEPS)} and more of them at one place; "
    "on the page their positions are rounded to about 0.6 m",
)

# What the ways of drawing mean, below a legend that has them.
HOW_SURE: dict[Certainty, Text] = {
    Certainty.APPROXIMATE: Text("圆圈为位置误差范围", "circles tell how far off a place may be"),
    Certainty.SCHEMATIC: Text(
        "虚线只示意联系，不是线位", "dashed lines only tell what is connected"
    ),
    Certainty.WHOLE_UNIT: Text("纹理为整区县", "hatching covers whole districts"),
}

# How sure a place is, behind the name of its kind in a legend.
SCHEMATIC = Text("示意", "schematic")
FORM: dict[Certainty, Text] = {
    Certainty.WHOLE_UNIT: Text("整区县", "whole districts"),
    Certainty.SURVEYED: Text("实测", "surveyed"),
    Certainty.APPROXIMATE: Text("约略位置", "approximate"),
    Certainty.SCHEMATIC: Text("示意走向", "schematic"),
    Certainty.NONE: Text("未上图，见列表", "Not on the map, listed only"),
}

_DIGITS = "〇一二三四五六七八九"
_TEN = 10

_TYPES = {
    "自治县": "Autonomous County",
    "新区": "New Area",
    "区": "District",
    "县": "County",
    "市": "City",
}


def numeral(number: int) -> str:
    """A number in Chinese numerals: 十五, 二十六; in Arabic ones outside of 1 to 99."""
    if not 1 <= number <= 99:  # noqa: PLR2004 # what two digits can say
        return str(number)
    tens, ones = divmod(number, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def article(number: int | None) -> Text:
    """How an article is cited; what stands before the articles has no number."""
    if number is None:
        return Text("总体要求", "General requirements")
    return Text(f"第{numeral(number)}条", f"Article {number}")


def cited(measure: Measure, config: AtlasConfig) -> Text:
    """How a measure is cited: by its article, or by the heading of its chapter."""
    if measure.article is None and measure.chapter:
        return config.chapters[measure.chapter - 1]
    return article(measure.article)


def articles(numbers: tuple[int, ...]) -> Text:
    """How several articles are cited."""
    return Text(
        "、".join(article(n).zh for n in numbers), ", ".join(article(n).en for n in numbers)
    )


def chapter(number: int, config: AtlasConfig) -> Text:
    """A chapter's number and heading."""
    if number == 0:  # a plan without chapters
        return Text("", "")
    heading = config.chapters[number - 1]
    return Text(f"{numeral(number)}、{heading.zh}", f"Chapter {number}: {heading.en}")


def district_name(name: str, name_en: str) -> Text:
    """A district's full name; in English with the kind of unit, ``Yuzhong District``."""
    kind = next((en for suffix, en in _TYPES.items() if name.endswith(suffix)), "")
    return Text(name, f"{name_en} {kind}".strip() if name_en != name else name)


def value(number: float, indicator: Indicator | None) -> Text:
    """A number with its unit."""
    digits = indicator.digits if indicator else 0
    shown = f"{number:,.{digits}f}"
    if indicator is None:
        return Text.same(shown)
    unit = indicator.unit
    return Text(f"{shown} {unit.zh}".strip(), f"{shown} {unit.en}".strip())


def dated(title: Text, unit: Text, when: str) -> Text:
    """A title with its unit, if it has one, and when it was."""
    zh = "，".join(part for part in (unit.zh, when) if part)
    en = ", ".join(part for part in (unit.en, when) if part)
    return Text(f"{title.zh}（{zh}）", f"{title.en} ({en})")


def difference(unit: Text) -> Text:
    """The unit of the difference of two numbers: of shares it is in points."""
    return Text("个百分点", "points") if unit.en == "%" else unit


def two(first: Text, second: Text) -> Text:
    """Two things that are shown together."""
    return Text(f"{first.zh}与{second.zh}", f"{first.en} and {second.en}")


def uncertainty(metres: float) -> Text:
    """A radius in metres or kilometres."""
    if metres < 1000:  # noqa: PLR2004 # a kilometre
        return Text(f"±{metres:g} 米", f"±{metres:g} m")
    return Text(f"±{metres / 1000:g} 公里", f"±{metres / 1000:g} km")


def certainty(sure: Certainty, metres: float | None, datum: str | None) -> Text:
    """How sure a place is, in full."""
    full = {
        Certainty.WHOLE_UNIT: Text("准确：所列整区县", "exact: the whole districts listed"),
        Certainty.SURVEYED: Text("实测", "surveyed"),
        Certainty.APPROXIMATE: Text("约略", "approximate"),
        Certainty.SCHEMATIC: Text("示意走向，不是线位", "schematic, not an alignment"),
        Certainty.NONE: Text("没有查到位置，只列名称", "no place found; named only"),
    }[sure]
    if metres is not None:
        full = Text(f"{full.zh}，{uncertainty(metres).zh}", f"{full.en}, {uncertainty(metres).en}")
    if datum == "unknown":
        return Text(f"{full.zh}，坐标基准未知", f"{full.en}, datum unknown")
    if datum is not None:
        return Text(f"{full.zh}，原坐标 {datum}", f"{full.en}, given in {datum}")
    return full


def reference_date(config: AtlasConfig) -> Text:
    """The line with the day that a map shows; empty where the atlas names none."""
    day, vintage = config.reference_date, config.vintage
    lines = []
    if day is not None:
        said = Text(f"基准日期 {day.year}年{day.month}月{day.day}日", f"As of {day.isoformat()}")
        lines.append(said)
    if vintage:
        lines.append(Text(f"区划数据 {vintage}", f"boundaries of {vintage}"))
    english = "; ".join(line.en for line in lines)
    return Text("，".join(line.zh for line in lines), english[:1].upper() + english[1:])


def approval(number: str | None) -> Text:
    """The line with the approval number, or that there is none."""
    if number is None:
        return Text(
            "示意图，未经审图，不作公开出版用", "Sketch map, not reviewed, not for publication"
        )
    return Text(f"审图号：{number}", f"Map approval No. {number}")


def plan(title: Text) -> Text:
    """The source line of the plan."""
    return Text(f"规划：{title.zh}", f"Plan: {title.en}")


def count_of_districts(count: int) -> Text:
    """The first words of an alternative text."""
    return Text(f"{count}个区县的地图", f"Map of {count} districts")


def count_of_marks(drawn: int, listed: int) -> Text:
    """How many marks are on the map and how many in the list only."""
    return Text(
        f"图上标注 {drawn} 项，仅列表 {listed} 项",
        f"{drawn} marks on the map, {listed} in the list only",
    )


def extreme(label: Text, names: list[Text], value: Text) -> Text:
    """The highest or lowest value and who has it; many who share it are counted, not named."""
    if len(names) > 3:  # noqa: PLR2004 # more names than a sentence bears
        return Text(
            f"{label.zh} {value.zh}（{len(names)}个区县）",
            f"{label.en} {value.en} ({len(names)} districts)",
        )
    return Text(
        f"{label.zh} {'、'.join(n.zh for n in names)} {value.zh}",
        f"{label.en} {', '.join(n.en for n in names)} {value.en}",
    )


def circles(title: Text, count: int) -> Text:
    """That districts have circles, and what they tell."""
    return Text(f"{count}个区县有圆：{title.zh}", f"circles in {count} districts: {title.en}")


def without_circle(count: int) -> Text:
    """The line below a legend of circles, where districts have no number."""
    return Text(f"{count}个区县无数据，没有圆", f"No data, and so no circle: {count}")


def spread_dots(missing: int) -> Text:
    """The line below a legend of dots: that they are no places, and who has no number."""
    said = Text(
        "点在区县内均匀散布，不表示位置", "Dots are spread evenly over a district: no places"
    )
    if not missing:
        return said
    return Text(f"{said.zh}；{missing}个区县无数据", f"{said.en}; no data: {missing}")


def reached(number: int, total: int) -> Text:
    """How many districts have reached their target."""
    return Text(
        f"{total}个区县中{number}个已达到本区域目标",
        f"{number} of {total} districts had reached the target of their area",
    )


def most(title: Text, names: list[Text], *, counted: bool) -> Text | None:
    """Who has the most of what a legend's title says; None where nobody is to be named."""
    if not names:
        return None
    zh, en = _bare(title.zh, "（"), _bare(title.en, " (")
    first, last = [name.en for name in names[:-1]], names[-1].en
    listed = f"{', '.join(first)} and {last}" if first else last
    leads = "lead" if first else "leads"
    what = f"{en[:1].lower()}{en[1:]}"
    return Text(
        f"{zh}{'最多' if counted else '最高'}的是{'、'.join(name.zh for name in names)}",
        f"{listed} {leads} in {what}",
    )


def _bare(title: str, bracket: str) -> str:
    """A title without the unit and the year behind it."""
    return title.partition(bracket)[0]


def placed(drawn: int, listed: int) -> Text:
    """How many projects have a place."""
    if not listed:
        return Text(f"{drawn}个项目都有图上位置", f"All {drawn} projects have a place on the map")
    return Text(
        f"{drawn}个项目有图上位置，另有{listed}个只列名称",
        f"{drawn} projects have a place on the map, {listed} more are named only",
    )


def named_below(name: Text, subtitle: Text) -> Text:
    """What a map is of, below what it says."""
    if not subtitle.zh:
        return name
    return Text(f"{name.zh}：{subtitle.zh}", f"{name.en}: {subtitle.en}")


def how_sure(drawn: Collection[Certainty]) -> Text | None:
    """What the ways of drawing mean that a map really has; None if it draws nothing."""
    lines = [line for sure, line in HOW_SURE.items() if sure in drawn]
    if not lines:
        return None
    english = "; ".join(line.en for line in lines)
    return Text("；".join(line.zh for line in lines), english[0].upper() + english[1:])
