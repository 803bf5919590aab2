"""GDAL's own program as a second reader, free of what geomap tells GDAL in this process."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any


def by_gdal(path: Path, layer: str | None = None) -> list[dict[str, Any]]:
    """The features of a file, or of one of its layers, as GDAL reads them."""
    out = path.with_suffix(f".{layer}.json")
    subprocess.run(  # noqa: S603 # a fixed program
        ["ogr2ogr", "-f", "GeoJSON", str(out), str(path), *([layer] if layer else [])],  # noqa: S607 # wherever it is
        check=True,
        capture_output=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("GDAL")},
    )
    features: list[dict[str, Any]] = json.loads(out.read_text("utf-8"))["features"]
    return features
