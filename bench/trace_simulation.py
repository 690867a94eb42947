"""Try the estimate on made worlds: how often it is right, says that it can't know, or is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bench.trace_calibration import Said
from bench.trace_world import MadeWorld, Setting, make_wave, make_world
from kakekomi.trace.constants import CONSTANTS
from kakekomi.trace.estimate import Estimate, estimate
from kakekomi.trace.world import UNKNOWN, Facts, Sighting, World

HALF = 0.5
WAVES = 5
"""Thefts in one made world: more of them would resemble each other, fewer cost time."""


@dataclass(slots=True)
class Tally:
    """What became of the cases of one cell."""

    cases: int = 0
    right: int = 0
    unknown: int = 0
    wrong: int = 0
    """Names somebody else with at least one half."""
    partly: int = 0
    """Names one of two that were robbed."""
    top: int = 0
    shown: int = 0
    brier: float = 0.0
    said: list[Said] = field(default_factory=list)
    """Of the best answer: that just these were robbed."""
    among: list[Said] = field(default_factory=list)
    """Of the likeliest mailbox: that it was robbed, alone or with others."""

    def add(self, case: "Case", found: Estimate) -> None:
        robbed, sightings = case.robbed, case.sightings
        best = found.hypotheses[0]
        ranked = [one.mailboxes for one in found.hypotheses if one.mailboxes != (UNKNOWN,)]
        is_right = best.mailboxes == robbed
        self.cases += 1
        self.right += is_right
        is_unknown = best.mailboxes == (UNKNOWN,) or (not is_right and best.probability < HALF)
        self.unknown += is_unknown and not is_right
        is_part = set(best.mailboxes) < set(robbed) and not is_unknown
        self.partly += is_part
        self.wrong += not is_right and not is_unknown and not is_part
        self.top += robbed in ranked[:3]
        names = [name for one in sightings for name in one.shown]
        self.shown += bool(names) and (max(sorted(set(names)), key=names.count),) == robbed
        truth = 1.0
        for one in found.hypotheses:
            self.brier += (one.probability - (one.mailboxes == robbed)) ** 2
            truth = 0.0 if one.mailboxes == robbed else truth
        self.brier += truth
        if best.mailboxes != (UNKNOWN,):
            self.said.append(_said(best.probability, is_right=is_right, case=case))
        if found.among:
            first = found.among[0]
            is_in = first.mailboxes[0] in robbed
            self.among.append(_said(first.probability, is_right=is_in, case=case))

    def line(self) -> str:
        n = max(self.cases, 1)
        partly = f"  one of two {self.partly / n:.2f}" if self.partly else ""
        return (
            f"right {self.right / n:.2f}  unknown {self.unknown / n:.2f}"
            f"  wrong {self.wrong / n:.2f}  best three {self.top / n:.2f}"
            f"  shown {self.shown / n:.2f}  Brier {self.brier / n:.2f}{partly}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One theft, and what is seen of it."""

    made: MadeWorld
    world: tuple[str, int]
    robbed: tuple[int, ...]
    sightings: Sequence[Sighting]


def _said(probability: float, *, is_right: bool, case: Case) -> Said:
    return Said(probability=probability, is_right=is_right, world=case.world)


def run(
    setting: Setting, *, counts: Sequence[int], cases: int, side: str, seed: int = 1
) -> dict[int, Tally]:
    """Cases for each number of spoofs; one made world serves several."""
    tallies = {count: Tally() for count in counts}
    for case, world in thefts(setting, most=max(counts), cases=cases, side=side, seed=seed):
        for count in counts:
            if len(case.sightings) >= count:
                some = replace(case, sightings=case.sightings[:count])
                tallies[count].add(some, estimate(world, some.sightings))
    return tallies


def thefts(
    setting: Setting, *, most: int, cases: int, side: str, seed: int
) -> Iterator[tuple[Case, World]]:
    """Thefts with up to so many spoofs each, and what the estimate sees of their world."""
    chance = np.random.default_rng(seed)
    done = number = 0
    while done < cases:
        made = make_world(setting, chance)
        world = seen_world(made)
        number += 1
        for robbed in _robbed(made, side, chance, min(WAVES, cases - done)):
            wave = make_wave(made, robbed, most, chance)
            done += 1
            yield (
                Case(
                    made=made,
                    world=(f"{setting.name} {side}", number),
                    robbed=robbed,
                    sightings=wave.sightings,
                ),
                world,
            )


def seen_world(made: MadeWorld) -> World:
    """What the estimate sees of it."""
    return World.of(made.mails, made.is_own, made.senders, Facts(constants=CONSTANTS))


def _robbed(
    made: MadeWorld, side: str, chance: np.random.Generator, count: int
) -> Iterator[tuple[int, ...]]:
    own, total = made.setting.own, len(made.is_own)
    for _ in range(count):
        is_own = chance.random() < HALF if side == "mixed" else side == "own"
        pool = np.arange(own) if is_own else np.arange(own, total)
        weight = np.array([len(made.by_holder.get(int(one), [])) ** 0.5 for one in pool])
        picked = chance.choice(pool, made.setting.leaks, replace=False, p=weight / weight.sum())
        yield tuple(sorted(int(one) for one in picked))
