"""A build leaves whole files or the old ones, and a manifest that is true."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import tiny

from geomap.api.atlas import Atlas
from geomap.builder import build
from geomap.builder.build import BuildOptions
from geomap.errors import GeomapError, RenderError
from geomap.model import AtlasFiles, Fill, InputFile, Location, MapSpec
from geomap.writers import geojson

if TYPE_CHECKING:
    from geomap.text import Text

DATA = BuildOptions(("geojson",))
THEMES = ["rate", "scope"]
FILLS = {
    "rate": Fill("indicator", indicator="rate", year=2020, k=2),
    "scope": Fill("measures", k=2),
    "plain": Fill("region"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The tiny atlas with three themes; its files are there to be hashed, not read."""
    root = tmp_path_factory.mktemp("small")
    (root / "districts.geojson").write_text("boundaries")
    (root / "geomap.toml").write_text("config")
    themes = [
        tiny.theme(fill, key=key, location=Location(f"{key}.toml")) for key, fill in FILLS.items()
    ]
    for theme in themes:
        (root / theme.location.file).write_text(theme.key)
    inputs = AtlasFiles(InputFile(root / "districts.geojson"))
    config = replace(tiny.config(*themes), file=root / "geomap.toml", root=root, files=inputs)
    return Atlas(config, tiny.checked())


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


@pytest.fixture
def built(small: Atlas, tmp_path: Path) -> Path:
    folder = tmp_path / "maps"
    build.build(small, THEMES, folder, DATA)
    return folder


def test_paths_come_in_the_order_made_the_manifest_last(small: Atlas, tmp_path: Path) -> None:
    told: list[str] = []
    paths = build.build(small, THEMES, tmp_path / "out", DATA, told.append)
    names = ["rate.geojson", "scope.geojson", "index.html"]
    assert told == names
    assert paths == tuple(tmp_path / "out" / name for name in [*names, "manifest.json"])
    assert sorted(contents(tmp_path / "out")) == sorted([*names, "manifest.json"])


