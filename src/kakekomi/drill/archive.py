"""Make ZIP archives for drills and tests: plain, with the old ZIP cipher, or with WinZip's AES.

Harmless by itself: what is packed is the caller's. Names may be given as bytes, as an old packer
in Japan would write them. Equal input gives equal bytes; salts come from the content.

Source: PKWARE APPNOTE.TXT 6.3.10; WinZip, "AES Encryption Information"
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakekomi.mail import zip_crypto

DOS_TIME: Final = 0x5461_9500
"""2022-03-01 18:40 as MS-DOS has it: date in the high half, time in the low."""
AES_KEY_BYTES: Final = 32
AES_METHOD: Final = 99
UTF8_FLAG: Final = 0x800
ENCRYPTED_FLAG: Final = 1
DEFLATED: Final = 8
STORED: Final = 0


class ZipCipher(StrEnum):
    """How members are encrypted when a password is given."""

    ZIPCRYPTO = "zipcrypto"
    AES = "aes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipMember:
    """A member to pack."""

    name: str | bytes
    """Text is written as UTF-8 with its flag; bytes as they are, without."""
    content: bytes
    deflate: bool = True


def make_zip(
    members: Sequence[ZipMember], *, password: str | None = None, cipher: ZipCipher = ZipCipher.AES
) -> bytes:
    """Pack the members; with a password, encrypt each of them."""
    out = bytearray()
    directory = bytearray()
    for member in members:
        header, data = _member(member, password, cipher)
        directory += header.central(len(out))
        out += header.local() + data
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(out), 0
    )
    return bytes(out + directory + end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    extra: bytes

    def _fields(self) -> bytes:
        return struct.pack(
            "<HHIIIIHH",
            self.flags,
            self.method,
            DOS_TIME,
            self.crc,
            self.packed,
            self.size,
            len(self.name),
            len(self.extra),
        )

    def local(self) -> bytes:
        return b"PK\x03\x04" + struct.pack("<H", 20) + self._fields() + self.name + self.extra

    def central(self, offset: int) -> bytes:
        start = b"PK\x01\x02" + struct.pack("<HH", 20, 20) + self._fields()
        return start + struct.pack("<HHHII", 0, 0, 0, 0, offset) + self.name + self.extra


def _member(member: ZipMember, password: str | None, cipher: ZipCipher) -> tuple[_Header, bytes]:
    crc = zlib.crc32(member.content)
    data = _deflated(member.content) if member.deflate else member.content
    method = DEFLATED if member.deflate else STORED
    flags, extra = 0, b""
    if password is not None and cipher is ZipCipher.AES:
        extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, method)
        data, crc, method = _aes(data, password.encode()), 0, AES_METHOD
        flags = ENCRYPTED_FLAG
    elif password is not None:
        head = hashlib.sha256(data).digest()[:11] + bytes([crc >> 24])
        data, flags = zip_crypto.crypto_encrypt(data, password.encode(), head), ENCRYPTED_FLAG
    if isinstance(member.name, str):
        flags |= UTF8_FLAG
    header = _Header(
        name=member.name.encode() if isinstance(member.name, str) else member.name,
        flags=flags,
        method=method,
        crc=crc,
        packed=len(data),
        size=len(member.content),
        extra=extra,
    )
    return header, data


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


def _aes(data: bytes, password: bytes) -> bytes:
    salt = hashlib.sha256(data).digest()[: AES_KEY_BYTES // 2]
    key, code_key, check = zip_crypto.aes_keys(password, salt, AES_KEY_BYTES)
    cipher = b"".join(zip_crypto.aes_chunks(memoryview(data), key))
    return salt + check + cipher + zip_crypto.aes_code(cipher, code_key)
