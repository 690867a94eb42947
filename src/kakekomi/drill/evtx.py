"""An event log with events of one's own: a file of one chunk, for drills and tests.

Each event is written out in full, without the templates that Windows shares between events; a
reader sees the same. What goes in is text only: names, and values as strings.

Layout::

    0      file header, 4096 bytes: "ElfFile", counts, version 3.1, CRC-32 of the first 120
    4096   chunk, 65536 bytes: "ElfChnk", record numbers, ends, CRC-32 of the records and of itself
    +512   records: 2A2A0000, size u32, number u64, FILETIME u64, binary XML, size u32

Binary XML: 0F begins; 01 or 41 (with attributes) opens an element; 06 or 46 (more follow) names an
attribute; 05 01 is a text; 02 ends the opening, 04 the element, 00 the whole. A name stands where
it is used: its place in the chunk, four zeros, a hash, its length and UTF-16 letters, two zeros.

Source: libevtx documentation of the format (Windows XML Event Log), read for facts only
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

FILE_HEADER_BYTES: Final = 4096
CHUNK_BYTES: Final = 65_536
RECORDS_START: Final = 512
EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvent:
    """An event as its log shows it."""

    event_id: int
    provider: str
    channel: str
    at: datetime
    data: Mapping[str, str] = field(default_factory=dict)
    computer: str = "PC-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: "str | Sequence[_Element]" = ""


def make_event_log(events: Sequence[LogEvent]) -> bytes:
    """The bytes of the file. Raises: ValueError if the events don't fit into one chunk."""
    records = bytearray()
    last = RECORDS_START
    for number, event in enumerate(events, 1):
        last = RECORDS_START + len(records)
        records += _record(event, number, last)
    if RECORDS_START + len(records) > CHUNK_BYTES:
        raise ValueError("too many events for one chunk")
    return _file_header(len(events)) + _chunk(bytes(records), len(events), last)


def _file_header(count: int) -> bytes:
    head = struct.pack("<8sQQQIHHHH", b"ElfFile\0", 0, 0, count + 1, 128, 1, 3, 4096, 1)
    head = head.ljust(120, b"\0")
    return (head + struct.pack("<II", 0, zlib.crc32(head))).ljust(FILE_HEADER_BYTES, b"\0")


def _chunk(records: bytes, count: int, last: int) -> bytes:
    free = RECORDS_START + len(records)
    first = min(count, 1)
    head = struct.pack("<8sQQQQIIII", b"ElfChnk\0", first, count, first, count, 128, last, free, 0)
    head = head[:-4] + struct.pack("<I", zlib.crc32(records))
    head = head.ljust(120, b"\0")
    tables = bytes(RECORDS_START - 128)
    checked = zlib.crc32(head + tables)
    whole = head + struct.pack("<II", 0, checked) + tables + records
    return whole.ljust(CHUNK_BYTES, b"\0")


def _record(event: LogEvent, number: int, start: int) -> bytes:
    passed = event.at - EPOCH
    moment = (passed.days * 86_400 + passed.seconds) * 10_000_000 + passed.microseconds * 10
    body = bytearray(b"\x0f\x01\x01\x00")
    _write(body, _tree(event, number), start + 24)
    body += b"\x00"
    size = 24 + len(body) + 4
    padding = -size % 8
    size += padding
    head = struct.pack("<IIQQ", 0x2A2A, size, number, moment)
    return head + body + bytes(padding) + struct.pack("<I", size)


def _tree(event: LogEvent, number: int) -> _Element:
    moment = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    system = (
        _Element(name="Provider", attributes={"Name": event.provider}),
        _Element(name="EventID", content=str(event.event_id)),
        _Element(name="Level", content="4"),
        _Element(name="TimeCreated", attributes={"SystemTime": moment}),
        _Element(name="EventRecordID", content=str(number)),
        _Element(name="Channel", content=event.channel),
        _Element(name="Computer", content=event.computer),
    )
    data = tuple(
        _Element(name="Data", attributes={"Name": name} if name else {}, content=value)
        for name, value in event.data.items()
    )
    parts = (_Element(name="System", content=system), _Element(name="EventData", content=data))
    return _Element(name="Event", content=parts)


def _write(out: bytearray, element: _Element, base: int) -> None:
    """Append the element; ``base`` is where ``out`` begins in the chunk."""
    start = len(out)
    out += struct.pack("<BI", 0x41 if element.attributes else 0x01, 0)
    _write_name(out, element.name, base)
    if element.attributes:
        _write_attributes(out, element.attributes, base)
    out.append(0x02)
    if isinstance(element.content, str):
        out += _text(element.content) if element.content else b""
    else:
        for child in element.content:
            _write(out, child, base)
    out.append(0x04)
    struct.pack_into("<I", out, start + 1, len(out) - start - 5)


def _write_attributes(out: bytearray, attributes: Mapping[str, str], base: int) -> None:
    place = len(out)
    out += bytes(4)
    for left, (name, value) in zip(
        range(len(attributes) - 1, -1, -1), attributes.items(), strict=True
    ):
        out.append(0x46 if left else 0x06)
        _write_name(out, name, base)
        out += _text(value)
    struct.pack_into("<I", out, place, len(out) - place - 4)


def _write_name(out: bytearray, name: str, base: int) -> None:
    out += struct.pack("<I", base + len(out) + 4)
    out += struct.pack("<IHH", 0, _hash(name), len(name)) + name.encode("utf-16-le") + b"\0\0"


def _hash(name: str) -> int:
    value = 0
    for letter in name:
        value = (value * 65_599 + ord(letter)) & 0xFFFF_FFFF
    return value & 0xFFFF


def _text(value: str) -> bytes:
    units = value.encode("utf-16-le")
    return struct.pack("<BBH", 0x05, 0x01, len(units) // 2) + units
