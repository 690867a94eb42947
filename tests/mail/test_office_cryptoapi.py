from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill import documents, encryption
from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_cryptoapi, ole
from kakekomi.mail.office_cryptoapi import CryptoApiLock, StandardLock

PACKAGE = documents.make_docx()
RC4_HEADER = encryption.rc4_header("rc4_cryptoapi", "ab12")[0]


def standard() -> tuple[bytes, bytes]:
    file = ole.parse(encryption.make_standard(PACKAGE, "ab12"))
    info, body = file.find("EncryptionInfo"), file.find("EncryptedPackage")
    assert info is not None
    assert body is not None
    return file.read(info), file.read(body)


def test_the_right_password_gives_the_package() -> None:
    info, body = standard()
    lock = office_cryptoapi.parse(info)
    assert isinstance(lock, StandardLock)

    assert lock.key("ab13") is None
    assert lock.package(lock.key("ab12") or b"", body) == PACKAGE


def test_the_right_password_opens_rc4() -> None:
    lock = office_cryptoapi.parse(RC4_HEADER)
    assert isinstance(lock, CryptoApiLock)

    assert (lock.key("ab12") is not None, lock.key("ab13")) == (True, None)


def test_a_key_of_40_bits_is_filled_up_with_zeros() -> None:
    lock = office_cryptoapi.parse(RC4_HEADER.replace(b"\x80\0\0\0\1\0\0\0", b"\x28\0\0\0\1\0\0\0"))
    assert isinstance(lock, CryptoApiLock)

    assert lock.block_key(b"digest", 0)[5:] == bytes(11)


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        (RC4_HEADER[:40], "inside its header"),
        (RC4_HEADER[:-1], "inside its verifier"),
        (RC4_HEADER.replace(b"\1\x68\0\0", b"\2\x66\0\0"), "cipher 0x6602"),
        (RC4_HEADER.replace(b"\x80\0\0\0\1\0\0\0", b"\x79\0\0\0\1\0\0\0"), "121 bits"),
    ],
)
def test_a_header_that_office_does_not_write_is_refused(header: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        office_cryptoapi.parse(header)


@settings(max_examples=50)
@given(st.binary(max_size=200), st.integers(0, len(RC4_HEADER)))
def test_any_header_is_read_or_refused(data: bytes, at: int) -> None:
    for header in (data, RC4_HEADER[:at] + data, RC4_HEADER[:at] + data + RC4_HEADER[at:]):
        with suppress(ParseError):
            office_cryptoapi.parse(header).key("ab12")
