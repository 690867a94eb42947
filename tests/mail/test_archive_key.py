import hashlib

from kakekomi.mail import archive_key


def test_the_7z_key_is_that_of_all_rounds_hashed_one_by_one() -> None:
    plain = hashlib.sha256()
    for count in range(1 << 15):
        plain.update(b"salt" + "ひみつ".encode("utf-16-le") + count.to_bytes(8, "little"))

    assert archive_key.seven_zip("ひみつ", b"salt", 15) == plain.digest()


def test_a_7z_key_without_rounds_is_salt_and_password() -> None:
    assert archive_key.seven_zip("ab", b"s", 63) == b"sa\0b\0".ljust(32, b"\0")


def test_the_old_rar_key_is_that_of_all_rounds_hashed_one_by_one() -> None:
    plain = hashlib.sha1(usedforsecurity=False)
    vector = bytearray()
    for count in range(archive_key.RAR3_ROUNDS):
        plain.update("pw".encode("utf-16-le") + b"saltsalt" + count.to_bytes(3, "little"))
        if count % 0x4000 == 0:
            vector.append(plain.digest()[-1])
    words = plain.digest()
    key = b"".join(words[at : at + 4][::-1] for at in range(0, 16, 4))

    assert archive_key.rar3("pw", b"saltsalt") == (key, bytes(vector))


def test_the_rar_5_check_folds_the_derived_bytes() -> None:
    derived = hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 2 + 32)
    expected = bytes(
        derived[i] ^ derived[i + 8] ^ derived[i + 16] ^ derived[i + 24] for i in range(8)
    )

    assert archive_key.rar5_check("pw", b"salt", 1) == expected


def test_what_is_no_whole_block_is_left_out() -> None:
    assert len(archive_key.decrypt(bytes(32), bytes(16), bytes(20))) == 16
