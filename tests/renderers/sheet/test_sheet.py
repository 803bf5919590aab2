"""Sheets of a tiny map: measured in millimetres, read back from their files."""

import io
import itertools
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from matplotlib.figure import Figure
from PIL import Image
from pyproj import Geod
from shapely import Point
from support.specs import circled_spec, tiny_spec

from geomap.errors import RenderError
from geomap.geo.extent import Extent
from geomap.model import Certainty, Mark
from geomap.renderers import axes, fonts, pdf, png, svg
from geomap.renderers.sheet import scale_bar
from geomap.renderers.sheet.layout import lay_out
from geomap.renderers.sheet.page import PAGES, Box
from geomap.renderers.sheet.primitives import Path, Sheet, TextRun
from geomap.renderers.sheet.projection import Projection, View, round_down, round_up
from geomap.text import Text

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</script> $x$ {{7*7}} {% raw %} ${1} `tick` <img onerror=\"x\"> & 'q' \\frac"


def _texts(data: bytes) -> list[str]:
    root = ET.fromstring(data)  # noqa: S314 # our own file
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


# -- ground ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "up"), [(2_710_001, 2_800_000), (1_000_000, 1_000_000)])
def test_scales_are_round(number: float, up: float) -> None:
    assert round_up(number) == up


@pytest.mark.parametrize(("number", "down"), [(99, 50), (100, 100), (49, 20), (1.9, 1)])
def test_bars_are_one_two_or_five(number: float, down: float) -> None:
    assert round_down(number) == down


def test_the_projection_keeps_areas() -> None:
    projection = Projection.for_extent(Extent(105.2, 28.1, 110.2, 32.3))
    geod = Geod(ellps="GRS80")
    for lon, lat in itertools.product((105.5, 107.7, 109.8), (28.5, 30, 32)):
        circle = projection.circle(lon, lat, 20_000)
        true, _ = geod.geometry_area_perimeter(Point(lon, lat).buffer(0.2))
        (flat,) = projection.project([Point(lon, lat).buffer(0.2)])
        assert flat.area == pytest.approx(abs(true), rel=1e-4)
        assert circle.area == pytest.approx(np.pi * 20_000**2, rel=3e-3)


def test_paper_and_ground_are_inverse() -> None:
    projection = Projection(107.5, 30)
    view = View(Box(10, 20, 200, 150), projection, (1000.0, -2000.0), 2_500_000)
    paper = np.array([[10.0, 20.0], [210.0, 170.0], [77.0, 99.0]])
    there = view.to_ground(paper)
    assert view.to_paper(projection.forward(there)) == pytest.approx(paper, abs=1e-6)


# -- circles -----------------------------------------------------------------------------------


def _discs(paths: Iterable[Path | TextRun], color: str = "#b5532a") -> list[Box]:
    """The boxes of the circles among some ink, in drawing order."""
    found = [path for path in paths if isinstance(path, Path) and path.fill == color]
    ends = [(path.runs[0].min(axis=0), path.runs[0].max(axis=0)) for path in found]
    return [Box(low[0], low[1], *(high - low)) for low, high in ends]


@pytest.mark.parametrize("page", PAGES)
def test_circles_are_as_large_on_the_map_as_in_the_legend_the_largest_below(page: str) -> None:
    sheet = lay_out(circled_spec(), page)
    (layer,) = (each for each in sheet.layers if each.name == "amounts")
    (legend,) = (each for each in sheet.layers if each.name == "legend")
    on_map, beside = _discs(layer.items), _discs(legend.items)
    factor = PAGES[page].type_scale
    widths = [2 * radius * 25.4 / 72 * factor for radius in (12, 8, 4)]
    assert [box.width for box in on_map] == pytest.approx(widths, rel=0.02)
    assert [box.width for box in beside] == pytest.approx(widths, rel=0.02)
    assert [item.text for item in legend.items if isinstance(item, TextRun)].count("900") == 1


def test_the_number_of_a_circle_is_told_in_full() -> None:
    spec = circled_spec()
    first = spec.districts[0]
    assert first.circle
    first = replace(first, circle=replace(first.circle, value=1_951_652.0))
    spec = replace(spec, districts=(first, *spec.districts[1:]))
    told = {
        lang: [
            path.title
            for layer in lay_out(spec, "A4-landscape", lang).layers
            if layer.name == "amounts"
            for path in layer.items
            if isinstance(path, Path)
        ]
        for lang in ("zh", "en")
    }
    assert told["zh"] == ["丙区：900", "乙区：400", "甲区：1,951,652"]
    assert told["en"][-1] == f"{first.name.en}: 1,951,652"


def test_circles_stand_in_each_other_on_one_foot() -> None:
    (legend,) = (e for e in lay_out(circled_spec(), "A4-landscape").layers if e.name == "legend")
    boxes = _discs(legend.items)
    assert [box.bottom for box in boxes] == pytest.approx([boxes[0].bottom] * 3, abs=0.1)
    assert [box.middle[0] for box in boxes] == pytest.approx([boxes[0].middle[0]] * 3, abs=0.1)


