"""`geomap profile`: the same words on the page and on paper; who is meant, and who is not."""

import csv
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from support.paths import ROOT

import geomap
from geomap.api.profiles import find_district, profiles
from geomap.builder.profiles import FORMATS, ProfileOptions, build_profiles
from geomap.errors import DataError
from geomap.reports import profile_html, profile_pdf
from geomap.reports.profile_sheet import lay_out
from geomap.text import Lang

LANGS: tuple[Lang, Lang] = ("zh", "en")
CODES = ("500112", "500238", "500241")


@pytest.fixture(scope="module")
def atlas() -> geomap.Atlas:
    return geomap.open(ROOT)


@pytest.mark.parametrize("lang", LANGS)
def test_page_and_paper_say_every_word_of_a_profile(atlas: geomap.Atlas, lang: Lang) -> None:
    for profile in profiles(atlas, CODES):
        paper = "".join("".join(page.words()) for page in lay_out(profile, lang))
        page = unescape(profile_html.write(profile, lang).decode())
        for words in profile.words(lang):
            assert words in page
            assert words.replace(" ", "") in paper.replace(" ", "")


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
