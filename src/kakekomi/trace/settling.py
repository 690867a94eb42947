"""What would settle it: whose report, or whose archive, would tell the best two apart.

A further spoof to somebody with whom only one of the two writes would speak for that one. One of
ours of whom there is no archive is judged by what others kept, which says little; as long as
nothing is clear, the archives of all of ours are asked for, those of whom most is seen first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kakekomi.trace.estimate import Estimate
from kakekomi.trace.world import UNKNOWN, Floats, Sighting, World

MAX_TOLD: Final = 3
"""Of each kind; more is no advice."""
LEAST_SHARE: Final = 0.02
"""Of a mailbox's mail; somebody it writes with less will hardly report anything."""
IS_CLEAR: Final = 0.8
"""From this probability of the best answer on, only mailboxes of suspects are asked for."""
WORTH_ASKING: Final = 0.01
"""Below this a mailbox without archive is no suspect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What to ask for."""

    recipients: tuple[str, ...] = ()
    """Whose report of another spoof would help most."""
    archives: tuple[str, ...] = ()
    """Of ours, whose mailbox is not among the archives."""
    own_reports: bool = False
    """None of ours is among those who reported, which leaves the picture one-sided."""


def settling(
    world: World, sightings: Sequence[Sighting], found: Estimate, addresses: Sequence[str]
) -> Settling:
    """Work out what to ask for."""
    suspects = [one for one in found.hypotheses if one.mailboxes != (UNKNOWN,)]
    named = list(dict.fromkeys(one for who in suspects for one in who.mailboxes if one >= 0))
    of_ours = world.is_own & world.can_leak & ~world.is_archived
    missing = set(np.flatnonzero(of_ours).tolist()) & set(world.person.tolist())
    wanted = [
        one
        for who in suspects
        if who.probability >= WORTH_ASKING
        for one in who.mailboxes
        if one >= 0 and one in missing
    ]
    if not suspects or suspects[0].probability < IS_CLEAR:
        wanted += _largest(world, missing)
    reported = {one.recipient for one in sightings}
    return Settling(
        recipients=tuple(addresses[one] for one in _telling(world, named[:2], reported)),
        archives=tuple(addresses[one] for one in list(dict.fromkeys(wanted))[:MAX_TOLD]),
        own_reports=not any(one >= 0 and world.is_own[one] for one in reported),
    )


def _largest(world: World, mailboxes: set[int]) -> list[int]:
    """By falling number of mails: whoever holds much may hold what no archive has."""
    many = np.bincount(world.person, minlength=world.people)
    return sorted(mailboxes, key=lambda one: (-int(many[one]), one))


def _telling(world: World, named: Sequence[int], reported: set[int]) -> list[int]:
    """Those with whom one of the two writes and the other does not."""
    if not named:
        return []
    first = _contacts(world, named[0])
    second = _contacts(world, named[1]) if len(named) > 1 else np.zeros(world.people)
    differs = np.abs(first - second)
    differs[[one for one in (*named, *reported) if one >= 0]] = 0.0
    order = np.argsort(-differs, kind="stable")[:MAX_TOLD]
    return [int(one) for one in order if differs[one] >= LEAST_SHARE]


def _contacts(world: World, mailbox: int) -> Floats:
    """By person: share of the mailbox's mail in which they took part."""
    held = np.zeros(len(world.days))
    mine = world.person == mailbox
    held[world.mail[mine]] = world.held[mine]
    took = world.is_participant
    counts = np.bincount(world.person[took], weights=held[world.mail[took]], minlength=world.people)
    return np.asarray(counts / max(float(held.sum()), 1.0))
