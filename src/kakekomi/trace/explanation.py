"""Who leaked, with names: what was found about the spoofs, for people and for programs.

From here on mailboxes are addresses, mails are ids and times are dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import numpy as np

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Correspondent
from kakekomi.trace.archive import Archive
from kakekomi.trace.choice import Quote, Stolen, choose
from kakekomi.trace.constants import CONSTANTS
from kakekomi.trace.estimate import Estimate, Hypothesis, estimate
from kakekomi.trace.letter import Spoof
from kakekomi.trace.owner import is_own, owners_of
from kakekomi.trace.scan import Scan
from kakekomi.trace.settling import Settling, settling
from kakekomi.trace.world import HELD, UNKNOWN, Facts, Flags, Ints, Mails, Sighting, World

LAST_DAY: Final = 50_000
"""The year 2106: a mail that says more has an invented date."""
MAX_KNOWN: Final = 50_000
"""People that the rules are told of; an office of a hundred writes to some thousands."""


class Side(StrEnum):
    """Whose mailbox it is."""

    OWN = "own"
    PARTNER = "partner"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A spoof that quotes a mail which the mailboxes held."""

    spoof: str
    message_id: str
    """With brackets; empty if the mail has none."""
    matched_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One hypothesis."""

    mailboxes: tuple[str, ...]
    side: Side
    probability: float
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A file or folder of the archive."""

    name: str
    owner: str
    """Empty if there is nobody in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that can be said."""

    suspects: tuple[Suspect, ...]
    """By falling probability."""
    among: tuple[Suspect, ...] = ()
    """Single mailboxes, with the probability that each was robbed, alone or with others."""
    indistinguishable: tuple[tuple[str, ...], ...]
    separated_by_silence: tuple[tuple[str, str], ...]
    spoofs: tuple[str, ...]
    unmatched: tuple[str, ...]
    """Spoofs with a quote that no archive has."""
    without_quote: tuple[str, ...]
    stolen_after: datetime | None
    settling: Settling
    archives: tuple[Mailbox, ...]
    mails: int
    """Different ones, in all archives."""
    known: tuple[Correspondent, ...]
    """Our own people, and those whom they wrote to: by whom the rules tell a borrowed name."""
    gaps: tuple[Gap, ...]

    @property
    def has_match(self) -> bool:
        """Whether any quote was found in an archive."""
        return len(self.unmatched) + len(self.without_quote) < len(self.spoofs)


def explain(
    scan: Scan, units: Sequence[Sequence[str]], own_domains: Sequence[str] = ()
) -> Explanation:
    """Explain the spoofs, once all mails have passed.

    ``units`` are the names of the mailbox files and folders, by the number that ``Scan.add`` was
    given: of each the whole path, then its parts, the innermost first. Without own domains those
    of the archives' owners are ours.
    """
    stolen = choose(scan)
    archive = scan.archive
    owners = owners_of(archive, units, own_domains)
    addresses = list(archive.addresses)
    domains = own_domains or sorted(
        {addresses[one].rpartition("@")[2] for one in owners if one >= 0}
    )
    own = np.array([is_own(one, domains) for one in addresses], np.bool_)
    own[[one for one in owners if one >= 0]] = True
    world = _world(archive, owners, own)
    sightings = [_sighting(archive, *pair) for pair in zip(scan.spoofs, stolen, strict=True)]
    found = estimate(world, sightings)
    return _Telling(scan, world, sightings, addresses).told(found, owners, units)


def _world(archive: Archive, owners: Sequence[int], own: Flags) -> World:
    """The archive as the estimate takes it."""
    count = archive.size
    ends = np.array(archive.people_ends, np.int64)
    mail = np.repeat(np.arange(count), np.diff(ends))
    copies = np.array(archive.copies, np.int64)
    holder = np.array([*owners, -1], np.int64)[np.array(archive.copy_units, np.int64)]
    has_owner = holder >= 0
    roots = archive.threads.roots()
    nodes = np.array(archive.nodes, np.int64)
    senders = np.zeros(len(own), np.bool_)
    senders[list(archive.senders)] = True
    answers, orphans = _answers(archive, copies[has_owner], holder[has_owner], len(own))
    return World.of(
        Mails(
            days=np.array(archive.days, np.float64),
            threads=roots[nodes] if count else nodes,
            takes_part=(mail, np.array(archive.people, np.int64)),
            has_copy=(copies[has_owner], holder[has_owner]),
        ),
        own,
        senders,
        Facts(constants=CONSTANTS, answers=answers, orphans=orphans),
    )


def _answers(archive: Archive, copies: Ints, holders: Ints, people: int) -> tuple[Ints, Ints]:
    """By person: answers in their archive, and those whose first mail no archive has."""
    parents = np.array(archive.parents, np.int64)[copies]
    is_known = np.zeros(len(archive.threads) + 1, np.bool_)
    is_known[np.array(archive.nodes, np.int64)] = True
    is_answer = parents >= 0
    is_orphan = is_answer & ~is_known[parents]
    return (
        np.bincount(holders[is_answer], minlength=people),
        np.bincount(holders[is_orphan], minlength=people),
    )


