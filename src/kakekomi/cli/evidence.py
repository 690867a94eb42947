"""A value of the facts as a person reads it, with where it stands for whoever wants to look.

Verbatim but for what cannot be read as it is: control characters, and osquery's times, which are
seconds since 1970.
"""

from datetime import UTC, datetime
from typing import Final

from kakekomi.check.visible import excerpt
from kakekomi.guide.document import EvidenceDocument

TIME_COLUMNS: Final = frozenset({"btime", "directory_mtime", "install_date", "mtime", "start_time"})
"""Columns of the PC tables that count seconds since 1970."""

LATEST_TIME: Final = 253_402_300_799
"""The last second of the year 9999; what is beyond is damage and shown as a number."""


def value_of(item: EvidenceDocument) -> str:
    """The value, visible and short enough."""
    if item.column in TIME_COLUMNS and isinstance(item.value, int):
        return _time(item.value)
    return excerpt(str(item.value))


def source_of(item: EvidenceDocument) -> str:
    """Table and column."""
    return f"({item.table}.{item.column})"


def _time(seconds: int) -> str:
    if not 0 <= seconds <= LATEST_TIME:
        return str(seconds)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
