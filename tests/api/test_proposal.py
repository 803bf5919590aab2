"""`geomap inspect` proposes the lines for a table; `--write` adds them, and the atlas is clean."""

from pathlib import Path

import geopandas as gpd
import pytest
from click.testing import CliRunner, Result
from support.specs import cell

import geomap
from geomap.cli.main import main

NAMES = ("甲区", "乙区", "丙县", "丁县")
CONFIG = '# mine\ntitle = "小城"  # the city\nboundaries = "districts.geojson"\n'
TABLES = {
    "wide.csv": "区县,2020年常住人口（万人）,2020年城镇化率(%)\n甲区,1.5,80\n乙区,2,60\n"
    "合计,3.5,\n",
    "2021.csv": "区县,常住人口（万人）\n甲区,1.5\n乙区,2\n",
    "turned.csv": "指标,甲区,乙区,丙县\n2020年常住人口（万人）,1.5,2,3\n",
    "other.csv": "单位名,2020年常住人口（万人）\n甲区,1.5\n乙区,2\n",
    "long.csv": "名称,指标,年份,数值,单位\n"
    "甲区,常住人口,2020,1.5,万人\n乙区,常住人口,2020,2,万人\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data" / "themes").mkdir(parents=True)
    (tmp_path / "data" / "themes" / "map.toml").write_text('title = "图"\n', encoding="utf-8")
    (tmp_path / "geomap.toml").write_text(CONFIG, encoding="utf-8")
    shapes = [cell(n % 2, n // 2) for n in range(4)]
    districts = gpd.GeoDataFrame({"名称": NAMES}, geometry=shapes, crs="EPSG:4326")
    districts.to_file(tmp_path / "districts.geojson", driver="GeoJSON")
    return tmp_path


def inspect(root: Path, name: str, *more: str, lang: str = "en") -> Result:
    words = ["--lang", lang, "inspect", str(root / name), "-a", str(root), *more]
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("name", TABLES)
def test_what_is_proposed_and_written_makes_a_clean_atlas(root: Path, name: str) -> None:
    (root / name).write_text(TABLES[name], encoding="utf-8")
    shown = inspect(root, name)
    assert '[indicators."常住人口"]' in shown.stdout
    assert 'unit = "万人"' in shown.stdout
    assert (root / "geomap.toml").read_text(encoding="utf-8") == CONFIG
    done = inspect(root, name, "--write")
    assert done.exit_code == 0, done.stderr
    assert (root / "geomap.toml").read_text(encoding="utf-8").startswith(CONFIG.rstrip())
    assert geomap.check(root) == ()
    values = {o.adcode: o.value for o in geomap.open(root).checked.observations}
    assert values["甲区"] in {1.5, 80}


def test_files_that_are_there_stay(root: Path) -> None:
    config = CONFIG + '\n[files]  # own\nsites = "s.csv" # s\n\n[kinds.a]\nzh = "站"\n'
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    (root / "s.csv").write_text("name\n站\n", encoding="utf-8")
    (root / "wide.csv").write_text(TABLES["wide.csv"], encoding="utf-8")
    assert inspect(root, "wide.csv", "--write").exit_code == 0
    after = (root / "geomap.toml").read_text(encoding="utf-8")
    assert '[files]  # own\nindicators = "wide.csv"\nsites = "s.csv" # s\n' in after


@pytest.mark.parametrize(("lang", "said"), [("en", "has indicators already"), ("zh", "已有")])
def test_nothing_is_overwritten(root: Path, lang: str, said: str) -> None:
    (root / "wide.csv").write_text(TABLES["wide.csv"], encoding="utf-8")
    assert inspect(root, "wide.csv", "--write").exit_code == 0
    before = (root / "geomap.toml").read_bytes()
    again = inspect(root, "wide.csv", "--write", lang=lang)
    assert (again.exit_code, said in again.stderr) == (2, True)
    assert (root / "geomap.toml").read_bytes() == before


def test_a_table_elsewhere_is_not_written(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "wide.csv"
    other.write_text(TABLES["wide.csv"], encoding="utf-8")
    refused = inspect(root, str(other), "--write")
    assert (refused.exit_code, "not in the folder" in refused.stderr) == (2, True)


PLACES = {
    "站点.csv": (
        "站名,类型,经度,纬度\n甲站,服务区,106.25,29.25\n乙站,充电站,106.75,29.25\n",
        "sites",
    ),
    "gcj.csv": ("站名,经度(GCJ02),纬度(GCJ02)\n甲站,106.25,29.25\n", "sites"),
    "没有列名.csv": ("点,经度,纬度\n甲站,106.25,29.25\n乙站,106.75,29.25\n", "sites"),
    "项目.csv": (
        '项目名称,状态,WKT\n甲路,在建,"LINESTRING (106.1 29.1, 106.3 29.4)"\n',
        "projects",
    ),
    "条款.csv": ('项目名称,对应条款,坐标\n甲桥,十五,"106.25, 29.25"\n', "projects"),
}


@pytest.mark.parametrize("kinds", ["", '\n[kinds.park]\nzh = "公园"\n'])
@pytest.mark.parametrize("name", PLACES)
def test_places_are_proposed_and_written_without_an_alarm(
    root: Path, name: str, kinds: str
) -> None:
    text, key = PLACES[name]
    (root / name).write_text(text, encoding="utf-8")
    (root / "geomap.toml").write_text(CONFIG + kinds, encoding="utf-8")
    theme = root / "data" / "themes" / "map.toml"
    theme.write_text('title = "图"\nsites = "all"\nprojects = "all"\n', encoding="utf-8")
    shown = inspect(root, name)
    assert f"[files]\n{key} = {{ file = " in shown.stdout
    done = inspect(root, name, "--write")
    assert done.exit_code == 0, done.stderr
    assert geomap.check(root) == ()
    checked = geomap.open(root).checked
    made = [o.position for o in checked.projects] + [o.position for o in checked.sites]
    assert len(made) == len(text.splitlines()) - 1
    for where in made:
        assert where.geometry is not None
        assert where.certainty in {"surveyed", "approximate"}
        assert where.uncertainty == (None if name == "gcj.csv" else 1200)


def test_a_datum_that_nobody_says_is_not_made_up(root: Path) -> None:
    (root / "p.csv").write_text(PLACES["站点.csv"][0], encoding="utf-8")
    shown = inspect(root, "p.csv").stdout
    assert 'datum = "unknown", certainty = "approximate", uncertainty_m = "1200"' in shown
    (root / "p.csv").write_text(PLACES["gcj.csv"][0], encoding="utf-8")
    shown = inspect(root, "p.csv").stdout
    assert 'certainty = "surveyed" }' in shown
    assert "datum =" not in shown.partition("[files]")[2]
