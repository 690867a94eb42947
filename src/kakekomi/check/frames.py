"""Frames on a pipe: the length in 8 bytes, big-endian, and that many bytes."""

import struct
from typing import IO, Final

LENGTH: Final = struct.Struct(">Q")


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one frame. Raises: OSError if nobody reads."""
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end, or if the writer ended in the middle of it."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None
