"""Builds at once, killed, with disks that fail, elsewhere: `scripts/stress.py`, a few times.

SECURITY.md names the same script.
"""

import os
import random
import re
import subprocess
import sys

import pytest
from support.matrix import LOCALES, SEEDS, ZONES, surroundings
from support.paths import ROOT

pytestmark = pytest.mark.slow


def tried(*order: str) -> list[int]:
    """How often the script tried each thing; none may have failed."""
    done = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, str(ROOT / "scripts" / "stress.py"), *order],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [int(number) for number in re.findall(r"tried (\d+), failed 0", done.stdout)]


@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_a_build_survives_what_befalls_it() -> None:
    at_once, kills, faults = tried("at-once", "kills", "faults", "--times", "4", "--every", "30")
    assert (at_once, kills) == (4, 4)
    assert faults >= 8


def test_the_same_bytes_come_out_whatever_is_around_a_build() -> None:
    few = [word for name in ("html", "png", "gpkg") for word in ("-f", name)]
    assert tried("matrix", "--times", "2", "--seed", "3", *few) == [2]


def test_surroundings_have_each_value_in_turn() -> None:
    found = list(surroundings(20, random.Random(0)))  # noqa: S311 # no secret
    assert {each.seed for each in found[:10]} == set(SEEDS)
    assert {each.zone for each in found[:4]} == set(ZONES)
    assert {each.locale for each in found[:5]} == set(LOCALES)
    for both in zip(found[::2], found[1::2], strict=True):
        for name in ("elsewhere", "shuffled", "jobs", "kept"):
            assert len({getattr(each, name) for each in both}) == 2
