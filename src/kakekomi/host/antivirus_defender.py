r"""A full scan by Microsoft Defender, through its own ``MpCmdRun.exe``.

It lies in the newest folder below ``ProgramData\Microsoft\Windows Defender\Platform``, and an older
one in ``Program Files\Windows Defender``. It prints little: when it begins, when it ends, how many
threats. What it found and did stands in its event log (1116, 1117) as well. What it removes it
keeps in a quarantine of its own.

Exit status: 0 nothing found or all of it dealt with, 2 something is left to do, or an error.

The service that scans goes on when ``MpCmdRun`` is ended; so a scan that is cut is called off.

Source: https://learn.microsoft.com/defender-endpoint/command-line-arguments-microsoft-defender-antivirus
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ParseError, UnavailableError
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.host import defender
from kakekomi.host.antivirus_program import OnLine, Run
from kakekomi.host.report_text import decode

PROGRAM: Final = "MpCmdRun.exe"
FULL_SCAN: Final = ("-Scan", "-ScanType", "2")
CALL_OFF: Final = ("-Scan", "-Cancel")
PLATFORM_PATTERN: Final = re.compile(r"^\d{1,3}\.\d{1,3}\.\d{1,6}\.\d{1,6}(?:-\d{1,3})?$")
"""Takes ``4.18.23110.3-0``; refuses ``Backup``."""
MAX_LINES: Final = 50_000
"""A threat takes a dozen lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a scan said."""

    threats: tuple[AvThreat, ...]
    count: int
    """Threats that it counted, listed or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenderScanner:
    """Microsoft Defender on the PC that this runs on."""

    program: str
    run: Run

    def scan(self, on_line: OnLine) -> Outcome:
        """Scan all files. Raises: UnavailableError if it did not come to its end."""
        lines: list[bytes] = []

        def take(line: bytes) -> None:
            if len(lines) < MAX_LINES:
                lines.append(line)
            on_line(line)

        try:
            status = self.run([self.program, *FULL_SCAN], take)
        except KeyboardInterrupt:
            self.run([self.program, *CALL_OFF], lambda _line: None)
            raise
        return _outcome(lines, status)


def _outcome(lines: list[bytes], status: int) -> Outcome:
    """The words count, not the status: an error and a threat left over have the same one."""
    try:
        rows = defender.read(lines, where=PROGRAM)
    except ParseError as error:
        said = " ".join(decode(line).strip() for line in lines[-3:])
        raise UnavailableError(f"{PROGRAM}: no result (status {status}) {said[:300]!r}") from error
    scan = next(row for row in rows if isinstance(row, AvScan))
    is_whole = not any(getattr(row, "why", "") == "not_collected" for row in rows)
    if not is_whole:
        raise UnavailableError(f"{PROGRAM}: the scan did not come to its end (status {status})")
    threats = tuple(row for row in rows if isinstance(row, AvThreat))
    return Outcome(threats=threats, count=scan.threats)


def find_defender(environment: Mapping[str, str]) -> str | None:
    """Its newest program; None if there is none, which Windows Server may lack."""
    data = environment.get("PROGRAMDATA", "")
    platform = Path(data) / "Microsoft" / "Windows Defender" / "Platform"
    versions = platform.iterdir() if data and platform.is_dir() else ()
    found = [one for one in versions if PLATFORM_PATTERN.match(one.name)]
    files = [one / PROGRAM for one in sorted(found, key=_numbers, reverse=True)]
    if programs := environment.get("PROGRAMFILES", ""):
        files.append(Path(programs) / "Windows Defender" / PROGRAM)
    return next((str(file) for file in files if file.is_file()), None)


def _numbers(folder: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", folder.name)))
