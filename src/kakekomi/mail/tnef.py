r"""Read TNEF (winmail.dat), in which Outlook wraps a mail for other Outlooks.

The mail around it then shows one file that no other program opens; inside are the text and the
files with their names.

Layout (little-endian)::

    offset  size  field
    0       4     signature 0x223E9F78
    4       2     key
    6       -     attributes: level (1), id (4), size (4), value, checksum (2)

Layout of a list of properties: count (4), then each: type (2), id (2); of ids from 0x8000 on the
name (16 bytes of set, kind (4), id (4) or size (4) and UTF-16); the value. Texts, bytes and objects
are count (4), then size (4) and the value, padded to four bytes; numbers stand in 4 or 8 bytes.

Source: [MS-OXTNEF]
"""

import struct
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, mapi, ole
from kakekomi.mail.mapi import MapiAttachment, MapiMessage, Properties, Tag, Type, Value

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
HEADER_BYTES: Final = 6
ATTRIBUTE_HEAD: Final = struct.Struct("<BII")
CHECKSUM_BYTES: Final = 2
MAX_ATTRIBUTES: Final = 20_000
"""Five for each of the most attachments that are read, and room."""
MAX_PROPERTIES: Final = 10_000
"""Of one list; messages have about a hundred."""
NAMED: Final = 0x8000
MANY: Final = 0x1000
"""Flag in the type of a property with many values."""
IID_BYTES: Final = 16
WIDE: Final = frozenset({0x0005, 0x0006, 0x0007, 0x0014, Type.TIME})
"""Types of 8 bytes."""
SIZED: Final = frozenset({Type.STRING_8, Type.STRING, Type.BINARY, Type.OBJECT})
CLASS_ID: Final = 0x0048

ATT_SUBJECT: Final = 0x00018004
ATT_BODY: Final = 0x0002800C
ATT_RENDER_DATA: Final = 0x00069002
ATT_PROPERTIES: Final = 0x00069003
ATT_RECIPIENTS: Final = 0x00069004
ATT_ATTACHMENT: Final = 0x00069005
ATT_CODE_PAGE: Final = 0x00069007
ATT_TITLE: Final = 0x00018010
ATT_DATA: Final = 0x0006800F

MESSAGE_TEXTS: Final = {ATT_SUBJECT: Tag.SUBJECT, ATT_BODY: Tag.BODY}
"""Attributes that older senders write in place of the property."""


class _DamageError(Exception):
    """A size leads beyond the end; what was read before stands."""


class _File(msgspec.Struct):
    """An attachment while its attributes come in."""

    values: dict[int, Value]
    content: bytes = b""


def parse(data: bytes) -> MapiMessage:
    """Read a TNEF stream as far as it goes.

    Raises:
        ParseError: it is none.
    """
    return _parse(data, 0)


def _parse(data: bytes, depth: int) -> MapiMessage:
    if not data.startswith(SIGNATURE):
        raise ParseError(f"no TNEF: starts with {data[:4]!r}", where="tnef", offset=0)
    return _Reader(data, depth).message()


