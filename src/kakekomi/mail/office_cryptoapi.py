"""Undo the two encryptions that name a Windows cryptographic provider: AES and RC4 "CryptoAPI".

AES (Office 2007, "standard") encrypts a whole package; RC4 (Office 2002 and 2003) the streams of
old documents, in blocks with a key each. Both state themselves in the same layout.

Layout (little-endian)::

    offset  size  field
    0       4     version: 2, 3 or 4, then 2
    4       4     flags: 0x20 AES, 0x10 extensible
    8       4     size of the header
    12      -     header: flags, extra, cipher (0x6801 RC4, 0x660E to 0x6610 AES), hash, key bits,
                  provider, two reserved (u32 each), then the provider's name
    -       -     verifier: u32 16, salt (16), verifier (16), u32 hash size, hash (20, or 32 in AES)

A password's digest is SHA-1; AES repeats it 50,000 times.

Source: [MS-OFFCRYPTO] sections 2.3.2, 2.3.3, 2.3.4.5 to 2.3.4.9, 2.3.5
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.facts.errors import ParseError
from kakekomi.mail import rc4

STANDARD_ROUNDS: Final = 50_000
_AES: Final = {0x660E: 128, 0x660F: 192, 0x6610: 256}
_RC4: Final = 0x6801
_HEADER: Final = struct.Struct("<8I")
_SHA1_BYTES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """What tells a right key from a wrong one."""

    salt: bytes
    verifier: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLock:
    """AES of Office 2007."""

    scheme: str = "standard"
    rounds: int = STANDARD_ROUNDS
    key_bits: int
    stated: Verifier

    def key(self, password: str) -> bytes | None:
        """Make the package's key; None if ``password`` does not fit."""
        key = self.derive(password)
        plain = _aes_ecb(key, self.stated.verifier)
        expected = _aes_ecb(key, self.stated.hash)[:_SHA1_BYTES]
        return key if hmac.compare_digest(_sha1(plain), expected) else None

    def derive(self, password: str) -> bytes:
        """Make the same without a check."""
        digest = _sha1(self.stated.salt + _wide(password))
        for number in range(self.rounds):
            digest = _sha1(number.to_bytes(4, "little") + digest)
        digest = _sha1(digest + bytes(4))
        return (_derived(digest, 0x36) + _derived(digest, 0x5C))[: self.key_bits // 8]

    def package(self, key: bytes, stream: bytes) -> bytes:
        """Decrypt the stream ``EncryptedPackage``: its size (u64), then blocks."""
        return _aes_ecb(key, stream[8:])[: int.from_bytes(stream[:8], "little")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoApiLock:
    """RC4 of Office 2002 and 2003; the key is a digest, of which each block makes its own."""

    scheme: str = "rc4_cryptoapi"
    rounds: int = 1
    key_bits: int
    stated: Verifier

    def key(self, password: str) -> bytes | None:
        """Make the digest behind all block keys; None if ``password`` does not fit."""
        digest = self.derive(password)
        plain = rc4.crypt(self.block_key(digest, 0), self.stated.verifier + self.stated.hash)
        is_right = hmac.compare_digest(_sha1(plain[:16]), plain[16:36])
        return digest if is_right else None

    def derive(self, password: str) -> bytes:
        """Make the same without a check."""
        return _sha1(self.stated.salt + _wide(password))

    def block_key(self, key: bytes, number: int) -> bytes:
        """Make the RC4 key of block ``number``."""
        own = _sha1(key + number.to_bytes(4, "little"))[: self.key_bits // 8]
        return own.ljust(16, b"\0") if self.key_bits == 40 else own


def parse(info: bytes) -> StandardLock | CryptoApiLock:
    """Read the layout above.

    Raises:
        ParseError: cut off, or a cipher that Office does not write.

    """
    if len(info) < 12 + _HEADER.size:
        raise ParseError("cut off inside its header", where="EncryptionInfo", offset=len(info))
    _, _, cipher, _, key_bits, _, _, _ = _HEADER.unpack_from(info, 12)
    at = 12 + int.from_bytes(info[8:12], "little")
    is_aes = cipher in _AES
    stated = _verifier(info[at : at + 72], 32 if is_aes else _SHA1_BYTES)
    if is_aes:
        return StandardLock(key_bits=_AES[cipher], stated=stated)
    key_bits = key_bits or 40
    if cipher not in {0, _RC4} or key_bits not in rc4.KEY_BITS:
        raise ParseError(f"cipher {cipher:#x} with {key_bits} bits", where="EncryptionInfo")
    return CryptoApiLock(key_bits=key_bits, stated=stated)


def _verifier(raw: bytes, hash_bytes: int) -> Verifier:
    found = Verifier(salt=raw[4:20], verifier=raw[20:36], hash=raw[40 : 40 + hash_bytes])
    if len(found.hash) < hash_bytes:
        raise ParseError("cut off inside its verifier", where="EncryptionInfo")
    return found


def _derived(digest: bytes, fill: int) -> bytes:
    padded = digest.ljust(64, b"\0")
    return _sha1(bytes(byte ^ fill for byte in padded))


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _wide(password: str) -> bytes:
    return password.encode("utf-16-le", "surrogatepass")


def _aes_ecb(key: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks one by one: the format's choice, not ours."""
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305
    return decryptor.update(data[: len(data) // 16 * 16]) + decryptor.finalize()
