"""Undo RC4 as old Office documents use it: a stream in blocks, each with a key of its own.

The 40-bit scheme of Office 97 and 2000 is here too. Its header (little-endian)::

    offset  size  field
    0       4     version: 1, 1
    4       16    salt
    20      16    verifier, encrypted
    36      16    its MD5, encrypted

Source: [MS-OFFCRYPTO] section 2.3.6
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from kakekomi.facts.errors import ParseError

KEY_BITS: Final = (40, 56, 64, 80, 128)
"""Lengths of RC4 keys that can be undone; Windows' providers write 40, 56 and 128."""


class BlockLock(Protocol):
    """A lock whose blocks have keys of their own."""

    def block_key(self, key: bytes, number: int) -> bytes:
        """Make the RC4 key of block ``number``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rc4Lock:
    """RC4 with a key of 40 bits."""

    scheme: str = "rc4"
    rounds: int = 1
    salt: bytes
    verifier: bytes
    hash: bytes

    def key(self, password: str) -> bytes | None:
        """Make the five bytes behind all block keys; None if ``password`` does not fit."""
        key = self.derive(password)
        plain = crypt(self.block_key(key, 0), self.verifier + self.hash)
        return key if hmac.compare_digest(_md5(plain[:16]), plain[16:]) else None

    def derive(self, password: str) -> bytes:
        """Make the same without a check."""
        start = _md5(password.encode("utf-16-le", "surrogatepass"))[:5]
        return _md5((start + self.salt) * 16)[:5]

    def block_key(self, key: bytes, number: int) -> bytes:
        """Make the RC4 key of block ``number``."""
        return _md5(key + number.to_bytes(4, "little"))


def parse(header: bytes) -> Rc4Lock:
    """Read the header above.

    Raises:
        ParseError: it is cut off.

    """
    if len(header) < 52:
        raise ParseError("cut off", where="RC4 header", offset=len(header))
    return Rc4Lock(salt=header[4:20], verifier=header[20:36], hash=header[36:52])


def crypt(key: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt: RC4 does both alike."""
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def crypt_blocks(lock: BlockLock, key: bytes, stream: bytes, *, block_bytes: int) -> bytes:
    """Encrypt or decrypt a stream whose block 0 begins at its start."""
    starts = range(0, len(stream), block_bytes)
    return b"".join(
        crypt(lock.block_key(key, number), stream[at : at + block_bytes])
        for number, at in enumerate(starts)
    )


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
