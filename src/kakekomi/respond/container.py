"""An encrypted container for evidence and quarantined files: a ZIP with WinZip's AES-256.

Why this form: whoever helps (a vendor, the police, JPCERT/CC) can open it with any packer, and the
desk can hand it over as it is. Its password is the customary one for samples, "infected", printed
with every container: it is there so that nothing in it can be run, double-clicked or taken away by
an antivirus before somebody has looked, not to keep a secret. Who may read it is up to the folder,
which is the user's alone. A key of our own beside the file would keep no secret either, and losing
it would lose both the evidence and the way back.

Layout of a member's data::

    offset  size  field
    0       16    salt
    16      2     check of the password
    18      -     deflated data, AES in counter mode, counter little-endian from 1
    end-10  10    HMAC-SHA1 of the encrypted data, cut

Everything is streamed, since padded samples have hundreds of megabytes. A container is written
beside its place and moved there when it is whole.

Source: PKWARE APPNOTE.TXT 6.3.10; WinZip, "AES Encryption Information" (AE-2)
"""
# ruff: noqa: PLR2004 - sizes are those of the layout above

import hmac
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.facts.errors import ParseError
from kakekomi.mail.zip_crypto import AES_CHECK_BYTES, AES_CODE_BYTES, aes_keys
from kakekomi.respond.durable import Checkpoint, nothing, sync_folder

PASSWORD: Final = "infected"  # noqa: S105  no secret, see above
SALT_BYTES: Final = 16
KEY_BYTES: Final = 32
CHUNK_BYTES: Final = 1024 * 1024
MAX_MEMBER_BYTES: Final = 2 * 1024 * 1024 * 1024
"""Of one member; a ZIP without extensions holds no more than twice that."""
MAX_MEMBERS: Final = 10_000
"""Of one container; evidence about one file has some dozens."""

