"""SLD as XML: classes, colours, hatches, circles, and words that stay words."""

import xml.etree.ElementTree as ET

import pytest
from support.hostile import WORDS
from support.specs import circled_spec

from geomap.model import LegendItem, Symbol
from geomap.text import Text
from geomap.writers import sld
from geomap.writers.qml import Look

NAMES = {"sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}


def parsed(*items: LegendItem, circles: bool = False) -> ET.Element:
    look = Look(items, (("class", "级别"),), "name", circled_spec().circles if circles else None)
    return ET.fromstring(sld.document("t", look))  # noqa: S314 # our own


def item(symbol: Symbol, words: str = "甲") -> LegendItem:
    return LegendItem("a", Text.same(words), symbol, 1)


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        (Symbol("area", "#112233"), "PolygonSymbolizer"),
        (Symbol("line", stroke="#112233", dashed=True), "LineSymbolizer"),
        (Symbol("point", "#112233", shape="diamond"), "PointSymbolizer"),
    ],
)
def test_a_class_is_a_rule_in_its_colour(symbol: Symbol, kind: str) -> None:
    root = parsed(item(symbol))
    rule = root.find(".//sld:Rule", NAMES)
    assert rule is not None
    assert rule.findtext(".//ogc:Literal", namespaces=NAMES) == "甲"
    assert rule.find(f"sld:{kind}", NAMES) is not None
    told = {p.text for p in rule.iter(f"{{{NAMES['sld']}}}CssParameter")}
    assert "#112233" in told
    assert ("6 4" in told) is symbol.dashed
    assert bool(rule.findtext(".//sld:Rotation", namespaces=NAMES)) is (symbol.shape == "diamond")


def test_a_hatch_lies_over_its_fill() -> None:
    root = parsed(item(Symbol("area", "#eeeeee", pattern="diagonal")))
    below, above = root.findall(".//sld:PolygonSymbolizer", NAMES)
    assert below.findtext(".//sld:CssParameter", namespaces=NAMES) == "#eeeeee"
    assert above.findtext(".//sld:WellKnownName", namespaces=NAMES) == "shape://slash"
    alone = parsed(item(Symbol("area", pattern="dots")))
    assert len(alone.findall(".//sld:PolygonSymbolizer", NAMES)) == 1


def test_circles_are_drawn_over_all_areas_in_their_size() -> None:
    root = parsed(item(Symbol("area", "#eeeeee")), circles=True)
    styles = root.findall(".//sld:FeatureTypeStyle", NAMES)
    kinds = [style.find(".//sld:Rule", NAMES) for style in styles]
    assert len(kinds) == 3  # areas, circles, names
    size = styles[1].find(".//sld:Size/ogc:Mul", NAMES)
    assert size is not None
    assert size.findtext("ogc:PropertyName", namespaces=NAMES) == "circle_radius"
    assert float(size.findtext("ogc:Literal", namespaces=NAMES) or 0) == pytest.approx(8 / 3, 1e-4)


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_words(words: str) -> None:
    root = parsed(item(Symbol("area", "#eeeeee"), words))
    visible = "".join(c for c in words if c >= " " or c in "\t\n")
    assert root.findtext(".//ogc:Literal", namespaces=NAMES) == visible
