"""Unpack one member of a ZIP archive, as far as is needed and no further.

A member that is too large, or that packs too well to be a document, is read to a prefix only: the
documents of March 2023 were 700 KB of ZIP for 570 MB of zeros behind a 300 KB .doc, and its first
mebibyte tells all. The declared size is then the size reported.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum, StrEnum
from typing import Final, Protocol

import msgspec

from kakekomi.mail import zip_crypto
from kakekomi.mail.zip_directory import ZipEntry

MAX_MEMBER_BYTES: Final = 32 * 1024 * 1024
"""Unpacked whole up to here: more than mail servers let through as an attachment."""
PREFIX_BYTES: Final = 1024 * 1024
"""Read of a larger member; holds the whole of any document that was only padded."""
SUSPECT_RATIO: Final = 200
"""Deflate reaches it only on runs of one byte; text packs 3 to 10 times."""
SUSPECT_BYTES: Final = 4 * 1024 * 1024
"""Below, a high ratio is an empty form or bitmap, and cheap."""
STEP_BYTES: Final = 256 * 1024
"""Packed bytes given to the unpacker at a time."""


class Method(IntEnum):
    """Methods that are read."""

    STORED = 0
    DEFLATED = 8
    BZIP2 = 12
    LZMA = 14


class Problem(StrEnum):
    """Why a member was not (wholly) read."""

    ENCRYPTED = "encrypted"
    """No password, or none that fits."""
    UNSUPPORTED = "unsupported"
    """A method or encryption that is not read."""
    DAMAGED = "damaged"
    """The data ends early, is no valid stream, or its checksum differs."""
    LIMIT = "limit"
    """Only a prefix was read."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a member."""

    content: bytes = b""
    inflated_bytes: int = 0
    """Size unpacked: reached if it was read whole, else the larger of declared and reached."""
    problem: Problem | None = None
    opened_with: str | None = None
    """The exact password that opened it."""


class _Unpacker(Protocol):
    def feed(self, data: bytes, room: int, /) -> bytes:
        """Unpack at most about ``room`` bytes more."""

    @property
    def is_done(self) -> bool:
        """Whether the stream has come to its own end."""


class _Deflated:
    def __init__(self) -> None:
        self._raw = zlib.decompressobj(-15)

    def feed(self, data: bytes, room: int, /) -> bytes:
        return self._raw.decompress(self._raw.unconsumed_tail + data, room)

    @property
    def is_done(self) -> bool:
        return self._raw.eof


class _Stream:
    """Bzip2 and LZMA, which keep their rest themselves."""

    def __init__(self, raw: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._raw = raw

    def feed(self, data: bytes, room: int, /) -> bytes:
        return b"" if self._raw.eof else self._raw.decompress(data, room)

    @property
    def is_done(self) -> bool:
        return self._raw.eof


class _ZipLzma:
    """LZMA as ZIP has it: version, size of properties, properties, then a raw stream."""

    def __init__(self) -> None:
        self._head = b""
        self._raw: _Stream | None = None

    def feed(self, data: bytes, room: int, /) -> bytes:
        if self._raw is not None:
            return self._raw.feed(data, room)
        self._head += data
        if len(self._head) < 9:  # noqa: PLR2004  4 bytes of header and the 5 properties of LZMA1
            return b""
        lc_lp_pb = self._head[4]
        options = {
            "id": lzma.FILTER_LZMA1,
            "lc": lc_lp_pb % 9,
            "lp": lc_lp_pb // 9 % 5,
            "pb": lc_lp_pb // 45,
            "dict_size": min(int.from_bytes(self._head[5:9], "little"), MAX_MEMBER_BYTES),
        }
        self._raw = _Stream(lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[options]))
        return self._raw.feed(self._head[9:], room)

    @property
    def is_done(self) -> bool:
        return self._raw is not None and self._raw.is_done


class _Stored:
    def feed(self, data: bytes, room: int, /) -> bytes:
        return data[:room]

    @property
    def is_done(self) -> bool:
        return False


_UNPACKERS: Final[dict[int, Callable[[], _Unpacker]]] = {
    Method.STORED: _Stored,
    Method.DEFLATED: _Deflated,
    Method.BZIP2: lambda: _Stream(bz2.BZ2Decompressor()),
    Method.LZMA: _ZipLzma,
}


