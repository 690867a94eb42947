"""The build of mails, sound and damaged: no part may be lost."""

import email
import email.policy
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.mail import Attachment, base64_lines, join_parts, make_mail, make_part
from kakekomi.facts.errors import ParseError
from kakekomi.mail import mime
from kakekomi.mail.defect import DefectKind

DOC = Attachment("見積書.doc", b"\xd0\xcf\x11\xe0" + bytes(range(256)), "application/msword")
HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\n"
TEXT_PART = make_part([b"Content-Type: text/plain"], b"text")
DOC_PART = make_part(
    [
        b"Content-Type: application/msword; name=a.doc",
        b"Content-Transfer-Encoding: base64",
    ],
    base64_lines(DOC.data),
)


def leaves(data: bytes) -> list[tuple[str, bytes]]:
    found = [entity for entity in mime.parse(data).walk() if not entity.children]
    return [(entity.content_type, entity.body()) for entity in found]


def kinds(data: bytes) -> set[DefectKind]:
    return {defect.kind for entity in mime.parse(data).walk() for defect in entity.defects}


def stdlib_leaves(data: bytes) -> list[tuple[str, bytes]]:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    found = [(part.get_content_type(), part.get_payload(decode=True)) for part in parts]
    return [(kind, body) for kind, body in found if isinstance(body, bytes)]


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "cp932"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_sound_mail_is_read_as_the_standard_library_reads_it(
    charset: str, line_end: bytes
) -> None:
    data = make_mail(
        "本文です", charset=charset, html="<b>本文</b>", attachments=[DOC], line_end=line_end
    )

    assert leaves(data) == stdlib_leaves(data)
    assert kinds(data) == set()
    assert [e.filename for e in mime.parse(data).walk()] == [None, None, None, None, "見積書.doc"]


def test_the_header_is_kept_in_order_and_verbatim() -> None:
    entity = mime.parse(b"Received: b\r\n\tc\r\nRECEIVED : a\r\nFrom: x\r\n\r\nbody\r\n")

    assert entity.fields == (
        (b"received", b"b\r\n\tc"),
        (b"received", b"a"),
        (b"from", b"x"),
    )
    assert entity.first(b"received") == b"b\r\n\tc"
    assert entity.all(b"received") == (b"b\r\n\tc", b"a")
    assert entity.first(b"subject") is None
    assert entity.body() == b"body\r\n"


def make_multipart(body: bytes, boundary: bytes = b"; boundary=x") -> bytes:
    return HEAD + b"Content-Type: multipart/mixed" + boundary + b"\r\n\r\n" + body


OPEN = b"--x\r\n"
CLOSE = b"--x--\r\n"
TWO = OPEN + TEXT_PART + b"\r\n" + OPEN + DOC_PART + b"\r\n"
TWO_LEAVES = [("text/plain", b"text"), ("application/msword", DOC.data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (make_multipart(TWO + CLOSE), set()),
        (make_multipart(TWO), {DefectKind.MISSING_CLOSE}),
        (make_multipart(TWO + CLOSE, b""), {DefectKind.MISSING_BOUNDARY}),
        (make_multipart(TWO + CLOSE, b"; boundary=y"), {DefectKind.WRONG_BOUNDARY}),
        (make_multipart(TWO + CLOSE, b'; boundary=""'), {DefectKind.MISSING_BOUNDARY}),
        (make_multipart(TWO + CLOSE, b'; boundary="--x"'), set()),
        (make_multipart(TWO + CLOSE, b'; boundary="x  "'), set()),
        (make_multipart(TWO + CLOSE, b';\r\nboundary="x"'), {DefectKind.JUNK_IN_HEADER}),
        (make_multipart((TWO + CLOSE).replace(b"--x", b"--x  ")), set()),
        (make_multipart(OPEN + TEXT_PART + b"\r\n" + CLOSE + OPEN + DOC_PART + b"\r\n" + CLOSE),
         {DefectKind.PARTS_AFTER_CLOSE}),
        (make_multipart(TWO + CLOSE).replace(b"\r\n", b"\n"), set()),
        (make_multipart(TWO + CLOSE).replace(b"\r\n", b"\r"), {DefectKind.ODD_LINE_ENDS}),
        (make_multipart(TWO + CLOSE).replace(b"\r\n", b"\r\r\n"), {DefectKind.ODD_LINE_ENDS}),
        (HEAD + b"Content-Type: text/plain\r\n\r\n" + TWO + CLOSE,
         {DefectKind.UNDECLARED_MULTIPART}),
        (HEAD + b"\r\n" + TWO + CLOSE, {DefectKind.UNDECLARED_MULTIPART}),
        (HEAD + b"Content-Type: multipart\r\n\r\n" + TWO + CLOSE,
         {DefectKind.INVALID_CONTENT_TYPE, DefectKind.UNDECLARED_MULTIPART}),
        (HEAD + b"Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
         + TWO + CLOSE, {DefectKind.REPEATED_FIELD}),
        (b"\r\n\r\nFrom x@y Tue Mar 1\r\n" + make_multipart(TWO + CLOSE), set()),
        (make_multipart((TWO + CLOSE).replace(b"Content-Type: app", b"\r\nContent-Type: app")),
         {DefectKind.BLANK_LINE_IN_HEADER}),
    ],
)  # fmt: skip
def test_a_damaged_multipart_gives_the_same_parts(data: bytes, expected: set[DefectKind]) -> None:
    found = [(kind, body.strip()) for kind, body in leaves(data)]

    assert found == TWO_LEAVES
    assert kinds(data) == expected


