"""A full antivirus scan of a PC as facts: Emotet brings other malware along.

``av_scan`` says that a full scan came to its end; only then is the step of the playbook proven. One
that was cut, could not be started or used old signatures is a gap that says so, and what was found
until then counts all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.facts.row import Row
from kakekomi.host import clamav, defender
from kakekomi.host.antivirus_clamav import ClamScanner, ClamVersion, Portion, portions_of
from kakekomi.host.antivirus_defender import DefenderScanner
from kakekomi.host.antivirus_ledger import ScanLedger, ScannedPortion

FULL: Final = "full"
MAX_SIGNATURE_AGE: Final = timedelta(days=7)
"""Signatures come daily; a week covers holidays."""
MAX_THREATS: Final = 10_000
"""More than anybody reads; the number found is kept whatever it is."""


class Product(StrEnum):
    """Whose scan it is."""

    DEFENDER = "defender"
    CLAMAV = "clamav"
    CLAMD = "clamd"


Progress = Callable[[int, str], None]
"""Told what was scanned so far and what the program says now; the number is 0 if it is silent."""
Clock = Callable[[], datetime]


def nowhere(_count: int, _now: str) -> None:
    """Progress that nobody sees."""


@dataclass(slots=True)
class _Sum:
    """What portions come to."""

    objects: int = 0
    errors: int = 0
    threats: list[AvThreat] = field(default_factory=list)
    started_at: datetime | None = None

    def add(self, one: ScannedPortion) -> None:
        self.objects += one.objects
        self.errors += one.errors
        self.threats += one.threats
        first = self.started_at
        self.started_at = one.started_at if first is None else min(first, one.started_at)


def scan_by_clamav(
    scanner: ClamScanner,
    root: Path,
    *,
    ledger: ScanLedger,
    clock: Clock,
    progress: Progress = nowhere,
) -> tuple[Row, ...]:
    """Scan all below a folder, or what an earlier scan has left of it.

    Ctrl+C ends it: what was found until then is given, and the next scan goes on there.
    """
    total = _Sum()
    version = ClamVersion(text="", signatures_at=None)
    try:
        version = scanner.version()
        job = _Job(scanner, version, ledger, clock, progress)
        for portion in portions_of(root, is_daemon=scanner.is_daemon):
            total.add(job.scanned(portion, total.objects))
        ledger.close()
    except (UnavailableError, OSError) as error:
        return (*_rows(total, version, None), _gap(Why.FAILED, str(error)))
    except KeyboardInterrupt:
        return (*_rows(total, version, None), _gap(Why.TRUNCATED, "ClamAV"))
    return (*_rows(total, version, clock()), *_old(version, clock()))


@dataclass(frozen=True, slots=True)
class _Job:
    scanner: ClamScanner
    version: ClamVersion
    ledger: ScanLedger
    clock: Clock
    progress: Progress

    def scanned(self, portion: Portion, before: int) -> ScannedPortion:
        """The portion, by the ledger or anew; ``before`` files were scanned already."""
        done = self.ledger.done(self.version.text, now=self.clock()).get(portion.name)
        return done or self._scan(portion, before)

    def _scan(self, portion: Portion, before: int) -> ScannedPortion:
        count, started = before, self.clock()

        def on_line(_line: bytes) -> None:
            nonlocal count
            count += 1
            self.progress(count, str(portion.path))

        self.progress(count, str(portion.path))
        found = self.scanner.scan(portion, on_line)
        one = ScannedPortion(
            portion=portion.name,
            version=self.version.text,
            started_at=started,
            finished_at=self.clock(),
            objects=found.objects,
            errors=found.errors,
            threats=found.threats,
        )
        self.ledger.add(one)
        return one


def _rows(total: _Sum, version: ClamVersion, finished_at: datetime | None) -> Iterator[Row]:
    if total.started_at is not None:
        yield AvScan(
            product=clamav.PRODUCT,
            version=version.text or None,
            started_at=total.started_at,
            finished_at=finished_at,
            scope=FULL,
            objects=total.objects,
            threats=len(total.threats),
        )
    yield from total.threats[:MAX_THREATS]
    if total.errors:
        yield Gap(what=What.FILE, why=Why.UNREADABLE, detail=str(total.errors))


def _old(version: ClamVersion, now: datetime) -> Iterator[Gap]:
    at = version.signatures_at
    if at is None or now - at > MAX_SIGNATURE_AGE:
        yield _gap(Why.OUTDATED, f"ClamAV {version.text}")


def scan_by_defender(
    scanner: DefenderScanner, *, clock: Clock, progress: Progress = nowhere
) -> tuple[Row, ...]:
    """Scan all files of this PC. Ctrl+C calls it off."""
    started = clock()
    try:
        found = scanner.scan(lambda line: progress(0, line.decode("utf-8", "replace").strip()))
    except UnavailableError as error:
        return (_gap(Why.FAILED, str(error)),)
    except KeyboardInterrupt:
        return (_gap(Why.TRUNCATED, "Microsoft Defender"),)
    scan = AvScan(
        product=defender.PRODUCT,
        started_at=started,
        finished_at=clock(),
        scope=FULL,
        threats=found.count,
    )
    return (scan, *found.threats)


def missing(name: str) -> Gap:
    """No such program is installed."""
    return _gap(Why.MISSING, name)


def _gap(why: Why, detail: str) -> Gap:
    return Gap(what=What.ANTIVIRUS_SCAN, why=why, detail=detail)
