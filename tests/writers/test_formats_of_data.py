"""Shapefile, FlatGeobuf, GeoParquet, KML, KMZ, XLSX: read back by others, equal, inert."""

import csv
import io
import string
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import WORDS
from support.specs import cell, tiny_spec

from geomap.api.atlas import Atlas
from geomap.errors import RenderError
from geomap.model.layers import LayerName
from geomap.sources.readers import read_layer
from geomap.writers import fgb, kml, kmz, parquet, shapefile, xlsx
from geomap.writers.by_geometry import tables
from geomap.writers.fields import short_names

THEMES = (
    *("overview", "urbanisation", "citizenship", "counties"),
    *("metro", "renewal", "charging", "measures"),
)
KML = "{http://www.opengis.net/kml/2.2}"
FORMATS = ("shp.zip", "fgb", "parquet", "kml", "kmz", "xlsx", "geojsonl", "topojson")
Frames = Mapping[LayerName, gpd.GeoDataFrame]


def alike(found: pd.Series, meant: pd.Series) -> bool:
    """Whether a column came back: numbers as numbers, text as text, nothing as nothing."""
    if pd.api.types.is_numeric_dtype(meant):
        return np.allclose(found.astype(float), meant.astype(float), equal_nan=True)
    left = [None if pd.isna(v) or v == "" else str(v) for v in found]
    return left == [None if pd.isna(v) or v == "" else str(v) for v in meant]


def same_places(found: gpd.GeoDataFrame, meant: gpd.GeoDataFrame, grid: float = 0.0) -> bool:
    shapes = [np.asarray(frame.geometry.to_numpy(), dtype=object) for frame in (found, meant)]
    if grid:
        return bool((shapely.hausdorff_distance(*shapes) <= grid).all())
    # A Shapefile knows no MultiPolygon: its readers make what the rings say.
    return bool(shapely.equals(*shapes).all())


def spatial(frames: Frames) -> dict[str, gpd.GeoDataFrame]:
    return {name: rows for name, _, rows in tables(frames) if isinstance(rows, gpd.GeoDataFrame)}


