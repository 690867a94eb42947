from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import encryption
from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_lock

RC4 = encryption.rc4_header("rc4", "ab12")[0]
CRYPTO_API = encryption.rc4_header("rc4_cryptoapi", "ab12")[0]


def test_the_version_tells_the_scheme_of_a_stream() -> None:
    schemes = [office_lock.of_stream(header).scheme for header in (RC4, CRYPTO_API)]

    assert schemes == ["rc4", "rc4_cryptoapi"]


@pytest.mark.parametrize("header", [b"", b"\4\0\3\0" + bytes(200), b"\1\0\1\0", CRYPTO_API])
def test_a_package_is_not_locked_by_these(header: bytes) -> None:
    with pytest.raises(ParseError):
        office_lock.of_package(header)


@given(st.sampled_from([b"", b"\4\0\4\0", b"\1\0\1\0", b"\2\0\2\0"]), st.binary())
def test_any_bytes_give_a_lock_or_are_refused(version: bytes, data: bytes) -> None:
    for read in (office_lock.of_package, office_lock.of_stream):
        with suppress(ParseError):
            read(version + data)
