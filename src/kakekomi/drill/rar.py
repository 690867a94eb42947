"""Make RAR archives of versions 5 and 4 for drills and tests: stored, or of given packed data.

Harmless by itself: what is packed is the caller's. Equal input gives equal bytes. Packed data is
written with codes of equal length, which packs nothing but is read the same way.

Source: RAR technotes of versions 4 and 5.0
"""
# ruff: noqa: PLR2004 - sizes and flags are those of the format

import hashlib
import struct
import zlib
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.drill.bit_writer import BitWriter, FlatCode, Token
from kakekomi.mail import archive_key, rar3_unpack
from kakekomi.mail.rar5_unpack import DISTANCE_SYMBOLS, LOW_SYMBOLS, MAIN_SYMBOLS, REPEAT_SYMBOLS

ROUNDS_POWER: Final = 15
"""As WinRAR writes."""
SALT: Final = bytes(range(16))
OLD_SALT: Final = bytes(range(8))


class RarMember:
    """A file to write; ``packed`` is its data if it is not stored."""

    def __init__(
        self, name: str, content: bytes, packed: bytes | None = None, *, is_solid: bool = False
    ) -> None:
        self.name = name
        self.content = content
        self.packed = packed
        self.is_solid = is_solid

    @property
    def data(self) -> bytes:
        """What lies in the archive."""
        return self.content if self.packed is None else self.packed


def make_rar5(
    members: Sequence[RarMember], *, password: str | None = None, hides_names: bool = False
) -> bytes:
    """Archive of RAR 5."""
    out = bytearray(b"Rar!\x1a\x07\x01\x00")
    key: bytes | None = None
    if password is not None and hides_names:
        check = archive_key.rar5_check(password, SALT, ROUNDS_POWER)
        sum_ = hashlib.sha256(check).digest()[:4]
        out += _block5(b"\x04\x00", b"\x00\x01" + bytes([ROUNDS_POWER]) + SALT + check + sum_)
        key = archive_key.rar5(password, SALT, ROUNDS_POWER)
    out += _sealed(_block5(b"\x01\x00", b"\x00"), key)
    for member in members:
        out += _member5(member, password, key)
    return bytes(out + _sealed(_block5(b"\x05\x00", b"\x00"), key))


def _member5(member: RarMember, password: str | None, key: bytes | None) -> bytes:
    data, extra = member.data, b""
    if password is not None:
        vector = hashlib.sha256(data).digest()[:16]
        data = _cbc(archive_key.rar5(password, SALT, ROUNDS_POWER), vector, data)
        check = archive_key.rar5_check(password, SALT, ROUNDS_POWER)
        fields = b"\x01\x00\x01" + bytes([ROUNDS_POWER]) + SALT + vector
        record = fields + check + hashlib.sha256(check).digest()[:4]
        extra = _number(len(record)) + record
    name = member.name.encode()
    packing = (0 if member.packed is None else 3 << 7) | member.is_solid << 6
    body = _number(4) + _number(len(member.content)) + b"\x20"
    body += struct.pack("<I", zlib.crc32(member.content)) + _number(packing) + b"\x00"
    body += _number(len(name)) + name
    flags = b"\x02\x03" + _number(len(extra)) if extra else b"\x02\x02"
    return _sealed(_block5(flags + _number(len(data)), body + extra), key) + data


def _block5(start: bytes, body: bytes) -> bytes:
    rest = _number(len(start + body)) + start + body
    return struct.pack("<I", zlib.crc32(rest)) + rest


def _sealed(block: bytes, key: bytes | None) -> bytes:
    if key is None:
        return block
    vector = hashlib.sha256(block).digest()[:16]
    return vector + _cbc(key, vector, block)


def _cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()