# --- Shapefile


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.slow
def test_shapefiles_come_back_with_their_names(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    path = shipped[theme].to_file(tmp_path / "x.shp.zip")
    archive = zipfile.ZipFile(path)
    listed = list(csv.DictReader(io.StringIO(archive.read("fields.csv").decode("utf-8-sig"))))
    for name, _, rows in tables(shipped[theme].layers):
        file = f"{theme}-{name}"
        names = {row["field"]: row["name"] for row in listed if row["layer"] == file}
        assert all(len(short) <= 10 and short.isascii() for short in names)
        assert archive.read(f"{file}.cpg") == b"UTF-8"
        (tmp_path / file).mkdir()
        archive.extractall(tmp_path / file, [n for n in archive.namelist() if n.startswith(file)])
        ending = "shp" if isinstance(rows, gpd.GeoDataFrame) else "dbf"
        back = pyogrio.read_dataframe(tmp_path / file / f"{file}.{ending}").rename(columns=names)
        lost = {row["name"] for row in _lost(archive) if row["layer"] == file}
        for column in (c for c in rows.columns if c not in {"geometry", *lost}):
            assert alike(back[column], rows[column]), (name, column)
        if isinstance(rows, gpd.GeoDataFrame):
            assert same_places(back, rows)
            assert "GCS_WGS_1984" in archive.read(f"{file}.prj").decode()
            own = read_layer(tmp_path / file / f"{file}.shp")  # geomap's own door takes it too
            assert len(own.frame) == len(rows)
            assert own.encoding == "utf-8"


def _lost(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    if "lost.csv" not in archive.namelist():
        return []
    return list(csv.DictReader(io.StringIO(archive.read("lost.csv").decode("utf-8-sig"))))


def test_text_that_is_cut_stands_in_full_beside_the_layers(tmp_path: Path) -> None:
    long = "很长的说明" * 40
    rows = gpd.GeoDataFrame(
        {"name": ["甲"], "说明": [long], "color": ["#aa0000"]},
        geometry=[cell(0, 0)], index=pd.Index(["a"], name="id"), crs="EPSG:4326",
    )  # fmt: skip
    shapefile.write(tiny_spec(), {"districts": rows}, tmp_path / "x.shp.zip")
    archive = zipfile.ZipFile(tmp_path / "x.shp.zip")
    (lost,) = _lost(archive)
    assert (lost["name"], lost["text"], lost["row"]) == ("说明", long, "1")
    archive.extractall(tmp_path)
    back = pyogrio.read_dataframe(tmp_path / "tiny-districts.shp")
    assert long.startswith(back["f3"][0])
    assert len(back["f3"][0].encode()) > 250


def test_a_layer_that_does_not_read_back_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[cell(0, 0)], crs="EPSG:4326")
    rows.index.name = "id"
    right = pyogrio.read_dataframe

    def nothing(path: Path, encoding: str) -> pd.DataFrame:
        back: pd.DataFrame = right(path, encoding=encoding).iloc[:0]
        return back

    monkeypatch.setattr(pyogrio, "read_dataframe", nothing)
    with pytest.raises(RenderError, match="does not read back as written"):
        shapefile.write(tiny_spec(), {"districts": rows}, tmp_path / "x.shp.zip")


NAMES = st.lists(
    st.text(alphabet="人口率甲乙ab_" + string.digits, min_size=1, max_size=14),
    min_size=1, max_size=20, unique=True,
)  # fmt: skip


@given(NAMES)
def test_short_names_are_short_and_unique(names: list[str]) -> None:
    short = short_names(names)
    assert list(short) == names
    assert len({name.casefold() for name in short.values()}) == len(names)
    assert all(0 < len(name) <= 10 and name.isascii() for name in short.values())
    assert short_names(names) == short


def test_names_that_people_know_stay() -> None:
    fields = ["adcode", "short_name", "urbanisation_rate_2020", "site_count", "城镇化率_2020"]
    assert list(short_names(fields).values()) == [
        *("adcode", "short_name", "ur_2020", "n_sites", "f5_2020"),
    ]


CELLS = st.one_of(st.none(), st.text(max_size=120), st.just("表😀" * 30), st.just(""))


@settings(max_examples=12, deadline=None)
@given(
    words=st.lists(CELLS, min_size=3, max_size=3),
    numbers=st.lists(st.integers(-(2**53), 2**53), min_size=3, max_size=3),
)
@pytest.mark.slow
def test_any_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory, words: list[str | None], numbers: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    clean = [None if w is None else "".join(c for c in w if c.isprintable()) for w in words]
    rows = gpd.GeoDataFrame(
        {"名称": clean, "数": numbers, "color": "#aa0000"},
        geometry=[cell(n, 0) for n in range(3)], index=pd.Index(list("abc"), name="id"),
        crs="EPSG:4326",
    )  # fmt: skip
    frames: Frames = {"districts": rows}
    fgb.write(tiny_spec(), frames, folder / "x.fgb")
    back = pyogrio.read_dataframe(folder / "x.fgb").set_index("id").loc[list("abc")]
    assert alike(back["名称"], rows["名称"])
    assert list(back["数"]) == numbers
    parquet.write(tiny_spec(), frames, folder / "x.parquet")
    table = gpd.read_parquet(folder / "x.parquet")
    assert alike(table["名称"], rows["名称"])
    assert list(table["数"]) == numbers
    xlsx.write(tiny_spec(), frames, folder / "x.xlsx")
    sheet = pd.read_excel(
        folder / "x.xlsx", dtype={"id": str}, keep_default_na=False, engine="openpyxl"
    )
    assert list(sheet["数"]) == numbers


# --- FlatGeobuf and GeoParquet


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ending", ["fgb", "parquet"])
@pytest.mark.slow
def test_tables_of_one_geometry_come_back(
    shipped: Atlas, tmp_path: Path, theme: str, ending: str
) -> None:
    path = shipped[theme].to_file(tmp_path / f"x.{ending}")
    for number, (name, rows) in enumerate(spatial(shipped[theme].layers).items()):
        file = path if number == 0 else path.with_name(f"x-{name}.{ending}")
        key = str(rows.columns[0])
        back = gpd.read_parquet(file) if ending == "parquet" else pyogrio.read_dataframe(file)
        assert back.crs is not None
        assert back.crs.to_epsg() == 4326
        back, meant = (frame.set_index(key).sort_index() for frame in (back, rows))
        assert list(back.index) == list(meant.index)
        assert same_places(back, meant)
        for column in (c for c in meant.columns if c != "geometry"):
            assert alike(back[column], meant[column]), (name, column)


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _: None)
    with pytest.raises(RenderError, match=r'pip install "geomap\[parquet\]"'):
        parquet.write(tiny_spec(), {}, tmp_path / "x.parquet")


