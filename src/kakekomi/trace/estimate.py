"""Estimate whose mailbox was robbed: all hypotheses, and what can't be told from what.

Mailboxes are looked at one by one, those first that are nearest to what the spoofs quote and show.
Names without a single quote rank mailboxes and accuse nobody: then "unknown" keeps one half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kakekomi.trace.choice import Quote
from kakekomi.trace.constants import (
    CONSTANTS,
    FEW_DATES,
    GRID,
    MAX_HYPOTHESES,
    MAX_MAILBOXES,
    NEWEST_PERCENTILE,
    Constants,
)
from kakekomi.trace.counts import Counts
from kakekomi.trace.likelihood import likelihoods
from kakekomi.trace.likeness import Likeness
from kakekomi.trace.weighing import Weighing
from kakekomi.trace.world import HELD, UNKNOWN, Floats, Ints, Sighting, World, quoted_mails

BEFORE_DAYS: Final = (0.0, 15.0, 45.0, 90.0)
"""Between theft and first spoof, when no quote says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """Mailboxes that were robbed, if this is what happened."""

    mailboxes: tuple[int, ...]
    """Sorted; ``UNKNOWN`` alone."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """All that can be said about who leaked, in numbers."""

    hypotheses: tuple[Hypothesis, ...]
    """By falling probability."""
    among: tuple[Hypothesis, ...]
    """Single mailboxes, each with the probability that it was robbed, alone or with others."""
    groups: tuple[tuple[int, ...], ...]
    """Mailboxes that what was quoted can't tell apart."""
    separated_by_silence: tuple[tuple[int, int], ...]
    """Pairs that held the same quoted mails, the first far ahead: told apart only by what was not
    quoted."""
    stolen_after: float | None
    """Day of the newest mail that the best hypothesis held and a spoof quotes."""
    left_out: int
    """Mailboxes that were not looked at one by one."""


def estimate(
    world: World, sightings: Sequence[Sighting], constants: Constants = CONSTANTS
) -> Estimate:
    """Weigh all hypotheses."""
    ordered = sorted(sightings, key=lambda one: (np.nan_to_num(one.day, nan=np.inf), one.name))
    mailboxes, left_out = _mailboxes(world, ordered)
    counts = Counts(world, mailboxes, _times(world, ordered), constants)
    weighing = Weighing(counts, likelihoods(counts, ordered), ordered)
    posterior = weighing.posterior()
    if not any(one.quote is Quote.MATCHED for one in ordered):
        posterior = _honest(posterior, constants.honesty)
    ranked = sorted(posterior.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_HYPOTHESES]
    hypotheses = tuple(Hypothesis(mailboxes=who, probability=p) for who, p in ranked)
    likeness = Likeness(world, ordered, posterior, constants.indistinguishable_ratio)
    return Estimate(
        hypotheses=hypotheses,
        among=_among(posterior),
        groups=likeness.groups(),
        separated_by_silence=likeness.separated(),
        stolen_after=_stolen_after(world, ordered, hypotheses),
        left_out=left_out,
    )


def _among(posterior: dict[tuple[int, ...], float]) -> tuple[Hypothesis, ...]:
    """By falling probability, those that are told."""
    summed: dict[int, float] = {}
    for who, value in posterior.items():
        for one in who:
            summed[one] = summed.get(one, 0.0) + value
    summed.pop(UNKNOWN, None)
    ranked = sorted(summed.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_HYPOTHESES]
    return tuple(Hypothesis(mailboxes=(who,), probability=min(p, 1.0)) for who, p in ranked)


def _mailboxes(world: World, sightings: Sequence[Sighting]) -> tuple[Ints, int]:
    """Those to look at: nearest to what is quoted and shown, then those with most mail."""
    near = np.zeros(world.people)
    for sighting in sightings:
        for mail, share in sighting.mails:
            near += share * world.held_of(mail)
        near[[*sighting.shown, *sighting.block]] += 1
    many = np.bincount(world.person, weights=world.held, minlength=world.people)
    likely = near * 1e9 + np.where(world.is_own, 1e7, 0) + many
    able = np.flatnonzero(world.can_leak | ~world.is_own)
    order = able[np.argsort(-likely[able], kind="stable")]
    return np.sort(order[:MAX_MAILBOXES]), max(len(order) - MAX_MAILBOXES, 0)


def _times(world: World, sightings: Sequence[Sighting]) -> Floats:
    days = [one.day for one in sightings if np.isfinite(one.day)]
    quoted = world.days[quoted_mails(sightings)]
    quoted = quoted[np.isfinite(quoted)]
    if not len(quoted):
        newest = np.nanmax(world.days) if np.isfinite(world.days).any() else 0.0
        return (min(days) if days else float(newest)) - np.array(BEFORE_DAYS)
    last = max([float(quoted.max()), *days[:1]])
    return np.linspace(_newest(quoted), last, GRID)


def _newest(days: Floats) -> float:
    percentile = NEWEST_PERCENTILE if len(days) > FEW_DATES else 100
    return float(np.percentile(days, percentile, method="lower"))


def _stolen_after(
    world: World, sightings: Sequence[Sighting], hypotheses: Sequence[Hypothesis]
) -> float | None:
    best = next((one.mailboxes for one in hypotheses if UNKNOWN not in one.mailboxes), ())
    held = [
        float(world.days[mail])
        for mail in quoted_mails(sightings)
        if any(world.held_of(mail)[one] >= HELD for one in best)
    ]
    dated = np.array([day for day in held if np.isfinite(day)])
    return _newest(dated) if len(dated) else None


def _honest(posterior: dict[tuple[int, ...], float], least: float) -> dict[tuple[int, ...], float]:
    """Leave at least so much to "unknown"."""
    unknown = posterior.get((UNKNOWN,), 0.0)
    if unknown >= least:
        return posterior
    factor = (1 - least) / (1 - unknown)
    return {
        who: least if who == (UNKNOWN,) else value * factor for who, value in posterior.items()
    } | {(UNKNOWN,): least}