_AES: Final = 99
_FLAGS: Final = 0x801
"""Encrypted, and the name is UTF-8."""
_DOS_TIME: Final = 0x0021_0000
"""1980-01-01, the first that a ZIP knows: the true times stand in the journal."""
_EXTRA: Final = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
"""AES-256, version 2 (no CRC of the plain data), deflated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Something to be kept."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    name: bytes
    offset: int
    packed: int
    size: int

    def local(self) -> bytes:
        return b"PK\x03\x04" + struct.pack("<H", 51) + self._fields() + self.name + _EXTRA

    def central(self) -> bytes:
        start = b"PK\x01\x02" + struct.pack("<HH", 51, 51) + self._fields()
        return start + struct.pack("<HHHII", 0, 0, 0, 0, self.offset) + self.name + _EXTRA

    def _fields(self) -> bytes:
        return struct.pack(
            "<HHIIIIHH",
            _FLAGS,
            _AES,
            _DOS_TIME,
            0,
            self.packed,
            self.size,
            len(self.name),
            len(_EXTRA),
        )


def write(path: Path, exhibits: Iterable[Exhibit], *, checkpoint: Checkpoint = nothing) -> None:
    """Write a container in one go: afterwards it is there whole, or not at all.

    Raises: ParseError if a member is too large; OSError.
    """
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        members = [_write_member(out, exhibit) for exhibit in exhibits]
        checkpoint("container written in part")
        start = out.tell()
        for member in members:
            out.write(member.central())
        size, count = out.tell() - start, len(members)
        out.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, size, start, 0))
        out.flush()
        os.fsync(out.fileno())
    checkpoint("container written")
    part.replace(path)
    sync_folder(path.parent)


def _write_member(out: BinaryIO, exhibit: Exhibit) -> _Member:
    name, offset = exhibit.name.encode("utf-8", "surrogateescape"), out.tell()
    out.write(_Member(name=name, offset=offset, packed=0, size=0).local())
    salt = os.urandom(SALT_BYTES)
    key, code_key, check = aes_keys(PASSWORD.encode(), salt, KEY_BYTES)
    out.write(salt + check)
    mix, code, packer = _mixer(key), hmac.new(code_key, digestmod="sha1"), _packer()
    size, packed = 0, SALT_BYTES + AES_CHECK_BYTES + AES_CODE_BYTES
    for data in _deflated(exhibit.chunks, packer):
        size, cipher = size + data.taken, mix(data.packed)
        if size > MAX_MEMBER_BYTES or out.tell() > MAX_MEMBER_BYTES:
            raise ParseError("too large to be kept", where=exhibit.name)
        code.update(cipher)
        packed += len(cipher)
        out.write(cipher)
    out.write(code.digest()[:AES_CODE_BYTES])
    member = _Member(name=name, offset=offset, packed=packed, size=size)
    end = out.tell()
    out.seek(offset)
    out.write(member.local())
    out.seek(end)
    return member


@dataclass(frozen=True, slots=True)
class _Deflated:
    taken: int
    packed: bytes


def _packer() -> "zlib._Compress":
    return zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)


def _deflated(chunks: Iterable[bytes], packer: "zlib._Compress") -> Iterator[_Deflated]:
    for chunk in chunks:
        yield _Deflated(len(chunk), packer.compress(chunk))
    yield _Deflated(0, packer.flush())


def _mixer(key: bytes) -> Callable[[bytes], bytes]:
    """Encrypts or decrypts what comes in pieces of any length, one after another."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305  of counters only
    counter, left = 1, b""

    def mix(data: bytes) -> bytes:
        nonlocal counter, left
        blocks = max(0, -(-(len(data) - len(left)) // 16))
        pairs = [0] * (2 * blocks)
        pairs[::2] = range(counter, counter + blocks)
        counter += blocks
        stream = left + encryptor.update(struct.pack(f"<{2 * blocks}Q", *pairs))
        left = stream[len(data) :]
        mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream[: len(data)], "little")
        return mixed.to_bytes(len(data), "little")

    return mix


def names(path: Path) -> tuple[str, ...]:
    """Names of the members. Raises: ParseError, OSError."""
    return tuple(info.filename for info in _directory(path))


def read(path: Path, name: str) -> Iterator[bytes]:
    """Plain data of a member; the last chunk comes only if the whole is intact.

    Raises: ParseError if there is no such member or it is damaged; OSError.
    """
    info = next((info for info in _directory(path) if info.filename == name), None)
    if info is None or info.compress_type != _AES:
        raise ParseError(f"no member {name!r}", where=str(path))
    with path.open("rb") as handle:
        handle.seek(info.header_offset)
        header = handle.read(30)
        if len(header) < 30 or info.compress_size < SALT_BYTES + 12:
            raise ParseError("cut", where=str(path))
        handle.seek(sum(struct.unpack_from("<HH", header, 26)), os.SEEK_CUR)
        yield from _plain(handle, info, str(path))


def _plain(handle: BinaryIO, info: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    salt, check = handle.read(SALT_BYTES), handle.read(AES_CHECK_BYTES)
    key, code_key, expected = aes_keys(PASSWORD.encode(), salt, KEY_BYTES)
    mix, code = _mixer(key), hmac.new(code_key, digestmod="sha1")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    left, size, waiting = info.compress_size - SALT_BYTES - 12, 0, b""
    while left > 0 and (data := handle.read(min(left, CHUNK_BYTES))):
        left -= len(data)
        code.update(data)
        pending = mix(data)
        while pending:
            yield waiting
            try:
                waiting = inflater.decompress(pending, CHUNK_BYTES)
            except zlib.error as error:
                raise ParseError("damaged", where=where) from error
            pending, size = inflater.unconsumed_tail, size + len(waiting)
            if size > info.file_size:
                raise ParseError("longer than it says", where=where)
    is_intact = check == expected and code.digest()[:AES_CODE_BYTES] == handle.read(10)
    if not is_intact or not inflater.eof or size != info.file_size:
        raise ParseError("damaged", where=where)
    yield waiting


def _directory(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, UnicodeDecodeError, struct.error, NotImplementedError) as error:
        raise ParseError("no readable container", where=str(path)) from error
    if len(found) > MAX_MEMBERS:
        raise ParseError("too many members", where=str(path))
    return found
