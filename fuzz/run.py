"""Feed targets damaged inputs until the time is up."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.mutation import mutated
from fuzz.target import Target
from fuzz.watch import Failure, Seen, watch


@dataclass(slots=True, kw_only=True)
class Report:
    """What came out of one target."""

    target: str
    inputs: int = 0
    slowest: float = 0.0
    peak_bytes: int = 0
    failures: dict[tuple[str, str], tuple[Path, Failure]] = field(default_factory=dict)
    """First input for each fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to run."""

    seed: int
    folder: Path
    """Where inputs that broke a rule are written."""
    seconds: float = 0.0
    """For each target."""
    inputs: int | None = None
    """At most; None: as many as the time allows."""


def run(target: Target, plan: Plan) -> Report:
    """Run one target: sound inputs first, then damaged ones."""
    report = Report(target=target.name)
    seeds = tuple(target.seeds())
    until = time.monotonic() + plan.seconds
    for number, data in enumerate(_inputs(target.name, seeds, plan)):
        _take(report, plan, (number, data), watch(target, data))
        if report.inputs == plan.inputs or (plan.seconds and time.monotonic() > until):
            break
    return report


def _inputs(name: str, seeds: Sequence[bytes], plan: Plan) -> Iterator[bytes]:
    if plan.inputs is None:
        yield from seeds
    number = 0
    while True:
        yield mutated(seeds, random.Random(f"{plan.seed} {name} {number}"))
        number += 1


def _take(report: Report, plan: Plan, item: tuple[int, bytes], seen: Seen) -> None:
    report.inputs += 1
    report.slowest = max(report.slowest, seen.seconds)
    report.peak_bytes = max(report.peak_bytes, seen.peak_bytes)
    failure = seen.failure
    if failure is None or (failure.what, failure.place) in report.failures:
        return
    number, data = item
    plan.folder.mkdir(parents=True, exist_ok=True)
    path = plan.folder / f"{report.target}-{plan.seed}-{number}.bin"
    path.write_bytes(data)
    report.failures[failure.what, failure.place] = (path, failure)
