"""Find the files embedded in a OneNote section (.one).

A OneNote page can carry any file and show a picture with a button over it; a double-click on the
button runs the file, with no macro to enable. Emotet's notes of March 2023 held a .wsf or .vbs
script that way. Pictures are stored the same way, so an object alone means nothing: its type does.

Layout of a FileDataStoreObject (little-endian)::

    offset  size  field
    0       16    header guid BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC
    16      8     size of the file data in bytes
    24      12    unused, reserved
    36      size  file data, padded to 8 bytes
    -       16    footer guid 71FBA722-0F79-4A0B-BB13-899256426B24

A file name is the property EmbeddedFileName (0x1C001D87): u32 size, UTF-16LE text. Names and data
stand in different places and are tied by ids across revisions; here they are tied by order, and
only if there are as many names as objects that are no pictures. ``names`` has all of them.

Source: [MS-ONESTORE] sections 2.3.1, 2.6.13 and 2.6.6 to 2.6.10; [MS-ONE] section 2.2
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail.document import Defect

SIGNATURE: Final = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
"""Guid 7B5C52E4-D88C-4DA7-AEB1-5378D02996D3: a section; a table of contents (.onetoc2) has none."""
OBJECT_HEADER: Final = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
OBJECT_FOOTER: Final = bytes.fromhex("22a7fb71790f0b4abb13899256426b24")
OBJECT_PREFIX_BYTES: Final = 36

MAX_OBJECTS: Final = 512
"""A page of real notes has dozens of pictures; more is no reason to keep the reader busy."""
MAX_OBJECT_BYTES: Final = 64 * 1024 * 1024
"""What a mail can carry; declared sizes above it are lies or padding."""
MAX_NAMES: Final = 512
"""One for each object."""
MAX_NAME_IDS: Final = 10_000
"""Places looked at: each revision of a page repeats the property of each file."""
MAX_NAME_BYTES: Final = 520
"""Windows file names: 260 UTF-16 units."""
MAX_PROPERTIES: Final = 64
"""A property set of an embedded file has about a dozen."""

_NAME_PROPERTY: Final = struct.pack("<I", 0x1C001D87)
_PICTURE_STARTS: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"\xd7\xcd\xc6\x9a",
    b"\x01\0\0\0",
)
"""PNG, JPEG, GIF, BMP, placeable and enhanced metafile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnenoteObject:
    """One embedded file or picture."""

    offset: int
    """Of its header guid, bytes from the start of the file."""
    name: str | None
    """File name; None if it could not be tied to one."""
    content: bytes
    """The file, at most ``MAX_OBJECT_BYTES``."""
    declared_bytes: int
    """Size as stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnenoteFile:
    """The embedded files of one section, in file order."""

    objects: tuple[OnenoteObject, ...]
    names: tuple[str, ...]
    """Every embedded file's name found, in file order without repeats."""
    defects: tuple[Defect, ...]


def parse(data: bytes) -> OnenoteFile:
    """Read the embedded files; a damaged section gives those that can still be found.

    Raises:
        ParseError: not a OneNote section.

    """
    if not data.startswith(SIGNATURE):
        raise ParseError(
            f"no OneNote section: starts with {data[:16]!r}", where="onenote", offset=0
        )
    defects: list[Defect] = []
    found = _objects(data, defects)
    names = _names(data)
    return OnenoteFile(objects=_named(found, names), names=names, defects=tuple(defects))


def _objects(data: bytes, defects: list[Defect]) -> list[OnenoteObject]:
    found: list[OnenoteObject] = []
    at = data.find(OBJECT_HEADER)
    while at >= 0:
        if len(found) == MAX_OBJECTS:
            defects.append(Defect(where="objects", what=f"more than {MAX_OBJECTS}, rest not read"))
            break
        item = _object(data, at, defects)
        found.append(item)
        at = data.find(OBJECT_HEADER, at + OBJECT_PREFIX_BYTES + len(item.content))
    return found


def _object(data: bytes, at: int, defects: list[Defect]) -> OnenoteObject:
    start = at + OBJECT_PREFIX_BYTES
    declared = int.from_bytes(data[at + 16 : at + 24], "little")
    if declared > len(data) - start or declared > MAX_OBJECT_BYTES:
        defects.append(
            Defect(where=f"object at {at}", what=f"declares {declared} bytes, more than there are")
        )
        footer = data.find(OBJECT_FOOTER, start)
        end = footer if footer >= 0 else len(data)
    else:
        end = start + declared
    content = data[start : min(end, start + MAX_OBJECT_BYTES)]
    return OnenoteObject(offset=at, name=None, content=content, declared_bytes=declared)


def _named(found: list[OnenoteObject], names: tuple[str, ...]) -> tuple[OnenoteObject, ...]:
    files = [item for item in found if not item.content.startswith(_PICTURE_STARTS)]
    if not names or len(files) != len(names):
        return tuple(found)
    name_at = {item.offset: name for item, name in zip(files, names, strict=True)}
    return tuple(
        OnenoteObject(
            offset=item.offset,
            name=name_at.get(item.offset),
            content=item.content,
            declared_bytes=item.declared_bytes,
        )
        for item in found
    )


def _names(data: bytes) -> tuple[str, ...]:
    names: dict[str, None] = {}
    at = data.find(_NAME_PROPERTY)
    for _ in range(MAX_NAME_IDS):
        if at < 0 or len(names) == MAX_NAMES:
            break
        name = _name(data, at)
        if name:
            names[name] = None
        at = data.find(_NAME_PROPERTY, at + 4)
    return tuple(names)


def _name(data: bytes, property_at: int) -> str:
    """Value of the name property whose id stands at ``property_at``; empty if it can't be placed.

    The ids of a set stand in a row behind their u16 count, the values follow in the same order. So
    the count is looked for before the id, at each place where it could stand.
    """
    for before in range(MAX_PROPERTIES):
        count_at = property_at - 4 * before - 2
        if count_at < 0:
            return ""
        count = int.from_bytes(data[count_at : count_at + 2], "little")
        if before < count <= MAX_PROPERTIES:
            name = _value_text(data, count_at + 2, count, before)
            if name:
                return name
    return ""


def _value_text(data: bytes, ids_at: int, count: int, index: int) -> str:
    ids_end = ids_at + 4 * count
    if ids_end > len(data):
        return ""
    at = ids_end
    for property_id in struct.unpack_from(f"<{index}I", data, ids_at):
        size = _value_bytes(data, at, property_id >> 26 & 0x1F)
        if size is None:
            return ""
        at += size
    size = int.from_bytes(data[at : at + 4], "little")
    raw = data[at + 4 : at + 4 + size]
    if not 2 <= size <= MAX_NAME_BYTES or size % 2 or len(raw) < size:
        return ""
    name = raw.decode("utf-16-le", "replace").rstrip("\0")
    return "" if "\0" in name or "\ufffd" in name else name


def _value_bytes(data: bytes, at: int, kind: int) -> int | None:
    """Bytes that a value of type ``kind`` takes in the property data; None: a type not walked."""
    fixed = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8, 8: 0, 9: 4, 10: 0, 11: 4, 12: 0, 13: 4}
    if kind == 7:
        return 4 + int.from_bytes(data[at : at + 4], "little")
    return fixed.get(kind)
