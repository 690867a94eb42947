"""Read what a Windows shortcut (.lnk) runs, and what is hidden behind its end.

A shortcut in a mail is a command line with an icon: whoever double-clicks runs it, and Office's
macro buttons never come up. Emotet's of April 2022 started ``cmd.exe`` and kept a script behind
the last block, where ``findstr`` fetched it; that is the fact ``appended``. A link made on the
reader's own PC (desktop, Recent) is an ordinary thing: only its command says what it is.

Layout (little-endian)::

    offset  size  field
    0       4     header size, always 0x4C
    4       16    class id 00021401-0000-0000-C000-000000000046
    20      4     link flags: which optional parts follow
    52      4     size of the target in bytes
    60      4     show command (1 normal, 3 maximized, 7 minimized)
    76      -     item id list (u16 size), link info (u32 size), strings (u16 characters each),
                  extra blocks (u32 size, u32 signature) up to a size below 4

Source: [MS-SHLLINK] sections 2.1 to 2.5.
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import shell_item
from kakekomi.mail.document import Defect
from kakekomi.mail.shell_item import ansi, ansi_to_nul, wide_to_nul

HEADER_BYTES: Final = 76
SIGNATURE: Final = b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"

MAX_APPENDED_BYTES: Final = 64 * 1024
"""A script fits many times over; what is longer is padding against scanners."""
MAX_EXTRA_BLOCKS: Final = 64
"""The format knows eleven kinds, each at most once."""

_ENVIRONMENT_BLOCK: Final = 0xA0000001
_TRACKER_BLOCK: Final = 0xA0000003
_BLOCK_FAMILY: Final = 0xA0000000


class _Flag(IntFlag):
    ID_LIST = 0x01
    LINK_INFO = 0x02
    NAME = 0x04
    RELATIVE_PATH = 0x08
    WORKING_DIR = 0x10
    ARGUMENTS = 0x20
    ICON = 0x40
    UNICODE = 0x80


_STRINGS: Final = (
    _Flag.NAME,
    _Flag.RELATIVE_PATH,
    _Flag.WORKING_DIR,
    _Flag.ARGUMENTS,
    _Flag.ICON,
)
"""In file order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """What one shortcut says."""

    target: str | None
    """Path as stored, environment variables unexpanded; the first there is of environment block,
    link info, item id list, relative path; None if the link names a shell item only."""
    targets: tuple[str, ...]
    """All paths the link gives, in that order without repeats: more than one may be deceit."""
    arguments: str
    """Verbatim, with the blanks that hide a command out of the dialog's sight."""
    description: str
    working_directory: str
    icon_location: str
    """An icon of another program or document type is a disguise."""
    show_command: int
    """As stored; 7 (minimized) keeps the window out of sight."""
    machine: str | None
    """NetBIOS name of the PC that made the link, from the tracker block."""
    appended: bytes
    """Bytes after the last block, at most ``MAX_APPENDED_BYTES`` of them."""
    appended_bytes: int
    """How many there are in all."""
    defects: tuple[Defect, ...]


class _CutError(Exception):
    """The link ends before the part that its flags promise."""


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int = HEADER_BYTES

    def take(self, size: int, part: str) -> bytes:
        """Give the next ``size`` bytes or raise ``_CutError`` naming ``part``."""
        if self.at + size > len(self.data):
            raise _CutError(part)
        self.at += size
        return self.data[self.at - size : self.at]


@dataclass(slots=True)
class _Parts:
    """The parts as they are read, kept when a later one is cut off."""

    id_list_path: str = ""
    local_path: str = ""
    environment: str = ""
    machine: str | None = None
    strings: dict[_Flag, str] | None = None

    def string(self, flag: _Flag) -> str:
        return (self.strings or {}).get(flag, "")


def parse(data: bytes) -> Shortcut:
    """Read the link; a link that is cut off after its header gives what is there and a defect.

    Raises:
        ParseError: not a shortcut, or not even a whole header.

    """
    if not data.startswith(SIGNATURE):
        raise ParseError(f"no shortcut: starts with {data[:20]!r}", where="shortcut", offset=0)
    if len(data) < HEADER_BYTES:
        raise ParseError("shortcut cut off inside its header", where="shortcut", offset=len(data))
    cursor, parts = _Cursor(data), _Parts()
    defects: tuple[Defect, ...] = ()
    try:
        _read_parts(cursor, parts)
    except _CutError as cut:
        defects = (Defect(where=str(cut), what="the file ends inside this part"),)
        cursor.at = len(data)
    return _shortcut(data, cursor.at, parts, defects)


