"""A story through the maps of an atlas, as one HTML file that opens anywhere."""

from collections.abc import Mapping
from html import escape

from geomap.model import MapSpec
from geomap.model.story import Step, Story
from geomap.renderers.folium_map import page_map
from geomap.renderers.web.parts import Json, both_ways
from geomap.text import Lang


def render(story: Story, specs: Mapping[str, MapSpec]) -> bytes:
    """Draw a story.

    Args:
        story: The story.
        specs: By key of the theme, the maps that it shows.

    Returns:
        The page, UTF-8. Equal stories and maps give equal bytes.

    Raises:
        RenderError: Two maps draw a district differently.
    """
    keys = list(dict.fromkeys(step.theme for step in story.steps))
    content = {
        "title": both_ways(story.title),
        "intro": None if story.intro is None else both_ways(story.intro),
        "steps": [_step(step, keys.index(step.theme)) for step in story.steps],
    }
    maps = [specs[key] for key in keys]
    told = _words(story, maps[0].language)
    page = page_map(maps, kind="story", more={"story": content}, told=told)
    html: str = page.get_root().render()
    return html.encode(errors="xmlcharrefreplace")


def _step(step: Step, theme: int) -> Json:
    return {
        "title": both_ways(step.title),
        "text": [both_ways(paragraph) for paragraph in step.text],
        "theme": theme,
        "extent": None if step.extent is None else list(step.extent),
        "select": step.select,
    }


def _words(story: Story, lang: Lang) -> str:
    """The story for browsers that run no script."""
    intro = () if story.intro is None else (story.intro,)
    parts = [f"<h1>{escape(story.title.get(lang))}</h1>", *(_paragraph(p.get(lang)) for p in intro)]
    for step in story.steps:
        parts.append(f"<h2>{escape(step.title.get(lang))}</h2>")
        parts.extend(_paragraph(each.get(lang)) for each in step.text)
    return f'<div class="static">{"".join(parts)}</div>'


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"