def test_parts_in_preamble_and_epilogue_are_found() -> None:
    inner = b"--y\r\n" + DOC_PART + b"\r\n--y--\r\n"
    for data in (
        make_multipart(inner + OPEN + TEXT_PART + b"\r\n" + CLOSE),
        make_multipart(OPEN + TEXT_PART + b"\r\n" + CLOSE + inner),
    ):
        assert leaves(data) == TWO_LEAVES
        assert DefectKind.PARTS_OUTSIDE in kinds(data)


def test_nested_multiparts_with_the_same_boundary_lose_no_part() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=x\r\n\r\n" + TWO + CLOSE
    data = make_multipart(OPEN + inner + OPEN + DOC_PART + b"\r\n" + CLOSE)
    found = [leaf for leaf in leaves(data) if not leaf[0].startswith("multipart/")]

    assert found == [*TWO_LEAVES, TWO_LEAVES[1]]


def test_text_before_and_after_the_parts_is_kept() -> None:
    entity = mime.parse(make_multipart(b"before\r\n" + TWO + CLOSE + b"password: 123"))
    assert entity.preamble is not None

    assert entity.buffer[entity.preamble.start : entity.preamble.end] == b"before"
    assert [entity.buffer[s.start : s.end] for s in entity.between] == [b"password: 123"]


def test_a_mail_without_any_part_keeps_its_text() -> None:
    entity = mime.parse(make_multipart(b"only text"))

    assert entity.body() == b"only text"
    assert not entity.is_multipart
    assert [d.kind for d in entity.defects] == [DefectKind.WRONG_BOUNDARY, DefectKind.NO_PARTS]


