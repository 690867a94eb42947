"""Exit statuses: what a script or a double-click learns without reading anything.

Over several subjects the worst one counts; what is worst is decided here and nowhere else. A mail
that could not be read outranks one that could not be checked, because somebody has to fetch it
again; a crash of ours outranks everything, because then no other number can be trusted.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final


class ExitStatus(IntEnum):
    """The numbers that other programs rely on."""

    NOTHING_FOUND = 0
    OUR_FAULT = 1
    UNREADABLE = 2
    """Also: wrong use."""
    SUSPICIOUS = 10
    DETECTED = 20
    NOT_CHECKED = 30
    INTERRUPTED = 130
    """Ctrl+C, as shells have it."""


WORST_FIRST: Final = (
    ExitStatus.INTERRUPTED,
    ExitStatus.OUR_FAULT,
    ExitStatus.DETECTED,
    ExitStatus.SUSPICIOUS,
    ExitStatus.UNREADABLE,
    ExitStatus.NOT_CHECKED,
    ExitStatus.NOTHING_FOUND,
)

BY_VERDICT: Final = {
    "detected": ExitStatus.DETECTED,
    "suspicious": ExitStatus.SUSPICIOUS,
    "nothing_found": ExitStatus.NOTHING_FOUND,
    "not_checked": ExitStatus.NOT_CHECKED,
}


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """The one to exit with; nothing to judge is nothing found."""
    return min(statuses, key=WORST_FIRST.index, default=ExitStatus.NOTHING_FOUND)
