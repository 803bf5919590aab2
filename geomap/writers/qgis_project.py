"""A QGIS project of a map: its layers in groups, in the order, classes and words of the sheet.

Written by hand and not by QGIS, so that it is the same each time, names no user and needs no QGIS.
It finds its GeoPackage beside it, wherever both are moved. QGIS takes no stored style for a layer
of a project, so each has its own here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

import pyproj

from geomap.geo.datum import WGS84_CRS
from geomap.geo.zones import plane_for
from geomap.model import MapSpec
from geomap.model.layers import LayerName
from geomap.text import Lang, Text
from geomap.writers import about
from geomap.writers.archives import write_zip
from geomap.writers.gpkg_measures import LINKS, MEASURES
from geomap.writers.looks import LAYERS, title_of
from geomap.writers.qml import Look, aliases

Geometry = Literal["Point", "Line", "Polygon", "No geometry"]

_ORDER: tuple[Geometry, ...] = ("Point", "Line", "Polygon", "No geometry")
_AROUND = Text("周边", "Surroundings")
# The groups from the top of the map to its bottom, as on the sheet: layer, and whether it is the
# part of the context that lies below the districts.
_GROUPS: tuple[tuple[LayerName, bool], ...] = (
    ("sites", False),
    ("projects", False),
    ("context", False),
    ("districts", False),
    ("context", True),
    ("measures", False),
)
# Table, what the relation is called, and the columns of the links and of the table.
_RELATED = (
    ("districts", Text("点名的举措", "Measures that name it"), "adcode", "adcode"),
    (MEASURES, Text("点名的区县", "Districts that it names"), "measure", "id"),
)
_MARGIN = 0.02  # of the extent, around it
_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.22.0"


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table of a GeoPackage, as a project shows it.

    Attributes:
        name: Of the table.
        layer: Layer of the map that it is of.
        geometry: As QGIS calls it.
        look: How it is drawn.
        crs: Code of the CRS of its coordinates; empty where none names it.
    """

    name: str
    layer: LayerName
    geometry: Geometry
    look: Look
    crs: str = WGS84_CRS


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table, or the part of one, as a layer of the project."""

    table: TableLook
    below: bool
    title: str
    part: str = ""

    @property
    def key(self) -> str:
        """The same each time, so that what people build on a project goes on to work."""
        return f"geomap_{self.table.name}{'_below' if self.below else ''}"

    def source(self, file: str) -> str:
        """Where its data is, as seen from the project's folder."""
        return f"./{file}|layername={self.table.name}{self.part}"


def project(spec: MapSpec, tables: Sequence[TableLook], file: str) -> str:
    """The project of a map, as XML.

    Args:
        spec: The map.
        tables: Tables of its GeoPackage.
        file: Name of the GeoPackage, which lies in the project's folder.
    """
    lang = spec.language
    layers = sorted(_layers(spec, tables), key=_place)
    groups = "".join(
        _group(_title(*key, lang), list(members), file)
        for key, members in groupby(layers, lambda each: (each.table.layer, each.below))
    )
    order = "".join(f"<layer id={quoteattr(each.key)}/>" for each in layers)
    return (
        f'{_HEAD}<qgis projectname="{_attribute(spec.title.get(lang))}" version="{_VERSION}">'
        f'<homePath path=""/><title>{_text(spec.title.get(lang))}</title>'
        f"<projectCrs>{_crs(_plane(spec, tables))}</projectCrs>"
        f"<layer-tree-group><customproperties/>{groups}</layer-tree-group>"
        f"{_relations(layers, lang)}"
        f"{_canvas(spec, tables)}"
        f"<projectlayers>{''.join(_maplayer(each, file) for each in layers)}</projectlayers>"
        f"<layerorder>{order}</layerorder>"
        '<properties><Paths><Absolute type="bool">false</Absolute></Paths>'
        '<SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys>'
        f"</properties>{_metadata(spec)}{_view(spec)}</qgis>\n"
    )


def write(xml: str, path: Path) -> None:
    """Write a project as ``.qgz``."""
    write_zip(path, {f"{path.stem}.qgs": xml.encode("utf-8")})


def _layers(spec: MapSpec, tables: Iterable[TableLook]) -> Iterator[_Layer]:
    """The tables as layers; one whose features lie partly below the districts becomes two."""
    below = {mark.title.zh: mark.role for mark in spec.context if mark.below}
    for table in tables:
        words = {item.label.zh for item in table.look.items}
        if table.layer != "context":
            yield _Layer(table, below=False, title=_named(spec, table))
            continue
        for is_below in (False, True):
            items = tuple(i for i in table.look.items if (i.label.zh in below) is is_below)
            if not items:
                continue
            title = "、".join(i.label.get(spec.language) for i in items)
            listed = ", ".join(f"'{item.key}'" for item in items)
            part = "" if len(items) == len(words) else f'|subset="role" IN ({listed})'
            yield _Layer(table, is_below, title, part)


def _named(spec: MapSpec, table: TableLook) -> str:
    """The districts say what colours them; other tables are called by their kind."""
    title = title_of(table.name, table.layer).get(spec.language)
    if table.layer != "districts":
        return title
    between = "：" if spec.language == "zh" else ": "
    return f"{title}{between}{spec.legends[0].title.get(spec.language)}"


def _place(layer: _Layer) -> tuple[int, int]:
    """From the top of the map: points above lines above areas, and lists at the end."""
    group = _GROUPS.index((layer.table.layer, layer.below))
    return group, _ORDER.index(layer.table.geometry)


