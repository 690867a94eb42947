from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.disk import make_fat
from kakekomi.facts.errors import ParseError
from kakekomi.mail import fat, volume

FILES = [("見積書.lnk", b"one" * 500), ("b.dll", b"two")]


def read(data: bytes) -> list[tuple[str, bytes]]:
    return [(file.name, b"".join(file.chunks)) for file in fat.files(volume.of_bytes(data))]


def test_files_have_their_long_names_and_clusters() -> None:
    assert read(make_fat(FILES)) == FILES


def test_files_in_a_folder_have_its_name_before_theirs() -> None:
    assert read(make_fat(FILES, folder="資料")) == [(f"資料/{name}", raw) for name, raw in FILES]


def test_a_short_name_keeps_the_case_that_windows_shows() -> None:
    data = make_fat([("x", b"one")])
    at = data.find(b"SHORT   TXT")
    bare = bytearray(data)
    bare[at - 32 : at] = data[at : at + 32]
    bare[at : at + 32] = bytes(32)
    bare[at - 32 + 12] = 0x18

    assert read(bytes(bare)) == [("short.txt", b"one")]


def test_deleted_entries_are_no_files() -> None:
    data = bytearray(make_fat([("x", b"one")]))
    data[data.find(b"SHORT   TXT")] = 0xE5

    assert read(bytes(data)) == []


def test_a_chain_of_clusters_that_bites_its_tail_ends_with_the_size() -> None:
    data = bytearray(make_fat([("x", b"o" * 1_024)]))
    data[512 + 4 : 512 + 6] = (3 << 4 | 0).to_bytes(2, "little")

    assert len(read(bytes(data))[0][1]) <= 1_024


def test_boot_sectors_are_told_from_others() -> None:
    assert fat.is_fat(volume.of_bytes(make_fat(FILES)))
    assert not fat.is_fat(volume.of_bytes(bytes(600)))


@settings(max_examples=150)
@given(st.integers(0, 8_000), st.binary(max_size=64))
def test_any_bytes_in_it_give_files_or_parse_error(at: int, junk: bytes) -> None:
    data = bytearray(make_fat(FILES, folder="d"))
    data[at : at + len(junk)] = junk
    with suppress(ParseError):
        if fat.is_fat(volume.of_bytes(bytes(data))):
            read(bytes(data))
