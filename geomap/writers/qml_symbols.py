"""Symbols of a map as QGIS writes them: markers, lines, fills with their hatches, circles."""

from xml.sax.saxutils import quoteattr

from geomap.model import Symbol

_MM_PER_POINT = 25.4 / 72
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
_HATCH_INK = "#8a8a86"  # over a fill
_HATCH_WIDTH = 0.18  # mm
_HATCH_STEP = 1.6  # mm from line to line, and from dot to dot
_HATCH_ANGLES = {"diagonal": (45,), "cross": (0, 90), "dots": ()}
_DOT = 0.5  # mm
_CIRCLE_OPACITY = 0.72  # what lies below still shows, as on the sheet
# Where a circle stands, in whatever CRS the table is; in none, its degrees are as good as others.
_CIRCLE_PLACE = (
    "if(coalesce(@layer_crs, '') = '', make_point(\"circle_lon\", \"circle_lat\"), "
    'transform(make_point("circle_lon", "circle_lat"), \'EPSG:4326\', @layer_crs))'
)
_DIAMETER = '2 * "circle_radius"'


def symbol_of(name: str, symbol: Symbol) -> str:
    """A symbol under a name of its own in its style."""
    kind = {"point": "marker", "line": "line", "area": "fill"}[symbol.geometry]
    layers = {"point": _marker, "line": _line, "area": _fill}[symbol.geometry](symbol)
    return _symbol(name, kind, layers)


def circle_of(name: str, symbol: Symbol, *, of_feature: bool) -> str:
    """Proportional circles of a table of areas.

    Args:
        name: Of the symbol in its style.
        symbol: Colours and, of an example, its radius.
        of_feature: Each area's circle at its place, of its ``circle_radius``; else an example of
            the symbol's own radius.

    Returns:
        A symbol of areas that is drawn after their fills.
    """
    disc = _layer(
        "SimpleMarker",
        {
            "name": "circle",
            "color": _color(symbol.fill or symbol.stroke),
            "outline_color": _color(symbol.stroke),
            "outline_width": f"{symbol.width:g}",
            "outline_width_unit": "Point",
            "size": f"{2 * (symbol.radius or 1.0):g}",
            "size_unit": "Point",
            "scale_method": "diameter",
        },
        size=_DIAMETER if of_feature else "",
    )
    marker = _symbol(f"@{name}@0", "marker", disc, _CIRCLE_OPACITY)
    place = {"SymbolType": "Marker", "geometryModifier": _CIRCLE_PLACE, "units": "MapUnit"}
    kind, options = ("GeometryGenerator", place) if of_feature else ("CentroidFill", {})
    return _symbol(name, "fill", _layer(kind, options, below=marker, turn=1))


def _symbol(name: str, kind: str, layers: str, opacity: float = 1) -> str:
    return (
        f'<symbol name={quoteattr(name)} type="{kind}" alpha="{opacity:g}" '
        f'clip_to_extent="1" force_rhr="0">{layers}</symbol>'
    )


def _marker(symbol: Symbol) -> str:
    return _layer(
        "SimpleMarker",
        {
            "name": _MARKERS[symbol.shape],
            "angle": "45" if symbol.shape == "cross" else "0",
            "color": _color(symbol.fill or symbol.stroke),
            "outline_color": _color(symbol.stroke),
            "size": "2.8",
            "size_unit": "MM",
        },
    )


def _line(symbol: Symbol) -> str:
    width = symbol.width * _MM_PER_POINT
    return _stroke(symbol.stroke, width, "dash" if symbol.dashed else "solid")


def _stroke(color: str, width: float, style: str = "solid") -> str:
    return _layer(
        "SimpleLine",
        {
            "line_color": _color(color),
            "line_width": f"{width:.3f}",
            "line_width_unit": "MM",
            "line_style": style,
        },
    )


def _fill(symbol: Symbol) -> str:
    """A fill with its outline, and its hatch above it."""
    outline = {
        "outline_color": _color(symbol.stroke),
        "outline_width": f"{symbol.width * _MM_PER_POINT:.3f}",
        "outline_style": "dash" if symbol.dashed else "solid",
    }
    style = "no" if symbol.fill is None else "solid"
    color = {"color": _color(symbol.fill or symbol.stroke), "style": style}
    return _layer("SimpleFill", color | outline) + _hatch(symbol)


def _hatch(symbol: Symbol) -> str:
    """Lines or dots of their own: a brush of Qt would cover the fill, or look other on paper."""
    ink = symbol.stroke if symbol.fill is None else _HATCH_INK
    if symbol.pattern == "dots":
        dot = {"name": "circle", "color": _color(ink), "outline_style": "no", "size": f"{_DOT}"}
        marker = _symbol("@dots", "marker", _layer("SimpleMarker", dot | {"size_unit": "MM"}))
        step = {"distance_x": f"{_HATCH_STEP}", "distance_y": f"{_HATCH_STEP}"}
        return _layer("PointPatternFill", step, below=marker)
    angles = () if symbol.pattern == "none" else _HATCH_ANGLES[symbol.pattern]
    line = _symbol("@line", "line", _stroke(ink, _HATCH_WIDTH))
    return "".join(
        _layer("LinePatternFill", {"angle": f"{turn}", "distance": f"{_HATCH_STEP}"}, below=line)
        for turn in angles
    )


def _layer(
    kind: str, options: dict[str, str], *, below: str = "", turn: int = 0, size: str = ""
) -> str:
    """A layer of a symbol.

    Args:
        kind: Its class in QGIS.
        options: What it looks like.
        below: The symbol that it repeats.
        turn: Layers of a later turn are drawn when all features have had their earlier ones.
        size: Expression that gives its size for each feature; none where empty.
    """
    listed = "".join(_option(name, value) for name, value in options.items())
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="{turn}">'
        f'<Option type="Map">{listed}</Option>{_sized(size) if size else ""}{below}</layer>'
    )


def _sized(expression: str) -> str:
    return (
        '<data_defined_properties><Option type="Map">'
        '<Option name="name" type="QString" value=""/><Option name="properties" type="Map">'
        '<Option name="size" type="Map"><Option name="active" type="bool" value="true"/>'
        f"{_option('expression', expression)}"
        '<Option name="type" type="int" value="3"/></Option></Option>'
        '<Option name="type" type="QString" value="collection"/></Option>'
        "</data_defined_properties>"
    )


def _option(name: str, value: str) -> str:
    return f'<Option name="{name}" type="QString" value={quoteattr(value)}/>'


def _color(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"
