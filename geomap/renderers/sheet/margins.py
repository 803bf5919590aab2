"""Title block and fine print: the words that stand around map and legend."""

from dataclasses import dataclass
from functools import cached_property

from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.plot import Scene
from geomap.renderers.sheet.primitives import Layer, TextRun
from geomap.renderers.sheet.typesetting import leading, paragraph, wrap

_TITLE, _SUBTITLE, _ATLAS, _FINE, _APPROVAL = 18.0, 9.5, 8.0, 6.5, 7.2  # points
_INK, _SOFT, _FINE_INK = "#111111", "#444444", "#5a5a5a"
_SHARE = 0.68  # of the width for what stands on the left
_GAP = 3.0  # mm
_BETWEEN = 0.9  # mm between two remarks


@dataclass(frozen=True)
class Head:
    """Title and subtitle on the left, atlas and reference date on the right.

    Attributes:
        page: Paper.
        face: Font.
        scene: What the words come from.
    """

    page: Page
    face: Face
    scene: Scene

    def body(self) -> Box:
        """The page below the head, within the margins."""
        page = self.page
        if not self.scene.choices.has("title"):
            whole = Box(0, 0, page.width, page.height)
            return whole.grown(-page.margin)
        last = self._titles[-1]
        top = last.y + self.face.descent * last.size * MM_PER_POINT + _GAP
        return Box(
            page.margin,
            top,
            page.width - 2 * page.margin,
            page.height - page.margin - top,
        )

    def layer(self) -> Layer:
        """The ink."""
        return Layer("title", (*self._titles, *self._atlas()))

    @cached_property
    def _titles(self) -> list[TextRun]:
        """Title and subtitle, each in as many lines as it needs."""
        spec, lang = self.scene.spec, self.scene.lang
        width = (self.page.width - 2 * self.page.margin) * _SHARE
        y = self.page.margin - 1.2 * self.page.type_scale
        found: list[TextRun] = []
        for text, points, color in (
            (spec.title.get(lang), _TITLE, _INK),
            (spec.subtitle.get(lang), _SUBTITLE, _SOFT),
        ):
            size = points * self.page.type_scale
            for line in wrap(self.face, text, size, width):
                y += leading(size, 1.2)
                base = y - self.face.descent * size * MM_PER_POINT
                found.append(TextRun(line, self.page.margin, base, size, color))
            y += 0.8 * self.page.type_scale
        return found

    def _atlas(self) -> list[TextRun]:
        """Set up from the last line on the left, so that both sides share baselines."""
        spec, lang, page = self.scene.spec, self.scene.lang, self.page
        size, right = _ATLAS * page.type_scale, page.width - page.margin
        width = (page.width - 2 * page.margin) * (1 - _SHARE) - _GAP
        texts = (spec.atlas.get(lang), spec.reference_date.get(lang))
        lines = [line for text in texts for line in wrap(self.face, text, size, width)]
        top = self._titles[-1].y - leading(size) * (len(lines) - 1)
        return paragraph(lines, (right, top), size, color=_SOFT, align="right")


@dataclass(frozen=True)
class FinePrint:
    """Approval, notes, sources and projection, set in a column or across the foot.

    Attributes:
        page: Paper.
        face: Font.
        scene: What the words come from.
        width: Of the place it is set in.
    """

    page: Page
    face: Face
    scene: Scene
    width: float

    @property
    def height(self) -> float:
        """Paper it takes."""
        return max(self._set(0.0)[1], 0.0)

    def layer(self, left: float, bottom: float) -> Layer:
        """The ink, its lower edge at ``bottom``."""
        return Layer("fine-print", tuple(self._set(left, bottom - self.height)[0]))

    def _set(self, left: float, top: float = 0.0) -> tuple[list[TextRun], float]:
        """Remarks below each other, the approval first: the line that no reader must miss."""
        spec, lang, factor = self.scene.spec, self.scene.lang, self.page.type_scale
        found: list[TextRun] = []
        y = top
        remarks = (
            spec.approval,
            *spec.notes,
            *spec.sources,
            self.scene.projection.name,
        )
        if not self.scene.choices.has("notes"):
            remarks = ()
        for n, text in enumerate(remarks):
            size = (_FINE if n else _APPROVAL) * factor
            lines = wrap(self.face, text.get(lang), size, self.width)
            base = y + self.face.ascent * size * MM_PER_POINT
            color = _FINE_INK if n else _INK
            found += paragraph(lines, (left, base), size, color=color, factor=1.3)
            y += leading(size, 1.3) * len(lines) + _BETWEEN * factor
        return found, y - top - _BETWEEN * factor
