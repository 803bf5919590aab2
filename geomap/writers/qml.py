"""How QGIS is to draw a layer: the theme's classes, colours and names as a QML style."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from geomap.model import LegendItem, Symbol

# Field → what it is, for people; QGIS shows it as the field's alias.
ALIASES = {
    "adcode": "行政区划代码",
    "name": "名称",
    "name_en": "英文名称",
    "short_name": "简称",
    "region": "区域",
    "province": "省市",
    "measures": "举措",
    "measure_count": "举措条数",
    "projects": "项目",
    "project_count": "项目数",
    "sites": "站点",
    "site_count": "站点数",
    "value": "数值",
    "class": "级别",
    "class_en": "级别（英文）",
    "color": "颜色",
    "kind": "类别",
    "status": "状态",
    "articles": "条",
    "districts": "所在区县",
    "network": "站网",
    "road": "道路",
    "shape": "形状",
    "certainty": "位置可靠性",
    "uncertainty_m": "误差（米）",
    "datum_given": "原坐标基准",
    "role": "底图要素",
    "note": "说明",
    "source": "来源",
}
_MM_PER_POINT = 25.4 / 72


def class_style(items: Sequence[LegendItem], fields: Iterable[str], label: str) -> str:
    """A table drawn by its field ``class``, each class as the map's legend shows it.

    Args:
        items: The legend's entries; their Chinese labels are the values of the field.
        fields: Columns of the table.
        label: Field whose words stand on the map.

    Returns:
        A QML document.
    """
    categories = "".join(
        f'<category value={quoteattr(item.label.zh)} symbol="{number}" '
        f'label={quoteattr(item.label.zh)} render="true"/>'
        for number, item in enumerate(items)
    )
    symbols = "".join(_symbol(number, item.symbol) for number, item in enumerate(items))
    renderer = (
        f'<renderer-v2 type="categorizedSymbol" attr="class" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )
    return _document(renderer + _labels(label), fields)


def _symbol(number: int, symbol: Symbol) -> str:
    kind = {"point": "marker", "line": "line", "area": "fill"}[symbol.geometry]
    layers = {"point": _marker, "line": _line, "area": _fill}[symbol.geometry](symbol)
    return f'<symbol name="{number}" type="{kind}" alpha="1">{layers}</symbol>'


def _marker(symbol: Symbol) -> str:
    return _layer(
        "SimpleMarker",
        name=_MARKERS[symbol.shape],
        angle="45" if symbol.shape == "cross" else "0",
        color=_color(symbol.fill or symbol.stroke),
        outline_color=_color(symbol.stroke),
        size="2.8",
        size_unit="MM",
    )


def _line(symbol: Symbol) -> str:
    return _layer(
        "SimpleLine",
        line_color=_color(symbol.stroke),
        line_width=f"{symbol.width * _MM_PER_POINT:.3f}",
        line_width_unit="MM",
        line_style="dash" if symbol.dashed else "solid",
    )


# QGIS' names of marker shapes.
_MARKERS = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle",
    "diamond": "diamond",
    "pentagon": "pentagon",
    "star": "star",
    "cross": "cross_fill",  # turned, below: QGIS has no filled one of its own
    "plus": "cross_fill",
}
_HATCHES = {"diagonal": "b_diagonal", "dots": "dense5", "cross": "cross"}


def _fill(symbol: Symbol) -> str:
    """A fill; the hatch of a class without colour lies on its own."""
    width = f"{symbol.width * _MM_PER_POINT:.3f}"
    outline = {
        "outline_color": _color(symbol.stroke),
        "outline_width": width,
        "outline_style": "dash" if symbol.dashed else "solid",
    }
    layers = ""
    if symbol.fill is not None:
        layers += _layer("SimpleFill", color=_color(symbol.fill), style="solid", **outline)
    if symbol.fill is None and symbol.pattern == "none":
        layers += _layer("SimpleFill", color=_color(symbol.stroke), style="no", **outline)
    elif symbol.pattern != "none":
        ink = symbol.stroke if symbol.fill is None else "#8a8a86"
        layers += _layer("SimpleFill", color=_color(ink), style=_HATCHES[symbol.pattern], **outline)
    return layers


def _layer(kind: str, **options: str) -> str:
    listed = "".join(
        f'<Option name="{name}" type="QString" value={quoteattr(value)}/>'
        for name, value in options.items()
    )
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{listed}</Option></layer>'
    )


def _color(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _labels(field: str) -> str:
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{field}" fontSize="8" fontSizeUnit="Point" '
        'textColor="26,26,26,255" fontFamily="Noto Sans CJK SC">'
        '<text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,255"/></text-style>'
        '<placement placement="1"/><rendering drawLabels="1" obstacle="1"/>'
        "</settings></labeling>"
    )


def _document(content: str, fields: Iterable[str]) -> str:
    aliases = "".join(
        f'<alias field={quoteattr(field)} index="{number}" '
        f"name={quoteattr(ALIASES.get(field, ''))}/>"
        for number, field in enumerate(fields)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22" styleCategories="AllStyleCategories" labelsEnabled="1">'
        f"{content}<aliases>{aliases}</aliases></qgis>"
    )
