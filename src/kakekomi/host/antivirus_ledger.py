"""What of a full scan is done, so that one that was cut goes on where it was.

One JSON object a line, on the disk before the next portion begins. What was scanned with other
signatures, or longer ago than ``MAX_AGE``, is scanned again: it would say little about today.
"""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.facts.report_tables import AvThreat

MAX_AGE: Final = timedelta(hours=48)
"""A scan of a full disk takes a night; one that was cut is taken up the day after."""
MAX_LEDGER_BYTES: Final = 64 * 1024 * 1024
"""Some dozen portions with a handful of threats each take some kilobytes."""


class ScannedPortion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the disk that was scanned to its end."""

    portion: str
    """Path, and whether the folders below are meant: see ``antivirus_portions``."""
    version: str
    """Of engine and signatures, as the program states them."""
    started_at: datetime
    finished_at: datetime
    objects: int
    errors: int
    """Files that could not be read."""
    threats: tuple[AvThreat, ...] = ()


class ScanLedger:
    """The file. A damaged line is one that was cut: its portion is scanned again."""

    def __init__(self, path: Path | None) -> None:
        """None: nothing is kept, and a scan that is cut begins anew."""
        self._path = path

    def done(self, version: str, *, now: datetime) -> Mapping[str, ScannedPortion]:
        """Portions that need not be scanned again, by name."""
        return {
            one.portion: one
            for one in self._read()
            if one.version == version and timedelta(0) <= now - one.finished_at <= MAX_AGE
        }

    def add(self, portion: ScannedPortion) -> None:
        """Keep it. Raises: OSError."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as out:
            out.write(msgspec.json.encode(portion) + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def close(self) -> None:
        """The whole is done: the next scan begins anew."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _read(self) -> list[ScannedPortion]:
        if self._path is None or not self._path.is_file():
            return []
        with self._path.open("rb") as file:
            data = file.read(MAX_LEDGER_BYTES)
        found = []
        for line in data.splitlines():
            try:
                found.append(msgspec.json.decode(line, type=ScannedPortion))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
        return found
