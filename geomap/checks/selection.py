"""Which projects and measures a theme shows. Pure."""

from collections.abc import Iterable, Mapping

from geomap.model import Measure, Project, Selection


def chapters_of(measures: Iterable[Measure]) -> dict[int, int]:
    """Article → its chapter."""
    return {m.article: m.chapter for m in measures if m.article is not None}


def shows_project(selection: Selection, project: Project, chapters: Mapping[int, int]) -> bool:
    """Whether a selection holds a project.

    Args:
        selection: What the theme asks for.
        project: The project.
        chapters: Article → its chapter.
    """
    if selection.every:
        return True
    if selection.kinds and project.kind not in selection.kinds:
        return False
    if selection.kinds and not selection.articles and not selection.chapters:
        return True
    return any(
        article in selection.articles or chapters.get(article) in selection.chapters
        for article in project.articles
    )


def shows_measure(selection: Selection, measure: Measure) -> bool:
    """Whether a selection holds a measure."""
    return (
        selection.every
        or measure.chapter in selection.chapters
        or measure.article in selection.articles
    )
