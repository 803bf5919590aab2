"""The files of an atlas by their digests, taken before they are read; nothing heavy."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geomap.model import AtlasConfig
from geomap.sources.disk import display_name, is_file
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.sources.sidecars import READ


@dataclass(frozen=True, slots=True)
class FilesSeen:
    """The files of an atlas as they were when somebody looked.

    Attributes:
        digests: SHA-256 of each file by its name; empty for what is no file.
        limits: How large they may be.
        before: It was before they were read: one that changes while it is read is seen to differ
            by the next who looks.
    """

    digests: Mapping[str, str]
    limits: Limits
    before: bool


def look_at(
    config: AtlasConfig, limits: Limits = DEFAULT_LIMITS, *, before: bool = True
) -> FilesSeen:
    """Look at the files of an atlas.

    Args:
        config: What it declares.
        limits: How large its files may be.
        before: Nobody has read them yet.
    """
    digests = {name: sha256(path) if is_file(path) else "" for name, path in _files(config)}
    return FilesSeen(digests, limits, before)


def sha256(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(config: AtlasConfig) -> list[tuple[str, Path]]:
    """Every file of an atlas with its name, sorted by path."""
    paths = {config.file}
    paths |= {part for path in config.files.paths() for part in _whole(path)}
    paths |= {config.root / theme.location.file for theme in config.themes}
    return [(display_name(path, config.root), path) for path in sorted(paths)]


def _whole(path: Path) -> Iterator[Path]:
    """A file and, if it is part of a Shapefile, the other parts beside it."""
    yield path
    if path.suffix.lower() in {".shp", *READ} and path.parent.is_dir():
        for other in path.parent.iterdir():
            if other.stem == path.stem and other.suffix.lower() in {".shp", *READ}:
                yield other
