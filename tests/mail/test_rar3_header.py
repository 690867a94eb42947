import struct

import pytest

from kakekomi.drill.rar import RarMember, make_rar4
from kakekomi.facts.errors import ParseError
from kakekomi.mail import rar3_header
from kakekomi.mail.rar_entry import Packing, RarEntry


def entries(data: bytes) -> list[RarEntry]:
    found = rar3_header.blocks(data)
    return [rar3_header.entry(block) for block in found if block.kind == rar3_header.FILE]


def with_name(raw: bytes, *, flags: int) -> bytes:
    body = struct.pack("<IIBIIBBHI", 0, 0, 2, 0, 0, 29, 0x30, len(raw), 32) + raw
    head = struct.pack("<HBHH", 0, 0x74, 0x8000 | flags, 7 + len(body))
    return b"Rar!\x1a\x07\x00" + head + body


def test_a_header_says_what_and_where_the_file_is() -> None:
    data = make_rar4([RarMember("見積.js", b"text")])

    assert entries(data) == [
        RarEntry(
            name="見積.js",
            packing=Packing.STORED,
            data_at=data.find(b"text"),
            packed_bytes=4,
            declared_bytes=4,
            crc=0x3B8BA7C7,
        )
    ]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"a.txt\0\x00\x00abcd", "abcd"),
        (b"a.txt\0\x30\x55\x41\x42\x43\x44", "ぁあぃい"),
        (b"a.txt\0\x30\xa0\x8b\x89\x4d\x7a", "\u898b\u7a4d"),
        (b"a.txt\0\x00\xc0\x03", "a.txt"),
        (b"abc\0\x30\xc0\x81\xe0", "\u3041\u3042\u3043"),
        ("見.txt".encode(), "見.txt"),
    ],
)
def test_names_are_unpacked(raw: bytes, name: str) -> None:
    (entry,) = entries(with_name(raw, flags=0x200))

    assert entry.name == name


def test_parts_in_other_volumes_and_folders_are_told() -> None:
    (entry,) = entries(with_name(b"a", flags=0xE0 | 1))

    assert (entry.is_folder, entry.is_split) == (True, True)


def test_what_is_no_header_is_refused() -> None:
    with pytest.raises(ParseError):
        list(rar3_header.blocks(b"Rar!\x1a\x07\x00" + bytes(20)))
