"""The only reader: cells with their places, and refusals that say where and what to do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from support.specs import cell

from geomap.errors import AtlasError, DataError
from geomap.geo.datum import Datum
from geomap.geo.shift import convert_datum
from geomap.sources.disk import display_name
from geomap.sources.readers import read_boundaries, read_table
from geomap.sources.toml import read_toml
from geomap.text import Text

Writer = Callable[[str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(read: Callable[[], object], error: type[AtlasError | DataError] = DataError) -> Text:
    with pytest.raises(error) as caught:
        read()
    assert type(caught.value) is error
    return caught.value.message


# --- Tables


def test_rows_keep_the_number_they_have_in_the_file(written: Writer) -> None:
    table = read_table(written('a,b\n1,"x\ny"\n\n , \n2,z\n'), "t.csv")
    assert [(row.number, row.cells["b"]) for row in table.rows] == [(2, "x y"), (6, "z")]
    assert str(table.location(table.rows[1], "b")) == "t.csv:6:b"


@pytest.mark.parametrize("content", ["a,b\n甲,乙\n", "\ufeffa,b\r\n甲,乙\r\n", 'a, b \n"甲",乙'])
def test_usual_dialects_read_alike(written: Writer, content: str) -> None:
    table = read_table(written(content))
    assert table.columns == ("a", "b")
    assert [dict(row.cells) for row in table.rows] == [{"a": "甲", "b": "乙"}]


def test_a_short_row_is_filled_and_a_quoted_comma_kept(written: Writer) -> None:
    table = read_table(written('a,b,c\n"1,5",x\n'))
    assert dict(table.rows[0].cells) == {"a": "1,5", "b": "x", "c": ""}


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        ("", "t.csv：文件是空的", "t.csv: the file is empty"),
        ("\n\n", "t.csv：文件是空的", "t.csv: the file is empty"),
        (
            "a\n1\n1,2\n",
            "t.csv:3：有 2 格，表头只有 1 列",
            "t.csv:3: 2 cells, but the header has 1",
        ),
        ('a\n"1\n', "t.csv:2：CSV 格式有误", "t.csv:2: not well-formed CSV"),
        (b"a\n1\n\xc8\xfd\n", "t.csv:3：第 4 字节不是 UTF-8", "t.csv:3: byte 4 is not UTF-8"),
    ],
)
def test_a_table_is_refused_with_place_and_remedy(
    written: Writer, content: str | bytes, zh: str, en: str
) -> None:
    path = written(content)
    message = refusal(lambda: read_table(path, "t.csv"))
    assert message.zh.startswith(zh)
    assert message.en.startswith(en)
    assert "；" in message.zh
    assert "; " in message.en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    message = refusal(lambda: read_table(tmp_path / "none.csv", "data/none.csv"))
    assert message.zh.startswith("data/none.csv：找不到该文件；")
    assert message.en.startswith("data/none.csv: no such file; ")


# --- TOML


@pytest.mark.parametrize(
    ("content", "words"),
    [("a = 1\nb =\n", "at line 2"), (b"a = 1\nb = '\xff'", "t.toml:2: byte 11")],
)
def test_toml_is_refused_with_its_line(written: Writer, content: str | bytes, words: str) -> None:
    path = written(content)
    message = refusal(lambda: read_toml(path, "t.toml"), AtlasError)
    assert words in message.en
    assert message.en.startswith("t.toml")


# --- Boundaries

SQUARE = json.loads(shapely.to_geojson(cell(0, 0)))


def collection(*features: Any) -> str:  # noqa: ANN401 # JSON is anything
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_features_become_rows_of_cleaned_text(written: Writer) -> None:
    path = written(collection(feature(SQUARE, code=500101, name=" 甲\u200b区 ", name_en=None)))
    frame = read_boundaries(path, Datum.WGS84)
    assert frame.drop(columns="geometry").to_dict("records") == [
        {"code": "500101", "name": "甲区", "name_en": "", "row": 1}
    ]
    assert frame.geometry.iloc[0].equals(cell(0, 0))
    assert frame.crs == "EPSG:4326"


def test_another_datum_is_converted(written: Writer) -> None:
    frame = read_boundaries(written(collection(feature(SQUARE))), Datum.GCJ02)
    expected = convert_datum(106.0, 29.0, Datum.GCJ02, Datum.WGS84)
    assert frame.total_bounds[0] != 106.0
    corners = shapely.get_coordinates(frame.geometry.iloc[0])
    assert tuple(float(c) for c in expected) in {(float(x), float(y)) for x, y in corners}


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("{", "d.geojson: not valid JSON"),
        ('{"features": [NaN]}', "d.geojson: not valid JSON (NaN)"),
        ("[" * 100_000, "d.geojson: not valid JSON"),
        ("[]", "d.geojson: not a FeatureCollection"),
        (collection(), "d.geojson: not a FeatureCollection"),
        (collection(feature(SQUARE), {"geometry": SQUARE}), "d.geojson:2: the feature has no"),
        (collection(feature(SQUARE), 7), "d.geojson:2: the feature has no"),
        (collection(feature(None)), "d.geojson:1: the geometry is no polygon"),
        (
            collection(feature({"type": "Point", "coordinates": [106, 29]})),
            "d.geojson:1: the geometry is no polygon",
        ),
        (
            collection(feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]})),
            "d.geojson:1: the geometry is no polygon",
        ),
    ],
)
def test_boundaries_are_refused_with_their_feature(
    written: Writer, content: str, where: str
) -> None:
    path = written(content)
    message = refusal(lambda: read_boundaries(path, Datum.WGS84, "d.geojson"))
    assert message.en.startswith(where)


def test_names_are_relative_to_the_atlas_where_they_can_be(tmp_path: Path) -> None:
    assert display_name(tmp_path / "data" / "a.csv", tmp_path) == "data/a.csv"
    assert display_name(tmp_path / "a.csv", tmp_path / "atlas") == (tmp_path / "a.csv").as_posix()
