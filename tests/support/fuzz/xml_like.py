"""KML, and the XML within .xlsx and .ods: any element, attribute or text at any place."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from support import books, mutants
from support.fuzz.files import file_grammar
from support.fuzz.trees import ABSENT, Place, at

KINDS: tuple[Any, ...] = (
    *("", "x", "0", "-1", "1.5", "1e308", "NaN", "99999999999999999999", "true", "甲", " 1 ,2"),
    *(["x"], [], {"tag": "x", "attributes": {}, "content": []}),
    {"tag": "Point", "attributes": {"a": "b"}, "content": [{"tag": "coordinates"}]},
)


def tree_of(element: ET.Element) -> dict[str, Any]:
    """An element as a tree."""
    content: list[Any] = [element.text] if (element.text or "").strip() else []
    for child in element:
        content.append(tree_of(child))
        content += [child.tail] if (child.tail or "").strip() else []
    return {"tag": element.tag, "attributes": dict(element.attrib), "content": content}


def element_of(tree: Any) -> ET.Element:  # noqa: ANN401 # any tree
    """A tree as an element; what is no element becomes one that is called x."""
    if not isinstance(tree, dict):
        made = ET.Element("x")
        _fill(made, tree)
        return made
    attributes = tree.get("attributes")
    attributes = attributes if isinstance(attributes, dict) else {"a": str(attributes)}
    said = {str(key): value if isinstance(value, str) else "" for key, value in attributes.items()}
    made = ET.Element(_name(tree.get("tag")), said)
    _fill(made, tree.get("content"))
    return made


def _name(words: Any) -> str:  # noqa: ANN401 # any tree
    """What can be a name of an element; other words are none."""
    is_name = isinstance(words, str) and (words[:1].isalpha() or words[:1] == "{")
    return str(words) if is_name else "x"


def _fill(owner: ET.Element, content: Any) -> None:  # noqa: ANN401 # any tree
    for part in content if isinstance(content, list) else [content]:
        if isinstance(part, dict):
            owner.append(element_of(part))
        elif part is not None and len(owner):
            owner[-1].tail = (owner[-1].tail or "") + str(part)
        elif part is not None:
            owner.text = (owner.text or "") + str(part)


def written(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    """The XML of a tree."""
    return bytes(ET.tostring(element_of(tree), encoding="utf-8", xml_declaration=True))


def packed(tree: Any) -> bytes:  # noqa: ANN401 # any tree
    """A zip of XML members; others are kept as they are."""
    members = tree if isinstance(tree, dict) else {"x": tree}
    made = {
        str(name): member if isinstance(member, bytes) else written(member)
        for name, member in members.items()
    }
    return books.zipped(made)


def _members(data: bytes, wanted: tuple[str, ...]) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: tree_of(ET.fromstring(archive.read(name)))  # noqa: S314 # our own
            if any(name.endswith(end) for end in wanted)
            else archive.read(name)
            for name in archive.namelist()
        }


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in mutants.CELLS:
        sheet.append(row)
    sheet.append(["500111", "大足区", 0.5])
    sheet["C4"].number_format = "0.0%"
    sheet.merge_cells("A3:A4")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _keep(place: Place) -> bool:
    """The names of the parts of an element, and members that are no XML."""
    return not place or place[-1] in {"attributes", "mimetype"} or place[:1] == ("mimetype",)


_KML = ET.fromstring(  # noqa: S314 # our own
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark><name>甲</name>'
    '<ExtendedData><SchemaData schemaUrl="#a"><SimpleData name="n">1</SimpleData></SchemaData>'
    '<Data name="m"><value>2</value></Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing>'
    "<coordinates>106,29 107,29 107,30 106,29</coordinates></LinearRing></outerBoundaryIs>"
    "<innerBoundaryIs><LinearRing><coordinates>106.5,29.1 106.8,29.1 106.8,29.3 106.5,29.1"
    "</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Folder><Placemark>"
    "<MultiGeometry><Point><coordinates>106,29,5</coordinates></Point><LineString><coordinates>"
    "106,29 107,30</coordinates></LineString></MultiGeometry></Placemark></Document></kml>"
)


def _any_xml(place: Place, value: Any) -> bool:  # noqa: ANN401 # any tree
    """Elements that nobody knows are passed over, and words are anybody's; coordinates are not."""
    return value is ABSENT or place[-2:-1] != ("content",) or "," not in str(_at(place))


def _at(place: Place) -> Any:  # noqa: ANN401 # any tree
    """What stands at a place of the KML; nothing in other seeds, which have no coordinates."""
    try:
        found = at(tree_of(_KML), place)
    except (LookupError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


GRAMMARS = (
    file_grammar("KML", ".kml", tree_of(_KML), KINDS, written, _any_xml, keep=_keep),
    file_grammar(
        "XML of .xlsx",
        ".xlsx",
        _members(_workbook(), ("sheet1.xml", "workbook.xml", "styles.xml", ".rels")),
        kinds=KINDS,
        render=packed,
        free=_any_xml,
        keep=_keep,
    ),
    file_grammar(
        "XML of .ods",
        ".ods",
        _members(
            books.ods({"表1": [*mutants.CELLS, ["x", books.Percent(0.5), 3]]}, [(2, 1, 3, 1)]),
            ("content.xml",),
        ),
        kinds=KINDS,
        render=packed,
        free=_any_xml,
        keep=_keep,
    ),
)
