"""What Everyone may do, from a security descriptor as the registry keeps it.

Layout (little-endian)::

    offset  size  field
    2       2     control; 0x4: there is a list of rights
    16      4     offset of that list; 0: no list, so everybody may do everything
    list:   2  u16 size, u16 number of entries at 4, entries from 8 on
    entry:  0  type (0 allows, 1 denies), 2 size (u16), 4 rights (u32), 8 SID

Everyone is S-1-1-0. A right that is given to other wide groups is not looked at.

Source: [MS-DTYP] sections 2.4.4, 2.4.5 and 2.4.6
"""

import struct
from enum import StrEnum
from typing import Final

from kakekomi.facts.errors import ParseError

MAX_ENTRIES: Final = 1820
"""The list has at most 64 kB, an entry at least 36 bytes."""

EVERYONE: Final = bytes((1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0))
_HAS_LIST: Final = 0x4
_CHANGES: Final = 0x2 | 0x4 | 0x1_0000 | 0x4000_0000 | 0x1000_0000
"""Write, append, delete, generic write, generic all."""
_READS: Final = 0x1 | 0x8000_0000


class Right(StrEnum):
    """As people say it."""

    NONE = "none"
    READ = "read"
    CHANGE = "change"


def right_of_everyone(data: bytes, *, where: str) -> Right:
    """The widest right that Everyone has. Raises: ParseError if it is no security descriptor."""
    try:
        return _right(data)
    except struct.error as error:
        raise ParseError("no security descriptor", where=where) from error


def _right(data: bytes) -> Right:
    control, offset = struct.unpack_from("<2xH12xI", data)
    if not control & _HAS_LIST or not offset:
        return Right.CHANGE
    (count,) = struct.unpack_from("<4xH2x", data, offset)
    offset += 8
    allowed = denied = 0
    for _ in range(min(count, MAX_ENTRIES)):
        kind, size, mask = struct.unpack_from("<BxHI", data, offset)
        if data[offset + 8 : offset + 8 + len(EVERYONE)] == EVERYONE:
            allowed |= mask & ~denied if kind == 0 else 0
            denied |= mask if kind == 1 else 0
        offset += max(size, 8)
    if allowed & _CHANGES:
        return Right.CHANGE
    return Right.READ if allowed & _READS else Right.NONE
