"""GeoParquet: what is read, what is refused, and that PyArrow is never handed a bomb."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geomap.errors import DataError
from geomap.sources import geoparquet
from geomap.sources.layers import read_layer

POINT = shapely.Point(106.5, 29.5)
GEO: dict[str, Any] = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}


def written(path: Path, columns: dict[str, Any], geo: object = GEO) -> Path:
    table = pa.table(columns)
    if geo is not None:
        table = table.replace_schema_metadata({b"geo": json.dumps(geo).encode()})
    pq.write_table(table, path, compression="zstd", row_group_size=10_000_000)
    return path


def points(count: int) -> pa.Array:
    return pa.array([POINT.wkb] * count)


def test_values_are_as_they_stand(tmp_path: Path) -> None:
    columns = {"代码": ["500103", None], "n": [1, None], "x": [0.5, None], "geometry": points(2)}
    layer = read_layer(written(tmp_path / "a.parquet", columns))
    assert layer.fields == ("代码", "n", "x")
    assert layer.frame[["代码", "n", "x"]].to_numpy().tolist() == [
        ["500103", "1", "0.5"],
        ["", "", ""],
    ]
    assert layer.crs is not None
    assert layer.crs.to_string() == "OGC:CRS84"  # as the specification has it
    assert layer.frame.geometry[0].equals(POINT)


def test_boxes_and_other_geometries_are_no_fields(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"n": ["x"]}, geometry=[POINT], crs="EPSG:4490")
    frame["other"] = gpd.GeoSeries([POINT], crs="EPSG:4490")
    frame.to_parquet(tmp_path / "a.parquet", write_covering_bbox=True)
    assert read_layer(tmp_path / "a.parquet").fields == ("n",)


@pytest.mark.parametrize(
    ("geo", "words"),
    [
        (None, "without geometry"),
        ({**GEO, "columns": {"geometry": {"encoding": "point"}}}, "encoded as 'point'"),
        ({**GEO, "primary_column": "shape"}, "damaged"),
        (
            {**GEO, "columns": {"geometry": {"encoding": "WKB", "crs": "http://127.0.0.1/"}}},
            "damaged",
        ),
        ([], "damaged"),
    ],
)
def test_what_is_no_geoparquet_is_refused(tmp_path: Path, geo: object, words: str) -> None:
    path = written(tmp_path / "a.parquet", {"geometry": points(1)}, geo)
    with pytest.raises(DataError, match=words):
        read_layer(path)


@pytest.mark.parametrize("column", ["name", "geometry"])
@pytest.mark.slow
def test_a_few_bytes_for_gigabytes_are_refused(tmp_path: Path, column: str) -> None:
    count, long = 1_000_000, b"\1\1\0\0\0" + bytes(1_000_000)
    one = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array([long]))
    columns = {"name": ["x"] * count, "geometry": pa.array([POINT.wkb] * count), column: one}
    path = written(tmp_path / "a.parquet", columns)
    assert path.stat().st_size < 100_000
    with pytest.raises(DataError, match=r"unpacks to too much|damaged"):
        read_layer(path)


def test_more_rows_than_any_map_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.parquet", {"geometry": points(11)})
    monkeypatch.setattr(geoparquet, "MAX_ROWS", 10)
    with pytest.raises(DataError, match="unpacks to too much"):
        read_layer(path)


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.parquet", {"geometry": points(1)})
    monkeypatch.setattr(geoparquet, "find_spec", lambda _: None)
    with pytest.raises(DataError, match=r"needs PyArrow; install geomap\[parquet\]"):
        read_layer(path)


@pytest.mark.parametrize("length", [0xFFFFFFFF, 1_000_000])
def test_a_footer_longer_than_the_file_is_refused(tmp_path: Path, length: int) -> None:
    path = written(tmp_path / "a.parquet", {"geometry": points(1)})
    data = path.read_bytes()
    path.write_bytes(data[:-8] + length.to_bytes(4, "little") + data[-4:])
    with pytest.raises(DataError, match="damaged"):
        read_layer(path)
