"""Read a message file of Outlook (.msg, .oft).

Such a file is a compound file. Each storage, that of the message and those of its recipients,
attachments and messages inside, has a stream ``__properties_version1.0`` of entries, and a stream
for each property that is no number, named ``__substg1.0_`` and the tag in hexadecimal.

Layout of the property stream (little-endian)::

    offset  size  field
    0       -     header: 32 bytes for the file, 24 for a message inside it, else 8
    -       16    each: type (2), id (2), flags (4), value or size (8)

A reader of our own, and not python-oxmsg, which loads all streams of a file before it looks,
knows no messages inside, reads 8-bit text without a code page as Latin-9, and raises whatever
its parts raise.

Source: [MS-OXMSG]
"""

import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, mapi, ole
from kakekomi.mail.mapi import MapiAttachment, MapiMessage, Properties, Tag, Type, Value

PROPERTIES: Final = "__properties_version1.0"
RECIPIENT: Final = "__recip_version1.0_#"
ATTACHMENT: Final = "__attach_version1.0_#"
OBJECT: Final = "__substg1.0_3701000d"
FILE_HEADER_BYTES: Final = 32
MESSAGE_HEADER_BYTES: Final = 24
PART_HEADER_BYTES: Final = 8
STREAM: Final = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})\Z", re.IGNORECASE)
"""Takes ``__substg1.0_0037001F``; refuses that of one of many values, ``…001F-00000000``."""
_ENTRY: Final = struct.Struct("<HH4x8s")
_LENGTHS: Final = frozenset({Type.STRING, Type.STRING_8, Type.BINARY, Type.OBJECT})
"""Types whose entry holds a size; the value is a stream."""


def is_message(file: ole.CompoundFile) -> bool:
    """Tell whether a compound file is a message: by its list of properties, or one that is left."""
    return file.find(PROPERTIES) is not None or any(
        STREAM.match(entry.path) for entry in file.streams()
    )


def parse(data: bytes) -> MapiMessage:
    """Read a message file.

    Raises:
        ParseError: it is no compound file, or none of a message.
    """
    file = ole.parse(data)
    if not is_message(file):
        raise ParseError("compound file, but no message of Outlook", where="msg")
    return _Reader(file).message("", FILE_HEADER_BYTES, None, 0)


class _Reader:
    """One run over one file; counts what it reads."""

    __slots__ = ("_children", "_file", "_left")

    def __init__(self, file: ole.CompoundFile) -> None:
        self._file = file
        self._left = mapi.MAX_MESSAGE_BYTES
        self._children: defaultdict[str, list[ole.Entry]] = defaultdict(list)
        for entry in file.entries:
            self._children[entry.path.lower().rpartition("/")[0]].append(entry)

    def message(
        self, path: str, header_bytes: int, code_page: int | None, depth: int
    ) -> MapiMessage:
        """Read the message whose storage is at ``path``."""
        properties = self._properties(path, header_bytes, code_page)
        parts = self._parts(path, RECIPIENT, mapi.MAX_RECIPIENTS)
        files = self._parts(path, ATTACHMENT, mapi.MAX_ATTACHMENTS)
        page = properties.code_page
        return MapiMessage(
            properties=properties,
            recipients=tuple(self._properties(part, PART_HEADER_BYTES, page) for part in parts),
            attachments=tuple(self._attachment(part, page, depth) for part in files),
        )

    def _parts(self, path: str, start: str, most: int) -> list[str]:
        found = [
            entry.path.lower()
            for entry in self._children[path]
            if not entry.is_stream and entry.name.lower().startswith(start)
        ]
        return sorted(found)[:most]

    def _properties(self, path: str, header_bytes: int, code_page: int | None) -> Properties:
        values: dict[int, Value] = {}
        for entry in self._children[path]:
            name = STREAM.match(entry.name) if entry.is_stream else None
            tag = int(name[1], 16) if name else 0
            if name and tag in mapi.WANTED and tag != Tag.ATTACH_DATA:
                values[tag] = Value(int(name[2], 16), self._read(entry)[0])
        listed = self._file.find(f"{path}/{PROPERTIES}" if path else PROPERTIES)
        raw = self._read(listed)[0][header_bytes:] if listed else b""
        for kind, tag, value in _ENTRY.iter_unpack(raw[: len(raw) // 16 * 16]):
            if tag in mapi.WANTED and kind not in _LENGTHS:
                values[tag] = Value(kind, value)
        found = Properties(values, code_page)
        stated = found.integer(Tag.MESSAGE_CODE_PAGE)
        return Properties(values, stated or code_page)

    def _attachment(self, path: str, code_page: int | None, depth: int) -> MapiAttachment:
        properties = self._properties(path, PART_HEADER_BYTES, code_page)
        inside = f"{path}/{OBJECT}"
        if self._file.find(f"{inside}/{PROPERTIES}"):
            if depth >= mapi.MAX_DEPTH:
                return MapiAttachment(properties=properties, is_whole=False)
            message = self.message(inside, MESSAGE_HEADER_BYTES, code_page, depth + 1)
            return MapiAttachment(properties=properties, message=message)
        for content, is_whole in self._contents(path, inside):
            return MapiAttachment(properties=properties, content=content, is_whole=is_whole)
        return MapiAttachment(properties=properties)

    def _contents(self, path: str, inside: str) -> Iterator[tuple[bytes, bool]]:
        """Give the content of a file, or of the object that stands in its place."""
        for entry in self._children[path]:
            name = STREAM.match(entry.name) if entry.is_stream else None
            if name and int(name[1], 16) == Tag.ATTACH_DATA:
                yield self._read(entry)
        streams = [entry for entry in self._children[inside] if entry.is_stream]
        for entry in streams:
            if entry.name.lower() == embedded.NATIVE_STREAM:
                content, is_whole = self._read(entry)
                yield embedded.packaged(content[4:]).content, is_whole
        if streams:
            yield self._read(max(streams, key=lambda entry: entry.size_bytes))

    def _read(self, entry: ole.Entry) -> tuple[bytes, bool]:
        """Give the bytes, and whether they are all that the file promises."""
        data = self._file.read(entry, max(self._left, 0))
        self._left -= len(data)
        return data, len(data) == entry.size_bytes
