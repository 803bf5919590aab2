"""A story through the maps of an atlas, as one page."""

from pathlib import Path

from geomap.api.atlas import Atlas
from geomap.config.story import Known, read_story
from geomap.geo.extent import Extent
from geomap.model.story import Story
from geomap.sources.disk import display_name
from geomap.writers.files import write_whole

STORY = "data/story.toml"


def story_of(atlas: Atlas, file: Path | None = None) -> Story:
    """A story of an atlas.

    Args:
        atlas: The atlas.
        file: Where its steps stand; ``data/story.toml`` of the atlas otherwise.

    Raises:
        AtlasError: The file is missing or names what the atlas does not have; the message has a
            line for each fault.
    """
    root = atlas.config.root
    path = root / STORY if file is None else file
    gazetteer = atlas.checked.gazetteer

    def shown(theme: str) -> tuple[str, ...]:
        spec = atlas[theme].spec
        return (*(d.adcode for d in spec.districts), *(mark.id for mark in spec.marks))

    def extent(words: str) -> Extent | None:
        codes = gazetteer.places(words)
        if codes is None:
            return None
        return Extent(*(float(e) for e in atlas.checked.districts.loc[list(codes)].total_bounds))

    known = Known(tuple(atlas), shown, extent, gazetteer.suggest)
    return read_story(path, display_name(path.resolve(), root), known)


def write_story(atlas: Atlas, path: str | Path, file: Path | None = None) -> None:
    """Write the page of a story.

    Args:
        atlas: The atlas.
        path: File to make, or to replace as a whole.
        file: As `story_of` takes it.

    Raises:
        AtlasError: As `story_of` raises it.
        RenderError: Two maps draw a district differently.
    """
    from geomap.renderers import told  # noqa: PLC0415 # Folium is slow to import

    story = story_of(atlas, file)
    page = told.render(story, {step.theme: atlas[step.theme].spec for step in story.steps})
    write_whole(Path(path), lambda fresh: fresh.write_bytes(page))
