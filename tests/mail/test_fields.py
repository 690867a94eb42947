"""Header blocks, sound and torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import fields
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.fields import Header


def read(data: bytes, *, is_part: bool = False) -> tuple[Header, bytes]:
    header = fields.read(data, 0, len(data), is_part=is_part)
    return header, data[header.end :]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_sound_header_is_cut_at_the_empty_line(end: bytes) -> None:
    header, body = read(
        end.join([b"From: a", b"SUBJECT :b", b"\tc", b"X:", b"", b"body", b"", b"x"])
    )

    assert header.fields == ((b"from", b"a"), (b"subject", b"b" + end + b"\tc"), (b"x", b""))
    assert header.defects == ()
    assert body == end.join([b"body", b"", b"x"])


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"A: 1\r\n\r\nx\n\ny", b"x\n\ny"),
        (b"A: 1\r\n\nx\r\n\r\ny", b"x\r\n\r\ny"),
        (b"A: 1\r\n\r\n\nx", b"x"),
        (b"A: 1\n\r\nx\n\ny", b"x\n\ny"),
        (b"A: 1\n\nx\n\r\ny", b"x\n\r\ny"),
        (b"A: 1\nB: 2\r\n\r\nx", b"x"),
        (b"A: 1\r\nB: 2\r\n", b""),
    ],
)
def test_the_first_empty_line_ends_the_header_whatever_the_line_ends(
    data: bytes, body: bytes
) -> None:
    assert read(data)[1] == body


@pytest.mark.parametrize(
    ("data", "names", "body", "kinds"),
    [
        (
            b"From: a\nHello\nthere\n\nmore",
            [b"from"],
            b"Hello\nthere\n\nmore",
            ["missing_blank_line"],
        ),
        (
            b"From: a\ntorn line\nContent-Type: b\n\nx",
            [b"from", b"content-type"],
            b"x",
            ["junk_in_header"],
        ),
        (b"From: a\n>From b@c Tue\nTo: d\n\nx", [b"from", b"to"], b"x", ["junk_in_header"]),
        (b"Content-Type: a/b;\ncharset=x\n\nx", [b"content-type"], b"x", ["junk_in_header"]),
        (b"From: a\nTo: b", [b"from", b"to"], b"", ["missing_body"]),
        (b"From: a\n", [b"from"], b"", ["missing_body"]),
        (b"\nbody", [], b"body", []),
        (b"", [], b"", ["missing_body"]),
    ],
)
def test_a_torn_header_loses_neither_fields_nor_body(
    data: bytes, names: list[bytes], body: bytes, kinds: list[str]
) -> None:
    header, rest = read(data)

    assert [name for name, _ in header.fields] == names
    assert rest == body
    assert [defect.kind.value for defect in header.defects] == kinds


def test_a_parameter_that_lost_its_indentation_stays_with_its_field() -> None:
    header, _ = read(b'Content-Type: multipart/mixed;\nboundary="x"\n\n')

    assert header.fields == ((b"content-type", b'multipart/mixed;\nboundary="x"'),)


def test_a_part_whose_empty_line_came_too_early_keeps_its_fields() -> None:
    data = b"\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\nQQ=="
    header, body = read(data, is_part=True)

    assert [name for name, _ in header.fields] == [b"content-type", b"content-transfer-encoding"]
    assert header.defects == (Defect(DefectKind.BLANK_LINE_IN_HEADER),)
    assert body == b"QQ=="


def test_the_header_of_a_mail_in_a_part_is_not_taken_for_the_parts() -> None:
    data = b"Content-Type: message/rfc822\n\nContent-Type: text/html\nFrom: a\n\nx"
    header, body = read(data, is_part=True)

    assert header.fields == ((b"content-type", b"message/rfc822"),)
    assert body == b"Content-Type: text/html\nFrom: a\n\nx"


def test_a_header_over_its_limit_is_cut_and_says_so() -> None:
    many = b"X: y\n" * (fields.MAX_FIELDS + 1) + b"\nbody"
    long = b"X: " + b"y" * fields.MAX_HEADER_BYTES + b"\n\nbody"

    header, body = read(many)
    assert len(header.fields) == fields.MAX_FIELDS
    assert [d.kind for d in header.defects] == [DefectKind.HEADER_LIMIT]
    assert body == b"body"
    header, body = read(long)
    assert [d.kind for d in header.defects] == [DefectKind.HEADER_LIMIT]
    assert body == b"body"


@given(
    st.lists(st.sampled_from([b"From: a", b" b", b"", b"\r", b"-", b"Content-Type: x", b">From x"]))
)
def test_any_lines_give_a_header_and_a_body_inside_the_data(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    for is_part in (False, True):
        header, _ = read(data, is_part=is_part)
        assert 0 <= header.end <= len(data)
