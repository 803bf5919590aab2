"""Categories of districts: who is in them, and names in them that nothing bears. Pure."""

from collections.abc import Mapping, Sequence

from geomap.config.declared import unknown_message
from geomap.gazetteer.answers import Found
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.model import AtlasConfig, Category, Location, Project
from geomap.model.catalogue import Findings
from geomap.text import Text

_UNKNOWN, _EMPTY = "GM-A011", "GM-A012"


def members(
    categories: Sequence[Category], gazetteer: Gazetteer, projects: Sequence[Project]
) -> Mapping[str, int]:
    """Adcode → number of its category: the first that holds it.

    Args:
        categories: In their order.
        gazetteer: Finds districts and regions.
        projects: Those that categories may name.
    """
    found: dict[str, int] = {}
    for number, category in enumerate(categories):
        for code in _codes(category, gazetteer, projects):
            found.setdefault(code, number)
    return found


def _codes(
    category: Category, gazetteer: Gazetteer, projects: Sequence[Project]
) -> tuple[str, ...]:
    meant = [code for p in projects if p.id in category.projects for code in p.districts]
    meant += [code for key in category.regions for code in gazetteer.regions.get(key, ())]
    for words in category.districts:
        answer = gazetteer.find(words)
        if isinstance(answer, Found):
            meant.append(answer.adcode)
    return tuple(meant)


def check_categories(
    config: AtlasConfig, gazetteer: Gazetteer, projects: Sequence[Project], findings: Findings
) -> None:
    """Tell of projects and districts that a category names and nothing bears, and of empty ones."""
    ids = [project.id for project in projects]
    for theme in config.themes:
        categories = theme.fill.categories
        held = set(members(categories, gazetteer, projects).values())
        for number, category in enumerate(categories):
            key = f"fill.categories[{number + 1}]"
            place = Location(theme.location.file, column=key)
            unknown = _unknown(category, ids, gazetteer, place)
            for message, remedy in unknown:
                findings.tell(_UNKNOWN, place, message, remedy)
            if number not in held and not unknown:
                _tell_empty(category, place, findings)


def _unknown(
    category: Category, ids: Sequence[str], gazetteer: Gazetteer, place: Location
) -> list[tuple[Text, Text]]:
    advice = Text("请核对主题文件或项目表", "check the theme or the table of projects")
    told = [
        (unknown_message(word, ids, place, Text("项目", "project")), advice)
        for word in category.projects
        if word not in ids
    ]
    for words in category.districts:
        answer = gazetteer.find(words)
        if not isinstance(answer, Found):
            told.append((answer.message, answer.remedy))
    return told


def _tell_empty(category: Category, place: Location, findings: Findings) -> None:
    findings.tell(
        _EMPTY,
        place,
        Text(
            f"类别“{category.title.zh}”没有区县：其区县都已属于前面的类别，或项目未点名区县",
            f"the category {category.title.en!r} has no districts: those before it hold them, or "
            "its projects name none",
        ),
        Text("同一区县属于最先写的类别；请调整次序", "the first that holds a district has it"),
    )
