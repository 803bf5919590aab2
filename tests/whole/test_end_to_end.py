"""The whole line on the shipped atlas: everything is made, the outputs agree, twice the same."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import shapely
from support.paths import ROOT, THEMES

import geomap
from geomap.api.outputs import DEFAULT_FORMATS
from geomap.builder import build
from geomap.builder.verify import MANIFEST

if TYPE_CHECKING:
    from support.browser import Reader

    from geomap.model import LegendItem, MapSpec
    from geomap.text import Lang

pytestmark = pytest.mark.slow


_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def built(shipped: geomap.Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every map in every usual format, made once."""
    folder = tmp_path_factory.mktemp("maps")
    build.build(shipped, out=folder, options=build.BuildOptions(jobs=2))
    return folder


def sha256(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def features(path: Path, layer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature for feature in found if feature["properties"]["layer"] == layer]


def svg_words(path: Path) -> str:
    """Everything that a sheet says, without the line breaks that setting it made."""
    root = ET.fromstring(path.read_bytes())  # noqa: S314 # geomap has just written it
    return squeezed("".join("".join(text.itertext()) for text in root.iter(f"{_SVG}text")))


def squeezed(words: str) -> str:
    return "".join(words.split())


def every_word(spec: "MapSpec", lang: "Lang") -> list[str]:
    """All that a map must say in any output, besides its cards."""
    legends = [words for legend in spec.legends for words in (legend.title, legend.note)]
    items = [item.label for legend in spec.legends for item in legend.items]
    parts = [spec.title, spec.subtitle, spec.reference_date, spec.approval, *legends, *items]
    return [part.get(lang) for part in (*parts, *spec.sources, *spec.notes) if part is not None]


def items(spec: "MapSpec") -> dict[str, "LegendItem"]:
    return {item.key: item for legend in spec.legends for item in legend.items}


def test_one_call_makes_four_formats_of_eight_themes(built: Path) -> None:
    wanted = {f"{theme}.{kind}" for theme in THEMES for kind in DEFAULT_FORMATS}
    wanted |= {build.INDEX, build.ATLAS, MANIFEST}
    assert {path.name for path in built.iterdir()} == wanted


def test_manifest_has_the_digest_of_every_file(built: Path) -> None:
    manifest = json.loads((built / MANIFEST).read_text(encoding="utf-8"))
    found = sha256(built)
    del found[MANIFEST]
    assert manifest["outputs"] == found


@pytest.mark.parametrize("theme", THEMES)
def test_page_draws_every_district_and_asks_for_nothing(
    theme: str, built: Path, reader: "Reader"
) -> None:
    page = reader.open((built / f"{theme}.html").read_bytes())
    assert page.locator("path.district").count() == 44
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title()
    reader.assert_clean()


@pytest.mark.parametrize("theme", THEMES)
def test_page_and_sheet_say_every_word_of_the_map(
    theme: str, built: Path, shipped: geomap.Atlas, reader: "Reader"
) -> None:
    spec = shipped[theme].spec
    page = reader.open((built / f"{theme}.html").read_bytes())
    on_page = squeezed(page.locator("body").inner_text())
    on_sheet = svg_words(built / f"{theme}.svg")
    for words in every_word(spec, "zh"):
        assert squeezed(words) in on_page, f"{words} is not on the page"
        assert squeezed(words) in on_sheet, f"{words} is not on the sheet"


@pytest.mark.parametrize("theme", THEMES)
def test_page_sheet_and_data_have_the_same_colours_and_counts(
    theme: str, built: Path, shipped: geomap.Atlas, reader: "Reader"
) -> None:
    spec = shipped[theme].spec
    data = {
        f["properties"]["adcode"]: f["properties"]
        for f in features(built / f"{theme}.geojson", "districts")
    }
    root = ET.parse(built / f"{theme}.svg").getroot()  # noqa: S314 # geomap has just written it
    sheet = {
        path.get("data-adcode"): path.get("fill")
        for path in root.iter(f"{_SVG}path")
        if path.get("data-adcode")
    }
    page = reader.open((built / f"{theme}.html").read_bytes())
    drawn = [path.get_attribute("fill") for path in page.locator("path.district").all()]
    legend = items(spec)
    for district, on_page in zip(spec.districts, drawn, strict=True):
        item = legend[district.item]
        assert item.symbol.pattern == "none", "the shipped atlas has no district without data"
        assert on_page == data[district.adcode]["color"]
        if shapely.intersects(shapely.box(*spec.extent), district.geometry):
            assert on_page == sheet[district.adcode]
        assert data[district.adcode]["class"] == item.label.zh
        assert data[district.adcode]["value"] == district.value
    sizes = spec.circles.items if spec.circles else ()
    assert page.locator(".sizes circle").count() == len(sizes)
    for item in (item for item in legend.values() if item not in sizes):
        entry = page.locator(".entry", has=page.locator(f'input[value="{item.key}"]'))
        assert entry.locator(".count").inner_text() == str(item.count)


@pytest.mark.parametrize("theme", THEMES)
def test_every_mark_is_in_the_page_and_in_the_data(
    theme: str, built: Path, shipped: geomap.Atlas
) -> None:
    spec = shipped[theme].spec
    page = (built / f"{theme}.html").read_text(encoding="utf-8")
    everything = json.loads((built / f"{theme}.geojson").read_text(encoding="utf-8"))["features"]
    by_id = {f["id"]: f for f in everything}
    for mark in spec.marks:
        kind, _, key = mark.id.partition(":")
        feature = by_id[f"{kind}s:{key}"]
        assert feature["properties"]["name"] == mark.name.zh
        assert feature["properties"]["certainty"] == mark.certainty
        assert (feature["geometry"] is None) == (mark.geometry is None)
        assert json.dumps(mark.id) in page


def test_same_bytes_under_another_hash_seed_time_zone_and_locale(
    built: Path, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
    }
    command = [sys.executable, "-m", "geomap", "build", "-a", str(ROOT), "-o", str(tmp_path)]
    run = subprocess.run(  # noqa: S603 # our own command
        command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert sha256(tmp_path) == sha256(built)
    assert [Path(line).name for line in run.stdout.split()][-1] == MANIFEST
