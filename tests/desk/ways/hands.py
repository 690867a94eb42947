"""How somebody uses a page: with a mouse or a finger, or with nothing but the keyboard."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

MOST_TABS: Final = 250
"""From one element of the longest page to another; more would be a trap for the keyboard."""

OUTLINED: Final = """one => {
  const style = getComputedStyle(one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


class Hands:
    """A mouse, or a finger on a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        """Use a link or a button that leads to a page."""
        with self.page.expect_navigation():
            self.use(target)

    def use(self, target: Locator) -> None:
        """Use what stays on this page: a summary, a box to tick."""
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        """Write into a field, over what stands there."""
        target.fill(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list."""
        target.select_option(label=label)

    def give(self, target: Locator, *files: Path) -> None:
        """Hand in files; the window to choose them in is the browser's own."""
        target.set_input_files(files)


class Keyboard(Hands):
    """Tab, Enter, Space and letters."""

    def use(self, target: Locator) -> None:
        """Go there, see where one is, press the key."""
        self._reach(target)
        is_box = target.evaluate("one => one.type === 'checkbox'")
        self.page.keyboard.press("Space" if is_box else "Enter")

    def fill(self, target: Locator, text: str) -> None:
        """Write, over what stands there; a date is written by its own browser field."""
        self._reach(target)
        if target.evaluate("one => one.type.startsWith('date')"):
            target.fill(text)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, target: Locator, label: str) -> None:
        """Go there and choose."""
        self._reach(target)
        super().choose(target, label)

    def give(self, target: Locator, *files: Path) -> None:
        """Go to the field."""
        self._reach(target)
        super().give(target, *files)

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                assert target.evaluate(OUTLINED), f"nothing shows where one is: {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"out of reach for the keyboard: {target}")
