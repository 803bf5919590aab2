"""Every format of data, every theme, any table: read back by pyogrio and by a reader of our own.

What a format cannot hold is in `LOSSES` and in docs/commands.md, and nothing else may be lost.
"""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from support import second_readers as second
from support.ogr2ogr import by_gdal
from support.paths import THEMES
from support.second_readers import Found, Tables
from support.specs import tiny_spec

from geomap.api.atlas import Atlas
from geomap.api.outputs import OUTPUTS, find
from geomap.api.product import OutputOptions, Product
from geomap.model.layers import LayerName
from geomap.writers.by_geometry import tables
from geomap.writers.encodings import ENCODINGS, Encoding
from geomap.writers.values import plain

EXAMPLES = 25  # tables a format and encoding: 300 in all
FORMATS = tuple(output.name for output in OUTPUTS if output.kind == "data")
# Format → how far a place may be off, in degrees; None where only points have one, in columns.
GRIDS: Mapping[str, float | None] = {
    "gpkg": 0.0, "shp.zip": 0.0, "fgb": 0.0, "parquet": 0.0, "topojson": 1e-6,
    "geojson": 1e-7, "geojsonl": 1e-7, "kml": 1e-7, "kmz": 1e-7, "csv": None, "xlsx": None,
}  # fmt: skip
LOSSES: Mapping[str, frozenset[str]] = {
    "fgb": frozenset({"rows without a place", "order"}),
    "parquet": frozenset({"rows without a place"}),
    "shp.zip": frozenset({"types", "blanks"}),
    "kml": frozenset({"types"}),
    "kmz": frozenset({"types"}),
    "csv": frozenset({"types"}),
}
Frames = Mapping[LayerName, gpd.GeoDataFrame]


def meant(frames: Frames, ending: str) -> Tables:
    """What is to be in a file of this format."""
    whole = ending in {"geojson", "geojsonl", "kml", "kmz"}
    listed = ((n, f.reset_index()) for n, f in frames.items()) if whole else (
        (name, rows) for name, _, rows in tables(frames)
    )  # fmt: skip
    found: Tables = {}
    for name, rows in listed:
        shapes = list(rows.geometry) if isinstance(rows, gpd.GeoDataFrame) else None
        if shapes is None and "rows without a place" in LOSSES.get(ending, ()):
            continue
        columns = {str(c): list(rows[c]) for c in rows.columns if c != "geometry"}
        found[name] = Found(columns, shapes)
    return found


def files_of(made: Sequence[Path], names: Sequence[str]) -> dict[str, Path]:
    """The files of a format that has one a table: the first as asked, the others by their names."""
    first, ending = made[0], made[0].suffix
    others = {name: first.with_name(f"{first.stem}-{name}{ending}") for name in names[1:]}
    assert set(made) == {first, *others.values()}
    return {names[0]: first, **others}


def by_second(made: Sequence[Path], ending: str, names: Sequence[str]) -> Tables:
    """The tables of a format, by a reader that has nothing of GDAL."""
    path = made[0]
    if ending in {"csv", "parquet"}:
        read = {"csv": second.table, "parquet": second.geoparquet}[ending]
        return {name: read(file) for name, file in files_of(made, names).items()}
    if ending == "xlsx":
        return dict(zip(names, second.workbook(path), strict=True))
    return {
        "gpkg": second.geopackage, "shp.zip": second.shapefiles, "topojson": second.topology,
        "geojson": second.features, "geojsonl": second.features,
        "kml": second.kml, "kmz": second.kml,
    }[ending](path)  # fmt: skip


