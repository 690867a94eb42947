"""Make LZH archives for drills and tests: stored, or packed with codes of equal length.

Harmless by itself: what is packed is the caller's. Names may be given as bytes, as a packer in
Japan would write them.

Source: LHA's header document (header.doc.txt)
"""

import struct
from collections.abc import Sequence
from typing import Final

from kakekomi.drill.bit_writer import BitWriter, FlatCode, Token, played

DISTANCE_CODES: Final = {b"-lh4-": (13, 4), b"-lh5-": (14, 4), b"-lh6-": (16, 5), b"-lh7-": (17, 5)}
"""Number of distance codes, and bits that give the number."""

MAIN_SYMBOLS: Final = 510
LEAST_LENGTH: Final = 3


def make_lzh(
    members: Sequence[tuple[str | bytes, bytes | Sequence[Token]]],
    *,
    method: bytes = b"-lh0-",
    level: int = 0,
) -> bytes:
    """Archive of contents, or of tokens if ``method`` packs; text names are in code page 932."""
    out = bytearray()
    for name, content in members:
        raw = name.encode("cp932") if isinstance(name, str) else name
        plain = content if isinstance(content, bytes) else played(content)
        data = plain if isinstance(content, bytes) else pack(content, method)
        out += _header(raw, method, len(data), plain, level) + data
    return bytes(out) + b"\0"


def _header(name: bytes, method: bytes, packed: int, content: bytes, level: int) -> bytes:
    crc = struct.pack("<H", crc16(content))
    if level == 2:  # noqa: PLR2004  a level of the format
        extension = struct.pack("<HB", len(name) + 3, 1) + name + b"\0\0"
        start = method + struct.pack("<III", packed, len(content), 0) + b"\x20\x02" + crc + b"M"
        return struct.pack("<H", 2 + len(start + extension)) + start + extension
    start = method + struct.pack("<III", packed, len(content), 0) + bytes([0x20, level])
    rest = start + bytes([len(name)]) + name + crc + (b"M\0\0" if level == 1 else b"")
    return bytes([len(rest), sum(rest) & 0xFF]) + rest


def pack(tokens: Sequence[Token], method: bytes) -> bytes:
    """One block."""
    codes, count_bits = DISTANCE_CODES[method]
    main, distances = FlatCode(MAIN_SYMBOLS), FlatCode(codes)
    bits = BitWriter()
    bits.put(len(tokens), 16)
    _put_main_lengths(bits, main)
    bits.put(codes, count_bits)
    for length in distances.lengths:
        bits.put(length, 3)
    for token in tokens:
        if isinstance(token, int):
            main.put(bits, token)
            continue
        distance, length = token[0] - 1, token[1]
        main.put(bits, 256 + length - LEAST_LENGTH)
        distances.put(bits, distance.bit_length())
        extra = max(distance.bit_length() - 1, 0)
        bits.put(distance & ((1 << extra) - 1), extra)
    return bits.to_bytes()


def _put_main_lengths(bits: BitWriter, main: FlatCode) -> None:
    """Lengths 8 and 9 are symbols 10 and 11 of a code of one bit each."""
    bits.put(12, 5)
    bits.put(0, 3 * 3)
    bits.put(3, 2)
    bits.put(0, 3 * 4)
    bits.put(0b001_001, 6)
    bits.put(len(main.lengths), 9)
    for length in main.lengths:
        bits.put(length - 8, 1)


def crc16(content: bytes) -> int:
    """CRC-16 with the reversed polynomial A001, bit by bit."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
