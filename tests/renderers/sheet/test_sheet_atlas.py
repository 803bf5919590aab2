"""Sheets of the shipped atlas: every theme on every page, measured box by box.

What is measured is the sheet itself and the files made of it, not the spec.
"""

import itertools
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path as FilePath
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from pyproj import Geod
from support.paths import THEMES

import geomap
from geomap.renderers import fonts, pdf, svg
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import Box
from geomap.renderers.sheet.primitives import Frame, Layer, Path, Sheet, TextRun
from geomap.renderers.sheet.projection import Projection, View
from geomap.renderers.sheet.typesetting import words_box
from geomap.text import Lang

pytestmark = pytest.mark.slow

PAGES = ("A4-landscape", "A4-portrait", "16x9")
EVERY = list(itertools.product(THEMES, PAGES, ("zh", "en")))
LIMIT = 300_000
# A box holds accents and descenders; letters of two lines set close may share that white.
_SLACK = 0.25  # mm


Sheets = Callable[[str, str, Lang], Sheet]


@pytest.fixture(scope="module")
def sheets(shipped: geomap.Atlas) -> Sheets:
    """Lays a sheet out once for all tests of this file."""

    @cache
    def sheet(theme: str, page: str, lang: Lang) -> Sheet:
        return lay_out(shipped[theme].spec, page, lang)

    return sheet


def _words(layer: Layer) -> list[TextRun]:
    return [item for item in layer.items if isinstance(item, TextRun)]


def _pairs_that_overlap(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for a, b in itertools.combinations(boxes, 2) if a.overlaps(b)]


def _frames(sheet: Sheet) -> list[Frame]:
    return [frame for frame in (sheet.main, sheet.inset) if frame is not None]


def test_all_themes_are_tested(shipped: geomap.Atlas) -> None:
    assert set(THEMES) == set(shipped)


@pytest.mark.parametrize(("theme", "page", "lang"), EVERY)
def test_no_label_overlaps_or_is_cut(sheets: Sheets, theme: str, page: str, lang: Lang) -> None:
    sheet = sheets(theme, page, lang)
    for frame in _frames(sheet):
        boxes = [label.box for label in frame.labels]
        assert _pairs_that_overlap(boxes) == []
        assert all(frame.box.contains(box) for box in boxes)
    for layer in sheet.layers:
        boxes = [words_box(fonts.load(), words) for words in _words(layer)]
        assert _pairs_that_overlap([box.grown(-_SLACK) for box in boxes]) == []
        inside = layer.clip or Box(0, 0, sheet.page.width, sheet.page.height)
        assert all(inside.contains(box.grown(-_SLACK)) for box in boxes)


def _districts(sheet: Sheet, layer: str) -> dict[str, shapely.Geometry]:
    """The districts as they are drawn, by adcode."""
    drawn = next((each.items for each in sheet.layers if each.name == layer), ())
    return {
        item.data[0][1]: shapely.union_all(
            [shapely.make_valid(shapely.Polygon(run)) for run in item.runs if len(run) > 3]
        )
        for item in drawn
        if isinstance(item, Path) and item.data
    }


def _on_foreign_ground(sheet: Sheet) -> list[str]:
    """Names of districts without a leader line of which a twentieth or more lies on others."""
    found = []
    for frame, layer in ((sheet.main, "districts"), (sheet.inset, "inset-districts")):
        shapes = _districts(sheet, layer)
        for label in () if frame is None else frame.labels:
            if label.leader or label.key not in shapes:
                continue
            box = shapely.box(*label.box.bounds)
            others = [box.intersection(s).area for code, s in shapes.items() if code != label.key]
            if sum(others) > 0.05 * box.area:
                found.append(label.text)
    return found


@pytest.mark.parametrize(("theme", "page", "lang"), EVERY)
def test_no_name_stands_on_foreign_ground_without_a_leader(
    sheets: Sheets, theme: str, page: str, lang: Lang
) -> None:
    found = _on_foreign_ground(sheets(theme, page, lang))
    # Among many names one may find no better place if they are English, and one more on a slide.
    crowded = (lang == "en") + (page == "16x9")
    assert len(found) <= crowded, found


@pytest.mark.parametrize(("theme", "page", "lang"), EVERY)
def test_every_district_is_named_once(
    shipped: geomap.Atlas, sheets: Sheets, theme: str, page: str, lang: Lang
) -> None:
    sheet = sheets(theme, page, lang)
    spec = shipped[theme].spec
    codes = {district.adcode for district in spec.districts}
    labels = [label.key for frame in _frames(sheet) for label in frame.labels]
    # A river that is long enough is named on the map and in the inset.
    named = [key for key in labels if not key.startswith("context:")]
    assert len(named) == len(set(named))
    full = {d.name.get(lang): d.adcode for d in spec.districts}
    missing = {full[name] for name in sheet.unplaced if name in full}
    shown = codes & set(named)
    if spec.extent == shipped["overview"].spec.extent:
        assert shown | missing == codes
    if page.startswith("A4"):
        assert missing == set()


@pytest.mark.parametrize("theme", THEMES)
def test_chinese_names_all_find_room_on_a4(sheets: Sheets, theme: str) -> None:
    assert sheets(theme, "A4-landscape", "zh").unplaced == ()


