"""How GeoServer, ArcGIS and others are to draw a table: the theme's classes as OGC's SLD 1.0.

Hatches are marks by the names that GeoServer knows; others may draw such an area in grey. QGIS
takes the QML beside it.
"""

from xml.sax.saxutils import escape, quoteattr

from geomap.model import Legend, LegendItem, Symbol
from geomap.writers.qml import Look

_PIXELS = 4 / 3  # a point
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.0.0" '
    'xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)
_MARKS = {"diamond": "square", "pentagon": "circle", "plus": "cross", "cross": "x"}
_TURNED = {"diamond": 45}
_HATCHES = {"diagonal": "slash", "cross": "plus", "dots": "dot"}
_HATCH_SIZE = 8  # pixels
_SIGN_SIZE = 11  # pixels
_HATCH_INK = "#8a8a86"
_CIRCLE_OPACITY = 0.72


def document(name: str, look: Look) -> str:
    """The SLD of a table.

    Args:
        name: Of the table.
        look: Its classes, label and circles.
    """
    rules = "".join(map(_rule, look.items))
    circles = "" if look.circles is None else _type_style(_circles(look.circles))
    return (
        f"{_HEAD}<NamedLayer><Name>{escape(name)}</Name><UserStyle><Name>{escape(name)}</Name>"
        f"{_type_style(rules)}{circles}{_type_style(_label(look.label))}"
        "</UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


def _type_style(rules: str) -> str:
    """Rules that are drawn over those before."""
    return f"<FeatureTypeStyle>{rules}</FeatureTypeStyle>"


def _rule(item: LegendItem) -> str:
    label = escape(item.label.zh)
    symbolizers = {"area": _area, "line": _line, "point": _point}[item.symbol.geometry]
    return (
        f"<Rule><Name>{label}</Name><Title>{label}</Title><ogc:Filter><ogc:PropertyIsEqualTo>"
        f"<ogc:PropertyName>class</ogc:PropertyName><ogc:Literal>{label}</ogc:Literal>"
        f"</ogc:PropertyIsEqualTo></ogc:Filter>{symbolizers(item.symbol)}</Rule>"
    )


def _area(symbol: Symbol) -> str:
    fill = "" if symbol.fill is None else f"<Fill>{_css('fill', symbol.fill)}</Fill>"
    hatch = _HATCHES.get(symbol.pattern)
    if hatch is None:
        return f"<PolygonSymbolizer>{fill}{_stroke(symbol)}</PolygonSymbolizer>"
    ink = symbol.stroke if symbol.fill is None else _HATCH_INK
    mark = (
        f"<Mark><WellKnownName>shape://{hatch}</WellKnownName><Stroke>{_css('stroke', ink)}"
        f"{_css('stroke-width', '0.6')}</Stroke></Mark><Size>{_HATCH_SIZE}</Size>"
    )
    below = "" if not fill else f"<PolygonSymbolizer>{fill}</PolygonSymbolizer>"
    return (
        f"{below}<PolygonSymbolizer><Fill><GraphicFill><Graphic>{mark}</Graphic></GraphicFill>"
        f"</Fill>{_stroke(symbol)}</PolygonSymbolizer>"
    )


def _line(symbol: Symbol) -> str:
    return f"<LineSymbolizer>{_stroke(symbol)}</LineSymbolizer>"


def _point(symbol: Symbol) -> str:
    turned = _TURNED.get(symbol.shape)
    rotation = "" if turned is None else f"<Rotation>{turned}</Rotation>"
    return (
        "<PointSymbolizer><Graphic><Mark>"
        f"<WellKnownName>{_MARKS.get(symbol.shape, symbol.shape)}</WellKnownName>"
        f"<Fill>{_css('fill', symbol.fill or symbol.stroke)}</Fill>"
        f"<Stroke>{_css('stroke', symbol.stroke)}</Stroke></Mark>"
        f"<Size>{_SIGN_SIZE}</Size>{rotation}</Graphic></PointSymbolizer>"
    )


def _circles(legend: Legend) -> str:
    """A circle of its radius, in points, in the middle of each area that has one."""
    symbol = legend.items[0].symbol
    title = escape(legend.title.zh)
    return (
        f"<Rule><Name>{title}</Name><Title>{title}</Title><ogc:Filter><ogc:Not>"
        "<ogc:PropertyIsNull><ogc:PropertyName>circle_radius</ogc:PropertyName>"
        "</ogc:PropertyIsNull></ogc:Not></ogc:Filter><PointSymbolizer><Graphic><Mark>"
        "<WellKnownName>circle</WellKnownName>"
        f"<Fill>{_css('fill', symbol.fill or symbol.stroke)}"
        f"{_css('fill-opacity', f'{_CIRCLE_OPACITY}')}</Fill>"
        f"<Stroke>{_css('stroke', symbol.stroke)}</Stroke></Mark><Size><ogc:Mul>"
        f"<ogc:Literal>{2 * _PIXELS:.4f}</ogc:Literal>"
        "<ogc:PropertyName>circle_radius</ogc:PropertyName></ogc:Mul></Size>"
        "</Graphic></PointSymbolizer></Rule>"
    )


def _label(field: str) -> str:
    return (
        f"<Rule><TextSymbolizer><Label><ogc:PropertyName>{escape(field)}</ogc:PropertyName></Label>"
        f"<Font>{_css('font-family', 'Noto Sans CJK SC')}{_css('font-size', '11')}</Font>"
        f"<Halo><Radius>1</Radius><Fill>{_css('fill', '#ffffff')}</Fill></Halo>"
        f"<Fill>{_css('fill', '#1a1a1a')}</Fill></TextSymbolizer></Rule>"
    )


def _stroke(symbol: Symbol) -> str:
    width = symbol.width * _PIXELS
    dashes = _css("stroke-dasharray", "6 4") if symbol.dashed else ""
    return (
        f"<Stroke>{_css('stroke', symbol.stroke)}{_css('stroke-width', f'{width:.2f}')}{dashes}"
        "</Stroke>"
    )


def _css(name: str, value: str) -> str:
    return f"<CssParameter name={quoteattr(name)}>{escape(value)}</CssParameter>"
