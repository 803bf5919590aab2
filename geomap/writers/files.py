"""How files get into place: whole or not at all.

The only room that writes. Everything else hands over bytes, or is given a path that nobody reads
yet.
"""

import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from geomap.errors import RenderError
from geomap.sources.reasons import reason_of
from geomap.text import Text
from geomap.writers import lock

_PREFIX = ".geomap-"
_NAMED = re.compile(r"\.geomap-(build|file)-(\d+)-(\w+)-\w+")
_LONGEST_BUILD = 24 * 3600.0  # seconds


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it; one that is there is left.

    Raises:
        RenderError: The disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RenderError(_cannot_write(folder, error)) from error


def _nothing(_: Text) -> None:
    """Tell nobody."""


@contextmanager
def staging(folder: Path, tell: Callable[[Text], None] = _nothing) -> Iterator[Path]:
    """A fresh folder beside the outputs, on the same disk; gone afterwards, whatever happens.

    Nobody else has one in ``folder`` meanwhile.

    Args:
        folder: Where the outputs belong; made if it is not there, and gone again if nothing came.
        tell: Called with a sentence if this has to wait for somebody else.

    Raises:
        BusyError: Somebody else builds there, and went on for long.
        RenderError: The disk refuses.
    """
    is_new = not folder.exists()
    try:
        with lock.held(folder, tell) as is_alone:
            sweep(folder, is_alone=is_alone)
            fresh = _fresh("build", folder)
            try:
                yield fresh
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise RenderError(_cannot_write(folder, error)) from error
    finally:
        if is_new:
            with suppress(OSError):  # not empty: the outputs are there
                folder.rmdir()


def _fresh(kind: str, folder: Path) -> Path:
    """A new folder whose name tells which process on which machine made it."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-{os.getpid()}-{_host()}-", dir=folder))


def _host() -> str:
    return re.sub(r"\W", "", socket.gethostname(), flags=re.ASCII) or "x"


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
    for name in names:
        _to_disk(fresh / name)
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


def _to_disk(path: Path) -> None:
    """Have a file's bytes on the disk before its name is: a power cut must not leave it empty."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, *, is_alone: bool) -> None:
    """Remove what was left by builds and exports that were killed.

    Args:
        folder: Where the outputs are.
        is_alone: The folder is held: whoever staged a build there is gone.
    """
    for left in folder.glob(f"{_PREFIX}*"):
        named = _NAMED.fullmatch(left.name)
        if named is None or left.is_symlink():
            continue
        kind, pid, host = named.groups()
        if not (is_alone and kind == "build") and _is_in_use(left, int(pid), host):
            continue
        shutil.rmtree(left, ignore_errors=True)


def _is_in_use(folder: Path, pid: int, host: str) -> bool:
    """Whether the process that made a staging folder may still be at work in it."""
    if os.name != "posix" or host != _host():  # on Windows signal 0 would be Ctrl-C
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
        fresh = _fresh("file", path.parent)
        try:
            write(fresh / path.name)
            names = [made.name for made in sorted(fresh.iterdir())]
            move_all(fresh, path.parent, names)
            return tuple(names)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise RenderError(_cannot_write(path, error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file whole, UTF-8, with its line ends as they stand in the text.

    Raises:
        RenderError: The disk refuses; ``path`` is left as it was.
    """
    write_whole(path, lambda fresh: fresh.write_text(text, encoding="utf-8", newline=""))


def _cannot_write(path: Path, error: OSError) -> Text:
    why = reason_of(error)
    return Text(
        f"{path}：无法写入（{why.zh}）；请检查文件夹、权限和磁盘空间",
        f"{path}: cannot write ({why.en}); check the folder, its permissions and the disk's space",
    )
