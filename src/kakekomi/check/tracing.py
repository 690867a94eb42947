"""From mails as they are named here to the archives that they lie in.

An archive is a mailbox file, or a folder of single mails; of a Maildir the folder that ``cur`` and
``new`` lie in. Its names are that of the file or folder, then of the folders above it, by which its
owner is known.
"""

import re
from collections.abc import Sequence
from typing import Final

SEPARATOR: Final = re.compile(r"[\\/]+")
"""Between folders, of any system: takes ``/`` and ``\\``; refuses ``:``."""
PLACE: Final = re.compile(r":\d+\Z")
"""Of a mail in its mailbox: takes ``:12``; refuses ``:2,S``."""
MAILDIR: Final = frozenset({"cur", "new", "tmp"})
MAX_UNITS: Final = 50_000
"""Archives told apart; folders beyond that count as the one they lie in, the last."""


class Units:
    """Numbers the archives as they come."""

    def __init__(self, given: Sequence[str]) -> None:
        self._given = frozenset(given)
        self._numbers: dict[str, int] = {}
        self.names: list[tuple[str, ...]] = []
        """By number: the path as given, then its parts, the innermost first."""

    def of(self, subject: str) -> int:
        """Number of the archive that a mail lies in."""
        path = self._archive(subject)
        number = self._numbers.get(path)
        if number is None:
            if len(self.names) >= MAX_UNITS:
                return MAX_UNITS - 1
            number = self._numbers[path] = len(self.names)
            parts = [part for part in SEPARATOR.split(path) if part]
            self.names.append((path, *reversed(parts)))
        return number

    def _archive(self, subject: str) -> str:
        place = PLACE.search(subject)
        if place is not None:
            return subject[: place.start()]
        if subject in self._given:
            return subject
        parts = SEPARATOR.split(subject)
        parts.pop()
        while len(parts) > 1 and parts[-1] in MAILDIR:
            parts.pop()
        return "/".join(parts)
