"""What of a long check is done, so that neither a kill nor a power cut costs more than a piece.

Two files: the ledger, a line for each shard that is done, and beside it the results. Both are only
ever appended to, and on the disk before anything is shown: first the results, then the line that
says where they lie. A line or result that was cut is not counted, and its shard is done again.

A later run walks the inputs again and shows kept results in their place, so its output is whole
and in order whatever the first one had shown. An input whose size or time has changed since is
checked again, with the shard it is in.

Ledger, a line::

    crc32 of the rest, 8 hex digits; blank; JSON; line feed

    {"type": "begun", "settings": …, "now": …}        the first
    {"type": "done", "number": …, "at": …, "size": …, "crc": …, "marks": …}

Results: for each shard what the worker answered, deflated; ``at`` and ``size`` in bytes.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Self

import msgspec

from kakekomi.check.file_lock import lock
from kakekomi.check.inputs import Input, Letter
from kakekomi.check.shard import Shard, Source
from kakekomi.facts.errors import ConfigurationError

RESULTS_SUFFIX: Final = ".results"

MARK_CHARS: Final = 12
"""Of each input, in hex: one in 2^48 changes would go unseen."""

OPEN_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)

TORN: Final = re.compile(rb"[0-9a-f]{1,8}(?: (?:\{[^\n]{0,400})?)?\n?")
"""A first line that was cut: takes ``b'3daf {"ty'``; refuses ``b"Dear Sir"``."""

DEFLATE_LEVEL: Final = 1
"""Verdicts are full of the same sentences: even so they shrink to a tenth."""


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """What the whole check is."""

    settings: str
    """Digest of inputs, options and knowledge."""
    now: datetime
    """Time of the check, the same for all its verdicts."""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A shard that is done."""

    number: int
    at: int
    """Where its results begin."""
    size: int
    crc: int
    """Of its results as they lie there."""
    marks: str
    """One for each input: see ``mark``."""


_LINES: Final = msgspec.json.Decoder(Begun | Done)


class Ledger:
    """Open files of one check; ``with``."""

    def __init__(self, path: str, settings: str, now: datetime) -> None:
        """Begin, or go on.

        Raises:
            ConfigurationError: it belongs to another check, or that one is still running.
            OSError: it can't be read or written.
        """
        self.changed: list[str] = []
        """Inputs that are not as they were; those of each shard up to the first."""
        self._ledger = _open(path)
        if not lock(self._ledger):
            self._ledger.close()
            raise ConfigurationError(f"{path!r} is in use by another check that is running")
        self._results = _open(path + RESULTS_SUFFIX)
        try:
            self._begin(path, settings, now)
        except ConfigurationError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, path: str, settings: str, now: datetime) -> None:
        self._ledger.seek(0)
        content = self._ledger.read()
        lines = list(_lines(content))
        begun = next((line for line in lines if isinstance(line, Begun)), None)
        if begun is None and content and not TORN.fullmatch(content):
            raise ConfigurationError(f"{path!r} is no file of --resume; name another one")
        if begun is not None and begun.settings != settings:
            raise ConfigurationError(
                f"{path!r} belongs to a check of other files, options or knowledge; name another"
            )
        self._done = {line.number: line for line in lines if isinstance(line, Done)}
        if content and not content.endswith(b"\n"):
            self._ledger.write(b"\n")
        self.now = begun.now if begun else now
        if begun is None:
            self._write(Begun(settings, now))
            _sync_folder(path)

    def answer(self, number: int, shard: Shard, marks: str) -> bytes | None:
        """What was kept of the shard; None if it has to be done."""
        done = self._done.get(number)
        if done is None:
            return None
        if done.marks != marks:
            self.changed += _first_changed(shard.sources, marks, done.marks)
            return None
        self._results.seek(done.at)
        packed = self._results.read(done.size)
        if len(packed) < done.size or zlib.crc32(packed) != done.crc:
            return None
        return zlib.decompress(packed)

    def keep(self, number: int, marks: str, answer: bytes) -> None:
        """Write down that the shard is done; it is when this returns."""
        packed = zlib.compress(answer, DEFLATE_LEVEL)
        at = self._results.seek(0, os.SEEK_END)
        self._results.write(packed)
        _sync(self._results)
        done = Done(number, at, len(packed), zlib.crc32(packed), marks)
        self._write(done)
        self._done[number] = done

    def _write(self, line: Begun | Done) -> None:
        data = msgspec.json.encode(line)
        self._ledger.write(b"%08x %s\n" % (zlib.crc32(data), data))
        _sync(self._ledger)

    def close(self) -> None:
        """Let go of the files."""
        self._results.close()
        self._ledger.close()


def marks_of(shard: Shard) -> str:
    """By which a later run knows that all inputs of the shard are as they were."""
    return "".join(map(mark, shard.sources))


def mark(source: Source) -> str:
    """Of a file its name, size and time; of a mail that is carried, its bytes."""
    match source:
        case Input() | Letter() if source.path:
            what = f"file\0{source.path}\0{_state(source.path)}".encode("utf-8", "surrogateescape")
        case Letter():
            name = source.name.encode("utf-8", "surrogatepass")
            what = b"mail\0" + name + b"\0" + hashlib.blake2b(source.data).digest()
        case _:
            what = f"other\0{source!r}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(what, digest_size=MARK_CHARS // 2).hexdigest()


def settings_digest(*parts: str) -> str:
    """Of all that makes one check another."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _state(path: str) -> str:
    try:
        state = os.stat(path)  # noqa: PTH116  the path as given, unchanged
    except OSError as error:
        return f"{error.errno}"
    return f"{state.st_size} {state.st_mtime_ns}"


def _lines(content: bytes) -> Iterator[Begun | Done]:
    """Those that are whole."""
    for line in content.split(b"\n"):
        crc, _, data = line.partition(b" ")
        if data and crc == b"%08x" % zlib.crc32(data):
            yield _LINES.decode(data)


def _first_changed(sources: Sequence[Source], marks: str, before: str) -> list[str]:
    for at, source in enumerate(sources):
        place = slice(at * MARK_CHARS, (at + 1) * MARK_CHARS)
        if marks[place] != before[place]:
            return [source.name]
    return [sources[-1].name]


def _open(path: str) -> BinaryIO:
    """For nobody but the user: verdicts quote mails and passwords."""
    return os.fdopen(os.open(path, OPEN_FLAGS, 0o600), "a+b")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(path: str) -> None:
    """The name of a new file is on the disk only with its folder; Windows does that by itself."""
    if os.name == "nt":
        return
    folder = os.open(Path(path).parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
