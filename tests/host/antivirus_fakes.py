"""Antivirus programs that say what a test wants; ClamAV itself where it is installed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kakekomi.host.antivirus_program import OnLine

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
VERSION = b"ClamAV 1.4.6/27800/Mon Nov 23 08:30:00 2026\n"
SUMMARY = """
----------- SCAN SUMMARY -----------
Known viruses: 8700000
Engine version: 1.4.6
Scanned directories: 3
Scanned files: {files}
Infected files: {infected}
{errors}Data scanned: 0.10 MB
Time: 0.010 sec (0 m 0 s)
Start Date: 2026:11:24 19:00:00
End Date:   2026:11:24 19:00:10
"""


def summary(files: int, infected: int = 0, errors: int = 0) -> list[bytes]:
    text = SUMMARY.format(
        files=files, infected=infected, errors=f"Total errors: {errors}\n" if errors else ""
    )
    return text.encode().splitlines(keepends=True)


class Clock:
    """A minute goes by each time somebody looks."""

    def __init__(self) -> None:
        self._now = NOW

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@dataclass
class FakeProgram:
    """``says`` is asked for the lines and status for each call but the one for the version."""

    says: Callable[[list[str]], tuple[list[bytes], int]]
    version: bytes = VERSION
    calls: list[list[str]] = field(default_factory=list)

    def __call__(self, arguments: Sequence[str], on_line: OnLine) -> int:
        self.calls.append(list(arguments))
        if arguments[-1] == "--version":
            on_line(self.version)
            return 0
        lines, status = self.says(list(arguments))
        for line in lines:
            on_line(line)
        return status
