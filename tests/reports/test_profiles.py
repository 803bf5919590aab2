"""`geomap profile`: the same words on the page and on paper; who is meant, and who is not."""

from html import unescape

import pytest
from support.paths import ROOT

import geomap
from geomap.api.profiles import find_district, profiles
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
