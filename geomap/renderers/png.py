"""PNG, drawn with matplotlib's Agg: no window, no pyplot, no setting left behind."""

import io

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Letters
from matplotlib.transforms import Affine2D, Transform

from geomap import fonts
from geomap.model import MapSpec
from geomap.sheet.ink import Layer, Path, Run, Sheet, Words
from geomap.sheet.layout import lay_out
from geomap.text import Lang

DPI = 200
_MM_PER_INCH = 25.4


def render(
    spec: MapSpec,
    *,
    page: str = "A4-landscape",
    lang: Lang | None = None,
    dpi: int = DPI,
) -> bytes:
    """Draw a map as PNG.

    Args:
        spec: The map.
        page: Name of a page.
        lang: Language of every word; None takes the spec's.
        dpi: Dots to the inch, also noted in the file.

    Returns:
        The file; the same for the same spec.

    Raises:
        RenderError: See `geomap.sheet.layout.lay_out`.
    """
    return write(lay_out(spec, page, lang), dpi=dpi)


def write(sheet: Sheet, *, dpi: int = DPI) -> bytes:
    """A sheet as PNG."""
    buffer = io.BytesIO()
    # The reader's own matplotlib settings must not reach the picture, nor ours the reader.
    with mpl.rc_context(_settings()):
        figure = _figure(sheet, dpi)
        figure.savefig(buffer, format="png", dpi=dpi, metadata=_metadata(sheet))
    return buffer.getvalue()


def _settings() -> mpl.RcParams:
    """matplotlib's own defaults, but letters where they were measured and not on whole pixels."""
    settings = mpl.rcParamsDefault.copy()
    settings["text.hinting"] = "no_hinting"
    return settings


def _metadata(sheet: Sheet) -> dict[str, str]:
    """Text chunks; matplotlib writes the resolution (pHYs) itself."""
    return {
        "Title": sheet.title,
        "Author": sheet.author,
        "Description": sheet.alt,
        "Source": sheet.subject,
        "Software": "geomap",
    }


def _figure(sheet: Sheet, dpi: int) -> Figure:
    page = sheet.page
    size = (page.width / _MM_PER_INCH, page.height / _MM_PER_INCH)
    figure = Figure(figsize=size, dpi=dpi)
    FigureCanvasAgg(figure)
    flip = Affine2D().scale(1 / _MM_PER_INCH, -1 / _MM_PER_INCH).translate(0, size[1])
    paper = flip + figure.dpi_scale_trans
    font = FontProperties(fname=str(fonts.load().path))
    for order, layer in enumerate(sheet.layers):
        _paint(figure, layer, order, paper, font)
    return figure


def _paint(
    figure: Figure, layer: Layer, order: int, paper: Transform, font: FontProperties
) -> None:
    for item in layer.items:
        artist = _patch(item) if isinstance(item, Path) else _letters(item, font)
        artist.set_zorder(order)
        artist.set_transform(paper)
        figure.add_artist(artist)
        if layer.clip is not None:
            box = layer.clip
            artist.set_clip_path(
                Rectangle((box.left, box.top), box.width, box.height, transform=paper)
            )


def _patch(path: Path) -> PathPatch:
    outline = Outline.make_compound_path(
        *(_outline(run, closed=path.closed) for run in path.runs)
    )
    dash = tuple(part / max(path.width, 0.01) for part in path.dash)
    fill = "none" if path.fill is None else (path.fill, path.opacity)
    patch = PathPatch(
        outline,
        facecolor=fill,
        edgecolor=path.stroke or "none",
        linewidth=path.width if path.stroke else 0,
        linestyle=(0, dash) if dash else "solid",
        capstyle="butt" if dash else "round",
        joinstyle="round",
    )
    # Moving lines to whole pixels would swallow the dots of a hatch.
    patch.set_snap(path.closed)
    return patch


def _outline(run: Run, *, closed: bool) -> Outline:
    if not closed:
        return Outline(run)
    codes = [Outline.MOVETO, *[Outline.LINETO] * (len(run) - 1), Outline.CLOSEPOLY]
    return Outline([*run, run[0]], codes)


def _letters(words: Words, font: FontProperties) -> Letters:
    rim = [withStroke(linewidth=words.halo, foreground="white")] if words.halo else None
    return Letters(
        words.x,
        words.y,
        words.text,
        fontproperties=font,
        fontsize=words.size,
        color=words.color,
        horizontalalignment=words.align,
        verticalalignment="baseline",
        path_effects=rim,
        parse_math=False,  # a dollar sign in a name is a dollar sign
    )
