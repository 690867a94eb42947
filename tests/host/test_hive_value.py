from io import BytesIO

import pytest

from kakekomi.host import hive_value
from kakekomi.host.hive_value import Value


def test_data_in_segments_is_put_together_again() -> None:
    data = bytes(range(256)) * 70
    segments = [data[:16_344], data[16_344:]]
    body = bytearray(4096)
    offsets = []
    for segment in segments:
        offsets.append(len(body) - 4096)
        body += bytes(4) + segment
    listed = len(body) - 4096
    body += bytes(4) + b"".join(offset.to_bytes(4, "little") for offset in offsets)
    block = len(body) - 4096
    body += bytes(4) + b"db" + (2).to_bytes(2, "little") + listed.to_bytes(4, "little")
    value = len(body) - 4096
    body += bytes(4) + b"vk" + (1).to_bytes(2, "little") + len(data).to_bytes(4, "little")
    body += block.to_bytes(4, "little") + (3).to_bytes(4, "little") + b"\1\0\0\0n"

    assert hive_value.read_value(BytesIO(bytes(body)), value) == Value(name="n", type=3, data=data)


def test_a_cell_past_the_end_is_an_error() -> None:
    with pytest.raises(EOFError):
        hive_value.cell(BytesIO(bytes(5000)), 0xFFFFFFF0, 4)


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [(1, "a\0b\0".encode("utf-16-le"), "a"), (5, b"\0\0\1\0", "256"), (99, b"\xab", "AB")],
)
def test_text_ends_at_its_nul_and_unknown_types_are_hex(kind: int, data: bytes, text: str) -> None:
    assert Value(name="", type=kind, data=data).text == text


def test_only_numbers_have_a_number() -> None:
    assert Value(name="", type=4, data=b"\2\0\0\0").number == 2
    assert Value(name="", type=1, data=b"2\0").number is None
    assert Value(name="", type=99, data=b"").type_name == "REG_99"
