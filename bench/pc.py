r"""``python -m bench.pc``: a PC's disk with many files, beside a plain walk of what EmoCheck reads.

The disk is made: an infected office PC, and small files in the folders that have most of them.
Facts of its processes are made, too, and judged together with those of the disk. What is compared
runs in processes of its own, one after the other, so that each has its own highest memory; the
files' names were just written and are in the system's cache for both.

Two layouts: ``usual`` has one file in ten at the depth at which Emotet's lie and the others further
down, as on PCs in use (below AppData\Local are some hundred folders with few files of their own and
whole trees below); ``flat`` has all of them at that depth, which no PC has and which costs most.

A plain walk is ``os.walk`` over AppData of each user and Program Files with a ``stat`` for each
file: it finds nothing. The check looks into other folders, too, but not into all of these.

Source: https://github.com/JPCERTCC/EmoCheck (the folders that emocheck.cpp goes through)
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from bench.mails import ROOT
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.drill.pe import make_pe
from kakekomi.facts.pc_tables import Processes
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import Judge
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

FILES: Final = 300_000
PROCESSES: Final = 300
IN_A_FOLDER: Final = 100
"""Files in one folder, about what programs make."""

PROGRAM_EACH: Final = 101
"""One of so many files is a program by its content, whatever it is called; the others are empty."""

HOME: Final = "Users/tanaka"
PLACES: Final = (
    (f"{HOME}/AppData/Local", 15),
    (f"{HOME}/AppData/Roaming", 15),
    (f"{HOME}/AppData/Local/Temp", 10),
    (f"{HOME}/Documents", 10),
    ("Program Files/Vendor", 35),
    ("ProgramData/Vendor", 5),
    ("Windows/System32/Vendor", 10),
)
"""Where the files lie, and how many of a hundred; the check looks into the upper half."""

WALKED: Final = (f"{HOME}/AppData", "Program Files", "ProgramData")
LAYOUTS: Final = {"usual": 10, "flat": 1}
"""By name, of how many folders of files one lies right below its place."""
DEEPER: Final = "Product/Cache/Data"
NOW: Final = datetime(2022, 11, 24, 9, 30, tzinfo=UTC)


class Took(msgspec.Struct, frozen=True):
    """What one process needed."""

    seconds: float
    cpu_s: float
    """Processor time, children's too, in which whatever else runs counts less."""
    peak_mb: float
    count: int
    """Facts, or files walked."""
    verdict: str = ""


def main(arguments: Sequence[str]) -> int:
    """Make the disk, measure both, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--runs", type=int, default=3, help="the shortest counts")
    parser.add_argument("--only", choices=sorted(MEASURED), help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.only:
        print(msgspec.json.encode(_took(MEASURED[given.only], given.root)).decode())
        return 0
    for layout, one_in in LAYOUTS.items():
        with TemporaryDirectory() as folder:
            made = make_disk(Path(folder), given.files, one_in=one_in)
            print(f"{layout}: {made:,} files, {PROCESSES} processes' facts; best of {given.runs}")
            _tell({name: _best(name, Path(folder), given.runs) for name in MEASURED})
    return 0


def _tell(best: dict[str, Took]) -> None:
    for name, took in best.items():
        print(
            f"{name:<6} {took.seconds:5.2f} s ({took.cpu_s:.2f} s of processor)  "
            f"{took.peak_mb:5.1f} MB  {took.count:,} {'facts' if took.verdict else 'files'} "
            f"{took.verdict}"
        )
    walk, check = best["walk"], best["check"]
    print(f"a walk takes {walk.cpu_s / check.cpu_s:.1f} times the processor time of a check")


def make_disk(root: Path, files: int, *, one_in: int = 1) -> int:
    """An infected office PC and more files; gives how many of those."""
    make_pc_root(root)
    paths = [
        path
        for place, share in PLACES
        for path in _paths(root / place, files * share // 100, one_in)
    ]
    for folder in {path.parent for path in paths}:
        folder.mkdir(parents=True, exist_ok=True)
    program = make_pe()
    for number, path in enumerate(paths):
        path.write_bytes(b"" if number % PROGRAM_EACH else program)
    return len(paths)


def _paths(place: Path, count: int, one_in: int) -> Iterator[Path]:
    for number in range(count):
        part = number // IN_A_FOLDER
        folder = place / f"part-{part}" / ("" if part % one_in == 0 else DEEPER)
        yield folder / f"resource-{number}.{('dat', 'dll', 'log', 'exe')[number % 4]}"


def _best(name: str, root: Path, runs: int) -> Took:
    command = [sys.executable, "-m", "bench.pc", "--only", name, "--root", str(root)]
    found = [
        msgspec.json.decode(
            subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout, type=Took
        )
        for _ in range(runs)
    ]
    return min(found, key=lambda took: took.cpu_s)


def _took(action: Callable[[Path], tuple[int, str]], root: Path) -> Took:
    start, cpu = time.perf_counter(), _cpu_s()
    count, verdict = action(root)
    seconds, cpu_s = time.perf_counter() - start, _cpu_s() - cpu
    return Took(seconds, cpu_s, _peak_mb(), count, verdict)


def _cpu_s() -> float:
    """Of this process and of those that it ended: event logs are read in one of their own."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak_mb() -> float:
    """Of this program only: ``getrusage`` begins with what the one that started it had."""
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def _checked(root: Path) -> tuple[int, str]:
    pack = load_embedded()
    facts = collect_root(root, volume_serial=None, scanner=content_scanner(pack), now=NOW)
    whole = replace(facts, rows=(*facts.rows, *_processes()))
    with Judge(pack) as judge:
        (judgement,) = judge.judge([whole])
    return len(whole.rows), judgement.verdict


def _processes() -> Iterator[Processes]:
    for number in range(PROCESSES):
        path = rf"C:\Program Files\Vendor {number}\program-{number}.exe"
        yield Processes(
            pid=4 * number, parent=4, name=f"program-{number}.exe", path=path, cmdline=f'"{path}"'
        )


def _walked(root: Path) -> tuple[int, str]:
    count = 0
    for place in WALKED:
        for folder, _, names in os.walk(root / place):
            for name in names:
                Path(folder, name).stat()
                count += 1
    return count, ""


MEASURED: Final = {"check": _checked, "walk": _walked}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
