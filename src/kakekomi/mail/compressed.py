"""Unpack a file that was packed by itself: gzip, bzip2 and xz, as far as is needed.

The name inside is the file's own without the ending, which the caller knows.

Source: RFC 1952; bzip2 1.0.8 manual; The .xz File Format 1.1.0
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail.archive import Archive, Limits, Shelf, member

MAX_XZ_BYTES: Final = 256 * 1024 * 1024
"""Memory of the unpacker; the largest preset takes 65 MiB."""
STEP_BYTES: Final = 1024 * 1024
"""Unpacked at a time."""
Feed = Callable[[bytes, int], tuple[bytes, bytes | None]]
"""Unpacks; gives plain bytes, and behind the stream's end what follows it, else None."""


def read_gzip(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """The one file in it. Raises ParseError if it is no gzip."""
    del passwords
    return _read(data, limits, _gzip)


def read_bzip2(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """The one file in it. Raises ParseError if it is no bzip2."""
    del passwords
    return _read(data, limits, lambda: _own(bz2.BZ2Decompressor()))


def read_xz(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """The one file in it. Raises ParseError if it is no xz."""
    del passwords
    return _read(
        data, limits, lambda: _own(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_XZ_BYTES))
    )


def _gzip() -> Feed:
    raw = zlib.decompressobj(31)

    def feed(chunk: bytes, most: int) -> tuple[bytes, bytes | None]:
        plain = raw.decompress(raw.unconsumed_tail + chunk, most)
        return plain, raw.unused_data if raw.eof else None

    return feed


def _own(raw: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> Feed:
    def feed(chunk: bytes, most: int) -> tuple[bytes, bytes | None]:
        plain = raw.decompress(chunk, most)
        return plain, raw.unused_data if raw.eof else None

    return feed


def _read(data: bytes, limits: Limits, start: Callable[[], Feed]) -> Archive:
    shelf = Shelf(limits)
    room = shelf.purse.room(-1, len(data))
    content, is_sound = _unpacked(data, room + 1, start)
    if not content and not is_sound:
        raise ParseError("no packed data", where="packed file")
    shelf.put(member(None, content, room=room, declared=-1, packed=len(data), is_sound=is_sound))
    return shelf.archive()


def _unpacked(data: bytes, most: int, start: Callable[[], Feed]) -> tuple[bytes, bool]:
    """Content of the streams behind one another, at most ``most`` bytes; whether all is sound."""
    out: list[bytes] = []
    left, feed, rest = most, start(), data
    try:
        while left > 0:
            plain, behind = feed(rest, min(left, STEP_BYTES))
            out.append(plain)
            left -= len(plain)
            rest = b""
            if behind is not None:
                rest = behind.lstrip(b"\0")
                if not rest:
                    return b"".join(out), True
                feed = start()
            elif not plain:
                return b"".join(out), False
    except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError):
        return b"".join(out), False
    return b"".join(out), True
