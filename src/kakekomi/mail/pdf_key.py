"""Make the file key of an encrypted PDF from a password: the standard security handler.

Revisions 2 to 4 hash the password, filled up to 32 bytes with fixed ones, with MD5; 5 and 6 hash it
with SHA-256, 6 many times and with AES in between (2.B of the standard). A password may be that of
the user, who may read, or of the owner, who may do all; each gives the same key.

Source: ISO 32000-1, algorithms 2 to 7; ISO 32000-2, algorithms 2.A and 2.B; revision 5 by Adobe's
supplement to ISO 32000, extension level 3
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the algorithms

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.mail import rc4

FILLING: Final = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
"""Behind a password of fewer than 32 bytes."""
MAX_PASSWORD_BYTES: Final = 127
"""Of revisions 5 and 6; the older ones take 32."""
MAX_HARDENING_ROUNDS: Final = 300
"""Of 2.B: it ends by itself before the 288th, since its last byte must be small enough."""
ENCODINGS: Final = ("latin-1", "cp932", "utf-8")
"""In which programs write a password of the older revisions; each that has its letters is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLock:
    """What an encrypted file says about its passwords."""

    revision: int
    """2 to 6."""
    key_bytes: int
    owner: bytes
    """/O: what the owner's password is told by."""
    user: bytes
    owner_key: bytes = b""
    """/OE: the file's key under the owner's password, of revisions 5 and 6."""
    user_key: bytes = b""
    permissions: int = 0
    """/P, as 32 bits without a sign."""
    file_id: bytes = b""
    encrypts_metadata: bool = True

    @property
    def scheme(self) -> str:
        """Name of the scheme, as it stands in facts."""
        return f"pdf_r{self.revision}"

    @property
    def rounds(self) -> int:
        """What one password costs, in hash rounds of Office's schemes (a microsecond each)."""
        return {2: 40, 3: 800, 4: 800, 5: 20}.get(self.revision, 3_000)

    def key(self, password: str) -> bytes | None:
        """Make the file's key; None if the password is neither the user's nor the owner's."""
        if self.revision >= 5:
            return self._new_key(password.encode("utf-8", "replace")[:MAX_PASSWORD_BYTES])
        keys = (self._old_key(raw) for raw in _encoded(password))
        return next((key for key in keys if key is not None), None)

    def _old_key(self, raw: bytes) -> bytes | None:
        for user in (raw, self._user_of_owner(raw)):
            key = self.derive(user)
            sealed = self.seal(key)
            if hmac.compare_digest(sealed, self.user[: len(sealed)]):
                return key
        return None

    def derive(self, raw: bytes) -> bytes:
        """Key of a user's password, of revisions 2 to 4."""
        data = _filled(raw) + self.owner[:32] + self.permissions.to_bytes(4, "little")
        data += self.file_id
        if self.revision >= 4 and not self.encrypts_metadata:
            data += b"\xff\xff\xff\xff"
        key = _md5(data)
        for _ in range(50 if self.revision >= 3 else 0):
            key = _md5(key[: self.key_bytes])
        return key[: self.key_bytes]

    def seal(self, key: bytes) -> bytes:
        """What stands in /U for a key, as far as it is the same each time."""
        if self.revision == 2:
            return rc4.crypt(key, FILLING)
        sealed = _md5(FILLING + self.file_id)
        for step in range(20):
            sealed = rc4.crypt(_turned(key, step), sealed)
        return sealed

    def owners_key(self, raw: bytes) -> bytes:
        """Key under which /O holds the user's password."""
        key = _md5(_filled(raw))
        for _ in range(50 if self.revision >= 3 else 0):
            key = _md5(key)
        return key[: self.key_bytes]

    def _user_of_owner(self, raw: bytes) -> bytes:
        key, found = self.owners_key(raw), self.owner[:32]
        for step in reversed(range(20 if self.revision >= 3 else 1)):
            found = rc4.crypt(_turned(key, step), found)
        return found

    def _new_key(self, raw: bytes) -> bytes | None:
        of_both = ((self.user, self.user_key, b""), (self.owner, self.owner_key, self.user[:48]))
        for told, sealed, extra in of_both:
            if hmac.compare_digest(self.digest(raw, told[32:40], extra), told[:32]):
                return _cbc(self.digest(raw, told[40:48], extra), sealed[:32])
        return None

    def digest(self, raw: bytes, salt: bytes, extra: bytes) -> bytes:
        """Hash of revision 5, or of 6, which is hardened."""
        digest = hashlib.sha256(raw + salt + extra).digest()
        return digest if self.revision == 5 else _hardened(raw, digest, extra)


def _hardened(raw: bytes, digest: bytes, extra: bytes) -> bytes:
    """2.B: encrypt, and hash with what the result says, 64 times or more."""
    hashes = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
    for step in range(MAX_HARDENING_ROUNDS):
        encryptor = Cipher(algorithms.AES(digest[:16]), modes.CBC(digest[16:32])).encryptor()
        mixed = encryptor.update((raw + digest + extra) * 64)
        digest = hashes[sum(mixed[:16]) % 3](mixed).digest()
        if step >= 63 and mixed[-1] <= step - 31:
            break
    return digest[:32]


def _encoded(password: str) -> Iterator[bytes]:
    for encoding in ENCODINGS:
        try:
            raw = password.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield raw
        if password.isascii():
            return


def _filled(raw: bytes) -> bytes:
    return (raw + FILLING)[:32]


def _turned(key: bytes, step: int) -> bytes:
    return bytes(byte ^ step for byte in key)


def _cbc(key: bytes, data: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).decryptor()
    return decryptor.update(data[: len(data) // 16 * 16])


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
