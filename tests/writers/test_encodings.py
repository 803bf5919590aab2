"""Shapefiles in GBK and UTF-8: twenty Chinese fields there and back, with and without a .cpg."""

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from click.testing import CliRunner
from support.second_readers import dbf
from support.specs import cell, tiny_spec

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions
from geomap.cli.main import main
from geomap.errors import RenderError
from geomap.sources.dictionary import full_names
from geomap.sources.layers import ReadOptions
from geomap.sources.readers import read_layer
from geomap.writers import shapefile
from geomap.writers.encodings import ENCODINGS, Encoding
from geomap.writers.fields import short_names

FIELDS = (
    *("常住人口城镇化率", "常住人口城镇化率增长", "户籍人口", "面积（平方公里）", "地区生产总值"),
    *("第一产业增加值", "第二产业增加值", "第三产业增加值", "人均可支配收入", "普通小学在校学生数"),
    *("医疗卫生机构床位数", "公路里程", "高速公路里程", "建成区面积", "污水处理率"),
    *("新能源充电桩数量", "备注", "行政区划代码", "所属片区", "城镇化率_2020"),
)
LONG = "璧山区、綦江区、垫江县、酉阳土家族苗族自治县" * 12  # 252 characters


def rows() -> gpd.GeoDataFrame:
    """Three districts with twenty Chinese fields, one of long text, one with what GBK lacks."""
    table = {name: [f"{name}甲", None, f"{n}"] for n, name in enumerate(FIELDS)}
    table["备注"] = [LONG, "二〇二〇年·壹", "充电桩😀"]
    frame = pd.DataFrame(table, index=pd.Index(["a", "b", "c"], name="id"))
    return gpd.GeoDataFrame(frame, geometry=[cell(n, 0) for n in range(3)], crs="EPSG:4326")


@pytest.mark.parametrize("cpg", [True, False])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_twenty_chinese_fields_come_back(tmp_path: Path, encoding: Encoding, *, cpg: bool) -> None:
    frame = rows()
    shapefile.write(tiny_spec(), {"districts": frame}, tmp_path / "x.shp.zip", encoding)
    archive = zipfile.ZipFile(tmp_path / "x.shp.zip")
    archive.extractall(tmp_path)
    codec = "gbk" if encoding == "GBK" else "utf-8"
    plain = dbf(archive.read("tiny-districts.dbf"), codec)  # by struct
    assert all(len(name.encode(codec)) <= 10 for name in plain)
    assert encoding == "UTF-8" or {"常住人口城", "常住人口2", "公路里程"} <= set(plain)
    if not cpg:
        (tmp_path / "tiny-districts.cpg").unlink()
    own = read_layer(tmp_path / "tiny-districts.shp")
    assert own.fields == ("id", *FIELDS)
    for name in FIELDS:
        found = list(own.frame[name])
        if name != "备注":
            assert found == ["" if pd.isna(v) else v for v in frame[name]]
    cut = LONG.encode(codec)[:254].decode(codec, "ignore")
    last = "充电桩?" if encoding == "GBK" else "充电桩😀"
    assert list(own.frame["备注"]) == [cut, "二〇二〇年·壹", last]
    lost = pd.read_csv(io.BytesIO(archive.read("lost.csv")))
    assert list(lost["text"]) == [LONG] + (["充电桩😀"] if encoding == "GBK" else [])
    if cpg or encoding == "GBK":  # GDAL takes a table that says nothing for Western
        by_gdal = pyogrio.read_dataframe(tmp_path / "tiny-districts.shp")
        assert list(by_gdal.columns[:-1]) == list(plain)
        assert by_gdal["id" if encoding == "UTF-8" else "备注"].iloc[0] in {"a", cut}


def test_the_archive_gives_names_back_as_well(shipped: Atlas, tmp_path: Path) -> None:
    made = shipped["metro"].to_file(tmp_path / "x.shp.zip", options=OutputOptions(encoding="GBK"))
    own = read_layer(made, choice=ReadOptions(layer="metro-districts.shp"))
    meant = shipped["metro"].layers["districts"]
    assert own.fields == ("adcode", *(c for c in meant.columns if c != "geometry"))
    assert list(own.frame["name"]) == list(meant["name"])
    assert own.encoding == "gb18030"


@pytest.mark.parametrize(
    "words",
    [
        b"\xff\xfe not text",
        b"a,b\n1,2\n",
        b'layer,field,name\n"x',
        b"layer,field,name\nother,f1,A\n",
        b"layer,field,name\nx,f1,A\nx,f2,A\n",
        b"layer,field,name\nx,f1,\n",
        b"",
    ],
)
def test_a_dictionary_that_is_none_is_left_alone(words: bytes) -> None:
    assert full_names(words, "x") == {}


def test_names_in_gbk_are_cut_between_characters_and_unique() -> None:
    names = short_names(["常住人口城镇化率", "常住人口城镇", "常住人口_2020", "a", "𠀀字"], "gbk")
    assert list(names.values()) == ["常住人口城", "常住人口2", "常住_2020", "a", "f5"]


def test_other_formats_have_no_encoding_of_choice(shipped: Atlas, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"gpkg is in no encoding of choice \(shp.zip is\)"):
        shipped["metro"].to_file(tmp_path / "x.gpkg", options=OutputOptions(encoding="GBK"))


def test_convert_writes_gbk(tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("名称,lon,lat\n渝北区,106.5,29.7\n", encoding="utf-8")
    out = tmp_path / "s.shp.zip"
    asked = ["convert", str(source), str(out), "--from", "WGS84", "--to", "WGS84"]
    done = CliRunner().invoke(main, [*asked, "--to-encoding", "gbk"])
    assert done.exit_code == 0, done.output
    table = dbf(zipfile.ZipFile(out).read("s-features.dbf"), "gbk")
    assert table["名称"] == ["渝北区"]
    refused = CliRunner().invoke(
        main, [*asked[:2], str(tmp_path / "s.csv2.geojson"), *asked[3:], "--to-encoding", "GBK"]
    )
    assert refused.exit_code == 2
