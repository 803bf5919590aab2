"""Ink as matplotlib artists, for the PNG and for a notebook's Axes."""

from collections.abc import Iterator
from pathlib import Path as File

from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Letters
from matplotlib.transforms import Transform

from geomap.sheet.ink import Layer, Path, Run, Words, parted


def artists(layer: Layer, font: File, transform: Transform) -> Iterator[Artist]:
    """The things of a layer in drawing order.

    Args:
        layer: Ink in millimetres.
        font: The font file.
        transform: From millimetres on the page to the canvas.
    """
    family = FontProperties(fname=str(font))
    for item in layer.items:
        if isinstance(item, Words):
            yield _letters(item, family, transform)
        else:
            for part in parted(item):
                yield _patch(part, transform)


def _patch(path: Path, transform: Transform) -> PathPatch:
    outline = Outline.make_compound_path(*(_outline(run, closed=path.closed) for run in path.runs))
    dash = tuple(part / max(path.width, 0.01) for part in path.dash)
    patch = PathPatch(
        outline,
        facecolor="none" if path.fill is None else (path.fill, path.opacity),
        edgecolor=path.stroke or "none",
        linewidth=path.width if path.stroke else 0,
        linestyle=(0, dash) if dash else "solid",
        capstyle="butt" if dash else "round",
        joinstyle="round",
        transform=transform,
    )
    # Moving lines to whole pixels would swallow the dots of a hatch.
    patch.set_snap(path.closed)
    return patch


def _outline(run: Run, *, closed: bool) -> Outline:
    if not closed:
        return Outline(run)
    codes = [Outline.MOVETO, *[Outline.LINETO] * (len(run) - 1), Outline.CLOSEPOLY]
    return Outline([*run, run[0]], codes)


def _letters(words: Words, family: FontProperties, transform: Transform) -> Letters:
    rim = [withStroke(linewidth=words.halo, foreground="white")] if words.halo else None
    return Letters(
        words.x,
        words.y,
        words.text,
        fontproperties=family,
        fontsize=words.size,
        color=words.color,
        horizontalalignment=words.align,
        verticalalignment="baseline",
        path_effects=rim,
        parse_math=False,  # a dollar sign in a name is a dollar sign
        transform=transform,
    )
