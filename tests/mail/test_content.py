"""Content fields of a part."""

import pytest

from kakekomi.mail import content
from kakekomi.mail.content import ABSENT, Content
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.parameter import Structured

TYPE = b"content-type"
ENCODING = b"content-transfer-encoding"


def test_a_part_without_content_fields_has_the_default_type() -> None:
    found = content.read_content([(b"from", b"a")], "message/rfc822")

    assert found == Content("message/rfc822", ABSENT, ABSENT, "", (), b"", ())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"BASE64", "base64"),
        (b'"base64"', "base64"),
        (b"8-bit", "8bit"),
        (b"base64; x", "base64"),
        (b"x-what", "x-what"),
    ],
)
def test_an_encoding_is_read_as_meant(value: bytes, name: str) -> None:
    assert content.read_content([(ENCODING, value)], "text/plain").transfer_encoding == name


def test_of_two_types_the_multipart_counts() -> None:
    fields = [(TYPE, b"text/plain"), (TYPE, b"multipart/mixed; boundary=x")]
    found = content.read_content(fields, "text/plain")

    assert (found.type, found.boundary) == ("multipart/mixed", b"x")
    assert found.defects == (Defect(DefectKind.REPEATED_FIELD, "content-type"),)


def test_of_two_types_the_valid_one_counts() -> None:
    found = content.read_content([(TYPE, b"bad"), (TYPE, b"image/png")], "text/plain")

    assert found.type == "image/png"


def test_the_same_field_twice_is_no_defect() -> None:
    assert content.read_content([(TYPE, b"a/b"), (TYPE, b"a/b")], "text/plain").defects == ()


def test_an_invalid_type_becomes_the_default() -> None:
    found = content.read_content([(TYPE, b"doc; name=a.doc")], "text/plain")

    assert (found.type, found.type_field.value, found.names) == ("text/plain", "doc", ("a.doc",))
    assert found.defects == (Defect(DefectKind.INVALID_CONTENT_TYPE, "doc"),)


def test_blank_names_are_none() -> None:
    field = (b"content-disposition", b'attachment; filename=" "')

    assert content.read_content([field], "text/plain").names == ()
    assert content.read_content([field], "text/plain").disposition_field == Structured(
        "attachment", content.read_content([field], "text/plain").disposition_field.parameters
    )
