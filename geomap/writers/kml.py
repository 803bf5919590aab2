"""KML 2.2 for viewers on a globe: a folder a layer, the theme's colours, a card for each thing.

Words of the data are text of the XML; a card's table is built from escaped text only.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as marked_up
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.writers import about
from geomap.writers.values import plain

_DECIMALS = 7
_NAMES = ("name", "名称")
_INK = "#1c6a78"  # of what no map draws
_FILL, _LINE = "b3", "ff"  # opacity: of areas, and of lines and signs
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'


def write(
    spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame], path: Path
) -> tuple[str, ...]:
    """Write all layers of a map into one KML document.

    Args:
        spec: The map.
        frames: Its layers in degrees, EPSG:4326.
        path: File to make.

    Returns:
        The name of the file.
    """
    path.write_text(document(spec, frames), encoding="utf-8", newline="\n")
    return (path.name,)


def document(spec: MapSpec, frames: Mapping[LayerName, gpd.GeoDataFrame]) -> str:
    """The KML of a map."""
    lang = spec.language
    lines = [words.get(lang) for key, words in about.lines(spec) if key not in {"title", "atlas"}]
    told = "\n".join(lines)
    titles = {field.name: field.title.get(lang) for field in spec.fields}
    folders = "".join(_folder(name, frame, titles) for name, frame in frames.items())
    colors = sorted(
        {str(color) for frame in frames.values() for color in frame.get("color", [_INK])}
    )
    return (
        f"{_HEAD}<Document><name>{_text(spec.title.get(lang))}</name>"
        f"<description>{_text(escape(told))}</description>\n"
        f"{''.join(map(_style, colors))}{folders}</Document></kml>\n"
    )


def _style(color: str) -> str:
    """The look of all things of a colour: KML counts blue, green, red."""
    mixed = f"{color[5:7]}{color[3:5]}{color[1:3]}"
    return (
        f'<Style id="c{color[1:]}"><IconStyle><color>{_LINE}{mixed}</color><scale>0.8</scale>'
        "</IconStyle><LabelStyle><scale>0.8</scale></LabelStyle>"
        f"<LineStyle><color>{_LINE}{mixed}</color><width>1.5</width></LineStyle>"
        f"<PolyStyle><color>{_FILL}{mixed}</color></PolyStyle></Style>\n"
    )


def _folder(name: str, frame: gpd.GeoDataFrame, titles: Mapping[str, str]) -> str:
    table = frame if frame.index.name is None else frame.reset_index()
    rows = table.drop(columns=frame.geometry.name).to_dict("records")
    marks = "".join(
        _placemark({str(key): value for key, value in row.items()}, shape, titles)
        for row, shape in zip(rows, frame.geometry, strict=True)
    )
    return f"<Folder><name>{_text(name)}</name>\n{marks}</Folder>\n"


def _placemark(
    row: Mapping[str, object], shape: BaseGeometry | None, titles: Mapping[str, str]
) -> str:
    filled = {key: words for key, value in row.items() if (words := _words(value))}
    card = "".join(
        f"<tr><th>{escape(titles.get(key, key))}</th><td>{escape(words)}</td></tr>"
        for key, words in filled.items()
    )
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{_text(words)}</value></Data>"
        for key, words in filled.items()
    )
    name = next((filled[key] for key in _NAMES if key in filled), "")
    return (
        f"<Placemark><name>{_text(name)}</name>"
        f"<description>{_text(f'<table>{card}</table>')}</description>"
        f"<styleUrl>#c{str(row.get('color', _INK))[1:]}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{_geometry(shape)}</Placemark>\n"
    )


def _words(value: object) -> str:
    found = plain(value)
    return "" if found is None else str(found)


def _text(words: str) -> str:
    """Words as text of XML 1.0, which knows no control characters."""
    return marked_up("".join(char for char in words if char >= " " or char in "\t\n"))


def _geometry(shape: BaseGeometry | None) -> str:
    if shape is None or shape.is_empty:
        return ""
    parts = [piece for part in shapely.get_parts(shape) for piece in _piece(part)]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _piece(part: BaseGeometry) -> Iterator[str]:
    if isinstance(part, shapely.Point):
        yield f"<Point>{_coordinates([part.coords[0]])}</Point>"
    elif isinstance(part, shapely.Polygon):
        solid = shapely.orient_polygons(part)
        inner = "".join(f"<innerBoundaryIs>{_ring(r)}</innerBoundaryIs>" for r in solid.interiors)
        outer = f"<outerBoundaryIs>{_ring(solid.exterior)}</outerBoundaryIs>"
        yield f"<Polygon>{outer}{inner}</Polygon>"
    else:
        yield f"<LineString><tessellate>1</tessellate>{_coordinates(part.coords)}</LineString>"


def _ring(ring: BaseGeometry) -> str:
    return f"<LinearRing>{_coordinates(ring.coords)}</LinearRing>"


def _coordinates(points: Iterable[tuple[float, ...]]) -> str:
    listed = " ".join(f"{round(x, _DECIMALS)},{round(y, _DECIMALS)}" for x, y, *_ in points)
    return f"<coordinates>{listed}</coordinates>"
