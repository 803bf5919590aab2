"""One build at a time in a folder: who is at work there, and since when.

A file in the folder, locked by the operating system, which lets go of it whatever ends the process:
docs/decisions/0022. What stands in the file is for people; nobody trusts it.
"""

import errno
import getpass
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from geomap.errors import BusyError
from geomap.text import Text, clean

NAME = ".geomap-lock"
PATIENCE = 10.0  # seconds to wait for another build
_PAUSE = 0.1  # seconds between two looks
_LONGEST = 1000  # bytes of a file that says who holds it
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    # Others can read what stands before it: on Windows a locked byte is closed to them.
    _BYTE = 1 << 20

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is at work in a folder; empty where it does not say.

    Attributes:
        user: Name of the user.
        host: Name of the machine.
        process: Number of the process there.
        since: Date and time with the offset from UTC.
    """

    user: str = ""
    host: str = ""
    process: str = ""
    since: str = ""

    @property
    def words(self) -> Text:
        """Who, where and since when."""
        if not self.process:
            return Text("另一个构建", "another build")
        return Text(
            f"{self.user}@{self.host} 的进程 {self.process}（自 {self.since} 起）",
            f"{self.user}@{self.host}, process {self.process}, since {self.since}",
        )


@contextmanager
def held(folder: Path, tell: Callable[[Text], None], patience: float = PATIENCE) -> Iterator[bool]:
    """Hold a folder while something is made in it.

    Args:
        folder: Made if it is not there.
        tell: Called once with a sentence if this has to wait, or cannot lock.
        patience: Seconds to wait for whoever holds it.

    Yields:
        Whether the folder is held; False where its file system knows no locks.

    Raises:
        BusyError: Somebody else holds it for longer than that.
        OSError: The folder cannot be written to.
    """
    path = folder / NAME
    descriptor = _wait(path, tell, patience)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            _let_go(path, descriptor)


def _wait(path: Path, tell: Callable[[Text], None], patience: float) -> int | None:
    """The locked file's descriptor; None where there are no locks."""
    until = time.monotonic() + patience
    has_told = False
    while True:
        descriptor = _open(path)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _NO_LOCKS:
                path.unlink(missing_ok=True)
                tell(_cannot_lock(path.parent))
                return None
            if error.errno not in _TAKEN:
                raise
        else:
            if _is_still_there(path, descriptor):
                _sign(descriptor)
                return descriptor
            os.close(descriptor)
            continue
        holder = read(path)
        if time.monotonic() >= until:
            raise BusyError(_busy(path.parent, holder))
        if not has_told:
            tell(_waiting(path.parent, holder))
            has_told = True
        time.sleep(_PAUSE)


def _open(path: Path) -> int:
    """Open the file, never through a link; a failed build may just have removed the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _is_still_there(path: Path, descriptor: int) -> bool:
    """Whether the file is the one in the folder: the holder before may have removed it."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    now = datetime.now().astimezone().isoformat(" ", "seconds")
    holder = Holder(_user(), socket.gethostname(), str(os.getpid()), now)
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    # On a full disk it stays empty: that the folder is held is said by the lock, not by the words.
    with suppress(OSError):
        os.write(descriptor, json.dumps(asdict(holder), ensure_ascii=False).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as in some containers
        return "?"


def _let_go(path: Path, descriptor: int) -> None:
    """Remove the file while it is held, so that nobody's else is removed; Windows closes first."""
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()
    os.close(descriptor)
    if os.name != "posix":
        with suppress(OSError):  # somebody waits for it
            path.unlink()


def read(path: Path) -> Holder:
    """Who holds a folder, as its file tells; an empty holder where it tells nothing."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LONGEST))
        return Holder(**{key: clean(value) for key, value in found.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return Holder()


def _busy(folder: Path, holder: Holder) -> Text:
    words = holder.words
    return Text(
        f"{folder}：{words.zh}正在此构建；请等其完成后再试，或用 -o 换一个文件夹",
        f"{folder}: {words.en} is building here; try again when it is done, "
        "or take another folder with -o",
    )


def _waiting(folder: Path, holder: Holder) -> Text:
    words = holder.words
    return Text(
        f"{folder}：{words.zh}正在此构建，等待中…",
        f"{folder}: waiting for {words.en}, who is building here",
    )


def _cannot_lock(folder: Path) -> Text:
    return Text(
        f"{folder}：该文件系统不支持锁；请确认没有别人同时在此构建",
        f"{folder}: this file system has no locks; make sure that nobody else is building here",
    )
