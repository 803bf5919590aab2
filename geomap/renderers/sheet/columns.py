"""Where legend and fine print stand: beside the map on a wide page, below it on a tall one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from geomap.errors import RenderError
from geomap.renderers.fonts import Face
from geomap.renderers.sheet.legend import Row, Setter, flow, height_of
from geomap.renderers.sheet.margins import FinePrint
from geomap.renderers.sheet.page import Box, Page
from geomap.renderers.sheet.plot import Scene
from geomap.renderers.sheet.primitives import Layer
from geomap.text import Text

_GUTTER = 5.0  # mm between map and legend, and between columns
_COLUMN = 58.0  # mm, of a legend beside the map
_BAND = 3  # columns of a legend below the map
_MOST_OF_BODY = 0.45  # that a band may take …
_MOST_WITH_NAMES = 0.36  # … and with the names of what is not on the map
_SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76)
_STEP = 1.0  # mm
_DEEPER = 1.5  # a band may be this much deeper to keep legends whole
_FOOT = 3.0  # mm above the fine print at the foot


@dataclass(frozen=True, slots=True)
class Columns:
    """Legend and fine print in their place.

    Attributes:
        map_box: What is left for the map.
        spare: Free paper in the column beside the map; None if there is no column.
        layers: The ink.
        names: What is not on the map is listed by name.
    """

    map_box: Box
    spare: Box | None
    layers: tuple[Layer, ...]
    names: bool


@dataclass(frozen=True, slots=True)
class LegendLayout:
    """What is to be set, and where.

    Attributes:
        scene: What the words come from.
        page: Paper.
        face: Font.
        body: The page below the title.
        names: List by name what is not on the map; else, for want of room, by number only.
    """

    scene: Scene
    page: Page
    face: Face
    body: Box
    names: bool = True

    def columns(self) -> Columns:
        """Set the legend as large as the page allows.

        Raises:
            RenderError: It does not fit even in small type.
        """
        for setting in (self, replace(self, names=False)):
            found = setting.largest()
            if found is not None:
                return found
        theme, page = self.scene.spec.theme, self.page.name
        raise RenderError(
            Text(
                f"{theme}：图例太长，{page} 放不下；请用更大的页面（如 A3）或减少项目",
                f"{theme}: the legend is too long for {page}; "
                "use a larger page (A3) or show fewer projects",
            )
        )

    def _without_legend(self) -> Columns:
        """The map has all the page, but for the remarks at its foot."""
        body, fine = self.body, self._fine(self.body.width)
        if not self.scene.choices.has("notes"):
            return Columns(body, None, (), names=True)
        box = Box(body.left, body.top, body.width, body.height - fine.height - _FOOT)
        return Columns(box, None, (fine.layer(body.left, body.bottom),), names=True)

    def largest(self) -> Columns | None:
        """The largest type that fits, the column of a wide page before its foot."""
        if not self.scene.choices.has("legend"):
            return self._without_legend()
        tries = (self._in_column, self._above_foot) if self.page.wide else (self._in_band,)
        for place, shrink in product(tries, _SHRINK):
            found = place(shrink)
            if found is not None:
                return found
        return None

    def _rows(self, width: float, shrink: float) -> list[Row]:
        scale = self.page.type_scale
        several = bool(self.scene.spec.panels)
        size, lang = scale * shrink, self.scene.lang
        setter = Setter(self.face, lang, width, size, self.names, scale, not several)
        return setter.rows(self.scene.spec)

    def _fine(self, width: float) -> FinePrint:
        return FinePrint(self.page, self.face, self.scene, width)

    def _in_column(self, shrink: float) -> Columns | None:
        """Legend at the top of the column, fine print at its foot: the map gets all the height."""
        width = _COLUMN * self.page.type_scale
        fine = self._fine(width)
        left = self.body.right - width
        found = self._beside(
            self._rows(width, shrink), width, self.body.height - fine.height - _GUTTER
        )
        if found is None:
            return None
        print_ = fine.layer(left, self.body.bottom)
        map_box = Box(
            self.body.left,
            self.body.top,
            self.body.width - width - _GUTTER,
            self.body.height,
        )
        return Columns(map_box, found.spare, (*found.layers, print_), self.names)

    def _above_foot(self, shrink: float) -> Columns | None:
        """The legend has the whole column, the fine print the foot of the page."""
        width = _COLUMN * self.page.type_scale
        fine = self._fine(self.body.width)
        height = self.body.height - fine.height - _FOOT
        found = self._beside(self._rows(width, shrink), width, height)
        if found is None:
            return None
        print_ = fine.layer(self.body.left, self.body.bottom)
        return Columns(found.map_box, found.spare, (*found.layers, print_), self.names)

    def _beside(self, rows: Sequence[Row], width: float, height: float) -> Columns | None:
        column = Box(self.body.right - width, self.body.top, width, height)
        drawn = flow(rows, [column])
        if drawn is None:
            return None
        map_box = Box(self.body.left, self.body.top, self.body.width - width - _GUTTER, height)
        top = column.top + height_of(rows) + _GUTTER
        spare = Box(column.left, top, width, max(0.0, column.bottom - top))
        return Columns(map_box, spare, (Layer("legend", tuple(drawn)),), self.names)

    def _in_band(self, shrink: float) -> Columns | None:
        """The lowest band below the map whose columns hold everything."""
        fine = self._fine(self.body.width)
        bottom = self.body.bottom - fine.height - _FOOT
        width = (self.body.width - _GUTTER * (_BAND - 1)) / _BAND
        rows = self._rows(width, shrink)
        least = height_of(rows) / _BAND
        parted = self._band(rows, bottom, width, least, whole=False)
        if parted is None:
            return None
        kept = self._band(rows, bottom, width, least, whole=True)
        height, legend = kept if kept and kept[0] <= _DEEPER * parted[0] else parted
        map_height = bottom - height - _GUTTER - self.body.top
        map_box = Box(self.body.left, self.body.top, self.body.width, map_height)
        layers = (legend, fine.layer(self.body.left, self.body.bottom))
        return Columns(map_box, None, layers, self.names)

    def _band(
        self, rows: list[Row], bottom: float, width: float, least: float, *, whole: bool
    ) -> tuple[float, Layer] | None:
        """Height and ink of the lowest band that holds the rows."""
        height = least
        most = self.body.height * (_MOST_WITH_NAMES if self.names else _MOST_OF_BODY)
        while height <= most:
            boxes = [
                Box(
                    self.body.left + n * (width + _GUTTER),
                    bottom - height,
                    width,
                    height,
                )
                for n in range(_BAND)
            ]
            drawn = flow(rows, boxes, whole=whole)
            if drawn is not None:
                return height, Layer("legend", tuple(drawn))
            height += _STEP
        return None
