"""Ink as matplotlib artists: paths for PNG and Axes, and words that stay text on Axes."""

from collections.abc import Iterator
from pathlib import Path as File

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Letters
from matplotlib.transforms import Transform

from geomap.renderers.sheet.primitives import Layer, Path, Run, TextRun, parted


def artists(layer: Layer, font: File, transform: Transform) -> Iterator[Artist]:
    """The things of a layer in drawing order.

    Args:
        layer: Ink in millimetres.
        font: The font file.
        transform: From millimetres on the page to the canvas.
    """
    family = FontProperties(fname=str(font))
    for item in layer.items:
        if isinstance(item, TextRun):
            yield _letters(item, family, transform)
        else:
            yield from patches(item, transform)


def patches(path: Path, transform: Transform) -> Iterator[Artist]:
    """A path, as one or two artists; none if the page's edge left nothing of it."""
    for part in parted(path) if path.runs else ():
        yield _patch(part, transform)


def _patch(path: Path, transform: Transform) -> PathPatch:
    outline = _outline(path.runs, closed=path.closed)
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


def _outline(runs: tuple[Run, ...], *, closed: bool) -> Outline:
    """All runs as one path, put together at once: a hatch has hundreds."""
    # The point that closes a run is its first one, though matplotlib looks at its code only.
    whole = [np.vstack((run, run[:1])) for run in runs] if closed else list(runs)
    ends = np.cumsum([len(run) for run in whole])
    codes = np.full(ends[-1], Outline.LINETO, dtype=Outline.code_type)
    codes[np.concatenate(([0], ends[:-1]))] = Outline.MOVETO
    if closed:
        codes[ends - 1] = Outline.CLOSEPOLY
    return Outline(np.concatenate(whole), codes)


def _letters(words: TextRun, family: FontProperties, transform: Transform) -> Letters:
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
