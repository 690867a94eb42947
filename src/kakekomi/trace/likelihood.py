"""How well each mailbox explains each spoof.

For a spoof that quotes mail *k*, was received by *r* and shows *d*::

    P = (1 - u_m) · h(k,m) · [ (1-χ)·[r took part in k] / n(m,r,T) + χ / n(m,T) ] · D(d)

The point is the division: a mailbox that holds everything explains everything badly. That *r* is
given removes the habit of reporting; who reports is scored apart, once for each reporter. A spoof
that reached an outsider came to us because it bears our name, so there *d* is one of ours whatever
happens, and D is taken among ours only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kakekomi.trace.choice import Quote
from kakekomi.trace.constants import Constants
from kakekomi.trace.counts import Counts
from kakekomi.trace.world import Flags, Floats, Ints, Sighting, World

REGIMES: Final = 3
"""Of reporting: all, outsiders only, our own only."""
LEAST: Final = 1e-300
"""In place of zero before a logarithm is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihoods:
    """Rows are mailboxes; the last one is the unknown mailbox."""

    spoofs: Floats
    """By mailbox, spoof, time and share of shown owners."""
    background: Floats
    """By spoof, time and share: of a spoof that is of another story."""
    reporters: Floats
    """By mailbox, reporter, time and regime."""


def likelihoods(counts: Counts, sightings: Sequence[Sighting]) -> Likelihoods:
    """Of all mailboxes in ``counts`` and the unknown one."""
    scorer = _Scorer(counts)
    rows = [scorer.spoof(sighting) for sighting in sightings]
    size, times = len(counts.mailboxes) + 1, len(counts.times)
    none = np.ones((size, 0, times, len(counts.constants.shown_is_owner)))
    spoofs = np.stack(rows, axis=1) if rows else none
    reporters = dict.fromkeys(one.recipient for one in sightings if one.recipient >= 0)
    urns = [scorer.reporter(person) for person in reporters]
    return Likelihoods(
        spoofs=spoofs,
        background=spoofs[-1],
        reporters=np.stack(urns, axis=1) if urns else np.ones((size, 0, times, REGIMES)),
    )


