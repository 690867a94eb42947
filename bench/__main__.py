"""``python -m bench``: measure and print. Nothing is asserted; machines differ."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bench import trace
from bench.mails import MailSet, all_mails, mail_sets
from bench.measure import Measured, collected, judging, judging_one, reading, starting
from bench.verdicts import verdicts

MAILS: Final = 5_000
"""Mails that reading and judging are measured on."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write the numbers where ``--json`` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="write the numbers there, too")
    target = parser.parse_args(arguments).json
    with mail_sets() as (words, sets):
        print(f"Measured on: {words}\n")
        lines = []
        for line in _all(sets):
            lines.append(line)
            print(
                f"{line.what}\n    {line.ours:<22}×{line.ratio:<8.2f}of {line.beside}", flush=True
            )
        print("\nVerdicts")
        counts = verdicts(sets)
        print("\n".join(counts))
    print("\nWho leaked (python -m bench.trace has all of it)")
    leaked = []
    for told in trace.short():
        leaked.append(told)
        print(told, flush=True)
    if target:
        numbers = {
            "on": words,
            "measured": msgspec.to_builtins(lines),
            "verdicts": counts,
            "trace": leaked,
        }
        Path(target).write_text(json.dumps(numbers, ensure_ascii=False, indent=1), "utf-8")
    return 0


def _all(sets: Sequence[MailSet]) -> Iterator[Measured]:
    mails = all_mails(sets, MAILS)
    yield from starting()
    yield from reading(mails)
    yield judging(collected(mails))
    yield judging_one()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