def test_the_manifest_tells_inputs_and_outputs_by_their_sha256(small: Atlas, built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    for folder, hashes in ((built, manifest["outputs"]), (small.config.root, manifest["inputs"])):
        for name, told in hashes.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told
    assert {*manifest["outputs"], "manifest.json"} == set(contents(built))
    assert sorted(manifest["inputs"]) == sorted(
        ["districts.geojson", "geomap.toml", *(f"{key}.toml" for key in FILLS)]
    )


def test_same_atlas_same_bytes(small: Atlas, built: Path, tmp_path: Path) -> None:
    build.build(small, THEMES, tmp_path / "again", DATA)
    assert contents(tmp_path / "again") == contents(built)


@pytest.mark.slow
def test_another_process_and_environment_make_the_same_bytes(
    shipped: Atlas, tmp_path: Path
) -> None:
    build.build(shipped, ["metro"], tmp_path / "here", DATA)
    code = "import sys; from geomap.cli.main import main; main(sys.argv[1:])"
    arguments = ["build", "metro", "-f", "geojson", "-o", str(tmp_path / "there")]
    subprocess.run(  # noqa: S603 # our own command
        [sys.executable, "-c", code, *arguments, "-a", str(shipped.config.root)],
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_partial_build_keeps_the_other_themes(small: Atlas, built: Path) -> None:
    before = contents(built)
    build.build(small, ["plain"], built, DATA)
    after = contents(built)
    assert after.keys() - before.keys() == {"plain.geojson"}
    for name in ("rate.geojson", "scope.geojson"):
        assert after[name] == before[name]
        assert name in after["index.html"].decode()
        assert name in json.loads(after["manifest.json"])["outputs"]
    assert "plain.geojson" in after["index.html"].decode()


@pytest.mark.parametrize(
    ("themes", "options"),
    [
        (["rates"], DATA),
        ([], BuildOptions(("geojson", "gif"))),
    ],
)
def test_a_wrong_order_makes_nothing(
    small: Atlas, tmp_path: Path, themes: list[str], options: BuildOptions
) -> None:
    with pytest.raises(GeomapError):
        build.build(small, themes, tmp_path / "maps", options)
    assert not (tmp_path / "maps").exists()


# --- Whole or not at all


def failing(after: int, error: BaseException, act: Callable[..., object]) -> Callable[..., object]:
    """``act``, which raises once it was called that often."""
    calls = iter(range(after))

    def run(*args: object, **kwargs: object) -> object:
        if next(calls, None) is None and not run.__dict__:
            run.__dict__["raised"] = True
            raise error
        return act(*args, **kwargs)

    return run


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("error", [FULL, ValueError("bug"), KeyboardInterrupt()])
def test_an_error_while_writing_leaves_the_folder_as_it_was(
    small: Atlas, built: Path, monkeypatch: pytest.MonkeyPatch, after: int, error: BaseException
) -> None:
    spoil(built)
    before = contents(built)
    monkeypatch.setattr(geojson, "write", failing(after, error, geojson.write))
    with pytest.raises(RenderError if error is FULL else type(error)):
        build.build(small, THEMES, built, DATA)
    assert contents(built) == before
    assert {path.name for path in built.iterdir()} == before.keys()


@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
def test_an_error_while_moving_leaves_the_folder_as_it_was(
    small: Atlas, built: Path, monkeypatch: pytest.MonkeyPatch, after: int, error: BaseException
) -> None:
    spoil(built)
    (built / "scope.geojson").unlink()
    before = contents(built)
    monkeypatch.setattr(Path, "replace", failing(after, error, Path.replace))
    with pytest.raises(RenderError if error is FULL else type(error)):
        build.build(small, THEMES, built, DATA)
    assert contents(built) == before
    assert {path.name for path in built.iterdir()} == before.keys()


def spoil(folder: Path) -> None:
    """Make every old file unlike a new one, so that a replaced one is noticed."""
    for path in folder.iterdir():
        path.write_bytes(b"old " + path.name.encode())


def test_the_message_of_a_full_disk_names_the_folder_and_a_remedy(
    small: Atlas, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geojson, "write", failing(0, FULL, geojson.write))
    with pytest.raises(RenderError) as caught:
        build.build(small, THEMES, built, replace(DATA, force=True))
    assert caught.value.message.en.startswith(f"{built}: cannot write (No space left on device); ")
    assert caught.value.message.zh.startswith(f"{built}：无法写入")


def test_a_failed_first_build_leaves_no_empty_folder(
    small: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geojson, "write", failing(0, FULL, geojson.write))
    with pytest.raises(RenderError):
        build.build(small, THEMES, tmp_path / "maps", DATA)
    assert not (tmp_path / "maps").exists()


def test_a_folder_in_the_way_of_a_file_changes_nothing(small: Atlas, built: Path) -> None:
    (built / "scope.geojson").unlink()
    (built / "scope.geojson").mkdir()
    spoiled = built / "rate.geojson"
    spoiled.write_bytes(b"old")
    with pytest.raises(RenderError):
        build.build(small, THEMES, built, DATA)
    assert spoiled.read_bytes() == b"old"


def test_a_file_in_the_way_of_the_folder_is_told(small: Atlas, tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("mine")
    with pytest.raises(RenderError, match="cannot write"):
        build.build(small, THEMES, tmp_path / "maps", DATA)
    assert (tmp_path / "maps").read_text() == "mine"


def test_one_file_is_written_whole_or_not_at_all(
    small: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "u.geojson"
    path.write_text("old")

    def half(_spec: MapSpec, _frames: object, target: Path) -> None:
        target.write_text("half")
        raise FULL

    monkeypatch.setattr(geojson, "write", half)
    with pytest.raises(RenderError, match="No space left"):
        small["rate"].to_file(path)
    assert contents(tmp_path) == {"u.geojson": b"old"}


def test_data_outside_of_the_atlas_is_named_in_the_manifest(small: Atlas, tmp_path: Path) -> None:
    outside = tmp_path / "sites.csv"
    outside.touch()
    config = replace(small.config, files=replace(small.config.files, sites=(InputFile(outside),)))
    build.build(Atlas(config, small.checked), THEMES, tmp_path / "maps", DATA)
    manifest = json.loads((tmp_path / "maps" / "manifest.json").read_text(encoding="utf-8"))
    assert outside.as_posix() in manifest["inputs"]


@pytest.mark.parametrize("name", ["svg", "pptx"])
@pytest.mark.slow
def test_names_without_room_are_told_and_listed_in_the_manifest(
    shipped: Atlas, tmp_path: Path, name: str
) -> None:
    """On a slide the names of what is not on the map are given by number only."""
    told: list[Text] = []
    options = BuildOptions(formats=(name,), page="16x9")
    build.build(shipped, ["overview"], tmp_path, options, warn=told.append)
    spec = shipped["overview"].spec
    (names,) = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["unplaced"].values()
    assert set(names) >= {mark.name.zh for mark in spec.marks if mark.geometry is None}
    (text,) = told
    for line in (text.zh, text.en):
        assert "overview" in line
        assert "16x9" in line
        assert str(len(names)) in line
        assert "--page" in line