@pytest.mark.parametrize("encoding", [b"7bit", b"base64", b"quoted-printable"])
def test_a_mail_in_a_mail_is_read(encoding: bytes) -> None:
    inner = make_mail("中", subject="inner", attachments=[DOC])
    sent = base64_lines(inner) if encoding == b"base64" else inner.replace(b"=", b"=3D")
    sent = inner if encoding == b"7bit" else sent
    fields = [b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: " + encoding]
    data = HEAD + join_parts([TEXT_PART, make_part(fields, sent)])

    outer = mime.parse(data)
    mails = [entity for entity in outer.walk() if entity.content_type == "message/rfc822"]
    assert [child.first(b"subject") for child in mails[0].children] == [b"inner"]
    assert ("application/msword", DOC.data) in leaves(data)


def test_a_digest_holds_mails_by_default() -> None:
    data = HEAD + join_parts([b"\r\n" + make_mail("x", subject="one")], kind=b"digest")

    assert [e.content_type for e in mime.parse(data).walk()] == [
        "multipart/digest",
        "message/rfc822",
        "text/plain",
    ]


def test_a_message_part_that_is_no_mail_stays_a_leaf() -> None:
    data = HEAD + join_parts([make_part([b"Content-Type: message/rfc822"], b"REDACTED")])

    assert leaves(data) == [("message/rfc822", b"REDACTED")]


def test_a_multipart_that_was_encoded_as_a_whole_is_read() -> None:
    data = make_multipart(base64_lines(TWO + CLOSE)).replace(
        b"MIME-Version", b"Content-Transfer-Encoding: base64\r\nMIME-Version"
    )

    assert leaves(data) == TWO_LEAVES


def test_base64_declared_as_plain_is_decoded_and_noted() -> None:
    part = make_part([b"Content-Type: application/msword; name=a.doc"], base64_lines(DOC.data))
    entity = mime.parse(HEAD + join_parts([part])).children[0]

    content = entity.content()
    assert content.data == DOC.data
    assert [d.kind for d in content.defects] == [DefectKind.UNDECLARED_BASE64]


def test_uuencoded_files_in_the_text_are_parts() -> None:
    data = HEAD + b"\r\nsee below\r\nbegin 644 a.doc\r\n#86)C\r\n`\r\nend\r\nthe end of it\r\n"
    entity = mime.parse(data)

    assert [(c.filename, c.body()) for c in entity.children] == [("a.doc", b"abc")]
    assert entity.body().startswith(b"see below")


def test_two_different_names_are_both_kept() -> None:
    part = make_part(
        [
            b"Content-Type: application/msword; name=a.txt",
            b"Content-Disposition: attachment; filename=a.exe",
        ],
        b"x",
    )
    entity = mime.parse(HEAD + join_parts([part])).children[0]

    assert (entity.filename, entity.names) == ("a.exe", ("a.exe", "a.txt"))
    assert [d.kind for d in entity.defects] == [DefectKind.NAMES_DIFFER]


def test_more_parts_than_the_limit_are_a_defect() -> None:
    data = make_multipart(OPEN * (mime.MAX_PARTS + 10) + CLOSE)

    assert len(list(mime.parse(data).walk())) == mime.MAX_PARTS
    assert DefectKind.PART_LIMIT in kinds(data)


def test_deeper_nesting_than_the_limit_is_a_defect() -> None:
    body = TEXT_PART
    for level in range(mime.MAX_DEPTH + 5):
        body = join_parts([body], boundary=b"b%03d" % level)

    assert DefectKind.DEPTH_LIMIT in kinds(HEAD + body)


def test_mails_in_mails_beyond_the_limit_are_a_defect() -> None:
    body = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" * 500

    assert DefectKind.DEPTH_LIMIT in kinds(body + b"From: a\r\n\r\nx")


def test_a_mail_over_the_size_limit_is_read_up_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "MAX_MAIL_BYTES", len(HEAD) + 12)
    entity = mime.parse(HEAD + b"\r\n0123456789 and more")

    assert entity.body() == b"0123456789"
    assert [d.kind for d in entity.defects] == [DefectKind.SIZE_LIMIT]


def test_zero_bytes_and_8_bit_bytes_are_kept() -> None:
    entity = mime.parse(b"From: \xff\0\r\nX-\0: a\r\nTo: b\r\n\r\n\0\xff\r\n")

    assert entity.first(b"from") == b"\xff\0\r\nX-\0: a"
    assert entity.first(b"to") == b"b"
    assert entity.body() == b"\0\xff\r\n"


def test_what_is_no_mail_is_refused() -> None:
    assert not mime.is_mail(b"%PDF-1.7\n")
    assert mime.is_mail(make_mail())
    with pytest.raises(ParseError):
        mime.parse(b"%PDF-1.7\n")


SAMPLE = make_mail("本文", html="<b>", attachments=[DOC])


@given(st.binary(max_size=2000))
@example(SAMPLE[:200])
def test_any_bytes_parse_or_raise_parse_error(data: bytes) -> None:
    for mail in (data, HEAD + data, make_multipart(data)):
        with suppress(ParseError):
            for entity in mime.parse(mail).walk():
                entity.content()


@given(
    st.integers(0, len(SAMPLE)),
    st.integers(0, 40),
    st.sampled_from([b"", b"\r", b"\n\n", b"--", b"\0", b'"']),
)
def test_a_damaged_mail_parses_or_raises_parse_error(at: int, length: int, put: bytes) -> None:
    with suppress(ParseError):
        for entity in mime.parse(SAMPLE[:at] + put + SAMPLE[at + length :]).walk():
            entity.content()


@given(st.integers(len(HEAD), len(SAMPLE)))
def test_a_cut_mail_keeps_what_is_there(at: int) -> None:
    entity = mime.parse(SAMPLE[:at])

    assert entity.first(b"from") is not None


@pytest.mark.parametrize(
    "unit",
    [
        b"\n--x",
        b"\n--x\nContent-Type: a",
        b"\n\n",
        b"\n--",
        b"\n--x--",
        b"begin 644 a\n",
        b" \n",
        b"\r",
    ],
)
def test_hostile_repetition_is_read_in_one_go(unit: bytes) -> None:
    assert mime.parse(make_multipart(unit * 50_000)).content_type == "multipart/mixed"
