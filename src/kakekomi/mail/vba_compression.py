"""Decompress what VBA compresses: the source of each module and the list of modules.

Layout of a compressed container (little-endian)::

    offset  size  field
    0       1     signature, always 0x01
    1       2     chunk header: bits 0-11 size of the chunk less 3, 12-14 always 3, 15 compressed
    3       -     chunk: flag bytes, each followed by eight tokens: literal (1) or copy (2 bytes)

A copy token is split into distance and length; how many bits each has depends on how far the chunk
has come. A chunk holds at most 4,096 bytes, so a container cannot grow beyond 1,366 times its size.

Source: [MS-OVBA] section 2.4.1
"""
# ruff: noqa: PLR2004 - sizes and masks are those of the layout table above

from typing import Final

from kakekomi.facts.errors import ParseError

CHUNK_BYTES: Final = 4096


def decompress(container: bytes, limit: int) -> bytes:
    """Decompress a container up to ``limit`` bytes; damage ends it early and keeps what was read.

    Raises:
        ParseError: no container: the signature byte is missing.

    """
    if not container.startswith(b"\x01"):
        raise ParseError("compressed container without its signature", where="vba", offset=0)
    out = bytearray()
    at = 1
    while at + 3 <= len(container) and len(out) < limit:
        header = container[at] | container[at + 1] << 8
        if header & 0x7000 != 0x3000:
            break
        end = min(at + (header & 0x0FFF) + 3, len(container))
        if header & 0x8000:
            out += _chunk(container, at + 2, end)
        else:
            out += container[at + 2 : min(end, at + 2 + CHUNK_BYTES)]
        at = end
    return bytes(out[:limit])


_OFFSET_BITS: Final = tuple(max((done - 1).bit_length(), 4) for done in range(CHUNK_BYTES + 1))
"""How many high bits of a copy token are the offset, after so many bytes of the chunk."""


def _chunk(data: bytes, at: int, end: int) -> bytearray:
    out = bytearray()
    while at < end:
        flags = data[at]
        at += 1
        if not flags:
            out += data[at : min(at + 8, end)]
            at += 8
            continue
        for _ in range(8):
            if at >= end or len(out) >= CHUNK_BYTES:
                return out
            if flags & 1:
                if not _copy(out, int.from_bytes(data[at : at + 2], "little")):
                    return out
                at += 2
            else:
                out.append(data[at])
                at += 1
            flags >>= 1
    return out


def _copy(out: bytearray, token: int) -> bool:
    """Append what the token points at; False if that lies before the chunk."""
    done = len(out)
    bits = _OFFSET_BITS[done]
    length = (token & 0xFFFF >> bits) + 3
    distance = (token >> 16 - bits) + 1
    start = done - distance
    if start < 0:
        return False
    if distance >= length:
        out += out[start : start + length]
    else:
        out += (out[start:] * (length // distance + 1))[:length]
    return True
