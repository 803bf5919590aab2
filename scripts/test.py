"""Run everything that must hold: lint, types, the contract of the rooms, and all tests.

Brings a browser where the tests that were asked for need one and there is none: Chromium from
Debian's packages where this may install them, otherwise Playwright's own. ::

    uv run --group dev scripts/test.py            # everything
    uv run --group dev scripts/test.py --fast     # an answer in a minute: no browser, nothing slow
    uv run --group dev scripts/test.py -k page    # only these tests; arguments go to pytest
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.browser import find_browser  # noqa: E402 # it lies beside the tests
from support.judges import JUDGES  # noqa: E402 # this too

CHECKS = (
    (sys.executable, "scripts/pin.py", "--check"),
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
)
# A process a core; one that is done takes over from one that is not.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "worksteal")
FAST = " and ".join(f"not {marker}" for marker in ("browser", "slow", *JUDGES))


def main(arguments: list[str]) -> int:
    """Run the checks and the tests.

    Returns:
        0 if all hold; else the exit code of the first that does not.
    """
    os.chdir(ROOT)
    if "--fast" in arguments:
        others = [argument for argument in arguments if argument != "--fast"]
        return run(("pytest", *SIDE_BY_SIDE, "-m", FAST, *others))
    if asks_for_a_browser(arguments) and not bring_browser():
        print(
            "No browser for the tests. Install Chromium, Chrome or Edge, or set GEOMAP_BROWSER.\n"
            "没有可供测试的浏览器：请安装 Chromium、Chrome 或 Edge，或设置 GEOMAP_BROWSER。",
            file=sys.stderr,
        )
        return 1
    if arguments:
        return run(("pytest", *arguments))
    for check in (*CHECKS, ("pytest", *SIDE_BY_SIDE)):
        code = run(check)
        if code:
            return code
    return 0


def run(command: tuple[str, ...]) -> int:
    """Run a command that uv has put on the path; its exit code."""
    print("$", *command, flush=True)
    return subprocess.run(command, check=False).returncode


def asks_for_a_browser(arguments: list[str]) -> bool:
    """Whether one of the tests that the arguments choose opens a page."""
    if not arguments:
        return True
    command = ["pytest", "--collect-only", "-q", "-m", "browser", *arguments]
    chosen = subprocess.run(command, check=False, capture_output=True, text=True)
    return "::" in chosen.stdout


def bring_browser() -> bool:
    """Find a browser, or install one."""
    return has_browser() or any(attempt() and has_browser() for attempt in (debian, own_chromium))


def has_browser() -> bool:
    """Whether the tests would find a browser."""
    with sync_playwright() as playwright:
        return find_browser(playwright) is not None


def debian() -> bool:
    """Install Debian's Chromium, Chinese letters for it, and a reader of PDF, as root with apt."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["chromium", "fonts-noto-cjk", "poppler-utils"]
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", *wanted])
    return all(
        subprocess.run(command, check=False, env=environment).returncode == 0
        for command in commands
    )


def own_chromium() -> bool:
    """Let Playwright fetch its own Chromium."""
    command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
