r"""Unpack the compressed Rich Text in which Outlook keeps bodies (PidTagRtfCompressed).

Layout (little-endian)::

    offset  size  field
    0       4     size of all that follows
    4       4     size of the text unpacked
    8       4     "LZFu": packed, "MELA": as it is
    12      4     checksum of what follows; not looked at, damage shows in the text
    16      -     runs: one byte of flags, lowest bit first, for eight tokens; 0: a byte,
                  1: a reference, 12 bits place in a ring of 4096 bytes and 4 bits length - 2,
                  big-endian; a reference to the place that is written next ends the text

The ring starts with 207 bytes that most texts use.

Source: [MS-OXRTFCP]
"""

from typing import Final

from kakekomi.facts.errors import ParseError

HEADER_BYTES: Final = 16
PACKED: Final = b"LZFu"
PLAIN: Final = b"MELA"
RING_BYTES: Final = 4_096
MAX_RTF_BYTES: Final = 4 * 1024 * 1024
"""Unpacked: pictures apart, no body comes near; unpacking costs a quarter second a megabyte."""
START: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpack(data: bytes) -> bytes:
    """Unpack as far as the data go.

    Raises:
        ParseError: it is not of this format.
    """
    kind = data[8:12]
    raw_size = min(int.from_bytes(data[4:8], "little"), MAX_RTF_BYTES)
    if kind == PLAIN:
        return data[HEADER_BYTES : HEADER_BYTES + raw_size]
    if kind != PACKED or len(data) < HEADER_BYTES:
        raise ParseError(f"no compressed RTF: type {kind!r}", where="compressed rtf", offset=8)
    return _unpacked(data, min(raw_size or MAX_RTF_BYTES, MAX_RTF_BYTES))


def _unpacked(data: bytes, size: int) -> bytes:
    out = bytearray(START)
    at, end, stop = HEADER_BYTES, len(data), len(START) + size
    while at < end and len(out) < stop:
        flags = data[at]
        at += 1
        if not flags:
            out += data[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            reference = int.from_bytes(data[at : at + 2], "big")
            at += 2
            back = (len(out) - (reference >> 4)) % RING_BYTES
            if back == 0 or at > end:
                return bytes(out[len(START) : stop])
            _repeat(out, back, (reference & 15) + 2)
    return bytes(out[len(START) : stop])


def _repeat(out: bytearray, back: int, length: int) -> None:
    """Append bytes that stand ``back`` before the end, and may run into what they append."""
    start = len(out) - back
    if start < 0:
        out += bytes(length)  # a place in the ring that nothing was written to
        return
    piece = out[start : start + length]
    while len(piece) < length:
        piece += piece[: length - len(piece)]
    out += piece
