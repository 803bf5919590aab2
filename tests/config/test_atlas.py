"""`geomap.toml` and the themes: what is read, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from geomap.api.atlas import Atlas, check
from geomap.config.atlas import read_atlas
from geomap.config.formulas import parse_formula
from geomap.errors import AtlasError, DataError
from geomap.geo.datum import Datum
from geomap.model import Circles, Fill, Selection
from geomap.sources.readers import read_inputs
from geomap.text import Text

CONFIG = """
title = { zh = "小图集", en = "Tiny atlas" }
reference_date = 2025-02-10
home = "重庆市"
[boundaries]
file = "data/districts.geojson"
datum = "gcj02"
vintage = "2025-02"
source = "survey"
[files]
indicators = "data/indicators.csv"
[plan]
title = { zh = "规划", en = "Plan" }
chapters = [{ zh = "总则", en = "General" }]
[sources.survey]
zh = "测绘"
en = "Survey"
[[regions]]
name = "西片"
en = "West"
color = "#aa0000"
[[regions]]
name = "全片"
en = "All"
parts = ["西片"]
[indicators.people]
zh = "人口"
en = "People"
unit = { zh = "人", en = "people" }
[indicators.rate]
zh = "率"
en = "Rate"
unit = { zh = "%", en = "%" }
weight = "people"
[kinds.road]
zh = "道路"
en = "Road"
color = "#a3341f"
"""
THEME = """
title = { zh = "甲", en = "A" }
subtitle = { zh = "乙", en = "B" }
extent = "西片"
sites = ["road"]
sources = ["survey"]
[fill]
by = "indicator"
indicator = "rate"
year = 2020
scheme = "breaks"
breaks = [40, 60.5]
palette = "teals"
[projects]
kinds = ["road"]
articles = [9]
"""


def write(root: Path, config: str = CONFIG, **themes: str) -> Path:
    folder = root / "data" / "themes"
    folder.mkdir(parents=True)
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    for key, words in (themes or {"first": THEME}).items():
        (folder / f"{key}.toml").write_text(words, encoding="utf-8")
    return root


def test_an_atlas_is_read_from_its_folder_or_file(tmp_path: Path) -> None:
    root = write(tmp_path)
    config = read_atlas(root)
    assert read_atlas(root / "geomap.toml") == config
    assert config.title == Text("小图集", "Tiny atlas")
    assert config.reference_date == date(2025, 2, 10)
    assert config.boundary_datum is Datum.GCJ02
    assert config.approval is None
    assert config.files.districts.path == root.resolve() / "data" / "districts.geojson"
    assert config.files.sites == ()
    assert config.regions[1].parts == ("西片",)


def test_a_theme_is_read(tmp_path: Path) -> None:
    (theme,) = read_atlas(write(tmp_path)).themes
    assert theme.key == "first"
    assert theme.location.file == "data/themes/first.toml"
    assert theme.fill == Fill(
        by="indicator",
        indicator="rate",
        year=2020,
        scheme="breaks",
        breaks=(40.0, 60.5),
        palette="teals",
    )
    assert theme.projects == Selection(articles=(9,), kinds=("road",))
    assert theme.measures == Selection()


def test_themes_come_in_their_order_then_by_key(tmp_path: Path) -> None:
    themes = {"b": "", "a": "", "c": "order = 1\n"}
    root = write(tmp_path, **{key: words + THEME for key, words in themes.items()})
    assert [theme.key for theme in read_atlas(root).themes] == ["c", "a", "b"]


def test_the_shipped_atlas_has_its_eight_themes(shipped: Atlas) -> None:
    assert list(shipped) == [
        *("overview", "urbanisation", "citizenship", "counties"),
        *("metro", "renewal", "charging", "measures"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[plan]", "[plans]", "unknown key 'plans'; did you mean 'plan'"),
        ("home =", "hom = 1\nhome =", "unknown key 'hom'; did you mean 'home'"),
        ('datum = "gcj02"', 'datum = "mars"', "[boundaries.datum]"),
        ('source = "survey"', 'source = "surveys"', "did you mean 'survey'"),
        ('parts = ["西片"]', 'parts = ["西边"]', "[regions.全片.parts]"),
        ('weight = "people"', 'weight = "peopel"', "did you mean 'people'"),
        ('"#aa0000"', '"#A00"', "write it as #rrggbb"),
        ('color = "#a3341f"', 'color = "#a3341f"\nshape = "cirle"', "did you mean 'circle'"),
        ("2025-02-10", '"soon"', "[reference_date]: must be a date"),
        ('title = { zh = "小图集"', 'language = "fr"\ntitle = { zh = "小图集"', "[language]"),
        ("[files]", "[files]\nroads = 'x'", "unknown key 'roads'"),
    ],
)
def test_a_wrong_atlas_is_refused_with_a_remedy(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in CONFIG
    with pytest.raises(AtlasError) as caught:
        read_atlas(write(tmp_path, CONFIG.replace(old, new, 1)))
    assert caught.value.message.en.startswith("geomap.toml")
    assert words in caught.value.message.en


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("rate * 2", None),
        ("rat * 2", "[indicators.twice.value]: unknown value 'rat'; did you mean 'rate'"),
        ("twice * 2", "[indicators.twice.value]: unknown value 'twice'"),
        ("rate ** 2", "value]: a formula has indicators"),
    ],
)
def test_a_formula_names_what_is_declared_before_it(
    tmp_path: Path, value: str, words: str | None
) -> None:
    config = f'{CONFIG}\n[indicators.twice]\nzh = "倍"\nvalue = "{value}"\n'
    if words is None:
        (twice,) = (i for i in read_atlas(write(tmp_path, config)).indicators if i.formula)
        assert twice.formula == parse_formula(value)
        return
    with pytest.raises(AtlasError) as caught:
        read_atlas(write(tmp_path, config))
    assert words in caught.value.message.en


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("subtitle", "subtitel", "unknown key 'subtitel'; did you mean 'subtitle'"),
        ("extent =", "extend =", "unknown key 'extend'; did you mean 'extent'"),
        ('extent = "西片"', 'extent = "东片"', "[extent]: unknown region '东片'"),
        ('sites = ["road"]', 'sites = ["raod"]', "did you mean 'road'"),
        ('sources = ["survey"]', 'sources = ["x"]', "[sources]: unknown source 'x'"),
        ('by = "indicator"', 'by = "colour"', "[fill.by]: unknown value 'colour'"),
        ('"rate"', '"rat"', "did you mean 'rate'"),
        ("year = 2020", "year = '2020'", "[fill.year]: must be a whole number"),
        ('"teals"', '"teal"', "did you mean 'teals'"),
        ('"breaks"', '"break"', "did you mean 'breaks'"),
        ("breaks = [40, 60.5]", "breaks = [60.5, 40]", "[fill.breaks]: "),
        ("breaks = [40, 60.5]\n", "", "[fill.breaks]: "),
        ("year = 2020", "year = 2020\nk = 0", "[fill.k]: "),
        ("year = 2020", 'year = 2020\nregions = ["东"]', "[fill.regions]"),
        ('kinds = ["road"]', 'kinds = ["rode"]', "did you mean 'road'"),
        ("articles = [9]", "articles = ['9']", "[projects.articles]"),
        ('"teals"', '"orange-blue"\nmiddle = "a"', "[fill.middle]: must be a number"),
        ('"teals"', '"teals"\nmiddle = 3', "[fill.middle]: only a palette of two colours has"),
        ("[fill]", '[circles]\nindicator = "rat"\n[fill]', "did you mean 'rate'"),
        (
            "[fill]",
            '[circles]\nby = "indicator"\n[fill]',
            "[circles]: the key 'indicator' is missing",
        ),
        ("[fill]", '[circles]\nby = "region"\n[fill]', "[circles.by]: unknown value"),
        ("[fill]", '[circles]\nby = "sites"\ncolor = "red"\n[fill]', "not a colour: 'red'"),
        ("[fill]", '[circles]\nby = "sites"\nscaling = "log"\n[fill]', "[circles.scaling]"),
        ("[fill]", "headline = 3\n[fill]", "[headline]"),
        ('by = "indicator"', 'by = "gap"', "unknown value 'teals'"),
        (
            'by = "indicator"',
            'by = "gap"\nmiddle = 3',
            "[fill.middle]: a gap turns where its target is reached",
        ),
    ],
)
def test_a_wrong_theme_is_refused_with_a_remedy(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in THEME
    with pytest.raises(AtlasError) as caught:
        read_atlas(write(tmp_path, first=THEME.replace(old, new, 1)))
    assert caught.value.message.en.startswith("data/themes/first.toml")
    assert words in caught.value.message.en


def test_circles_a_gap_and_a_headline_are_read(tmp_path: Path) -> None:
    words = (
        'title = "甲"\nheadline = { zh = "话", en = "Words" }\n[fill]\nby = "gap"\n'
        'indicator = "rate"\n[circles]\nindicator = "rate"\ncolor = "#123456"\nscaling = "area"\n'
    )
    (theme,) = read_atlas(write(tmp_path, first=words)).themes
    assert theme.headline == Text("话", "Words")
    assert (theme.fill.by, theme.fill.palette) == ("gap", "orange-blue")
    assert theme.circles == Circles(
        by="indicator", indicator="rate", color="#123456", scaling="area"
    )


def test_a_theme_file_needs_a_name_that_can_be_a_key(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=r"My Theme\.toml: the file name is the theme's key"):
        read_atlas(write(tmp_path, **{"My Theme": THEME}))


def test_an_atlas_without_themes_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "data" / "themes" / "first.toml").unlink()
    with pytest.raises(AtlasError, match=r"data/themes: no theme files; add a <theme>\.toml"):
        read_atlas(root)


# --- Files with an encoding, and links


def test_a_table_may_say_its_encoding(tmp_path: Path) -> None:
    said = '{ file = "data/indicators.csv", encoding = "GB18030" }'
    files = read_atlas(write(tmp_path, CONFIG.replace('"data/indicators.csv"', said))).files
    (file,) = files.indicators
    assert file.path == tmp_path.resolve() / "data" / "indicators.csv"
    assert file.encoding == "gb18030"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('{ file = "a.csv", encoding = "klingon" }', "[files.indicators.encoding]: unknown encodi"),
        ('{ encoding = "gbk" }', "[files.indicators]: the key 'file' is missing"),
        ('{ file = "a.csv", encodings = "gbk" }', "did you mean 'encoding'?"),
        ("7", "[files.indicators]: must be text or a table"),
    ],
)
def test_a_wrong_declaration_of_a_table_is_refused(tmp_path: Path, said: str, words: str) -> None:
    root = write(tmp_path, CONFIG.replace('"data/indicators.csv"', said))
    with pytest.raises(AtlasError) as caught:
        read_atlas(root)
    assert words in caught.value.message.en


def test_a_table_of_unclear_encoding_is_refused_with_the_key_that_settles_it(
    atlas_copy: Path,
) -> None:
    sites, config = atlas_copy / "data" / "sites.csv", atlas_copy / "geomap.toml"
    lines = sites.read_bytes().splitlines()
    header, row = lines[0], lines[1].decode().split(",")
    named = [cell if cell.isascii() else "" for cell in row]
    named[1] = "三"  # too little to tell an encoding by
    sites.write_bytes(header + b"\n" + ",".join(named).encode("gbk") + b"\n")
    with pytest.raises(DataError) as caught:
        check(atlas_copy)
    for words in (caught.value.message.zh, caught.value.message.en):
        assert words.startswith("data/sites.csv:2")
        assert 'sites = { file = "data/sites.csv", encoding = "gb18030" }' in words
        assert "--encoding" not in words
    said = '{ file = "data/sites.csv", encoding = "gb18030" }'
    config.write_text(config.read_text("utf-8").replace('"data/sites.csv"', said), "utf-8")
    read = read_inputs(read_atlas(atlas_copy)).tables["sites"][0]
    assert [r.cells["name"] for r in read.rows] == ["三"]


@pytest.mark.parametrize("linked", ["file", "folder"])
@pytest.mark.parametrize("way", ["link", "path"])
def test_no_theme_leads_out_of_the_atlas(tmp_path: Path, linked: str, way: str) -> None:
    root = write(tmp_path / "atlas")
    themes, away = root / "data" / "themes", tmp_path / "away"
    if way == "path":
        themes.rename(away)
        config = root / "geomap.toml"
        outside = 'themes = "../away"' if linked == "folder" else f"themes = {str(away)!r}"
        config.write_text(f"{outside}\n{config.read_text('utf-8')}", encoding="utf-8")
    elif linked == "folder":
        themes.rename(away)
        themes.symlink_to(away)
    else:
        (themes / "first.toml").rename(away)
        (themes / "first.toml").symlink_to(away)
    with pytest.raises(AtlasError, match="leads out of the folder atlas") as caught:
        read_atlas(root)
    assert "指向 atlas 文件夹之外" in caught.value.message.zh
    assert way == "path" or caught.value.message.en.startswith("data/themes/first.toml: ")


def test_a_link_inside_the_atlas_is_followed(tmp_path: Path) -> None:
    root = write(tmp_path)
    themes = root / "data" / "themes"
    (themes / "second.toml").symlink_to(themes / "first.toml")
    assert [theme.key for theme in read_atlas(root).themes] == ["first", "second"]
