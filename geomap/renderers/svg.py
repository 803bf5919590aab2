"""SVG: text stays text, districts carry their code, and the few letters needed travel along.

Written directly and not through matplotlib: its writer turns a word with a white rim into
outlines, cannot name shapes, and needs a second pass to be made reproducible
(docs/decisions/0005).
"""

import base64
from collections.abc import Iterable
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from geomap.renderers import fonts
from geomap.renderers.fonts import FAMILY, MM_PER_POINT
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Layer, Path, Sheet, TextRun, parted

# Whole hundredths of a millimetre: finer than any printer, and a third shorter than fractions.
_UNITS = 100
# For readers that take no font from the file (Inkscape): the same design under other names first.
_FAMILIES = (
    FAMILY,
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def write(sheet: Sheet) -> bytes:
    """A sheet as SVG; the same bytes for the same sheet."""
    lines = [
        *_head(sheet),
        *(line for n, layer in enumerate(sheet.layers) for line in _layer(layer, n)),
    ]
    return "\n".join([*lines, "</svg>", ""]).encode()


def fragment(layers: Iterable[Layer], box: Box, alt: str, prefix: str) -> str:
    """A part of a page as an ``<svg>`` element for HTML, its letters the reader's own.

    Args:
        layers: In drawing order.
        box: The part, millimetres.
        alt: Read aloud in its place; empty for one that only adorns.
        prefix: Of the ids in it, so that a page may hold several; letters, digits and hyphens.
    """
    named = [replace(layer, name=f"{prefix}-{layer.name}") for layer in layers]
    body = "".join(line for n, layer in enumerate(named) for line in _layer(layer, n, prefix))
    view = " ".join(_units(side) for side in (box.left, box.top, box.width, box.height))
    said = f'role="img" aria-label={quoteattr(alt)}' if alt else 'aria-hidden="true"'
    return (
        f'<svg viewBox="{view}" {said} stroke-linejoin="round" stroke-linecap="round" '
        f'fill-rule="evenodd">{body}</svg>'
    )


def _head(sheet: Sheet) -> Iterable[str]:
    width, height = sheet.page.width, sheet.page.height
    language = {"zh": "zh-Hans", "en": "en"}[sheet.lang]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}mm" '
        f'height="{height:g}mm" viewBox="0 0 {_units(width)} {_units(height)}" role="img" '
        'stroke-linejoin="round" stroke-linecap="round" fill-rule="evenodd" '
        f'aria-labelledby="title desc" lang="{language}" xml:lang="{language}">'
    )
    yield f'<title id="title">{escape(sheet.title)}</title>'
    yield f'<desc id="desc">{escape(sheet.alt)}</desc>'
    yield f"<style>{_style(sheet)}</style>"


def _style(sheet: Sheet) -> str:
    face = fonts.load()
    data = base64.b64encode(fonts.woff(fonts.cut(face, sheet.words()))).decode()
    families = ",".join(f"'{name}'" if " " in name else name for name in _FAMILIES)
    return (
        f"@font-face{{font-family:'{FAMILY}';src:url(data:font/woff;base64,{data})}}"
        f"text{{font-family:{families};font-kerning:none}}"
        ".halo{paint-order:stroke;stroke:#fff}"
    )


def _layer(layer: Layer, number: int, prefix: str = "") -> Iterable[str]:
    clip = ""
    if layer.clip is not None:
        box = layer.clip
        clip = f' clip-path="url(#{prefix}clip{number})"'
        yield (
            f'<clipPath id="{prefix}clip{number}"><path d="M{_units(box.left)} {_units(box.top)}'
            f'H{_units(box.right)}V{_units(box.bottom)}H{_units(box.left)}z"/></clipPath>'
        )
    yield f'<g id="{layer.name}"{clip}>'
    for count, item in enumerate(layer.items):
        if isinstance(item, TextRun):
            yield _words(item)
        elif item.rim:
            yield _rimmed(item, f"{layer.name}-{count}")
        else:
            yield _path(item)
    yield "</g>"


def _path(path: Path) -> str:
    data = [f"{name}={quoteattr(value)}" for name, value in path.data]
    inside = f"><title>{escape(path.title)}</title></path>" if path.title else "/>"
    return f'<path {" ".join([*data, *_look(path)])} d="{_outline(path)}"{inside}'


def _rimmed(path: Path, name: str) -> str:
    """One outline, drawn twice: the rim and what lies on it."""
    drawn = "".join(f'<use xlink:href="#{name}" {" ".join(_look(p))}/>' for p in parted(path))
    return f'<defs><path id="{name}" d="{_outline(path)}"/></defs>{drawn}'


def _look(path: Path) -> list[str]:
    look = [f'fill="{path.fill or "none"}"']
    if path.opacity < 1:
        look.append(f'fill-opacity="{path.opacity:g}"')
    if path.stroke is not None:
        width = _units(path.width * MM_PER_POINT)
        look += [f'stroke="{path.stroke}"', f'stroke-width="{width}"']
    if path.dash:
        # Butt ends, or the round ones would close the gaps.
        dash = " ".join(_units(part * MM_PER_POINT) for part in path.dash)
        look += [f'stroke-dasharray="{dash}"', 'stroke-linecap="butt"']
    return look


def _outline(path: Path) -> str:
    """Every run as one move and then steps; points are rounded before, so that nothing drifts."""
    found, pen = [], np.zeros(2, dtype=np.int64)
    for run in path.runs:
        grid = np.rint(run * _UNITS).astype(np.int64)
        steps = np.diff(grid, axis=0)
        steps = steps[steps.any(axis=1)]
        found.append(f"m{_pairs(grid[:1] - pen)}")
        # A dot is a step of nothing, which round line ends make visible.
        found.append(f"l{_pairs(steps)}" if len(steps) else "h0")
        if path.closed:
            found.append("z")
        pen = grid[0] if path.closed else grid[-1]
    return "".join(found)


def _pairs(steps: NDArray[np.int64]) -> str:
    """Numbers with a space between them, unless a sign parts them already."""
    return " ".join(str(value) for value in steps.ravel().tolist()).replace(" -", "-")


def _units(millimetres: float) -> str:
    return str(round(millimetres * _UNITS))


def _words(words: TextRun) -> str:
    size = _units(words.size * MM_PER_POINT)
    look = [f'x="{_units(words.x)}" y="{_units(words.y)}" font-size="{size}"']
    look.append(f'fill="{words.color}"')
    if words.align != "left":
        look.append(f'text-anchor="{_ANCHOR[words.align]}"')
    if words.halo:
        look.append(f'class="halo" stroke-width="{_units(words.halo * MM_PER_POINT)}"')
    return f"<text {' '.join(look)}>{escape(words.text)}</text>"
