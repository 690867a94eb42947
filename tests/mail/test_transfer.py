"""Transfer encodings, sound and damaged."""

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.mail import base64_lines
from kakekomi.mail import transfer
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.transfer import Content

DATA = bytes(range(256)) * 3 + b"end"
LINES = base64_lines(DATA)


@given(st.binary(max_size=2000))
def test_sound_base64_is_read_without_defect(data: bytes) -> None:
    assert transfer.decode(base64_lines(data), "base64") == Content(data)


@given(st.binary(max_size=200))
def test_large_base64_is_read_in_pieces(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "PIECE_BYTES", 21)

        assert transfer.decode(base64_lines(data), "base64") == Content(data)
        assert transfer.decode(b"QQ==\n" * 9, "base64").data == b"A" * 9


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        (LINES.replace(b"\r\n", b"\r\n!", 3), [DefectKind.BROKEN_BASE64]),
        (LINES.rstrip(b"="), []),
        (
            LINES + b"\r\n\r\n_____\r\nOur list\r\nhttp://list.example/\r\n",
            [DefectKind.TEXT_AFTER_BASE64],
        ),
        (LINES + b"\r\nRegards\r\n", [DefectKind.TEXT_AFTER_BASE64]),
        (LINES.replace(b"\r\n", b"\r\n\r\n").replace(b"\r", b"\0\r"), []),
        (LINES.replace(b"\r\n", b" \t\n"), []),
    ],
)
def test_damaged_base64_gives_all_its_bytes(raw: bytes, kinds: list[DefectKind]) -> None:
    content = transfer.decode(raw, "base64")

    assert content == Content(DATA, tuple(Defect(kind) for kind in kinds))


def test_missing_padding_is_added_and_noted() -> None:
    raw = base64.b64encode(b"ab").rstrip(b"=")

    assert transfer.decode(raw, "base64") == Content(b"ab", (Defect(DefectKind.BROKEN_BASE64),))


def test_blocks_glued_together_are_read_one_after_the_other() -> None:
    first, second = base64_lines(b"a" * 100), base64_lines(b"b" * 100)

    assert transfer.decode(first + b"\r\n" + second, "base64").data == b"a" * 100 + b"b" * 100


def test_a_single_letter_left_over_is_dropped() -> None:
    assert transfer.decode(b"QUJDR", "base64").data == b"ABC"


def test_text_declared_as_base64_stays_text() -> None:
    text = "これは本文です。 See you!".encode()

    assert transfer.decode(text, "base64") == Content(text, (Defect(DefectKind.NOT_BASE64),))


def test_only_a_whole_block_counts_as_undeclared_base64() -> None:
    assert transfer.is_undeclared_base64(LINES)
    assert not transfer.is_undeclared_base64(b"Dear all,\r\n" + LINES)
    assert not transfer.is_undeclared_base64(b"UEsDBBQ=")


@given(st.binary(max_size=500))
def test_sound_quoted_printable_is_read(data: bytes) -> None:
    assert transfer.decode(binascii.b2a_qp(data, istext=False), "quoted-printable").data == data


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"a=\r\nb", b"ab"),
        (b"a= \t\r\nb", b"ab"),
        (b"a=ZZb", b"a=ZZb"),
        (b"a=e3=81=82", b"a\xe3\x81\x82"),
        (b"a=", b"a"),
    ],
)
def test_quoted_printable_keeps_what_is_no_escape(raw: bytes, data: bytes) -> None:
    assert transfer.decode(raw, "quoted-printable").data == data


def make_uu(data: bytes, name: bytes = b"a.doc") -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


@given(st.binary(max_size=400))
def test_uuencode_is_read(data: bytes) -> None:
    assert transfer.decode(make_uu(data), "x-uuencode") == Content(data)


def test_uuencode_without_end_is_read_and_noted() -> None:
    raw = make_uu(DATA).removesuffix(b"`\nend\n")

    assert transfer.decode(raw, "uue") == Content(
        DATA, (Defect(DefectKind.BROKEN_UUENCODE, "no end line"),)
    )


def test_an_unknown_encoding_leaves_the_bytes_alone() -> None:
    assert transfer.decode(b"x", "yenc") == Content(
        b"x", (Defect(DefectKind.UNKNOWN_TRANSFER_ENCODING, "yenc"),)
    )


@given(st.binary(max_size=500), st.sampled_from(["base64", "quoted-printable", "uuencode", "7bit"]))
def test_any_bytes_give_content(raw: bytes, encoding: str) -> None:
    assert isinstance(transfer.decode(raw, encoding).data, bytes)
