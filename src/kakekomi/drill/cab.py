"""Make Windows cabinets for drills and tests: stored or packed by MSZIP.

Harmless by itself: what is packed is the caller's.

Source: [MS-CAB]; [MS-MCI] for MSZIP
"""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

BLOCK_BYTES: Final = 32_768
STORED: Final = 0
MSZIP: Final = 1
UTF8_NAME: Final = 0x80


def make_cab(members: Sequence[tuple[str, bytes]], *, method: int = STORED) -> bytes:
    """Cabinet of one folder; methods other than MSZIP are written as if stored."""
    stream = b"".join(content for _, content in members)
    chunks = [stream[at : at + BLOCK_BYTES] for at in range(0, len(stream), BLOCK_BYTES)]
    blocks = b""
    for index, chunk in enumerate(chunks):
        before = stream[max(index - 1, 0) * BLOCK_BYTES : index * BLOCK_BYTES]
        data = b"CK" + _deflated(chunk, before) if method == MSZIP else chunk
        blocks += struct.pack("<IHH", 0, len(data), len(chunk)) + data
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


def _deflated(chunk: bytes, before: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15, zdict=before) if before else zlib.compressobj(wbits=-15)
    return packer.compress(chunk) + packer.flush()