@pytest.mark.parametrize(("theme", "page"), list(itertools.product(THEMES, PAGES)))
def test_the_scale_bar_holds_where_it_stands(
    shipped: geomap.Atlas, sheets: Sheets, theme: str, page: str
) -> None:
    spec = shipped[theme].spec
    sheet = sheets(theme, page, "zh")
    projection = Projection.for_extent(spec.extent)
    view = View(sheet.main.box, projection, (0.0, 0.0), sheet.main.scale)
    ends = view.to_ground(np.array([sheet.bar.left, sheet.bar.right]))
    measured = Geod(ellps="GRS80").inv(*ends[0], *ends[1])[2]
    assert measured == pytest.approx(sheet.bar.metres, rel=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_files_are_small(sheets: Sheets, theme: str) -> None:
    sheet = sheets(theme, "A4-landscape", "zh")
    assert len(svg.write(sheet)) <= LIMIT
    assert len(pdf.write(sheet)) <= LIMIT


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize(("theme", "lang"), list(itertools.product(THEMES, ("zh", "en"))))
def test_svg_carries_the_words_and_counts_of_the_legend(
    shipped: geomap.Atlas, sheets: Sheets, theme: str, lang: Lang
) -> None:
    spec = shipped[theme].spec
    root = ET.fromstring(svg.write(sheets(theme, "A4-landscape", lang)))  # noqa: S314 # our own file
    group = next(g for g in root if g.get("id") == "legend")
    text = _plain("".join("".join(node.itertext()) for node in group))
    for legend in spec.legends:
        assert _plain(legend.title.get(lang)) in text
        for item in legend.items:
            assert _plain(item.label.get(lang)) in text
    shapes = [path for path in root.iter() if path.get("data-adcode")]
    colors = {path.get("data-adcode"): path.get("fill") for path in shapes}
    for district in spec.districts:
        if district.adcode in colors:
            assert colors[district.adcode] == spec.item(district.item).symbol.fill


@pytest.mark.parametrize("theme", THEMES)
def test_pdf_text_can_be_copied(sheets: Sheets, theme: str) -> None:
    sheet = sheets(theme, "A4-landscape", "zh")
    spoken = _copied(pdf.write(sheet))
    assert sorted(spoken) == sorted(sheet.words())


def _copied(data: bytes) -> list[str]:
    """What a reader gets who copies all text: the font's way back to characters, applied."""
    streams = [
        zlib.decompress(body).decode("ascii")
        for body in re.findall(rb"FlateDecode >>\nstream\n(.*?)\nendstream", data, re.DOTALL)
    ]
    (letters,) = [text for text in streams if "beginbfchar" in text]
    (ink,) = [text for text in streams if " Tj" in text]
    back = {
        code: bytes.fromhex(char).decode("utf-16-be")
        for code, char in re.findall(r"<(\w{4})> <(\w+)>", letters)
        if code != "0000"
    }
    # The white rim below a name is marked as saying nothing.
    ink = re.sub(r"/Span << /ActualText <FEFF> >> BDC.*?EMC", "", ink, flags=re.DOTALL)
    shown = re.findall(r"<(\w+)> Tj", ink)
    return ["".join(back[code] for code in re.findall(r"\w{4}", line)) for line in shown]


def test_pdf_opens_without_complaint(sheets: Sheets, tmp_path: FilePath) -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not here; install poppler-utils to read PDFs with it")
    sheet = sheets("charging", "A4-landscape", "zh")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf.write(sheet))
    done = subprocess.run([tool, "-raw", file, "-"], capture_output=True, text=True, check=True)  # noqa: S603 # a known tool
    assert done.stderr == ""
    found = _plain(done.stdout)
    assert all(_plain(line) in found for line in sheet.words())
    assert found.count("石柱") == sum("石柱" in line for line in sheet.words())


def test_neighbours_share_their_border_without_a_gap(shipped: geomap.Atlas, sheets: Sheets) -> None:
    root = ET.fromstring(svg.write(sheets("urbanisation", "A4-landscape", "zh")))  # noqa: S314 # our own file
    group = next(g for g in root if g.get("id") == "districts")
    area = sum(_area(path.get("d", "")) for path in group if path.get("data-adcode"))
    edge = next(g for g in root if g.get("id") == "borders")
    assert len(list(edge)) == len(shipped["urbanisation"].spec.borders)
    spec = shipped["urbanisation"].spec
    geod = Geod(ellps="GRS80")
    ground = sum(abs(geod.geometry_area_perimeter(d.geometry)[0]) for d in spec.districts)
    scale = sheets("urbanisation", "A4-landscape", "zh").main.scale
    assert area / 1e4 * (scale / 1000) ** 2 == pytest.approx(ground, rel=2e-3)


def _area(outline: str) -> float:
    """Square hundredths of a millimetre inside a path of moves, steps and closes."""
    total, pen = 0.0, np.zeros(2)
    for move, steps in re.findall(r"m([-\d ]+)l([-\d ]+)z", outline):
        pen = pen + np.array(_numbers(move))
        points = np.vstack([pen, pen + np.cumsum(np.array(_numbers(steps)).reshape(-1, 2), axis=0)])
        x, y = points.T
        # Holes run the other way round and count against their shell.
        total += float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    return abs(total)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text)]
