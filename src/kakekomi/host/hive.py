"""Read keys and values of a registry hive that lies in memory.

The key tree is walked with ``regipy``; values are read here, one by one, so that a broken value
never hides its neighbours (a hidden Run value is the one that matters). Everything is read through
a stream that counts, so that a hive made to loop ends like any other.

    nk  key, list of keys (lf, lh, li, ri), list of values
    vk  value: see ``hive_value``

A hive that Windows had not yet written back says so in its header: the sequence numbers differ.
What stands in its transaction logs then is not seen.

Source: https://github.com/msuhanov/regf (format specification)
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import Any, ClassVar, Final, Protocol

from construct import ConstructError  # type: ignore[import-untyped]
from regipy.exceptions import RegipyException
from regipy.registry import Cell, NKRecord

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Why
from kakekomi.host.hive_value import BASE_BYTES, Value, cell, read_value, utf16

MAX_HIVE_BYTES: Final = 256 * 1024 * 1024
"""SOFTWARE of an old PC has 150 MB; the whole is held in memory once."""
MAX_READS: Final = 2_000_000
"""About twenty a key: 100,000 keys, many times what a check looks at; a few seconds."""
MAX_READ_BYTES: Final = 512 * 1024 * 1024
"""In all; keeps a hive of overlapping cells from being copied for ever."""
MAX_VALUES: Final = 4096
"""Of one key; the longest Run key ever seen has dozens."""
MAX_KEYS: Final = 65_536
"""Below one key."""

_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_MAX_FILETIME: Final = 2_650_467_743_990_000_000
"""End of the year 9999."""


class _SpentError(Exception):
    """The hive cost more than any real one."""


_DAMAGE: Final = (
    RegipyException,
    ConstructError,
    _SpentError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    struct.error,
)
"""What ``regipy`` and ``construct`` raise on damage: named here once, nowhere else."""


class _Node(Protocol):
    """What is used of ``regipy``'s key record."""

    header: Any
    _stream: BytesIO

    def iter_subkeys(self) -> Iterator["_Node"]: ...


class _CountedStream(BytesIO):
    """Hands out what is asked for until it was too much."""

    reads = 0
    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.reads += 1
        self.read_bytes += len(data)
        if self.reads > MAX_READS or self.read_bytes > MAX_READ_BYTES:
            raise _SpentError
        return data


@dataclass(slots=True)
class Hive:
    """A hive; ``damaged`` fills up with keys that could not be read whole."""

    DAMAGE: ClassVar[Why] = Why.DAMAGED
    where: str
    is_dirty: bool
    """Windows had not written everything back."""
    sequence: int
    """Transaction log entries from this number on are not in the hive."""
    _root: "_Node"
    damaged: dict[str, None] = field(default_factory=dict)

    root: "Key" = field(init=False)
    """The key without a name."""

    def __post_init__(self) -> None:
        self.root = Key(self, self._root, "")

    def key(self, path: str) -> "Key | None":
        r"""The key at a path like ``Microsoft\Windows``, in any case; None if there is none."""
        key: Key | None = self.root
        for part in path.split("\\"):
            key = key.child(part) if key else None
        return key

    def values(self, path: str) -> "tuple[Value, ...]":
        """Values of the key at a path; none if there is no such key."""
        key = self.key(path)
        return key.values if key else ()

    def text(self, path: str, name: str) -> str | None:
        """Text of one value; None if key or value is absent."""
        key = self.key(path)
        value = key.value(name) if key else None
        return value.text if value else None


