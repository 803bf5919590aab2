"""Files packed the same way each time: in the order of their names, with one date for all."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_DATE = (1980, 1, 1, 0, 0, 0)


def write_zip(path: Path, members: Mapping[str, bytes], first: str | None = None) -> None:
    """Write members as a zip.

    Args:
        path: File to make.
        members: Name → bytes.
        first: Member that must come first, where a format asks for it.
    """
    order = sorted(members, key=lambda name: (name != first, name))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, members[name])


def read_zip(path: Path | IO[bytes]) -> dict[str, bytes]:
    """The members of a zip that geomap itself made."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
