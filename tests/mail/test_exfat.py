from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.disk import make_fat, make_ntfs
from kakekomi.drill.exfat import CLUSTER, HEAP_SECTOR, SECTOR, TABLE_SECTOR, make_exfat
from kakekomi.facts.errors import ParseError
from kakekomi.mail import exfat, volume

FILES = [("見積書_2022年3月_長い名前.lnk", bytes(range(250)) * 20), ("b.dll", b"two"), ("c", b"")]


def read(data: bytes) -> list[tuple[str, bytes]]:
    return [(file.name, b"".join(file.chunks)) for file in exfat.files(volume.of_bytes(data))]


@pytest.mark.parametrize("is_chained", [False, True])
def test_files_have_their_long_names_and_clusters(*, is_chained: bool) -> None:
    assert read(make_exfat(FILES, is_chained=is_chained)) == FILES


@pytest.mark.parametrize("is_chained", [False, True])
def test_files_in_a_folder_have_its_name_before_theirs(*, is_chained: bool) -> None:
    data = make_exfat(FILES, folder="資料", is_chained=is_chained)

    assert read(data) == [(f"資料/{name}", content) for name, content in FILES]


def test_deleted_entries_are_no_files() -> None:
    data = bytearray(make_exfat([("x", b"one"), ("y", b"two")]))
    at = data.index(b"\x85\x02")
    for entry in range(at, at + 96, 32):
        data[entry] &= 0x7F

    assert read(bytes(data)) == [("y", b"two")]


def test_what_was_never_written_is_zeros() -> None:
    data = bytearray(make_exfat([("x", b"one two")]))
    stream = data.index(b"\xc0\x03")
    data[stream + 8] = 3

    assert read(bytes(data)) == [("x", b"one" + bytes(4))]


def test_a_chain_that_bites_its_tail_ends_with_the_size() -> None:
    data = bytearray(make_exfat([("x", b"o" * 3 * CLUSTER)], is_chained=True))
    at = TABLE_SECTOR * SECTOR + 4 * 2
    data[at : at + 12] = (2).to_bytes(4, "little") * 3

    assert len(read(bytes(data))[0][1]) == 3 * CLUSTER


def test_a_folder_in_itself_is_read_once() -> None:
    data = bytearray(make_exfat([("x", b"one")], folder="d"))
    stream = data.index(b"\xc0\x03", data.index(b"d\0") - 64)
    data[stream + 20 : stream + 24] = (4).to_bytes(4, "little")  # the root folder's own cluster

    assert read(bytes(data)) == []


def test_clusters_beyond_the_image_give_what_is_there() -> None:
    data = make_exfat([("x", b"o" * 2 * CLUSTER)])[: (HEAP_SECTOR + 3) * SECTOR]

    assert read(data) == []


def test_boot_sectors_are_told_from_others() -> None:
    assert exfat.is_exfat(volume.of_bytes(make_exfat(FILES)))
    for other in (make_fat(FILES), make_ntfs(FILES), bytes(600), make_exfat([])[:500]):
        assert not exfat.is_exfat(volume.of_bytes(other))


@settings(max_examples=150)
@given(st.integers(0, HEAP_SECTOR * SECTOR + 12_000), st.binary(max_size=64))
def test_any_bytes_in_it_give_files_or_parse_error(at: int, junk: bytes) -> None:
    data = bytearray(make_exfat(FILES, folder="d"))
    data[at : at + len(junk)] = junk
    with suppress(ParseError):
        if exfat.is_exfat(volume.of_bytes(bytes(data))):
            for file in exfat.files(volume.of_bytes(bytes(data))):
                next(file.chunks, b"")