class Key:
    """A key; reading below it never raises, damage is noted on the hive."""

    def __init__(self, hive: Hive, node: _Node, path: str) -> None:
        self._hive = hive
        self._node = node
        self.path = path

    @cached_property
    def name(self) -> str:
        """Verbatim."""
        return _key_name(self._node)

    @property
    def written_at(self) -> datetime | None:
        """Last change of the key or its values; None if it is no time."""
        return filetime(self._node.header.last_modified)

    def child(self, name: str) -> "Key | None":
        """The key of that name, in any case."""
        return self._by_name.get(name.casefold())

    def keys(self) -> Iterator["Key"]:
        """Keys below, in stored order; at damage the rest is missing and noted."""
        return iter(self._by_name.values())

    @cached_property
    def _by_name(self) -> dict[str, "Key"]:
        """Read once: many look-ups begin with the same keys."""
        found: dict[str, Key] = {}
        for key in self._read_keys():
            found.setdefault(key.name.casefold(), key)
        return found

    def _read_keys(self) -> Iterator["Key"]:
        seen = 0
        try:
            for node in islice(self._node.iter_subkeys(), MAX_KEYS):
                seen += 1
                name = _key_name(node)
                yield Key(self._hive, node, f"{self.path}\\{name}" if self.path else name)
        except _DAMAGE:
            self._note()
        if seen < self._node.header.subkey_count:
            self._note()

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """All values that can be read; the others are noted."""
        header = self._node.header
        if not header.values_count:
            return ()
        count = min(header.values_count, MAX_VALUES)
        stream: BytesIO = self._node._stream
        try:
            listed = cell(stream, header.values_list_offset, count * 4)
            offsets = struct.unpack(f"<{count}I", listed)
        except _DAMAGE:
            self._note()
            return ()
        if count < header.values_count:
            self._note()
        return tuple(
            value for value in (self._value(stream, offset) for offset in offsets) if value
        )

    def value(self, name: str) -> Value | None:
        """The value of that name, in any case."""
        wanted = name.casefold()
        return next((value for value in self.values if value.name.casefold() == wanted), None)

    def _value(self, stream: BytesIO, offset: int) -> Value | None:
        try:
            return read_value(stream, offset)
        except _DAMAGE:
            self._note()
            return None

    def _note(self) -> None:
        self._hive.damaged[self.path or "\\"] = None


def open_hive(data: bytes, *, where: str) -> Hive:
    """A hive from the bytes of its file.

    Raises: ParseError if it is no hive or its root key cannot be read.
    """
    if len(data) > MAX_HIVE_BYTES:
        raise ParseError(f"larger than {MAX_HIVE_BYTES} bytes", where=where)
    if len(data) < BASE_BYTES or data[:4] != b"regf":
        raise ParseError("no registry hive", where=where)
    primary, secondary = struct.unpack_from("<II", data, 4)
    (root_offset,) = struct.unpack_from("<I", data, 36)
    try:
        root = _root_node(data, root_offset)
    except _DAMAGE as error:
        raise ParseError("the root key is damaged", where=where) from error
    return Hive(
        where=where, is_dirty=primary != secondary, sequence=max(primary, secondary), _root=root
    )


def log_is_newer(log_head: bytes, hive: Hive) -> bool:
    """Whether a transaction log (``.LOG1``, ``.LOG2``) holds changes that the hive lacks.

    Takes the first kilobyte: a copy of the hive's header, then at 512 the first entry ("HvLE",
    its sequence number at 12); the old form has "DIRT" there.
    """
    if log_head[512:516] == b"HvLE":
        (sequence,) = struct.unpack_from("<I", log_head.ljust(528, b"\0"), 524)
        return bool(sequence >= hive.sequence)
    return hive.is_dirty and log_head[:4] == b"regf"


def filetime(value: int) -> datetime | None:
    """Windows' time (hundreds of nanoseconds since 1601); None for none and for nonsense."""
    if not 0 < value < _MAX_FILETIME:
        return None
    return _EPOCH + timedelta(microseconds=value // 10)


def _root_node(data: bytes, offset: int) -> _Node:
    if data[BASE_BYTES + offset + 4 : BASE_BYTES + offset + 6] != b"nk":
        raise ValueError("no key at the root's offset")
    first = Cell(offset=BASE_BYTES + offset + 6, cell_type="nk", size=0)
    node: _Node = NKRecord(first, _CountedStream(data))  # type: ignore[no-untyped-call]
    return node


def _key_name(node: _Node) -> str:
    raw: bytes = node.header.key_name_string
    return raw.decode("latin-1") if node.header.flags.KEY_COMP_NAME else utf16(raw)
