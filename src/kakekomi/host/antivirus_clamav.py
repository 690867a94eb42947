"""A full scan by ClamAV: ``clamscan``, or ``clamdscan`` where its daemon runs.

The disk is scanned in portions (the folders at the top, those of each user), so that a scan that is
cut goes on later. Padded files are scanned too: ClamAV's own limit of 25 MB is what the 500 MB of
2022 were made for. Links are not followed, and other file systems below are left to their PC.

Exit status: 0 nothing found, 1 something found, 2 an error; with a summary the portion was scanned
to its end nevertheless, and the files that could not be read are counted in it.

Source: https://docs.clamav.net/manual/Usage/Scanning.html, clamscan(1)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ParseError, UnavailableError
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.host import clamav
from kakekomi.host.antivirus_program import OnLine, Run
from kakekomi.host.report_text import decode

MAX_FILE_MB: Final = 2_000
"""ClamAV's own bound for what it can be told."""
MAX_KEPT_LINES: Final = 20_000
"""Findings and the summary; of errors only the number counts."""
MAX_PORTIONS: Final = 500
"""Of one disk; with more folders at the top the whole is one portion."""
FOUND: Final = 1
SPLIT: Final = ("users",)
"""Folders at the top whose own folders are portions: they hold most, and change most."""

VERSION_PATTERN: Final = re.compile(
    r"^ClamAV (?P<engine>[0-9][0-9.]{0,15})(?:/(?P<signatures>[0-9]{1,9})/(?P<at>[ -~]{1,40}))?\s*$"
)
"""Takes ``ClamAV 1.4.6/27800/Mon Nov 24 08:30:00 2026``; refuses ``clamscan: not found``."""
_DATE: Final = "%a %b %d %H:%M:%S %Y"
_SUMMARY_WORDS: Final = (b"SCAN SUMMARY", b"Known viruses:", b"Engine version:", b"Scanned ")
_MORE_SUMMARY_WORDS: Final = (b"Infected files:", b"Total errors:", b"Start Date:", b"End Date:")
_NOTHING_SCANNED: Final = b"Scanned files: 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A part of a disk."""

    path: Path
    is_deep: bool
    """With all folders below; else only the files right in it."""

    @property
    def name(self) -> str:
        """For the ledger."""
        return f"{self.path}{'/**' if self.is_deep else '/*'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in a portion."""

    objects: int
    errors: int
    threats: tuple[AvThreat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClamVersion:
    """What stands behind the answers."""

    text: str
    signatures_at: datetime | None
    """None if ClamAV does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClamScanner:
    """One of ClamAV's two programs."""

    program: str
    is_daemon: bool
    run: Run
    options: tuple[str, ...] = ()

    def version(self) -> ClamVersion:
        """Raises: UnavailableError if it does not answer."""
        lines: list[bytes] = []
        self.run([self.program, "--version"], lines.append)
        found = next(filter(None, (VERSION_PATTERN.match(decode(one)) for one in lines)), None)
        if found is None:
            raise UnavailableError(f"{self.program}: does not say what it is")
        text = "/".join(filter(None, (found["engine"], found["signatures"])))
        return ClamVersion(text=text, signatures_at=_moment(found["at"]))

    def scan(self, portion: Portion, on_line: OnLine) -> Found:
        """Scan it to its end. Raises: UnavailableError if that could not be done."""
        kept: list[bytes] = []

        def take(line: bytes) -> None:
            if _is_kept(line) and len(kept) < MAX_KEPT_LINES:
                kept.append(line)
            on_line(line)

        status = self.run([self.program, *self._options(portion), str(portion.path)], take)
        return _result(kept, status, where=str(portion.path))

    def _options(self, portion: Portion) -> tuple[str, ...]:
        if self.is_daemon:
            return (*self.options, "--multiscan", "--stdout")
        depth = "yes" if portion.is_deep else "no"
        return (
            *self.options,
            "--stdout",
            f"--recursive={depth}",
            "--cross-fs=no",
            "--follow-dir-symlinks=0",
            "--follow-file-symlinks=0",
            f"--max-filesize={MAX_FILE_MB}M",
            f"--max-scansize={MAX_FILE_MB}M",
        )


def portions_of(root: Path, *, is_daemon: bool) -> tuple[Portion, ...]:
    """All of a disk in parts, those that matter most first; the daemon takes a disk in one."""
    if is_daemon:
        return (Portion(path=root, is_deep=True),)
    tops = list(_folders(root))
    found = [Portion(path=root, is_deep=False)]
    for top in sorted(tops, key=lambda one: (one.name.casefold() not in SPLIT, one.name)):
        if top.name.casefold() in SPLIT:
            found.append(Portion(path=top, is_deep=False))
            found += [Portion(path=one, is_deep=True) for one in sorted(_folders(top))]
        else:
            found.append(Portion(path=top, is_deep=True))
    whole = (Portion(path=root, is_deep=True),)
    return tuple(found) if len(found) <= MAX_PORTIONS else whole


def _folders(folder: Path) -> Iterator[Path]:
    """Raises: OSError."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            yield entry


def _is_kept(line: bytes) -> bool:
    """A path ends a line of a file, so words of the summary stand at its beginning only."""
    return line.rstrip().endswith(b" FOUND") or any(
        word in line[:32] for word in (*_SUMMARY_WORDS, *_MORE_SUMMARY_WORDS)
    )


def _result(lines: list[bytes], status: int, *, where: str) -> Found:
    is_empty = any(line.strip() == _NOTHING_SCANNED for line in lines)
    try:
        rows = clamav.read(lines, where=where)
    except ParseError as error:
        if is_empty and status == 0:
            return Found(objects=0, errors=0, threats=())
        raise UnavailableError(f"{where}: the scan did not come to its end ({status})") from error
    scan = next(row for row in rows if isinstance(row, AvScan))
    if scan.objects is None:
        raise UnavailableError(f"{where}: the scan did not come to its end ({status})")
    return Found(
        objects=scan.objects,
        errors=_errors(lines),
        threats=tuple(row for row in rows if isinstance(row, AvThreat)),
    )


def _errors(lines: list[bytes]) -> int:
    for line in lines:
        word, _, number = line.partition(b":")
        if word.strip() == b"Total errors" and number.strip().isdigit():
            return int(number)
    return 0


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None
