"""Base maps on the page: where their tiles lie, what they may load, and how they are switched.

The tiles are drawn here: crosses at known points, in the datum that the tiles claim to be in.
"""

import io
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Route
from shapely import Point
from support.page import faults
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.model import Basemap, Certainty, MapSpec
from geomap.renderers import html
from geomap.renderers.folium_map import folium_map
from geomap.text import Text

if TYPE_CHECKING:
    from support.browser import Reader


HOST = "https://tiles.test"
TILE = 256
PAPER = (250, 240, 200)
CROSS = (255, 0, 255)
SIGN = (0xB3, 0x43, 0x0F)  # of a bridge, see `specs`
GROUND = (236, 238, 236)
ARM = 40
# Whatever the map draws over the tiles, except the signs that are to be found.
BARE = """
path.district, path.border, .label, .leaflet-circles-pane path { display: none !important }
.leaflet-control { display: none !important }
"""
LOADED = """() => {
  const tiles = Array.from(document.querySelectorAll(".leaflet-tile"));
  return tiles.length > 0 && tiles.every((tile) => tile.complete && tile.naturalWidth > 0);
}"""
# [x, y, left, top, right, bottom] of each tile.
PLACES = """() => Array.from(document.querySelectorAll(".leaflet-tile"), (tile) => {
  const { left, top, right, bottom } = tile.getBoundingClientRect();
  return [...tile.src.match(/\\d+/g).slice(-2).map(Number), left, top, right, bottom];
})"""
SCRIPTS = Path(html.__file__).parent / "web" / "script"

Pixels = npt.NDArray[np.int16]


