"""The shipped atlas made small, so that it opens and builds at once."""

import json
import shutil
from collections.abc import Collection
from pathlib import Path

import shapely
import shapely.geometry
from support.paths import ROOT


def thin(root: Path, themes: Collection[str] | None = None) -> Path:
    """Copy the shipped atlas with a fiftieth of the vertices.

    Args:
        root: The new folder.
        themes: Keys of the themes to keep; None keeps all.
    """
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "geomap.toml", root)
    path = root / "data" / "boundaries" / "districts.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in document["features"]]
    coarse = shapely.coverage_simplify(shapes, 0.005)
    for feature, geometry in zip(document["features"], coarse, strict=True):
        feature["geometry"] = json.loads(shapely.to_geojson(geometry))
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    for theme in (root / "data" / "themes").glob("*.toml"):
        if themes is not None and theme.stem not in themes:
            theme.unlink()
    return root
