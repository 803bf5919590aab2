"""Shapefiles as people pass them on: without .cpg, without .shx, by the name of any part."""

import struct
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geomap.api.atlas import Atlas
from geomap.api.inspection import inspect
from geomap.errors import DataError
from geomap.sources import encodings
from geomap.sources.layers import ReadOptions, read_layer
from geomap.sources.readers import is_table, read_table

LANGUAGE = 29  # byte of a .dbf's header that names a code page


def shapefile(folder: Path, *names: str, encoding: str = "UTF-8") -> Path:
    frame = gpd.GeoDataFrame(
        {"name": list(names)}, geometry=[shapely.Point(106.5, 29.5)] * len(names), crs="EPSG:4490"
    )
    pyogrio.write_dataframe(frame, folder / "a.shp", encoding=encoding)
    (folder / "a.cpg").unlink()
    return folder / "a.shp"


def says(dbf: Path, language: int) -> None:
    data = bytearray(dbf.read_bytes())
    data[LANGUAGE] = language
    dbf.write_bytes(bytes(data))


def test_accented_names_are_read_as_western_with_a_warning(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "Ñandú", "São Tomé", "plain", encoding="CP1252")
    layer = read_layer(path)
    assert layer.frame["name"].tolist() == ["Ñandú", "São Tomé", "plain"]
    (told,) = layer.notes
    assert told.code == "GM-F001"
    assert "windows-1252" in told.message.en
    assert "--encoding" in told.remedy.en
    assert "--encoding" in told.remedy.zh


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_no_chinese_name_is_taken_for_western(shipped: Atlas, encoding: str) -> None:
    districts = shipped.checked.districts
    words = [*districts["name"], *districts["short_name"], *"臺灣縣區鎮鄉州江山水"]
    fit = [word.encode(encoding, "ignore") for word in words]
    assert len(fit) > 80
    for data in fit:
        assert not encodings.is_western(data)
        assert not encodings.is_western(b"A" + data + b" road")


@pytest.mark.parametrize("words", ["Łódź", "Москва", "Ünnï", "naïf ×"])
def test_what_is_not_plainly_western_is_asked_for(tmp_path: Path, words: str) -> None:
    codes = {"Łódź": "cp1250", "Москва": "cp1251"}
    path = shapefile(tmp_path, words, encoding=codes.get(words, "cp1252"))
    with pytest.raises(DataError, match=r"no other encoding is certain; add a \.cpg"):
        read_layer(path)
    assert (
        read_layer(path, choice=ReadOptions(codes.get(words, "cp1252"))).frame["name"][0] == words
    )


@pytest.mark.parametrize(
    ("words", "encoding", "language"),
    [("三", "GBK", 0x4D), ("國", "BIG5", 0x4F), ("Łódź", "cp1250", 0xC8), ("Ünnï", "cp1252", 3)],
)
def test_the_language_byte_is_honoured(
    tmp_path: Path, words: str, encoding: str, language: int
) -> None:
    path = shapefile(tmp_path, words, encoding=encoding)
    says(tmp_path / "a.dbf", language)
    layer = read_layer(path)
    assert layer.frame["name"][0] == words
    assert layer.notes == ()


def test_a_language_byte_that_is_wrong_makes_no_mojibake(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "渝中区", "綦江")
    says(tmp_path / "a.dbf", 0x4D)
    assert read_layer(path).frame["name"].tolist() == ["渝中区", "綦江"]


def test_a_lost_index_is_made_anew(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "甲", "乙")
    (tmp_path / "a.shx").unlink()
    assert len(read_layer(path).frame) == 2


def test_a_wrong_index_is_not_believed(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "甲", "乙")
    index = bytearray((tmp_path / "a.shx").read_bytes())
    struct.pack_into(">i", index, 100, 9999)
    (tmp_path / "a.shx").write_bytes(bytes(index))
    assert len(read_layer(path).frame) == 2


@pytest.mark.parametrize("suffix", [".prj", ".shx", ".cpg", ".PRJ", ".qpj"])
def test_any_part_names_the_whole(tmp_path: Path, suffix: str) -> None:
    path = shapefile(tmp_path, "渝中区")
    part = tmp_path / f"a{suffix}"
    if not part.exists():
        part.write_bytes(b"GBK" if suffix == ".cpg" else (tmp_path / "a.prj").read_bytes())
    if suffix == ".cpg":
        part.write_bytes(b"UTF-8")
    assert not is_table(part, part.as_posix())
    report = inspect(part)
    assert (report.file, report.rows) == (path.as_posix(), 1)


def test_a_dbf_is_a_table_of_its_own(tmp_path: Path) -> None:
    shapefile(tmp_path, "渝中区").write_bytes(b"broken")
    assert [row.cells["name"] for row in read_table(tmp_path / "a.dbf").rows] == ["渝中区"]


def test_a_part_alone_is_refused_with_the_name_that_is_missing(tmp_path: Path) -> None:
    shapefile(tmp_path, "甲").unlink()
    with pytest.raises(DataError, match=r"a\.prj: this is a part of a Shapefile; put a\.shp"):
        inspect(tmp_path / "a.prj")


def test_a_whole_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    path = shapefile(tmp_path / "out", "甲")
    (tmp_path / "in" / "a.shp").symlink_to(path)
    (tmp_path / "in" / "a.prj").write_text("x")
    with pytest.raises(DataError, match="leads out of the folder"):
        inspect(tmp_path / "in" / "a.prj")