@pytest.mark.parametrize("ending", ["fgb", "parquet"])
def test_a_layer_without_any_place_is_refused_not_lost(
    shipped: Atlas, tmp_path: Path, ending: str
) -> None:
    with pytest.raises(RenderError) as refused:
        shipped["citizenship"].to_file(tmp_path / f"x.{ending}", "projects")
    assert refused.value.message.en == (
        f"x.{ending}: nothing in projects has a place; use csv, xlsx or geojson"
    )
    assert "请改用 csv" in refused.value.message.zh
    assert list(tmp_path.iterdir()) == []


# --- KML


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.slow
def test_kml_has_every_feature_in_its_colour(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    chosen = shipped[theme]
    root = ET.parse(chosen.to_file(tmp_path / "x.kml")).getroot()  # noqa: S314 # our own
    styles = {
        f"#{style.get('id')}": style.findtext(f"{KML}LineStyle/{KML}color")
        for style in root.iter(f"{KML}Style")
    }
    folders = list(root.iter(f"{KML}Folder"))
    assert [folder.findtext(f"{KML}name") for folder in folders] == list(chosen.layers)
    for folder, frame in zip(folders, chosen.layers.values(), strict=True):
        marks = folder.findall(f"{KML}Placemark")
        assert [mark.findtext(f"{KML}name") for mark in marks] == list(frame["name"])
        for mark, color in zip(marks, frame["color"], strict=True):
            blue_green_red = f"ff{color[5:7]}{color[3:5]}{color[1:3]}"
            assert styles[mark.findtext(f"{KML}styleUrl") or ""] == blue_green_red
    own = read_layer(tmp_path / "x.kml")
    placed = sum(
        int((~f.geometry.is_empty & f.geometry.notna()).sum()) for f in chosen.layers.values()
    )
    assert int(own.frame.geometry.notna().sum()) == placed
    assert "http" not in (tmp_path / "x.kml").read_text(encoding="utf-8").replace(
        "http://www.opengis.net/kml/2.2", ""
    ).replace("https://", "")


@pytest.mark.slow
def test_kmz_is_the_same_document(shipped: Atlas, tmp_path: Path) -> None:
    packed = shipped["metro"].to_file(tmp_path / "x.kmz")
    document = shipped["metro"].to_file(tmp_path / "x.kml").read_bytes()
    assert zipfile.ZipFile(packed).read("doc.kml") == document


# --- XLSX


@pytest.mark.parametrize("theme", THEMES)
def test_a_workbook_sums_as_the_data_does(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    chosen = shipped[theme]
    path = chosen.to_file(tmp_path / "x.xlsx")
    sheets = pd.read_excel(path, sheet_name=None, dtype=object, engine="openpyxl")
    found = list(tables(chosen.layers))
    assert list(sheets)[-2:] == ["字段", "来源"]
    assert len(sheets) == len(found) + 2
    for sheet, (_, _, rows) in zip(sheets.values(), found, strict=False):
        for column in (c for c in rows.columns if c != "geometry"):
            assert alike(sheet[column], rows[column]), column
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value is not None} <= {"s", "n"}
    assert all(c.hyperlink is None for c in cells)
    assert book["区县"].freeze_panes == "B2"
    assert book["区县"]["A2"].number_format == "@"
    titles = dict(zip(sheets["字段"]["field"], sheets["字段"]["字段"], strict=True))
    assert titles["adcode"] == "行政区划代码"


# --- All of them


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.slow
def test_the_same_bytes_each_time(shipped: Atlas, tmp_path: Path, ending: str) -> None:
    one = shipped["metro"].to_files(tmp_path / f"a.{ending}")
    (tmp_path / "again").mkdir()
    two = shipped["metro"].to_files(tmp_path / "again" / f"a.{ending}")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("words", WORDS)
def test_words_of_data_stay_words(shipped: Atlas, tmp_path: Path, words: str) -> None:
    rows = shipped["metro"].layers["districts"].iloc[:1].assign(name=words)
    frames: Frames = {"districts": rows}
    for writer, ending in ((kml, "kml"), (kmz, "kmz"), (xlsx, "xlsx"), (shapefile, "shp.zip")):
        writer.write(tiny_spec(), frames, tmp_path / f"x.{ending}")
    root = ET.parse(tmp_path / "x.kml").getroot()  # noqa: S314 # our own
    (mark,) = root.iter(f"{KML}Placemark")
    visible = "".join(c for c in words if c >= " " or c in "\t\n")
    assert mark.findtext(f"{KML}name") == visible
    assert "<script" not in (mark.findtext(f"{KML}description") or "").lower()
    (found,) = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]["B2:B2"][0]
    assert found.data_type == "s"
    assert str(found.value) in {visible, f"'{visible}", words, f"'{words}"}
    assert str(found.value)[0] not in "=+-@＝＋－＠"
