import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.vba_project import compress
from kakekomi.facts.errors import ParseError
from kakekomi.mail.vba_compression import decompress

LIMIT = 100_000


@given(st.binary(max_size=4096))
@example(b"a" * 10_000)
@example(b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa")
@example(bytes(range(256)) * 16)
def test_what_was_compressed_comes_back(data: bytes) -> None:
    assert decompress(compress(data), LIMIT).startswith(data)


def test_the_example_of_the_specification_is_read() -> None:
    container = bytes.fromhex(
        "01 2f b0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00"
        "30 6d 6e 6f 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7a 00 3c"
    )

    assert decompress(container, LIMIT) == (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    )


def test_a_stored_chunk_is_copied() -> None:
    assert decompress(b"\x01\xff\x3f" + b"x" * 4096, LIMIT) == b"x" * 4096


def test_no_more_than_the_limit_is_given() -> None:
    assert decompress(compress(b"a" * 50_000), 10) == b"a" * 10


def test_a_copy_from_before_the_chunk_ends_it() -> None:
    assert decompress(b"\x01\x04\xb0\x02A\xff\xff", LIMIT) == b"A"


def test_a_container_without_its_signature_is_refused() -> None:
    with pytest.raises(ParseError):
        decompress(b"", LIMIT)


@given(st.binary(max_size=4096))
def test_any_bytes_behind_the_signature_decompress(data: bytes) -> None:
    assert len(decompress(b"\x01" + data, LIMIT)) <= LIMIT