class _Reader:
    """One run over one stream."""

    __slots__ = ("_data", "_depth", "_files", "_is_whole", "_page", "_recipients", "_values")

    def __init__(self, data: bytes, depth: int) -> None:
        self._data = data
        self._depth = depth
        self._values: dict[int, Value] = {}
        self._recipients: list[dict[int, Value]] = []
        self._files: list[_File] = []
        self._page: int | None = None
        self._is_whole = True

    def message(self) -> MapiMessage:
        """Read attribute by attribute."""
        at, left = HEADER_BYTES, MAX_ATTRIBUTES
        while at < len(self._data):
            left -= 1
            head = self._data[at : at + ATTRIBUTE_HEAD.size]
            if len(head) < ATTRIBUTE_HEAD.size or not left:
                self._is_whole = False
                break
            _, name, size = ATTRIBUTE_HEAD.unpack(head)
            at += ATTRIBUTE_HEAD.size
            value = self._data[at : at + size]
            self._is_whole = self._is_whole and len(value) == size
            try:
                self._take(name, value)
            except _DamageError:
                self._is_whole = False
            at += size + CHECKSUM_BYTES
        return self._finish()

    def _take(self, name: int, value: bytes) -> None:
        if name == ATT_CODE_PAGE:
            self._page = int.from_bytes(value[:4], "little")
        elif name == ATT_PROPERTIES:
            _List(value).read(self._values)
        elif name == ATT_RECIPIENTS:
            self._take_recipients(value)
        elif name in MESSAGE_TEXTS:
            self._values.setdefault(MESSAGE_TEXTS[name], Value(Type.STRING_8, value))
        elif name == ATT_RENDER_DATA:
            if len(self._files) == mapi.MAX_ATTACHMENTS:
                raise _DamageError
            self._files.append(_File({}))
        else:
            self._take_file(name, value)

    def _take_file(self, name: int, value: bytes) -> None:
        if name not in {ATT_TITLE, ATT_DATA, ATT_ATTACHMENT}:
            return
        if not self._files:
            self._files.append(_File({}))
        file = self._files[-1]
        if name == ATT_TITLE:
            file.values.setdefault(Tag.ATTACH_FILENAME, Value(Type.STRING_8, value))
        elif name == ATT_DATA:
            file.content = value
        else:
            _List(value).read(file.values)

    def _take_recipients(self, value: bytes) -> None:
        table = _List(value)
        for _ in range(min(table.count(), mapi.MAX_RECIPIENTS)):
            row: dict[int, Value] = {}
            self._recipients.append(row)
            table.read(row)

    def _finish(self) -> MapiMessage:
        files = [self._attachment(file) for file in self._files]
        if not self._is_whole:
            files.append(MapiAttachment(properties=Properties({}), is_whole=False))
        return MapiMessage(
            properties=Properties(self._values, self._page),
            recipients=tuple(Properties(row, self._page) for row in self._recipients),
            attachments=tuple(files),
        )

    def _attachment(self, file: _File) -> MapiAttachment:
        properties = Properties(file.values, self._page)
        value = file.values.pop(Tag.ATTACH_DATA, None)
        if value is None:
            return MapiAttachment(properties=properties, content=file.content)
        if value.type != Type.OBJECT:
            return MapiAttachment(properties=properties, content=value.data)
        inside = value.data[IID_BYTES:]
        if not inside.startswith(SIGNATURE):
            return MapiAttachment(properties=properties, content=_object(inside))
        if self._depth >= mapi.MAX_DEPTH:
            return MapiAttachment(properties=properties, is_whole=False)
        return MapiAttachment(properties=properties, message=_parse(inside, self._depth + 1))


def _object(data: bytes) -> bytes:
    """Give the file packaged in an OLE object, else the object."""
    return embedded.of_part("", data).content if data.startswith(ole.SIGNATURE) else data


class _List:
    """Properties in a row, read from the front."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def count(self) -> int:
        """Read a number of 4 bytes."""
        return int.from_bytes(self._take(4), "little")

    def read(self, into: dict[int, Value]) -> None:
        """Read one list; the properties that are wanted are put into ``into``."""
        count = self.count()
        for number in range(count):
            if number == MAX_PROPERTIES:
                raise _DamageError
            kind, tag = struct.unpack("<HH", self._take(4))
            if tag >= NAMED:
                self._skip_name()
            value = self._value(kind)
            if tag in mapi.WANTED and not kind & MANY:
                into[tag] = Value(kind, value)

    def _skip_name(self) -> None:
        self._take(IID_BYTES)
        if self.count() == 0:
            self._take(4)
        else:
            self._padded()

    def _value(self, kind: int) -> bytes:
        """Read all values of one property and give the first."""
        plain = kind & ~MANY
        count = self.count() if kind & MANY or plain in SIZED else 1
        first = b""
        for number in range(count):
            if plain in SIZED:
                value = self._padded()
            else:
                value = self._take(16 if plain == CLASS_ID else 8 if plain in WIDE else 4)
            first = first if number else value
        return first

    def _padded(self) -> bytes:
        size = self.count()
        value = self._take(size)
        self._at += -size % 4
        return value

    def _take(self, size: int) -> bytes:
        value = self._data[self._at : self._at + size]
        if len(value) < size:
            raise _DamageError
        self._at += size
        return value
