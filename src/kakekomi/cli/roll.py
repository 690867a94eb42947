"""Dangerous mails of an archive, and the people who have to do with them.

Who received one may have opened it; who answered it has read it. Answers are known by the id that
they name, and may lie anywhere in the archive, so the ids of all answers are kept, within bounds.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kakekomi.check.answer import MailResult, Trail

DANGEROUS: Final = ("detected", "suspicious")

MAX_ENTRIES: Final = 1_000
"""Of each verdict; a page with more rows is looked at by nobody, and JSON has all."""
MAX_ANSWERS: Final = 200_000
"""Ids kept with who answered: some tens of megabytes."""
MAX_ID_CHARS: Final = 200
"""Of a message id that is kept; real ones have less than a hundred."""
MAX_PEOPLE: Final = 500
"""Listed on the page."""

NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dangerous mail."""

    subject: str
    verdict: str
    weight_db: float
    titles: tuple[str, ...]
    """Of what was found, the heaviest first."""
    trail: Trail
    answered_by: tuple[str, ...] = ()
    """Addresses of those who answered it."""


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody who may have opened a dangerous mail."""

    address: str
    detected: int = 0
    suspicious: int = 0
    answered: int = 0


@dataclass(slots=True)
class Roll:
    """Gathers while results come."""

    own_domains: tuple[str, ...] = ()
    """Only people of ours are listed, if it is known who that is."""
    left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DANGEROUS, 0))
    """Dangerous mails beyond the limit, by verdict."""
    _entries: dict[str, list[Entry]] = field(
        default_factory=lambda: {verdict: [] for verdict in DANGEROUS}
    )
    _answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, result: MailResult) -> None:
        """Take a verdict with its trail."""
        trail = result.trail
        if trail is None:
            return
        if trail.in_reply_to and len(self._answers) < MAX_ANSWERS:
            self._answers[trail.in_reply_to[:MAX_ID_CHARS]].add(trail.from_address.lower())
        entries = self._entries.get(result.verdict)
        if entries is None:
            return
        if len(entries) < MAX_ENTRIES:
            entries.append(_entry(result, trail))
        else:
            self.left_out[result.verdict] += 1

    def entries(self) -> list[Entry]:
        """The worst first, and of those the latest."""
        return [self._answered(entry) for verdict in DANGEROUS for entry in self._latest(verdict)]

    def _latest(self, verdict: str) -> list[Entry]:
        return sorted(
            self._entries[verdict], key=lambda entry: entry.trail.date_at or NEVER, reverse=True
        )

    def _answered(self, entry: Entry) -> Entry:
        known = entry.trail.message_id[:MAX_ID_CHARS]
        answered_by = tuple(sorted(self._answers.get(known, ()))) if known else ()
        return Entry(
            subject=entry.subject,
            verdict=entry.verdict,
            weight_db=entry.weight_db,
            titles=entry.titles,
            trail=entry.trail,
            answered_by=answered_by,
        )

    def people(self) -> list[Person]:
        """Those who may have opened one, who answered first."""
        found: dict[str, Person] = {}
        for entry in self.entries():
            for address in filter(self._is_listed, entry.trail.recipients):
                person = found.setdefault(address, Person(address=address))
                person.detected += entry.verdict == "detected"
                person.suspicious += entry.verdict == "suspicious"
            for address in filter(self._is_listed, entry.answered_by):
                found.setdefault(address, Person(address=address)).answered += 1
        return sorted(
            found.values(),
            key=lambda one: (-one.answered, -one.detected, -one.suspicious, one.address),
        )

    def _is_listed(self, address: str) -> bool:
        domain = address.rpartition("@")[2]
        return not self.own_domains or any(
            domain == own or domain.endswith("." + own) for own in self.own_domains
        )


def _entry(result: MailResult, trail: Trail) -> Entry:
    document = result.document
    found = sorted(document.findings, key=lambda finding: -finding.weight_db)
    return Entry(
        subject=result.subject,
        verdict=result.verdict,
        weight_db=document.weight_db,
        titles=tuple(finding.title for finding in found if finding.weight_db > 0),
        trail=trail,
    )
