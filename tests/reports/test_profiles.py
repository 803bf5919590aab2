"""`geomap profile`: the same words on the page and on paper; who is meant, and who is not."""

import csv
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from support.browser import Reader
from support.paths import ROOT

import geomap
from geomap.api.profiles import find_district, profiles
from geomap.api.seen import look_at
from geomap.builder import inputs
from geomap.builder.build import BuildOptions, build
from geomap.builder.profiles import FORMATS, ProfileOptions, build_profiles
from geomap.builder.quick import up_to_date
from geomap.errors import DataError, RenderError
from geomap.renderers import fonts
from geomap.renderers.sheet.primitives import Path as Path_
from geomap.reports import profile_html, profile_pdf
from geomap.reports.profile_map import map_in
from geomap.reports.profile_sheet import FRAME, lay_out
from geomap.text import Lang

LANGS: tuple[Lang, Lang] = ("zh", "en")
CODES = ("500112", "500238", "500241")


@pytest.fixture(scope="module")
def atlas() -> geomap.Atlas:
    return geomap.open(ROOT)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.slow
def test_page_and_paper_say_every_word_of_a_profile(atlas: geomap.Atlas, lang: Lang) -> None:
    for profile in profiles(atlas, CODES):
        paper = "".join("".join(page.words()) for page in lay_out(profile, lang))
        page = unescape(profile_html.write(profile, lang).decode())
        for words in profile.words(lang):
            assert words in page
            assert words.replace(" ", "") in paper.replace(" ", "")


def test_the_legend_counts_the_districts_that_the_frame_shows(atlas: geomap.Atlas) -> None:
    for profile in profiles(atlas, CODES):
        spec, frame = profile.map, shapely.box(*FRAME.bounds)
        layers = map_in(spec, FRAME, "zh", fonts.load())
        (drawn,) = (each for each in layers if each.name == "districts")
        areas = {
            code: sum(shapely.Polygon(run).intersection(frame).area for run in item.runs)
            for item in drawn.items
            if isinstance(item, Path_)
            for _, code in item.data
        }
        around = sum(1 for code, area in areas.items() if area > 0.5 and code != profile.adcode)
        own, other = spec.legends[0].items
        assert (own.count, other.count) == (1, around)
        assert len(spec.districts) == 1 + around < 44


def test_the_same_district_gives_the_same_bytes(atlas: geomap.Atlas) -> None:
    one, other = (lay_out(next(profiles(atlas, CODES[:1])), "zh") for _ in range(2))
    assert profile_pdf.write(one) == profile_pdf.write(other)


def test_no_letter_is_smaller_than_six_points(atlas: geomap.Atlas) -> None:
    for profile in profiles(atlas, CODES):
        for page in lay_out(profile, "en"):
            sizes = [i.size for layer in page.layers for i in layer.items if hasattr(i, "size")]
            assert min(sizes) >= 6


def test_an_unknown_district_is_refused_with_suggestions(atlas: geomap.Atlas) -> None:
    assert find_district(atlas, "渝北") == find_district(atlas, "Yubei") == "500112"
    with pytest.raises(DataError, match="渝北区"):
        find_district(atlas, "渝化区")


