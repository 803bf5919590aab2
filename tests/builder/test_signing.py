"""A signed manifest: made by `build --sign`, held by `verify`, and never by something else."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import geomap
from geomap.builder.build import build
from geomap.builder.options import BuildOptions
from geomap.builder.signing import look
from geomap.cli.main import main
from geomap.errors import RenderError

CSV = ("csv",)
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen")


def make_key(path: Path) -> Path:
    order = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "x", "-f", str(path)]
    subprocess.run(order, check=True)  # noqa: S603 # a list of arguments, no shell
    return path


def list_signers(path: Path, name: str, key: Path) -> Path:
    path.write_text(f"{name} {key.with_suffix('.pub').read_text()}", "utf-8")
    return path


@pytest.fixture(scope="module")
def signed(thin_atlas: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an atlas, its maps signed by ``one``, and a key of nobody's, ``two``."""
    root = Path(shutil.copytree(thin_atlas, tmp_path_factory.mktemp("signed") / "atlas"))
    for path in (root / "data" / "themes").glob("*.toml"):
        if path.stem != "metro":
            path.unlink()
    for name in ("one", "two"):
        make_key(root / name)
    build(root, options=BuildOptions(CSV, sign=root / "one"))
    return root


@pytest.fixture
def atlas(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "atlas"))


def verify(root: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "verify", "-a", str(root), *more])


@needs_ssh
def test_who_signed_is_told_by_the_list_of_signers(atlas: Path) -> None:
    known = list_signers(atlas / "known", "office@example.org", atlas / "one")
    result = verify(atlas, "--signers", str(known))
    assert result.exit_code == 0, result.output
    assert "the manifest is signed by office@example.org" in result.stderr
    others = list_signers(atlas / "others", "other@example.org", atlas / "two")
    result = verify(atlas, "--signers", str(others))
    assert result.exit_code == 1
    assert "signed by none of the signers" in result.stderr
    result = verify(atlas, "--json")
    signature = json.loads(result.stdout)["signature"]
    assert result.exit_code == 0
    assert signature["state"] == "whole"
    assert signature["signer"].startswith("SHA256:")


def edit_manifest(root: Path) -> None:
    path = root / "maps" / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("重庆市", "另一市", 1), "utf-8")


def sign_as_something_else(root: Path) -> None:
    """What the key signed as a commit, or as a letter, is no signature of a build."""
    (root / "maps" / "manifest.json.sig").unlink()
    order = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(root / "one"), "-n", "git"]
    subprocess.run([*order, str(root / "maps" / "manifest.json")], check=True)  # noqa: S603 # a list


def garble(root: Path) -> None:
    (root / "maps" / "manifest.json.sig").write_bytes(b"\xff\x00")


@needs_ssh
@pytest.mark.parametrize("harm", [edit_manifest, sign_as_something_else, garble])
def test_what_was_not_signed_is_told(atlas: Path, harm: Callable[[Path], None]) -> None:
    harm(atlas)
    known = list_signers(atlas / "known", "office@example.org", atlas / "one")
    for more in ((), ("--signers", str(known))):
        result = verify(atlas, *more)
        assert result.exit_code == 1, result.output
        assert "not one of this manifest" in result.stderr


@needs_ssh
def test_a_link_is_no_signature(atlas: Path) -> None:
    there = atlas / "maps" / "manifest.json.sig"
    there.rename(atlas / "kept.sig")
    there.symlink_to(atlas / "kept.sig")
    assert look(atlas / "maps").state == "none"


@needs_ssh
def test_a_build_that_changes_nothing_keeps_the_signature(atlas: Path) -> None:
    before = (atlas / "maps" / "manifest.json.sig").read_bytes()
    order = ["--lang", "en", "build", "-a", str(atlas), "-f", "csv"]
    for more in ((), ("--sign", str(atlas / "one"))):
        result = CliRunner().invoke(main, [*order, *more])
        assert "Nothing to do" in result.stderr
        assert (atlas / "maps" / "manifest.json.sig").read_bytes() == before
    result = CliRunner().invoke(main, [*order, "--sign", str(atlas / "two")])
    assert result.exit_code == 0, result.output
    known = list_signers(atlas / "known", "two", atlas / "two")
    assert look(atlas / "maps", known).signer == "two"


@needs_ssh
def test_a_build_without_a_key_leaves_no_signature_of_another_manifest(atlas: Path) -> None:
    path = atlas / "data" / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace("1951652", "1951653", 1), "utf-8")
    build(atlas, options=BuildOptions(CSV))
    assert look(atlas / "maps").state == "none"
    assert verify(atlas).exit_code == 0
    assert verify(atlas, "--signers", str(atlas / "one.pub")).exit_code == 1


@needs_ssh
def test_a_key_that_cannot_sign_is_refused_and_the_maps_stay(atlas: Path) -> None:
    before = {path.name: path.read_bytes() for path in (atlas / "maps").iterdir()}
    (atlas / "bad").write_text("no key", "utf-8")
    for key, words in (("bad", "cannot sign"), ("none", "no such key")):
        with pytest.raises(RenderError, match=words):
            build(atlas, options=BuildOptions(CSV, force=True, sign=atlas / key))
    assert {path.name: path.read_bytes() for path in (atlas / "maps").iterdir()} == before


def test_without_ssh_keygen_the_remedy_is_told(
    thin_atlas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    key = tmp_path / "key"
    key.write_text("x")
    with pytest.raises(RenderError, match="install its client"):
        geomap.build(thin_atlas, out=tmp_path / "out", options=BuildOptions(CSV, sign=key))
    assert not (tmp_path / "out").exists()
