r"""Read objects embedded in documents: packaged files (OLE Package) and OLE 1.0 objects.

A packaged file keeps its name and runs on a double-click after one question.

Layout of ``\1Ole10Native`` (little-endian)::

    offset  size  field
    0       4     size of what follows
    4       2     2: a packaged file
    6       -     label, then original path, both up to NUL
    -       8     reserved; size of the temporary path (u32)
    -       -     temporary path; size of the file (u32); the file

Layout of an OLE 1.0 object: u32 version, u32 format (2: embedded), class, topic and item (u32 size
and text with NUL each), u32 size, data.

Source: [MS-OLEDS] sections 2.2.4, 2.2.5; the inside of a package is published only by observation.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import ole
from kakekomi.mail.document import EmbeddedObject
from kakekomi.mail.shell_item import ansi_to_nul

NATIVE_STREAM: Final = "\x01ole10native"
EQUATION: Final = "Equation.3"
"""The formula editor that Microsoft removed in 2018, as flaws in it let documents run programs."""
EQUATION_STREAM: Final = "Equation Native"
MAX_OBJECTS: Final = 64
"""In one compound file."""
MAX_OBJECT_BYTES: Final = 16 * 1024 * 1024
"""Of one object; larger ones are padding or pictures."""
MAX_NAME_BYTES: Final = 2_048
"""Of one name or path: Windows paths end at 260 characters, with room for every charset."""


def in_compound(file: ole.CompoundFile) -> Iterator[EmbeddedObject]:
    """Give the packaged files of a compound file, one at a time: they may be large."""
    natives = (entry for entry in file.streams() if entry.name.lower() == NATIVE_STREAM)
    for entry in islice(natives, MAX_OBJECTS):
        yield packaged(file.read(entry, MAX_OBJECT_BYTES)[4:])


def of_part(name: str, content: bytes) -> EmbeddedObject:
    """Take a part of a package that is an object: if it wraps a packaged file, that file."""
    plain = EmbeddedObject(name=name, class_name="", content=content)
    if not content.startswith(ole.SIGNATURE):
        return plain
    try:
        file = ole.parse(content)
    except ParseError:
        return plain
    if file.find(EQUATION_STREAM) is not None:
        return EmbeddedObject(name=name, class_name=EQUATION, content=content)
    return next(in_compound(file), plain)


def packaged(native: bytes) -> EmbeddedObject:
    """Read a packaged file from behind the size; damage leaves all bytes as the content."""
    at = 2
    names: list[str] = []
    for _ in range(2):
        end = native.find(b"\0", at, at + MAX_NAME_BYTES)
        if end < 0:
            return EmbeddedObject(name="", class_name="Package", content=native)
        names.append(ansi_to_nul(native, at))
        at = end + 1
    at += 8 + _u32(native, at + 4)
    size = _u32(native, at)
    content = native[at + 4 : at + 4 + size] if at < len(native) else native
    name = names[0] or names[1].rpartition("\\")[2]
    return EmbeddedObject(name=name, class_name="Package", content=content)


def ole1(raw: bytes) -> EmbeddedObject:
    """Read an OLE 1.0 object; damage leaves all bytes as the content."""
    at = 8
    texts: list[str] = []
    for _ in range(3):
        size = _u32(raw, at)
        if size > MAX_NAME_BYTES:
            return EmbeddedObject(name="", class_name="", content=raw)
        texts.append(raw[at + 4 : at + 4 + size].rstrip(b"\0").decode("cp1252", "replace"))
        at += 4 + size
    size = _u32(raw, at)
    data = raw[at + 4 : at + 4 + min(size, MAX_OBJECT_BYTES)]
    if texts[0] == "Package":
        return packaged(data)
    return EmbeddedObject(name="", class_name=texts[0], content=data)


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