def test_a_circle_stands_on_its_district() -> None:
    sheet = lay_out(circled_spec(), "A4-landscape")
    layers = {layer.name: layer for layer in sheet.layers}
    homes = {
        path.data[0][1]: shapely.Polygon(path.runs[0])
        for path in layers["districts"].items
        if isinstance(path, Path) and path.data
    }
    circles = [path for path in layers["amounts"].items if isinstance(path, Path)]
    assert [path.data[0][1] for path in circles] == ["500103", "500102", "500101"]
    for path in circles:
        centre = shapely.Point(path.runs[0].mean(axis=0))
        assert centre.distance(homes[path.data[0][1]].centroid) < 0.5  # mm


# -- layout ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_the_spec_is_on_the_sheet(page: str, lang: str) -> None:
    spec = tiny_spec()
    sheet = lay_out(spec, page, lang)  # type: ignore[arg-type] # a Lang
    everything = "".join(sheet.words()).replace(" ", "")
    texts = [spec.title, spec.subtitle, spec.atlas, spec.reference_date, spec.approval]
    texts += [*spec.sources, *spec.notes, *(mark.name for mark in spec.marks)]
    texts += [district.label for district in spec.districts]
    for legend in spec.legends:
        texts += [legend.title, *(item.label for item in legend.items)]
    for text in texts:
        assert text.get(lang).replace(" ", "") in everything  # type: ignore[arg-type]


@pytest.mark.parametrize("page", PAGES)
def test_the_scale_bar_is_as_long_as_it_says(page: str) -> None:
    spec = tiny_spec()
    sheet = lay_out(spec, page)
    assert _measured(sheet, spec.extent) == pytest.approx(sheet.bar.metres, rel=0.005)


def _measured(sheet: Sheet, extent: Extent) -> float:
    """The ground between the ends of the bar, if it lay in the middle of the map."""
    view = View(sheet.main.box, Projection.for_extent(extent), (0.0, 0.0), sheet.main.scale)
    half = (sheet.bar.right[0] - sheet.bar.left[0]) / 2
    x, y = sheet.main.box.middle
    (west, east) = view.to_ground(np.array([(x - half, y), (x + half, y)]))
    return float(Geod(ellps="GRS80").inv(*west, *east)[2])


@pytest.mark.parametrize(("width", "figures"), [(200.0, 3), (40.0, 2)])
def test_figures_of_a_scale_bar_never_touch(width: float, figures: int) -> None:
    box = Box(0, 0, width, 100)
    view = View(box, Projection.for_extent(tiny_spec().extent), (0.0, 0.0), 2e6)
    drawn = scale_bar.draw(view, box, "zh", 1.0, paper=False)
    runs = [i for i in drawn.layer.items if isinstance(i, TextRun) and i.text != "N"]
    assert len(runs) == figures
    face = fonts.load()
    halves = [face.width(run.text, run.size) / 2 for run in runs]
    gaps = [
        (b.x - a.x) - (u + v)
        for (a, u), (b, v) in itertools.pairwise(zip(runs, halves, strict=True))
    ]
    assert min(gaps) > 0


def test_marks_that_are_not_on_the_map_are_listed() -> None:
    words = lay_out(tiny_spec(), "A4-landscape").words()
    assert "不上图，仅列于此：1 项" in words
    assert "数据平台" in words


def test_an_approximate_place_is_drawn_with_its_radius() -> None:
    sheet = lay_out(tiny_spec(), "A4-landscape")
    (layer,) = [layer for layer in sheet.layers if layer.name == "circles"]
    run = layer.items[-1].runs[0]  # type: ignore[union-attr] # a Path
    across = (run[:, 0].max() - run[:, 0].min()) * sheet.main.scale / 1000
    assert across == pytest.approx(2 * 5000, rel=0.01)


def test_a_schematic_route_is_dashed_and_so_is_its_legend() -> None:
    sheet = lay_out(tiny_spec(), "A4-landscape")
    layers = {layer.name: layer for layer in sheet.layers}
    lines = [*layers["routes"].items, *layers["legend"].items]
    dashed = [item for item in lines if getattr(item, "dash", ()) and not item.closed]  # type: ignore[union-attr]
    assert len(dashed) == 2


def test_a_legend_too_long_says_what_to_do() -> None:
    spec = tiny_spec()
    many = replace(spec.legends[0], items=spec.legends[0].items * 40)
    with pytest.raises(RenderError, match="A3"):
        lay_out(replace(spec, legends=(many, spec.legends[1])), "A4-landscape")


def test_an_unknown_page_lists_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"A4-landscape.*16x9"):
        lay_out(tiny_spec(), "A6")


def test_a_character_without_a_glyph_is_an_error_and_no_box() -> None:
    with pytest.raises(RenderError, match=r"U\+0E01"):
        lay_out(tiny_spec(title=Text.same("重庆\u0e01")), "A4-landscape")


def test_a_map_without_marks_or_borders_can_be_drawn() -> None:
    spec = tiny_spec(marks=(), borders=(), notes=(), sources=())
    assert lay_out(spec, "A4-portrait").unplaced == ()


