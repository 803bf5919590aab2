"""What the data of a map say, in a few sentences for running text. Pure."""

from collections.abc import Mapping

from geomap.checks.check import Checked
from geomap.compose import words
from geomap.compose.circles import CircleScale
from geomap.compose.fill import FillScale
from geomap.compose.marks import Marks
from geomap.compose.targets import Standing, standings
from geomap.joins.join import Joined
from geomap.model import AtlasConfig, Indicator, Theme
from geomap.text import Text

_MOST_NAMES = 3  # more than a sentence bears


def sentences(
    theme: Theme,
    config: AtlasConfig,
    checked: Checked,
    joined: Joined,
    scales: tuple[FillScale, CircleScale | None],
    marks: Marks,
) -> tuple[Text, ...]:
    """The classes with their counts, the ends of the range, the targets, and the marks."""
    fill, circles = scales
    found = [] if theme.fill.by == "none" else [_classes(fill, len(joined.districts))]
    found += _ends(fill.values, fill.indicator, joined)
    if circles is not None:
        found.append(_closed(words.circles(circles.legend.title, len(circles.circles))))
        found += _ends(circles.values, circles.indicator, joined)
    found += [_standing(each) for each in standings(theme, config, checked)]
    if marks.drawn or marks.listed:
        found.append(_closed(words.count_of_marks(marks.drawn, marks.listed)))
    return tuple(found)


def _closed(said: Text) -> Text:
    return Text(f"{said.zh}。", f"{said.en}.")


def _classes(scale: FillScale, count: int) -> Text:
    items = [item for item in scale.legend.items if item.count]
    title = scale.legend.title
    zh = "、".join(f"{item.label.zh}（{item.count}个）" for item in items)
    en = ", ".join(f"{item.label.en} ({item.count})" for item in items)
    return _closed(
        Text(
            f"{count}个区县按“{title.zh}”分为：{zh}", f"By “{title.en}”, {count} districts are {en}"
        )
    )


def _ends(
    found: Mapping[str, float | None], indicator: Indicator | None, joined: Joined
) -> list[Text]:
    values = {code: value for code, value in found.items() if value is not None}
    if not values:
        return []
    ends = (max(values.values()), min(values.values()))
    high, low = (_end(values, end, indicator, joined) for end in ends)
    zh = f"最高为{high.zh}，最低为{low.zh}"
    return [_closed(Text(zh, f"The highest is {high.en}, the lowest {low.en}"))]


def _end(values: dict[str, float], end: float, indicator: Indicator | None, joined: Joined) -> Text:
    """A value and who has it; many who share it are counted."""
    shown = words.value(end, indicator)
    rows = joined.districts.loc[[code for code, value in values.items() if value == end]]
    if len(rows) > _MOST_NAMES:
        return Text(f"{shown.zh}（{len(rows)}个区县）", f"{shown.en} ({len(rows)} districts)")
    zh, en = "、".join(rows["name"]), ", ".join(rows["name_en"])
    return Text(f"{zh}（{shown.zh}）", f"{shown.en} ({en})")


def _standing(each: Standing) -> Text:
    """Whether an area has reached its target, or how far it is from it."""
    shown, indicator = words.value(each.value, each.indicator), each.indicator
    goal = Text.same(f"{each.goal:g} {each.unit}")
    cited, place, year = each.cited, each.place, each.year
    gap = each.goal - each.value
    if gap <= 0:
        return _closed(
            Text(
                f"{place.zh}{year}年为 {shown.zh}，已达到目标 {goal.zh}（{cited.zh}）",
                f"{place.en} had {shown.en} in {year} and has reached its target "
                f"of {goal.en} ({cited.en})",
            )
        )
    points = words.difference(Text.same(each.unit))
    left = f"{gap:.{indicator.digits}f}"
    return _closed(
        Text(
            f"{place.zh}{year}年为 {shown.zh}，"
            f"距目标 {goal.zh} 还差 {left} {points.zh}（{cited.zh}）",
            f"{place.en} had {shown.en} in {year}, {left} {points.en} short of its target "
            f"of {goal.en} ({cited.en})",
        )
    )
