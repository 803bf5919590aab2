"""What stands on a sheet, part by part: shapes and groups, named, with what is said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from geomap.model import DistrictMark, MapSpec
from geomap.renderers import fonts
from geomap.renderers.sheet.primitives import Layer, Path, Sheet, parted
from geomap.reports.drawingml import Shape, freeform, paragraphs, text_box
from geomap.text import Lang, Text

_GROUND = "paper"  # the slide itself
TITLE = "title"
_DISTRICTS = "districts"
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
_ENLARGED = Text("（放大图）", " (inset)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A shape with what is said of it.

    Attributes:
        shape: Outline, look and words.
        name: For the list of what is there.
        alt: Read aloud in its place.
    """

    shape: Shape
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together, to be taken as one.

    Attributes:
        layer: Its layer's name.
        name: For the list of what is there.
        alt: Read aloud; its pieces say little on their own.
        pieces: In drawing order, at least one; a piece that is alone stands for the part.
    """

    layer: str
    name: str
    alt: str
    pieces: tuple[Piece, ...]


def parts(spec: MapSpec, sheet: Sheet, foot: float) -> Iterator[Part]:
    """All parts of a sheet in drawing order, the title first, for it is read first.

    Args:
        spec: The map.
        sheet: It, laid out.
        foot: What the program sets below a last baseline, in ems.
    """
    layers = sorted(sheet.layers, key=lambda layer: layer.name != TITLE)
    parter = _Parter(spec, sheet.lang, fonts.load(), foot)
    for layer in layers:
        pieces = () if layer.name == _GROUND else tuple(parter.pieces(layer))
        if pieces:
            name = named(layer.name, sheet.lang)
            alt = sheet.alt if layer.name == _DISTRICTS else name
            yield Part(layer.name, name, alt, pieces)


@dataclass(frozen=True, slots=True)
class _Parter:
    """Takes the layers of one sheet apart.

    Attributes:
        spec: The map.
        lang: Language of the sheet.
        face: Font that it was laid out with.
        foot: Below a last baseline, in ems.
    """

    spec: MapSpec
    lang: Lang
    face: fonts.Face
    foot: float

    def pieces(self, layer: Layer) -> Iterator[Piece]:
        """The shapes of a layer; those that nothing names are counted."""
        name, districts = named(layer.name, self.lang), {d.adcode: d for d in self.spec.districts}
        nameless = count(1)
        for item in paragraphs(layer.items):
            if not isinstance(item, Path):
                box = text_box(item, self.face, self.foot)
                yield Piece(box, box.text.replace("\n", ""))
                continue
            district = districts.get(dict(item.data).get("data-adcode", ""))
            for part in parted(item):
                shape = freeform(part, layer.clip)
                if shape is None:
                    continue
                if district is None:
                    yield Piece(shape, f"{name} {next(nameless)}")
                else:
                    yield self._district(shape, district)

    def _district(self, shape: Shape, district: DistrictMark) -> Piece:
        """A district says its name, and what its colour stands for."""
        lang = self.lang
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
        return Piece(shape, f"{name} {district.adcode}", alt)


def named(layer: str, lang: Lang) -> str:
    """A layer's name in words; a layer of the inset has that of the main map's."""
    if layer not in _NAMES and layer.startswith(_INSET):
        return named(layer.removeprefix(_INSET), lang) + _ENLARGED.get(lang)
    return _NAMES.get(layer, Text.same(layer)).get(lang)
