"""Count what each mailbox held, for each time of theft that is thought of.

A mail counts 1 in the half year before the theft, little if it is older, and not at all if it is
newer. ``n(m, T)`` is all that a mailbox held, ``n(m, r, T)`` that in which somebody took part.
"""

from dataclasses import dataclass, field

import numpy as np

from kakekomi.trace.constants import Constants
from kakekomi.trace.world import Floats, Ints, World


@dataclass(slots=True)
class Counts:
    """Counts for some mailboxes and times; rows are mailboxes, columns times."""

    world: World
    mailboxes: Ints
    times: Floats
    constants: Constants
    weights: Floats = field(init=False)
    """By time and mail."""
    held: Floats = field(init=False)
    """n(m, T)"""
    met: Floats = field(init=False)
    """How often the mailbox met anybody."""
    met_own: Floats = field(init=False)
    """How often one of our own."""
    totals: Floats = field(init=False)
    """By time: all mails."""
    _recipients: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world, table = self.world, self.constants
        days = np.nan_to_num(world.days, nan=-1e9)
        is_recent = days[None, :] > self.times[:, None] - table.window_days
        is_past = days[None, :] <= self.times[:, None]
        self.weights = np.where(is_past, np.where(is_recent, 1.0, table.older), 0.0)
        self.totals = self.weights.sum(axis=1) + 1.0
        self.held = self._by_mailbox(np.ones(len(world.days)))
        others = np.maximum(world.participants - 1, 0).astype(np.float64)
        self.met = self._by_mailbox(others)
        met_own = self._by_mailbox(world.own_participants.astype(np.float64))
        is_own = world.is_own[self.mailboxes][:, None]
        self.met_own = np.maximum(met_own - np.where(is_own, self.held, 0.0), 0.0)

    def with_person(self, person: int) -> tuple[Floats, Floats]:
        """n(m, r, T), and for each time all mails in which the person took part."""
        if person not in self._recipients:
            world = self.world
            took_part = np.zeros(len(world.days), np.float64)
            took_part[world.mail[(world.person == person) & world.is_participant]] = 1.0
            total = (self.weights * took_part).sum(axis=1) + 1.0
            self._recipients[person] = self._by_mailbox(took_part), total
        return self._recipients[person]

    def in_thread(self, thread: int) -> Floats:
        """What each mailbox held of a thread."""
        return self._by_mailbox((self.world.threads == thread).astype(np.float64))

    def _by_mailbox(self, factor: Floats) -> Floats:
        """Sum of a factor of each mail, over what a mailbox held."""
        world = self.world
        pairs = np.flatnonzero(factor[world.mail])
        mail, person = world.mail[pairs], world.person[pairs]
        value = world.held[pairs] * factor[mail]
        rows = [
            np.bincount(person, weights=value * weight[mail], minlength=world.people)
            for weight in self.weights
        ]
        return np.asarray(np.stack(rows, axis=1)[self.mailboxes])
