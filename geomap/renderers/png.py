"""PNG, drawn with matplotlib's Agg: no window, no pyplot, no setting left behind."""

import io
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Transform

from geomap.renderers import fonts
from geomap.renderers._artists import patches
from geomap.renderers._letters import Letters
from geomap.renderers.sheet.primitives import Layer, Path, Printed

DPI = 200
_COMPRESSION = 3  # as small as zlib's usual 6 on flat colours, in two thirds of the time
_MM_PER_INCH = 25.4


def write(sheet: Printed, *, dpi: int = DPI) -> bytes:
    """A sheet as PNG.

    Args:
        sheet: The map on paper.
        dpi: Dots to the inch, also noted in the file.

    Returns:
        The file; the same for the same sheet.
    """
    buffer = io.BytesIO()
    # The reader's own matplotlib settings must not reach the picture, nor ours the reader.
    with mpl.rc_context(mpl.rcParamsDefault):
        _figure(sheet, dpi).savefig(
            buffer,
            format="png",
            dpi=dpi,
            metadata=_metadata(sheet),
            pil_kwargs={"compress_level": _COMPRESSION},
        )
    return buffer.getvalue()


def _metadata(sheet: Printed) -> dict[str, str]:
    """Text chunks; matplotlib writes the resolution (pHYs) itself."""
    return {
        "Title": sheet.title,
        "Author": sheet.author,
        "Description": sheet.alt,
        "Source": sheet.subject,
        "Software": "geomap",
    }


def _figure(sheet: Printed, dpi: int) -> Figure:
    page = sheet.page
    # Whole dots, or matplotlib cuts one off.
    dots = dpi / _MM_PER_INCH
    width, height = round(page.width * dots) / dpi, round(page.height * dots) / dpi
    figure = Figure(figsize=(width, height), dpi=dpi)
    FigureCanvasAgg(figure)
    flip = Affine2D().scale(1 / _MM_PER_INCH, -1 / _MM_PER_INCH).translate(0, height)
    letters = Letters(fonts.load())
    for order, layer in enumerate(sheet.layers):
        _paint(figure, letters, layer, order, flip + figure.dpi_scale_trans)
    return figure


def _paint(figure: Figure, letters: Letters, layer: Layer, order: int, paper: Transform) -> None:
    for artist in _artists(letters, layer, paper):
        artist.set_zorder(order)
        figure.add_artist(artist)
        if layer.clip is not None:
            box = layer.clip
            artist.set_clip_path(
                Rectangle((box.left, box.top), box.width, box.height, transform=paper)
            )


def _artists(letters: Letters, layer: Layer, paper: Transform) -> Iterator[Artist]:
    for item in layer.items:
        if isinstance(item, Path):
            yield from patches(item, paper)
        elif (words := letters.draw(item, paper)) is not None:
            yield words