def test_what_finds_no_room_is_reported() -> None:
    spec = tiny_spec()
    crowd = tuple(
        replace(_bridge(spec.marks), id=f"project:b{n}", name=Text.same(f"很长的桥名第{n}号" * 3))
        for n in range(60)
    )
    sheet = lay_out(replace(spec, marks=crowd), "A4-landscape")
    assert len(sheet.unplaced) + len(sheet.main.labels) == len(crowd) + len(spec.districts)
    assert sheet.unplaced


def _bridge(marks: tuple[Mark, ...]) -> Mark:
    return next(mark for mark in marks if mark.certainty is Certainty.APPROXIMATE)


# -- files -------------------------------------------------------------------------------------


def test_svg_has_title_description_language_and_codes() -> None:
    root = ET.fromstring(svg.write(lay_out(tiny_spec(), "A4-landscape")))  # noqa: S314 # our own file
    assert root.get("lang") == "zh-Hans"
    assert root.get("width") == "297mm"
    assert root.findtext(f"{SVG}title") == "四区城镇化率"
    assert root.findtext(f"{SVG}desc") == "4个区，3级。"
    codes = [path.get("data-adcode") for path in root.iter(f"{SVG}path")]
    assert [code for code in codes if code] == ["500101", "500102", "500103", "500104"]


@pytest.mark.parametrize("module", [png, svg, pdf])
def test_hostile_words_are_drawn_as_they_are(module: object) -> None:
    spec = tiny_spec(title=Text.same(HOSTILE), alt=Text.same(HOSTILE), notes=(Text.same(HOSTILE),))
    data = module.write(lay_out(spec, "A4-landscape"))  # type: ignore[attr-defined] # a renderer
    assert data
    if module is svg:
        assert HOSTILE in "".join(_texts(data)) or HOSTILE.replace(" ", "") in "".join(
            _texts(data)
        ).replace(" ", "")
        assert b"<script" not in data
        assert b"<img" not in data


def test_png_notes_its_resolution_title_and_source() -> None:
    with Image.open(io.BytesIO(png.write(lay_out(tiny_spec(), "A4-landscape")))) as image:
        assert image.size == (2339, 1654)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        text = image.text  # type: ignore[attr-defined] # of a PngImageFile
        assert text["Title"] == "四区城镇化率"
        assert "来源：示例" in text["Source"]


_TWICE = """
import hashlib, sys
sys.path.insert(0, "tests")
from support.specs import tiny_spec
from geomap.renderers import axes, fonts, pdf, png, svg
from geomap.renderers.sheet import scale_bar
from geomap.renderers.sheet.layout import lay_out
for module in (png, svg, pdf):
    print(hashlib.sha256(module.write(lay_out(tiny_spec(), "A4-landscape"))).hexdigest())
"""


@pytest.mark.slow
def test_the_same_spec_gives_the_same_bytes_on_any_machine() -> None:
    def run(seed: str, zone: str, locale: str) -> str:
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-c", _TWICE]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603 # ourselves

    assert run("1", "Asia/Shanghai", "C.UTF-8") == run("2", "America/New_York", "C")


def test_rendering_leaves_matplotlib_alone() -> None:
    before = dict(mpl.rcParams)
    png.write(lay_out(tiny_spec(), "A4-landscape"))
    assert dict(mpl.rcParams) == before


def test_labels_of_the_sheet_are_in_the_svg() -> None:
    sheet = lay_out(tiny_spec(), "A4-landscape")
    texts = _texts(svg.write(sheet))
    assert {label.text for label in sheet.main.labels} <= set(texts)
    assert not re.search(r"font-family:[^;}]*DejaVu", svg.write(sheet).decode())


# -- a notebook's Axes -------------------------------------------------------------------------


def test_axes_of_the_reader_are_drawn_on_and_nothing_else_is_touched() -> None:
    figure = Figure(figsize=(10, 5))
    left, right = figure.subplots(1, 2)
    before = dict(mpl.rcParams)
    assert axes.draw(tiny_spec(), right) is right
    assert dict(mpl.rcParams) == before
    assert not left.has_data()
    assert left.get_legend() is None
    assert figure.axes == [left, right]


def test_axes_carry_title_names_and_legend_as_they_are() -> None:
    drawn = axes.draw(tiny_spec(title=Text.same(HOSTILE)), lang="en")
    assert HOSTILE in drawn.get_title(loc="left")
    words = {text.get_text() for text in drawn.texts}
    assert {"D1", "D2", "D3", "D4"} <= words
    legend = drawn.get_legend()
    assert legend is not None
    entries = [text.get_text() for text in legend.get_texts()]
    assert "No data  (1)" in entries
    assert "Data platform" in entries
    figure = drawn.get_figure(root=True)
    assert figure is not None
    figure.savefig(io.BytesIO(), format="png")


def test_axes_count_metres() -> None:
    drawn = axes.draw(tiny_spec())
    west, east = drawn.get_xlim()
    # One degree of longitude at 29.5 degrees north is 97 km; the map adds a margin.
    assert 97_000 < east - west < 200_000
