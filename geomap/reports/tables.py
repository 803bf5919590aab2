"""The tables behind a map, in the final words of its spec: districts, measures and marks."""

from dataclasses import dataclass

from geomap.compose import words
from geomap.model import Fact, Legend, MapSpec
from geomap.text import Lang, Text

_DISTRICTS = Text("分区县数据", "Values by district")
_MEASURES = Text("相关举措", "Measures")
_MARKS = Text("项目和站点", "Projects and sites")
_CODE = Text("代码", "Code")
_CLASS = Text("分级", "Class")
_MEASURE = Text("举措", "Measure")
_SCOPE = Text("范围", "Scope")
_TARGET = Text("目标", "Target")
_DEPARTMENTS = Text("部门", "Departments")
_NAME = Text("名称", "Name")


# Words, a number, or that there is no number.
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of final words and numbers.

    Attributes:
        title: What it lists.
        head: Words above each column.
        rows: As many cells each.
        shares: Of the width, for each column.
    """

    title: Text
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]


def tables(spec: MapSpec, lang: Lang) -> tuple[Table, ...]:
    """All tables of a map that have rows."""
    every = (districts(spec, lang), measures(spec, lang), marks(spec, lang))
    return tuple(table for table in every if table.rows)


def districts(spec: MapSpec, lang: Lang) -> Table:
    """A row a district: its code and class; region and value where its colour stands for one."""
    fill = spec.legends[0]
    labels = {item.key: item.label.get(lang) for item in fill.items}
    name, code, title = words.DISTRICT.get(lang), _CODE.get(lang), fill.title.get(lang)
    if spec.circles is not None and all(d.value is None for d in spec.districts):
        return _amounts(spec, spec.circles, lang)
    if all(d.value is None for d in spec.districts):
        plain = tuple((d.name.get(lang), d.adcode, labels[d.item]) for d in spec.districts)
        return Table(_DISTRICTS, (name, code, title), plain, (0.42, 0.18, 0.4))
    rows = tuple(
        (
            d.name.get(lang),
            d.adcode,
            d.region.get(lang),
            d.value,
            labels[d.item],
        )
        for d in spec.districts
    )
    head = (name, code, words.REGION.get(lang), title, _CLASS.get(lang))
    return Table(_DISTRICTS, head, rows, (0.28, 0.12, 0.24, 0.16, 0.2))


def _amounts(spec: MapSpec, circles: Legend, lang: Lang) -> Table:
    """A row a district: the number that its circle tells; a dash where it has none."""
    heads = (words.DISTRICT.get(lang), _CODE.get(lang), words.REGION.get(lang))
    rows = tuple(
        (
            d.name.get(lang),
            d.adcode,
            d.region.get(lang),
            None if d.circle is None else d.circle.value,
        )
        for d in spec.districts
    )
    return Table(_DISTRICTS, (*heads, circles.title.get(lang)), rows, (0.32, 0.14, 0.3, 0.24))


def as_words(cell: Cell) -> str:
    """A cell in words."""
    if cell is None:
        return "–"
    return cell if isinstance(cell, str) else f"{cell:,.12g}"


def measures(spec: MapSpec, lang: Lang) -> Table:
    """A row a measure of the plan."""
    heads = (words.ARTICLES, _MEASURE, _SCOPE, _TARGET, _DEPARTMENTS)
    rows = [
        (
            m.article.get(lang),
            m.title.get(lang),
            m.scope.get(lang),
            "" if m.target is None else m.target.get(lang),
            "、".join(m.departments),
        )
        for m in spec.measures
    ]
    return Table(
        _MEASURES, tuple(h.get(lang) for h in heads), tuple(rows), (0.14, 0.26, 0.2, 0.15, 0.25)
    )


def marks(spec: MapSpec, lang: Lang) -> Table:
    """A row a project or site, with what its card says of state, district and place."""
    heads = (_NAME, words.KIND, words.STATUS, words.DISTRICTS, words.PLACE)
    rows = [
        (
            m.name.get(lang),
            m.kind.get(lang),
            m.status.get(lang),
            _fact(m.facts, words.DISTRICTS, lang),
            _fact(m.facts, words.PLACE, lang),
        )
        for m in spec.marks
    ]
    return Table(
        _MARKS, tuple(h.get(lang) for h in heads), tuple(rows), (0.24, 0.16, 0.14, 0.22, 0.24)
    )


def _fact(facts: tuple[Fact, ...], label: Text, lang: Lang) -> str:
    return next((fact.value.get(lang) for fact in facts if fact.label == label), "")
