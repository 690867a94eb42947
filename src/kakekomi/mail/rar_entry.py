"""What a RAR archive of any version says about a member."""

from enum import IntEnum

import msgspec


class Packing(IntEnum):
    """How a member's data is packed."""

    STORED = 0
    RAR3 = 29
    RAR5 = 50
    RAR7 = 70
    OTHER = -1


class Lock(msgspec.Struct, frozen=True):
    """How a member or all headers are encrypted."""

    salt: bytes
    vector: bytes | None
    """Initial vector; None: it comes from the password (RAR 3)."""
    power: int | None
    """Of two, rounds for a key; None: RAR 3, which has no choice."""
    check: bytes = b""
    """What a right password gives; empty: not stored."""
    is_keyed_crc: bool = False
    """The checksum is itself mixed with the key."""


class RarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A file as its header describes it."""

    name: str
    """Decoded and otherwise verbatim."""
    packing: Packing
    data_at: int
    packed_bytes: int
    declared_bytes: int
    """-1 if the header leaves it open."""
    crc: int | None
    is_folder: bool = False
    is_link: bool = False
    """Names another file and has no content of its own."""
    is_solid: bool = False
    """Needs what was unpacked before it."""
    is_split: bool = False
    """Part of it lies in another volume."""
    lock: Lock | None = None
