"""What tests ask of an open page."""

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


def faults(page: Any) -> list[str]:  # noqa: ANN401 # a Playwright page
    """What axe-core finds wrong, in short."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{each['impact']} {each['id']}: {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]
