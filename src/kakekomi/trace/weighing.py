"""Weigh the mailboxes, pairs and threes of them, and "unknown" against each other.

What nobody knows is averaged over: the time of theft, how often the owner is shown as sender, whose
reports reach us, and the share of each mailbox when more than one was robbed. If only outsiders
reported, that is taken for how reports reach us and not for a trait of the thief. The logarithm is
then damped: spoofs of one wave are not independent, and what only outsiders report is a one-sided
picture.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from kakekomi.trace.constants import BEST_SINGLES, COMPLEMENTS, SHARES
from kakekomi.trace.counts import Counts
from kakekomi.trace.likelihood import LEAST, Likelihoods
from kakekomi.trace.world import HELD, UNKNOWN, Floats, Sighting, quoted_mails

SHARE_STEPS: Final = np.linspace(0, 1, SHARES + 2)[1:-1]
SEVERAL: Final = 2
"""Reporters: that all are outsiders is then no chance any more."""
OUTSIDERS: Final = (0.0, 1.0, 0.0)
"""The regime when nobody of ours reported."""
THIRDS: Final = ((1 / 3, 1 / 3, 1 / 3), (0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6))


def _damping(counts: Counts, sightings: Sequence[Sighting]) -> float:
    """How much the logarithm counts: less for a wave, and where the picture is one-sided."""
    table, world = counts.constants, counts.world
    damping = table.doubt * table.wave / (table.wave + len(sightings))
    reporters = {one.recipient for one in sightings if one.recipient >= 0}
    if len(reporters) < SEVERAL or not _only_outsiders(counts, sightings):
        return damping
    own = world.is_own & world.can_leak
    archived = float((own & world.is_archived).sum()) / max(int(own.sum()), 1)
    alone = table.outsiders_alone
    return damping * table.only_outsiders * (alone + (1 - alone) * archived)


def _only_outsiders(counts: Counts, sightings: Sequence[Sighting]) -> bool:
    """Whether somebody known reported, and nobody of ours."""
    seen = [one.recipient for one in sightings if one.recipient >= 0]
    return bool(seen) and not counts.world.is_own[seen].any()


class Weighing:
    """Posteriors from likelihoods."""

    def __init__(self, counts: Counts, scores: Likelihoods, sightings: Sequence[Sighting]) -> None:
        self.counts = counts
        self.scores = scores
        self.table = counts.constants
        self.damping = _damping(counts, sightings)
        is_one_sided = _only_outsiders(counts, sightings)
        self.regimes = np.array(OUTSIDERS if is_one_sided else self.table.regimes)
        self.unknown = len(counts.mailboxes)
        self.priors = self._priors(is_one_sided=is_one_sided)
        self.quoted = self._holders(sightings)

    def posterior(self) -> dict[tuple[int, ...], float]:
        """By sorted mailboxes: all singles, and the pairs and threes that are worth it."""
        singles = self._singles()
        logs: dict[tuple[int, ...], float] = {
            (row,): value for row, value in enumerate(singles.tolist())
        }
        pairs = {pair: self._set(pair, _shares_of_two()) for pair in self._pairs(singles)}
        logs |= pairs
        logs |= self._threes(singles, pairs)
        keys = list(logs)
        values = np.array([logs[key] for key in keys])
        weights = np.exp(values - values.max())
        weights /= weights.sum()
        summed: dict[tuple[int, ...], float] = {}
        for key, weight in zip(keys, weights.tolist(), strict=True):
            people = self._people(key)
            summed[people] = summed.get(people, 0.0) + weight
        return summed

    def _people(self, rows: tuple[int, ...]) -> tuple[int, ...]:
        """That an unknown one was robbed beside a known one is no other answer to who it was."""
        known = sorted(int(self.counts.mailboxes[row]) for row in rows if row != self.unknown)
        return tuple(known) or (UNKNOWN,)

    def _priors(self, *, is_one_sided: bool) -> Floats:
        world, table, who = self.counts.world, self.table, self.counts.mailboxes
        ours, theirs = table.prior_own, table.prior_partner
        if is_one_sided:
            ours = theirs = (ours + theirs) / 2
        many = np.bincount(world.person, weights=world.held, minlength=world.people)[who]
        is_own = world.is_own[who]
        partner = np.where(is_own, 0.0, many / (many + table.partner_scale))
        partner = partner / max(partner.sum(), LEAST) * theirs
        own = is_own / max(int(is_own.sum()), 1) * ours
        return np.append(own + partner, table.prior_unknown) + LEAST

    def _holders(self, sightings: Sequence[Sighting]) -> Floats:
        """By row: whether it held a quoted mail."""
        held = np.zeros(self.counts.world.people)
        for mail in quoted_mails(sightings):
            held = np.maximum(held, self.counts.world.held_of(mail))
        return np.append(held[self.counts.mailboxes], 1.0)

    def _singles(self) -> Floats:
        scores = self.scores
        mixed = (1 - self.table.stray) * scores.spoofs + self.table.stray * scores.background[None]
        logs = np.log(np.maximum(mixed, LEAST)).sum(axis=1)
        urns = np.log(np.maximum(scores.reporters, LEAST)).sum(axis=1)
        return self._averaged(logs, urns) + np.log(self.priors)

    def _averaged(self, logs: Floats, urns: Floats) -> Floats:
        """Over times, shares of shown owners and regimes; damped."""
        regimes = np.log(np.maximum(self.regimes, LEAST))
        whole = logs[..., :, :, None] + urns[..., :, None, :] + regimes
        flat = whole.reshape(*whole.shape[:-3], -1)
        top = flat.max(axis=-1, keepdims=True)
        mean = np.log(np.exp(flat - top).sum(axis=-1)) + top[..., 0]
        return np.asarray((mean - np.log(logs.shape[-1] * logs.shape[-2])) * self.damping)

    def _pairs(self, singles: Floats) -> Iterator[tuple[int, ...]]:
        """Of the best, those that complement the best, and the unknown one."""
        best = np.argsort(-singles, kind="stable")
        pool = dict.fromkeys([*best[:BEST_SINGLES].tolist(), *self._complements(int(best[0]))])
        pool.setdefault(self.unknown)
        usable = sorted(row for row in pool if row == self.unknown or self.quoted[row] >= HELD)
        return combinations(usable, 2)

    def _complements(self, first: int) -> list[int]:
        spoofs = self.scores.spoofs
        halves = 0.5 * spoofs + 0.5 * spoofs[first][None]
        mixed = (1 - self.table.stray) * halves + self.table.stray * self.scores.background[None]
        gain = np.log(np.maximum(mixed, LEAST)).mean(axis=(2, 3)).sum(axis=1)
        return [int(row) for row in np.argsort(-gain, kind="stable")[:COMPLEMENTS]]

    def _threes(
        self, singles: Floats, pairs: dict[tuple[int, ...], float]
    ) -> dict[tuple[int, ...], float]:
        """A third for the best pair, as long as it explains more than it costs."""
        if not pairs:
            return {}
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] < singles.max():
            return {}
        pool = {row for pair in pairs for row in pair} - set(best)
        found = {
            tuple(sorted((*best, row))): self._set(tuple(sorted((*best, row))), THIRDS)
            for row in pool
        }
        return {rows: value for rows, value in found.items() if value > pairs[best]}

    def _set(self, rows: tuple[int, ...], shares: Sequence[tuple[float, ...]]) -> float:
        """Of several mailboxes at once, averaged over their shares."""
        weights = np.array(shares)
        spoofs = np.tensordot(weights, self.scores.spoofs[list(rows)], axes=1)
        reporters = np.tensordot(weights, self.scores.reporters[list(rows)], axes=1)
        mixed = (1 - self.table.stray) * spoofs + self.table.stray * self.scores.background[None]
        logs = np.log(np.maximum(mixed, LEAST)).sum(axis=1)
        urns = np.log(np.maximum(reporters, LEAST)).sum(axis=1)
        each = self._averaged(logs, urns)
        mean = float(np.log(np.exp(each - each.max()).mean()) + each.max())
        orders = float(np.prod(np.arange(1, len(rows) + 1)))
        prior = np.log(self.priors[list(rows)]).sum() + np.log(orders)
        return mean + float(prior) + (len(rows) - 1) * float(np.log(self.table.prior_pair))


def _shares_of_two() -> list[tuple[float, ...]]:
    return [(float(share), float(1 - share)) for share in SHARE_STEPS]