def basemap(datum: Datum = Datum.WGS84, **changes: object) -> Basemap:
    """A base map that `Tiles` draws; ``changes`` replace fields."""
    made = Basemap(
        key="test",
        title=Text("测试底图", "Test tiles"),
        url=HOST + "/{z}/{x}/{y}.png",
        datum=datum,
        attribution="© Tiles & friends",
        max_zoom=18,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # fields of Basemap


@dataclass  # not frozen: Playwright notes things on the handler's object
class Tiles:
    """A tile server: crosses at these points of WGS84, drawn where the datum has them."""

    points: Sequence[tuple[float, float]]
    datum: Datum

    def serve(self, route: Route) -> None:
        """Answer one request."""
        z, x, y = map(int, re.findall(r"\d+", route.request.url))
        body = io.BytesIO()
        self.draw(z, x, y).save(body, "PNG")
        route.fulfill(body=body.getvalue(), content_type="image/png")

    def draw(self, z: int, x: int, y: int) -> Image.Image:
        """One tile."""
        image = Image.new("RGB", (TILE, TILE), PAPER)
        pen = ImageDraw.Draw(image)
        lon, lat = np.array(self.points).reshape(-1, 2).T
        for east, north in zip(*convert_datum(lon, lat, Datum.WGS84, self.datum), strict=True):
            left, top = projected(float(east), float(north), z)
            across, down = math.floor(left - x * TILE), math.floor(top - y * TILE)
            pen.line([(across - ARM, down), (across + ARM, down)], CROSS, width=3)
            pen.line([(across, down - ARM), (across, down + ARM)], CROSS, width=3)
        return image


def projected(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Web Mercator in pixels from the north-western corner of the world."""
    size = TILE * 2**zoom
    north = math.asinh(math.tan(math.radians(lat)))
    return size * (lon / 360 + 0.5), size * (0.5 - north / math.tau)


@pytest.fixture(scope="module")
def corners(shipped: Atlas) -> Sequence[tuple[float, float]]:
    """Corners of real district borders: the four ends of the map, and one in its middle."""
    districts = shipped["overview"].spec.districts
    every = shapely.get_coordinates([each.geometry for each in districts])
    ends = [every[pick(every[:, axis])] for axis in (0, 1) for pick in (np.argmin, np.argmax)]
    middle = next(each for each in districts if each.adcode == "500103")
    ends.append(shapely.get_coordinates(middle.geometry)[0])
    return [(round(float(lon), 5), round(float(lat), 5)) for lon, lat in ends]


@pytest.fixture(scope="module")
def marked(shipped: Atlas, corners: Sequence[tuple[float, float]]) -> MapSpec:
    """The real districts with a sign at each corner."""
    spec, tiny = shipped["overview"].spec, tiny_spec()
    bridge = next(mark for mark in tiny.marks if mark.certainty is Certainty.APPROXIMATE)
    marks = tuple(
        replace(bridge, id=f"project:{i}", geometry=Point(at), uncertainty=None, districts=())
        for i, at in enumerate(corners)
    )
    districts = tuple(replace(each, marks=()) for each in spec.districts)
    return replace(
        spec, districts=districts, marks=marks, legends=(*spec.legends[:1], tiny.legends[1])
    )


def shot(page: Page) -> Pixels:
    """The map as it is seen, all tiles there."""
    page.wait_for_function(LOADED)
    picture = page.locator("#map_geomap").screenshot()
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.int16)


def near(pixels: Pixels, colour: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    """Where the picture has a colour, or nearly: scaled tiles are a little blurred."""
    found: npt.NDArray[np.bool_] = np.abs(pixels - np.array(colour)).max(axis=2) < 70
    return found


def cross_centre(pixels: Pixels) -> tuple[float, float]:
    """Where the arms of the one cross in the picture meet."""
    found = near(pixels, CROSS)
    lines = [found.sum(axis=axis) for axis in (0, 1)]
    x, y = (float(np.flatnonzero(line > 0.8 * line.max()).mean()) for line in lines)
    return x, y


def sign_centre(pixels: Pixels) -> tuple[float, float]:
    """The middle of the one sign in the picture."""
    down, across = np.nonzero(near(pixels, SIGN) & ~near(pixels, CROSS))
    return (across.min() + across.max()) / 2, (down.min() + down.max()) / 2


def offsets(
    reader: "Reader",
    marked: MapSpec,
    corners: Sequence[tuple[float, float]],
    datums: tuple[Datum, Datum],
    zoom: float,
) -> list[float]:
    """For each corner how far its cross lies from its sign; the datums are true and declared."""
    true, declared = datums
    reader.page.emulate_media(reduced_motion="reduce")
    reader.page.route(f"{HOST}/**", Tiles(corners, true).serve)
    document = html.render(marked, basemap(declared))
    found = []
    for lon, lat in corners:
        page = reader.open(document, f"#view={lat},{lon},{zoom}")
        page.add_style_tag(content=BARE)
        pixels = shot(page)
        found.append(math.dist(cross_centre(pixels), sign_centre(pixels)))
        assert not (np.abs(pixels - np.array(GROUND)).max(axis=2) == 0).any(), "a gap"
    assert reader.faults == []
    return found


@pytest.mark.parametrize(
    ("datum", "zoom"),
    [
        (Datum.WGS84, 15),
        (Datum.CGCS2000, 15),
        (Datum.GCJ02, 15),
        (Datum.GCJ02, 12.3),
        (Datum.GCJ02, 17.8),
    ],
)
def test_a_known_point_of_the_tiles_lies_on_the_data(
    reader: "Reader",
    marked: MapSpec,
    corners: Sequence[tuple[float, float]],
    datum: Datum,
    zoom: float,
) -> None:
    found = offsets(reader, marked, corners, (datum, datum), zoom)
    assert max(found) <= 2


def test_shifted_tiles_meet_their_neighbours(
    reader: "Reader", marked: MapSpec, corners: Sequence[tuple[float, float]]
) -> None:
    reader.page.emulate_media(reduced_motion="reduce")
    reader.page.route(f"{HOST}/**", Tiles((), Datum.GCJ02).serve)
    document = html.render(marked, basemap(Datum.GCJ02))
    sizes = set()
    for lon, lat in corners:
        page = reader.open(document, f"#view={lat},{lon},15")
        page.wait_for_function(LOADED)
        places = {(x, y): box for x, y, *box in page.evaluate(PLACES)}
        for (x, y), (left, top, right, bottom) in places.items():
            sizes.add((right - left, bottom - top))
            assert places.get((x + 1, y), [right])[0] == right
            assert places.get((x, y + 1), [0, bottom])[1] == bottom
    assert len(sizes) > 1  # or it would be nothing to meet


def test_without_the_shift_the_same_points_lie_far_off(
    reader: "Reader", marked: MapSpec, corners: Sequence[tuple[float, float]]
) -> None:
    found = offsets(reader, marked, corners, (Datum.GCJ02, Datum.WGS84), 15)
    assert min(found) > 100


def test_the_script_shifts_as_python_does(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    source = (SCRIPTS / "map/gcj02.js").read_text("utf-8").replace("export ", "")
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(75, 130, 500), rng.uniform(22, 48, 500)
    shifted = np.array(convert_datum(lon, lat, Datum.WGS84, Datum.GCJ02)).T
    # What lies outside China is not shifted in Python; the script is only asked about China.
    inside = (shifted != np.array([lon, lat]).T).any(axis=1)
    pairs = np.array([lon, lat]).T[inside]
    there, back = page.evaluate(
        f"(pairs) => {{ {source}; const there = pairs.map((at) => toGcj02(...at));"
        "return [there, there.map((at) => fromGcj02(...at))]; }",
        pairs.tolist(),
    )
    assert len(pairs) > 200
    assert np.abs(np.array(there) - shifted[inside]).max() < 1e-9
    assert np.abs(np.array(back) - pairs).max() < 1e-8


def opened(reader: "Reader", fragment: str = "", **changes: object) -> Page:
    """The tiny map on a base map of its own."""
    reader.page.route(f"{HOST}/**", Tiles((), Datum.WGS84).serve)
    return reader.open(html.render(tiny_spec(), basemap(**changes)), fragment)  # type: ignore[arg-type]


def policy(document: str) -> str:
    """What the page may load images from."""
    found = re.search(r"img-src ([^;]*);", document)
    assert found is not None
    return found.group(1)


def test_the_switch_takes_tiles_credit_and_see_through_fills_away(reader: "Reader") -> None:
    page = opened(reader)
    page.wait_for_function(LOADED)
    credit, switch = page.locator("#basemap-credit"), page.locator("#basemap")
    assert credit.inner_text().startswith("© Tiles & friends")
    assert credit.inner_text().endswith("填色半透明")
    sample = page.locator(".legend .swatch > rect").first
    assert sample.evaluate("node => getComputedStyle(node).fillOpacity") == "0.7"
    assert page.locator("path.district").first.get_attribute("fill-opacity") == "0.7"
    assert switch.get_attribute("aria-label") == "底图：测试底图"
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert page.locator(".leaflet-tile").count() == 0
    assert credit.is_hidden()
    assert page.locator("path.district").first.get_attribute("fill-opacity") == "1"
    assert switch.get_attribute("aria-pressed") == "false"
    assert page.locator("#live").inner_text() == "测试底图 已隐去"
    assert page.evaluate("location.hash") == "#nobase"
    switch.press("Enter")
    page.wait_for_function(LOADED)
    assert credit.is_visible()
    page.get_by_role("button", name="English").click()
    assert switch.get_attribute("aria-label") == "Base map: Test tiles"
    assert reader.faults == []


def test_it_asks_for_tiles_and_for_nothing_else(reader: "Reader") -> None:
    page = opened(reader)
    page.wait_for_function(LOADED)
    assert reader.requests
    assert all(re.fullmatch(HOST + r"/\d+/\d+/\d+\.png", each) for each in reader.requests)


def test_switched_off_by_the_address_it_asks_for_nothing(reader: "Reader") -> None:
    page = opened(reader, "#nobase")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.locator("path.district").count() == 4
    reader.assert_clean()


def test_the_policy_names_just_the_tile_host(reader: "Reader") -> None:
    page = opened(reader)
    assert policy(page.content()) == f"data: {HOST}"
    page.wait_for_function(LOADED)
    reached: list[str] = []
    page.route("https://else.test/**", lambda route: reached.append(route.request.url))
    outside = "Object.assign(new Image(), { src: 'https://else.test/' })"
    with page.expect_console_message(lambda message: message.text.startswith("policy: ")):
        page.evaluate(f"document.body.append({outside})")
    assert len([each for each in reader.faults if "policy: img-src https://else.test" in each]) == 1
    assert reached == []


def test_subdomains_are_spelt_out_in_the_policy() -> None:
    tiles = basemap(url="https://t{s}.tiles.test/{z}/{x}/{y}", subdomains=("0", "1"))
    document = html.render(tiny_spec(), tiles).decode()
    assert policy(document) == "data: https://t0.tiles.test https://t1.tiles.test"


def test_a_page_without_base_map_says_nothing_of_one(reader: "Reader") -> None:
    page = reader.open(html.render(tiny_spec()))
    assert policy(page.content()) == "data:"
    assert '"basemap"' not in (page.locator("#geomap-data").text_content() or "")
    assert page.locator("#basemap, .leaflet-tile").count() == 0
    assert page.locator("path.district").first.get_attribute("fill-opacity") == "1"
    reader.assert_clean()


def test_without_network_the_page_is_whole(reader: "Reader") -> None:
    reader.page.route(f"{HOST}/**", lambda route: route.abort())
    page = reader.open(html.render_atlas([tiny_spec()], basemap(Datum.GCJ02)))
    page.locator("path.district").first.click(position={"x": 20, "y": 20})
    assert (page.locator("#panel-body h2").text_content() or "").startswith("甲区")
    assert [each for each in reader.faults if "ERR_FAILED" not in each] == []


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "{{7*7}}", "</script>"])
def test_title_and_attribution_stay_text(reader: "Reader", text: str) -> None:
    page = opened(reader, title=Text.same(text), attribution=text)
    assert (page.locator("#basemap-credit").text_content() or "").startswith(f"{text} | ")
    assert page.locator("#basemap").get_attribute("title") == f"底图：{text}"
    assert reader.faults == []


def test_folium_layers_lie_on_it_too(reader: "Reader") -> None:
    reader.page.route(f"{HOST}/**", Tiles((), Datum.WGS84).serve)
    drawn = folium_map(tiny_spec(), basemap(Datum.GCJ02))
    page = reader.open(drawn.get_root().render().encode())
    page.wait_for_function(LOADED)
    assert reader.faults == []


def test_same_map_same_bytes_and_sound_json() -> None:
    documents = {html.render(tiny_spec(), basemap(Datum.GCJ02)) for _ in range(2)}
    assert len(documents) == 1
    found = re.search(r'id="geomap-data">(.*?)</script>', documents.pop().decode(), re.DOTALL)
    assert found is not None
    told = json.loads(found.group(1))["basemap"]
    assert told["gcj02"] is True
    assert told["url"] == HOST + "/{z}/{x}/{y}.png"


def test_axe_finds_no_fault(reader: "Reader") -> None:
    page = opened(reader)
    page.wait_for_function(LOADED)
    assert faults(page) == []
