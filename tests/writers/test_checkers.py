"""Checkers that others wrote find nothing on any output of any theme."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from support.paths import ROOT, THEMES

from geomap.api.atlas import Atlas
from geomap.api.product import OutputOptions

_CHECK = """
import { readFileSync } from "node:fs";
import { check } from "@placemarkio/check-geojson";
for (const path of process.argv.slice(1)) {
  try { check(readFileSync(path, "utf8")); }
  catch (error) { console.log(path, JSON.stringify(error.issues ?? String(error))); }
}
"""


def by_geojson_checker(*paths: Path) -> str:
    """What check-geojson finds; nothing of what holds."""
    done = subprocess.run(  # noqa: S603 # our own words
        ["node", "--input-type=module", "-e", _CHECK, *map(str, paths)],  # noqa: S607 # wherever it is
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return done.stdout.decode("utf-8")


def by_geopackage_checker(path: Path) -> str:
    """What the GeoPackage checker of GDAL's authors finds; nothing of what holds."""
    done = subprocess.run(  # noqa: S603 # a fixed program
        ["/usr/bin/python3", "-m", "osgeo_utils.samples.validate_gpkg", "-k", str(path)],
        check=False,
        capture_output=True,
        env={k: v for k, v in os.environ.items() if not k.startswith(("GDAL", "PYTHON"))},
    )
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == bool(said), said
    return said


@pytest.mark.node
def test_a_geojson_checker_finds_nothing(shipped: Atlas, tmp_path: Path) -> None:
    for theme in THEMES:
        for name, styled in ((theme, False), (f"{theme}-styled", True)):
            options = OutputOptions(simplestyle=styled)
            shipped[theme].to_file(tmp_path / f"{name}.geojson", options=options)
    made = sorted(tmp_path.glob("*.geojson"))
    assert len(made) == 2 * len(THEMES)
    assert by_geojson_checker(*made) == ""
    told = json.loads(made[0].read_text("utf-8"))
    told["features"][0]["geometry"]["coordinates"][0][0].pop()
    made[0].write_text(json.dumps(told), encoding="utf-8")
    assert "position" in by_geojson_checker(*made)


@pytest.mark.gdal
@pytest.mark.parametrize("crs", [None, "gk", "EPSG:4490"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_geopackage_checker_finds_nothing(
    shipped: Atlas, tmp_path: Path, theme: str, crs: str | None
) -> None:
    options = OutputOptions() if crs is None else OutputOptions(target=shipped.target(crs))
    made = shipped[theme].to_file(tmp_path / "x.gpkg", options=options)
    assert by_geopackage_checker(made) == ""
    with sqlite3.connect(made) as database:
        database.execute("UPDATE gpkg_contents SET data_type = 'x' WHERE table_name = 'districts'")
    assert "gpkg_contents" in by_geopackage_checker(made)


@pytest.mark.gdal
def test_a_shifted_geopackage_is_one_as_well(shipped: Atlas, tmp_path: Path) -> None:
    options = OutputOptions(target=shipped.target(datum="gcj02"))
    made = shipped["metro"].to_file(tmp_path / "x.gpkg", options=options)
    assert by_geopackage_checker(made) == ""
