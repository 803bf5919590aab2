"""The project of a map as XML: groups, places, words; what QGIS makes of it is in test_qgis."""

import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
import shapely
from support.hostile import WORDS
from support.specs import tiny_spec

from geomap.geo.extent import Extent
from geomap.model import ContextMark, LegendItem, MapSpec, Role, Symbol
from geomap.text import Text
from geomap.writers import qgis_project
from geomap.writers.qgis_project import TableLook
from geomap.writers.qml import Look

PLAIN = LegendItem("a", Text.same("a"), Symbol("area"), 1)


def table(name: str, layer: str, *items: LegendItem) -> TableLook:
    look = Look(items or (PLAIN,), (("name", "名称"),), "name")
    return TableLook(name, layer, "Polygon", look)  # type: ignore[arg-type] # a layer's name


def parsed(spec: MapSpec, *tables: TableLook) -> ET.Element:
    xml = qgis_project.project(spec, tables, "t.gpkg")
    return ET.fromstring(xml.partition("\n")[2])  # noqa: S314 # our own


def test_areas_above_and_below_the_districts_are_two_layers_of_one_table() -> None:
    def mark(role: Role, words: str, *, below: bool) -> ContextMark:
        shape = shapely.box(106, 29, 107, 30)
        title = Text.same(words)
        return ContextMark(f"context:{role}", title, role, title, Symbol("area"), below, shape)

    marks = (mark("water", "水域", below=False), mark("neighbour", "相邻", below=True))
    spec = tiny_spec(context=marks)
    items = [LegendItem(m.role, m.title, m.symbol, 1) for m in marks]
    root = parsed(spec, table("context", "context", *items), table("districts", "districts"))
    sources = {
        layer.findtext("id"): layer.findtext("datasource") for layer in root.iter("maplayer")
    }
    assert list(sources) == ["geomap_context", "geomap_districts", "geomap_context_below"]
    assert sources["geomap_context"] == ("./t.gpkg|layername=context|subset=\"role\" IN ('water')")
    assert sources["geomap_context_below"] == (
        "./t.gpkg|layername=context|subset=\"role\" IN ('neighbour')"
    )
    groups = [group.get("name") for group in root.findall("layer-tree-group/layer-tree-group")]
    assert groups == ["底图", "区县", "周边"]


def test_an_english_atlas_has_english_titles() -> None:
    root = parsed(tiny_spec(language="en"), table("districts", "districts"))
    assert root.findtext("title") == "Urbanisation of four districts"
    assert root.findtext("projectlayers/maplayer/layername") == (
        "Districts: Urbanisation rate (%, 2020)"
    )


@pytest.mark.parametrize(
    ("extent", "crs"),
    [
        (Extent(106, 29, 107, 30), "EPSG:4545"),
        (Extent(103.4, 30, 104.4, 31), "EPSG:4544"),
        (Extent(-0.6, 51.2, 0.4, 51.8), "EPSG:32630"),
        (Extent(174, -37.5, 176, -36), "EPSG:32760"),
    ],
)
def test_the_view_is_a_plane_about_the_map(extent: Extent, crs: str) -> None:
    root = parsed(tiny_spec(extent=extent), table("districts", "districts"))
    assert root.findtext("projectCrs/spatialrefsys/authid") == crs
    edge = float(root.findtext("mapcanvas/extent/xmax") or 0)
    assert 0 < edge < 1_000_000


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_words(words: str) -> None:
    root = parsed(tiny_spec(title=Text.same(words)), table("districts", "districts"))
    visible = "".join(c for c in words if c >= " " or c in "\t\n")
    assert root.get("projectname") == visible
    assert root.findtext("title") == visible


def test_the_archive_is_the_same_each_time_and_names_nobody(tmp_path: Path) -> None:
    xml = qgis_project.project(tiny_spec(), [table("districts", "districts")], "t.gpkg")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        qgis_project.write(xml, tmp_path / name / "t.qgz")
    packed = (tmp_path / "a" / "t.qgz").read_bytes()
    assert packed == (tmp_path / "b" / "t.qgz").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a" / "t.qgz").namelist() == ["t.qgs"]
    assert "saveUser" not in xml
    assert str(tmp_path) not in xml
