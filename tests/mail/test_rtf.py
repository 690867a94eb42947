import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import rtf
from kakekomi.mail.document import (
    EmbeddedObject,
    ExternalTarget,
    Lure,
    LureKind,
    OfficeDocument,
    OfficeFormat,
)

OBJECT = (
    struct.pack("<III", 0x501, 2, 11) + b"Equation.3\0" + bytes(8) + struct.pack("<I", 4) + b"data"
)
EQUATION = EmbeddedObject(name="", class_name="Equation.3", content=b"data")


def read(data: bytes) -> OfficeDocument:
    return rtf.read(data).finish()


def make_object(digits: bytes) -> bytes:
    return rb"{\rtf1{\object\objemb{\*\objdata " + digits + rb"}{\result x}}}"


def test_an_object_is_decoded() -> None:
    assert read(make_object(OBJECT.hex().encode())).objects == (EQUATION,)


@pytest.mark.parametrize("filling", [b"\r\n", rb"{\proptype abc}", rb"\rsid12 ", b"{{ff}{ff}}"])
def test_digits_are_put_together_over_what_breaks_them_up(filling: bytes) -> None:
    digits = OBJECT.hex().encode()

    assert read(make_object(digits[:20] + filling + digits[20:])).objects == (EQUATION,)


def test_bytes_in_place_of_digits_are_read_even_if_they_look_like_braces() -> None:
    data = OBJECT.replace(b"data", b"}{x}")
    binary = data[:20].hex().encode() + b"\\bin%d " % (len(data) - 20) + data[20:]

    (found,) = read(make_object(binary)).objects

    assert (found.class_name, found.content) == ("Equation.3", b"}{x}")


def test_a_remote_template_is_an_external_target() -> None:
    document = read(rb"{\rtf1{\*\template http://example.invalid/a.dotm}}")

    assert document.external_targets == (
        ExternalTarget(kind="attachedTemplate", target="http://example.invalid/a.dotm"),
    )


def test_a_dde_field_is_read_and_the_word_alone_is_none() -> None:
    field = rb"{\field{\*\fldinst {\b DDEAUTO cmd x}}{\fldrslt y}}"

    assert read(rb"{\rtf1 DDE " + field + b"}").dde == ("DDEAUTO cmd x",)
    assert read(rb"{\rtf1 DDE and {\field{\*\fldinst PAGE}{\fldrslt DDE}}}").dde == ()


@pytest.mark.parametrize(
    "text",
    [
        "コンテンツの有効化".encode("cp932").hex(),
        "".join(f"\\u{ord(letter)}?" for letter in "コンテンツの有効化"),
    ],
)
def test_a_japanese_lure_is_read_from_either_escape(text: str) -> None:
    if "\\" not in text:
        text = "".join(f"\\'{text[at : at + 2]}" for at in range(0, len(text), 2))
    document = read(b"{\\rtf1\\ansicpg932 " + text.encode() + b"\\par }")

    assert document.lures == (Lure(kind=LureKind.ENABLE_CONTENT, phrase="コンテンツの有効化"),)


def test_an_ordinary_letter_has_nothing_to_tell() -> None:
    assert read(rb"{\rtf1\ansi Hello\par }") == OfficeDocument(format=OfficeFormat.RTF)


def test_more_objects_than_the_cap_leave_a_defect() -> None:
    document = read(make_object(OBJECT.hex().encode()) * (rtf.MAX_OBJECTS + 1))

    assert (len(document.objects), len(document.defects)) == (rtf.MAX_OBJECTS, 1)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_in_an_rtf_are_read(data: bytes, text: bytes) -> None:
    whole = rb"{\rtf1\ansicpg" + data + rb"{\*\objdata " + data + rb"\fldinst dde" + text

    assert isinstance(read(whole), OfficeDocument)


@given(st.text(alphabet="\\u'{}-0123456789abdeft *", max_size=200))
def test_any_control_words_are_read(text: str) -> None:
    assert isinstance(read(b"{\\rtf1\\objdata" + text.encode()), OfficeDocument)
