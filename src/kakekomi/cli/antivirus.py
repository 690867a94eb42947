"""``check pc --antivirus``: let the PC's antivirus scan all files, and take in what it found.

It takes hours; at a terminal it says how far it is. Ctrl+C stops the scan, not the check: the PC is
judged by what was found until then, and the same command goes on where ClamAV was.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, assert_never

from kakekomi.check.judging import Collected
from kakekomi.check.visible import excerpt
from kakekomi.cli.antivirus_choice import Antivirus
from kakekomi.cli.console import Console
from kakekomi.cli.data_folder import data_folder
from kakekomi.facts.row import Row
from kakekomi.host import antivirus
from kakekomi.host.antivirus_clamav import ClamScanner
from kakekomi.host.antivirus_defender import DefenderScanner, find_defender
from kakekomi.host.antivirus_ledger import ScanLedger
from kakekomi.host.antivirus_program import find_program, run_program

EACH_S: Final = 0.5
"""Shown no oftener: a scan says a line a file."""
LEDGERS: Final = "antivirus"
CLAMAV: Final = "ClamAV"
DEFENDER: Final = "Microsoft Defender"


def with_scan(one: Collected, wanted: Antivirus, root: str | None, console: Console) -> Collected:
    """The facts with those of a full scan; as they are if there are none to add to."""
    if not one.facts:
        return one
    rows = _scan(wanted, root, _Follower(console))
    console.end_progress()
    first, *others = one.facts
    first = replace(first, rows=(*first.rows, *rows))
    return replace(one, facts=(first, *others))


def _scan(wanted: Antivirus, root: str | None, follow: "_Follower") -> tuple[Row, ...]:
    match wanted:
        case Antivirus.AUTO:
            is_defenders = root is None and find_defender(os.environ) is not None
            return _by_defender(follow) if is_defenders else _by_clamav(root, follow, "clamscan")
        case Antivirus.DEFENDER:
            return _by_defender(follow) if root is None else (antivirus.missing(DEFENDER),)
        case Antivirus.CLAMAV:
            return _by_clamav(root, follow, "clamscan")
        case Antivirus.CLAMD:
            return _by_clamav(root, follow, "clamdscan")
        case _ as never:
            assert_never(never)


def _by_defender(follow: "_Follower") -> tuple[Row, ...]:
    program = find_defender(os.environ)
    if program is None:
        return (antivirus.missing(DEFENDER),)
    scanner = DefenderScanner(program=program, run=run_program)
    return antivirus.scan_by_defender(scanner, clock=_now, progress=follow)


def _by_clamav(root: str | None, follow: "_Follower", name: str) -> tuple[Row, ...]:
    program = find_program(name)
    if program is None:
        return (antivirus.missing(f"{CLAMAV} ({name})"),)
    place = Path(root) if root is not None else _disk()
    data = data_folder(os.environ, platform=sys.platform, home=Path.home())
    return antivirus.scan_by_clamav(
        ClamScanner(program=program, is_daemon=name == "clamdscan", run=run_program),
        place.resolve(),
        ledger=ScanLedger(data / LEDGERS / f"{name}.jsonl"),
        clock=_now,
        progress=follow,
    )


def _disk() -> Path:
    """The drive that Windows is on, or all there is."""
    return Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\" if sys.platform == "win32" else "/")


def _now() -> datetime:
    return datetime.now(UTC)


class _Follower:
    """Says at a terminal how far a scan is."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._shown_at = float("-inf")

    def __call__(self, count: int, now: str) -> None:
        """As ``antivirus.Progress``."""
        if self._clock() - self._shown_at < EACH_S:
            return
        self._shown_at = self._clock()
        words = self._console.asides
        self._console.show_step(words("notice.scanning", count=count, now=excerpt(now)))
