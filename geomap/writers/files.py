"""How files get into place: whole or not at all.

The only room that writes. Everything else hands over bytes, or is given a path that nobody reads
yet.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from geomap.errors import RenderError
from geomap.text import Text

_PREFIX = ".geomap-"
_LONGEST_BUILD = 24 * 3600.0  # seconds


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A fresh folder beside the outputs, on the same disk; gone afterwards, whatever happens."""
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        fresh = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
    except OSError as error:
        raise RenderError(_cannot_write(folder, error)) from error
    try:
        yield fresh
    except OSError as error:
        raise RenderError(_cannot_write(folder, error)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # not empty: the outputs are there
                folder.rmdir()


def move_all(fresh: Path, folder: Path, names: Sequence[str], gone: Sequence[str] = ()) -> None:
    """Move files from a staging folder into place; on an error what was there comes back.

    Args:
        fresh: The staging folder, on the disk of ``folder``.
        folder: Where they belong.
        names: What to move, in this order.
        gone: What to remove from ``folder`` before.

    Raises:
        OSError: The disk refuses.
    """
    kept = fresh / "kept"
    kept.mkdir()
    old = [name for name in (*gone, *names) if (folder / name).exists()]
    for name in old:
        shutil.copy2(folder / name, kept / name)
    try:
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        for name in names:
            (fresh / name).replace(folder / name)
    except BaseException:
        for name in (*gone, *names):
            if name in old:
                (kept / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Remove staging folders of builds that were killed."""
    for left in folder.glob(f"{_PREFIX}*-*"):
        pid = left.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not _is_in_use(left, int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_in_use(folder: Path, pid: int) -> bool:
    """Whether the process that made a staging folder may still be at work in it."""
    if os.name != "posix":  # signal 0 would be Ctrl-C there
        return time.time() - folder.stat().st_mtime < _LONGEST_BUILD
    return _is_running(pid)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_whole(path: Path, write: Callable[[Path], object]) -> tuple[str, ...]:
    """Let ``write`` make a file, and others beside it if it likes, then move all to ``path``.

    Returns:
        The names of all files, sorted.

    Raises:
        RenderError: The disk refuses; ``path`` is left as it was.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=path.parent) as folder:
            temporary = Path(folder) / path.name
            write(temporary)
            names = [made.name for made in sorted(Path(folder).iterdir())]
            move_all(Path(folder), path.parent, names)
            return tuple(names)
    except OSError as error:
        raise RenderError(_cannot_write(path, error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file whole, UTF-8, with its line ends as they stand in the text.

    Raises:
        RenderError: The disk refuses; ``path`` is left as it was.
    """
    write_whole(path, lambda fresh: fresh.write_text(text, encoding="utf-8", newline=""))


def _cannot_write(path: Path, error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"{path}：无法写入（{reason}）；请检查文件夹、权限和磁盘空间",
        f"{path}: cannot write ({reason}); check the folder, its permissions and the disk's space",
    )
