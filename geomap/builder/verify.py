"""A folder of maps held against its manifest: what was changed, is missing, does not belong."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import DataError
from geomap.text import Text

MANIFEST = "manifest.json"
SIGNATURE = f"{MANIFEST}.sig"


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found; names are relative to the folder, inputs to the atlas's.

    Attributes:
        sound: How many outputs are just what was built.
        changed: Outputs whose bytes are not those of the manifest.
        missing: Outputs that are not there.
        foreign: Files of the folder that no build made.
        stale: Inputs that changed since, or are gone: the maps do not show them.
    """

    sound: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the folder is what was built, whatever became of the inputs since."""
        return not (self.changed or self.missing or self.foreign)


def verify(folder: str | Path, atlas: str | Path | None = None) -> Verification:
    """Hold a folder against its manifest.

    Args:
        folder: A folder that a build made.
        atlas: Folder of the atlas, to tell inputs that changed since; None looks at outputs only.

    Raises:
        DataError: The folder has no manifest, or it is none of geomap's.
    """
    folder = Path(folder)
    manifest = _read(folder / MANIFEST)
    outputs, inputs = manifest["outputs"], manifest["inputs"]
    there = {path.name for path in folder.iterdir() if path.name not in {MANIFEST, SIGNATURE}}
    missing = sorted(set(outputs) - there)
    changed = sorted(
        name for name in outputs if name in there and not is_sound(folder / name, outputs[name])
    )
    root = None if atlas is None else Path(atlas)
    stale = () if root is None else _stale(root.parent if root.is_file() else root, inputs)
    return Verification(
        sound=len(outputs) - len(missing) - len(changed),
        changed=tuple(changed),
        missing=tuple(missing),
        foreign=tuple(sorted(there - set(outputs))),
        stale=stale,
    )


def _stale(root: Path, inputs: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in inputs if not is_sound(root / name, inputs[name])))


def inputs(folder: Path) -> Mapping[str, str]:
    """SHA-256 of each file that a folder was built from, as its manifest tells.

    Raises:
        DataError: The folder has no manifest, or it is none of geomap's.
    """
    return _read(folder / MANIFEST)["inputs"]


def is_sound(path: Path, digest: str) -> bool:
    """Whether a path is a plain file of that SHA-256; a link leads elsewhere and is none."""
    if path.is_symlink() or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        parts = {key: found[key] for key in ("outputs", "inputs")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path) from error
    for names in parts.values():
        if not isinstance(names, dict) or not all(_is_plain(n, d) for n, d in names.items()):
            raise _unreadable(path)
    return parts


def _is_plain(name: object, digest: object) -> bool:
    """Whether an entry names a file below the folder: nothing leads out of it."""
    if not isinstance(name, str) or not isinstance(digest, str):
        return False
    path = Path(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _unreadable(path: Path) -> DataError:
    return DataError(
        Text(
            f"{path}：没有可用的清单；请先运行 geomap build",
            f"{path}: no manifest that can be used; run geomap build first",
        )
    )
