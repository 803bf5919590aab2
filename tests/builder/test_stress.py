"""Many builds at once, builds that are killed, disks that fail: `scripts/stress.py`, a few times.

The figures that SECURITY.md gives come from the same script.
"""

import os
import re
import subprocess
import sys

import pytest
from support.paths import ROOT


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_a_build_survives_what_befalls_it() -> None:
    order = ("at-once", "kills", "faults", "--times", "4", "--every", "30")
    done = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, str(ROOT / "scripts" / "stress.py"), *order],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.findall(r"tried (\d+), failed 0", done.stdout)
    assert [int(number) for number in tried[:2]] == [4, 4]
    assert int(tried[2]) >= 8
