"""A real browser for the tests: found on this machine, cut off from the network, and watched."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Policy violations are reported to the document; this makes them visible to the test.
_WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI), true);
"""


def find_browser(playwright: Playwright) -> Path | None:
    """Chromium, Chrome or Edge on this machine; ``GEOMAP_BROWSER`` names another."""
    named = os.environ.get("GEOMAP_BROWSER")
    found = (shutil.which(name) for name in _NAMES)
    places = [named, *found, *_PLACES, playwright.chromium.executable_path]
    return next((Path(place) for place in places if place and Path(place).is_file()), None)


def browser_path(playwright: Playwright) -> Path:
    """The browser that tests use.

    Fails the test, loudly, when there is none: a page that nobody opened is not tested.
    """
    found = find_browser(playwright)
    if found is not None:
        return found
    pytest.fail(
        "no Chromium, Chrome or Edge found; install one (Debian: apt-get install chromium; "
        "elsewhere: uv run --group dev playwright install chromium) or name it in GEOMAP_BROWSER"
    )


@dataclass
class Reader:
    """Someone who opens pages, with no network; what went wrong is in ``faults``.

    Attributes:
        page: The browser's page.
        folder: Where the pages are put.
        requests: Addresses that were asked for, besides the page itself and data in it.
        faults: Script errors, console errors and warnings, dialogs, policy violations.
    """

    page: Page
    folder: Path
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(_WATCH)
        self.page.on("request", self._request)
        self.page.on("pageerror", self._error)
        self.page.on("console", self._message)
        self.page.on("dialog", self._dialog)

    def _error(self, error: Error) -> None:
        self.faults.append(f"error: {error}")

    def _message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        url = request.url
        if not url.startswith((self.folder.as_uri(), "data:", "blob:", "about:")):
            self.requests.append(url)

    def open(self, html: bytes, fragment: str = "", *, name: str = "page") -> Page:
        """Open a page from a file, and wait until it says that it is ready."""
        file = self.folder / f"{name}.html"
        file.write_bytes(html)
        self.page.goto("about:blank")
        self.page.goto(file.as_uri() + fragment)
        self.page.wait_for_selector("body[data-ready]", state="attached")
        return self.page

    def assert_clean(self) -> None:
        """Nothing was asked for outside and nothing went wrong."""
        assert self.requests == []
        assert self.faults == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        path = browser_path(playwright)
        browser = playwright.chromium.launch(executable_path=str(path), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader at a desk, 1280 x 800."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, offline=True, accept_downloads=True
    )
    yield Reader(context.new_page(), tmp_path)
    context.close()
