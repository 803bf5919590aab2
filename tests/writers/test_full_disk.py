"""A full disk is told as such by every format, and nothing of a file is left."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geomap.api import outputs
from geomap.api.atlas import Atlas
from geomap.errors import RenderError

if sys.platform != "win32":
    import resource

    @contextmanager
    def files_up_to(size: int) -> Iterator[None]:
        """No file may grow beyond a size in bytes: writes fail, also those of GDAL and SQLite."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no such limit on Windows")
@pytest.mark.parametrize("name", [name for name in outputs.names() if name != "xlsx"])
def test_a_file_that_cannot_be_written_to_its_end_is_told(
    shipped: Atlas, tmp_path: Path, name: str
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    made = shipped["metro"].to_files(whole / f"metro.{name}")
    size = max(path.stat().st_size for path in made)
    for limit in (0, size // 2, size - 100, size - 1):
        folder = tmp_path / str(limit)
        folder.mkdir()
        with files_up_to(limit), pytest.raises(RenderError, match=r"cannot write \("):
            shipped["metro"].to_files(folder / f"metro.{name}")
        assert list(folder.iterdir()) == []


_EXPORT = """
import resource, sys
from geomap.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
main(["--lang", "en", "export", "metro", "-a", sys.argv[1], "-o", sys.argv[2]])
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no such limit on Windows")
def test_a_workbook_is_refused_as_well(thin_atlas: Path, tmp_path: Path) -> None:
    """In a process of its own: openpyxl leaves its file open when it cannot write to it."""
    command = [sys.executable, "-c", _EXPORT, str(thin_atlas), str(tmp_path / "metro.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # ours
    assert done.returncode == 2
    assert "metro.xlsx: cannot write (" in done.stderr
    assert list(tmp_path.iterdir()) == []
