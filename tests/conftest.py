"""What every test may ask for."""

import json
import shutil
from pathlib import Path

import pytest
import shapely
import shapely.geometry
from support.paths import ROOT, SHARED

import geomap

pytest_plugins = ["support.browser", "support.judges", "support.snapshots"]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder ``shared`` beside the checkout: facts and the plan's text, not shipped."""
    return SHARED.resolve()


@pytest.fixture(scope="session")
def shipped() -> geomap.Atlas:
    """The atlas of this repository, opened once; nothing may change it."""
    return geomap.open(ROOT)


@pytest.fixture(scope="session")
def thin_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped atlas with a fiftieth of the vertices, so that it opens at once."""
    root = tmp_path_factory.mktemp("thin")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "geomap.toml", root)
    path = root / "data" / "boundaries" / "districts.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in document["features"]]
    thin = shapely.coverage_simplify(shapes, 0.005)
    for feature, geometry in zip(document["features"], thin, strict=True):
        feature["geometry"] = json.loads(shapely.to_geojson(geometry))
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture
def atlas_copy(tmp_path: Path, thin_atlas: Path) -> Path:
    """A copy of the shipped atlas, thinned out, to break."""
    return Path(shutil.copytree(thin_atlas, tmp_path / "atlas"))
