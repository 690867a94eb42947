"""``python -m fuzz``: fuzz for some seconds; status 1 if a rule was broken."""

import argparse
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fuzz.run import Plan, Report, run
from fuzz.target import Target
from fuzz.targets import TARGETS
from fuzz.watch import watch

FOLDER: Final = Path("fuzz-failures")
"""Where inputs that broke a rule go unless told otherwise."""


def main(arguments: Sequence[str]) -> int:
    """Run the targets named, or all, one after another."""
    given = _parser().parse_args(arguments)
    chosen = [one for one in TARGETS if not given.target or one.name in given.target]
    if given.replay:
        return max(_replay(one, given.replay) for one in chosen)
    seed = secrets.randbelow(1_000_000) if given.seed is None else given.seed
    print(f"seed {seed}, {len(chosen)} targets")
    plan = Plan(seed=seed, folder=given.folder, seconds=given.seconds / max(len(chosen), 1))
    return max(_show(run(one, plan)) for one in chosen)


def _parser() -> argparse.ArgumentParser:
    names = [one.name for one in TARGETS]
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--target", action="append", choices=names, help="only this one")
    parser.add_argument("--seed", type=int, help="of the damage; chosen and printed if not given")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="for inputs that broke a rule")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="read only this input")
    return parser


def _replay(target: Target, path: Path) -> int:
    seen = watch(target, path.read_bytes())
    print(f"{target.name}: {seen.seconds:.2f} s, {seen.peak_bytes / 1024**2:.0f} MiB")
    if seen.failure is not None:
        print(f"{seen.failure.what} at {seen.failure.place}\n{seen.failure.details}")
    return int(seen.failure is not None)


def _show(report: Report) -> int:
    print(
        f"{report.target:<22}{report.inputs:>8,} inputs, slowest {report.slowest:.2f} s,"
        f" most {report.peak_bytes / 1024**2:.0f} MiB",
        flush=True,
    )
    for path, failure in report.failures.values():
        print(f"  {failure.what} at {failure.place}: {path}\n{failure.details}", flush=True)
    return int(bool(report.failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
