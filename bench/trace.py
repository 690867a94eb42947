"""``python -m bench.trace``: how good and how fast "who leaked" is. Nothing is asserted."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from bench.trace_boilerplate import boilerplate
from bench.trace_calibration import head, row
from bench.trace_likeness import likenesses
from bench.trace_matching import false_matches, memory, recall, speed
from bench.trace_settings import ASSUMED, LARGE, SETTINGS, TWO_LEAKS
from bench.trace_simulation import Tally, run, seen_world
from bench.trace_world import Setting, make_wave, make_world
from kakekomi.trace.estimate import estimate

COUNTS = (1, 2, 3, 5, 10, 20)
HARDER = (3, 5, 10)
CORES = 2


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
    settings: Sequence[Setting] = (*SETTINGS, LARGE),
) -> Iterator[str]:
    """All figures."""
    yield "Matching"
    for count in mails:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            yield f"  {fresh.submit(speed, count).result()}"
            yield f"  {fresh.submit(memory, count).result()}"
    yield f"  {false_matches(unrelated, 4)}"
    yield from (f"  {line}" for line in recall(3_000))
    yield from (f"  {line}" for line in boilerplate(3_000))
    yield f"Inference, 330 mailboxes, 30,000 mails, 50 spoofs: {inference_s(seed):.2f} s"
    yield from _estimates(cases, seed, settings)


def _estimates(cases: int, seed: int, settings: Sequence[Setting]) -> Iterator[str]:
    """Right, wrong and unknown of each world, then how sure it was beside how often right."""
    rows: list[str] = []
    tallies: list[Tally] = []
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        own, partner = (
            pool.submit(run, ASSUMED, counts=COUNTS, cases=cases, side=side, seed=seed)
            for side in ("own", "partner")
        )
        others = [
            pool.submit(run, one, counts=HARDER, cases=_cases(one, cases), side="mixed", seed=seed)
            for one in settings
        ]
        two = pool.submit(
            run, TWO_LEAKS, counts=(*HARDER, 20), cases=cases, side="mixed", seed=seed
        )
        alike = pool.submit(likenesses, ASSUMED, cases, seed)
        for name, future in (("own leak", own), ("partner leak", partner)):
            yield from _cell(f"As assumed, {name}", future.result())
        assumed = [*own.result().values(), *partner.result().values()]
        rows.append(row("as assumed", [one for tally in assumed for one in tally.said]))
        for setting, future in zip(settings, others, strict=True):
            cell = future.result()
            yield from _cell(setting.name, cell)
            tallies += cell.values()
            rows.append(row(setting.name, [one for tally in cell.values() for one in tally.said]))
        rows.append(row("all but as assumed", [one for tally in tallies for one in tally.said]))
        cell = two.result()
        yield from _cell(TWO_LEAKS.name, cell)
        said = [one for tally in cell.values() for one in tally.said]
        among = [one for tally in cell.values() for one in tally.among]
        rows += [row("two leaks: exactly these", said), row("two leaks: one of them", among)]
        yield f"Not to be told apart: {alike.result().line()}"
    yield "How sure it was → how often it was right (95 % interval; answers)"
    yield head()
    yield from rows


def _cases(setting: Setting, cases: int) -> int:
    return max(cases // 6, 12) if setting is LARGE else cases


def _cell(name: str, cell: dict[int, Tally]) -> Iterator[str]:
    yield f"{name[0].upper()}{name[1:]}"
    yield from (f"  N={count:<3} {tally.line()}" for count, tally in cell.items())


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
