"""Undo the two encryptions of ZIP: PKWARE's of 1990 (ZipCrypto) and WinZip's AES.

ZipCrypto puts twelve bytes in front of the data. The last of them equals the high byte of the CRC
(or of the time, if sizes follow the data), so that one of 256 wrong passwords passes; the CRC or
a failing inflate tells the rest. AES puts a salt and a two-byte check in front and a ten-byte
authentication code behind.

Layout of AES data::

    offset  size        field
    0       8, 12, 16   salt, half the key's size
    -       2           check: the last bytes that the key derivation gives
    -       -           data, AES in counter mode, counter little-endian from 1
    end-10  10          HMAC-SHA1 of the data, cut

Source: PKWARE APPNOTE.TXT 6.3.10 section 6.1; WinZip, "AES Encryption Information"
"""

import hashlib
import hmac
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

CRYPTO_HEADER_BYTES: Final = 12
AES_CHECK_BYTES: Final = 2
AES_CODE_BYTES: Final = 10
AES_ROUNDS: Final = 1_000
CHUNK_BYTES: Final = 64 * 1024
"""Decrypted at a time, so that a reader that has enough, or the wrong password, stops early."""

_CRC: Final = tuple(zlib.crc32(bytes([i]), 0xFFFFFFFF) ^ 0xFFFFFFFF for i in range(256))
"""Step of CRC-32 for each low byte, without the inversions around it."""
_CRC_LOW: Final = bytes(step & 0xFF for step in _CRC)
_CRC_HIGH: Final = tuple(step >> 8 for step in _CRC)
"""The same in two: numbers below 2**30 cost Python half of what larger ones do."""
_STREAM: Final = bytes(((k | 2) * ((k | 2) ^ 1) >> 8) & 0xFF for k in range(65536))
"""Key byte for the low half of the third key."""

Keys = tuple[int, int, int]


def crypto_keys(password: bytes) -> Keys:
    """State of the three keys behind the password."""
    first, second, third = 0x12345678, 0x23456789, 0x34567890
    for byte in password:
        first = _CRC[(first ^ byte) & 0xFF] ^ (first >> 8)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = _CRC[(third ^ (second >> 24)) & 0xFF] ^ (third >> 8)
    return first, second, third


def crypto_decrypt(data: bytes | memoryview, keys: Keys) -> tuple[bytes, Keys]:
    """Decrypt and give the state behind; the cipher is fed its own output."""
    first, second, third = keys
    first_low, first_high = first & 0xFF, first >> 8
    crc, crc_low, crc_high, stream = _CRC, _CRC_LOW, _CRC_HIGH, _STREAM
    out = bytearray()
    keep = out.append
    for cipher in data:
        byte = cipher ^ stream[third & 0xFFFF]
        keep(byte)
        step = first_low ^ byte
        first_low = crc_low[step] ^ (first_high & 0xFF)
        first_high = crc_high[step] ^ (first_high >> 8)
        second = ((second + first_low) * 134775813 + 1) & 0xFFFFFFFF
        third = crc[(third & 0xFF) ^ (second >> 24)] ^ (third >> 8)
    return bytes(out), (first_high << 8 | first_low, second, third)


def crypto_encrypt(data: bytes, password: bytes, header: bytes) -> bytes:
    """Encrypt ``header`` (twelve bytes, the last the check byte) and ``data``: for drills."""
    first, second, third = crypto_keys(password)
    out = bytearray()
    for byte in header + data:
        out.append(byte ^ _STREAM[third & 0xFFFF])
        first = _CRC[(first ^ byte) & 0xFF] ^ (first >> 8)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = _CRC[(third ^ (second >> 24)) & 0xFF] ^ (third >> 8)
    return bytes(out)


def crypto_open(data: memoryview, password: bytes, check: int) -> Iterator[bytes] | None:
    """Chunks of plain data; None if the check byte shows that the password is wrong."""
    head, keys = crypto_decrypt(data[:CRYPTO_HEADER_BYTES], crypto_keys(password))
    if len(head) < CRYPTO_HEADER_BYTES or head[-1] != check:
        return None
    return _crypto_chunks(data[CRYPTO_HEADER_BYTES:], keys)


def _crypto_chunks(data: memoryview, keys: Keys) -> Iterator[bytes]:
    for at in range(0, len(data), CHUNK_BYTES):
        plain, keys = crypto_decrypt(data[at : at + CHUNK_BYTES], keys)
        yield plain


def aes_open(data: memoryview, password: bytes, key_bytes: int) -> Iterator[bytes] | None:
    """Chunks of plain data; None if the two-byte check shows that the password is wrong."""
    salt_bytes = key_bytes // 2
    start, end = salt_bytes + AES_CHECK_BYTES, len(data) - AES_CODE_BYTES
    if end < start:
        return None
    key, _, check = aes_keys(password, bytes(data[:salt_bytes]), key_bytes)
    return aes_chunks(data[start:end], key) if check == data[salt_bytes:start] else None


def aes_is_intact(data: memoryview, password: bytes, key_bytes: int) -> bool:
    """Whether the authentication code fits data and password."""
    start, end = key_bytes // 2 + AES_CHECK_BYTES, len(data) - AES_CODE_BYTES
    _, code_key, _ = aes_keys(password, bytes(data[: key_bytes // 2]), key_bytes)
    return aes_code(data[start:end], code_key) == data[end:]


def aes_code(data: memoryview | bytes, code_key: bytes) -> bytes:
    """Authentication code of the encrypted data."""
    return hmac.digest(code_key, data, "sha1")[:AES_CODE_BYTES]


def aes_keys(password: bytes, salt: bytes, key_bytes: int) -> tuple[bytes, bytes, bytes]:
    """Key of the cipher, key of the authentication code, and the check."""
    size = 2 * key_bytes + AES_CHECK_BYTES
    derived = hashlib.pbkdf2_hmac("sha1", password, salt, AES_ROUNDS, size)
    return derived[:key_bytes], derived[key_bytes : 2 * key_bytes], derived[2 * key_bytes :]


def aes_chunks(data: memoryview, key: bytes) -> Iterator[bytes]:
    """Encrypt or decrypt in counter mode; the library's own mode counts big-endian."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305  only of counters
    for at in range(0, len(data), CHUNK_BYTES):
        chunk = data[at : at + CHUNK_BYTES]
        blocks = (len(chunk) + 15) // 16
        first = at // 16 + 1
        pairs = [0] * (2 * blocks)
        pairs[::2] = range(first, first + blocks)
        stream = encryptor.update(struct.pack(f"<{2 * blocks}Q", *pairs))[: len(chunk)]
        mixed = int.from_bytes(chunk, "little") ^ int.from_bytes(stream, "little")
        yield mixed.to_bytes(len(chunk), "little")