def _title(layer: LayerName, below: bool, lang: Lang) -> str:  # noqa: FBT001 # a key's part
    return (_AROUND if below else LAYERS[layer]).get(lang)


def _group(title: str, layers: Sequence[_Layer], file: str) -> str:
    inside = "".join(
        f'<layer-tree-layer id={quoteattr(each.key)} name="{_attribute(each.title)}" '
        f'source={quoteattr(each.source(file))} providerKey="ogr" checked="Qt::Checked" '
        'expanded="1"><customproperties/></layer-tree-layer>'
        for each in layers
    )
    return (
        f'<layer-tree-group name="{_attribute(title)}" checked="Qt::Checked" expanded="1">'
        f"<customproperties/>{inside}</layer-tree-group>"
    )


def _relations(layers: Sequence[_Layer], lang: Lang) -> str:
    """From a district to what the plan says of it, and back."""
    if LINKS not in {each.table.name for each in layers}:
        return "<relations/>"
    listed = "".join(
        f'<relation id="geomap_{LINKS}_{table}" name="{_attribute(title.get(lang))}" '
        f'referencingLayer="geomap_{LINKS}" referencedLayer="geomap_{table}" '
        f'strength="Association"><fieldRef referencingField="{there}" '
        f'referencedField="{here}"/></relation>'
        for table, title, there, here in _RELATED
    )
    return f"<relations>{listed}</relations>"


def _maplayer(layer: _Layer, file: str) -> str:
    table = layer.table
    spatial = table.geometry != "No geometry"
    style = table.look.content() if spatial else aliases(table.look.fields)
    return (
        f'<maplayer type="vector" geometry="{table.geometry}" labelsEnabled="{int(spatial)}" '
        'styleCategories="AllStyleCategories" hasScaleBasedVisibilityFlag="0" readOnly="0">'
        f"<id>{_text(layer.key)}</id><datasource>{_text(layer.source(file))}</datasource>"
        f"<layername>{_text(layer.title)}</layername>"
        f"{f'<srs>{_crs(table.crs)}</srs>' if table.crs else ''}"
        f'<provider encoding="UTF-8">ogr</provider>{style}</maplayer>'
    )


def _plane(spec: MapSpec, tables: Sequence[TableLook]) -> str:
    """The CRS of the view: the plane of the data, or one about it where the data is in degrees.

    Degrees that no CRS names are looked at as they are.
    """
    crs = next((each.crs for each in tables if each.geometry != "No geometry"), WGS84_CRS)
    if not crs:
        return WGS84_CRS
    is_plane = pyproj.CRS.from_user_input(crs).is_projected
    return crs if is_plane else f"EPSG:{plane_for(spec.extent)}"


def _canvas(spec: MapSpec, tables: Sequence[TableLook]) -> str:
    crs = _plane(spec, tables)
    there = pyproj.Transformer.from_crs(WGS84_CRS, crs, always_xy=True)
    edges = there.transform_bounds(*_around(spec))
    return (
        '<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>'
        f"<extent>{_box(edges)}</extent><rotation>0</rotation>"
        f"<destinationsrs>{_crs(crs)}</destinationsrs></mapcanvas>"
    )


def _view(spec: MapSpec) -> str:
    """Where QGIS goes when it opens the project, and with "zoom to full extent"."""
    edges = (f'{name}="{edge:.6f}"' for name, edge in zip(_EDGES, _around(spec), strict=True))
    return (
        '<ProjectViewSettings UseProjectScales="0"><Scales/>'
        f"<DefaultViewExtent {' '.join(edges)}>{_crs(WGS84_CRS)}</DefaultViewExtent>"
        "</ProjectViewSettings>"
    )


_EDGES = ("xmin", "ymin", "xmax", "ymax")


def _around(spec: MapSpec) -> tuple[float, float, float, float]:
    west, south, east, north = spec.extent
    aside, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return west - aside, south - up, east + aside, north + up


def _box(edges: Iterable[float]) -> str:
    pairs = zip(_EDGES, edges, strict=True)
    return "".join(f"<{name}>{edge:.3f}</{name}>" for name, edge in pairs)


def _metadata(spec: MapSpec) -> str:
    """What the map is and where it comes from, as the project's properties show it."""
    lines = [words for key, words in about.lines(spec) if key not in {"title", "atlas"}]
    abstract = "\n".join(words.get(spec.language) for words in lines)
    language = "zho" if spec.language == "zh" else "eng"
    return (
        f"<projectMetadata><identifier>{_text(spec.theme)}</identifier>"
        f"<language>{language}</language><type>dataset</type>"
        f"<title>{_text(spec.title.get(spec.language))}</title>"
        f"<abstract>{_text(abstract)}</abstract><author>geomap</author></projectMetadata>"
    )


@cache
def _crs(name: str) -> str:
    """A CRS as QGIS writes it."""
    crs = pyproj.CRS.from_user_input(name)
    return (
        f"<spatialrefsys><wkt>{_text(crs.to_wkt('WKT2_2019'))}</wkt>"
        f"<srid>{crs.to_epsg() or 0}</srid><authid>{_text(name)}</authid>"
        f"<description>{_text(crs.name)}</description>"
        f"<geographicflag>{json.dumps(crs.is_geographic)}</geographicflag></spatialrefsys>"
    )


def _plain(words: str) -> str:
    """Words without the characters that XML 1.0 does not know."""
    return "".join(char for char in words if char >= " " or char in "\t\n")


def _text(words: str) -> str:
    return escape(_plain(words))


def _attribute(words: str) -> str:
    """Words between double quotes."""
    return escape(_plain(words), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
