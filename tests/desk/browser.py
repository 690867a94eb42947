"""A real browser for the tests of the desk: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM: Final = shutil.which("chromium")

SCREENSHOTS: Final = Path(__file__).parents[2] / "build" / "screenshots"
"""Kept as build output, to be looked at."""

NARROW: Final = {"width": 360, "height": 740}
WIDE: Final = {"width": 1200, "height": 900}

NO_FAULTS: Final = ("status of 422", "Password forms should", "Clear-Site-Data header")
"""What Chromium says of forms that come back to be mended, of allauth's form that asks for the
password again, and of signing out."""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser. Django is told that Playwright's event loop in this thread is no danger."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def opened(
    browser: Browser,
    base: str,
    **options: Any,  # noqa: ANN401  Playwright's own
) -> Iterator[Page]:
    """A page in Japanese; ends with an error if the page complained of anything."""
    complaints: list[str] = []
    with browser.new_context(base_url=base, locale="ja-JP", **options) as context:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert [one for one in complaints if not any(known in one for known in NO_FAULTS)] == []


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """What axe-core finds on the page: rule and places."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def keep(page: Page, name: str) -> None:
    """A screenshot of the whole page, as build output."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
