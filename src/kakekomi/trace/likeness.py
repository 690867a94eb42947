"""Which mailboxes the quoted mails don't tell apart.

Two are alike when each quoted mail was held by both or by neither, and at least one by both. If
their posteriors are near each other nothing tells them apart; if not, only what was *not* quoted.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kakekomi.trace.world import HELD, UNKNOWN, Sighting, World, quoted_mails

WORTH_GROUPING: Final = 0.001
"""Below this a mailbox is no suspect, and whom it resembles is of no interest."""


class Likeness:
    """Which mailboxes the quoted mails don't tell apart."""

    def __init__(
        self,
        world: World,
        sightings: Sequence[Sighting],
        posterior: dict[tuple[int, ...], float],
        ratio: float,
    ) -> None:
        quoted = dict.fromkeys(quoted_mails(sightings))
        rows = [world.held_of(mail) >= HELD for mail in quoted]
        held = np.array(rows, np.bool_).reshape(len(rows), world.people)
        self._single = {
            who[0]: value
            for who, value in posterior.items()
            if len(who) == 1 and who[0] != UNKNOWN and held[:, who[0]].any()
        }
        self._held = held
        self._ratio = ratio

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Mailboxes of equal holdings and like posteriors, the likeliest first."""
        groups = []
        for alike in self._alike():
            best = self._single[alike[0]]
            near = tuple(one for one in alike if self._single[one] * self._ratio >= best)
            if len(near) > 1 and best >= WORTH_GROUPING:
                groups.append(near)
        return tuple(sorted(groups, key=lambda group: -self._single[group[0]]))

    def separated(self) -> tuple[tuple[int, int], ...]:
        """The likeliest of equal holdings, and each that is far behind it."""
        return tuple(
            (alike[0], one)
            for alike in self._alike()
            for one in alike[1:]
            if self._single[alike[0]] >= WORTH_GROUPING
            and self._single[one] * self._ratio < self._single[alike[0]]
        )

    def _alike(self) -> list[list[int]]:
        by_holding: dict[bytes, list[int]] = {}
        for one in sorted(self._single, key=lambda one: (-self._single[one], one)):
            by_holding.setdefault(self._held[:, one].tobytes(), []).append(one)
        return list(by_holding.values())
