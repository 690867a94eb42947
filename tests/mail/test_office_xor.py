import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import office_xor
from kakekomi.mail.office_xor import XorLock


def test_the_words_of_excels_own_password_are_those_published() -> None:
    assert office_xor.lock_of(b"VelvetSweatshop") == XorLock(stated_key=0xB359, verifier=0x9A0A)


def test_a_password_of_another_code_page_is_tried_in_both() -> None:
    lock = office_xor.lock_of("パス".encode("cp932"))

    assert lock.key("パス") is not None


@pytest.mark.parametrize("password", ["", "x" * 16, "wrong"])
def test_what_does_not_fit_gives_nothing(password: str) -> None:
    assert office_xor.lock_of(b"ab12").key(password) is None


def test_a_record_is_undone_from_where_it_lies() -> None:
    key = bytes(range(16))

    whole = office_xor.undo_excel(key, b"abcdefgh", 100, 8)

    assert office_xor.undo_excel(key, b"efgh", 104, 8) == whole[4:]
    assert office_xor.undo_excel(key, b"abcdefgh", 116, 8) == whole
    assert whole[:1] == bytes([((ord("a") ^ 12) << 3 | (ord("a") ^ 12) >> 5) & 0xFF])


def test_word_leaves_zero_bytes_and_would_be_zeros_alone() -> None:
    key = bytes(range(1, 17))

    assert office_xor.undo_word(key, b"\0\2\x10\0") == b"\0\2\x13\0"


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=15))
def test_words_obfuscation_undoes_itself(data: bytes, password: bytes) -> None:
    key = office_xor.lock_of(password).key(password.decode("cp1252", "ignore"))
    if key is not None:
        assert office_xor.undo_word(key, office_xor.undo_word(key, data)) == data
