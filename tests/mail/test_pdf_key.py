"""Keys against values of the standard's own kind; what programs write is in test_pdf."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail.pdf_key import PdfLock

OLD = PdfLock(
    revision=2,
    key_bytes=5,
    owner=b"",
    user=b"",
    permissions=0xFFFFFFFC,
    file_id=b"",
)


def made(revision: int, user: bytes) -> PdfLock:
    """A lock of the older revisions for the user's password, without an owner."""
    lock = replace(OLD, revision=revision, key_bytes=5 if revision == 2 else 16, owner=bytes(32))
    return replace(lock, user=lock.seal(lock.derive(user)).ljust(32, b"\0"))


@pytest.mark.parametrize("revision", [2, 3, 4])
@pytest.mark.parametrize(
    ("password", "raw"),
    [("ab12", b"ab12"), ("caf\xe9", b"caf\xe9"), ("さくら", "さくら".encode("cp932"))],
)
def test_a_password_is_tried_in_the_encodings_that_programs_write(
    revision: int, password: str, raw: bytes
) -> None:
    lock = made(revision, raw)

    assert lock.key(password) == lock.derive(raw)
    assert lock.key(password + "x") is None


def test_only_32_bytes_of_an_older_password_count() -> None:
    lock = made(3, b"a" * 32)

    assert lock.key("a" * 40) is not None


def test_metadata_in_clear_makes_another_key() -> None:
    lock = made(4, b"ab12")

    assert replace(lock, encrypts_metadata=False).key("ab12") is None


def test_what_a_password_costs_is_known_before_it_is_tried() -> None:
    assert [replace(OLD, revision=number).rounds for number in (2, 3, 4, 5, 6)] == [
        40,
        800,
        800,
        20,
        3_000,
    ]


@given(st.integers(2, 6), st.binary(max_size=60), st.text(max_size=40))
def test_any_lock_gives_a_key_or_none(revision: int, told: bytes, password: str) -> None:
    lock = replace(OLD, revision=revision, owner=told, user=told, user_key=told, owner_key=told)

    assert lock.key(password) is None or isinstance(lock.key(password), bytes)