def by_pyogrio(  # noqa: PLR0911 # a format, a line
    made: Sequence[Path], ending: str, names: Sequence[str]
) -> Tables:
    """The tables of a format, by GDAL; of GeoParquet, for which it has no driver, by GeoPandas."""
    path = made[0]
    if ending == "parquet":
        return {n: _found(gpd.read_parquet(f)) for n, f in files_of(made, names).items()}
    if ending == "csv":  # geomap lets GDAL open no CSV
        return {
            n: _found(pd.read_csv(f, dtype=str, keep_default_na=False))
            for n, f in files_of(made, names).items()
        }
    if ending == "fgb":
        return {n: _found(pyogrio.read_dataframe(f)) for n, f in files_of(made, names).items()}
    if ending == "geojson":
        every = pyogrio.read_dataframe(path)
        split = {name: every[every["layer"] == name] for name in names}
        return {name: _found(rows.drop(columns="layer")) for name, rows in split.items()}
    if ending == "shp.zip":
        return _by_pyogrio_unpacked(path, names)
    if ending == "xlsx":
        return _by_calamine(path, names)
    return {name: _found(pyogrio.read_dataframe(path, layer=name)) for name in names}


def _by_calamine(path: Path, names: Sequence[str]) -> Tables:
    """The sheets of a workbook by another reader: geomap lets GDAL open none."""
    book = CalamineWorkbook.from_path(path)
    found: Tables = {}
    for name, sheet in zip(names, book.sheet_names[:-2], strict=True):
        heads, *rows = book.get_sheet_by_name(sheet).to_python()
        found[name] = Found({str(h): [row[n] for row in rows] for n, h in enumerate(heads)})
    return found


def _by_pyogrio_unpacked(path: Path, names: Sequence[str]) -> Tables:
    folder = path.with_suffix(".unpacked")
    zipfile.ZipFile(path).extractall(folder)
    rows = list(csv.DictReader(io.StringIO((folder / "fields.csv").read_text("utf-8-sig"))))
    found: Tables = {}
    for name in names:
        (file,) = [*folder.glob(f"*-{name}.shp")] or [*folder.glob(f"*-{name}.dbf")]
        full = {row["field"]: row["name"] for row in rows if row["layer"] == file.stem}
        found[name] = _found(pyogrio.read_dataframe(file).rename(columns=full))
    return found


def _found(rows: pd.DataFrame) -> Found:
    shapes = list(rows.geometry) if isinstance(rows, gpd.GeoDataFrame) else None
    return Found({str(c): list(rows[c]) for c in rows.columns if c != "geometry"}, shapes)


def cells(values: Sequence[Any], ending: str) -> list[Any]:
    """Cells as they can be told apart in a format: nothing and no text are one."""
    lost = LOSSES.get(ending, frozenset())
    return [_cell(plain(value), lost) for value in values]


def _cell(value: Any, lost: frozenset[str]) -> Any:  # noqa: ANN401 # a cell is anything
    words = value
    if isinstance(words, str):
        words = words.removeprefix("'") if words[1:2] in set("=+-@\t\r＝＋－＠") else words
        words = words.strip(" ") if "blanks" in lost else words
    if isinstance(words, bool) or "types" in lost:
        words = None if words is None else str(words)
    return words or None if isinstance(words, str) else words


def same(found: Sequence[Any], wanted: Sequence[Any], ending: str) -> bool:
    left, right = cells(found, ending), cells(wanted, ending)
    return len(left) == len(right) and all(map(_alike, left, right))


def _alike(found: Any, wanted: Any) -> bool:  # noqa: ANN401 # a cell is anything
    if found == wanted:
        return True
    if isinstance(wanted, bool) or wanted in {"True", "False"}:
        return str(found) in {str(wanted), str(int(str(wanted) == "True"))}
    try:
        # A moment is one in whatever words; a float of a DBF has fifteen digits.
        if isinstance(wanted, int | float) or str(wanted).replace(".", "").lstrip("-").isdigit():
            return bool(np.isclose(float(found), float(wanted), rtol=1e-14, atol=0))
        moments = [pd.Timestamp(each).tz_localize(None) for each in (found, wanted)]
    except (TypeError, ValueError):
        return False
    return moments[0] == moments[1]


