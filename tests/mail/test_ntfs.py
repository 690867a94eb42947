from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.disk import make_ntfs
from kakekomi.facts.errors import ParseError
from kakekomi.mail import ntfs, volume
from kakekomi.mail.zip_member import Problem

FILES = [("見積書.lnk", b"one" * 20), ("b.dll", b"two")]


def read(data: bytes) -> list[tuple[str, bytes]]:
    found = ntfs.files(volume.of_bytes(data))
    return [(file.name, b"".join(file.chunks)[: file.size]) for file in found]


@pytest.mark.parametrize("is_resident", [True, False])
def test_files_are_read_from_their_records_and_outside(*, is_resident: bool) -> None:
    assert read(make_ntfs(FILES, is_resident=is_resident)) == FILES


def test_the_guarded_bytes_of_a_sector_are_put_back() -> None:
    content = bytes(range(256)) * 2

    assert read(make_ntfs([("a", content)])) == [("a", content)]


def test_packed_files_are_named_and_not_read() -> None:
    data = bytearray(make_ntfs(FILES[:1], is_resident=False))
    at = data.rfind(b"\x80\0\0\0\x48\0\0\0")
    data[at + 12] = 1
    (file,) = ntfs.files(volume.of_bytes(bytes(data)))

    assert (file.name, file.problem) == ("見積書.lnk", Problem.UNSUPPORTED)


def test_a_disk_without_a_file_table_is_refused() -> None:
    with pytest.raises(ParseError):
        read(make_ntfs(FILES)[:2048])


@settings(max_examples=150)
@given(st.integers(0, 30_000), st.binary(max_size=64))
def test_any_bytes_in_it_give_files_or_parse_error(at: int, junk: bytes) -> None:
    data = bytearray(make_ntfs(FILES, is_resident=False))
    data[at : at + len(junk)] = junk
    with suppress(ParseError):
        read(bytes(data))


@settings(max_examples=100)
@given(st.binary(max_size=512))
def test_any_record_gives_files_or_parse_error(junk: bytes) -> None:
    data = bytearray(make_ntfs(FILES))
    at = 2048 + 24 * 1024 + 24
    data[at : at + len(junk)] = junk
    with suppress(ParseError):
        read(bytes(data))
