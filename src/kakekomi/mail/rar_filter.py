"""Undo the filters that RAR puts before packing: calls in programs, and rows of samples.

A call's target is stored as an address, so that equal targets look equal; undone, it is relative to
the call again. Samples are stored as differences, each channel by itself.

Source: RAR technote of version 5.0; the filters themselves only by observation.
"""

import re
from enum import Enum, auto
from typing import Final

import msgspec

CALL: Final = re.compile(b"\xe8")
"""Takes ``E8``, a call; refuses ``E9``."""
CALL_OR_JUMP: Final = re.compile(b"[\xe8\xe9]")
"""Takes ``E8`` and ``E9``; refuses ``EA``."""
PROGRAM_BYTES: Final = 0x1000000
"""Addresses above are left as they are."""
MAX_FILTERS: Final = 8_192
"""Of one file; one covers 64 KiB or more."""


MAX_TIMES: Final = 2
"""How often a byte is filtered on average; packers do it once."""


class FilterKind(Enum):
    """Filters that are undone."""

    DELTA = auto()
    CALLS = auto()
    CALLS_AND_JUMPS = auto()
    ARM = auto()


class Filter(msgspec.Struct, frozen=True):
    """A filter and where it applies."""

    kind: FilterKind
    start: int
    """Offset in the unpacked file."""
    length: int
    channels: int = 1


def undo(content: bytes, filters: list[Filter]) -> bytes:
    """Undo ``filters`` where they lie wholly inside ``content``."""
    out = bytearray(content)
    left = MAX_TIMES * len(content)
    for one in filters:
        end = one.start + one.length
        left -= max(one.length, 0)
        if left < 0:
            break
        if one.start >= 0 and end <= len(out):
            out[one.start : end] = _undone(bytes(out[one.start : end]), one)
    return bytes(out)


def _undone(data: bytes, one: Filter) -> bytes:
    match one.kind:
        case FilterKind.DELTA:
            return _delta(data, max(one.channels, 1))
        case FilterKind.ARM:
            return _arm(data, one.start)
        case FilterKind.CALLS:
            return _calls(data, one.start, CALL)
        case FilterKind.CALLS_AND_JUMPS:
            return _calls(data, one.start, CALL_OR_JUMP)


def _delta(data: bytes, channels: int) -> bytes:
    out = bytearray(len(data))
    at = 0
    for channel in range(min(channels, len(data))):
        previous, places = 0, range(channel, len(data), channels)
        row = bytearray()
        for byte in data[at : at + len(places)]:
            previous = (previous - byte) & 0xFF
            row.append(previous)
        out[channel::channels] = row
        at += len(places)
    return bytes(out)


def _calls(data: bytes, start: int, mark: re.Pattern[bytes]) -> bytes:
    out = bytearray(data)
    at = 0
    while (found := mark.search(data, at, max(len(data) - 4, 0))) is not None:
        at = found.end()
        place = (start + at) % PROGRAM_BYTES
        address = int.from_bytes(data[at : at + 4], "little")
        if address >= 0x80000000:  # noqa: PLR2004  negative
            if (address + place) & 0x80000000 == 0:
                out[at : at + 4] = ((address + PROGRAM_BYTES) & 0xFFFFFFFF).to_bytes(4, "little")
        elif address < PROGRAM_BYTES:
            out[at : at + 4] = ((address - place) & 0xFFFFFFFF).to_bytes(4, "little")
        at += 4
    return bytes(out)


def _arm(data: bytes, start: int) -> bytes:
    out = bytearray(data)
    for at in range(0, len(data) - 3, 4):
        if data[at + 3] == 0xEB:  # noqa: PLR2004  branch with link
            target = int.from_bytes(data[at : at + 3], "little") - (start + at) // 4
            out[at : at + 3] = (target & 0xFFFFFF).to_bytes(3, "little")
    return bytes(out)
