"""Districts coloured by the category they are in: the legend, and the entry of each. Pure."""

from collections import Counter

from geomap.checks.categories import members
from geomap.checks.check import Checked
from geomap.compose import palettes, words
from geomap.compose.areas import QUIET_BORDER, area
from geomap.joins.join import Joined
from geomap.model import Fill, Legend, LegendItem
from geomap.text import Text

OTHER = "category:other"
_NAMED = 3  # categories that a title bears


def by_category(fill: Fill, checked: Checked, joined: Joined) -> tuple[Legend, dict[str, str]]:
    """The legend, and adcode → key of its entry; who is in no category is plain and counted."""
    found = members(fill.categories, checked.gazetteer, checked.projects)
    items = {
        str(code): f"category:{found[code]}" if code in found else OTHER
        for code in joined.districts.index
    }
    counts = Counter(items.values())
    colors = palettes.CATEGORIES
    entries = [
        LegendItem(
            f"category:{number}",
            each.title,
            area(each.color or colors[number % len(colors)]),
            counts[f"category:{number}"],
        )
        for number, each in enumerate(fill.categories)
    ]
    if counts[OTHER]:
        plain = area(palettes.PLAIN, QUIET_BORDER)
        entries.append(LegendItem(OTHER, words.OTHER_DISTRICTS, plain, counts[OTHER]))
    return Legend(fill.title or words.CATEGORY, tuple(entries)), items


def headline(legend: Legend) -> Text | None:
    """How many districts each category has; None where there are more than a title bears."""
    named = [item for item in legend.items if item.key != OTHER]
    if len(named) > _NAMED:
        return None
    zh = "，".join(f"{item.label.zh}{item.count}个" for item in named)
    en = ", ".join(f"{item.label.en}: {item.count}" for item in named)
    return Text(zh, en)
