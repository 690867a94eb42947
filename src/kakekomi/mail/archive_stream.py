"""Cut the files of an archive out of the one stream they are packed in.

Where files share a stream (7z, cabinets), a large one must be unpacked to reach those behind. It is
kept to a prefix and the rest of it left out, up to a cap; what lies behind that is a gap.
"""

import zlib
from collections.abc import Iterator, Sequence

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail.archive import ArchiveMember, Shelf, member
from kakekomi.mail.zip_member import Problem

Stream = Iterator[bytes]
"""Chunks of unpacked bytes; ParseError while reading is damage from there on."""


class Piece(msgspec.Struct, frozen=True):
    """A file in a stream."""

    name: str
    size: int
    crc: int | None = None
    start: int | None = None
    """Offset in the stream; None: right behind the piece before."""


class StreamReader:
    """Takes bytes off a stream; damage ends it."""

    __slots__ = ("_rest", "_stream", "at", "is_damaged", "is_given_up")

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest = b""
        self.at = 0
        self.is_damaged = False
        self.is_given_up = False

    def take(self, size: int) -> bytes:
        """Next ``size`` bytes, or fewer at the end."""
        return b"".join(self.chunks(size))

    def skip(self, size: int) -> int:
        """Leave out ``size`` bytes; how many there were."""
        return sum(map(len, self.chunks(size)))

    def chunks(self, size: int) -> Iterator[bytes]:
        """Next ``size`` bytes in chunks."""
        while size > 0 and not self.is_given_up:
            chunk = self._rest or self._next()
            if not chunk:
                return
            self._rest = chunk[size:]
            chunk = chunk[:size]
            self.at += len(chunk)
            size -= len(chunk)
            yield chunk

    def _next(self) -> bytes:
        try:
            return next((chunk for chunk in self._stream if chunk), b"")
        except ParseError:
            self.is_damaged = True
            return b""


def put_pieces(stream: Stream, pieces: Sequence[Piece], packed: int, shelf: Shelf) -> None:
    """Put each piece on the shelf; ``packed`` is the size of the packed stream."""
    reader = StreamReader(stream)
    total = sum(piece.size for piece in pieces)
    start = 0
    for piece in pieces:
        if shelf.is_full:
            return
        start = start if piece.start is None else piece.start
        _skip(reader, start - reader.at, shelf)
        rate = packed / max(total, 1)
        own = packed if len(pieces) == 1 else 0
        _put(reader, piece, shelf, start=start, rate=rate, packed=own)
        start += piece.size


def put_unread(pieces: Sequence[Piece], problem: Problem, shelf: Shelf) -> None:
    """Put the pieces of a stream that can't be unpacked on the shelf."""
    for piece in pieces:
        if not shelf.is_full:
            shelf.put(ArchiveMember(name=piece.name, inflated_bytes=piece.size, problem=problem))


def _put(
    reader: StreamReader, piece: Piece, shelf: Shelf, *, start: int, rate: float, packed: int
) -> None:
    room = shelf.purse.room(piece.size, int(piece.size * rate))
    content = reader.take(min(piece.size, room)) if start == reader.at else b""
    if reader.is_given_up:
        room = 0
    is_sound = piece.size > room or piece.crc is None or zlib.crc32(content) == piece.crc
    one = member(
        piece.name,
        content,
        room=room,
        declared=piece.size,
        packed=packed,
        is_sound=is_sound,
    )
    if one.problem is Problem.DAMAGED and shelf.purse.slow_bytes <= 0:
        one = msgspec.structs.replace(one, problem=Problem.LIMIT)
    shelf.put(one)


def _skip(reader: StreamReader, size: int, shelf: Shelf) -> None:
    """Leave out bytes; if that is too much work, give up the stream."""
    if size <= 0 or reader.is_given_up:
        return
    purse = shelf.purse
    purse.skipped_bytes -= reader.skip(min(size, purse.skipped_bytes))
    reader.is_given_up = purse.skipped_bytes <= 0
