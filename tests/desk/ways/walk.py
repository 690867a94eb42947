"""A walk through the desk: what is pressed, what is seen, and whether each page is sound."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, Locator, Page

from desk.browser import NARROW, keep, opened, violations
from desk.ways.hands import Hands, Keyboard

WIDE: Final = {"width": 1280, "height": 900}

PATIENCE_MS: Final = 20_000
"""For one step, on a machine that is busy."""

Role = Literal["link", "button", "textbox", "combobox", "checkbox", "heading"]


class Mode(StrEnum):
    """What somebody has."""

    KEYBOARD = "keyboard"
    """A PC, a browser with scripts, and no mouse."""
    PHONE = "phone"
    """A phone, 360 px wide, whose browser runs no script."""


@dataclass(slots=True)
class Walk:
    """One person's way."""

    page: Page
    mode: Mode
    name: str
    """Of the way: pictures are named so."""
    hands: Hands
    asked: list[str] = field(default_factory=list)
    """Addresses that the browser asked for."""
    flaws: list[tuple[str, object]] = field(default_factory=list)
    clicks: int = 0

    def link(self, name: str | re.Pattern[str], *, within: str = "body") -> None:
        """Follow a link."""
        self.clicks += 1
        self.hands.follow(self._named("link", name, within))

    def button(self, name: str | re.Pattern[str], *, within: str = "body") -> None:
        """Press a button that sends something."""
        self.clicks += 1
        self.hands.follow(self._named("button", name, within))

    def unfold(self, words: str) -> None:
        """Open what is folded, unless it is open."""
        summary = self.page.locator("summary", has_text=words).first
        if not summary.evaluate("one => one.parentElement.open"):
            self.hands.use(summary)

    def field(self, label: str | re.Pattern[str], *, within: str = "body") -> Locator:
        """A field by its label."""
        labelled = self.page.locator(within).get_by_label(label)
        return labelled.and_(self.page.locator("input, select, textarea")).first

    def fill(self, label: str | re.Pattern[str], text: str, *, within: str = "body") -> None:
        """Write into a field."""
        self.hands.fill(self.field(label, within=within), text)

    def choose(self, label: str, choice: str, *, within: str = "body") -> None:
        """Choose from a list."""
        self.hands.choose(self.field(label, within=within), choice)

    def give(self, label: str, *files: Path, within: str = "body") -> None:
        """Hand in files."""
        self.hands.give(self.field(label, within=within), *files)

    def form(self, heading: str) -> str:
        """Where the form with that heading is."""
        return f'form:has(:is(h2, h3):text-is("{heading}"))'

    def form_of(self, button: str) -> str:
        """Where the form with that button is."""
        return f'form:has(button:text-is("{button}"))'

    def words(self, within: str = "main") -> str:
        """What stands on the page."""
        return self.page.inner_text(within)

    def look(self, shot: str) -> None:
        """Keep a picture of the page, and note what is not sound about it."""
        keep(self.page, f"way-{self.name}-{shot}-{self.page.viewport_size['width']}")  # type: ignore[index]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > self.page.viewport_size["width"]:  # type: ignore[index]
            self.flaws.append((shot, f"{width} px wide"))
        if jumping := self.page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count():
            self.flaws.append((shot, f"{jumping} out of the order of reading"))
        if self.mode is Mode.KEYBOARD:  # axe-core is a script
            self.flaws += [(shot, one) for one in violations(self.page)]

    def _named(self, role: Role, name: str | re.Pattern[str], within: str) -> Locator:
        return self.page.locator(within).get_by_role(role, name=name).first


@contextmanager
def walking(
    browser: Browser, base: str, mode: Mode, name: str, *, session: str = ""
) -> Iterator[Walk]:
    """Begin a way, signed in with a session if there is one; at its end all pages were sound."""
    options: dict[str, Any] = {"viewport": WIDE if mode is Mode.KEYBOARD else NARROW}
    options["java_script_enabled"] = mode is Mode.KEYBOARD
    with opened(browser, base, **options) as page:
        page.set_default_timeout(PATIENCE_MS)
        if session:
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        hands = Keyboard(page) if mode is Mode.KEYBOARD else Hands(page)
        walk = Walk(page, mode, name, hands)
        page.on("request", lambda request: walk.asked.append(request.url))
        yield walk
        away = [url for url in walk.asked if not url.startswith((base, "data:"))]
    assert walk.flaws == []
    assert away == []
