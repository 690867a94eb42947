"""Make Windows cabinets for drills and tests: stored or packed by MSZIP or LZX.

Harmless by itself: what is packed is the caller's.

Source: [MS-CAB]; [MS-MCI] for MSZIP
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from kakekomi.drill import lzx
from kakekomi.drill.lzx import LzxPacker
from kakekomi.mail.lzx import CODED

BLOCK_BYTES: Final = 32_768
STORED: Final = 0
MSZIP: Final = 1
LZX: Final = 3 | lzx.WINDOW_POWER << 8
UTF8_NAME: Final = 0x80


def make_cab(
    members: Sequence[tuple[str, bytes]],
    *,
    method: int = STORED,
    lzx_blocks: Sequence[int] = (CODED,),
    call_bytes: int = 0,
) -> bytes:
    """Cabinet of one folder; methods other than MSZIP and LZX are written as if stored.

    ``lzx_blocks`` are the kinds of blocks, ``call_bytes`` up to where calls are made absolute.
    """
    stream = b"".join(content for _, content in members)
    if method == LZX:
        chunks = list(LzxPacker(lzx_blocks, call_bytes=call_bytes).frames(stream))
    else:
        chunks = list(_chunks(stream, method))
    blocks = b""
    for data, size in chunks:
        blocks += struct.pack("<IHH", 0, len(data), size) + data
    files, start = b"", 0
    for name, content in members:
        files += struct.pack("<IIHHHH", len(content), start, 0, 0x5461, 0x9500, UTF8_NAME)
        files += name.encode() + b"\0"
        start += len(content)
    data_at = 44 + len(files)
    folder = struct.pack("<IHH", data_at, len(chunks), method)
    total = data_at + len(blocks)
    head = struct.pack(
        "<4sIIIIIBBHHHHH", b"MSCF", 0, total, 0, 44, 0, 3, 1, 1, len(members), 0, 0, 0
    )
    return head + folder + files + blocks


def _chunks(stream: bytes, method: int) -> Iterator[tuple[bytes, int]]:
    """Packed bytes and unpacked size of each block."""
    for at in range(0, len(stream), BLOCK_BYTES):
        chunk = stream[at : at + BLOCK_BYTES]
        before = stream[max(at - BLOCK_BYTES, 0) : at]
        yield b"CK" + _deflated(chunk, before) if method == MSZIP else chunk, len(chunk)


def _deflated(chunk: bytes, before: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15, zdict=before) if before else zlib.compressobj(wbits=-15)
    return packer.compress(chunk) + packer.flush()
