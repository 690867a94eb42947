"""Encrypt a harmless PDF with a password, in every way of the standard security handler.

Salts and vectors are fixed, so that equal arguments give equal bytes; that is fit for samples and
for nothing else.

Source: ISO 32000-1, section 7.6; ISO 32000-2, section 7.6
"""

import hashlib
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.mail import pdf_string, rc4
from kakekomi.mail.pdf_key import FILLING, PdfLock

NUMBER: Final = 4_000
"""Of the object that describes the encryption."""
FILE_ID: Final = bytes(range(16))
VECTOR: Final = bytes(range(16, 32))
FILE_KEY: Final = bytes(range(32))
"""Of AES-256, where it follows from no password."""
PERMISSIONS: Final = -44
"""Reading and printing."""
_LENGTH: Final = re.compile(rb"/Length [0-9]+")
"""Takes ``/Length 12``; refuses ``/Length1``."""


class PdfScheme(StrEnum):
    """Ciphers, as programs name them."""

    RC4_40 = "rc4_40"
    RC4_128 = "rc4_128"
    AES_128 = "aes_128"
    AES_256_OLD = "aes_256_r5"
    """Of Acrobat 9 only."""
    AES_256 = "aes_256"


_NUMBERS: Final = {
    PdfScheme.RC4_40: (1, 2, 5),
    PdfScheme.RC4_128: (2, 3, 16),
    PdfScheme.AES_128: (4, 4, 16),
    PdfScheme.AES_256_OLD: (5, 5, 32),
    PdfScheme.AES_256: (5, 6, 32),
}
"""Version, revision, bytes of the key."""
_FILTERS: Final = {PdfScheme.AES_128: "AESV2", PdfScheme.AES_256_OLD: "AESV3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPasswords:
    """Whom the file opens for; an empty user's password lets anybody read."""

    user: str = ""
    owner: str = "owner"
    scheme: PdfScheme = PdfScheme.AES_256


def encrypt(bodies: Mapping[int, bytes], passwords: PdfPasswords) -> tuple[dict[int, bytes], str]:
    """Encrypt the objects; the second value is what the trailer says more."""
    lock, key = _locked(passwords)
    sealed = {
        number: _sealed(body, _object_key(lock, key, number), passwords.scheme)
        for number, body in bodies.items()
    }
    sealed[NUMBER] = _description(lock, passwords.scheme).encode("ascii")
    return sealed, f"/Encrypt {NUMBER} 0 R /ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>]"


def _locked(passwords: PdfPasswords) -> tuple[PdfLock, bytes]:
    _, revision, key_bytes = _NUMBERS[passwords.scheme]
    lock = PdfLock(
        revision=revision,
        key_bytes=key_bytes,
        owner=b"",
        user=b"",
        permissions=PERMISSIONS & 0xFFFFFFFF,
        file_id=FILE_ID,
    )
    user, owner = passwords.user.encode("utf-8"), passwords.owner.encode("utf-8")
    return _old(lock, user, owner) if revision < 5 else _new(lock, user, owner)  # noqa: PLR2004


def _old(lock: PdfLock, user: bytes, owner: bytes) -> tuple[PdfLock, bytes]:
    told = (user + FILLING)[:32]
    key_of_owner = lock.owners_key(owner)
    for step in range(1 if lock.revision == 2 else 20):  # noqa: PLR2004
        told = rc4.crypt(bytes(byte ^ step for byte in key_of_owner), told)
    lock = replace(lock, owner=told)
    key = lock.derive(user)
    return replace(lock, user=lock.seal(key).ljust(32, b"\0")), key


def _new(lock: PdfLock, user: bytes, owner: bytes) -> tuple[PdfLock, bytes]:
    salts = VECTOR
    told = lock.digest(user, salts[:8], b"") + salts
    key = _cbc(lock.digest(user, salts[8:], b""), bytes(16), FILE_KEY)
    told_owner = lock.digest(owner, salts[:8], told) + salts
    owner_key = _cbc(lock.digest(owner, salts[8:], told), bytes(16), FILE_KEY)
    lock = replace(lock, user=told, user_key=key, owner=told_owner, owner_key=owner_key)
    return lock, FILE_KEY


def _description(lock: PdfLock, scheme: PdfScheme) -> str:
    version, revision, key_bytes = _NUMBERS[scheme]
    text = f"<< /Filter /Standard /V {version} /R {revision} /Length {8 * key_bytes} "
    text += f"/P {PERMISSIONS} /O <{lock.owner.hex()}> /U <{lock.user.hex()}> "
    if lock.user_key:
        text += f"/OE <{lock.owner_key.hex()}> /UE <{lock.user_key.hex()}> /Perms <{'00' * 16}> "
    if version >= 4:  # noqa: PLR2004  from there on filters have names
        method = _FILTERS.get(scheme, "AESV3")
        text += f"/CF << /StdCF << /CFM /{method} /AuthEvent /DocOpen /Length {key_bytes} >> >> "
        text += "/StmF /StdCF /StrF /StdCF "
    return text + ">>"


def _object_key(lock: PdfLock, key: bytes, number: int) -> bytes:
    if lock.revision >= 5:  # noqa: PLR2004
        return key
    salt = b"sAlT" if lock.revision == 4 else b""  # noqa: PLR2004
    own = key + struct.pack("<I", number)[:3] + b"\0\0" + salt
    return hashlib.md5(own, usedforsecurity=False).digest()[: min(len(key) + 5, 16)]


def _sealed(body: bytes, key: bytes, scheme: PdfScheme) -> bytes:
    """An object with its strings, and its stream if it has one, encrypted."""
    head, mark, rest = body.partition(b"\nstream\n")
    out, at = [], 0
    for start, end, content in pdf_string.find_all(head):
        out += [head[at:start], b"<%s>" % _crypt(content, key, scheme).hex().encode("ascii")]
        at = end
    sealed_head = b"".join((*out, head[at:]))
    if not mark:
        return sealed_head
    content = _crypt(rest.removesuffix(b"\nendstream"), key, scheme)
    return _LENGTH.sub(b"/Length %d" % len(content), sealed_head) + mark + content + b"\nendstream"


def _crypt(data: bytes, key: bytes, scheme: PdfScheme) -> bytes:
    if scheme in {PdfScheme.RC4_40, PdfScheme.RC4_128}:
        return rc4.crypt(key, data)
    filling = 16 - len(data) % 16
    return VECTOR + _cbc(key, VECTOR, data + bytes([filling]) * filling)


def _cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()
