"""One build at a time in a folder, and no leftovers of those that were killed."""

import errno
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest

from geomap.errors import BusyError, RenderError
from geomap.text import Text
from geomap.writers import files, lock

_HOLD = """
import sys, time
from pathlib import Path
from geomap.writers import files
with files.staging(Path(sys.argv[1])) as staging:
    (staging / "half").write_text("half")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that stages something in the folder and goes on for long."""
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 # ours
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def nothing(_: Text) -> None:
    pass


def test_a_held_folder_is_refused_with_who_and_since_when(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    told: list[Text] = []
    with pytest.raises(BusyError) as caught, lock.held(tmp_path, told.append, 0.3):
        pytest.fail("two at once")
    holder = lock.read(tmp_path / lock.NAME)
    assert (holder.host, holder.process) == (socket.gethostname(), str(other.pid))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d", holder.since)
    assert len(told) == 1
    for words in (caught.value.message, told[0]):
        for line in (words.zh, words.en):
            assert "\n" not in line
            assert all(part in line for part in (str(tmp_path), holder.process, holder.since))
    assert "-o" in caught.value.message.en
    assert "-o" in caught.value.message.zh


def test_a_folder_that_is_let_go_of_in_time_is_waited_for(tmp_path: Path) -> None:
    code = _HOLD.replace("60", "0.5")
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 # ours
        assert process.stdout is not None
        process.stdout.readline()
        told: list[Text] = []
        with files.staging(tmp_path, told.append):
            assert process.wait(5) == 0
    assert len(told) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_killed_build_is_taken_over_and_cleaned(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    assert len(list(tmp_path.iterdir())) == 2
    other.kill()
    other.wait()
    start = time.monotonic()
    with files.staging(tmp_path) as staging:
        assert {path.name for path in tmp_path.iterdir()} == {lock.NAME, staging.name}
        assert lock.read(tmp_path / lock.NAME).process == str(os.getpid())
    assert time.monotonic() - start < lock.PATIENCE / 2
    assert list(tmp_path.iterdir()) == []


def test_exports_of_others_are_left_and_dead_ones_swept(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    here = re.sub(r"\W", "", socket.gethostname())
    dead, alive = (tmp_path / f".geomap-file-{n}-{here}-x1" for n in (gone.pid, os.getpid()))
    far = tmp_path / f".geomap-file-{gone.pid}-elsewhere-x1"
    mine = tmp_path / ".geomap-notes"
    for folder in (dead, alive, far, mine):
        folder.mkdir()
    with files.staging(tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {alive.name, far.name, mine.name}
    os.utime(far, (0, 0))
    with files.staging(tmp_path):
        pass
    assert not far.exists()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / lock.NAME).symlink_to(mine)
    with pytest.raises(RenderError, match="cannot write"), files.staging(folder):
        pass
    assert mine.read_text() == "mine"


def test_words_of_a_stranger_in_the_lock_are_harmless(tmp_path: Path) -> None:
    path = tmp_path / lock.NAME
    for text in ("", "[]", "{", '{"user": 1}', '{"x": "y"}', "\xff", "9" * 5000):
        path.write_text(text, "latin-1")
        assert lock.read(path) == lock.Holder()
    path.write_text('{"process": "1\\u001b[2J\\n2"}')
    assert lock.read(path).process == "1[2J 2"


def test_without_locks_a_build_goes_on_and_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> Never:
        raise OSError(errno.ENOLCK, "No locks available")

    here = re.sub(r"\W", "", socket.gethostname())
    other = tmp_path / f".geomap-build-{os.getpid()}-{here}-x"
    other.mkdir()
    monkeypatch.setattr(lock, "_lock", refuse)
    told: list[Text] = []
    with files.staging(tmp_path, told.append):
        assert other.exists(), "somebody may be at work in it"
    assert "no locks" in told[0].en
    assert "不支持锁" in told[0].zh
