"""``python -m bench.trace``: how good and how fast "who leaked" is. Nothing is asserted."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np

from bench.trace_matching import false_matches, recall, speed
from bench.trace_simulation import Tally, calibration, run, seen_world
from bench.trace_world import Setting, make_wave, make_world
from kakekomi.trace.estimate import estimate

ASSUMED = Setting()
SETTINGS = (
    replace(ASSUMED, name="owner never shown on purpose", owner_shown=0.0),
    replace(ASSUMED, name="only reports from outside", reporters="outside"),
    replace(ASSUMED, name="archives of 3 in 10 own mailboxes", archived=0.3),
    replace(ASSUMED, name="no deleted mails, no blind copies", deleted=0.0, blind=0.0),
    replace(ASSUMED, name="40 % deleted, 10 % blind copies", deleted=0.4, blind=0.1),
    replace(ASSUMED, name="half without quote", no_quote=0.5),
    replace(ASSUMED, name="a third from the address book", address_book=0.33),
    replace(ASSUMED, name="everybody reports alike", diligence_power=5.0),
    replace(ASSUMED, name="a window of two years", window_days=730.0),
    replace(ASSUMED, name="two people of one name", namesakes=True),
    replace(ASSUMED, name="quotes matched in half, header block read", missed=0.5, block=0.7),
    replace(ASSUMED, name="the same, header block not read", missed=0.5),
    replace(ASSUMED, name="1 % false matches", false_match=0.01),
)
COUNTS = (1, 2, 3, 5, 10, 20)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=120, help="cases a cell")
    parser.add_argument("--mails", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument("--unrelated", type=int, default=20_000, help="unrelated mails")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    for line in lines(given.cases, given.mails, given.unrelated, given.seed):
        print(line, flush=True)
    return 0


def short() -> Iterator[str]:
    """What ``make bench`` shows of it."""
    yield from lines(24, [10_000], 2_000, 1, settings=SETTINGS[:3])


def lines(
    cases: int,
    mails: Sequence[int],
    unrelated: int,
    seed: int,
    *,
    settings: Sequence[Setting] = SETTINGS,
) -> Iterator[str]:
    """All figures."""
    yield "Matching"
    for count in mails:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            yield f"  {fresh.submit(speed, count).result()}"
    yield f"  {false_matches(unrelated, 4)}"
    yield from (f"  {line}" for line in recall(3_000))
    yield f"Inference, 330 mailboxes, 30,000 mails, 50 spoofs: {inference_s(seed):.2f} s"
    yield from _assumed(cases, seed)
    for setting in settings:
        yield from _cell(setting, cases, seed, (3, 5, 10))
    if len(settings) == len(SETTINGS):
        yield from _cell(replace(ASSUMED, name="two leaks", leaks=2), cases, seed, (3, 5, 10, 20))
        large = replace(ASSUMED, name="200,000 mails", mails=200_000)
        yield from _cell(large, max(cases // 6, 12), seed, (3, 5, 10))


def _assumed(cases: int, seed: int) -> Iterator[str]:
    tallies: list[Tally] = []
    for side in ("own", "partner"):
        cell = run(ASSUMED, counts=COUNTS, cases=cases, side=side, seed=seed)
        yield f"As assumed, {side} leak"
        yield from (f"  N={count:<3} {tally.line()}" for count, tally in cell.items())
        tallies += cell.values()
    yield "  " + "; ".join(calibration(tallies))


def _cell(setting: Setting, cases: int, seed: int, counts: Sequence[int]) -> Iterator[str]:
    cell = run(setting, counts=counts, cases=cases, side="mixed", seed=seed)
    yield f"{setting.name[0].upper()}{setting.name[1:]}, own and partners mixed"
    yield from (f"  N={count:<3} {tally.line()}" for count, tally in cell.items())
    yield "  " + "; ".join(calibration(list(cell.values())))


def inference_s(seed: int) -> float:
    """Seconds of one estimate of fifty spoofs."""
    chance = np.random.default_rng(seed)
    made = make_world(ASSUMED, chance)
    world, wave = seen_world(made), make_wave(made, (0,), 50, chance)
    start = time.perf_counter()
    estimate(world, wave.sightings)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
