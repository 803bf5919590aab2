"""The categories of a fill, as a theme declares them."""

from geomap.config.declared import StrictTable
from geomap.model import Category
from geomap.text import Text

MOST = 8  # more colours than a reader tells apart


def read_categories(table: StrictTable, by: str) -> tuple[Category, ...]:
    """``[[fill.categories]]``; what is wrong with them is told to the table's faults.

    Args:
        table: The theme's ``[fill]``.
        by: What colours the districts.
    """
    found = tuple(_category(each) for each in table.array("categories"))
    if found and by != "category":
        _refuse(table, "只用于 by = “category”", 'go with by = "category" only')
    elif not found and by == "category":
        _refuse(table, "须给出至少一类", "must name one category at least")
    elif len(found) > MOST:
        _refuse(table, f"多于 {MOST} 类，颜色难以分辨", f"are more than {MOST}: merge some")
    return found


def _refuse(table: StrictTable, zh: str, en: str) -> None:
    example = '[[fill.categories]] zh = "…" districts = ["…"]'
    table.refuse(table.at("categories"), Text(zh, en), Text(f"如 {example}", f"such as {example}"))


def _category(table: StrictTable) -> Category:
    color = table.color("color") if table.has("color") else None
    made = Category(
        title=table.names(),
        color=color,
        projects=table.list_of("projects", str),
        regions=table.list_of("regions", str),
        districts=table.list_of("districts", str),
    )
    table.done()
    if not (made.projects or made.regions or made.districts):
        table.refuse(
            table.location,
            Text("没有写明哪些区县", "no districts are named"),
            Text("请给出 projects、regions 或 districts", "give projects, regions or districts"),
        )
    return made
