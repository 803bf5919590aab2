"""The public face in Python."""

import html
import re
import shutil
from pathlib import Path

import pytest

import geomap
from geomap.api.atlas import Atlas, Map, ThemeError
from geomap.renderers.html import render


@pytest.mark.parametrize("name", geomap.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(geomap, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="explode"):
        _ = geomap.explode


def test_an_atlas_is_a_mapping_of_maps(shipped: Atlas) -> None:
    assert len(shipped) == len(list(shipped)) == 8
    assert isinstance(shipped["metro"], Map)
    assert shipped["metro"] is shipped["metro"]
    assert "metro" in shipped
    assert "atlantis" not in shipped


@pytest.mark.parametrize("kind", [ThemeError, KeyError, geomap.AtlasError])
def test_an_unknown_theme_is_refused_with_the_one_meant(
    shipped: Atlas, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as caught:
        shipped["urbanization"]
    assert "是否为“urbanisation”？" in str(caught.value)
    assert "did you mean 'urbanisation'?" in str(caught.value)


def test_an_atlas_opens_by_its_folder_or_its_file(atlas_copy: Path) -> None:
    by_folder, by_file = geomap.open(atlas_copy), geomap.open(str(atlas_copy / "geomap.toml"))
    assert by_folder.config == by_file.config
    assert geomap.check(atlas_copy) == by_folder.checked.findings


def test_all_errors_are_told_at_once(atlas_copy: Path) -> None:
    sites = atlas_copy / "data" / "sites.csv"
    words = sites.read_text(encoding="utf-8")
    broken = words.replace("武隆区", "武隆县区").replace("OCM-18799,charging_point", "x,charging")
    sites.write_text(broken, encoding="utf-8")
    with pytest.raises(geomap.FindingsError) as caught:
        geomap.open(atlas_copy)
    assert [f.code for f in caught.value.findings] == ["GM-T006", "GM-T004"]
    assert caught.value.findings == tuple(f for f in geomap.check(atlas_copy) if f.level == "error")
    for lang in ("zh", "en"):
        lines = caught.value.message.get(lang).splitlines()
        assert lines == [finding.line(lang) for finding in caught.value.findings]


def test_a_map_writes_its_data_or_one_layer_of_it(shipped: Atlas, tmp_path: Path) -> None:
    whole = shipped["charging"].to_file(str(tmp_path / "whole.GeoJSON"))
    one = shipped["charging"].to_file(tmp_path / "one.geojson", "sites")
    assert '"layer":"districts"' in whole.read_text(encoding="utf-8")
    assert '"layer":"districts"' not in one.read_text(encoding="utf-8")
    assert '"layer":"sites"' in one.read_text(encoding="utf-8")


def test_an_unknown_format_is_refused_with_those_there_are(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(geomap.RenderError, match=r"Unknown format 'dwg'; use one of: .*geojson"):
        shipped["metro"].to_file(tmp_path / "m.dwg")
    assert list(tmp_path.iterdir()) == []


def test_a_layer_the_map_lacks_is_refused_with_those_it_has(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(geomap.RenderError, match="no layer 'sites'; it has: districts, projects"):
        shipped["metro"].to_file(tmp_path / "m.geojson", "sites")


def test_an_atlas_with_boundaries_only_opens(atlas_copy: Path) -> None:
    config = atlas_copy / "geomap.toml"
    words = config.read_text(encoding="utf-8")
    start, end = words.index("[files]"), words.index("[plan]")
    config.write_text(words[:start] + words[end:], encoding="utf-8")
    themes = atlas_copy / "data" / "themes"
    for path in themes.iterdir():
        if path.name not in {"overview.toml", "metro.toml", "measures.toml"}:
            path.unlink()
    atlas = geomap.open(atlas_copy)
    for key in atlas:
        assert len(atlas[key].spec.districts) == 44
        assert atlas[key].spec.marks == ()


def test_a_table_and_boundaries_are_read_on_their_own(shipped: Atlas) -> None:
    files = shipped.config.files
    table = geomap.read_table(str(files.projects[0].path))
    assert table.columns[:2] == ("id", "name")
    assert len(geomap.read_boundaries(str(files.districts.path), geomap.Datum.WGS84)) == 44


def test_build_takes_a_path(atlas_copy: Path) -> None:
    shutil.rmtree(atlas_copy / "maps", ignore_errors=True)
    paths = geomap.build(atlas_copy, ["metro"], options=geomap.BuildOptions(("geojson",)))
    assert paths[0] == atlas_copy.resolve() / "maps" / "metro.geojson"
    assert all(path.is_file() for path in paths)


def test_a_file_is_inspected(shipped: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("区县,人口\n石柱县,1\n万州区,2\n石柱乡,3\n".encode("gbk"))
    report = geomap.inspect(path, geomap.ReadOptions(encoding="gbk"), shipped)
    assert (report.rows, report.column, report.matched) == (3, "区县", 2)
    assert [f.code for f in report.findings] == ["GM-T006"]
    assert geomap.inspect(str(path), geomap.ReadOptions(encoding="gbk")).column is None


@pytest.mark.parametrize("name", ["indicators", "measures", "projects", "sites"])
def test_a_table_that_checks_clean_inspects_clean(shipped: Atlas, name: str) -> None:
    (file,) = shipped.config.files.tables()[name]
    assert geomap.inspect(file.path, atlas=shipped).findings == ()


def test_positions_are_converted_and_located(shipped: Atlas, tmp_path: Path) -> None:
    start, there, placed = (tmp_path / f"{name}.csv" for name in ("a", "b", "c"))
    start.write_text("lon,lat\n106.5512,29.563\n10,50\n", encoding="utf-8")
    assert geomap.convert(str(start), there, "wgs84", geomap.Datum.GCJ02).written == 2
    done = geomap.locate(there, placed, shipped, "GCJ-02")
    assert (done.written, done.unplaced) == (2, 1)
    found = geomap.read_table(placed).rows
    assert [row.cells["district"] for row in found] == ["渝中区", ""]
    with pytest.raises(geomap.DatumError):
        geomap.convert(start, there, "Xi'an", "wgs84")


def test_rows_are_matched_to_districts(shipped: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名,区县\n甲,石柱县\n乙,万州\n丙,石柱乡\n", encoding="utf-8")
    table = geomap.read_table(path)
    found = geomap.match(table, shipped)
    assert found.column == "区县"
    assert {code: rows[0].number for code, rows in found.matched.items()} == {
        "500240": 2,
        "500101": 3,
    }
    assert (found.unmatched, len(found.without)) == ((4,), 42)
    assert geomap.match(table, shipped, "名").unmatched == (2, 3, 4)
    with pytest.raises(
        geomap.DataError, match=r"no column '县'; did you mean '区县'\? there are: "
    ):
        geomap.match(table, shipped, "县")
    with pytest.raises(geomap.DataError, match="no column names districts; of the cells of each"):
        geomap.match(geomap.read_table(start_of(tmp_path)), shipped)


def start_of(folder: Path) -> Path:
    path = folder / "poor.csv"
    path.write_text("a,b\nx,1\n", encoding="utf-8")
    return path


def test_a_notebook_shows_the_page_in_a_frame_that_reaches_nothing(shipped: geomap.Atlas) -> None:
    shown = shipped["urbanisation"]._repr_html_()  # the notebook's protocol
    parts = re.fullmatch(
        r'<iframe srcdoc="([^"]*)" title="([^"]*)" sandbox="([^"]*)" [^<>]*></iframe>', shown
    )
    assert parts is not None
    page, title, sandbox = (html.unescape(part) for part in parts.groups())
    assert page.encode() == render(shipped["urbanisation"].spec)
    assert (title, sandbox) == ("城镇化率与规划目标", "allow-scripts")
