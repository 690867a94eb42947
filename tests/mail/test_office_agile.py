import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import documents, encryption
from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_agile, ole

PACKAGE = documents.make_docx()


def made(package: bytes = PACKAGE, *, word: str = "ab12") -> tuple[bytes, bytes]:
    file = ole.parse(encryption.make_agile(package, word, rounds=10))
    info, body = file.find("EncryptionInfo"), file.find("EncryptedPackage")
    assert info is not None
    assert body is not None
    return file.read(info), file.read(body)


INFO, BODY = made()


def test_the_right_password_gives_the_package() -> None:
    lock = office_agile.parse(INFO)
    key = lock.key("ab12")

    assert key is not None
    assert lock.package(key, BODY) == PACKAGE


def test_passwords_are_unicode() -> None:
    info, _ = made(word="パス🔑")

    assert office_agile.parse(info).key("パス🔑") is not None


def test_a_wrong_password_gives_nothing() -> None:
    assert office_agile.parse(INFO).key("ab13") is None


def test_a_package_of_many_segments_has_a_vector_for_each() -> None:
    package = bytes(range(256)) * 40
    info, body = made(package=package)
    lock = office_agile.parse(info)

    assert lock.package(lock.key("ab12") or b"", body) == package


def test_a_package_that_is_cut_off_gives_its_beginning() -> None:
    lock = office_agile.parse(INFO)

    assert lock.package(lock.key("ab12") or b"", BODY[: 8 + 512 + 5]) == PACKAGE[:512]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b'"AES"', b'"RC4"', "cipher other than AES"),
        (b"ChainingModeCBC", b"ChainingModeCFB", "chaining other than CBC"),
        (b'spinCount="10"', b'spinCount="-1"', "spinCount is no number"),
        (b'spinCount="10"', b'spinCount="99999999999"', "spinCount is no number"),
        (b'keyBits="256"', b'keyBits="255"', "key of 255 bits"),
        (b'"SHA512"', b'"WHIRLPOOL"', "hash not known"),
        (b"saltValue=", b"other=", "saltValue is missing"),
        (base64.b64encode(encryption.SALT), b"AAA", "saltValue"),
        (b'encryptedKeyValue="', b'encryptedKeyValue="QUFB', "no whole number of blocks"),
    ],
)
def test_a_descriptor_that_office_does_not_write_is_refused(
    old: bytes, new: bytes, complaint: str
) -> None:
    assert old in INFO

    with pytest.raises(ParseError, match=complaint):
        office_agile.parse(INFO.replace(old, new))


@given(st.binary(max_size=300), st.integers(0, len(INFO)))
def test_any_descriptor_is_read_or_refused(data: bytes, at: int) -> None:
    for info in (data, INFO[:at] + data + INFO[at:], INFO[:at]):
        with suppress(ParseError):
            lock = office_agile.parse(info)
            if lock.rounds <= 10:
                lock.key("ab12")