def check(found: Tables, frames: Frames, ending: str) -> None:
    """Hold what was read against what was meant, table by table, column by column."""
    wanted = meant(frames, ending)
    assert set(found) >= set(wanted)
    if "order" in LOSSES.get(ending, ()):
        found, wanted = ({n: _sorted(t) for n, t in each.items()} for each in (found, wanted))
    for name, table in wanted.items():
        for column, values in table.columns.items():
            back = found[name].columns.get(column, [None] * len(values))
            assert same(back, values, ending), (name, column)
        _check_places(found[name], table, ending)


def _sorted(table: Found) -> Found:
    """A table in the order of its keys, which stand in its first column."""
    keys = [str(key) for key in next(iter(table.columns.values()))]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    columns = {name: [cells[n] for n in order] for name, cells in table.columns.items()}
    return Found(columns, None if table.shapes is None else [table.shapes[n] for n in order])


def _check_places(found: Found, wanted: Found, ending: str) -> None:
    grid = GRIDS[ending]
    if wanted.shapes is None:
        return
    shapes = np.array(wanted.shapes, dtype=object)
    if grid is None:
        if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
            lon = [float(x) for x in found.columns["lon"]]
            assert np.allclose(lon, shapely.get_x(shapes), rtol=0, atol=1e-7)
        return
    assert found.shapes is not None
    for back, shape in zip(found.shapes, wanted.shapes, strict=True):
        nowhere = shape is None or shape.is_empty
        assert (back is None or back.is_empty) == nowhere
        assert nowhere or _same_place(back, shape, grid)


def _same_place(found: Any, wanted: Any, grid: float) -> bool:  # noqa: ANN401 # or nothing
    """Whether two shapes are one, but for the grid that a format rounds to."""
    if grid == 0:
        exact = found.normalize().equals_exact(wanted.normalize(), 0)
        return bool(exact or found.equals(wanted))  # a Shapefile knows no MultiPolygon
    # Vertices that fall together or lie on a straight line are gone: each lies on the other's edge.
    for one, other in ((found, wanted), (wanted, found)):
        edge = other.boundary if other.geom_type.endswith("Polygon") else other
        shapely.prepare(edge)
        assert shapely.distance(shapely.points(shapely.get_coordinates(one)), edge).max() <= grid
    parts = [len(shapely.get_parts(shape)) for shape in (found, wanted)]
    assert parts[0] == parts[1]
    return bool(np.isclose(found.area, wanted.area, rtol=1e-4, atol=1e-11))


def check_all(made: Sequence[Path], ending: str, frames: Frames) -> None:
    """Hold a file against its source by both readers, where they can read the format."""
    names = list(meant(frames, ending))
    if ending != "fgb":
        check(by_second(made, ending, names), frames, ending)
    if ending not in {
        "kml",
        "kmz",
        "geojsonl",
        "topojson",
    }:  # no drivers of these here: by GDAL's own
        check(by_pyogrio(made, ending, names), frames, ending)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_theme_comes_back(shipped: Atlas, tmp_path: Path, theme: str, ending: str) -> None:
    chosen = shipped[theme]
    made = chosen.to_files(tmp_path / f"x.{ending}")
    check_all(made, ending, chosen.layers)


@pytest.mark.gdal
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ending", ["fgb", "kml", "kmz", "geojsonl"])
def test_gdals_own_program_reads_it(
    shipped: Atlas, tmp_path: Path, theme: str, ending: str
) -> None:
    """The second reader of what the two others cannot both read."""
    frames = shipped[theme].layers
    made = shipped[theme].to_files(tmp_path / f"x.{ending}")
    names = list(meant(frames, ending))
    if ending == "fgb":
        read = {name: by_gdal(path) for name, path in files_of(made, names).items()}
    elif ending == "geojsonl":
        every = by_gdal(made[0])
        read = {n: [each for each in every if each["properties"]["layer"] == n] for n in names}
    else:
        read = {name: by_gdal(made[0], name) for name in names}
    check({name: _of_json(rows) for name, rows in read.items()}, frames, ending)


