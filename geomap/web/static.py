"""What a page shows where scripts do not run: a drawing, and in words what the map says."""

import base64
from collections.abc import Iterable, Sequence
from html import escape

from geomap.model import MapSpec
from geomap.text import Lang, Text
from geomap.web.drawing import drawing

# A page is to stay light: a larger picture is not worth its weight, the drawing says the same.
_LARGEST_PICTURE = 40_000
# The frame of the page is the script's; without it the frame would stand there empty.
_STYLE = "<style>.app { display: none } body { overflow: auto; height: auto }</style>"
_PNG = b"\x89PNG"


def static_page(specs: Sequence[MapSpec], picture: bytes | None) -> str:
    """HTML for a ``noscript`` element.

    Args:
        specs: The maps of the page; the first is shown, all are told in words.
        picture: The first map as SVG or PNG; shown instead of the page's own drawing if it is
            not larger than 40 kB.
    """
    lang = specs[0].language
    words = "".join(_words(spec, lang) for spec in specs)
    return f'{_STYLE}<div class="static">{_image(specs[0], picture)}{words}</div>'


def _image(spec: MapSpec, picture: bytes | None) -> str:
    if picture is None or len(picture) > _LARGEST_PICTURE:
        return drawing(spec)
    kind = "png" if picture.startswith(_PNG) else "svg+xml"
    address = f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
    return f'<img alt="{escape(spec.alt.get(spec.language))}" src="{address}">'


def _words(spec: MapSpec, lang: Lang) -> str:
    legends = "".join(
        f"<p>{escape(legend.title.get(lang))}</p>"
        + _list(f"{item.label.get(lang)} ({item.count})" for item in legend.items)
        for legend in spec.legends
    )
    lines: tuple[Text, ...] = (spec.approval, spec.reference_date, *spec.sources)
    return (
        f"<h1>{escape(spec.title.get(lang))}</h1><p>{escape(spec.subtitle.get(lang))}</p>"
        f"<p>{escape(spec.alt.get(lang))}</p>{legends}"
        + _list(note.get(lang) for note in spec.notes)
        + "".join(f"<p>{escape(line.get(lang))}</p>" for line in lines)
    )


def _list(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""
