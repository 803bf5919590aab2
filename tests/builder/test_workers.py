"""Processes side by side: in order, and gone at once when nobody wants their work."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geomap.builder.workers import side_by_side

_SLOW = """
import sys, time
from geomap.builder.workers import side_by_side

if __name__ == "__main__":
    try:
        print("started", flush=True)
        list(side_by_side(time.sleep, [60, 60], 2))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(side_by_side(abs, [-3, 2, -1], jobs)) == [3, 2, 1]


@pytest.mark.skipif(os.name != "posix", reason="sends a signal to a group of processes")
@pytest.mark.parametrize("whole_group", [True, False])
def test_an_interrupt_ends_all_at_once_and_silently(whole_group: bool) -> None:  # noqa: FBT001 # pytest's way
    process = subprocess.Popen(  # noqa: S603 # our own words
        [sys.executable, "-c", _SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)
    began = time.monotonic()
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, b"")
    assert time.monotonic() - began < 10  # the work would take 60


_ORPHANS = """
import os, sys, time
from pathlib import Path
from geomap.builder.workers import side_by_side

def work(folder):
    while True:
        (Path(folder) / str(os.getpid())).touch()
        time.sleep(0.05)

if __name__ == "__main__":
    list(side_by_side(work, [sys.argv[1]] * 2, 2))
"""


@pytest.mark.slow
def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    script, marks = tmp_path / "orphans.py", tmp_path / "marks"
    script.write_text(_ORPHANS)
    marks.mkdir()
    process = subprocess.Popen([sys.executable, str(script), str(marks)])  # noqa: S603 # ours
    until = time.monotonic() + 60
    while len(list(marks.iterdir())) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    process.kill()
    process.wait()
    time.sleep(2)
    for mark in marks.iterdir():
        mark.unlink()
    time.sleep(0.5)
    assert list(marks.iterdir()) == [], "a worker is still at work"
