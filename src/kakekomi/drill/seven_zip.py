"""Make 7z archives for drills and tests: stored or packed, with or without a password.

Harmless by itself: what is packed is the caller's. Equal input gives equal bytes.

Source: 7-Zip, DOC/7zFormat.txt
"""

import hashlib
import lzma
import struct
import zlib
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.drill import bcj2
from kakekomi.mail import archive_key, seven_zip_bcj2

ROUNDS_POWER: Final = 19
"""As 7-Zip writes."""
COPY: Final = b"\x01\x00"
LZMA2: Final = b"\x21\x21\x01\x10"
"""Coder LZMA2 with one byte of properties: a window of 1 MiB."""
LZMA2_FILTER: Final = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}


def make_7z(
    members: Sequence[tuple[str, bytes]],
    *,
    password: str | None = None,
    is_packed: bool = False,
    hides_names: bool = False,
    is_program: bool = False,
    coder: bytes | None = None,
) -> bytes:
    """Pack each member by itself; ``coder`` replaces the one written, to show a foreign method.

    ``is_program`` takes addresses out, as 7-Zip did of each .exe for many years.
    """
    if is_program:
        return _archive([_Program(content) for _, content in members], members)
    own = coder or (LZMA2 if is_packed else COPY)
    folders = [_Folder(content, own, password, is_packed=is_packed) for _, content in members]
    return _archive(folders, members, password=password, hides_names=hides_names)


def _archive(
    folders: "Sequence[_Folder | _Program]",
    members: Sequence[tuple[str, bytes]],
    *,
    password: str | None = None,
    hides_names: bool = False,
) -> bytes:
    header = b"\x01\x04" + _streams(folders, 0) + _files(members) + b"\x00"
    body = b"".join(part for folder in folders for part in folder.parts)
    if hides_names:
        last = _Folder(header, COPY, password, is_packed=False)
        header = b"\x17" + _streams([last], len(body))
        body += b"".join(last.parts)
    start = struct.pack("<QQI", len(body), len(header), zlib.crc32(header))
    return (
        b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + body + header
    )


class _Folder:
    def __init__(
        self, content: bytes, coder: bytes, password: str | None, *, is_packed: bool
    ) -> None:
        self.crc = zlib.crc32(content)
        packed = content
        if is_packed:
            packed = lzma.compress(content, lzma.FORMAT_RAW, filters=[LZMA2_FILTER])
        self.sizes = [len(content)]
        self.coders = b"\x01" + coder
        if password is not None:
            vector = hashlib.sha256(content).digest()[:16]
            self.sizes.insert(0, len(packed))
            properties = bytes([0x40 | ROUNDS_POWER, 0x0F]) + vector
            aes = b"\x24\x06\xf1\x07\x01" + bytes([len(properties)]) + properties
            self.coders = b"\x02" + aes + coder + b"\x01\x00"
            packed = _encrypted(packed, password, vector)
        self.parts: Sequence[bytes] = (packed,)


class _Program:
    """A folder of the coder BCJ2, whose four streams are stored."""

    def __init__(self, content: bytes) -> None:
        self.crc = zlib.crc32(content)
        self.sizes = [len(content)]
        self.coders = b"\x01\x14" + seven_zip_bcj2.METHOD + b"\x04\x01" + bytes(range(4))
        self.parts: Sequence[bytes] = bcj2.split(content)


def _encrypted(data: bytes, password: str, vector: bytes) -> bytes:
    key = archive_key.seven_zip(password, b"", ROUNDS_POWER)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()


def _streams(folders: Sequence[_Folder | _Program], at: int) -> bytes:
    parts = [_number(len(part)) for folder in folders for part in folder.parts]
    pack = b"\x06" + _number(at) + _number(len(parts)) + b"\x09" + b"".join(parts) + b"\x00"
    sizes = b"".join(_number(size) for folder in folders for size in folder.sizes)
    sums = b"".join(struct.pack("<I", folder.crc) for folder in folders)
    coders = b"".join(folder.coders for folder in folders)
    unpack = b"\x07\x0b" + _number(len(folders)) + b"\x00" + coders
    return pack + unpack + b"\x0c" + sizes + b"\x0a\x01" + sums + b"\x00\x00"


def _files(members: Sequence[tuple[str, bytes]]) -> bytes:
    names = b"\x00" + b"".join((name + "\0").encode("utf-16-le") for name, _ in members)
    return b"\x05" + _number(len(members)) + b"\x11" + _number(len(names)) + names + b"\x00"


def _number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else b"\xff" + struct.pack("<Q", value)  # noqa: PLR2004
