"""The shapes of a slide, layer by layer: what stands on a sheet, named, grouped and wrapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from xml.sax.saxutils import quoteattr

from geomap.model import DistrictMark, MapSpec
from geomap.renderers import fonts
from geomap.renderers.sheet.primitives import Layer, Path, Sheet, parted
from geomap.reports.drawingml import (
    NAMESPACE,
    Shape,
    freeform,
    group_frame,
    paragraphs,
    text_box,
)
from geomap.text import Text

PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_GROUND = "paper"  # the slide itself
_TITLE, _DISTRICTS = "title", "districts"
_INSET = "inset-"
_NAMES = {
    "title": Text("标题", "Title"),
    "map": Text("底图", "Ground"),
    "districts": Text("区县", "Districts"),
    "areas": Text("项目范围", "Areas of projects"),
    "around": Text("相邻地区", "Neighbouring areas"),
    "rivers": Text("河流等底图", "Rivers and other ground"),
    "borders": Text("区域界线", "Borders of regions"),
    "circles": Text("位置误差范围", "Where places may lie"),
    "amounts": Text("比例圆", "Proportional circles"),
    "routes": Text("线状项目", "Routes"),
    "points": Text("点状项目", "Places"),
    "labels": Text("地名", "Names"),
    "furniture": Text("比例尺和指北针", "Scale bar and north arrow"),
    "furniture-ground": Text("比例尺底色", "Ground of the scale bar"),
    "map-edge": Text("图框", "Frame"),
    "inset-place": Text("放大范围", "What the inset shows"),
    "inset": Text("放大图底图", "Ground of the inset"),
    "inset-title": Text("放大图标题", "Title of the inset"),
    "inset-edge": Text("放大图图框", "Frame of the inset"),
    "legend": Text("图例", "Legend"),
    "fine-print": Text("说明", "Fine print"),
}
_BESIDE_TITLE = Text("副标题和日期", "Subtitle and date")
_ENLARGED = Text("（放大图）", " (inset)")


def tree(spec: MapSpec, sheet: Sheet) -> str:
    """All shapes of a sheet, in drawing order; the title first, for it is read first."""
    layers = sorted(sheet.layers, key=lambda layer: layer.name != _TITLE)
    writer = _Writer(spec, sheet, fonts.load(), count(2))
    inside = "".join(writer.layer(layer) for layer in layers if layer.name != _GROUND)
    return f'<p:spTree xmlns:p="{PRESENTATION}" xmlns:a="{NAMESPACE}">{inside}</p:spTree>'


@dataclass(frozen=True, slots=True)
class _Piece:
    """A shape with what is said of it.

    Attributes:
        shape: Outline, look and words.
        name: For the list of what is on the slide.
        alt: Read aloud in its place.
        placeholder: It is the title of the slide.
    """

    shape: Shape
    name: str
    alt: str = ""
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the shapes of one sheet.

    Attributes:
        spec: The map.
        sheet: It, laid out.
        face: Font that it was laid out with.
        numbers: Ids for shapes, each used once.
    """

    spec: MapSpec
    sheet: Sheet
    face: fonts.Face
    numbers: Iterator[int]

    def layer(self, layer: Layer) -> str:
        """A layer as one group, or as its only shape; the title stands for itself."""
        name, pieces = self._name(layer.name), list(self._pieces(layer))
        if layer.name == _TITLE:
            first, *others = pieces
            title = self._shape(replace(first, name=name, placeholder=True))
            return title + self._group(_BESIDE_TITLE.get(self.sheet.lang), others)
        if layer.name == _DISTRICTS:
            return self._group(name, pieces, self.sheet.alt)
        if len(pieces) == 1:
            return self._shape(replace(pieces[0], name=name, alt=name))
        return self._group(name, pieces)

    def _group(self, name: str, pieces: Sequence[_Piece], alt: str = "") -> str:
        """Shapes to be taken as one; read aloud by the name, for they say little on their own."""
        if not pieces:
            return ""
        about = self._about(name, alt or name)
        inside = "".join(self._shape(piece) for piece in pieces)
        return (
            f"<p:grpSp><p:nvGrpSpPr>{about}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{group_frame([p.shape for p in pieces])}</p:grpSpPr>{inside}</p:grpSp>"
        )

    def _shape(self, piece: _Piece) -> str:
        shape = piece.shape
        kind, role = "<p:cNvSpPr/>", "<p:nvPr/>"
        if piece.placeholder:
            kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            role = '<p:nvPr><p:ph type="title"/></p:nvPr>'
        elif shape.body:
            kind = '<p:cNvSpPr txBox="1"/>'
        body = f"<p:txBody>{shape.body}</p:txBody>" if shape.body else ""
        return (
            f"<p:sp><p:nvSpPr>{self._about(piece.name, piece.alt)}{kind}{role}</p:nvSpPr>"
            f"<p:spPr>{shape.frame}{shape.look}</p:spPr>{body}</p:sp>"
        )

    def _about(self, name: str, alt: str) -> str:
        told = f" descr={quoteattr(alt)}" if alt else ""
        return f'<p:cNvPr id="{next(self.numbers)}" name={quoteattr(name)}{told}/>'

    # -- what a layer holds ------------------------------------------------------------------------

    def _pieces(self, layer: Layer) -> Iterator[_Piece]:
        """The shapes of a layer; those that nothing names are counted."""
        name, districts = self._name(layer.name), {d.adcode: d for d in self.spec.districts}
        nameless = count(1)
        for item in paragraphs(layer.items):
            if not isinstance(item, Path):
                box = text_box(item, self.face, self.sheet.lang)
                yield _Piece(box, box.text.replace("\n", ""))
                continue
            district = districts.get(dict(item.data).get("data-adcode", ""))
            for part in parted(item):
                shape = freeform(part, layer.clip)
                if shape is None:
                    continue
                if district is None:
                    yield _Piece(shape, f"{name} {next(nameless)}")
                else:
                    yield self._district(shape, district)

    def _district(self, shape: Shape, district: DistrictMark) -> _Piece:
        """A district says its name, and what its colour stands for."""
        lang = self.sheet.lang
        name = district.name.get(lang)
        legend, item = next(
            (legend, item)
            for legend in self.spec.legends
            for item in legend.items
            if item.key == district.item
        )
        words, title = item.label.get(lang), legend.title.get(lang)
        value = "" if district.value is None else f"{district.value:,.12g}"
        if value and value != words:
            words = f"{value}（{words}）" if lang == "zh" else f"{value} ({words})"
        alt = f"{name}；{title}：{words}" if lang == "zh" else f"{name}; {title}: {words}"
        return _Piece(shape, f"{name} {district.adcode}", alt)

    def _name(self, layer: str) -> str:
        """A layer's name in words; a layer of the inset has that of the main map's."""
        lang = self.sheet.lang
        if layer not in _NAMES and layer.startswith(_INSET):
            return self._name(layer.removeprefix(_INSET)) + _ENLARGED.get(lang)
        return _NAMES.get(layer, Text.same(layer)).get(lang)
