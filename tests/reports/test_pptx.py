"""PPTX: read back by python-pptx, shape for shape what the sheet and the spec say."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as Slides
from pptx.shapes.base import BaseShape
from pptx.shapes.group import GroupShape
from support.hostile import WORDS
from support.paths import ROOT, THEMES
from support.specs import tiny_spec

import geomap
from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions, Product
from geomap.errors import RenderError
from geomap.renderers import fonts
from geomap.renderers.sheet import primitives
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES, Box
from geomap.renderers.sheet.primitives import Layer, Run, Sheet, TextRun
from geomap.reports import pptx
from geomap.reports._slide import FOOT
from geomap.reports._slide import words as words_of
from geomap.reports.drawingml import EMU_PER_MM, freeform, paragraphs, text_box
from geomap.text import Lang, Text

LANGS: tuple[Lang, Lang] = ("zh", "en")
GROUP = {"zh": "区县", "en": "Districts"}
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SQUARE: Run = np.array([(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shipped: Atlas) -> Path:
    """Every theme, in the language of the atlas."""
    made = tmp_path_factory.mktemp("pptx")
    for theme in THEMES:
        shipped[theme].to_file(made / f"{theme}.pptx")
    return made


@cache
def atlas() -> Atlas:
    return geomap.open(ROOT)


@cache
def sheet_of(theme: str) -> Sheet:
    return Product(atlas()[theme].spec, {}).sheet


def every(shapes: Sequence[BaseShape]) -> Iterator[BaseShape]:
    """Shapes, groups and what is in them."""
    for shape in shapes:
        yield shape
        if isinstance(shape, GroupShape):
            yield from every(list(shape.shapes))


def shapes_of(slides: Slides) -> list[BaseShape]:
    return list(every(list(slides.slides[0].shapes)))


def opened(path: Path) -> Slides:
    return Presentation(str(path))


def group(slides: Slides, name: str = "区县") -> GroupShape:
    (found,) = (s for s in shapes_of(slides) if s.name == name and isinstance(s, GroupShape))
    return found


def told(shape: BaseShape) -> str:
    """Its alternative text."""
    (about,) = shape._element.xpath("./*/p:cNvPr")  # noqa: SLF001 # python-pptx has no other way
    return str(about.get("descr", ""))


def fill(shape: BaseShape) -> str | None:
    (look,) = shape._element.xpath("./p:spPr")  # noqa: SLF001 # as above
    color = look.find(f"{MAIN}solidFill/{MAIN}srgbClr")
    return None if color is None else f"#{color.get('val').lower()}"


def lines(slides: Slides) -> list[str]:
    """Every line of text on the slide."""
    found = (s.text_frame.text for s in shapes_of(slides) if s.has_text_frame)  # type: ignore[attr-defined] # then it has one
    return [line for text in found for line in re.split("[\n\v]", text) if line]


def drawn_codes(sheet: Sheet, layer: str = "districts") -> list[str]:
    """Adcodes of the districts that a layer shows, in their order."""
    (each,) = (each for each in sheet.layers if each.name == layer)
    assert each.clip is not None
    clip = shapely.box(*each.clip.bounds)
    paths = (item for item in each.items if isinstance(item, primitives.Path) and item.data)
    return [
        dict(path.data)["data-adcode"]
        for path in paths
        if any(shapely.Polygon(run).intersects(clip) for run in path.runs)
    ]


# -- districts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.slow
def test_every_district_is_a_named_shape_in_its_colour(
    shipped: Atlas, folder: Path, theme: str
) -> None:
    spec = shipped[theme].spec
    shapes = {s.name: s for s in group(opened(folder / f"{theme}.pptx")).shapes}
    codes = drawn_codes(sheet_of(theme))
    districts = [d for d in spec.districts if d.adcode in codes]
    assert len(districts) >= (40 if theme == "metro" else 44)
    for district in districts:
        shape, item = shapes[f"{district.name.zh} {district.adcode}"], spec.item(district.item)
        assert fill(shape) == item.symbol.fill
        assert told(shape).startswith(f"{district.name.zh}；")
        assert item.label.zh in told(shape)
        if district.value is not None:
            assert re.search(rf"：{district.value:,.12g}(（|$)", told(shape))


@pytest.mark.parametrize("theme", THEMES)
def test_the_inset_names_its_districts_too(folder: Path, theme: str) -> None:
    sheet = sheet_of(theme)
    assert sheet.inset is not None
    names = [s.name for s in group(opened(folder / f"{theme}.pptx"), "区县（放大图）").shapes]
    found = [match[1] for name in names if (match := re.search(r" (\d{6})$", name))]
    assert found == drawn_codes(sheet, "inset-districts")


RATE = "Urbanisation rate of residents"


@pytest.mark.slow
def test_a_district_says_value_and_class_in_the_language_of_the_sheet(
    shipped: Atlas, tmp_path: Path
) -> None:
    expected = {
        "zh": (
            "万州区 500101",
            "万州区；常住人口城镇化率与目标之差（个百分点，2020）：8.92（已达到）",
        ),
        "en": (
            "Wanzhou District 500101",
            f"Wanzhou District; {RATE} above its target (points, 2020): 8.92 (reached)",
        ),
    }
    for lang in LANGS:
        options = OutputOptions(lang=lang)
        path = shipped["urbanisation"].to_file(tmp_path / f"{lang}.pptx", options=options)
        made = group(opened(path), GROUP[lang])
        found = [(s.name, told(s)) for s in made.shapes if s.name.endswith("500101")]
        assert found == [expected[lang]]
        assert told(made) == shipped["urbanisation"].spec.alt.get(lang)


def test_shapes_lie_where_the_sheet_has_them(folder: Path) -> None:
    sheet = sheet_of("urbanisation")
    (layer,) = (each for each in sheet.layers if each.name == "districts")
    shapes = group(opened(folder / "urbanisation.pptx")).shapes
    paths = [item for item in layer.items if isinstance(item, primitives.Path)]
    for shape, path in zip(shapes, paths, strict=True):
        points = np.concatenate(path.runs)
        expected = np.concatenate((points.min(axis=0), points.max(axis=0) - points.min(axis=0)))
        given = np.array([shape.left, shape.top, shape.width, shape.height]) / EMU_PER_MM
        assert given == pytest.approx(expected, abs=0.011)


@pytest.mark.parametrize("theme", THEMES)
def test_groups_have_an_extent_that_holds_what_is_in_them(folder: Path, theme: str) -> None:
    groups = [s for s in shapes_of(opened(folder / f"{theme}.pptx")) if isinstance(s, GroupShape)]
    assert len(groups) > 6
    for each in groups:
        (frame,) = each._element.xpath("./p:grpSpPr/a:xfrm")  # noqa: SLF001 # as above
        off, ext, inner_off, inner_ext = (dict(child.attrib) for child in frame)
        assert (off, ext) == (inner_off, inner_ext)
        assert int(ext["cx"]) > 0
        assert int(ext["cy"]) > 0
        for shape in each.shapes:
            assert each.left <= shape.left
            assert shape.left + shape.width <= each.left + each.width
            assert each.top <= shape.top
            assert shape.top + shape.height <= each.top + each.height


def test_recolouring_one_shape_changes_only_that(folder: Path, tmp_path: Path) -> None:
    slides = opened(folder / "urbanisation.pptx")
    before = [etree.tostring(s._element) for s in group(slides).shapes]  # noqa: SLF001 # as above
    chosen = next(s for s in group(slides).shapes if s.name == "渝北区 500112")
    chosen.fill.solid()  # type: ignore[attr-defined] # a shape with a fill
    chosen.fill.fore_color.rgb = type(chosen.fill.fore_color.rgb)(255, 0, 0)  # type: ignore[attr-defined] # the same
    slides.save(str(tmp_path / "red.pptx"))
    again = group(opened(tmp_path / "red.pptx")).shapes
    after = [etree.tostring(s._element) for s in again]  # noqa: SLF001 # as above
    changed = [s.name for s, old, new in zip(again, before, after, strict=True) if old != new]
    assert changed == ["渝北区 500112"]
    assert [fill(s) for s in again if s.name == "渝北区 500112"] == ["#ff0000"]


def test_no_shape_takes_its_look_from_a_style(folder: Path) -> None:
    with zipfile.ZipFile(folder / "overview.pptx") as package:
        slide = package.read("ppt/slides/slide1.xml").decode()
    assert "<p:style>" not in slide
    assert "schemeClr" not in slide


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_all_words_of_the_sheet_are_on_the_slide_once(folder: Path, theme: str) -> None:
    assert sorted(lines(opened(folder / f"{theme}.pptx"))) == sorted(sheet_of(theme).words())


@pytest.mark.parametrize("theme", THEMES)
def test_the_title_is_the_title_and_the_notes_tell_the_sources(
    shipped: Atlas, folder: Path, theme: str
) -> None:
    spec, slide = shipped[theme].spec, opened(folder / f"{theme}.pptx").slides[0]
    title, notes = slide.shapes.title, slide.notes_slide.notes_text_frame
    assert title is not None
    assert title.text_frame.text == spec.title.zh
    assert title.shape_id == min(shape.shape_id for shape in slide.shapes)
    assert notes is not None
    for line in (spec.subtitle, spec.alt, spec.approval, *spec.notes, *spec.sources):
        assert line.zh in notes.text.split("\n")


def test_every_part_of_the_slide_has_a_name_in_words_and_an_id_of_its_own(folder: Path) -> None:
    for theme in THEMES:
        shapes = shapes_of(opened(folder / f"{theme}.pptx"))
        ids = [shape.shape_id for shape in shapes]
        assert len(set(ids)) == len(ids)
        layers = {layer.name for layer in sheet_of(theme).layers}
        assert not layers & {shape.name for shape in shapes}
        top = opened(folder / f"{theme}.pptx").slides[0].shapes
        assert [s.name for s in top if not told(s) and not s.is_placeholder] == []


def test_text_boxes_keep_words_in_their_place() -> None:
    face = fonts.load()
    for align, where in (("left", 0.0), ("center", 0.5), ("right", 1.0)):
        words = TextRun("渝北 Yubei", 100.0, 50.0, 10.0, align=align)  # type: ignore[arg-type] # of three
        box = text_box([words], face, FOOT)
        assert (box.left + where * box.width) / EMU_PER_MM == pytest.approx(100.0, abs=0.01)
        assert box.width / EMU_PER_MM > face.width(words.text, 10.0)
        # Below the baseline: what letters of 10 points need there.
        assert 50.6 < (box.top + box.height) / EMU_PER_MM < 51.0
        body = etree.fromstring(f'<body xmlns:a="{MAIN[1:-1]}">{words_of(box, "zh")}</body>')
        (look,) = body.iter(f"{MAIN}bodyPr")
        assert [look.get(f"{side}Ins") for side in "ltrb"] == ["0"] * 4
        assert look.get("wrap") == "none"
        assert [child.tag for child in look] == [f"{MAIN}noAutofit"]
        (letters,) = body.iter(f"{MAIN}rPr")
        assert letters.get("sz") == "1000"
        assert {child.tag.removeprefix(MAIN) for child in letters} >= {"latin", "ea"}


def test_a_white_rim_is_a_glow_at_the_box_and_at_its_letters() -> None:
    words = TextRun("渝北", 100.0, 50.0, 10.0, halo=2.0)
    rimmed, bare = (text_box([w], fonts.load(), FOOT) for w in (words, replace(words, halo=0.0)))
    glow = '<a:effectLst><a:glow rad="25400"><a:srgbClr val="FFFFFF"/></a:glow></a:effectLst>'
    assert rimmed.look == bare.look + glow
    assert words_of(rimmed, "zh").count(glow) == 1
    assert "glow" not in words_of(bare, "zh")


def test_lines_of_one_paragraph_share_a_box_with_the_pitch_of_the_sheet() -> None:
    em = 10 * 25.4 / 72
    one = TextRun("上", 20, 50, 10)
    two, three = replace(one, text="下", y=50 + 1.2 * em), replace(one, text="远", y=50 + 4 * em)
    other, path = replace(one, text="右", x=60), primitives.fill((SQUARE,), "#ffffff")
    assert list(paragraphs([one, two, three, other, path, one])) == [
        (one, two),
        (three,),
        (other,),
        path,
        (one,),
    ]
    box = text_box([one, two], fonts.load(), FOOT)
    assert '<a:spcPts val="1200"/>' in words_of(box, "zh")
    assert box.text == "上\n下"


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    spec = tiny_spec()
    named = replace(spec.districts[0], name=Text.same(words))
    spec = replace(
        spec,
        alt=Text.same(words),
        sources=(Text.same(words),),
        districts=(named, *spec.districts[1:]),
    )
    sheet = lay_out(tiny_spec(), "A4-landscape")
    layers = tuple(_reworded(layer, words) for layer in sheet.layers)
    hostile = replace(sheet, title=words, alt=words, author=words, subject=words, layers=layers)
    pptx.write(spec, hostile, tmp_path / "t.pptx")
    slides = opened(tmp_path / "t.pptx")
    assert set(lines(slides)) == {words}
    assert f"{words} 500101" in [shape.name for shape in group(slides).shapes]
    assert told(group(slides)) == words
    assert slides.core_properties.title == words
    notes = slides.slides[0].notes_slide.notes_text_frame
    assert notes is not None
    assert notes.text.split("\n")[1] == notes.text.split("\n")[-1] == words


def _reworded(layer: Layer, words: str) -> Layer:
    items = (replace(i, text=words) if isinstance(i, TextRun) else i for i in layer.items)
    return replace(layer, items=tuple(items))


# -- lines and areas -------------------------------------------------------------------------------


def outlines(look: str) -> list[list[list[tuple[int, int]]]]:
    """Outline by outline the points of each run, in hundredths of a millimetre."""
    return [
        [
            [(int(x), int(y)) for x, y in re.findall(r'<a:pt x="(\d+)" y="(\d+)"/>', run)]
            for run in outline.split("<a:moveTo>")[1:]
        ]
        for outline in re.findall("<a:path .*?</a:path>", look)
    ]


def test_what_lies_within_stays_one_closed_outline() -> None:
    path = primitives.Path((SQUARE,), closed=True, fill="#aabbcc", stroke="#000000")
    shape = freeform(path, Box(0, 0, 50, 50))
    assert shape is not None
    assert outlines(shape.look) == [[[(0, 0), (1000, 0), (1000, 1000), (0, 1000)]]]
    assert (shape.left, shape.width) == (10 * EMU_PER_MM, 10 * EMU_PER_MM)
    assert "<a:close/>" in shape.look
    assert 'fill="none"' not in shape.look


def test_an_area_is_cut_without_a_line_along_the_cut() -> None:
    path = primitives.Path((SQUARE,), closed=True, fill="#aabbcc", stroke="#000000", width=2.0)
    shape = freeform(path, Box(0, 0, 15, 50))
    assert shape is not None
    assert shape.width == 5 * EMU_PER_MM
    looks = re.findall("<a:path (.*?)>", shape.look)
    assert [look.partition("h=")[2].split(" ", 1)[1] for look in looks] == [
        'stroke="0"',
        'fill="none"',
    ]
    (area,), edges = outlines(shape.look)
    assert shapely.Polygon(area).area == pytest.approx(500 * 1000)
    length = sum(shapely.LineString(edge).length for edge in edges)
    end = 500 - round(2.0 / 2 * 2540 / 72)  # round ends reach the edge and no further
    assert max(x for edge in edges for x, _ in edge) == end
    assert length == pytest.approx(end + 1000 + end)


def test_holes_stay_holes_when_they_are_cut() -> None:
    hole = SQUARE[::-1] / 2 + (7.5, 7.5)
    shape = freeform(primitives.fill((SQUARE, hole), "#aabbcc"), Box(0, 0, 15, 50))
    assert shape is not None
    (rings,) = outlines(shape.look)
    assert sorted(shapely.Polygon(ring).area for ring in rings) == [250 * 500, 500 * 1000]
    assert shape.look.count("<a:close/>") == 2


def test_nothing_of_what_lies_outside() -> None:
    assert freeform(primitives.fill((SQUARE,), "#aabbcc"), Box(30, 30, 5, 5)) is None


def test_dashes_count_in_widths_of_the_line() -> None:
    run: Run = np.array([(0.0, 0.0), (10.0, 0.0)])
    shape = freeform(primitives.line((run,), "#112233", 0.8, (3.2, 1.6)))
    assert shape is not None
    assert '<a:ds d="400000" sp="200000"/>' in shape.look
    assert (shape.height, shape.width) == (0, 10 * EMU_PER_MM)
    assert '<a:ln w="10160" cap="flat">' in shape.look


def test_a_dot_is_a_line_all_the_same() -> None:
    run: Run = np.array([(1.0, 1.0), (1.001, 1.0)])
    shape = freeform(primitives.line((run,), "#112233", 0.8))
    assert shape is not None
    assert outlines(shape.look) == [[[(0, 0), (0, 0)]]]


# -- the file --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.slow
def test_the_slide_is_as_large_as_the_page(tmp_path: Path, page: str) -> None:
    spec = tiny_spec()
    pptx.write(spec, lay_out(spec, page), tmp_path / "t.pptx")
    slides, paper = opened(tmp_path / "t.pptx"), PAGES[page]
    size = (slides.slide_width, slides.slide_height)
    assert size == (round(paper.width * EMU_PER_MM), round(paper.height * EMU_PER_MM))
    for place in slides.slide_master.placeholders:
        assert place.left + place.width <= size[0]
        assert place.top + place.height <= size[1]


@pytest.mark.slow
def test_the_same_map_gives_the_same_bytes(shipped: Atlas, folder: Path, tmp_path: Path) -> None:
    again = shipped["metro"].to_file(tmp_path / "metro.pptx")
    assert again.read_bytes() == (folder / "metro.pptx").read_bytes()
    with zipfile.ZipFile(again) as package:
        entries = package.infolist()
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    about = opened(again).core_properties
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.year == 1980


def test_the_template_leaves_nothing_of_its_own(folder: Path) -> None:
    with zipfile.ZipFile(folder / "metro.pptx") as package:
        names = package.namelist()
        slides = package.read("ppt/presentation.xml").decode()
    assert not [n for n in names if "thumbnail" in n or "printer" in n or "app.xml" in n]
    assert len([n for n in names if re.search(r"slideLayout\d+\.xml$", n)]) == 1
    assert "screen4x3" not in slides


def test_without_python_pptx_there_is_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pptx, "find_spec", lambda _: None)
    spec = tiny_spec()
    with pytest.raises(RenderError) as refused:
        pptx.write(spec, lay_out(spec, "A4-landscape"), tmp_path / "t.pptx")
    for line in (refused.value.message.zh, refused.value.message.en):
        assert 'pip install "geomap[report]"' in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_paints_each_district_in_its_colour(
    shipped: Atlas, folder: Path, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    assert office is not None
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "png", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(folder / "urbanisation.pptx")], check=True, capture_output=True)  # noqa: S603 # ours
    picture = Image.open(tmp_path / "urbanisation.png").convert("RGB")
    sheet, spec = sheet_of("urbanisation"), shipped["urbanisation"].spec
    scale = picture.width / sheet.page.width
    looks = {d.adcode: spec.item(d.item).symbol.fill for d in spec.districts}
    (layer,) = (each for each in sheet.layers if each.name == "districts")
    seen = 0
    for item in layer.items:
        assert isinstance(item, primitives.Path)
        ground = max((shapely.Polygon(run) for run in item.runs), key=lambda ring: ring.area)
        inner = _clear(ground, sheet)
        if inner is not None:
            look = looks[dict(item.data)["data-adcode"]]
            x, y = (round(n * scale) for n in inner)
            assert look is not None
            expected = [int(look[n : n + 2], 16) for n in (1, 3, 5)]
            assert np.abs(np.array(picture.getpixel((x, y))) - expected).max() <= 3
            seen += 1
    assert seen > 30


def _clear(ground: shapely.Polygon, sheet: Sheet) -> tuple[float, float] | None:
    """A place of a district well away from words and edges, or None."""
    boxes = [label.box.grown(1.2) for label in sheet.main.labels]
    (place,) = (each.items[0] for each in sheet.layers if each.name == "inset-place")
    assert isinstance(place, primitives.Path)
    frame = shapely.LinearRing(place.runs[0]).buffer(0.8)
    rivers = [
        shapely.MultiLineString([run for run in item.runs if len(run) > 1]).buffer(0.8)
        for layer in sheet.layers
        if layer.name == "rivers"
        for item in layer.items
        if isinstance(item, primitives.Path)
    ]
    words = shapely.union_all([frame, *rivers, *(shapely.box(*box.bounds) for box in boxes)])
    rest = ground.buffer(-0.8).difference(words)
    if rest.is_empty:
        return None
    spot = rest.representative_point()
    return spot.x, spot.y
