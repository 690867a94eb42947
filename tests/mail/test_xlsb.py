import struct

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import xlsb
from kakekomi.mail.workbook import Sheet


def make_record(kind: int, data: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    return head + (bytes([size & 0x7F | 0x80, size >> 7]) if size > 127 else bytes([size])) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_sheets_and_names_are_read() -> None:
    part = make_record(131, b"")
    part += make_record(156, struct.pack("<II", 2, 1) + wide("rId1") + wide("マクロ" * 30))
    part += make_record(39, bytes(9) + wide("Auto_Open"))

    assert xlsb.sheets(part) == [Sheet(name="マクロ" * 30, state="veryHidden", relation="rId1")]
    assert xlsb.names(part) == ["Auto_Open"]


def test_texts_are_read_a_line_each() -> None:
    part = make_record(19, b"\0" + wide("a")) + make_record(19, b"\0" + wide("有効"))

    assert xlsb.texts(part) == "a\n有効"


def test_only_a_dde_link_is_one() -> None:
    dde = make_record(360, struct.pack("<H", 1) + wide("cmd") + wide("/c x"))
    file = make_record(360, struct.pack("<H", 0) + wide("rId1") + wide(""))

    assert xlsb.dde(file + dde) == ["cmd|/c x"]


@given(st.binary(max_size=600))
def test_any_bytes_give_records(data: bytes) -> None:
    assert all(isinstance(record, bytes) for _, record in xlsb.records(data))
    assert isinstance(xlsb.sheets(b"\x9c\x01\x20" + data), list)
