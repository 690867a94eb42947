"""Undo the agile encryption of Office 2010 and later: an XML descriptor, AES, many hash rounds.

The stream ``EncryptionInfo`` holds version 4.4, u32 0x40, then XML: how the package is encrypted
(``keyData``) and, for the password, how its key is (``encryptedKey``). ``EncryptedPackage`` is the
package's size (u64), then the package in segments of 4,096 bytes, each with a vector of its own.

Source: [MS-OFFCRYPTO] sections 2.3.4.10 to 2.3.4.15
"""

import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.facts.errors import ParseError
from kakekomi.mail import markup

SEGMENT_BYTES: Final = 4_096
MAX_DESCRIPTOR_BYTES: Final = 64 * 1024
"""Office writes one kilobyte; each further key is for another certificate."""
BLOCK_BYTES: Final = 16
"""Of AES, the only cipher Office writes."""
KEY_BITS: Final = (128, 192, 256)
HASH_NAMES: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
"""Those that Office writes, by their name in the descriptor without dashes."""

FOR_VERIFIER_INPUT: Final = bytes.fromhex("fea7d2763b4b9e79")
FOR_VERIFIER_HASH: Final = bytes.fromhex("d7aa0f6d3061344e")
FOR_KEY: Final = bytes.fromhex("146e0be7abacd0d6")
"""What is hashed behind the password for each of the three uses of its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgileLock:
    """The descriptor."""

    scheme: str = "agile"
    rounds: int
    salt: bytes
    """Of the password."""
    hash_name: str
    """Of the password, as Python calls it."""
    key_bits: int
    verifier_input: bytes
    verifier_hash: bytes
    encrypted_key: bytes
    package_salt: bytes
    package_hash_name: str

    def key(self, password: str) -> bytes | None:
        """Make the package's key; None if ``password`` does not fit."""
        digest = self.digest(password)
        found = self._undo(digest, FOR_VERIFIER_INPUT, self.verifier_input)
        expected = self._undo(digest, FOR_VERIFIER_HASH, self.verifier_hash)
        actual = hashlib.new(self.hash_name, found).digest()
        if not hmac.compare_digest(actual, expected[: len(actual)]):
            return None
        return self._undo(digest, FOR_KEY, self.encrypted_key)[: self.key_bits // 8]

    def digest(self, password: str) -> bytes:
        """Hash ``password`` as often as the descriptor says."""
        make = getattr(hashlib, self.hash_name)
        digest: bytes = make(self.salt + password.encode("utf-16-le", "surrogatepass")).digest()
        for number in range(self.rounds):
            digest = make(number.to_bytes(4, "little") + digest).digest()
        return digest

    def key_for(self, digest: bytes, use: bytes) -> bytes:
        """Make the key of one of the three uses."""
        return fitted(hashlib.new(self.hash_name, digest + use).digest(), self.key_bits // 8)

    def segment_vector(self, number: int) -> bytes:
        """Make the vector of segment ``number`` of the package."""
        seed = self.package_salt + number.to_bytes(4, "little")
        return fitted(hashlib.new(self.package_hash_name, seed).digest(), BLOCK_BYTES)

    def _undo(self, digest: bytes, use: bytes, data: bytes) -> bytes:
        return _aes_cbc(self.key_for(digest, use), fitted(self.salt, BLOCK_BYTES), data)

    def package(self, key: bytes, stream: bytes) -> bytes:
        """Decrypt the stream ``EncryptedPackage``, as much of it as is there."""
        size = int.from_bytes(stream[:8], "little")
        pieces: list[bytes] = []
        for number, at in enumerate(range(8, len(stream), SEGMENT_BYTES)):
            piece = stream[at : at + SEGMENT_BYTES]
            pieces.append(_aes_cbc(key, self.segment_vector(number), piece))
        return b"".join(pieces)[:size]


def parse(info: bytes) -> AgileLock:
    """Read the stream ``EncryptionInfo`` of version 4.4.

    Raises:
        ParseError: a value is missing or one that Office does not write.

    """
    text = markup.decode(info[8:MAX_DESCRIPTOR_BYTES])
    package = markup.attributes(next(markup.tags(text, "keyData"), ""))
    key = markup.attributes(next(markup.tags(text, "encryptedKey"), ""))
    if package.get("cipherAlgorithm") != "AES" or key.get("cipherAlgorithm") != "AES":
        raise ParseError("cipher other than AES, or none", where="EncryptionInfo")
    if "CFB" in package.get("cipherChaining", "") or "CFB" in key.get("cipherChaining", ""):
        raise ParseError("cipher chaining other than CBC", where="EncryptionInfo")
    return AgileLock(
        rounds=_number(key, "spinCount"),
        salt=_bytes(key, "saltValue"),
        hash_name=_hash_name(key),
        key_bits=_key_bits(key),
        verifier_input=_blocks(key, "encryptedVerifierHashInput"),
        verifier_hash=_blocks(key, "encryptedVerifierHashValue"),
        encrypted_key=_blocks(key, "encryptedKeyValue"),
        package_salt=_bytes(package, "saltValue"),
        package_hash_name=_hash_name(package),
    )


def _number(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "")
    if not text.isdecimal() or len(text) > 10:  # noqa: PLR2004 - digits of an unsigned 32-bit number
        raise ParseError(f"{name} is no number: {text[:20]!r}", where="EncryptionInfo")
    return int(text)


def _bytes(values: Mapping[str, str], name: str) -> bytes:
    try:
        found = binascii.a2b_base64(values.get(name, ""))
    except (binascii.Error, ValueError) as error:
        raise ParseError(f"{name}: {error}", where="EncryptionInfo") from error
    if not found:
        raise ParseError(f"{name} is missing", where="EncryptionInfo")
    return found


def _blocks(values: Mapping[str, str], name: str) -> bytes:
    found = _bytes(values, name)
    if len(found) % BLOCK_BYTES:
        raise ParseError(f"{name} is no whole number of blocks", where="EncryptionInfo")
    return found


def _hash_name(values: Mapping[str, str]) -> str:
    name = values.get("hashAlgorithm", "").replace("-", "")
    if name not in HASH_NAMES:
        raise ParseError(f"hash not known: {name[:20]!r}", where="EncryptionInfo")
    return HASH_NAMES[name]


def _key_bits(values: Mapping[str, str]) -> int:
    bits = _number(values, "keyBits")
    if bits not in KEY_BITS:
        raise ParseError(f"key of {bits} bits", where="EncryptionInfo")
    return bits


def fitted(data: bytes, size: int) -> bytes:
    """Cut or fill up with 0x36, as the format asks."""
    return data[:size].ljust(size, b"\x36")


def _aes_cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    whole = data[: len(data) // BLOCK_BYTES * BLOCK_BYTES]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(whole) + decryptor.finalize()