class _Scorer:
    """Scores spoof after spoof; remembers what was quoted before."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.world: World = counts.world
        self.table: Constants = counts.constants
        self.mailboxes: Ints = counts.mailboxes
        self.is_own: Flags = self.world.is_own[self.mailboxes]
        self.owner_shares = np.array(self.table.shown_is_owner)
        self.missing = self.world.missing[self.mailboxes]
        archived = self.world.is_archived[self.mailboxes]
        self.blind = self._blind(archived)
        self.mails_seen: set[int] = set()
        self.threads_seen: set[int] = set()

    def spoof(self, sighting: Sighting) -> Floats:
        """By mailbox, time and share of shown owners; the unknown one last."""
        match sighting.quote:
            case Quote.MATCHED:
                return self._quoted(sighting)
            case Quote.UNMATCHED:
                return self._unmatched(sighting)
            case Quote.NONE:
                names = self._names(sighting) ** self.table.no_quote_power
                unknown = self._any_name(sighting) ** self.table.no_quote_power
                return self._stacked(np.ones(self.counts.held.shape), names, (1.0, unknown))

    def reporter(self, person: int) -> Floats:
        """By mailbox, time and regime: that this one is among those who report."""
        counts, table, world = self.counts, self.table, self.world
        with_person, _ = counts.with_person(person)
        is_self = (self.mailboxes == person)[:, None]
        own = world.is_own[person]
        met = np.where(is_self, 0.0, with_person) / np.maximum(counts.met, 1.0)
        rest = (1 - table.reports_own) * (
            (1 - table.reports_spread) * met + table.reports_spread / world.people
        )
        base = np.where(is_self, table.reports_own, 0.0) + rest
        of_own = counts.met_own / np.maximum(counts.met, 1.0)
        own_share = world.is_own.sum() / world.people
        ours = (1 - table.reports_own) * (
            (1 - table.reports_spread) * of_own + table.reports_spread * own_share
        ) + np.where(self.is_own[:, None], table.reports_own, 0.0)
        outside = np.where(own, 0.0, base / np.maximum(1 - ours, table.reports_spread / 10))
        inside = np.where(own, base / np.maximum(ours, table.reports_spread / 10), 0.0)
        known = np.stack([base, outside, inside], axis=2)
        unknown = np.array(
            [1.0, 0.0 if own else 1 / (1 - own_share + LEAST), (1 / own_share) if own else 0.0]
        )
        last = np.broadcast_to(unknown / world.people, (1, *known.shape[1:]))
        return np.concatenate([known, last])

    def _blind(self, archived: Flags) -> Floats:
        """Share of what a mailbox held that nothing shows, by mailbox and time.

        Blind copies fall on everybody alike, so they are more of a mailbox that holds little.
        """
        table = self.table
        least = np.where(archived, table.blind_own, table.blind_other)[:, None]
        alike = least * self.counts.totals / max(self.world.people, 1)
        share = np.minimum(alike / (self.counts.held + alike), table.blind_most)
        return np.asarray(np.maximum(least, share))

    def _quoted(self, sighting: Sighting) -> Floats:
        each = [self._mail(sighting, mail) for mail, _ in sighting.mails]
        shares = [share for _, share in sighting.mails]
        best = sighting.mails[0][0]
        self.mails_seen.add(best)
        self.threads_seen.add(int(self.world.threads[best]))
        return np.asarray(sum(share * one for share, one in zip(shares, each, strict=True)))

    def _mail(self, sighting: Sighting, mail: int) -> Floats:
        names = self._names_in(sighting, mail)
        thread = int(self.world.threads[mail])
        weight = self.counts.weights[:, mail]
        unknown = (1 - self.table.missing_unknown) * weight / self.counts.totals
        anybody = self._any_name(sighting)
        if mail in self.mails_seen:
            again = self.table.sent_again
            drawn = again + (1 - again) * self._stolen(sighting, mail) * weight
            return self._stacked(drawn, names, (again + (1 - again) * unknown, anybody))
        if thread in self.threads_seen:
            of_thread = np.maximum(self.counts.in_thread(thread), 1.0)
            held = self.world.held_of(mail)[self.mailboxes]
            value = np.where(held > 0, held, self.table.thread_blind)[:, None] / of_thread
            return self._stacked(value, names, (self.table.thread_blind / 2, anybody))
        stolen = (1 - self.missing)[:, None] * self._stolen(sighting, mail) * weight
        return self._stacked(stolen, names, (unknown, anybody))

    def _stolen(self, sighting: Sighting, mail: int) -> Floats:
        """That just this mail was taken for this recipient: h · [ … ]."""
        counts, table = self.counts, self.table
        held = self.world.held_of(mail)[self.mailboxes][:, None]
        from_all = 1 / np.maximum(counts.held, 1.0)
        blind_all = 1 / counts.totals
        if sighting.recipient < 0:
            return np.asarray(np.where(held > 0, held * from_all, self.blind * blind_all))
        took_part = bool(np.isin(sighting.recipient, self.world.participants_of(mail)))
        with_person, total = counts.with_person(sighting.recipient)
        chi = table.from_address_book
        threaded = (1 - chi) * took_part
        known = threaded / np.maximum(with_person, 1.0) + chi * from_all
        blind = threaded / total + chi * blind_all
        return np.asarray(np.where(held > 0, held * known, self.blind * blind))

    def _unmatched(self, sighting: Sighting) -> Floats:
        """A quote that no archive has; its header block may name who took part."""
        names = self._names(sighting) ** self.table.no_quote_power
        unknown = self._any_name(sighting) ** self.table.no_quote_power
        missing = np.broadcast_to(self.missing[:, None], self.counts.held.shape)
        value, rest = missing, self.table.missing_unknown
        if sighting.block:
            inside = self.table.unmatched_block
            spread = (1 - inside) / self.world.people
            is_named = np.isin(self.mailboxes, sighting.block)
            block = np.where(is_named, inside / len(sighting.block), spread)
            value = missing * block[:, None] ** self.table.no_quote_power
            rest *= (1 / self.world.people) ** self.table.no_quote_power
        return self._stacked(value, names, (rest, unknown))

    def _names_in(self, sighting: Sighting, mail: int) -> Floats:
        """D(d) by mailbox and share of shown owners, for a mail of the archive."""
        if not sighting.shown:
            return np.ones((len(self.mailboxes), len(self.owner_shares)))
        people = self.world.participants_of(mail)
        people = people[people != sighting.recipient]
        is_among_own = self._only_own(sighting)
        if is_among_own:
            people = people[self.world.is_own[people]]
        named = float(np.isin(people, sighting.shown).sum())
        whole = self.world.participants[mail] - 1 if is_among_own else len(people)
        from_mail = named / max(whole, 1)
        mail_share = len(people) / max(whole, 1)
        return self._mixed(sighting, np.full(len(self.mailboxes), from_mail), mail_share)

    def _names(self, sighting: Sighting) -> Floats:
        """D(d) without a mail: whom the mailbox knows."""
        if not sighting.shown:
            return np.ones((len(self.mailboxes), len(self.owner_shares)))
        counts = self.counts
        known = sum(counts.with_person(one)[0][:, -1] for one in sighting.shown)
        met = counts.met_own[:, -1] if self._only_own(sighting) else counts.met[:, -1]
        return self._mixed(sighting, np.asarray(known) / np.maximum(met, 1.0), 1.0)

    def _mixed(self, sighting: Sighting, others: Floats, others_share: float) -> Floats:
        """The owner, the others, or the address book; among our own only, where that is known."""
        w = self.owner_shares[None, :]
        is_owner = np.isin(self.mailboxes, sighting.shown)[:, None].astype(np.float64)
        value = w * is_owner + (1 - w) * np.minimum(others, 1.0)[:, None]
        if self._only_own(sighting):
            possible = w * self.is_own[:, None] + (1 - w) * others_share
            value = np.where(possible > 0, value / np.maximum(possible, LEAST), 0.0)
        chi = self.table.from_address_book
        return np.asarray((1 - chi) * np.minimum(value, 1.0) + chi * self._any_name(sighting))

    def _only_own(self, sighting: Sighting) -> bool:
        """Whether this reached us only because it bears our name."""
        is_outside = sighting.recipient < 0 or not self.world.is_own[sighting.recipient]
        return is_outside and bool(self.world.is_own[list(sighting.shown)].any())

    def _any_name(self, sighting: Sighting) -> float:
        """Of one name among all on its side."""
        if not sighting.shown:
            return 1.0
        own = int(self.world.is_own.sum())
        is_own = bool(self.world.is_own[list(sighting.shown)].any())
        side = own if is_own else self.world.people - own
        return len(sighting.shown) / max(side, len(sighting.shown))

    def _stacked(
        self, value: Floats, names: Floats, unknown: tuple[Floats | float, float]
    ) -> Floats:
        known = value[:, :, None] * names[:, None, :]
        rest, name = unknown
        last = np.broadcast_to(
            np.asarray(rest * np.ones(len(self.counts.times))), (1, value.shape[1])
        )
        return np.concatenate([known, np.repeat(last[:, :, None] * name, names.shape[1], axis=2)])
