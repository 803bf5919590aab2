"""What a page shows where scripts do not run: a drawing, and in words what the map says."""

from collections.abc import Iterable, Sequence
from html import escape

from geomap.model import LegendItem, MapSpec
from geomap.renderers.web.noscript_svg import drawing, keeps
from geomap.text import Lang, Text

# The frame of the page is the script's; without it the frame would stand there empty.
_STYLE = "<style>.app { display: none } body { overflow: auto; height: auto }</style>"


def static_page(specs: Sequence[MapSpec]) -> str:
    """HTML for a ``noscript`` element.

    Args:
        specs: The maps of the page; the first is shown, all are told in words.
    """
    lang = specs[0].language
    words = "".join(_words(spec, lang) for spec in specs)
    return f'{_STYLE}<div class="static">{drawing(specs[0])}{words}</div>'


def _left_out(spec: MapSpec) -> tuple[Text, ...]:
    """What the drawing does not show."""
    count = sum(1 for mark in spec.marks if not keeps(spec, mark)) + sum(map(len, spec.dots))
    if not count:
        return ()
    return (
        Text(
            f"{count:,} 个点过密，此图未画；请在启用脚本的浏览器中查看",
            f"{count:,} points are too many for this drawing: open the page with scripts",
        ),
    )


def _words(spec: MapSpec, lang: Lang) -> str:
    legends = "".join(
        f"<p>{escape(legend.title.get(lang))}</p>"
        + _list(_entry(item, lang, nested=legend.nested) for item in legend.items)
        for legend in spec.legends
    )
    lines: tuple[Text, ...] = (spec.approval, spec.reference_date, *spec.sources)
    return (
        f"<h1>{escape(spec.title.get(lang))}</h1><p>{escape(spec.subtitle.get(lang))}</p>"
        f"<p>{escape(spec.alt.get(lang))}</p>{legends}"
        + _list(note.get(lang) for note in (*spec.notes, *_left_out(spec)))
        + "".join(f"<p>{escape(line.get(lang))}</p>" for line in lines)
    )


def _entry(item: LegendItem, lang: Lang, *, nested: bool) -> str:
    """An entry with what it counts; the size of a circle counts nothing."""
    label = item.label.get(lang)
    return label if nested else f"{label} ({item.count:,})"


def _list(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""
