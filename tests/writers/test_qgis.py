"""What the real QGIS makes of a GeoPackage and its project: classes, colours, counts, names."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import numpy as np
import pytest
from PIL import Image, ImageColor
from support.paths import TESTS, THEMES

from geomap.api.atlas import Atlas
from geomap.model import MapSpec


def ask(folder: Path, *questions: Sequence[str]) -> list[Any]:
    """What QGIS answers to each question; it starts once for all of them."""
    script = TESTS / "support" / "ask_qgis.py"
    answer = subprocess.run(  # noqa: S603 # our own script
        ["/usr/bin/python3", str(script), *map(json.dumps, questions)],
        check=True,
        capture_output=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)},
    )
    found: list[Any] = json.loads(answer.stdout)
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What QGIS made of a theme's GeoPackage and its projects.

    Attributes:
        theme: Its key.
        layer: Of the districts, by the file's own style.
        project: Of the project beside it.
        inside: Of the project in it.
        picture: What the project opens with.
        sld: Of the districts, by their style as SLD.
    """

    theme: str
    layer: dict[str, Any]
    project: dict[str, Any]
    inside: dict[str, Any]
    picture: Path
    sld: dict[str, Any]


@pytest.fixture(scope="module", params=THEMES)
def seen(
    request: pytest.FixtureRequest, shipped: Atlas, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    """A theme as QGIS sees it, after its files were moved, and where nothing may be written."""
    theme, root = request.param, tmp_path_factory.mktemp("qgis")
    picture, style = root / "seen.png", root / "x.sld"
    made = shipped[theme].to_files(root / f"{theme}.gpkg")
    with sqlite3.connect(made[0]) as database:
        ((words,),) = database.execute(
            "SELECT styleSLD FROM layer_styles WHERE f_table_name = 'districts'"
        )
    style.write_text(words, encoding="utf-8")
    with moved_and_locked(made, root / "moved") as folder:
        file = str(folder / f"{theme}.gpkg")
        layers, project, inside, sld = ask(
            root,
            [file, "districts"],
            [str(folder / f"{theme}.qgz"), str(picture)],
            [f"geopackage:{file}?projectName={theme}"],
            [file, "districts", str(style)],
        )
    return Seen(theme, layers["districts"], project, inside, picture, sld)


@contextmanager
def moved_and_locked(made: Sequence[Path], folder: Path) -> Iterator[Path]:
    """The files moved to another folder, in which nothing may be written."""
    folder.mkdir()
    for path in made:
        Path(shutil.move(path, folder)).chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def said_of_districts(spec: MapSpec) -> dict[str, Any]:
    """What QGIS is to say of the districts of a map."""
    items = [item for item in spec.legends[0].items if item.count]
    return {
        "valid": True,
        "rows": len(spec.districts),
        "columns": ANY,
        "crs": "EPSG:4326",
        "renderer": "categorizedSymbol" if spec.circles is None else "RuleRenderer",
        "classes": [[item.label.zh, item.symbol.fill] for item in items],
        "counts": {item.label.zh: item.count for item in items},
        "labels": "short_name",
        "alias": "名称",
        "circles": {
            district.adcode: pytest.approx([2 * district.circle.radius, *district.circle.at])
            for district in spec.districts
            if district.circle is not None
        },
    }


@pytest.mark.qgis
def test_qgis_draws_the_classes_of_the_theme(shipped: Atlas, seen: Seen) -> None:
    assert seen.layer == said_of_districts(shipped[seen.theme].spec)


@pytest.mark.qgis
def test_the_project_opens_as_the_sheet_is(shipped: Atlas, seen: Seen) -> None:
    """Beside the GeoPackage and in it."""
    chosen, told = shipped[seen.theme], seen.project
    assert seen.inside == told
    spec = chosen.spec
    assert (told["opened"], told["title"], told["relative"]) == (True, spec.title.zh, True)
    assert told["crs"] == "EPSG:4545"
    assert all(source.zh in told["about"] for source in spec.sources)
    west, south, east, north = told["view"]
    assert west < spec.extent.west < spec.extent.east < east
    assert south < spec.extent.south < spec.extent.north < north
    assert told["layers"]["geomap_districts"] == said_of_districts(spec)
    assert told["titles"]["geomap_districts"] == f"区县：{spec.legends[0].title.zh}"
    drawn = [name for name, _ in told["groups"]]
    order = ["站点", "项目", "底图", "区县", "周边", "举措"]
    assert drawn == [name for name in order if name in drawn]
    assert {"底图", "区县", "周边"} <= set(drawn)
    for layer in told["layers"].values():
        assert layer["valid"]
        assert layer["alias"] == ("名称" if "name" in layer["columns"] else "")
        if "counts" in layer:
            assert sum(layer["counts"].values()) == layer["rows"] > 0
    listed = chosen.layers["districts"]["measures"].str.split(";")
    own = {measure.id for measure in spec.measures}
    named = {code: sum(m in own for m in ids) for code, ids in listed.items()}
    every = sum(len(frame) for frame in chosen.layers.values())
    every += (len(spec.measures) + sum(named.values())) if own else 0
    assert sum(layer["rows"] for layer in told["layers"].values()) == every
    if own:
        valid, words, found = told["relations"]["geomap_measure_districts_districts"]
        assert (valid, words, found) == (True, "点名的举措", named)
        back = told["relations"]["geomap_measure_districts_measures"]
        assert back[0]
        assert back[2] == {m: sum(m in ids for ids in listed) for m in sorted(own)}
    pixels = np.asarray(Image.open(seen.picture).convert("RGB")).reshape(-1, 3)
    colors = set(map(tuple, np.unique(pixels, axis=0).tolist()))
    if spec.circles is None:
        wanted = {
            ImageColor.getrgb(item.symbol.fill) for item in spec.legends[0].items if item.count
        }
        assert wanted <= colors


@pytest.mark.qgis
def test_the_sld_has_the_same_classes(shipped: Atlas, seen: Seen) -> None:
    spec, told = shipped[seen.theme].spec, seen.sld
    meant = said_of_districts(spec)
    assert told["taken"], told["message"]
    assert told["counts"] == meant["counts"]
    plain = [item for item in spec.legends[0].items if item.symbol.pattern == "none"]
    hatched = {item.label.zh for item in spec.legends[0].items} - {item.label.zh for item in plain}
    assert [each for each in told["classes"] if each[0] not in hatched] == [
        each for each in meant["classes"] if each[0] not in hatched
    ]
