"""An atlas: its own file and themes as TOML, the cells of its tables, what its districts say."""

import json
import shutil
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from support import tiny
from support.fuzz.grids import TEXTS
from support.fuzz.json_like import KINDS as JSON_KINDS
from support.fuzz.trees import Answer, Grammar, Place
from support.paths import ROOT

from geomap.checks.check import check
from geomap.config.atlas import read_atlas
from geomap.model.tables import Inputs, Row, Table

KINDS = tuple(
    value for value in JSON_KINDS if value is not None and "None" not in repr(value)
)  # TOML has no null


def toml_text(value: Any) -> str:  # noqa: ANN401 # any TOML value
    """A value as TOML, inline."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(key)} = {toml_text(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_text, value))}]"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)  # a date


def _read_toml(name: str, tree: Any, folder: Path) -> Answer:  # noqa: ANN401 # any tree
    root = folder / "atlas"
    if not root.exists():
        shutil.copytree(ROOT / "data" / "themes", root / "data" / "themes")
        shutil.copy(ROOT / "geomap.toml", root)
    lines = [f"{json.dumps(key)} = {toml_text(value)}" for key, value in tree.items()]
    before = (ROOT / name).read_bytes()
    try:
        (root / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(read_atlas(root)), frozenset()
    finally:
        (root / name).write_bytes(before)


def _shipped(name: str) -> Grammar:
    seed = tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
    return Grammar(name, seed, KINDS, partial(_read_toml, name), _any, _keep)


def _keep(place: Place) -> bool:
    """One kind of project stands for all."""
    return not place or (place[0] == "kinds" and place[1:2] not in {(), ("bridge",)})


def _any(place: Place, value: Any) -> bool:  # noqa: ANN401, ARG001 # any tree
    """Another word for a title, a colour or a key is another sound atlas."""
    return True


def _atlas_seed() -> dict[str, Any]:
    inputs = tiny.inputs()
    tables = {
        name: [dict(row.cells) for row in parts[0].rows[:2]]
        for name, parts in inputs.tables.items()
    }
    frame = inputs.districts.iloc[:2]
    shapes = [shapely.to_wkt(shape) for shape in frame.geometry]
    districts = frame.drop(columns=["geometry", "row"]).to_dict("records")
    told = [{**one, "geometry": shape} for one, shape in zip(districts, shapes, strict=True)]
    return {**tables, "districts": told}


def _check(tree: Any, folder: Path) -> Answer:  # noqa: ANN401, ARG001 # any tree
    said = tree if isinstance(tree, dict) else {}
    tables = {}
    for name in tiny.ROWS:
        found = said.get(name, [])
        records = [r for r in found if isinstance(r, dict)] if isinstance(found, list) else []
        columns = tuple(dict.fromkeys(key for record in records for key in record))
        rows = [
            Row(number, {key: str(record.get(key, "")) for key in columns})
            for number, record in enumerate(records, 2)
        ]
        tables[name] = (Table(f"data/{name}.csv", columns, tuple(rows)),)
    done = check(Inputs(_districts(said), "data/districts.geojson", tables), tiny.config())
    return done.observations, frozenset(f"{f.code} {f.message.en}" for f in done.findings)


def _districts(said: dict[str, Any]) -> gpd.GeoDataFrame:
    found = said.get("districts", [])
    records = [r for r in found if isinstance(r, dict)] if isinstance(found, list) else []
    if not records:
        return tiny.boundaries()
    shapes = [_shape(record.get("geometry")) for record in records]
    fields = dict.fromkeys(key for r in records for key in r if key != "geometry")
    cells = {key: [str(record.get(key, "")) for record in records] for key in fields}
    numbers = range(1, len(records) + 1)
    return gpd.GeoDataFrame({**cells, "row": numbers}, geometry=shapes, crs="EPSG:4326")


def _shape(words: Any) -> shapely.Geometry:  # noqa: ANN401 # any tree
    """What WKT says; districts are polygons when they come out of their reader."""
    try:
        found = shapely.from_wkt(words) if isinstance(words, str) else None
    except shapely.errors.GEOSException:
        found = None
    return found if isinstance(found, shapely.Polygon | shapely.MultiPolygon) else shapely.Polygon()


GRAMMARS = (
    _shipped("geomap.toml"),
    _shipped("data/themes/urbanisation.toml"),
    Grammar("tables of an atlas", _atlas_seed(), (*TEXTS, "POLYGON EMPTY", []), _check, _any),
)
