"""Which measures a theme lists, and their final words. Pure."""

from collections.abc import Iterable, Sequence

from geomap.checks.selection import shows_measure
from geomap.compose import words
from geomap.model import AtlasConfig, Measure, MeasureEntry, Selection
from geomap.text import Text


def selected(measures: Iterable[Measure], selection: Selection) -> tuple[Measure, ...]:
    """The measures of the selected chapters and articles, in the order of the plan."""
    return tuple(measure for measure in measures if shows_measure(selection, measure))


def entries(measures: Sequence[Measure], config: AtlasConfig) -> tuple[MeasureEntry, ...]:
    """Measures as maps list them."""
    return tuple(
        MeasureEntry(
            id=measure.id,
            article=words.cited(measure, config),
            article_number=measure.article,
            chapter_number=measure.chapter,
            chapter=words.chapter(measure.chapter, config),
            title=measure.title,
            departments=measure.departments,
            scope=scope(measure, config),
            target=target(measure, config),
            summary=measure.summary,
            citywide=measure.citywide,
        )
        for measure in measures
    )


def scope(measure: Measure, config: AtlasConfig) -> Text:
    """The places that a measure names; regions have English names of their own."""
    if measure.citywide:
        return words.CITYWIDE
    english = {region.key: region.title.en for region in config.regions}
    return Text(
        "、".join(measure.scope), ", ".join(english.get(place, place) for place in measure.scope)
    )


def target(measure: Measure, config: AtlasConfig) -> Text | None:
    """A measure's numeric target in words."""
    if measure.target is None:
        return None
    wanted = measure.target
    title = next(i.title for i in config.indicators if i.key == wanted.indicator)
    return Text(
        f"{title.zh} ≥ {wanted.value:g} {wanted.unit}",
        f"{title.en} ≥ {wanted.value:g} {wanted.unit}",
    )