def _of_json(features: Sequence[Mapping[str, Any]]) -> Found:
    heads = dict.fromkeys(name for each in features for name in each["properties"])
    # LIBKML calls a placemark's name so, and a value of the same name is one with it.
    columns = {h: [each["properties"].get(h) for each in features] for h in heads}
    shapes = [each["geometry"] for each in features]
    read = [None if s is None else shapely.from_geojson(json.dumps(s)) for s in shapes]
    return Found(columns | ({"name": columns["Name"]} if "Name" in columns else {}), read)


# --- Any table

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=40)
CELLS: Mapping[str, st.SearchStrategy[Any]] = {
    "名称": st.none() | WORDS | st.sampled_from(["渝北区😀", "=1+1", "很长" * 150, "'x", " 空 "]),
    "常住人口（万人）": st.none() | st.floats(-1e9, 1e9).map(lambda x: round(x, 4)),
    "int64": st.integers(-(2**63) + 2, 2**63 - 2),
    "可空整数": st.none() | st.integers(-(2**53), 2**53),
    "日期": st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    "时刻": st.none() | st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001 # of no zone
        lambda moment: moment.replace(microsecond=0)
    ),
    "真假": st.booleans(),
}  # fmt: skip
TYPES = {"int64": "int64", "可空整数": "Int64", "时刻": "datetime64[ms]", "真假": "bool"}


@st.composite
def frames_of_any_kind(draw: st.DrawFn) -> Frames:
    """A layer of points with columns of every kind, some cells without anything."""
    count = draw(st.integers(1, 4))
    columns = {
        name: pd.Series(
            draw(st.lists(kind, min_size=count, max_size=count)), dtype=TYPES.get(name, object)
        )
        for name, kind in CELLS.items()
    }
    columns["常住人口（万人）"] = columns["常住人口（万人）"].astype(float)
    places = [shapely.Point(106 + n / 8, 29 + n / 8) for n in range(count)]
    index = pd.Index([f"r{n}" for n in range(count)], name="id")
    frame = pd.DataFrame(columns).set_axis(index)
    return {"features": gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:4326")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "encoding"),
    [(name, e) for name in FORMATS for e in (ENCODINGS if find(name).encodings else (None,))],
)
def test_any_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory, ending: str, encoding: Encoding | None
) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(frames_of_any_kind())
    def holds(frames: Frames) -> None:
        folder = tmp_path_factory.mktemp("any")
        product = Product(tiny_spec(), frames, OutputOptions(encoding=encoding))
        made = [folder / name for name in find(ending).make(product, folder / f"x.{ending}")]
        wanted = _with_what_was_told_lost(made[0], frames, ending)
        check_all(made, ending, wanted)

    holds()


def _with_what_was_told_lost(path: Path, frames: Frames, ending: str) -> Frames:
    """The frames with the text that a Shapefile's own list of losses tells to be cut."""
    if ending != "shp.zip":
        return frames
    archive = zipfile.ZipFile(path)
    if "lost.csv" not in archive.namelist():
        return frames
    frame = frames["features"].copy()
    codec = {b"UTF-8": "utf-8", b"936": "gbk"}[archive.read("tiny-features.cpg")]
    listed = csv.DictReader(io.StringIO(archive.read("lost.csv").decode("utf-8-sig"), newline=""))
    for row in listed:
        full = frame[row["name"]].iloc[int(row["row"]) - 1]
        assert row["text"].removeprefix("'") == full.removeprefix("'")
        short = full.encode(codec, "replace")[:254].decode(codec, "ignore")
        assert short != full
        frame.loc[frame.index[int(row["row"]) - 1], row["name"]] = short
    return {"features": frame}
