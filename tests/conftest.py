"""What every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder ``shared`` beside the checkout: facts and the plan's text, not shipped.

    A test that needs it fails without it: passing silently would hide that nothing was compared.
    """
    folder = (Path(__file__).resolve().parent.parent / ".." / "shared").resolve()
    if not folder.is_dir():
        pytest.fail(f"the folder ../shared ({folder}) is missing; put it beside the checkout")
    return folder
