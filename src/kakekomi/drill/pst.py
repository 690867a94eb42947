"""Write a small data file of Outlook (PST, Unicode), for drills and tests.

Only what a reader needs is there: folders, messages with recipients, files and messages inside.
Order in the file: header, blocks of data, the page of all nodes, the page of all blocks, index
pages above them where one page does not do.

Source: [MS-PST] sections 2.2 and 2.3
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

from kakekomi.drill.outlook import OutlookFile, OutlookMail, PropertyValue, stored
from kakekomi.mail.mapi import Tag, Type

MAX_BLOCK_BYTES: Final = 8_176
MAX_HEAP_BYTES: Final = 3_580
PAGE_BYTES: Final = 512
HEADER_BYTES: Final = 1_024
"""The header and room behind it."""

STORE: Final = 0x21
NAMES: Final = 0x61
ROOT_FOLDER: Final = 0x122
FOLDER: Final = 0x02
MESSAGE: Final = 0x04
ATTACHMENT: Final = 0x05
SUBNODE: Final = 0x1F
ATTACHMENT_TABLE: Final = 0x671
RECIPIENT_TABLE: Final = 0x692
ROW_ID: Final = 0x67F2
ROW_VERSION: Final = 0x67F3

NO_NAMES: Final[Mapping[int, PropertyValue]] = {1: 251, 2: bytes(16), 3: bytes(8), 4: bytes(4)}
"""Buckets, sets, entries and texts of the map of named properties."""
INLINE: Final = frozenset({Type.INTEGER_32})


def make_pst(folders: Mapping[str, Sequence[OutlookMail]]) -> bytes:
    """Write the folders with their messages, all below the topmost folder."""
    return _File().write(folders)


class _Heap:
    """A heap on a node: values one after another, each known by its number."""

    def __init__(self, kind: int) -> None:
        self._kind = kind
        self._items: list[bytes] = []

    def add(self, data: bytes) -> int:
        """Put a value in and give its id; nothing has id 0."""
        if not data:
            return 0
        self._items.append(data)
        return len(self._items) << 5

    def write(self, root: int) -> bytes:
        """Give the block; ``root`` is the id of the structure on top."""
        offsets = [12]
        for item in self._items:
            offsets.append(offsets[-1] + len(item))
        body = b"".join(self._items)
        body += bytes(len(body) % 2)
        page_map = struct.pack(f"<HH{len(offsets)}H", len(self._items), 0, *offsets)
        head = struct.pack("<HBBII", 12 + len(body), 0xEC, self._kind, root, 0)
        return head + body + page_map


class _File:
    """The file while it grows."""

    def __init__(self) -> None:
        self._out = bytearray(HEADER_BYTES)
        self._blocks: list[bytes] = []
        self._nodes: list[tuple[int, bytes]] = []
        self._next_block = 4
        self._next_index = 0x400

    def write(self, folders: Mapping[str, Sequence[OutlookMail]]) -> bytes:
        """Write everything; once only."""
        self._node(STORE, *self._properties({Tag.DISPLAY_NAME: "store"}, {}), 0)
        self._node(NAMES, *self._properties(NO_NAMES, {}), 0)
        self._node(ROOT_FOLDER, *self._properties({Tag.DISPLAY_NAME: ""}, {}), ROOT_FOLDER)
        for name, mails in folders.items():
            folder = self._index(FOLDER)
            self._node(folder, *self._properties({Tag.DISPLAY_NAME: name}, {}), ROOT_FOLDER)
            for mail in mails:
                self._node(self._index(MESSAGE), *self._message(mail), folder)
        nodes = self._tree(sorted(self._nodes), 0x81, 32)
        blocks = self._tree([(self._key(entry), entry) for entry in self._blocks], 0x80, 24)
        self._out[:564] = _header(nodes, blocks, len(self._out), self._next_block)
        return bytes(self._out)

    @staticmethod
    def _key(entry: bytes) -> int:
        return int.from_bytes(entry[:8], "little")

    def _index(self, kind: int) -> int:
        self._next_index += 1
        return self._next_index << 5 | kind

    def _node(self, number: int, data: int, inside: int, parent: int) -> None:
        self._nodes.append((number, struct.pack("<QQQII", number, data, inside, parent, 0)))

    def _message(self, mail: OutlookMail) -> tuple[int, int]:
        subnodes: dict[int, tuple[int, int]] = {}
        recipients: list[dict[int, PropertyValue]] = [
            {Tag.RECIPIENT_TYPE: 1, Tag.DISPLAY_NAME: name, Tag.SMTP_ADDRESS: address}
            for name, address in mail.to
        ]
        if recipients:
            subnodes[RECIPIENT_TABLE] = self._table(list(enumerate(recipients)))
        rows: list[tuple[int, dict[int, PropertyValue]]] = []
        for file in mail.files:
            number = self._index(ATTACHMENT)
            subnodes[number] = self._attachment(file)
            rows.append((number, {Tag.ATTACH_METHOD: 5 if file.message else 1}))
        if rows:
            subnodes[ATTACHMENT_TABLE] = self._table(rows)
        return self._properties(mail.all_properties(), subnodes)

    def _attachment(self, file: OutlookFile) -> tuple[int, int]:
        properties: dict[int, PropertyValue] = {
            Tag.ATTACH_LONG_FILENAME: file.name,
            Tag.ATTACH_METHOD: 5 if file.message else 1,
            **file.properties,
        }
        if file.message is None:
            return self._properties({**properties, Tag.ATTACH_DATA: file.content}, {})
        number = self._index(MESSAGE)
        inside = {number: self._message(file.message)}
        return self._properties(properties, inside, message=number)

    def _properties(
        self,
        properties: Mapping[int, PropertyValue],
        subnodes: dict[int, tuple[int, int]],
        *,
        message: int | None = None,
    ) -> tuple[int, int]:
        """Write a property context; give its block and that of its subnodes."""
        heap = _Heap(0xBC)
        top = heap.add(bytes(8))
        rows = [(tag, *stored(value, None)) for tag, value in properties.items()]
        if message is not None:
            rows.append((Tag.ATTACH_DATA, Type.OBJECT, struct.pack("<II", message, 0)))
        entries = b"".join(
            struct.pack("<HH4s", tag, kind, self._value(heap, kind, data, subnodes))
            for tag, kind, data in sorted(rows)
        )
        head = struct.pack("<BBBBI", 0xB5, 2, 6, 0, heap.add(entries))
        heap._items[0] = head
        return self._data(heap.write(top)), self._subnodes(subnodes)

    def _value(
        self, heap: _Heap, kind: int, data: bytes, subnodes: dict[int, tuple[int, int]]
    ) -> bytes:
        if kind in INLINE:
            return data
        if len(data) <= MAX_HEAP_BYTES:
            return struct.pack("<I", heap.add(data))
        number = self._index(SUBNODE)
        subnodes[number] = (self._data(data), 0)
        return struct.pack("<I", number)

    def _table(self, rows: Sequence[tuple[int, Mapping[int, PropertyValue]]]) -> tuple[int, int]:
        """Write a table context of rows with the same columns."""
        heap = _Heap(0x7C)
        top = heap.add(bytes(1))
        kinds = {tag: stored(value, None)[0] for tag, value in rows[0][1].items()}
        columns = sorted(
            [(tag, int(kind)) for tag, kind in kinds.items()]
            + [(ROW_ID, Type.INTEGER_32), (ROW_VERSION, Type.INTEGER_32)]
        )
        places = {ROW_ID: 0, ROW_VERSION: 4}
        for tag, _ in columns:
            places.setdefault(tag, len(places) * 4)
        bits = {tag: number for number, tag in enumerate(places)}
        width = len(columns) * 4
        exists = (-1 << (8 - len(columns)) & 0xFF).to_bytes(1, "little")
        matrix = b""
        for number, row in rows:
            cells = (self._value(heap, *stored(row[tag], None), {}) for tag in list(places)[2:])
            matrix += struct.pack("<II", number, 0) + b"".join(cells) + exists
        index = b"".join(struct.pack("<II", number, at) for at, (number, _) in enumerate(rows))
        tree = heap.add(struct.pack("<BBBBI", 0xB5, 4, 4, 0, heap.add(index)))
        info = struct.pack("<BBHHHH", 0x7C, len(columns), width, width, width, width + 1)
        info += struct.pack("<III", tree, heap.add(matrix), 0)
        for tag, kind in columns:
            info += struct.pack("<HHHBB", kind, tag, places[tag], 4, bits[tag])
        heap._items[0] = info
        return self._data(heap.write(top)), 0

    def _subnodes(self, subnodes: Mapping[int, tuple[int, int]]) -> int:
        if not subnodes:
            return 0
        entries = [struct.pack("<QQQ", number, *ids) for number, ids in sorted(subnodes.items())]
        head = struct.pack("<BBHI", 2, 0, len(entries), 0)
        return self._block(head + b"".join(entries), is_internal=True)

    def _data(self, data: bytes) -> int:
        """Write data in one block, or in many and a list of them."""
        if len(data) <= MAX_BLOCK_BYTES:
            return self._block(data)
        pieces = [data[at : at + MAX_BLOCK_BYTES] for at in range(0, len(data), MAX_BLOCK_BYTES)]
        ids = b"".join(struct.pack("<Q", self._block(piece)) for piece in pieces)
        head = struct.pack("<BBHI", 1, 1, len(pieces), len(data))
        return self._block(head + ids, is_internal=True)

    def _block(self, data: bytes, *, is_internal: bool = False) -> int:
        number = self._next_block | (2 if is_internal else 0)
        self._next_block += 4
        at = len(self._out)
        self._blocks.append(struct.pack("<QQHHI", number, at, len(data), 2, 0))
        room = -(len(data) + 16) % 64
        trailer = struct.pack("<HHIQ", len(data), _signature(at, number), _crc(data), number)
        self._out += data + bytes(room) + trailer
        return number

    def _tree(self, entries: Sequence[tuple[int, bytes]], kind: int, size: int) -> tuple[int, int]:
        """Write the pages of a tree; give number and place of the topmost."""
        level = 0
        while True:
            most = 488 // size
            pages = [entries[at : at + most] for at in range(0, len(entries), most)]
            written = [self._page(page, kind, size, level) for page in pages]
            if len(written) == 1:
                return written[0]
            entries = [
                (page[0][0], struct.pack("<QQQ", page[0][0], *place))
                for page, place in zip(pages, written, strict=True)
            ]
            size, level = 24, level + 1

    def _page(
        self, entries: Sequence[tuple[int, bytes]], kind: int, size: int, level: int
    ) -> tuple[int, int]:
        self._out += bytes(-len(self._out) % PAGE_BYTES)
        number, at = self._next_block, len(self._out)
        self._next_block += 4
        body = b"".join(entry for _, entry in entries).ljust(488, b"\0")
        body += struct.pack("<BBBBI", len(entries), 488 // size, size, level, 0)
        self._out += body
        self._out += struct.pack("<BBHIQ", kind, kind, _signature(at, number), _crc(body), number)
        return number, at


def _header(nodes: tuple[int, int], blocks: tuple[int, int], size: int, next_id: int) -> bytes:
    root = struct.pack("<IQQQQ", 0, size, 0, 0, 0)
    root += struct.pack("<QQQQBBH", *nodes, *blocks, 0, 0, 0)
    body = struct.pack("<2sHHBBII", b"SM", 23, 19, 1, 1, 0, 0)
    body += struct.pack("<QQI", 0, next_id, 1) + bytes(128 + 8)
    body += root + bytes(4) + b"\xff" * 256
    body += struct.pack("<BBHQ", 0x80, 0, 0, next_id)
    head = struct.pack("<4sI", b"!BDN", _crc(body[:471]))
    return head + body + struct.pack("<I", _crc(body[:516])) + bytes(36)


def _signature(at: int, number: int) -> int:
    mixed = (at ^ number) & 0xFFFFFFFF
    return (mixed >> 16 ^ mixed) & 0xFFFF


def _crc(data: bytes) -> int:
    """CRC-32 that starts from zero and is not turned at its end."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF
