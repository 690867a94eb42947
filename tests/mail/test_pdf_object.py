import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.pdf import make_pdf
from kakekomi.mail import pdf_object
from kakekomi.mail.document import Defect
from kakekomi.mail.pdf_object import PdfObject


def packed(listing: bytes, objects: bytes) -> bytes:
    body = zlib.compress(listing + objects)
    head = b"<< /Type /ObjStm /First %d /Filter /FlateDecode >>" % len(listing)
    return b"9 0 obj\n" + head + b"\nstream\r\n" + body + b"\nendstream\nendobj\n"


def test_objects_are_found_with_their_streams() -> None:
    data = b"1 0 obj << /A 1 >> endobj\n2 0 obj <<>>\nstream\nxyz\nendstream endobj"

    found = pdf_object.read(data)

    assert found.by_number == {
        1: PdfObject(1, b" << /A 1 >> ", raw=b" << /A 1 >> "),
        2: PdfObject(2, b" <<>>\n", b"xyz\n", raw=b" <<>>\n"),
    }


def test_an_object_that_is_never_closed_ends_where_the_next_begins() -> None:
    assert set(pdf_object.read(b"1 0 obj << /A 1 >>\n2 0 obj << /B 2 >>").by_number) == {1, 2}


def test_objects_in_a_stream_of_objects_are_found() -> None:
    found = pdf_object.read(packed(b"4 0 5 6 ", b"<</A>> <</B>>"))

    assert found.by_number[4].text.strip() == b"<</A>>"
    assert found.by_number[5].text.strip() == b"<</B>>"


def test_a_stream_of_objects_without_a_list_is_read_as_one() -> None:
    assert b"<</JS(x)>>" in b"".join(pdf_object.read(packed(b"", b"<</JS(x)>>")).texts)


def test_names_written_in_codes_are_plain() -> None:
    assert pdf_object.read(b"1 0 obj /J#61va#53cript endobj").texts == [b" /JavaScript "]


def test_of_two_objects_with_one_number_the_last_counts_and_both_are_looked_at() -> None:
    found = pdf_object.read(b"1 0 obj /A endobj 1 0 obj /B endobj")

    assert found.by_number[1].text == b" /B "
    assert found.texts == [b" /A ", b" /B "]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"(plain)", "plain"),
        (rb"(a\(b\)\\ \101\n)", "a(b)\\ A\n"),
        (b"(a(b)c) /F (d)", "a(b)c"),
        (b"(never closed", "never closed"),
        (b"(one\\\nline)", "oneline"),
        (b"<41 42 4>", "AB@"),
        (b"<FEFF65E5672C>", "日本"),
        ("(日本)".encode(), "日本"),
        (b"(caf\xe9)", "café"),
        (b" 7 0 R", "elsewhere"),
        (b"8 0 R", None),
        (b"<< /F (x) >>", None),
        (b"/Name", None),
    ],
)
def test_strings_are_read_in_every_spelling(text: bytes, value: str | None) -> None:
    objects = pdf_object.read(b"7 0 obj (elsewhere) endobj")

    assert objects.string(text, 0) == value


@pytest.mark.parametrize(
    ("filters", "stream"),
    [
        (b"", b"content"),
        (b"/FlateDecode", zlib.compress(b"content")),
        (b"/ASCIIHexDecode", b"636f6e74656e74>"),
        (b"/ASCII85Decode", base64.a85encode(b"content") + b"~>"),
        (b"[/AHx /Fl]", zlib.compress(b"content").hex().encode() + b">"),
        (b"/LZWDecode", None),
    ],
)
def test_filters_are_undone(filters: bytes, stream: bytes | None) -> None:
    found = PdfObject(1, b"<< /Filter " + filters + b" >>", stream or b"x")

    assert found.decoded(100) == (None if stream is None else b"content")


def test_a_stream_is_inflated_to_the_limit_only() -> None:
    found = PdfObject(1, b"/FlateDecode", zlib.compress(bytes(10_000)))

    assert found.decoded(100) == bytes(100)


def test_too_many_streams_of_objects_are_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_object, "MAX_STREAMS", 1)

    assert pdf_object.read(2 * packed(b"4 0 ", b"<<>>")).defects == [
        Defect(where="objects", what="too many, rest not looked at")
    ]


@given(st.binary(max_size=400), st.integers(0, 900))
def test_any_bytes_are_read(data: bytes, at: int) -> None:
    whole = make_pdf(links=["http://example.invalid/"], is_packed=True)
    for damaged in (data, whole[:at] + data + whole[at:], whole[:at]):
        objects = pdf_object.read(damaged)
        objects.string(data, 0)
