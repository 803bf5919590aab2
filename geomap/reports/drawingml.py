"""DrawingML, the language of pictures in PowerPoint, Word and Excel: outlines, pens and places.

Only what these share (the prefix ``a``); whoever puts a shape on a slide or a page wraps it, and
writes the words in it, for each program has a language of its own for those.
Written as text: python-pptx's own freeforms take a time that grows with the square of the points,
carry a style that draws shadows, and leave their groups without a size.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.outlines import runs
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Path, Run, TextRun

NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
EMU_PER_MM = 36_000
EMU_PER_POINT = 12_700
# Outlines count in whole hundredths of a millimetre, as in the SVG and the PDF.
_UNITS = 100
_EMU_PER_UNIT = EMU_PER_MM // _UNITS
_AREA = 3  # points at least

# Named, never embedded: what every office has. Arial's figures are as wide as those of the sheet;
# where YaHei is missing another Chinese sans stands in.
LATIN, CHINESE = "Arial", "Microsoft YaHei"
_LINE = 1.32  # ems
_SPARE = 0.1  # of a box's width, so that a font with wider letters does not leave its place
_PITCH = (1.0, 1.35)  # ems between lines of one paragraph


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that only waits for its wrapping.

    Attributes:
        left: EMU, as the others.
        top: From the upper edge of the page.
        width: 0 for an upright line.
        height: 0 for a level one.
        look: Outline, fill and pen.
        lines: Its words, a line each; empty for a shape without words.
    """

    left: int
    top: int
    width: int
    height: int
    look: str
    lines: tuple[TextRun, ...] = ()

    @property
    def text(self) -> str:
        """Its words, with a break between two lines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def frame(self) -> str:
        """Its place."""
        return (
            f'<a:xfrm><a:off x="{self.left}" y="{self.top}"/>'
            f'<a:ext cx="{self.width}" cy="{self.height}"/></a:xfrm>'
        )


def group_frame(shapes: Sequence[Shape]) -> str:
    """The place of a group, with the same measure inside as outside: none of its sides is 0."""
    left, top = min(s.left for s in shapes), min(s.top for s in shapes)
    width = max(1, max(s.left + s.width for s in shapes) - left)
    height = max(1, max(s.top + s.height for s in shapes) - top)
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm>'
    )


# -- lines and areas -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Outline:
    """Runs that are filled, drawn, or both."""

    runs: tuple[Run, ...]
    closed: bool
    filled: bool
    drawn: bool


def freeform(path: Path, clip: Box | None = None) -> Shape | None:
    """Lines or areas as one shape; None if nothing of them is within ``clip``.

    Nothing here can clip, so what lies outside is cut away: an area along the edge, without a
    line there.
    """
    outlines = _cut(path, clip)
    grids = [[_grid(run) for run in outline.runs] for outline in outlines]
    if not any(grids):
        return None
    every = np.concatenate([grid for part in grids for grid in part])
    corner, far = every.min(axis=0), every.max(axis=0)
    width, height = (far - corner).tolist()
    drawn = "".join(
        _path(outline, [grid - corner for grid in part], (width, height))
        for outline, part in zip(outlines, grids, strict=True)
    )
    geometry = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{drawn}</a:pathLst></a:custGeom>"
    )
    left, top, wide, high = (int(n) * _EMU_PER_UNIT for n in (corner[0], corner[1], width, height))
    return Shape(left, top, wide, high, geometry + _fill(path) + _pen(path))


def _cut(path: Path, clip: Box | None) -> list[_Outline]:
    filled, drawn = path.fill is not None, path.stroke is not None
    if clip is None or _is_inside(path.runs, clip):
        return [_Outline(path.runs, path.closed, filled, drawn)]
    found = []
    if filled:
        # Ring by ring: areas are filled by the even-odd rule, within a box as without it.
        rings = [shapely.Polygon(run) for run in path.runs if len(run) >= _AREA]
        found.append(_Outline(_within(rings, clip), closed=True, filled=True, drawn=False))
    if drawn:
        ends = [np.vstack((run, run[:1])) if path.closed else run for run in path.runs]
        lines = [shapely.LineString(run) for run in ends]
        # Short of the edge, or round ends would stand out beyond it.
        room = clip.grown(-path.width * MM_PER_POINT / 2)
        found.append(_Outline(_within(lines, room), closed=False, filled=False, drawn=True))
    return [outline for outline in found if outline.runs]


def _is_inside(every: Iterable[Run], clip: Box) -> bool:
    points = np.concatenate(tuple(every))
    low, high = (clip.left, clip.top), (clip.right, clip.bottom)
    return bool((points >= low).all() and (points <= high).all())


def _within(shapes: Iterable[shapely.Polygon | shapely.LineString], clip: Box) -> tuple[Run, ...]:
    return tuple(r for shape in shapes for r in runs(shapely.clip_by_rect(shape, *clip.bounds)))


def _grid(run: Run) -> NDArray[np.int64]:
    """Points in whole units, none twice in a row."""
    grid = np.rint(run * _UNITS).astype(np.int64)
    steps = np.diff(grid, axis=0).any(axis=1)
    return grid[np.concatenate(([True], steps))]


def _path(outline: _Outline, grids: Sequence[NDArray[np.int64]], size: tuple[int, int]) -> str:
    look = f'w="{size[0]}" h="{size[1]}"'
    if not outline.filled:
        look += ' fill="none"'
    if not outline.drawn:
        look += ' stroke="0"'
    return f"<a:path {look}>{''.join(_run(grid, outline.closed) for grid in grids)}</a:path>"


def _run(grid: NDArray[np.int64], closed: bool) -> str:  # noqa: FBT001 # of a path
    # A dot is a step of nothing, which round line ends make visible.
    points = grid.tolist() if len(grid) > 1 else grid.tolist() * 2
    start, *rest = (f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    steps = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
    return f"<a:moveTo>{start}</a:moveTo>{steps}{'<a:close/>' if closed else ''}"


def _fill(path: Path) -> str:
    return "<a:noFill/>" if path.fill is None else color_fill(path.fill, path.opacity)


def _pen(path: Path) -> str:
    if path.stroke is None:
        return "<a:ln><a:noFill/></a:ln>"
    # Butt ends, or the round ones would close the gaps; a dash is told in thousandths of a
    # percent of the line's width.
    parts = [round(part / path.width * 100_000) for part in path.dash]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    stops = "".join(f'<a:ds d="{on}" sp="{off}"/>' for on, off in pairs)
    dash = f"<a:custDash>{stops}</a:custDash>" if stops else ""
    cap = "flat" if dash else "rnd"
    width = round(path.width * EMU_PER_POINT)
    return f'<a:ln w="{width}" cap="{cap}">{color_fill(path.stroke)}{dash}<a:round/></a:ln>'


def color_fill(color: str, opacity: float = 1.0) -> str:
    """``#rrggbb`` as a fill."""
    value = color.removeprefix("#").upper()
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{value}">{alpha}</a:srgbClr></a:solidFill>'