def _sighting(archive: Archive, spoof: Spoof, stolen: Stolen) -> Sighting:
    known = (archive.addresses.get(one, -1) for one in spoof.recipients)
    shown = archive.find(spoof.shown) or tuple(
        one for one in (archive.addresses.get(spoof.from_address, -1),) if one >= 0
    )
    named = {one for person in spoof.quoted_people for one in archive.find(person)}
    at = spoof.received_at
    return Sighting(
        name=spoof.name,
        day=at.timestamp() / 86_400 if at else float("nan"),
        recipient=next((one for one in known if one >= 0), -1),
        shown=shown,
        quote=stolen.quote,
        mails=stolen.mails,
        matched_chars=stolen.matched_chars,
        block=tuple(sorted(named)) if stolen.quote is Quote.UNMATCHED else (),
    )


class _Telling:
    """Puts names to numbers."""

    def __init__(
        self,
        scan: Scan,
        world: World,
        sightings: Sequence[Sighting],
        addresses: Sequence[str],
    ) -> None:
        self.scan = scan
        self.world = world
        self.sightings = sightings
        self.addresses = addresses

    def told(
        self, found: Estimate, owners: Sequence[int], units: Sequence[Sequence[str]]
    ) -> Explanation:
        """All of it."""
        after = found.stolen_after
        return Explanation(
            suspects=tuple(map(self._suspect, found.hypotheses)),
            among=tuple(map(self._suspect, found.among)),
            indistinguishable=tuple(map(self._names, found.groups)),
            separated_by_silence=tuple(
                (self.addresses[ahead], self.addresses[behind])
                for ahead, behind in found.separated_by_silence
            ),
            spoofs=tuple(one.name for one in self.sightings),
            unmatched=self._quoting(Quote.UNMATCHED),
            without_quote=self._quoting(Quote.NONE),
            stolen_after=_date(after) if after is not None else None,
            settling=settling(self.world, self.sightings, found, self.addresses),
            archives=tuple(
                Mailbox(name=names[0], owner=self.addresses[owner] if owner >= 0 else "")
                for names, owner in zip(units, owners, strict=True)
            ),
            mails=self.scan.archive.size,
            known=self._known(),
            gaps=self._gaps(found),
        )

    def _suspect(self, one: Hypothesis) -> Suspect:
        return Suspect(
            mailboxes=self._names(one.mailboxes),
            side=self._side(one.mailboxes),
            probability=one.probability,
            because=self._because(one.mailboxes),
        )

    def _names(self, mailboxes: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.addresses[one] for one in mailboxes if one != UNKNOWN)

    def _side(self, mailboxes: Sequence[int]) -> Side:
        sides = {
            Side.OWN if self.world.is_own[one] else Side.PARTNER
            for one in mailboxes
            if one != UNKNOWN
        }
        if not sides:
            return Side.UNKNOWN
        return sides.pop() if len(sides) == 1 else Side.MIXED

    def _quoting(self, quote: Quote) -> tuple[str, ...]:
        return tuple(one.name for one in self.sightings if one.quote is quote)

    def _because(self, mailboxes: Sequence[int]) -> tuple[Because, ...]:
        """Matched spoofs whose mail one of them held."""
        named = [one for one in mailboxes if one != UNKNOWN]
        return tuple(
            Because(
                spoof=sighting.name,
                message_id=self._id(sighting.mails[0][0]),
                matched_chars=sighting.matched_chars,
            )
            for sighting in self.sightings
            if sighting.quote is Quote.MATCHED
            and any(self.world.held_of(sighting.mails[0][0])[one] >= HELD for one in named)
        )

    def _id(self, mail: int) -> str:
        bare = self.scan.ids.get(mail, "")
        return f"<{bare}>" if bare else ""

    def _known(self) -> tuple[Correspondent, ...]:
        archive = self.scan.archive
        ours = [one for one in sorted(archive.senders) if self.world.is_own[one]]
        met = set(ours).union(*(archive.written_to.get(one, set()) for one in ours))
        return tuple(
            Correspondent(address=self.addresses[one], name=archive.names.get(one))
            for one in sorted(met)[:MAX_KNOWN]
        )

    def _gaps(self, found: Estimate) -> tuple[Gap, ...]:
        caps = (
            (self.scan.archive.is_full, "mails or addresses beyond the cap"),
            (self.scan.is_full, "more mails agree with one spoof than are compared"),
            (found.left_out > 0, f"{found.left_out} mailboxes far from what is quoted"),
        )
        return tuple(
            Gap(what=What.ARCHIVE, why=Why.LIMIT, detail=detail)
            for is_met, detail in caps
            if is_met
        )


def _date(day: float) -> datetime | None:
    is_real = 0 < day < LAST_DAY
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day) if is_real else None
