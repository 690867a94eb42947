import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import encryption
from kakekomi.facts.errors import ParseError
from kakekomi.mail import rc4

HEADER, LOCK, KEY = encryption.rc4_header("rc4", "ab12")


def test_the_key_stream_is_that_of_rc4() -> None:
    """The first vector of RFC 6229."""
    assert rc4.crypt(b"\1\2\3\4\5", bytes(8)) == bytes.fromhex("b2396305f03dc027")


def test_the_right_password_gives_the_key() -> None:
    lock = rc4.parse(HEADER)

    assert (lock.key("ab12"), lock.key("ab13")) == (KEY, None)


def test_each_block_has_a_key_of_its_own() -> None:
    out = rc4.crypt_blocks(LOCK, KEY, bytes(2_500), block_bytes=1_000)

    assert out[:1_000] != out[1_000:2_000]
    assert out[2_000:] == rc4.crypt(LOCK.block_key(KEY, 2), bytes(500))


def test_a_header_that_is_cut_off_is_refused() -> None:
    with pytest.raises(ParseError, match="cut off"):
        rc4.parse(HEADER[:51])


@given(st.binary(min_size=52, max_size=60), st.text(max_size=20))
def test_any_header_and_password_give_an_answer(header: bytes, password: str) -> None:
    assert rc4.parse(header).key(password) is None
