"""A map on the reader's own matplotlib Axes, to go on with in a notebook.

Coordinates of the Axes are metres of the map's projection. Nothing but this one Axes is touched.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from geomap.model import Legend, MapSpec, Symbol
from geomap.model.symbols import OUTLINES
from geomap.renderers import fonts
from geomap.renderers._artists import artists
from geomap.renderers.fonts import Face
from geomap.renderers.sheet import labels, naming
from geomap.renderers.sheet.ground import map_layers
from geomap.renderers.sheet.labels import Obstacles, Placing
from geomap.renderers.sheet.legend import OFF_MAP, listed
from geomap.renderers.sheet.outlines import main_color
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.plot import Plot, Scene
from geomap.renderers.sheet.primitives import Layer
from geomap.renderers.sheet.projection import View, fitting_scale
from geomap.renderers.sheet.typesetting import wrap
from geomap.text import Lang, Text

_MM_PER_INCH = 25.4
_SIZE = (10.0, 7.0)  # inches of a figure of our own
_PLACE = (0.03, 0.17, 0.66, 0.75)  # of the map in it
_EDGE = 2.0  # mm
_TITLE, _LEGEND, _FINE = 13, 7.5, 6.5  # points
_LINE = 62.0  # mm of a line of the legend
_HATCHES = {"none": "", "diagonal": "////", "dots": "....", "cross": "xxxx"}
_NO_ROOM = Text("图上放不下的名称：{names}", "Names without room on the map: {names}")


def draw(spec: MapSpec, ax: Axes | None = None, *, lang: Lang | None = None) -> Axes:
    """Draw a map.

    Args:
        spec: The map.
        ax: Where to draw; None makes a figure of its own.
        lang: Language of every word; None takes the spec's.

    Returns:
        The Axes.

    Raises:
        RenderError: A character has no glyph.
    """
    face = fonts.load()
    target = _own_axes() if ax is None else ax
    scene = Scene.of(spec, lang or spec.language)
    plot = Plot.of(scene, _view(scene, target), 1.0)
    placing = _names(plot, face)
    face.require(_texts(spec, scene.lang))
    _draw_map(target, plot, face, placing)
    _draw_words(target, scene, face, _unplaced(spec, placing, scene.lang))
    return target


def _own_axes() -> Axes:
    figure = Figure(figsize=_SIZE)
    FigureCanvasAgg(figure)
    return figure.add_axes(_PLACE)


def _view(scene: Scene, ax: Axes) -> View:
    """The Axes as paper: names are placed for the size that it has now."""
    figure = ax.get_figure(root=True)
    dots = _MM_PER_INCH / (figure.dpi if figure else 1.0)
    extent = ax.get_window_extent()
    box = Box(0, 0, float(extent.width) * dots, float(extent.height) * dots)
    room = box.grown(-_EDGE)
    left, bottom, right, top = scene.bounds
    scale = fitting_scale(scene.bounds, room.width, room.height)
    return View(box, scene.projection, ((left + right) / 2, (bottom + top) / 2), scale)


def _names(plot: Plot, face: Face) -> Placing:
    requests = [
        *naming.district_requests(plot, face, plot.scene.focus),
        *naming.mark_requests(plot, face, plot.marks),
    ]
    return labels.place(requests, Obstacles(plot.view.box, plot.solid(), plot.lines()))


def _unplaced(spec: MapSpec, placing: Placing, lang: Lang) -> list[str]:
    names = {d.adcode: d.name for d in spec.districts} | {m.id: m.name for m in spec.marks}
    return [names[request.key].get(lang) for request in placing.unplaced]


def _texts(spec: MapSpec, lang: Lang) -> Iterator[str]:
    texts = [spec.title, spec.subtitle, spec.reference_date, spec.approval]
    texts += [*spec.sources, *spec.notes, *(mark.name for mark in spec.marks)]
    texts += [district.label for district in spec.districts]
    for legend in spec.legends:
        texts += [legend.title, *(item.label for item in legend.items)]
        texts += [legend.note] if legend.note else []
    return (text.get(lang) for text in texts)


def _draw_map(ax: Axes, plot: Plot, face: Face, placing: Placing) -> None:
    """Paper millimetres are set down in metres, so that zooming keeps everything in place."""
    view, factor = plot.view, plot.view.scale / 1000
    x, y = view.box.middle
    metres = Affine2D().translate(-x, -y).scale(factor, -factor).translate(*view.middle)
    words = Layer("labels", tuple(naming.ink(plot, face, placing)))
    for order, layer in enumerate((*map_layers(plot, ""), words)):
        for artist in artists(layer, face.path, metres + ax.transData):
            artist.set_zorder(2 + order / 10)
            ax.add_artist(artist)
            artist.set_clip_path(ax.patch)
    half = np.array([view.box.width, view.box.height]) / 2 * factor
    ax.set_xlim(view.middle[0] - half[0], view.middle[0] + half[0])
    ax.set_ylim(view.middle[1] - half[1], view.middle[1] + half[1])
    ax.set_aspect("equal")
    ax.set_axis_off()


def _draw_words(ax: Axes, scene: Scene, face: Face, unplaced: list[str]) -> None:
    spec, lang = scene.spec, scene.lang
    font = FontProperties(fname=str(face.path))
    heading = f"{spec.title.get(lang)}\n{spec.subtitle.get(lang)}"
    ax.set_title(heading, loc="left", fontproperties=font, fontsize=_TITLE, parse_math=False)
    remarks = [spec.approval, spec.reference_date, *spec.notes, *spec.sources]
    fine = [text.get(lang) for text in (*remarks, scene.projection.name)]
    if unplaced:
        fine.append(_NO_ROOM.get(lang).format(names=", ".join(unplaced)))
    ax.text(
        0,
        -0.01,
        "\n".join(fine),
        transform=ax.transAxes,
        fontproperties=font,
        fontsize=_FINE,
        color="#5a5a5a",
        verticalalignment="top",
        parse_math=False,
    )
    _draw_legend(ax, scene, face, font)


def _draw_legend(ax: Axes, scene: Scene, face: Face, font: FontProperties) -> None:
    """One legend for all: titles and notes are entries without a symbol."""
    entries = [entry for legend in scene.spec.legends for entry in _entries(legend, scene.lang)]
    hidden = [m.name.get(scene.lang) for m in scene.spec.marks if m.geometry is None]
    if hidden:
        entries.append((_nothing(), OFF_MAP.get(scene.lang).format(n=len(hidden))))
        entries.append((_nothing(), listed(hidden, scene.lang)))
    small = font.copy()
    small.set_size(_LEGEND)
    box = ax.legend(
        handles=[handle for handle, _ in entries],
        labels=["\n".join(wrap(face, words, _LEGEND, _LINE)) for _, words in entries],
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        frameon=False,
        prop=small,
    )
    for text in box.get_texts():
        text.set_parse_math(False)


def _entries(legend: Legend, lang: Lang) -> Iterator[tuple[Artist, str]]:
    yield _nothing(), legend.title.get(lang)
    for item in legend.items:
        count = "" if legend.nested else f"  ({item.count:,})"
        yield _handle(item.symbol), f"{item.label.get(lang)}{count}"
    if legend.note is not None:
        yield _nothing(), legend.note.get(lang)


def _nothing() -> Artist:
    return Line2D([], [], linestyle="none")


def _handle(symbol: Symbol) -> Artist:
    dash: Literal["--", "-"] = "--" if symbol.dashed else "-"
    if symbol.geometry == "point":
        outline = OUTLINES[symbol.shape]
        marker = Outline([*outline, outline[0]], closed=True)
        return Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            color=main_color(symbol),
            markersize=7 if symbol.radius is None else 2 * symbol.radius,
        )
    if symbol.geometry == "line":
        return Line2D([], [], color=symbol.stroke, linewidth=symbol.width, linestyle=dash)
    return Patch(
        facecolor=symbol.fill or "none",
        edgecolor=symbol.stroke if symbol.fill is None else "#9a9a9a",
        linewidth=symbol.width,
        linestyle=dash,
        hatch=_HATCHES[symbol.pattern],
    )
