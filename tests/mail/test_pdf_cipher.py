from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import pdf_cipher
from kakekomi.mail.pdf_cipher import Method, PdfCipher

OLD = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (
    b"11" * 32,
    b"22" * 32,
)
NEW = (
    b"<< /Filter /Standard /V 5 /R 6 /P -44 /O <%s> /U <%s> /OE <%s> /UE <%s> "
    b"/CF << /StdCF << /CFM /AESV3 >> /Other << /CFM /None >> >> /StmF /StdCF /StrF /Other >>"
) % (b"11" * 48, b"22" * 48, b"33" * 32, b"44" * 32)


def test_an_old_description_is_read() -> None:
    found = pdf_cipher.read(OLD, number=7, file_id=b"id")

    assert (found.of_strings, found.of_streams, found.number) == (Method.RC4, Method.RC4, 7)
    lock = found.lock
    assert (lock.scheme, lock.key_bytes, lock.permissions, lock.file_id) == (
        "pdf_r3",
        16,
        0xFFFFFFD4,
        b"id",
    )


def test_a_new_description_names_a_filter_for_strings_and_one_for_streams() -> None:
    found = pdf_cipher.read(NEW, number=None, file_id=b"")

    assert (found.of_strings, found.of_streams) == (Method.NONE, Method.AES_256)
    assert (found.lock.user_key, found.lock.encrypts_metadata) == (b"\x44" * 32, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Standard", b"/Adobe.PubSec"),
        (b"/V 2", b"/V 3"),
        (b"/R 3", b"/R 7"),
        (b"/Length 128", b"/Length 120"),
        (b"/V 2", b"/V 4 /StmF /A /StrF /A /CF << /A << /CFM /Own >> >>"),
    ],
)
def test_other_handlers_and_versions_are_not_read(old: bytes, new: bytes) -> None:
    with pytest.raises(UnsupportedError):
        pdf_cipher.read(OLD.replace(old, new), number=None, file_id=b"")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/P -44", b"/P (x)"),
        (b"/P -44", b""),
        (b"<" + b"11" * 32, b"<11"),
        (b"/R 3", b"/R 5"),
    ],
)
def test_a_damaged_description_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(ParseError):
        pdf_cipher.read(OLD.replace(old, new), number=None, file_id=b"")


def test_only_strings_that_are_looked_at_are_undone_and_not_too_many() -> None:
    encryption = pdf_cipher.read(OLD, number=7, file_id=b"")
    cipher = PdfCipher(encryption=encryption, key=bytes(16), strings_left=1)

    assert cipher.text(1, 0, b"<< /Font (a) >>") == b"<< /Font (a) >>"
    assert cipher.text(7, 0, b"<< /F (a) >>") == b"<< /F (a) >>"
    undone = cipher.text(1, 0, b"<< /F (a) /P (b) >>")
    assert (undone.startswith(b"<< /F <"), undone.endswith(b" /P (b) >>")) == (True, True)


def test_tables_of_references_are_not_encrypted() -> None:
    encryption = pdf_cipher.read(OLD, number=7, file_id=b"")
    cipher = PdfCipher(encryption=encryption, key=bytes(16))

    assert cipher.stream(1, 0, b"<< /Type /XRef >>", b"abc") == b"abc"
    assert cipher.stream(1, 0, b"<< >>", b"abc") != b"abc"


@given(st.binary(max_size=60), st.integers(0, 200), st.sampled_from([OLD, NEW]))
def test_any_description_is_read_or_refused(data: bytes, at: int, whole: bytes) -> None:
    with suppress(ParseError, UnsupportedError):
        found = pdf_cipher.read(whole[:at] + data + whole[at:], number=None, file_id=data)
        cipher = PdfCipher(encryption=found, key=bytes(found.lock.key_bytes))
        cipher.stream(1, 0, b"", data)
        cipher.text(1, 0, b"/F (" + data)
