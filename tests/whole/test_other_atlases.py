"""Atlases that nobody here made: small ones, others' tables and words, other countries."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from click.testing import CliRunner
from support.specs import cell

import geomap
from geomap.cli.main import main
from geomap.errors import AtlasError
from geomap.gazetteer import reference

NAMES = ("甲区", "乙区", "丙县", "丁县")
COUNTIES = ("Nairobi", "Kiambu", "Machakos", "Murang’a")


def grid(west: float = 106.0, south: float = 29.0) -> list[shapely.Polygon]:
    """Four squares of half a degree."""
    shapes = [cell(n % 2, n // 2) for n in range(4)]
    moved = shapely.transform(shapes, lambda xy: xy + np.array([west - 106.0, south - 29.0]))
    return list(moved)


def write(root: Path, config: str, **files: str) -> Path:
    """An atlas of four districts in China whose layer has nothing but names."""
    (root / "data" / "themes").mkdir(parents=True)
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    for key, words in files.items():
        folder = root / "data" / "themes" if key.startswith("theme_") else root
        name = f"{key.removeprefix('theme_')}.{'toml' if key.startswith('theme_') else 'csv'}"
        (folder / name).write_text(words, encoding="utf-8")
    districts = gpd.GeoDataFrame({"名称": NAMES}, geometry=grid(), crs="EPSG:4326")
    districts.to_file(root / "districts.geojson", driver="GeoJSON")
    return root


PLAIN = 'title = "小城"\nboundaries = "districts.geojson"\n'


# --- Only what is needed, and all of it at once


def test_three_lines_of_toml_make_an_atlas(tmp_path: Path) -> None:
    root = write(tmp_path, PLAIN, theme_map='title = "区划"\n')
    made = geomap.build(root, options=geomap.BuildOptions(("html", "png", "svg", "geojson")))
    assert {path.name for path in made} >= {"map.html", "map.png", "map.svg", "map.geojson"}
    spec = geomap.open(root)["map"].spec
    assert [d.name.zh for d in spec.districts] == sorted(NAMES)
    assert (spec.bilingual, spec.language, spec.reference_date.zh, spec.sources) == (
        *(False, "zh"),
        *("", ()),
    )
    assert geomap.check(root) == ()


def test_everything_wrong_is_told_in_one_run_with_examples(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        'titel = "x"\n[boundaries]\nfile = "districts.geojson"\ndatum = "mars"\n',
        theme_a='subtitle = "乙"\norder = "first"\n[fill]\nby = "colour"\n',
        theme_b='title = "丙"\nsites = 3\n',
    )
    with pytest.raises(AtlasError) as caught:
        geomap.open(root)
    lines = caught.value.message.en.splitlines()
    wanted = (
        "geomap.toml: the key 'title' is missing; such as title = ",
        "geomap.toml [boundaries.datum]: ",
        "geomap.toml: unknown key 'titel'; did you mean 'title'?",
        "data/themes/a.toml: the key 'title' is missing",
        "data/themes/a.toml [order]: must be a whole number",
        "data/themes/a.toml [fill.by]: unknown value 'colour'",
        "data/themes/b.toml [sites]: must be a list of texts",
    )
    for start in wanted:
        assert any(line.startswith(start) for line in lines), start
    assert len(lines) == len(wanted)
    assert len(caught.value.message.zh.splitlines()) == len(wanted)


def test_what_follows_from_a_fault_is_not_told(tmp_path: Path) -> None:
    config = PLAIN + '[[regions]]\nnam = "西片"\n'
    root = write(tmp_path, config, theme_a='title = "甲"\nextent = "西片"\n')
    with pytest.raises(AtlasError) as caught:
        geomap.open(root)
    assert "[extent]" not in caught.value.message.en


def test_no_remedy_lists_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, PLAIN, theme_a='title = "甲"\nextent = "西片"\nsources = ["x"]\n')
    with pytest.raises(AtlasError) as caught:
        geomap.open(root)
    for line in (*caught.value.message.en.splitlines(), *caught.value.message.zh.splitlines()):
        assert not line.endswith((":", "：", ": ", "known: ", "可用："))


# --- What no map shows


SITES = "名称,类型,经度(WGS84),纬度,可靠性\n一站,车站,106.2,29.2,实测\n二站,码头,106.7,29.2,实测\n"


def test_what_no_map_shows_is_told_with_its_count(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nsites = "sites.csv"\nprojects = "projects.csv"\n'
    projects = "name,kind\n甲桥,bridge\n乙桥,bridge\n"
    root = write(tmp_path, config, theme_map='title = "图"\n', sites=SITES, projects=projects)
    found = {f.message.en: f for f in geomap.check(root)}
    assert "2 projects on no map: 甲桥, 乙桥" in found
    assert "2 sites on no map: 一站, 二站" in found
    chosen = 'title = "图"\nsites = "all"\nprojects = { kinds = ["bridge"] }\n'
    (root / "data" / "themes" / "map.toml").write_text(chosen, encoding="utf-8")
    assert geomap.check(root) == ()
    assert len(geomap.open(root)["map"].spec.marks) == 4


def test_sites_outside_all_districts_are_told(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nsites = "sites.csv"\n'
    far = SITES + "远站,车站,108.2,29.2,实测\n"
    root = write(tmp_path, config, theme_map='title = "图"\nsites = "all"\n', sites=far)
    (finding,) = geomap.check(root)
    assert (finding.code, finding.location.row) == ("GM-P012", 4)
    assert finding.message.en == "1 site of 3 outside all districts, counted in none: 远站"


# --- Words that people write


def test_words_of_offices_are_read(tmp_path: Path) -> None:
    config = (
        'title = "小城"\nhome = "小城市"\n'
        '[boundaries]\nfile = "districts.geojson"\n'
        '[files]\nprojects = "projects.csv"\nmeasures = "measures.csv"\n'
        '[plan]\ntitle = "规划"\nchapters = ["总则", "建设"]\n'
        '[kinds.bridge]\nzh = "桥梁"\nen = "Bridge"\n[kinds.park]\nzh = "园区"\n'
    )
    measures = "条款,章,标题,范围\n第十九条,第二章,建桥,小城市\n二十,2,建园,甲区，乙区\n"
    projects = (
        "编号,项目名称,项目类型,条款,所在区县,坐标,坐标系,可靠性\n"
        'CQ_2025_001,大桥,桥梁,第十九条,甲区,"106.25,29.25",WGS-84,实测\n'
        '项目二,园区一,园区,20,乙区,"106°45′E 29°15′N",CGCS2000,近似\n'
    )
    root = write(tmp_path, config, theme_map='title = "图"\nprojects = { chapters = [2] }\n')
    (root / "measures.csv").write_text(measures, encoding="utf-8")
    (root / "projects.csv").write_text(projects, encoding="utf-8")
    (told,) = [f for f in geomap.check(root) if f.level == "error"]
    assert told.code == "GM-P004"  # 近似 must say how far off it may be, and nothing stands in
    (root / "projects.csv").write_text(
        projects.replace("可靠性\n", "可靠性,误差\n")
        .replace("实测\n", "实测,\n")
        .replace("近似\n", "近似,500\n"),
        encoding="utf-8",
    )
    # The city's name must be known to its districts for 全市 to be said that way.
    layer = json.loads((root / "districts.geojson").read_text(encoding="utf-8"))
    for feature in layer["features"]:
        feature["properties"]["省份"] = "小城市"
    (root / "districts.geojson").write_text(json.dumps(layer), encoding="utf-8")
    atlas = geomap.open(root)
    assert [m.article for m in atlas.checked.measures] == [19, 20]
    assert atlas.checked.measures[0].citywide
    assert len(atlas.checked.measures[1].districts) == 2
    one, two = atlas.checked.projects
    assert (one.id, one.kind, one.articles) == ("CQ_2025_001", "bridge", (19,))
    assert shapely.equals(two.position.geometry, shapely.Point(106.75, 29.25))
    assert len(atlas["map"].spec.marks) == 2


def test_ids_are_made_from_names_where_there_are_none(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nprojects = { file = "projects.csv", kind = "road" }\n'
    root = write(tmp_path, config, theme_map='title = "图"\nprojects = "all"\n')
    (root / "projects.csv").write_text("名称\n大桥\n大桥\n新 路\n", encoding="utf-8")
    assert [p.id for p in geomap.open(root).checked.projects] == ["大桥", "大桥-2", "新-路"]


# --- Layers and tables in a CRS


def test_projects_come_from_layers_and_tables_together(tmp_path: Path) -> None:
    config = PLAIN + (
        '[files]\nprojects = ["projects.csv", { file = "规划.gpkg", layer = "园区", kind = "park", '
        'certainty = "surveyed", columns = { name = "园区名" } }]\n'
    )
    root = write(tmp_path, config, theme_map='title = "图"\nprojects = "all"\n')
    (root / "projects.csv").write_text("name,kind\n未定,road\n", encoding="utf-8")
    parks = gpd.GeoDataFrame(
        {"园区名": ["一园", "二园"]},
        geometry=[shapely.box(106.1, 29.1, 106.2, 29.2), shapely.box(106.6, 29.1, 106.7, 29.2)],
        crs="EPSG:4490",
    )
    parks.to_crs("EPSG:4544").to_file(root / "规划.gpkg", layer="园区", driver="GPKG")
    atlas = geomap.open(root)
    assert [p.name.zh for p in atlas.checked.projects] == ["未定", "一园", "二园"]
    placed = atlas.checked.projects[1].position.geometry
    assert shapely.hausdorff_distance(placed, parks.geometry[0]) < 1e-7
    assert [item.label.zh for item in atlas["map"].spec.legends[1].items] == [
        "park（实测）",
        "未上图，见列表",
    ]


EAST, NORTH = 427235.1, 3236894.5  # metres, CGCS2000 / 3-degree Gauss-Krüger, 108° E


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("X坐标,Y坐标", (NORTH, EAST)),  # as Chinese surveys have it: X is the northing
        ("x,y", (EAST, NORTH)),
        ("东坐标,北坐标", (36e6 + EAST, NORTH)),  # with the number of the zone
    ],
)
def test_survey_coordinates_are_read_in_either_order(
    tmp_path: Path, header: str, row: tuple[float, float]
) -> None:
    lon, lat = header.split(",")
    config = PLAIN + (
        '[files]\nsites = { file = "sites.csv", crs = "EPSG:4545", datum = "CGCS2000", '
        f'certainty = "surveyed", columns = {{ lon = "{lon}", lat = "{lat}" }} }}\n'
    )
    sites = f"名称,{header}\n桩,{row[0]},{row[1]}\n"
    root = write(tmp_path, config, theme_map='title = "图"\nsites = "all"\n', sites=sites)
    (site,) = geomap.open(root).checked.sites
    meant = pyproj.Transformer.from_crs(4545, 4490, always_xy=True).transform(EAST, NORTH)
    assert shapely.Point(meant).dwithin(site.position.geometry, 1e-8)  # about a millimetre


def test_coordinates_that_no_reading_puts_there_are_told(tmp_path: Path) -> None:
    config = PLAIN + (
        '[files]\nsites = { file = "sites.csv", crs = "EPSG:4545", datum = "CGCS2000", '
        'certainty = "surveyed", columns = { lon = "x", lat = "y" } }\n'
    )
    root = write(tmp_path, config, theme_map='title = "图"\n', sites="名称,x,y\n桩,1,2\n")
    (finding,) = [f for f in geomap.check(root) if f.level == "error"]
    assert (finding.code, finding.location.column) == ("GM-P005", "x")
    assert "EPSG" not in finding.message.zh
    assert "CGCS2000 / 3-degree Gauss-Kruger CM 108E" in finding.message.zh


# --- Yearbooks


WIDE = (
    "区县,2020年常住人口（万人）,2020年城镇化率(%),备注\n"
    "甲区,10,80.5,\n乙区,20,60.25,\n丙县,30,,\n丁县,40,40,略\n"
)


def test_a_wide_table_needs_no_declaration(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nindicators = "people.csv"\n'
    theme = 'title = "人口"\n[fill]\nindicator = "常住人口"\n'
    root = write(tmp_path, config, theme_map=theme, people=WIDE)
    # People are a count: painted, they are told, and drawn as asked.
    assert [finding.code for finding in geomap.check(root)] == ["GM-A013"]
    atlas = geomap.open(root)
    chosen = atlas["map"]
    assert {d.name.zh: d.value for d in chosen.spec.districts} == dict(
        zip(NAMES, (10, 20, 30, 40), strict=True)
    )
    assert chosen.spec.legends[0].title.zh == "常住人口（万人，2020）"
    assert atlas.joined.districts["城镇化率_2020"].sum() == pytest.approx(180.75)


def test_a_wrong_cell_of_a_wide_table_is_told_at_its_heading(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nindicators = "people.csv"\n'
    root = write(
        *(tmp_path, config),
        theme_map='title = "人口"\n',
        people=WIDE.replace("丁县,40", "丁县,四十"),
    )
    (finding,) = geomap.check(root)
    assert str(finding.location) == "people.csv:5:2020年常住人口（万人）"


def test_columns_that_are_no_declared_indicator_are_told(tmp_path: Path) -> None:
    config = PLAIN + (
        '[files]\nindicators = { file = "people.csv", year = "2020" }\n'
        '[indicators.people]\nzh = "人口"\nunit = "万人"\n'
    )
    table = "名称,人口,户数\n甲区,1,2\n乙区,1,2\n"
    root = write(tmp_path, config, theme_map='title = "图"\n', people=table)
    (finding,) = geomap.check(root)
    assert (finding.code, finding.level) == ("GM-I008", "warning")
    assert "户数" in finding.message.zh
    assert "people" in finding.remedy.en


def test_a_year_must_be_said_somewhere(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nindicators = "people.csv"\n'
    table = "名称,人口\n甲区,1\n"
    root = write(tmp_path, config, theme_map='title = "图"\n', people=table)
    assert [f.code for f in geomap.check(root)] == ["GM-I007"]


# --- Anywhere


def test_counties_of_another_country(tmp_path: Path) -> None:
    config = (
        'title = "Atlas of Nairobi"\nboundaries = "counties.geojson"\n'
        '[files]\nindicators = { file = "people.csv", year = "2019" }\n'
        'sites = { file = "schools.csv", datum = "WGS84", certainty = "surveyed" }\n'
    )
    root = write(
        *(tmp_path, config),
        theme_map='title = "Population"\nsites = "all"\n[fill]\nindicator = "Population"\n',
        people="County,Population (people)\nNairobi,4397073\nKE002,2417735\nMurang’a,1056640\n",
        schools="title,type,lat,lng\nA School,primary,-1.3,36.8\n",
    )
    codes = [f"KE00{n}" for n in range(1, 5)]
    counties = gpd.GeoDataFrame(
        {"code": codes, "county": COUNTIES}, geometry=grid(36.5, -1.6), crs="EPSG:4326"
    )
    counties.to_file(root / "counties.geojson", driver="GeoJSON")
    assert [finding.code for finding in geomap.check(root)] == ["GM-A013"]  # people, painted
    made = geomap.build(root, options=geomap.BuildOptions(("html", "svg", "geojson")))
    assert all(path.is_file() for path in made)
    spec = geomap.open(root)["map"].spec
    assert [(d.adcode, d.name.en) for d in spec.districts] == list(
        zip(codes, COUNTIES, strict=True)
    )
    assert (spec.language, spec.bilingual) == ("en", False)
    assert [d.value for d in spec.districts] == [4397073, 2417735, None, 1056640]


def test_townships_are_districts(tmp_path: Path) -> None:
    root = write(tmp_path, PLAIN, theme_map='title = "乡镇"\n')
    codes = [f"50010110{n}" for n in range(4)]
    towns = gpd.GeoDataFrame({"代码": codes, "名称": NAMES}, geometry=grid(), crs="EPSG:4326")
    towns.to_file(root / "districts.geojson", driver="GeoJSON")
    assert geomap.check(root) == ()
    assert [d.adcode for d in geomap.open(root)["map"].spec.districts] == codes


def _units(level: str) -> dict[str, str]:
    """Code → name of every unit of China at a level, as the register has them."""
    counties = reference.shipped().counties
    if level == "county":
        return {county.code: county.name for county in counties}
    if level == "prefecture":
        named = {c.code[:4] + "00": c.city for c in counties if c.city}
        return {code: name for code, name in named.items() if code[2:4] != "90"}
    return {c.code[:2] + "0000": c.province for c in counties}


@pytest.mark.parametrize(
    ("level", "least"), [("province", 30), ("prefecture", 330), ("county", 2875)]
)
@pytest.mark.slow
def test_all_units_of_a_level_are_districts_without_a_false_finding(
    tmp_path: Path, level: str, least: int
) -> None:
    units = _units(level)
    assert len(units) >= least
    root = write(tmp_path, PLAIN, theme_map='title = "区划"\n')
    side = int(np.ceil(np.sqrt(len(units))))
    west, south, size = 75.0, 5.0, 0.75  # borders that neighbours share to the bit
    row, column = np.divmod(np.arange(len(units)), side)
    x, y = west + column * size, south + row * size
    gpd.GeoDataFrame(
        {"adcode": list(units), "name": list(units.values())},
        geometry=shapely.box(x, y, x + size, y + size),
        crs="EPSG:4326",
    ).to_file(root / "districts.geojson", driver="GeoJSON")
    rows = "".join(f"{code},{name},{n}\n" for n, (code, name) in enumerate(units.items()))
    (root / "people.csv").write_text(f"代码,名称,户籍人口（人）\n{rows}", encoding="utf-8")
    files = '[files]\nindicators = { file = "people.csv", year = "2024" }\n'
    (root / "geomap.toml").write_text(PLAIN + files, encoding="utf-8")
    found = geomap.check(root)
    assert [(f.code, f.location.row, f.message.en) for f in found] == []
    values = {o.adcode: o.value for o in geomap.open(root).checked.observations}
    assert values == {code: float(n) for n, code in enumerate(units)}


def test_a_point_abroad_is_still_told_in_an_atlas_of_china(tmp_path: Path) -> None:
    config = PLAIN + '[files]\nsites = "sites.csv"\n'
    sites = SITES.replace("106.2,29.2", "29.2,106.2")
    root = write(tmp_path, config, theme_map='title = "图"\n', sites=sites)
    codes = [f.code for f in geomap.check(root) if f.level == "error"]
    assert codes in (["GM-P005"], ["GM-P006"])


def test_faults_of_the_atlas_end_the_command_with_a_line_each(tmp_path: Path) -> None:
    root = write(tmp_path, "boundaries = 5\n", theme_a="order = 1\n")
    result = CliRunner().invoke(main, ["--lang", "en", "check", "-a", str(root)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
