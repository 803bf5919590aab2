"""What a test may need that not every machine has: told by markers, left out and counted.

On a machine of one's own a test whose judge is missing is skipped, and one line at the end says how
many were left out and why. With ``CI=true`` nothing is left out: a missing judge fails its tests.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support.paths import SHARED

_LEFT_OUT = "left out, as it needs "


def _has_qgis() -> bool:
    return any(Path(path, "qgis").is_dir() for path in ("/usr/lib/python3/dist-packages",))


def _has_postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


# Marker → what it needs, in words, and whether that is here.
JUDGES: Mapping[str, tuple[str, Callable[[], bool]]] = {
    "shared": ("the folder ../shared", SHARED.is_dir),
    "node": ("Node.js", lambda: shutil.which("node") is not None),
    "qgis": ("QGIS", _has_qgis),
    "gdal": ("gdal-bin", lambda: shutil.which("ogr2ogr") is not None),
    "office": ("LibreOffice", lambda: shutil.which("soffice") is not None),
    "postgres": ("PostgreSQL", _has_postgres),
}
# Fixture → marker of every test that asks for it.
_MARKERS = {"reader": "browser", "chromium": "browser", "shared_dir": "shared"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests the markers that their fixtures imply, and leave out what cannot be judged."""
    strict = os.environ.get("CI") == "true"
    missing = (
        {} if strict else {m: words for m, (words, is_here) in JUDGES.items() if not is_here()}
    )
    for item in items:
        for name in getattr(item, "fixturenames", ()):
            if name in _MARKERS:
                item.add_marker(_MARKERS[name])
        for marker, words in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=_LEFT_OUT + words))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Under ``CI=true``, fail where a judge is missing: silence would look like agreement."""
    for marker, (words, is_here) in JUDGES.items():
        if item.get_closest_marker(marker) and not is_here():
            pytest.fail(f"{words} is missing; with CI=true nothing is left out")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        words = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _, found, needed = words.partition(_LEFT_OUT)
        if found:
            reasons[needed] += 1
    if reasons:
        listed = ", ".join(f"{count} need {words}" for words, count in sorted(reasons.items()))
        terminalreporter.write_line(f"{reasons.total()} tests were left out: {listed}")
