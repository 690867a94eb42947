"""Standard output and error as they really are: a terminal or not, able to show Japanese or not.

Text goes out in the console's encoding; a letter it lacks becomes ``?`` and never an exception.
A console that has no Japanese at all gets English and a notice. Machine forms (json, jsonl, html)
are always UTF-8, whatever the console is set to.
"""

import os
import sys
from enum import StrEnum
from io import TextIOWrapper
from typing import Final, TextIO

from kakekomi.check.language import Language
from kakekomi.cli.width import columns
from kakekomi.cli.words import load

JAPANESE_SAMPLE: Final = "駆け込み、検知"
"""A console that encodes these has Japanese."""

WIDEST: Final = 96
"""Longer lines are hard to read, however wide the window is."""

NARROWEST: Final = 40


CLEAR_LINE: Final = "\r\x1b[K"
"""Back to the line's beginning, and empty it."""

PROGRESS_COLUMNS: Final = 76
"""Of a line that is written over: a longer one would break, and its beginning stay."""

BLANK_LINE: Final = "\r" + " " * (PROGRESS_COLUMNS + 1) + "\r"
"""The same on a console that would print the codes: blanks over what stood there."""


class Style(StrEnum):
    """How a line stands out on a terminal; the words say the same without it."""

    DETECTED = "1;97;41"
    SUSPICIOUS = "1;30;43"
    NOTHING_FOUND = "1"
    NOT_CHECKED = "1;97;44"
    HEADING = "1"
    DIM = "2"
    PLAIN = ""


class Console:
    """Where the answer goes, and what can be shown there."""

    def __init__(self, language: Language, *, is_text: bool) -> None:
        """Take the process's streams; they never fail on a letter from now on."""
        self.out, self.err = sys.stdout, sys.stderr
        for stream in (self.out, self.err):
            _never_fail(stream)
        self.words = load(_showable(language, self.out) if is_text else language)
        """Of the answer."""
        self.asides = load(_showable(language, self.err))
        """Of what stands on standard error."""
        self.colours = _has_colours(self.out)
        self.width = _width(self.out)
        self.shows_progress = _is_terminal(self.err) and os.environ.get("TERM") != "dumb"
        self._clear = BLANK_LINE if _is_old_windows() else CLEAR_LINE
        self._lost_letters = False

    def say(self, text: str = "") -> None:
        """A line of the answer."""
        self._lost_letters = self._lost_letters or not can_show(text, self.out)
        self.out.write(text + "\n")

    def write(self, data: bytes) -> None:
        """Bytes of a machine form, past the console's encoding."""
        self.out.flush()
        self.out.buffer.write(data)

    def tell(self, text: str) -> None:
        """A line beside the answer: notices and complaints."""
        self.end_progress()
        self.out.flush()
        self.err.write(text + "\n")
        self.err.flush()

    def show_progress(self, done: int) -> None:
        """How far long work is; only a person at a terminal sees it."""
        if done > 1:
            self.show_step(self.asides("notice.progress", done=done))

    def show_step(self, text: str) -> None:
        """What is being done now; only a person at a terminal sees it."""
        if self.shows_progress:
            self.err.write(self._clear + _beginning(text, PROGRESS_COLUMNS))
            self.err.flush()

    def end_progress(self) -> None:
        """Take the progress off the screen."""
        if self.shows_progress:
            self.err.write(self._clear)

    def close(self, language: Language) -> None:
        """Say what this console could not show of an answer in that language; then all is out."""
        if self.words.language != language:
            self.tell(self.words("notice.console"))
        elif self._lost_letters:
            self.tell(self.asides("notice.letters"))
        self.out.flush()

    def styled(self, text: str, style: Style) -> str:
        """The text with its style, where styles can be shown."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colours and style else text


def _never_fail(stream: TextIO) -> None:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")


def _showable(language: Language, stream: TextIO) -> Language:
    return language if can_show(JAPANESE_SAMPLE, stream) else Language.EN


def can_show(text: str, stream: TextIO) -> bool:
    """Whether the stream's encoding has all letters of the text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _is_terminal(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty()


def _has_colours(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal(stream) and not _is_old_windows()


def _is_old_windows() -> bool:
    """Whether the console may print escape codes instead of obeying them."""
    return sys.platform == "win32" and "WT_SESSION" not in os.environ


def _beginning(text: str, room: int) -> str:
    while columns(text) > room:
        text = text[:-1]
    return text


def _width(stream: TextIO) -> int:
    if not _is_terminal(stream):
        return 80
    try:
        wide = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        wide = 80
    return max(NARROWEST, min(wide or 80, WIDEST))
