r"""Files in the places that matter: Windows programs, scripts and links, never the whole disk.

Only what can run is noted. Names of people's documents are none of our business, and a list of
everything would bury what matters. Whether a file is a Windows program is read from its first
bytes, since Emotet's have any extension.

A file is noted once, with size, times and its folder's time (a difference of exactly seven days
between the two is one of Emotet's habits). Programs and scripts outside Windows' own folders are
hashed and run through the content rules, within caps.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Final

from kakekomi.facts.errors import (
    NotPermittedError,
    ParseError,
    UnavailableError,
    UnsupportedError,
)
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.pc_tables import Authenticode, File, Hash
from kakekomi.facts.row import Row
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.sql_functions import extension
from kakekomi.host.disk import Disk, Entry
from kakekomi.host.mark_of_the_web import mark_of
from kakekomi.host.namesake import Namesakes
from kakekomi.host.pe import HEAD_BYTES, MIN_BYTES, Pe, parse_head
from kakekomi.host.place import WINDOWS_PLACES, place_of

MAX_HASHED_BYTES: Final = 64 * 1024 * 1024
"""Of one file; Emotet's padded DLLs of 2023 have 500 MB, of which the size says enough."""
MAX_HASHED_TOTAL_BYTES: Final = 512 * 1024 * 1024
"""Of one PC; a few seconds of reading."""
MAX_SCANNED_BYTES: Final = 16 * 1024 * 1024
"""Content rules look at the beginning of a longer file."""

SCRIPTS: Final = frozenset(
    ("vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "bat", "cmd", "ps1", "chm")
)
LINKS: Final = frozenset(("lnk", "url"))

_UNHASHED: Final = WINDOWS_PLACES | {"program_files", "drive"}
"""Whose hashes nobody compares: they change with every update."""

SignatureChecker = Callable[[str, str], Authenticode]
"""Given a file's local and Windows path. Raises: UnavailableError, UnsupportedError."""


class Files:
    """Looks at files and keeps the rows about them."""

    def __init__(
        self,
        disk: Disk,
        scanner: ContentScanner | None,
        *,
        signatures: SignatureChecker | None = None,
    ) -> None:
        self._disk = disk
        self._scanner = scanner
        self._signatures = signatures
        self._programs: dict[str, Pe | None] = {}
        self._noted: dict[str, None] = {}
        self._rows: list[Row] = []
        self._hashed_bytes = 0
        self.namesakes = Namesakes(disk)

    def rows(self) -> tuple[Row, ...]:
        """Everything noted so far."""
        return tuple(self._rows)

    def program(self, entry: Entry) -> Pe | None:
        """Facts of the file's header; None if it is no Windows program or cannot be read."""
        if entry.path not in self._programs:
            self._programs[entry.path] = self._read_head(entry)
        return self._programs[entry.path]

    def note(self, entry: Entry) -> None:
        """Keep rows about a file, once."""
        if entry.path in self._noted or entry.is_folder or entry.is_link:
            return
        self._noted[entry.path] = None
        row = self._row(entry)
        if row is None:
            self._rows.append(Gap(what=What.FILE, why=Why.UNREADABLE, detail=entry.path))
            return
        self._rows.append(row)
        if mark := mark_of(self._disk, entry):
            self._rows.append(mark)
        can_run = row.is_pe or extension(row.filename) in SCRIPTS
        if row.is_pe and row.place not in WINDOWS_PLACES:
            self._rows.append(self._signature(entry, row.size))
        if can_run and row.place not in _UNHASHED:
            self._rows.extend(self._content(entry, row.size))

    def note_if_it_runs(self, entry: Entry) -> bool:
        """Keep rows about a program, script or link; say whether it is one."""
        is_one = extension(entry.name) in SCRIPTS | LINKS or self.program(entry) is not None
        if is_one:
            self.note(entry)
        return is_one

    def _read_head(self, entry: Entry) -> Pe | None:
        status = self._disk.status(entry)
        if status is not None and status.size < MIN_BYTES:
            return None
        try:
            return parse_head(self._disk.head(entry, HEAD_BYTES))
        except NotPermittedError:
            self._rows.append(Gap(what=What.FILE, why=Why.NOT_PERMITTED, detail=entry.path))
        except ParseError:
            self._rows.append(Gap(what=What.FILE, why=Why.UNREADABLE, detail=entry.path))
        return None

    def _row(self, entry: Entry) -> File | None:
        status = self._disk.status(entry)
        if status is None:
            return None
        pe, place = self.program(entry), place_of(entry.path)
        folder = self._disk.find(entry.folder)
        folder_status = self._disk.status(folder) if folder else None
        namesake, directory_namesake = self.namesakes.of(entry.path)
        return File(
            path=entry.path,
            directory=entry.folder,
            filename=entry.name,
            size=status.size,
            mtime=status.modified_s,
            is_pe=pe is not None,
            is_dll=pe is not None and pe.is_dll,
            machine=pe.machine if pe else None,
            directory_mtime=folder_status.modified_s if folder_status else None,
            place=place.name if place else None,
            namesake=namesake,
            directory_namesake=directory_namesake,
        )

    def _signature(self, entry: Entry, size: int) -> Row:
        """Without one there is nothing to ask; whether one is good only a running Windows knows."""
        pe = self.program(entry)
        if pe and pe.has_signature is False:
            return Authenticode(path=entry.path, result="missing")
        if self._signatures is None:
            return Authenticode(path=entry.path, result="unverified offline")
        if size > MAX_HASHED_BYTES:
            return Gap(what=What.SIGNATURE, why=Why.LIMIT, detail=entry.path)
        try:
            return self._signatures(entry.local, entry.path)
        except (UnavailableError, UnsupportedError):
            return Gap(what=What.SIGNATURE, why=Why.UNREADABLE, detail=entry.path)

    def _content(self, entry: Entry, size: int) -> Iterator[Row]:
        if size > MAX_HASHED_BYTES or self._hashed_bytes + size > MAX_HASHED_TOTAL_BYTES:
            yield Gap(what=What.FILE, why=Why.LIMIT, detail=entry.path)
            return
        self._hashed_bytes += size
        sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
        head = bytearray()
        try:
            for chunk in self._disk.chunks(entry, limit=MAX_HASHED_BYTES):
                sha256.update(chunk)
                md5.update(chunk)
                head += chunk[: max(0, MAX_SCANNED_BYTES - len(head))]
        except (NotPermittedError, ParseError):
            yield Gap(what=What.FILE, why=Why.UNREADABLE, detail=entry.path)
            return
        yield Hash(path=entry.path, sha256=sha256.hexdigest(), md5=md5.hexdigest())
        yield from self._matches(entry, bytes(head))

    def _matches(self, entry: Entry, head: bytes) -> Iterator[Row]:
        try:
            for rule in self._scanner(head) if self._scanner else ():
                yield YaraMatch(rule=rule, path=entry.path)
        except TimeoutError:
            yield Gap(what=What.CONTENT_RULES, why=Why.LIMIT, detail=entry.path)
