from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import encryption
from kakekomi.drill.biff import make_workbook_stream
from kakekomi.facts.errors import ParseError
from kakekomi.mail import xls_cipher
from kakekomi.mail.office_xor import XorLock

STREAM = make_workbook_stream(text="x" * 3_000, state="hidden", alerts=("Practice sample",))
SCHEMES = ("rc4", "rc4_cryptoapi", "xor")


def filepass(stream: bytes) -> bytes:
    start = 4 + int.from_bytes(stream[2:4], "little") + 4
    return stream[start : start + int.from_bytes(stream[start - 2 : start], "little")]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_stream_is_decrypted_whole(scheme: str) -> None:
    sealed = encryption.encrypt_workbook(STREAM, scheme, "ab12")
    lock = xls_cipher.lock_of(filepass(sealed), is_biff8=True)
    added = 4 + len(filepass(sealed))
    first = 4 + int.from_bytes(STREAM[2:4], "little")

    plain = xls_cipher.decrypt(sealed, lock, lock.key("ab12") or b"")

    back = plain[:first] + plain[first + added :]
    differing = [at for at in range(len(STREAM)) if back[at] != STREAM[at]]
    assert len(back) == len(STREAM)
    assert len(differing) <= 8  # where the two sheets begin, which FILEPASS has moved
    assert b"x\0" * 3_000 in plain
    assert b"x\0" * 10 not in sealed


def test_excel_5_keeps_the_two_words_alone() -> None:
    lock = xls_cipher.lock_of(b"\1\0\2\0", is_biff8=False)

    assert lock == XorLock(stated_key=1, verifier=2)


@given(st.binary(max_size=400), st.sampled_from(SCHEMES))
def test_any_stream_is_decrypted_to_as_many_bytes(data: bytes, scheme: str) -> None:
    sealed = encryption.encrypt_workbook(STREAM, scheme, "ab12")
    lock = xls_cipher.lock_of(filepass(sealed), is_biff8=True)

    assert len(xls_cipher.decrypt(data, lock, lock.key("ab12") or b"")) == len(data)


@given(st.binary(max_size=100), st.booleans())
def test_any_filepass_is_read_or_refused(data: bytes, is_biff8: bool) -> None:  # noqa: FBT001
    with suppress(ParseError):
        xls_cipher.lock_of(data, is_biff8=is_biff8).key("ab12")
