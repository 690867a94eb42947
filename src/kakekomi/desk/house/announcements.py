"""The newest urgent announcement, which stands above every page.

``newest_urgent`` asks the sources in turn; an app that has announcements of its own registers one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kakekomi.packs.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """One line and where the rest stands."""

    title: str
    url: str
    at: datetime


Source = Callable[[Language], Urgent | None]
sources: Final[list[Source]] = []


def newest_urgent(language: Language) -> Urgent | None:
    """The newest of all sources."""
    found = [urgent for source in sources if (urgent := source(language)) is not None]
    return max(found, key=lambda urgent: urgent.at, default=None)
