"""GDAL has the reviewed drivers only, said before it is loaded."""

import json
import os
import subprocess
import sys

from geomap import gdal

LIST = "import json, {}pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))"


def drivers(first: str) -> set[str]:
    run = [sys.executable, "-c", LIST.format(first)]
    clean = {key: value for key, value in os.environ.items() if key != "GDAL_SKIP"}
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=clean)  # noqa: S603 # our own words
    return set(json.loads(done.stdout))


def test_only_reviewed_drivers_are_registered() -> None:
    assert drivers("geomap, ") == gdal.REVIEWED


def test_without_geomap_there_are_others() -> None:
    assert drivers("") >= gdal.REVIEWED | {"OGR_VRT", "GDALG", "WFS"}


def test_what_the_user_has_switched_off_stays_off() -> None:
    environment = {"GDAL_SKIP": "KML,GML"}
    gdal.limit(environment)
    gdal.limit(environment)
    skipped = environment["GDAL_SKIP"].split(",")
    assert skipped[:2] == ["KML", "GML"]
    assert len(skipped) == len(set(skipped)) == len(gdal.SKIPPED) + 1
    assert not gdal.REVIEWED & set(gdal.SKIPPED)