def read(
    data: bytes,
    entry: ZipEntry,
    *,
    passwords: Sequence[str] = (),
    room: int = MAX_MEMBER_BYTES,
) -> Member:
    """Unpack ``entry`` of the archive ``data``; of what exceeds ``room`` or is suspect, a prefix.

    Each of ``passwords`` is tried as written, in UTF-8 and in code page 932.
    """
    packed = memoryview(data)[entry.data_at : entry.data_at + entry.compressed_bytes]
    make = _UNPACKERS.get(entry.method)
    if make is None:
        return _unread(entry, Problem.UNSUPPORTED)
    room = _room(entry, len(packed), room)
    if not entry.is_encrypted:
        content, is_sound = _unpack(_steps(packed), make(), room)
        return _member(entry, content, room, is_sound=is_sound)
    if entry.flags & 0x40:
        return _unread(entry, Problem.UNSUPPORTED)
    for password in passwords:
        for raw in _spellings(password):
            member = _decrypted(packed, entry, raw, room)
            if member is not None:
                return msgspec.structs.replace(member, opened_with=password)
    return _unread(entry, Problem.ENCRYPTED)


def _room(entry: ZipEntry, packed: int, room: int) -> int:
    """How much to read at most, told from the sizes alone."""
    is_suspect = (
        entry.declared_bytes > SUSPECT_BYTES and entry.declared_bytes > SUSPECT_RATIO * packed
    )
    return min(room, PREFIX_BYTES) if is_suspect or entry.declared_bytes > room else room


def _unread(entry: ZipEntry, problem: Problem) -> Member:
    return Member(inflated_bytes=max(entry.declared_bytes, 0), problem=problem)


def _spellings(password: str) -> tuple[bytes, ...]:
    raw = password.encode("utf-8", "replace")
    if raw.isascii():
        return (raw,)
    return raw, password.encode("cp932", "replace")


def _decrypted(packed: memoryview, entry: ZipEntry, password: bytes, room: int) -> Member | None:
    """Unpack with this password; None if it is the wrong one."""
    if entry.aes is not None:
        chunks = zip_crypto.aes_open(packed, password, entry.aes.key_bytes)
    else:
        check = entry.dos_time >> 8 & 0xFF if entry.flags & 8 else entry.crc >> 24
        chunks = zip_crypto.crypto_open(packed, password, check)
        if chunks is None and entry.flags & 8:
            chunks = zip_crypto.crypto_open(packed, password, entry.crc >> 24)
    if chunks is None:
        return None
    content, is_sound = _unpack(chunks, _UNPACKERS[entry.method](), room)
    member = _member(entry, content, room, is_sound=is_sound)
    if member.problem is not Problem.DAMAGED:
        return member
    is_cut = len(packed) < entry.compressed_bytes
    if entry.aes is None:
        return member if is_cut and is_sound and entry.method != Method.STORED else None
    is_right = is_cut or zip_crypto.aes_is_intact(packed, password, entry.aes.key_bytes)
    return member if is_right else None


def _steps(packed: memoryview) -> Iterator[bytes]:
    return (bytes(packed[at : at + STEP_BYTES]) for at in range(0, len(packed), STEP_BYTES))


def _unpack(chunks: Iterable[bytes], unpacker: _Unpacker, room: int) -> tuple[bytes, bool]:
    """Content up to one byte more than ``room``, and whether the stream was sound so far."""
    out: list[bytes] = []
    left = room + 1
    try:
        for chunk in chunks:
            plain = unpacker.feed(chunk, left)
            while plain:
                out.append(plain)
                left -= len(plain)
                plain = unpacker.feed(b"", left) if left > 0 else b""
            if left <= 0 or unpacker.is_done:
                break
    except (zlib.error, lzma.LZMAError, OSError, ValueError):
        return b"".join(out), False
    return b"".join(out), True


def _member(entry: ZipEntry, content: bytes, room: int, *, is_sound: bool) -> Member:
    if len(content) > room:
        size = max(entry.declared_bytes, len(content))
        return Member(content=content[:room], inflated_bytes=size, problem=Problem.LIMIT)
    is_checked = entry.aes is not None and entry.aes.version != 1
    is_whole = is_sound and (
        len(content) == entry.declared_bytes
        if is_checked
        else zlib.crc32(content) == entry.crc or (entry.declared_bytes < 0 and not entry.crc)
    )
    if is_whole:
        return Member(content=content, inflated_bytes=len(content))
    return Member(
        content=content,
        inflated_bytes=max(entry.declared_bytes, len(content)),
        problem=Problem.DAMAGED,
    )
