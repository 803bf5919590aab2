"""`geomap verify`: each change to a folder of maps is told, and nothing outside of it is read."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import geomap
from geomap.builder.verify import Verification, verify
from geomap.cli.main import main
from geomap.errors import DataError


@pytest.fixture(scope="module")
def once(thin_atlas: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas with its maps, built once."""
    root = Path(shutil.copytree(thin_atlas, tmp_path_factory.mktemp("verify") / "atlas"))
    geomap.build(root, ["metro"], options=geomap.BuildOptions(("geojson", "csv")))
    return root


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of it, to break."""
    return Path(shutil.copytree(once, tmp_path / "atlas"))


def test_a_folder_just_built_holds(built: Path) -> None:
    found = verify(built / "maps", built)
    assert found.holds
    assert (found.changed, found.missing, found.foreign, found.stale) == ((), (), (), ())
    outputs = json.loads((built / "maps" / "manifest.json").read_text("utf-8"))["outputs"]
    assert found.sound == len(outputs) > 2


def edit(folder: Path) -> None:
    path = folder / "maps" / "metro.geojson"
    path.write_bytes(path.read_bytes() + b" ")


def lose(folder: Path) -> None:
    (folder / "maps" / "metro.csv").unlink()


def add(folder: Path) -> None:
    (folder / "maps" / "other.html").write_text("x", encoding="utf-8")


def link(folder: Path) -> None:
    path = folder / "maps" / "metro.geojson"
    kept = folder / "kept.geojson"
    path.rename(kept)
    path.symlink_to(kept)


def touch(folder: Path) -> None:
    path = folder / "data" / "indicators.csv"
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("change", "kind", "name"),
    [
        (edit, "changed", "metro.geojson"),
        (lose, "missing", "metro.csv"),
        (add, "foreign", "other.html"),
        (link, "changed", "metro.geojson"),
        (touch, "stale", "data/indicators.csv"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_change_is_told(
    built: Path, change: Callable[[Path], None], kind: str, name: str, lang: str
) -> None:
    change(built)
    found = verify(built / "maps", built)
    for each in ("changed", "missing", "foreign", "stale"):
        assert getattr(found, each) == ((name,) if each == kind else ())
    result = CliRunner().invoke(main, ["--lang", lang, "verify", "-a", str(built)])
    assert result.exit_code == (0 if kind == "stale" else 1)
    assert result.stderr.startswith(name)
    answer = json.loads(CliRunner().invoke(main, ["verify", "-a", str(built), "--json"]).stdout)
    assert answer["holds"] is (kind == "stale")
    assert answer[kind] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"outputs": [], "inputs": {}}', '{"outputs": {"a": 5}, "inputs": {}}',
        '{"outputs": {"../secret": "x"}, "inputs": {}}',
        '{"outputs": {"/etc/passwd": "x"}, "inputs": {}}',
    ],
)  # fmt: skip
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="run geomap build first"):
        verify(tmp_path)


def test_without_the_atlas_only_outputs_are_held(built: Path) -> None:
    touch(built)
    found = verify(built / "maps")
    assert found == Verification(found.sound, (), (), (), ())
