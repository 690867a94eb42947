"""Undo the XOR obfuscation of Excel 5 to 2003 and Word: sixteen bytes, over and over.

A password of at most 15 one-byte characters makes a 16-bit key and sixteen bytes; a 16-bit verifier
tells a right one from 65,535 of 65,536 wrong ones. Excel also turns the bits of each byte, and
starts each record elsewhere in the sixteen; Word leaves zero bytes alone.

Source: [MS-OFFCRYPTO] sections 2.3.7.1 to 2.3.7.6
"""

from dataclasses import dataclass
from typing import Final

MAX_PASSWORD_BYTES: Final = 15
"""The scheme takes no longer ones ([MS-OFFCRYPTO] section 2.3.7)."""
CODECS: Final = ("cp1252", "cp932")
"""A password is in the code page of the PC that wrote the file, which the file does not tell."""

_PADDING: Final = bytes.fromhex("bbffffbaffffb98000be0f00bf0f00")
_INITIAL: Final = (
    0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E,
    0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3,
)  # fmt: skip
_MATRIX: Final = (
    0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09,
    0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF,
    0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68, 0x5AD0,
    0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40,
    0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5,
    0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A,
    0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9,
    0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0,
    0xB861, 0x60E3, 0xC1C6, 0x93AD, 0x377B, 0x6EF6, 0xDDEC,
    0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10,
    0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168,
    0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E, 0x6E9C,
    0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD,
    0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC,
    0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4,
)  # fmt: skip
"""Seven words for each of 15 characters: what each bit of the password turns over in the key."""
_LEFT_3: Final = bytes((byte << 3 | byte >> 5) & 0xFF for byte in range(256))
_RIGHT_1: Final = bytes((byte >> 1 | byte << 7) & 0xFF for byte in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class XorLock:
    """The two words that the file keeps; the key is the sixteen bytes."""

    scheme: str = "xor"
    rounds: int = 1
    stated_key: int
    verifier: int

    def key(self, password: str) -> bytes | None:
        """Make the sixteen bytes; None if ``password`` does not fit."""
        for codec in CODECS:
            raw = password.encode(codec, "ignore")
            if 0 < len(raw) <= MAX_PASSWORD_BYTES and lock_of(raw) == self:
                return _sixteen(raw, self.stated_key)
        return None


def lock_of(password: bytes) -> XorLock:
    """Make the lock that ``password`` opens."""
    return XorLock(stated_key=_key(password), verifier=_verifier(password))


def undo_excel(key: bytes, record: bytes, offset: int, size: int) -> bytes:
    """Undo the data of a record of ``size`` bytes, which lies at ``offset`` in its stream."""
    turned = key.translate(_LEFT_3)
    return _xor(record.translate(_LEFT_3), turned, offset + size)


def undo_word(key: bytes, stream: bytes) -> bytes:
    """Undo, or do, a stream of a Word document."""
    plain = _xor(stream, key, 0)
    if 0 not in stream and 0 not in plain:
        return plain
    return bytes(new if old and new else old for old, new in zip(stream, plain, strict=True))


def _xor(data: bytes, key: bytes, at: int) -> bytes:
    """Combine with ``key``, repeated, beginning at its byte ``at``."""
    size = len(data)
    at %= len(key)
    repeated = ((key[at:] + key[:at]) * (size // len(key) + 1))[:size]
    mixed = int.from_bytes(data, "little") ^ int.from_bytes(repeated, "little")
    return mixed.to_bytes(size, "little")


def _verifier(password: bytes) -> int:
    found = 0
    for byte in reversed(bytes([len(password)]) + password):
        found = (found << 1 & 0x7FFF | found >> 14 & 1) ^ byte
    return found ^ 0xCE4B


def _key(password: bytes) -> int:
    found = _INITIAL[len(password) - 1]
    at = len(_MATRIX) - 1
    for byte in reversed(password):
        for bit in range(6, -1, -1):
            if byte >> bit & 1:
                found ^= _MATRIX[at]
            at -= 1
    return found


def _sixteen(password: bytes, key: int) -> bytes:
    padded = (password + _PADDING)[:16]
    halves = (key & 0xFF, key >> 8)
    return bytes(byte ^ halves[at % 2] for at, byte in enumerate(padded)).translate(_RIGHT_1)
