import pytest

from kakekomi.drill.rar import RarMember, make_rar5
from kakekomi.facts.errors import ParseError
from kakekomi.mail import rar5_header
from kakekomi.mail.rar5_header import Block, Numbers
from kakekomi.mail.rar_entry import Lock, Packing, RarEntry

WHOLE = RarEntry(
    name="見積.js",
    packing=Packing.STORED,
    data_at=0,
    packed_bytes=4,
    declared_bytes=4,
    crc=0x3B8BA7C7,
)


def file_block(data: bytes) -> Block:
    return next(b for b in rar5_header.blocks(data) if b.kind == rar5_header.FILE)


def test_numbers_have_seven_bits_a_byte() -> None:
    numbers = Numbers(b"\x05\x80\x01\xff\xff\x03rest")

    assert [numbers.take() for _ in range(3)] == [5, 128, 65_535]
    assert (numbers.bytes(2), numbers.bytes(9)) == (b"re", b"st")


@pytest.mark.parametrize("raw", [b"", b"\x80", b"\xff" * 12])
def test_a_number_without_end_is_refused(raw: bytes) -> None:
    with pytest.raises(ParseError):
        Numbers(raw).take()


def test_a_header_says_what_and_where_the_file_is() -> None:
    data = make_rar5([RarMember("見積.js", b"text")])
    block = file_block(data)

    assert (block.data_at, block.data_bytes) == (data.find(b"text"), 4)
    assert rar5_header.entry(Block(2, 2, block.body, b"", 0, 4)) == WHOLE


def test_the_encryption_record_is_found_among_others() -> None:
    record = b"\x01\x00\x01\x0f" + b"s" * 16 + b"v" * 16 + b"c" * 8 + b"sum!"
    extra = b"\x03\x02ab" + bytes([len(record)]) + record
    body = file_block(make_rar5([RarMember("a", b"")])).body
    entry = rar5_header.entry(Block(2, 3, body, extra, 0, 0))

    assert entry.lock == Lock(b"s" * 16, b"v" * 16, 15, b"c" * 8)


def test_a_link_has_no_content_of_its_own() -> None:
    body = file_block(make_rar5([RarMember("a", b"x")])).body

    assert rar5_header.entry(Block(2, 3, body, b"\x02\x05\x01", 0, 0)).is_link
