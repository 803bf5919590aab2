"""PNG, drawn with matplotlib's Agg: no window, no pyplot, no setting left behind."""

import io
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Transform

from geomap.errors import RenderError
from geomap.renderers import fonts
from geomap.renderers._artists import patches
from geomap.renderers._letters import Letters
from geomap.renderers.sheet.primitives import Layer, Path, Printed, Sheet
from geomap.text import Text

DPI = 200
_COMPRESSION = 3  # as small as zlib's usual 6 on flat colours, in two thirds of the time
_MOST_DOTS = 160_000_000  # 640 MB as matplotlib holds them
_MM_PER_INCH = 25.4


def write(sheet: Printed, *, dpi: int | None = None) -> bytes:
    """A sheet as PNG.

    Args:
        sheet: The map on paper.
        dpi: Dots to the inch, also noted in the file; None takes the sheet's, or `DPI`.

    Returns:
        The file; the same for the same sheet.

    Raises:
        RenderError: The picture would be larger than memory should have to hold.
    """
    dpi = dpi or (sheet.dpi if isinstance(sheet, Sheet) else None) or DPI
    _check(sheet, dpi)
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


def _check(sheet: Printed, dpi: int) -> None:
    """Refuse a picture of more dots than a reader's memory should have to hold."""
    dots = sheet.page.width * sheet.page.height * (dpi / _MM_PER_INCH) ** 2
    if dots <= _MOST_DOTS:
        return
    most = int((_MOST_DOTS / sheet.page.width / sheet.page.height) ** 0.5 * _MM_PER_INCH)
    raise RenderError(
        Text(
            f"{sheet.page.name} 在 {dpi} dpi 下有 {dots / 1e6:,.0f} 百万像素，图片过大；"
            f"请用不超过 {most} dpi，或改用 PDF、SVG",
            f"{sheet.page.name} at {dpi} dpi has {dots / 1e6:,.0f} million pixels, too many for a "
            f"picture; take {most} dpi at most, or PDF or SVG",
        )
    )


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
    ground = "none" if isinstance(sheet, Sheet) and sheet.is_clear else None
    figure = Figure(figsize=(width, height), dpi=dpi, facecolor=ground)
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
