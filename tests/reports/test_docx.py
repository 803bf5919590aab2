"""DOCX: read back by python-docx, shape for shape what the spec and the sheet say."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import pytest
import shapely
from docx.document import Document
from lxml import etree
from PIL import Image
from support.hostile import WORDS
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.renderers.sheet import primitives
from geomap.renderers.sheet.page import Box
from geomap.reports import docx as figures
from geomap.reports.drawingml import EMU_PER_MM
from geomap.reports.word.figure import lay_out_figure
from geomap.reports.word.markup import escape
from geomap.text import Lang, Text

SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
LANGS: tuple[Lang, Lang] = ("zh", "en")
CODE = re.compile(r" (\d{6})$")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, shipped: Atlas) -> Path:
    path = tmp_path_factory.mktemp("docx") / "urbanisation.docx"
    return shipped["urbanisation"].to_file(path)


def find(document: Document, path: str) -> list[etree._Element]:
    return list(etree.ElementBase.xpath(document.element, path, namespaces=SPACES))


def districts(document: Document) -> dict[str, etree._Element]:
    """The shapes of the main map's districts by name."""
    (group,) = find(document, "//wpg:grpSp[wpg:cNvPr/@name='区县' or wpg:cNvPr/@name='Districts']")
    shapes = group.findall("wps:wsp", SPACES)
    named = {shape.find("wps:cNvPr", SPACES).get("name"): shape for shape in shapes}
    return {name: shape for name, shape in named.items() if CODE.search(name)}


def fill(shape: etree._Element) -> str:
    return f"#{shape.find('wps:spPr/a:solidFill/a:srgbClr', SPACES).get('val').lower()}"


def test_every_district_is_a_named_shape_in_its_colour(shipped: Atlas, made: Path) -> None:
    spec, shapes = shipped["urbanisation"].spec, districts(docx.Document(str(made)))
    assert len(shapes) == len(spec.districts) == 44
    for district in spec.districts:
        shape = shapes[f"{district.name.zh} {district.adcode}"]
        item = spec.item(district.item)
        assert fill(shape) == item.symbol.fill
        told = shape.find("wps:cNvPr", SPACES).get("descr")
        value = "" if district.value is None else f"{district.value:,.12g}（{item.label.zh}）"
        assert (value or item.label.zh) in told


def test_groups_and_the_figure_have_the_extent_of_what_is_in_them(made: Path) -> None:
    document = docx.Document(str(made))
    frames = find(document, "//wpg:grpSpPr/a:xfrm")
    assert len(frames) > 6
    for frame in frames:
        off, ext, inner_off, inner_ext = (dict(child.attrib) for child in frame)
        assert (off, ext) == (inner_off, inner_ext)
        assert int(ext["cx"]) > 0
        assert int(ext["cy"]) > 0
    whole = {int(extent.get("cx")) for extent in find(document, "//wp:extent")}
    assert whole == {156 * EMU_PER_MM}


def test_recolouring_one_shape_changes_only_that(made: Path, tmp_path: Path) -> None:
    document = docx.Document(str(made))
    before = {name: etree.tostring(shape) for name, shape in districts(document).items()}
    (color,) = districts(document)["渝北区 500112"].findall("wps:spPr/a:solidFill/*", SPACES)
    color.set("val", "FF0000")
    document.save(str(tmp_path / "red.docx"))
    after = districts(docx.Document(str(tmp_path / "red.docx")))
    changed = [name for name, shape in after.items() if etree.tostring(shape) != before[name]]
    assert changed == ["渝北区 500112"]


def test_the_caption_is_counted_by_word_and_can_be_pointed_at(made: Path) -> None:
    (caption,) = (p for p in docx.Document(str(made)).paragraphs if p.style.name == "Caption")  # type: ignore[union-attr] # it has one
    assert caption.text == "图 1　城镇化率与规划目标"
    (instruction,) = caption._p.xpath(".//w:instrText")  # noqa: SLF001 # python-docx has no other way
    assert instruction.text == " SEQ 图 \\* ARABIC "
    (start,) = caption._p.xpath("./w:bookmarkStart")  # noqa: SLF001 # as above
    assert start.get(f"{{{SPACES['w']}}}name") == "_Ref_Figure1"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.slow
