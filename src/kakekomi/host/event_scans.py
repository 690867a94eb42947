"""Full scans that Microsoft Defender has noted in its own log: 1000 begun, 1001 at its end.

The two share a ``Scan ID``. ``Scan Parameters Index`` says how much was scanned in every language:
1 quick, 2 full, 3 chosen folders. Threats are counted by the finds (1116) between begin and end.

A scan proves the step "scan all files" only if it was made because of this infection. Windows scans
on its own as well, so an old one proves nothing: what began longer than a day before the check is
left out, and so is one whose begin the log no longer holds.

Source: https://learn.microsoft.com/defender-endpoint/troubleshoot-microsoft-defender-antivirus
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from kakekomi.facts.event_tables import WindowsEvents
from kakekomi.facts.report_tables import AvScan
from kakekomi.facts.row import Row

MAX_AGE: Final = timedelta(hours=24)
"""Between the begin of a scan and the check."""
BEGUN: Final = 1000
FINISHED: Final = 1001
FOUND: Final = 1116
_SCOPES: Final = {"1": "quick", "2": "full", "3": "custom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A scan's begin or end."""

    at: datetime
    scan: str
    scope: str | None
    version: str | None


def with_scans(rows: Iterable[Row], now: datetime) -> Iterator[Row]:
    """The same rows, and after them one for each scan by Defender that its log proves."""
    events: list[WindowsEvents] = []
    for row in rows:
        if isinstance(row, WindowsEvents) and "Windows Defender" in row.source:
            events.append(row)
        yield row
    yield from scans(events, now)


def scans(events: Iterable[WindowsEvents], now: datetime) -> Iterator[AvScan]:
    """Scans that came to their end, by when they ended."""
    known = list(events)
    begun = {mark.scan: mark for mark in _marks(known, BEGUN)}
    found = [at for event in known if event.eventid == FOUND and (at := _moment(event.datetime))]
    for end in sorted(_marks(known, FINISHED), key=lambda mark: (mark.at, mark.scan)):
        begin = begun.get(end.scan)
        if begin is None or not timedelta(0) <= now - begin.at <= MAX_AGE or end.at < begin.at:
            continue
        yield AvScan(
            product="defender",
            version=end.version,
            started_at=begin.at,
            finished_at=end.at,
            scope=end.scope or begin.scope,
            threats=sum(begin.at <= at <= end.at for at in found),
        )


def _marks(events: Iterable[WindowsEvents], number: int) -> Iterator[_Mark]:
    for event in events:
        at = _moment(event.datetime)
        if event.eventid != number or at is None:
            continue
        values = _values(event.data)
        scan = values.get("Scan ID")
        if scan:
            yield _Mark(
                at=at,
                scan=scan,
                scope=_SCOPES.get(values.get("Scan Parameters Index", "")),
                version=values.get("Product Version"),
            )


def _values(data: str | None) -> dict[str, str]:
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
