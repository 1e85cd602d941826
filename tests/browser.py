"""A real browser for the tests of pages: Chromium of the system, driven by Playwright, with no network and a profile of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def chromium(folder: Path) -> Iterator[Any]:
    """A browser; the test is skipped, saying so, where there is none."""
    program = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason="pages are tested through playwright (pip install playwright)")
    with api.sync_playwright() as playwright:
        # Playwright gives every browser it launches a fresh profile in a temporary folder.
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(FLAGS), downloads_path=folder)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Opened:
    """A page in the browser, with all it said and asked for."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Nothing went wrong, nothing was asked for but the page itself, nothing popped up."""
        assert not self.errors
        assert len(self.requests) == 1
        assert self.requests[0].startswith("file://")
        assert not self.dialogs


@contextmanager
def opened(browser: Any, file: Path, *, viewport: dict[str, int] = DESKTOP, **settings: Any) -> Iterator[Opened]:
    """A page of a file. At the end it must be `clean`."""
    context = browser.new_context(viewport=viewport, **settings)
    try:
        page = context.new_page()
        page.set_default_timeout(20_000)
        seen = Opened(page)
        page.on("console", lambda message: seen.errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("data:") else seen.requests.append(request.url))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri())
        yield seen
        seen.clean()
    finally:
        context.close()
