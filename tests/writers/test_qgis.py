"""What the real QGIS makes of a GeoPackage: the theme's classes, colours, counts and names."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.paths import TESTS, THEMES

from geomap.api.atlas import Atlas


@pytest.mark.qgis
@pytest.mark.parametrize("theme", THEMES)
def test_qgis_draws_the_classes_of_the_theme(shipped: Atlas, tmp_path: Path, theme: str) -> None:
    """Also after the file was moved, and where it may not be written."""
    made = shipped[theme].to_file(tmp_path / f"{theme}.gpkg")
    folder = tmp_path / "moved"
    folder.mkdir()
    file = Path(shutil.move(made, folder))
    file.chmod(0o444)
    folder.chmod(0o555)
    script = TESTS / "support" / "ask_qgis.py"
    answer = subprocess.run(  # noqa: S603 # our own script
        ["/usr/bin/python3", str(script), str(file), "districts"],
        check=True,
        capture_output=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    folder.chmod(0o755)
    told = json.loads(answer.stdout)["districts"]
    spec = shipped[theme].spec
    items = [item for item in spec.legends[0].items if item.count]
    circles = {
        district.adcode: [2 * district.circle.radius, *district.circle.at]
        for district in spec.districts
        if district.circle is not None
    }
    assert told.pop("circles") == {code: pytest.approx(circle) for code, circle in circles.items()}
    assert told == {
        "valid": True,
        "crs": "EPSG:4326",
        "renderer": "categorizedSymbol" if spec.circles is None else "RuleRenderer",
        "classes": [[item.label.zh, item.symbol.fill] for item in items],
        "counts": {item.label.zh: item.count for item in items},
        "labels": "short_name",
        "alias": "名称",
    }