def test_all_words_are_there(shipped: Atlas, tmp_path: Path, lang: Lang) -> None:
    spec = shipped["metro"].spec
    path = shipped["metro"].to_file(tmp_path / "m.docx", options=OutputOptions(lang=lang))
    document = docx.Document(str(path))
    lines = [p.text for p in document.paragraphs]
    for words in (spec.title, spec.subtitle, spec.approval, spec.reference_date):
        assert words.get(lang) in lines
    assert [w for w in (*spec.notes, *spec.sources) if w.get(lang) not in lines] == []
    on_map = [t.xpath("string()") for t in find(document, "//wps:txbx//w:t")]
    drawn = "".join(lay_out_figure(spec, lang).words())
    assert sorted("".join(on_map)) == sorted(drawn)
    unnamed = lay_out_figure(spec, lang).unplaced
    assert all(any(name in line for line in lines[-1:]) for name in unnamed)
    told = {about.get("descr") for about in find(document, "//wp:docPr")}
    assert told == {spec.alt.get(lang)}


def test_ids_are_used_once_and_the_picture_stands_in_for_the_shapes(made: Path) -> None:
    document = docx.Document(str(made))
    ids = [e.get("id") for e in find(document, "//wps:cNvPr|//wpg:cNvPr|//wp:docPr|//pic:cNvPr")]
    assert len(set(ids)) == len(ids)
    (spare,) = find(document, "//mc:Fallback//a:blip")
    related = spare.get(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    )
    picture = document.part.related_parts[related]
    assert picture.content_type == "image/png"


@pytest.mark.slow
def test_the_same_map_gives_the_same_bytes(shipped: Atlas, made: Path, tmp_path: Path) -> None:
    again = shipped["urbanisation"].to_file(tmp_path / "again.docx")
    assert again.read_bytes() == made.read_bytes()
    with zipfile.ZipFile(again) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_font_is_embedded_and_no_field_asks_to_be_updated(made: Path) -> None:
    with zipfile.ZipFile(made) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in parts if "fonts/" in name]
    assert b"updateFields" not in parts["word/settings.xml"]
    assert "仿宋_GB2312".encode() in parts["word/styles.xml"]


@pytest.mark.parametrize("words", [*WORDS[:4], WORDS[5], "} HYPERLINK x {"])
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    spec, said = tiny_spec(), Text.same(words)
    named = replace(spec.districts[0], name=said)
    spec = replace(
        spec, alt=Text.same("x"), sources=(said,), districts=(named, *spec.districts[1:])
    )
    figures.write(spec, "zh", tmp_path / "t.docx")
    document = docx.Document(str(tmp_path / "t.docx"))
    assert words in [p.text for p in document.paragraphs]
    assert f"{words} 500101" in districts(document)
    assert len(find(document, "//w:instrText")) == 1
    assert find(document, "//w:hyperlink") == []


def test_what_xml_cannot_write_is_left_out() -> None:
    assert escape("a\x00\x1f\ufffe\ud800<b") == "a&lt;b"


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_paints_each_district_in_its_colour(
    shipped: Atlas, made: Path, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    assert office is not None
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "png", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(made)], check=True, capture_output=True)  # noqa: S603 # ours
    picture = np.asarray(Image.open(tmp_path / "urbanisation.png").convert("RGB")).astype(int)
    spec = shipped["urbanisation"].spec
    sheet = lay_out_figure(spec, "zh")
    scale = picture.shape[1] / 210
    # The edges of the map are the only dark lines as long as that; the last one is the lower.
    dark = (picture.sum(axis=2) < 600).sum(axis=1) > 0.6 * picture.shape[1]
    top, left = int(np.flatnonzero(dark)[-1]) / scale - sheet.main.box.bottom, 28.0
    looks = {d.adcode: spec.item(d.item).symbol.fill for d in spec.districts}
    # The smallest of them are to be seen in the inset only.
    shown = {
        code
        for layer in sheet.layers
        if layer.name in {"districts", "inset-districts"}
        for item in layer.items
        if isinstance(item, primitives.Path) and layer.clip is not None
        for code in [dict(item.data)["data-adcode"]]
        if _shows(picture, item, layer.clip, looks[code] or "", (left, top, scale))
    }
    assert shown == set(looks)


def _shows(
    picture: np.ndarray[tuple[int, ...], np.dtype[np.int_]],
    item: primitives.Path,
    clip: Box,
    look: str,
    place: tuple[float, float, float],
) -> bool:
    """Whether the colour of a district stands somewhere well within it."""
    left, top, scale = place
    ground = shapely.union_all([shapely.Polygon(run).buffer(0) for run in item.runs])
    inner = ground.intersection(shapely.box(*clip.bounds)).buffer(-0.25)
    height, width = picture.shape[:2]
    x, y = np.meshgrid((np.arange(width) + 0.5) / scale, (np.arange(height) + 0.5) / scale)
    within = shapely.contains_xy(inner, x - left, y - top)
    expected = [int(look[n : n + 2], 16) for n in (1, 3, 5)]
    alike = np.abs(picture - expected).max(axis=2) <= 3
    return int((within & alike).sum()) >= 3
