"""Try the estimate on made worlds: how often it is right, says that it can't know, or is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.trace_world import MadeWorld, Setting, make_wave, make_world
from kakekomi.trace.constants import CONSTANTS
from kakekomi.trace.estimate import Estimate, estimate
from kakekomi.trace.world import UNKNOWN, Facts, Sighting, World

HALF = 0.5
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)


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
    said: dict[int, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: Estimate, robbed: tuple[int, ...], sightings: Sequence[Sighting]) -> None:
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
            at = next(i for i, edge in enumerate(BINS[1:]) if best.probability < edge)
            self.said[at].append((best.probability, is_right))

    def line(self) -> str:
        n = max(self.cases, 1)
        partly = f"  one of two {self.partly / n:.2f}" if self.partly else ""
        return (
            f"right {self.right / n:.2f}  unknown {self.unknown / n:.2f}"
            f"  wrong {self.wrong / n:.2f}  best three {self.top / n:.2f}"
            f"  shown {self.shown / n:.2f}  Brier {self.brier / n:.2f}{partly}"
        )


def run(
    setting: Setting, *, counts: Sequence[int], cases: int, side: str, seed: int = 1
) -> dict[int, Tally]:
    """Cases for each number of spoofs; one made world serves several."""
    chance = np.random.default_rng(seed)
    tallies = {count: Tally() for count in counts}
    done = 0
    while done < cases:
        made = make_world(setting, chance)
        world = seen_world(made)
        for robbed in _robbed(made, side, chance, min(12, cases - done)):
            wave = make_wave(made, robbed, max(counts), chance)
            done += 1
            for count in counts:
                if len(wave.sightings) >= count:
                    sightings = wave.sightings[:count]
                    tallies[count].add(estimate(world, sightings), robbed, sightings)
    return tallies


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


def calibration(tallies: Sequence[Tally]) -> Iterator[str]:
    """Said beside seen, of the best mailbox."""
    for at in range(len(BINS) - 1):
        pairs = [pair for tally in tallies for pair in tally.said.get(at, [])]
        if pairs:
            said = sum(p for p, _ in pairs) / len(pairs)
            seen = sum(right for _, right in pairs) / len(pairs)
            yield f"said {said:.2f} seen {seen:.2f} ({len(pairs)})"