# -- words -----------------------------------------------------------------------------------------


def paragraphs(items: Iterable[Path | TextRun]) -> Iterator[Path | tuple[TextRun, ...]]:
    """Items in their order, with the lines that make one paragraph put together."""
    lines: list[TextRun] = []
    for item in items:
        if lines and not (isinstance(item, TextRun) and _goes_on(lines, item)):
            yield tuple(lines)
            lines = []
        if isinstance(item, TextRun):
            lines.append(item)
        else:
            yield item
    if lines:
        yield tuple(lines)


def _goes_on(lines: Sequence[TextRun], line: TextRun) -> bool:
    """Whether a line is the next one of a paragraph."""
    last = lines[-1]
    looks = [(w.x, w.size, w.color, w.align, w.halo) for w in (last, line)]
    pitch = line.y - last.y
    low, high = (ems * line.size * MM_PER_POINT for ems in _PITCH)
    even = len(lines) == 1 or np.isclose(pitch, last.y - lines[-2].y)
    return looks[0] == looks[1] and low <= pitch <= high and bool(even)


def text_box(lines: Sequence[TextRun], face: Face, foot: float) -> Shape:
    """Lines of one paragraph as a box of text that ends where the last line's letters do.

    Args:
        lines: From the top down.
        face: Font that they were laid out with.
        foot: What the program sets below the last baseline, in ems.
    """
    first, last = lines[0], lines[-1]
    em = first.size * MM_PER_POINT
    width = max(face.width(line.text, line.size) for line in lines) * (1 + _SPARE)
    shift = {"left": 0.0, "center": width / 2, "right": width}[first.align]
    bottom = last.y + foot * em
    height = last.y - first.y + _LINE * em
    left, top, wide, high = (
        round(mm * EMU_PER_MM) for mm in (first.x - shift, bottom - height, width, height)
    )
    look = f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>{glow(first.halo)}'
    return Shape(left, top, wide, high, look, tuple(lines))


def glow(halo: float) -> str:
    """A white rim; stands at the box and at its letters, for not every program heeds both.

    A rim drawn as a line would lie on the letters and thin them; a glow lies below.
    """
    if not halo:
        return ""
    radius = round(halo * EMU_PER_POINT)
    return f'<a:effectLst><a:glow rad="{radius}"><a:srgbClr val="FFFFFF"/></a:glow></a:effectLst>'
