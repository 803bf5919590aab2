"""A profile on A4 portrait: map and figures side by side, measures and projects below them.

What finds no room even in small type goes on on a further page; nothing is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model.profile import Figure, Profile
from geomap.renderers import fonts
from geomap.renderers.fonts import MM_PER_POINT, Face
from geomap.renderers.sheet.legend import Row, Setter, flow, height_of, moved
from geomap.renderers.sheet.page import PAGES, Box
from geomap.renderers.sheet.primitives import Layer, Path, Printed, TextRun
from geomap.renderers.sheet.rectangle import rectangle
from geomap.renderers.sheet.typesetting import leading, wrap
from geomap.reports.profile_map import map_in
from geomap.reports.profile_strip import HEIGHT, strip_ink
from geomap.text import Lang

PAGE = PAGES["A4-portrait"]
MAP_HEIGHT = 88.0  # mm
_MARGIN, _GUTTER = 12.0, 6.0
COLUMN = (PAGE.width - 2 * _MARGIN - _GUTTER) / 2
FRAME = Box(0, 0, COLUMN, MAP_HEIGHT)  # of the map, on the page and on paper alike
_FACTORS = (1.0, 0.96, 0.92, 0.88)  # on type that is 7 points at least
_HEAD, _BODY, _SMALL = 10.0, 8.0, 7.0  # points
_INK, _SOFT, _ACCENT = "#1a1a1a", "#555555", "#8c1c13"
_FOOT = 10.0  # mm
_SLACK = 1e-6  # mm; sums of heights differ by their order
Ink = list[Path | TextRun]


def lay_out(profile: Profile, lang: Lang) -> tuple[Printed, ...]:
    """Set a profile on as few pages as it needs, mostly one.

    Args:
        profile: The district's page.
        lang: Language of every word.

    Raises:
        RenderError: A character without a glyph.
    """
    face = fonts.load()
    setting = next(
        (s for factor in _FACTORS if (s := _Setting(profile, lang, face, factor)).fits()),
        _Setting(profile, lang, face, _FACTORS[-1]),
    )
    pages = setting.pages()
    spec = profile.map
    printed = tuple(
        Printed(
            page=PAGE,
            lang=lang,
            title=profile.name.get(lang),
            alt=" ".join((profile.name.get(lang), *(s.get(lang) for s in profile.summary))),
            author=spec.atlas.get(lang),
            subject=spec.reference_date.get(lang),
            layers=layers,
        )
        for layers in pages
    )
    face.require([word for page in printed for word in page.words()])
    return printed


@dataclass(frozen=True, slots=True)
class _Setting:
    """A profile in one size of type."""

    profile: Profile
    lang: Lang
    face: Face
    factor: float

    def fits(self) -> bool:
        """Whether one page holds all of it."""
        top, _ = self._head()
        rows, room = self._rows(), self._first(top)
        return not _filled(rows, room)[1]

    def pages(self) -> list[tuple[Layer, ...]]:
        """The layers of each page."""
        top, head = self._head()
        spec, lang = self.profile.map, self.lang
        frame = Box(_MARGIN, top, COLUMN, MAP_HEIGHT)
        legend = flow(self._legend(), self._legend_boxes(top)) or []
        ink, left = _filled(self._rows(), self._first(top))
        fixed = (Layer("title", tuple(head)), *map_in(spec, frame, lang, self.face))
        found = [(*fixed, Layer("legend", tuple(legend)), Layer("words", tuple(ink)))]
        body = Box(_MARGIN, _MARGIN, COLUMN, PAGE.height - 2 * _MARGIN)
        further = (body, Box(body.left + COLUMN + _GUTTER, body.top, COLUMN, body.height))
        while left:
            ink, left = _filled(left, further)
            found.append((Layer("words", tuple(ink)),))
        white = rectangle(Box(0, 0, PAGE.width, PAGE.height), "#ffffff")
        return [(Layer("paper", (white,)), *layers) for layers in found]

    def _head(self) -> tuple[float, Ink]:
        """Name, subtitle, atlas and sentences; where the body below them begins."""
        profile, lang, width = self.profile, self.lang, PAGE.width - 2 * _MARGIN
        joint = "" if lang == "zh" else " "
        said = joint.join(sentence.get(lang) for sentence in profile.summary)
        dated = (profile.map.atlas.get(lang), profile.map.reference_date.get(lang))
        ink: Ink = []
        y = _MARGIN - 2.0
        for words, size, color in (
            (profile.name.get(lang), 18.0, _INK),
            (profile.subtitle.get(lang), 9.0, _SOFT),
            (" · ".join(words for words in dated if words), 7.5, _SOFT),
            (said, 8.5, _INK),
        ):
            for line in wrap(self.face, words, size, width):
                y += leading(size, 1.35)
                ink.append(TextRun(line, _MARGIN, y, size, color))
            y += 0.8
        return y + 2.5, ink

    def _legend(self) -> list[Row]:
        width = (COLUMN - _GUTTER) / 2
        return Setter(self.face, self.lang, width, 0.95, names=False).rows(self.profile.map)

    def _legend_boxes(self, top: float) -> tuple[Box, ...]:
        width, start, rows = (COLUMN - _GUTTER) / 2, top + MAP_HEIGHT + 2.5, self._legend()
        height = height_of(rows) / 2
        while True:
            boxes = tuple(
                Box(_MARGIN + n * (width + _GUTTER), start, width, height) for n in (0, 1)
            )
            if flow(rows, boxes) is not None:
                return boxes
            height += 1.0

    def _first(self, top: float) -> tuple[Box, ...]:
        """Beside the map from the top, then below map and legend."""
        bottom = PAGE.height - _FOOT
        right = Box(_MARGIN + COLUMN + _GUTTER, top, COLUMN, bottom - top)
        below = self._legend_boxes(top)[0].bottom + 3.0
        return right, Box(_MARGIN, below, COLUMN, max(0.0, bottom - below))

    def _rows(self) -> list[Row]:
        profile, lang, rows = self.profile, self.lang, []
        if profile.figures:
            rows += self._heading(profile.figures_title.get(lang))
            rows += [row for figure in profile.figures for row in self._figure(figure)]
        for section in profile.sections:
            rows += self._heading(section.title.get(lang))
            for entry in section.entries:
                rows += self._lines(entry.title.get(lang), _BODY, _INK, tied=True)
                for n, line in enumerate(entry.lines, 1):
                    last = n == len(entry.lines)
                    rows += self._lines(line.get(lang), _SMALL, _SOFT, tied=not last)
                rows.append(Row(1.2 * self.factor))
        rows += self._heading(profile.sources_title.get(lang))
        for remark in (profile.map.approval, *profile.sources):
            rows += self._lines(remark.get(lang), _SMALL, _SOFT)
        return rows

    def _heading(self, words: str) -> list[Row]:
        gap = Row(2.5 * self.factor, gap=True)
        return [gap, *self._lines(words, _HEAD, _ACCENT, tied=True), Row(0.8, tied=True)]

    def _figure(self, figure: Figure) -> list[Row]:
        """Title and rank, value, strip with its ends, and what to compare with."""
        lang = self.lang
        rows = self._lines(figure.title.get(lang), _BODY, _INK, tied=True)
        rows += self._pair(figure.value.get(lang), figure.rank.get(lang), (12.0, _SMALL))
        if figure.strip is not None:
            ink = strip_ink(figure.strip, COLUMN)
            rows.append(Row(HEIGHT, ink, tied=True))
            low, high = (end.get(lang) for end in figure.strip.ends)
            rows += self._pair(low, high, (_SMALL, _SMALL))
        for n, words in enumerate(figure.references, 1):
            last = n == len(figure.references)
            rows += self._lines(words.get(lang), _SMALL, _SOFT, tied=not last)
        return [*rows, Row(1.8 * self.factor)]

    def _pair(self, left: str, right: str, sizes: tuple[float, float]) -> list[Row]:
        """Words at both ends of a line."""
        one, other = (size * self.factor for size in sizes)
        height = leading(max(one, other), 1.25)
        base = self.face.ascent * max(one, other) * MM_PER_POINT
        color = _INK if one > other else _SOFT
        runs = (
            TextRun(left, 0, base, one, color),
            *((TextRun(right, COLUMN, base, other, _SOFT, "right"),) if right else ()),
        )
        return [Row(height, runs, tied=True)]

    def _lines(self, words: str, size: float, color: str, *, tied: bool = False) -> list[Row]:
        size *= self.factor
        base, lines = self.face.ascent * size * MM_PER_POINT, wrap(self.face, words, size, COLUMN)
        return [
            Row(
                leading(size, 1.28),
                (TextRun(line, 0, base, size, color),),
                tied or n < len(lines),
            )
            for n, line in enumerate(lines, 1)
        ]


def _filled(rows: Sequence[Row], boxes: Sequence[Box]) -> tuple[Ink, list[Row]]:
    """Rows set into boxes one after the other; those for which there was no room."""
    ink: Ink = []
    left = list(rows)
    for box in boxes:
        y = box.top
        while left:
            group = _group(left)
            skipped = 1 if y == box.top and group[0].gap else 0
            kept = group[skipped:]
            if y + height_of(kept) > box.bottom + _SLACK:
                # Higher than a page: parted, or it would never find room.
                if y > box.top or box.height < PAGE.width:
                    break
                kept = kept[: max(1, _fitting(kept, box.height))]
            for row in kept:
                ink += [moved(item, box.left, y) for item in row.items]
                y += row.height
            left = left[len(kept) + skipped :]
    return ink, left


def _fitting(rows: Sequence[Row], height: float) -> int:
    """How many of the first rows fit."""
    return sum(1 for n in range(1, len(rows) + 1) if height_of(rows[:n]) <= height)


def _group(rows: Sequence[Row]) -> list[Row]:
    """The first rows up to the first that may be the last of its column."""
    end = next((n for n, row in enumerate(rows, 1) if not (row.tied or row.gap)), len(rows))
    return list(rows[:end])
