from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import zip_crypto


def make_crypto(data: bytes, password: bytes, check: int = 0x5A) -> memoryview:
    return memoryview(zip_crypto.crypto_encrypt(data, password, b"elevenbytes" + bytes([check])))


def make_aes(data: bytes, password: bytes, key_bytes: int = 16) -> memoryview:
    salt = bytes(range(key_bytes // 2))
    key, code_key, check = zip_crypto.aes_keys(password, salt, key_bytes)
    cipher = b"".join(zip_crypto.aes_chunks(memoryview(data), key))
    return memoryview(salt + check + cipher + zip_crypto.aes_code(cipher, code_key))


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=20))
def test_zipcrypto_gives_back_what_was_encrypted(data: bytes, password: bytes) -> None:
    chunks = zip_crypto.crypto_open(make_crypto(data, password), password, 0x5A)

    assert chunks is not None
    assert b"".join(chunks) == data


def test_zipcrypto_is_the_cipher_of_the_standard() -> None:
    # Written by Info-ZIP's rule for the password "a" and a header of zeros: key bytes alone.
    stream = zip_crypto.crypto_encrypt(b"", b"a", bytes(12))

    assert zip_crypto.crypto_decrypt(stream, zip_crypto.crypto_keys(b"a"))[0] == bytes(12)
    assert zip_crypto.crypto_keys(b"") == (0x12345678, 0x23456789, 0x34567890)


def test_a_wrong_zipcrypto_password_is_told_by_the_check_byte() -> None:
    assert zip_crypto.crypto_open(make_crypto(b"abc", b"right"), b"wrong", 0x5A) is None


def test_data_shorter_than_the_zipcrypto_header_opens_with_nothing() -> None:
    assert zip_crypto.crypto_open(memoryview(b"short"), b"a", 0) is None


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=20), st.sampled_from([16, 24, 32]))
def test_aes_gives_back_what_was_encrypted(data: bytes, password: bytes, key_bytes: int) -> None:
    packed = make_aes(data, password, key_bytes)
    chunks = zip_crypto.aes_open(packed, password, key_bytes)

    assert chunks is not None
    assert b"".join(chunks) == data
    assert zip_crypto.aes_is_intact(packed, password, key_bytes)


def test_aes_counts_on_from_chunk_to_chunk() -> None:
    data = bytes(range(256)) * 300
    chunks = zip_crypto.aes_open(make_aes(data, b"pw"), b"pw", 16)

    assert chunks is not None
    assert b"".join(chunks) == data


def test_a_wrong_aes_password_is_told_by_the_check() -> None:
    assert zip_crypto.aes_open(make_aes(b"abc", b"right"), b"wrong", 16) is None


def test_a_changed_byte_breaks_the_authentication_code() -> None:
    packed = bytearray(make_aes(b"abcdef", b"pw"))
    packed[12] ^= 1

    assert not zip_crypto.aes_is_intact(memoryview(packed), b"pw", 16)


def test_aes_data_without_room_for_salt_and_code_does_not_open() -> None:
    assert zip_crypto.aes_open(memoryview(b"0123456789"), b"pw", 32) is None
