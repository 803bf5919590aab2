"""What every test may ask for."""

import shutil
from pathlib import Path

import pytest
from support.paths import ROOT, SHARED
from support.thin import thin

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
    return thin(tmp_path_factory.mktemp("thin"))


@pytest.fixture
def atlas_copy(tmp_path: Path, thin_atlas: Path) -> Path:
    """A copy of the shipped atlas, thinned out, to break."""
    return Path(shutil.copytree(thin_atlas, tmp_path / "atlas"))
