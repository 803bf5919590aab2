"""TOML: ``geomap.toml`` and themes. Apart from the other readers, as it needs no library."""

import tomllib
from pathlib import Path
from typing import Any

from geomap.errors import AtlasError, DataError
from geomap.sources.disk import check_inside, read_bytes
from geomap.sources.encodings import decode
from geomap.sources.reasons import reason_of
from geomap.text import Text


def read_toml(path: Path, name: str | None = None, root: Path | None = None) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: The file.
        name: How messages call it; its path otherwise.
        root: Folder that it must lie in, also behind links; None lets it lie anywhere.

    Raises:
        AtlasError: The file is missing, outside of that folder, not UTF-8 or not TOML; the message
            has the line.
    """
    name = name or path.as_posix()
    try:
        if root is not None:
            check_inside(path, root, name)
        return tomllib.loads(decode(read_bytes(path, name), name, "utf-8-sig").text)
    except DataError as error:
        raise AtlasError(error.message) from error
    except tomllib.TOMLDecodeError as error:
        why = reason_of(error)
        raise AtlasError(
            Text(f"{name}：不是合格的 TOML（{why.zh}）", f"{name}: not valid TOML ({why.en})")
        ) from error
