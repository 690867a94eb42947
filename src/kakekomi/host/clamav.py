"""Read what ClamAV's scanners print or log: ``clamscan``, ``clamdscan`` and ``clamd``.

One line a file, then a summary; only the summary shows that the scan came to its end::

    /mnt/c/Users/a/x.dll: Win.Trojan.Emotet-9934122-0 FOUND
    /mnt/c/pagefile.sys: Access denied. ERROR
    ----------- SCAN SUMMARY -----------
    Engine version: 0.103.5
    Scanned files: 120034
    Infected files: 1
    Total errors: 1
    Start Date: 2022:03:14 10:15:00       since 0.104, local time
    End Date:   2022:03:14 11:02:11

Without a summary what was found still counts, but "nothing" is not said.

Source: https://docs.clamav.net/manual/Usage/Scanning.html
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.facts.row import Row
from kakekomi.host.emocheck import scan_time
from kakekomi.host.report_text import UNNAMED, decode

PRODUCT: Final = "clamav"
SUMMARY: Final = b"SCAN SUMMARY"

MAX_THREATS: Final = 10_000
"""More than anybody reads; the number found is kept whatever it is."""

MAX_LINE_BYTES: Final = 70_000
"""The longest Windows path in UTF-8 and a name; longer lines are no finding."""

FOUND_PATTERN: Final = re.compile(
    rb"^(?:[A-Za-z]{3} [A-Za-z]{3} [ 0-9]{2} [0-9:]{8} [0-9]{4} -> )?(.+): (\S{1,300}) FOUND$"
)
"""Takes ``C:\\a.dll: Win.Trojan.Emotet-1 FOUND``, with or without clamd's time; refuses
``C:\\a.dll: OK``."""
SUMMARY_PATTERN: Final = re.compile(rb"^([A-Z][A-Za-z ]{3,20}): +(.{1,200})$")
"""Takes ``Scanned files: 12``; refuses ``/tmp/a: OK``."""
DAY_PATTERN: Final = re.compile(r"^([0-9]{4}):([0-9]{2}):([0-9]{2}) ")
"""Takes ``2022:03:14 10:15:00``; refuses ``2022-03-14 10:15:00``."""


@dataclass(slots=True)
class _Reading:
    threats: list[AvThreat] = field(default_factory=list)
    found: int = 0
    errors: int = 0
    has_summary: bool = False
    summary: dict[bytes, str] = field(default_factory=dict)


def is_clamav(lines: list[bytes]) -> bool:
    """Whether there is a summary, or a line that only ClamAV prints."""
    return any(SUMMARY in line or _found(line.rstrip()) for line in lines)


def read(lines: list[bytes], *, where: str) -> tuple[Row, ...]:
    """Rows and gaps of one scan.

    Raises: ParseError if nothing was found and the end is missing, or no file was scanned.
    """
    reading = _Reading()
    for line in lines:
        _take(line.rstrip(), reading)
    objects = _number(reading.summary.get(b"Scanned files"))
    threats = max(reading.found, _number(reading.summary.get(b"Infected files")) or 0)
    is_whole = b"Infected files" in reading.summary
    if not threats and (not is_whole or objects == 0):
        raise ParseError("ClamAV's summary is missing or says that it scanned nothing", where=where)
    scan = AvScan(
        product=PRODUCT,
        version=reading.summary.get(b"Engine version"),
        started_at=_time(reading.summary.get(b"Start Date")),
        finished_at=_time(reading.summary.get(b"End Date")),
        objects=objects,
        threats=threats,
    )
    if threats and not reading.threats:
        reading.threats.append(AvThreat(product=PRODUCT, name=UNNAMED))
    return (scan, *reading.threats, *_gaps(reading, is_whole=is_whole))


def _found(line: bytes) -> re.Match[bytes] | None:
    is_candidate = line.endswith(b" FOUND") and len(line) <= MAX_LINE_BYTES
    return FOUND_PATTERN.match(line) if is_candidate else None


def _take(line: bytes, reading: _Reading) -> None:
    if found := _found(line):
        reading.found += 1
        if len(reading.threats) < MAX_THREATS:
            reading.threats.append(
                AvThreat(product=PRODUCT, name=decode(found[2]), path=decode(found[1]))
            )
    elif line.endswith(b" ERROR"):
        reading.errors += 1
    elif SUMMARY in line:
        reading.has_summary = True
    elif reading.has_summary and (pair := SUMMARY_PATTERN.match(line)):
        _add_summary(pair[1], decode(pair[2]), reading)


def _add_summary(label: bytes, text: str, reading: _Reading) -> None:
    """A log may hold several runs: of counts the highest stands, of other lines the first."""
    before = reading.summary.get(label)
    count, most = _number(text), _number(before)
    if before is None or (count is not None and most is not None and count > most):
        reading.summary[label] = text


def _gaps(reading: _Reading, *, is_whole: bool) -> tuple[Gap, ...]:
    gaps = [Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK, detail="ClamAV")]
    errors = max(reading.errors, _number(reading.summary.get(b"Total errors")) or 0)
    if errors:
        gaps.append(Gap(what=What.FILE, why=Why.UNREADABLE, detail=str(errors)))
    if not is_whole:
        gaps.append(Gap(what=What.REPORT, why=Why.TRUNCATED, detail="ClamAV"))
    if reading.found > MAX_THREATS:
        gaps.append(Gap(what=What.REPORT, why=Why.LIMIT, detail=str(reading.found)))
    return tuple(gaps)


def _number(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None  # noqa: PLR2004  SQLite's integers end there


def _time(text: str | None) -> datetime | None:
    return scan_time(DAY_PATTERN.sub(r"\1-\2-\3 ", (text or "").strip()))