def _number(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def make_rar4(
    members: Sequence[RarMember], *, password: str | None = None, hides_names: bool = False
) -> bytes:
    """Archive of RAR 3 and 4."""
    out = bytearray(b"Rar!\x1a\x07\x00")
    out += _block4(0x73, 0x80 if hides_names else 0, bytes(6))
    for member in members:
        data, flags = member.data, 0x8000 | 0x10 * member.is_solid
        if password is not None:
            data = _cbc(*archive_key.rar3(password, OLD_SALT), data)
            flags |= 0x404
        name = member.name.encode("cp932")
        method = 0x30 if member.packed is None else 0x33
        crc = zlib.crc32(member.content)
        body = struct.pack(
            "<IIBIIBBHI", len(data), len(member.content), 2, crc, 0, 29, method, len(name), 32
        )
        body += name + (OLD_SALT if password is not None else b"")
        out += _sealed4(_block4(0x74, flags, body), password if hides_names else None) + data
    return bytes(out + _sealed4(_block4(0x7B, 0x4000, b""), password if hides_names else None))


def _block4(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def _sealed4(block: bytes, password: str | None) -> bytes:
    if password is None:
        return block
    return OLD_SALT + _cbc(*archive_key.rar3(password, OLD_SALT), block)


def pack5(tokens: Sequence[Token], *, filters: Sequence[tuple[int, int, int]] = ()) -> bytes:
    """One block of RAR 5; ``filters`` (start, length, type) come first."""
    bits = BitWriter()
    sizes = (MAIN_SYMBOLS, DISTANCE_SYMBOLS, LOW_SYMBOLS, REPEAT_SYMBOLS)
    codes = [FlatCode(size) for size in sizes]
    _put_lengths(bits, codes)
    for start, length, kind in filters:
        codes[0].put(bits, 256)
        for value in (start, length):
            bits.put(3, 2)
            bits.put(int.from_bytes(value.to_bytes(4, "little"), "big"), 32)
        bits.put(kind, 3)
        if kind == 0:
            bits.put(0, 5)
    for token in tokens:
        if isinstance(token, int):
            codes[0].put(bits, token)
        else:
            _put_repetition5(bits, codes, token)
    data = bits.to_bytes()
    flags = 0xC0 | 2 << 3 | (bits.count - 1) % 8
    size = len(data).to_bytes(3, "little")
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1] ^ size[2]]) + size + data


def _put_lengths(bits: BitWriter, codes: Sequence[FlatCode]) -> None:
    for symbol in range(20):
        bits.put(4 if symbol < 16 else 0, 4)
    for code in codes:
        for length in code.lengths:
            bits.put(length, 4)


def _put_repetition5(bits: BitWriter, codes: Sequence[FlatCode], token: tuple[int, int]) -> None:
    distance, length = token
    length -= 2 + (distance > 0x100) + (distance > 0x2000) + (distance > 0x40000)
    if length < 8:
        codes[0].put(bits, 262 + length)
    else:
        extra = length.bit_length() - 3
        codes[0].put(bits, 262 + 4 * (extra + 1) + (length >> extra & 3))
        bits.put(length & ((1 << extra) - 1), extra)
    distance -= 1
    if distance < 4:
        codes[1].put(bits, distance)
        return
    extra = distance.bit_length() - 2
    codes[1].put(bits, 2 * (extra + 1) + (distance >> extra & 1))
    low = distance & ((1 << extra) - 1)
    if extra < 4:
        bits.put(low, extra)
    else:
        bits.put(low >> 4, extra - 4)
        codes[2].put(bits, low & 15)


def pack3(tokens: Sequence[Token], *, program: bytes = b"", length: int = 0) -> bytes:
    """One block of RAR 3, with a filter over the first ``length`` bytes if a program is given."""
    bits = BitWriter()
    bits.put(0, 2)
    codes = [FlatCode(size) for size in rar3_unpack.SIZES]
    _put_lengths(bits, codes)
    if program:
        codes[0].put(bits, 257)
        _put_program3(bits, program, length)
    for token in tokens:
        if isinstance(token, int):
            codes[0].put(bits, token)
        else:
            _put_repetition3(bits, codes, token)
    codes[0].put(bits, 256)
    bits.put(1, 2)
    return bits.to_bytes()


def _put_repetition3(bits: BitWriter, codes: Sequence[FlatCode], token: tuple[int, int]) -> None:
    distance, length = token
    length -= 3 + (distance >= 0x2000) + (distance >= 0x40000)
    slot = max(i for i, least in enumerate(rar3_unpack.LENGTHS) if least <= length)
    codes[0].put(bits, 271 + slot)
    bits.put(length - rar3_unpack.LENGTHS[slot], rar3_unpack.LENGTH_BITS[slot])
    slot = max(i for i, least in enumerate(rar3_unpack.DISTANCES) if least < distance)
    codes[1].put(bits, slot)
    low, extra = distance - 1 - rar3_unpack.DISTANCES[slot], rar3_unpack.DISTANCE_BITS[slot]
    if slot > 9:
        bits.put(low >> 4, extra - 4)
        codes[2].put(bits, low & 15)
    else:
        bits.put(low, extra)


def _put_program3(bits: BitWriter, program: bytes, length: int) -> None:
    code = BitWriter()
    for value, count in ((0, 2), (0, 4), (0, 2), (0, 4), (3, 2), (length, 32)):
        code.put(value, count)
    code.put(2, 2)
    code.put(len(program), 16)
    for byte in program:
        code.put(byte, 8)
    raw = code.to_bytes()
    bits.put(0x80 | 0x20 | 7, 8)
    bits.put(len(raw), 16)
    for byte in raw:
        bits.put(byte, 8)
