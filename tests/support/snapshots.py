"""Small parts of an output as text, held against files; ``--update-snapshots`` renews them."""

from collections.abc import Callable

import pytest
from support.paths import TESTS

FOLDER = TESTS / "data" / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch; look at the difference before it is committed."""
    parser.addoption("--update-snapshots", action="store_true", help="write the snapshots anew")


@pytest.fixture
def matches_snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against the file of that name in tests/data/snapshots."""

    def match(name: str, text: str) -> None:
        file = FOLDER / name
        if request.config.getoption("--update-snapshots"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return match
