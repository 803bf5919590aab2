"""The same input gives the same bytes in every format: in another process, on another day."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.api.outputs import OUTPUTS

FORMATS = [output.name for output in OUTPUTS if output.kind == "data"]
_EXPORT = """
import sys
from pathlib import Path
import geomap
from geomap.api.product import OutputOptions
atlas = geomap.open(sys.argv[1])
for theme in ("metro", "charging"):
    for ending in sys.argv[3:]:
        options = OutputOptions(metadata=True)
        atlas[theme].to_files(Path(sys.argv[2]) / f"{theme}.{ending}", options=options)
"""


@pytest.mark.slow
def test_another_process_another_day_the_same_bytes(thin_atlas: Path, tmp_path: Path) -> None:
    made = []
    # At any moment it is another day in one of these places than in the other.
    for seed, zone in (("1", "Etc/GMT-14"), ("2", "Etc/GMT+12")):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(  # noqa: S603 # our own words
            [sys.executable, "-c", _EXPORT, str(thin_atlas), str(folder), *FORMATS],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        )
        made.append(
            {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
        )
    assert len(made[0]) > 3 * len(FORMATS)
    assert json.dumps(made[0], indent=1) == json.dumps(made[1], indent=1)
