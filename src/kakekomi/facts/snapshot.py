"""A snapshot: the facts of some subjects in one file, to be judged again later or elsewhere.

Layout: gzip (RFC 1952) around lines of JSON::

    {"schema": "kakekomi.snapshot/1"}
    {"subject": "PC-01", "kind": "pc"}          opens a subject
    {"table": "registry", "row": {…}}           a row of it, as many as there are
    {"subject": …}                              opens the next

Equal facts give equal bytes: rows are sorted by their encoding, and the gzip header carries no
time, name or operating system. (Equal zlib versions assumed, as for any deflate stream.)

A snapshot may come from a stranger: sizes are capped while it is inflated, every row is checked
against its table, and a cut file is an error, never a smaller snapshot.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.facts.wire import decode_object, decode_row, sorted_rows

SCHEMA: Final = "kakekomi.snapshot/1"
_FAMILY: Final = "kakekomi.snapshot/"

MAX_INFLATED_BYTES: Final = 512 * 1024 * 1024
"""A PC with 300,000 files makes about 150 MB; more than three times that is no PC."""

MAX_LINE_BYTES: Final = 8 * 1024 * 1024
"""The largest row is a mail's text, which collectors cap far below this."""

_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_CHUNK_BYTES: Final = 1024 * 1024

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrader:
    """Turns the lines of one version into those of the next."""

    from_schema: str
    to_schema: str
    upgrade: Callable[[Iterable[Line]], Iterable[Line]]


UPGRADERS: Final[tuple[Upgrader, ...]] = ()
"""One for each step between versions, oldest first. Version 1 is the first, so none yet."""


def write(subjects: Sequence[SubjectFacts]) -> bytes:
    """The snapshot of these subjects, in their order."""
    lines = [msgspec.json.encode({"schema": SCHEMA})]
    for facts in subjects:
        lines.append(msgspec.json.encode({"subject": facts.subject, "kind": facts.kind}))
        lines.extend(sorted_rows(facts.rows))
    return _gzip(b"\n".join(lines) + b"\n")


def _gzip(data: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def read(
    data: bytes, *, where: str = "", upgraders: Sequence[Upgrader] = UPGRADERS
) -> tuple[SubjectFacts, ...]:
    """The subjects of a snapshot, in their order.

    Raises:
        ParseError: not a snapshot, damaged, cut, or over a cap.
        UnsupportedError: written by a newer version of the program.
    """
    lines = (decode_object(line, where=where) for line in _lines(data, where))
    schema = next(lines, {}).get("schema")
    upgraded = _upgrade(lines, schema, upgraders, where)
    return tuple(_subjects(upgraded, where))


def _upgrade(
    lines: Iterable[Line], schema: object, upgraders: Sequence[Upgrader], where: str
) -> Iterable[Line]:
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise ParseError("no snapshot: the first line names no snapshot schema", where=where)
    for step in upgraders:
        if step.from_schema == schema:
            lines, schema = step.upgrade(lines), step.to_schema
    if schema != SCHEMA:
        raise UnsupportedError(
            f"{where}: snapshot schema {schema!r} is not known to this version; update Kakekomi"
        )
    return lines


def _subjects(lines: Iterable[Line], where: str) -> Iterator[SubjectFacts]:
    opened: tuple[str, Kind] | None = None
    rows: list[Row] = []
    for line in lines:
        if "table" in line:
            rows.append(decode_row(line, where=where))
            continue
        if opened is not None:
            yield SubjectFacts(subject=opened[0], kind=opened[1], rows=tuple(rows))
        elif rows:
            raise ParseError("rows before the first subject", where=where)
        opened, rows = _opening(line, where), []
    if opened is None:
        raise ParseError("no subject in the snapshot", where=where)
    yield SubjectFacts(subject=opened[0], kind=opened[1], rows=tuple(rows))


def _opening(line: Line, where: str) -> tuple[str, Kind]:
    subject, kind = line.get("subject"), line.get("kind")
    if not isinstance(subject, str) or not isinstance(kind, str) or kind not in set(Kind):
        raise ParseError(f"neither a row nor a subject: {line!r:.200}", where=where)
    return subject, Kind(kind)


def _lines(data: bytes, where: str) -> Iterator[bytes]:
    """Lines without their ends, inflated in chunks, so that a bomb stops at the cap."""
    rest = b""
    for chunk in _inflate(data, where):
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_LINE_BYTES:
            raise ParseError(f"a line is longer than {MAX_LINE_BYTES} bytes", where=where)
        yield from whole
    if rest:
        raise ParseError("the last line is cut", where=where)


def _inflate(data: bytes, where: str) -> Iterator[bytes]:
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    total, pending = 0, data
    while not stream.eof:
        try:
            chunk = stream.decompress(pending, _CHUNK_BYTES)
        except zlib.error as error:
            raise ParseError(f"not a snapshot or damaged: {error}", where=where) from error
        pending = stream.unconsumed_tail
        total += len(chunk)
        if total > MAX_INFLATED_BYTES:
            raise ParseError(f"inflates to more than {MAX_INFLATED_BYTES} bytes", where=where)
        if not chunk and not pending and not stream.eof:
            raise ParseError("the snapshot is cut", where=where)
        yield chunk
    if stream.unused_data:
        raise ParseError("bytes after the end of the snapshot", where=where)