def _shortcut(data: bytes, end: int, parts: _Parts, defects: tuple[Defect, ...]) -> Shortcut:
    paths = (
        parts.environment,
        parts.local_path,
        parts.id_list_path,
        parts.string(_Flag.RELATIVE_PATH),
    )
    targets = tuple(dict.fromkeys(path for path in paths if path))
    return Shortcut(
        target=targets[0] if targets else None,
        targets=targets,
        arguments=parts.string(_Flag.ARGUMENTS),
        description=parts.string(_Flag.NAME),
        working_directory=parts.string(_Flag.WORKING_DIR),
        icon_location=parts.string(_Flag.ICON),
        show_command=_u32(data, 60),
        machine=parts.machine,
        appended=data[end : end + MAX_APPENDED_BYTES],
        appended_bytes=len(data) - end,
        defects=defects,
    )


def _read_parts(cursor: _Cursor, parts: _Parts) -> None:
    flags = _Flag(_u32(cursor.data, 20) & 0xFF)
    if _Flag.ID_LIST in flags:
        size = _u16(cursor.take(2, "item id list"), 0)
        parts.id_list_path = shell_item.path(cursor.take(size, "item id list"))
    if _Flag.LINK_INFO in flags:
        size = max(_u32(cursor.take(4, "link info"), 0), 4)
        cursor.at -= 4
        parts.local_path = _local_path(cursor.take(size, "link info"))
    parts.strings = {}
    for flag in _STRINGS:
        if flag in flags:
            _keep_string(cursor, parts.strings, flag, is_unicode=_Flag.UNICODE in flags)
    _read_extra(cursor, parts)


def _keep_string(
    cursor: _Cursor, strings: dict[_Flag, str], flag: _Flag, *, is_unicode: bool
) -> None:
    """Read one counted string; of one that is cut off, what is there is kept."""
    size = _u16(cursor.take(2, "strings"), 0) * (2 if is_unicode else 1)
    raw = cursor.data[cursor.at : cursor.at + size]
    strings[flag] = raw.decode("utf-16-le", "replace") if is_unicode else ansi(raw)
    cursor.take(size, "strings")


def _read_extra(cursor: _Cursor, parts: _Parts) -> None:
    """Walk the extra blocks and stop behind the terminal one, or before what is no block."""
    data = cursor.data
    for _ in range(MAX_EXTRA_BLOCKS):
        if cursor.at + 4 > len(data):
            return
        size = _u32(data, cursor.at)
        if size < 4:
            cursor.at += 4
            return
        block = data[cursor.at : cursor.at + size]
        if size < 8 or len(block) < size or _u32(block, 4) & 0xFFFF0000 != _BLOCK_FAMILY:
            return
        _keep_block(block, parts)
        cursor.at += size


def _keep_block(block: bytes, parts: _Parts) -> None:
    signature = _u32(block, 4)
    if signature == _ENVIRONMENT_BLOCK:
        wide = wide_to_nul(block, 268) if len(block) > 268 else ""
        parts.environment = wide or ansi_to_nul(block[:268], 8)
    elif signature == _TRACKER_BLOCK:
        parts.machine = ansi_to_nul(block[:32], 16) or None


def _local_path(info: bytes) -> str:
    """Local base path or network share, with the common suffix, Unicode where it is stored."""
    if len(info) < 28:
        return ""
    header_bytes, flags = struct.unpack_from("<II", info, 4)
    local, network, suffix = struct.unpack_from("<III", info, 16)
    has_unicode = header_bytes >= 36 and len(info) >= 36
    tail = ansi_to_nul(info, suffix)
    if has_unicode:
        tail = wide_to_nul(info, _u32(info, 32)) or tail
    if flags & 1:
        base = (wide_to_nul(info, _u32(info, 28)) if has_unicode else "") or ansi_to_nul(
            info, local
        )
        return base + tail
    if flags & 2 and network + 20 <= len(info):
        share = ansi_to_nul(info, network + _u32(info, network + 8))
        return f"{share}\\{tail}" if tail else share
    return ""


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
