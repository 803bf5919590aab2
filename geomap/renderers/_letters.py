"""Words as outlines for the PNG, each letter where the layout measured it.

matplotlib's own text would be measured, shaped and hinted once more, which takes time and moves
letters by fractions of a dot from where the SVG and the PDF have them.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Transform
from numpy.typing import NDArray

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.primitives import TextRun

_FRACTIONS = 64  # FreeType counts in sixty-fourths, and matplotlib takes font units for those
Glyph = tuple[NDArray[np.float64], NDArray[np.int8]]


@dataclass(frozen=True)
class Letters:
    """The letters of one sheet; the outline of each is read once.

    Attributes:
        face: The font.
    """

    face: Face
    _known: dict[str, Glyph] = field(default_factory=dict, repr=False)

    def draw(self, words: TextRun, transform: Transform) -> Artist | None:
        """One line of text; None if all of it is blank.

        Args:
            words: In millimetres, y down.
            transform: From millimetres on the page to the canvas.
        """
        outline = self._outline(words)
        if outline is None:
            return None
        patch = PathPatch(outline, facecolor=words.color, linewidth=0, transform=transform)
        patch.set_snap(False)
        if words.halo:
            rim = withStroke(linewidth=words.halo, foreground="white")
            patch.set_path_effects([rim])
        return patch

    def _outline(self, words: TextRun) -> Outline | None:
        if not words.text.strip():
            return None
        scale = words.size * MM_PER_POINT / self.face.units
        pen = -self.face.width(words.text, words.size) / scale
        pen *= {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
        points, codes = [], []
        for char in words.text:
            vertices, steps = self._glyph(char)
            points.append(vertices + np.array((pen, 0.0)))
            codes.append(steps)
            pen += self.face.advances.get(char, self.face.fallback)
        vertices = np.concatenate(points) * (scale, -scale) + (words.x, words.y)
        return Outline(vertices, np.concatenate(codes))

    def _glyph(self, char: str) -> Glyph:
        if char not in self._known:
            self._font.load_char(ord(char), flags=LoadFlags.NO_SCALE)
            vertices, steps = self._font.get_path()
            self._known[char] = vertices * _FRACTIONS, steps
        return self._known[char]

    @cached_property
    def _font(self) -> FT2Font:
        return get_font(str(self.face.path))
