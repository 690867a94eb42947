"""Derive the keys of encrypted 7z and RAR archives from a password.

Both make each try costly on purpose: 7z hashes password and counter 2^19 times, RAR 3 and 4 hash
2^18 times, RAR 5 uses PBKDF2. The rounds are joined into few calls of the hash function, which
takes 10 to 20 ms a password.

7z: SHA-256 over, for each round, salt, password (UTF-16LE), counter (8 bytes, little-endian).
RAR 3 and 4: SHA-1 over, for each round, password (UTF-16LE), salt, counter (3 bytes). The digest's
words are the key, each byte-swapped; the last byte of the digest behind every 16,384th round is a
byte of the initial vector.

Source: 7-Zip, DOC/7zFormat.txt; RAR, technote of version 5.0; older RAR only by observation.
"""

import hashlib
from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SEVEN_ZIP_MAX_POWER: Final = 22
"""7-Zip writes 19; each step more doubles the time, and 24 would take half a second."""
SEVEN_ZIP_NO_HASH: Final = 63
"""Power that says: the key is salt and password as they are."""
RAR5_MAX_POWER: Final = 18
"""WinRAR writes 15; 24 is the format's limit and takes ten seconds."""
RAR3_ROUNDS: Final = 0x40000
RAR3_IV_ROUNDS: Final = 0x4000
BLOCK_ROUNDS: Final = 0x4000
"""Rounds joined into one call; the two low bytes of the counter run in it."""

_LOW: Final = bytes(range(256)) * (BLOCK_ROUNDS // 256)
_HIGH: Final = bytes(number >> 8 for number in range(0x10000))
"""The two low bytes of the counter."""


def seven_zip(password: str, salt: bytes, power: int) -> bytes:
    """32 bytes of key for AES-256."""
    raw = salt + password.encode("utf-16-le", "surrogatepass")
    if power == SEVEN_ZIP_NO_HASH:
        return raw[:32].ljust(32, b"\0")
    digest = hashlib.sha256()
    _hash_rounds(digest.update, raw, 8, range(1 << power))
    return digest.digest()


def rar3(password: str, salt: bytes) -> tuple[bytes, bytes]:
    """Key for AES-128 and initial vector."""
    raw = password.encode("utf-16-le", "surrogatepass") + salt
    digest = hashlib.sha1(usedforsecurity=False)
    vector = bytearray()
    for start in range(0, RAR3_ROUNDS, RAR3_IV_ROUNDS):
        first = digest.copy()
        first.update(raw + start.to_bytes(3, "little"))
        vector.append(first.digest()[-1])
        _hash_rounds(digest.update, raw, 3, range(start, start + RAR3_IV_ROUNDS))
    final = digest.digest()
    key = b"".join(final[at : at + 4][::-1] for at in range(0, 16, 4))
    return key, bytes(vector)


def rar5(password: str, salt: bytes, power: int, extra_rounds: int = 0) -> bytes:
    """32 bytes: the key; 16 rounds more give that of checksums, 32 more the password's check."""
    rounds = (1 << power) + extra_rounds
    return hashlib.pbkdf2_hmac("sha256", password.encode("utf-8", "replace"), salt, rounds)


def rar5_check(password: str, salt: bytes, power: int) -> bytes:
    """8 bytes that RAR 5 stores so that a wrong password is known at once."""
    derived = rar5(password, salt, power, 32)
    folded = bytearray(8)
    for at, byte in enumerate(derived):
        folded[at % 8] ^= byte
    return bytes(folded)


def decrypt(key: bytes, vector: bytes, data: bytes | memoryview) -> bytes:
    """AES in CBC mode; what is no whole block at the end is left out."""
    whole = len(data) - len(data) % 16
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(bytes(data[:whole])) + decryptor.finalize()


def _hash_rounds(
    update: Callable[[memoryview], None], raw: bytes, counter_bytes: int, rounds: range
) -> None:
    """Hash ``raw`` and a counter once for each of ``rounds``, which begin at a whole block."""
    stride, count = len(raw) + counter_bytes, min(rounds.stop - rounds.start, BLOCK_ROUNDS)
    block = bytearray((raw + bytes(counter_bytes)) * count)
    for first in range(rounds.start, rounds.stop, count):
        block[len(raw) :: stride] = _LOW[:count]
        block[len(raw) + 1 :: stride] = _HIGH[first & 0xFFFF :][:count]
        for place in range(2, counter_bytes):
            block[len(raw) + place :: stride] = bytes([first >> 8 * place & 0xFF]) * count
        update(memoryview(block))
