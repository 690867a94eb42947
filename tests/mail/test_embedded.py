import struct

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.mail import embedded, ole
from kakekomi.mail.document import EmbeddedObject


def make_native(name: str, content: bytes) -> bytes:
    path = b"C:\\temp\\" + name.encode("cp932") + b"\0"
    body = b"\x02\0" + name.encode("cp932") + b"\0" + path + bytes(4)
    body += struct.pack("<I", len(path)) + path + struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def make_ole1(class_name: bytes, data: bytes) -> bytes:
    texts = struct.pack("<I", len(class_name) + 1) + class_name + b"\0" + bytes(8)
    return struct.pack("<II", 0x501, 2) + texts + struct.pack("<I", len(data)) + data


FILE = EmbeddedObject(name="請求書.vbs", class_name="Package", content=b"script")


def test_a_packaged_file_keeps_its_name() -> None:
    file = ole.parse(make_compound({"Pool/\x01Ole10Native": make_native("請求書.vbs", b"script")}))

    assert list(embedded.in_compound(file)) == [FILE]


def test_a_part_that_wraps_a_packaged_file_is_that_file() -> None:
    wrapped = make_compound({"\x01Ole10Native": make_native("請求書.vbs", b"script")})

    assert embedded.of_part("oleObject1.bin", wrapped) == FILE


def test_a_part_that_wraps_nothing_is_itself() -> None:
    for content in (b"abc", make_compound({"CONTENTS": b"x"}), ole.SIGNATURE):
        assert embedded.of_part("a.bin", content) == EmbeddedObject(
            name="a.bin", class_name="", content=content
        )


def test_an_ole_1_object_has_class_and_data() -> None:
    assert embedded.ole1(make_ole1(b"Equation.3", b"data")) == EmbeddedObject(
        name="", class_name="Equation.3", content=b"data"
    )


def test_an_ole_1_package_is_its_file() -> None:
    native = make_native("請求書.vbs", b"script")[4:]

    assert embedded.ole1(make_ole1(b"Package", native)) == FILE


@given(st.binary(max_size=300))
def test_any_bytes_are_an_object(data: bytes) -> None:
    assert embedded.packaged(data).class_name == "Package"
    assert len(embedded.ole1(data).content) <= len(data)


def test_a_formula_of_the_old_editor_is_told_by_its_stream() -> None:
    content = make_compound({"Equation Native": b"x" * 40})

    assert embedded.of_part("oleObject1.bin", content) == EmbeddedObject(
        name="oleObject1.bin", class_name="Equation.3", content=content
    )