def test_what_stands_before_the_articles_is_not_counted_as_one(atlas: geomap.Atlas) -> None:
    with (ROOT / "data" / "measures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wide = {row["article"] for row in rows if row["scope"] == "全市" and row["article"]}
    (profile,) = profiles(atlas, ["500112"])
    said = "".join(sentence.zh for sentence in profile.summary)
    assert f"另有 {len(wide)} 条适用于全市" in said


# --- Atlases that nobody made for this

HOSTILE = "'\"><script>alert(1)</script><i onclick=alert(2)>&amp;"
SITES = 'name,type,lon,lat,districts\nA,"{}",0.5,0.5,Up\n'


@pytest.fixture
def abroad(tmp_path: Path) -> geomap.Atlas:
    """Two districts in one language without a plan, a region, a figure; one has a site."""
    districts = gpd.GeoDataFrame(
        {"code": ["UP1", "DO2"], "name": ["Up", "Down"]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs="EPSG:4326",
    )
    districts.to_file(tmp_path / "d.geojson", driver="GeoJSON")
    (tmp_path / "data" / "themes").mkdir(parents=True)
    (tmp_path / "data" / "themes" / "m.toml").write_text('title = "M"\nsites = "all"\n', "utf-8")
    sites = SITES.format(HOSTILE.replace('"', '""'))
    (tmp_path / "s.csv").write_text(sites, encoding="utf-8")
    (tmp_path / "geomap.toml").write_text(
        'title = "Two"\nboundaries = "d.geojson"\n'
        '[files]\nsites = { file = "s.csv", datum = "WGS84", certainty = "surveyed" }\n',
        encoding="utf-8",
    )
    return geomap.open(tmp_path)


class _Elements(HTMLParser):
    """Elements and attributes of a page by name, and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.said += data


def test_a_kind_of_a_table_stays_text_in_the_page(abroad: geomap.Atlas) -> None:
    found = _Elements()
    found.feed(profile_html.write(next(profiles(abroad, ["UP1"])), "en").decode())
    assert not found.names & {"script", "onclick"}
    assert HOSTILE in found.said


def test_districts_of_any_atlas_have_a_page_in_every_format(
    abroad: geomap.Atlas, tmp_path: Path
) -> None:
    options = ProfileOptions(FORMATS, bound=True)
    made = build_profiles(abroad, ["UP1", "DO2"], tmp_path / "out", options, lambda _: None)
    assert [path.name for path in made] == [
        *(f"profile-UP1.{name}" for name in FORMATS),
        *(f"profile-DO2.{name}" for name in FORMATS),
        "profiles.pdf",
    ]
    assert "A" in (tmp_path / "out" / "profile-UP1.html").read_text("utf-8")
    bound = (tmp_path / "out" / "profiles.pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b", bound)) == 4  # cover, contents, two districts


# --- From the page to the profile


@pytest.fixture
def linked(abroad: geomap.Atlas, tmp_path: Path) -> Path:
    """The page of a map whose first district has a profile beside it."""
    made = ProfileOptions(("html",))
    build_profiles(abroad, ["UP1"], tmp_path / "a b#", made, lambda _: None)
    options = BuildOptions(("html",), profiles=tmp_path / "a b#")
    build(abroad, out=tmp_path / "maps", options=options)
    return tmp_path / "maps" / "m.html"


def test_a_card_leads_to_the_profile_beside_the_page(linked: Path, reader: Reader) -> None:
    page = reader.page
    page.goto(f"{linked.as_uri()}#select=UP1")
    link = page.locator(".card-title ~ * a, .profile a").first
    assert link.inner_text() in {"District profile", "区县概况"}
    link.click()
    assert page.locator("h1").inner_text() == "Up"
    page.go_back()
    page.goto(f"{linked.as_uri()}#select=DO2")
    page.reload()
    page.locator(".card-title").wait_for()
    assert page.locator(".profile").count() == 0
    reader.assert_clean()


def test_pages_are_made_again_when_profiles_come_or_go(
    abroad: geomap.Atlas, linked: Path, tmp_path: Path
) -> None:
    before, options = linked.read_bytes(), BuildOptions(("html",), profiles=tmp_path / "a b#")
    build_profiles(
        abroad, ["UP1", "DO2"], tmp_path / "a b#", ProfileOptions(("html",)), lambda _: None
    )
    seen = inputs.see(look_at(abroad.config))
    assert up_to_date(abroad.config, seen, (), linked.parent, options) is None
    build(abroad, out=linked.parent, options=options)
    assert linked.read_bytes() != before
    assert up_to_date(abroad.config, seen, (), linked.parent, options) is not None


def test_a_folder_without_profiles_is_refused_with_the_command(
    abroad: geomap.Atlas, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(RenderError, match="geomap profile --all"):
        build(abroad, out=tmp_path / "maps", options=BuildOptions(profiles=tmp_path / "none"))
